"""The parts of the store, each an object of its own over the same records."""

from __future__ import annotations

from indicators.store import areas
from indicators.store.accounts import Accounts
from indicators.store.actions import Actions
from indicators.store.annotations import Annotations
from indicators.store.approvals import Approvals
from indicators.store.area_changes import AreaChanges
from indicators.store.audit_log import Audit
from indicators.store.boundaries import Boundaries
from indicators.store.database import Database
from indicators.store.desk import Desk
from indicators.store.errors import UnknownName
from indicators.store.flags import Flags
from indicators.store.keys import area_key
from indicators.store.plans import Plans
from indicators.store.statements import statements


class Parts:
    """Properties of the Store; see there."""

    _database: Database

    @property
    def area_changes(self) -> AreaChanges:
        """Renamings, mergers, splits and moves of areas, through which series go on."""
        return AreaChanges(self._database)

    @property
    def boundaries(self) -> Boundaries:
        """Shapes of areas for maps: files added and taken back."""
        return Boundaries(self._database)

    @property
    def desk(self) -> Desk:
        """The office's year: units, duties, reporting years, conflicts and purges."""
        return Desk(self._database)

    def desk_of(self, seat: str | None) -> Desk:
        """The desk of an area (path) with an office of its own; None: of the store's own district.

        Raises UnknownName for an area that the store does not hold.
        """
        return Desk(self._database, self._seat_path(seat))

    def approvals_of(self, seat: str | None) -> Approvals:
        """Files handed in, with the locks of an area's own office. Raises as `desk_of`."""
        path = self._seat_path(seat)
        return Approvals(self._database, area_key(path) if path else None)

    def _seat_path(self, seat: str | None) -> str | None:
        if seat is None:
            return None
        first, known = self._database.kept.get("paths", self._paths)
        if seat not in known:
            raise UnknownName(what="地区", name=seat)
        return None if seat == first else seat

    def _paths(self) -> tuple[str, frozenset[str]]:
        """The path of the store's own district, and those of all areas."""
        known = [area.path for area in areas.every(self._database)]
        return next(path for path in known if "/" not in path), frozenset(known)

    def office_of(self, area: str | None) -> str | None:
        """Path of the office that an area belongs to: its own or the next above that has units, reporting
        years or a plan; None for that of the store's own district."""
        if area is None:
            return None
        known = {path for (path,) in self._database.names(statements("reading")["offices"])}
        steps = area.split("/")
        trail = ("/".join(steps[:end]) for end in range(len(steps), 0, -1))
        return next((path for path in trail if path in known), None)

    @property
    def accounts(self) -> Accounts:
        """The people who may sign in."""
        return Accounts(self._database)

    @property
    def audit(self) -> Audit:
        """Who did what, when and from where."""
        return Audit(self._database)

    @property
    def flags(self) -> Flags:
        """Warnings raised by hand, and what the office knows of."""
        return Flags(self._database)

    @property
    def actions(self) -> Actions:
        """Actions on what lags (督办事项), with their steps."""
        return Actions(self._database)

    @property
    def approvals(self) -> Approvals:
        """Files handed in for approval, and locks of a unit's year."""
        return Approvals(self._database)

    @property
    def annotations(self) -> Annotations:
        """Remarks on years of series, as the charts show them."""
        return Annotations(self._database)

    @property
    def plans(self) -> Plans:
        """The district's own plan: its goals at any version, the versions, and the way back."""
        return Plans(self._database)
