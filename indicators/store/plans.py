"""The district's own plan in the store: goals at any version, the list of versions, and going back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indicators.catalog import Catalog, PlanGoal
from indicators.catalog.goals import PlanWords
from indicators.model import Place, PlanKind
from indicators.store.database import Change, Cursor, Database
from indicators.store.definitions import definition_of, target_of
from indicators.store.demands import OWN
from indicators.store.errors import UnknownName
from indicators.store.keys import area_key
from indicators.store.statements import statements

_COPIED = ("indicator", "indicator_code", "target", "milestone", "goal_detail")
_DEFINED = ("indicator", "indicator_code")


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version of catalogue and plan: from which file, by whom, when (UTC), how many goals it brought.

    `restores` is the earlier version that it equals, None for one that brought something new.
    """

    version: int
    source: str
    by: str
    at: dt.datetime
    goals: int
    areas: tuple[str, ...] = ()
    restores: int | None = None
    reason: str = ""


class Plans:
    """Reached as `store.plans`; every method raises kinds of StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def goals(self, area: str, version: int | None = None) -> list[PlanGoal]:
        """The goals of an area's own plans that stand now, or stood when `version` was the newest."""
        sql = statements("plans")["goals"]
        found = self._database.read(sql, {"area": area_key(area), "version": version})
        names = [item[0] for item in found.description]
        return [_goal(dict(zip(names, row, strict=True))) for row in found.fetchall()]

    def versions(self) -> list[PlanVersion]:
        """Every version, the newest first."""
        rows = self._database.read(statements("plans")["versions"]).fetchall()
        seen: dict[int, PlanVersion] = {}
        for version, source, at, by, goals, areas, restores, reason in rows:
            paths = tuple(sorted(path for path in areas or () if path))
            seen.setdefault(
                version,
                PlanVersion(
                    version, source, by, at.replace(tzinfo=dt.UTC), goals, paths, restores, reason or ""
                ),
            )
        return list(seen.values())

    def base(self) -> Catalog:
        """The catalogue in force without the indicators that plans defined for themselves."""
        rows = self._database.read(statements("plans")["base"]).fetchall()
        return Catalog(tuple(definition_of(text) for (text,) in rows))

    def in_use(self) -> frozenset[str]:
        """Codes of the indicators that have figures."""
        rows = self._database.read(statements("plans")["in_use"]).fetchall()
        return frozenset(code for (code,) in rows)

    def restore(self, version: int, *, reason: str, by: str, area: str | None = None) -> int:
        """Go back: a new version that equals `version` in indicators and targets; its number.

        With `area` (path) only that area's own plan goes back: the catalogue and the plans of others stay
        as they are. Nothing is removed: the versions between stay readable. Raises UnknownName.
        """

        def work(cursor: Cursor, change: Change) -> tuple[int, str]:
            sql = statements("plans")
            if cursor.execute(sql["known"], [version]).fetchall()[0][0] == 0:
                raise UnknownName(what="规划版本", name=str(version))
            newest = cursor.execute(statements("definitions")["newest"]).fetchall()[0][0] + 1
            whose = area_key(area) if area is not None else None
            catalog = version if whose is None else newest - 1
            asked = {"version": version, "catalog": catalog, "area": whose}
            standing = cursor.execute(sql["standing"], asked).to_arrow_table()
            cursor.register("standing_copy", standing)
            change.before.update(version=newest - 1)
            change.after.update(version=newest, restores=version, reason=reason, area=area)
            if whose is None:
                cursor.execute(sql["copy_version"], [newest, change.at, by, version])
            else:
                row = {"made": newest, "at": change.at, "by": by, "area": whose, "version": version}
                cursor.execute(sql["copy_version_of"], row)
            for table in _COPIED:
                needs = [newest, catalog] if table.startswith("indicator") else [newest]
                cursor.execute(sql[f"copy_{table}"], needs)
            for table in _DEFINED if whose is not None else ():
                own = {"made": newest, "catalog": catalog, "version": version}
                cursor.execute(sql["copy_own"].replace("{table}", table), own)
            cursor.unregister("standing_copy")
            cursor.execute(sql["insert_resets"], [newest, version, reason, change.at, by, whose or 0])
            return newest, str(newest)

        return self._database.write("catalog", by, work)


def _goal(row: Mapping[str, Any]) -> PlanGoal:
    detail = json.loads(row["detail"]) if row["detail"] else {}
    own = definition_of(row["definition"]) if row["definition"] else None
    wording = str(row["target_version"])
    return PlanGoal(
        code=row["code"],
        name=row["name"],
        plan=PlanKind(row["plan"]),
        phrase=row["phrase"] or "",
        target=target_of(row["parsed"]),
        domain=detail.get("domain") or row["domain"] or "",
        lead=row["lead"],
        coop=tuple(filter(None, (row["coop"] or "").split("、"))),
        set_name="" if row["target_set"] == OWN else row["target_set"],
        version=wording.removeprefix("调整") if wording.startswith("调整") else "",
        period=(row["period_start"], row["period_end"]),
        unit=row["unit"],
        place=Place(*detail.get("place", ())),
        definition=own,
        said=_said(detail.get("said", {})),
    )


def _said(kept: Mapping[str, Any]) -> PlanWords:
    asked = tuple((int(year), text) for year, text in kept.get("by_year", ()))
    return PlanWords(**{**kept, "by_year": asked})
