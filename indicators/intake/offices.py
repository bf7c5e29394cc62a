"""The department a file names as its reporter, beside the one the uploader chose."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indicators.findings import Finding, finding
from indicators.intake.earlier import plan_leads, unit_of_register
from indicators.model import Place
from indicators.store import Store

_PREFIX = re.compile(r"^.{0,6}?[省市县区旗](?=.{2})")


def unit_named(store: Store, offices: Sequence[str], seat: str | None = None) -> tuple[str | None, bool]:
    """The one department that a file names, as the register has it; whether register or plan know it.

    `seat`: whose register and plan, None for the store's own district's.
    """
    known = {name for unit in store.desk_of(seat).units() for name in (unit.name, *unit.aliases)}
    known |= set(plan_leads(store, seat))
    found: dict[str, bool] = {}
    for office in offices:
        bare = _PREFIX.sub("", office)
        hit = next((name for name in (office, bare) if name in known), None)
        hit = hit or next((name for name in known if _PREFIX.sub("", name) == bare), None)
        found[unit_of_register(store, hit or office, seat) or office] = hit is not None
    return next(iter(found.items())) if len(found) == 1 else (None, False)


def settle_unit(
    store: Store, unit: str | None, offices: Sequence[str], file: str, seat: str | None = None
) -> tuple[str | None, list[Finding]]:
    """The department to record and what to say of it: the chosen one, else the one the file names.

    A name that the register does not know is only offered; a choice is never overridden.
    """
    named, known = unit_named(store, offices, seat)
    if named is None:
        return unit, []
    if unit is None:
        code = "unit_taken" if known else "unit_offered"
        return (named if known else None), [finding(code, Place(file), value=named)]
    chosen = unit_of_register(store, unit, seat) or unit
    if named == chosen or _PREFIX.sub("", named) == _PREFIX.sub("", chosen):
        return unit, []
    return unit, [finding("unit_differs", Place(file), value=named, chosen=unit)]
