"""Commands on a store of many districts: put one in, list them, compare them, put figures together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.commands import Files, Outcome
from indicators.store import Store, UnknownName

Options = Mapping[str, Any]


def district_add(store: Store, files: Files, options: Options) -> Outcome:
    """Put a district into the store, with its areas and its plan."""
    from indicators.intake.districts import add_district
    from indicators.model import AreaLevel

    given = dict(zip(options.get("given") or (), files, strict=True))
    level = AreaLevel(options.get("level") or "county")
    added = add_district(
        store, options["name"], parent=options.get("parent"), level=level,
        areas=given.get("areas"), plan=given.get("plan"), by=options.get("by") or "",
    )  # fmt: skip
    outcome = Outcome()
    outcome.add(added.findings)
    if added.path:
        outcome.messages.append(
            f"已加入{added.path}：新增或改动{added.areas}个地区，规划目标{added.goals}项。"
        )
    else:
        outcome.messages.append("没有加入，请按提示改正后重试。")
    return outcome


def districts(store: Store, files: Files, options: Options) -> Outcome:
    """The areas with an office of their own, with their plans, units and open years."""
    del files, options
    from indicators.office import seats

    outcome = Outcome()
    for one in seats(store):
        desk = store.desk_of(one.path)
        outcome.records.append(
            {
                "record": "district", "path": one.path, "name": one.name, "level": str(one.level),
                "above": one.above, "goals": len(store.plans.goals(one.path)), "units": len(desk.units()),
                "open_years": [term.year for term in desk.years() if not term.closed],
            }
        )  # fmt: skip
    return outcome


def district_compare(store: Store, files: Files, options: Options) -> Outcome:
    """The districts below an office on one indicator, or by the rate of attainment."""
    del files
    from indicators.assess.districts import compare_indicator, compare_rates

    code, year, at = options.get("code"), options.get("year"), options.get("at")
    if code is None:
        return Outcome(_records("rate", compare_rates(store, year, at)))
    item = store.catalog().find(code)
    if item is None:
        raise UnknownName(what="指标", name=code)
    frame = compare_indicator(store, item.code, year, at, level=options.get("level"))
    return Outcome([{**one, "code": item.code, "indicator": item.name} for one in _records("compare", frame)])


def rollup(store: Store, files: Files, options: Options) -> Outcome:
    """What the areas below add up to, and where an area's own figure differs from it."""
    del files
    from indicators.assess import latest_year
    from indicators.assess.rollup import disagreements_in, rolled
    from indicators.office import seat_of

    area = options.get("area") or seat_of(store, store.areas()[0].path).path
    if area not in {one.path for one in store.areas()}:
        raise UnknownName(what="地区", name=area)
    frame = rolled(store, area, options.get("year") or latest_year(store))
    outcome = Outcome(_records("rollup", frame))
    outcome.add(disagreements_in(frame))
    return outcome


def _records(kind: str, frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{"record": kind, **{str(name): _plain(value) for name, value in row.items()}} for row in rows]


def _plain(value: Any) -> Any:
    """A number as Python has it, so that JSON takes it."""
    return value.item() if hasattr(value, "item") else value


COMMANDS = {
    "district_add": district_add,
    "district_list": districts,
    "district_compare": district_compare,
    "rollup": rollup,
}
