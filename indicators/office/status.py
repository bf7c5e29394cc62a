"""Who has reported what for a year, and what nobody can supply."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from indicators.model import ReportingUnit, ReportingYear
from indicators.office.owed import home_of, of_office, office, owed, seat_key
from indicators.office.queries import queries
from indicators.store import Store

GIVEN, REASON, CONFLICT, BLOCKED, MISSING = "given", "reason", "conflict", "blocked", "missing"
"""States of an owed figure: it counts; a reason stands for it; two figures disagree; an error keeps it
out; nothing came."""

NOT_STARTED, PARTLY, ERRORS, COMPLETE, NOTHING = "not_started", "partly", "errors", "complete", "nothing"
"""States of a unit in a year; nothing: none of its figures is due every year, and none came."""

_KEY = ["code", "area", "breakdown"]


def latest_year(store: Store, *, home: str | None = None) -> int | None:
    """The year being collected: the newest open one, else the newest with figures; None without either.

    `home`: whose office's years, by default the store's own district's.
    """
    terms = store.desk_of(office(store, home)).years()
    found = [item.year for item in terms if not item.closed] or [item.year for item in terms]
    if found:
        return max(found)
    return store.whereabouts.latest(store.cursor())


def figure_status(store: Store, year: int, *, home: str | None = None) -> pd.DataFrame:
    """`owed` with what has come of each figure.

    Further columns: state (given, reason, conflict, blocked, missing), value, text, missing (the
    reason), first_at, came_at (when it first came, and when the figure that counts came, UTC).
    """
    home = home or home_of(store)
    asked = owed(store, year, home=home)
    came = of_office(store, "answered", home, year)
    found = asked.merge(came, on=_KEY, how="left")
    found["state"] = MISSING
    blocked = store.query(queries()["blocked"], {"year": year})
    everywhere = set(blocked.loc[blocked["area"] == "", "code"])
    held_up = set(zip(blocked["code"], blocked["area"], strict=True)) | {(code, home) for code in everywhere}
    _mark(found, BLOCKED, [pair in held_up for pair in zip(found["code"], found["area"], strict=True)])
    reasoned = found["missing"].notna() & ~found["missing"].isin(["blank", "unreadable"])
    _mark(found, REASON, found["value"].isna() & reasoned)
    _mark(found, GIVEN, found["value"].notna())
    disputed = set(
        store.query(queries()["conflicting"], {"year": year})[_KEY].itertuples(index=False, name=None)
    )
    _mark(found, CONFLICT, [key in disputed for key in found[_KEY].itertuples(index=False, name=None)])
    return found


def _mark(frame: pd.DataFrame, state: str, where: object) -> None:
    frame.loc[where, "state"] = state


def unit_status(
    store: Store, year: int, *, today: dt.date | None = None, home: str | None = None
) -> pd.DataFrame:
    """One row per unit that owes something for `year`, in the register's order.

    Columns: unit, registered, liaison, telephone, owed (indicators due), done (of these, given or with
    a reason), missing (tuple of indicators due and not come), blocked, conflicts (counts of
    indicators), files, last_at (UTC; of its files, and of its figures in others' files), unexplained
    (warnings without an explanation), state
    (not_started, partly, errors, complete, nothing), late (something due came after the deadline, or has not
    come and the deadline is past), days_left (to the deadline; negative when past; null without one).
    """
    home = home or home_of(store)
    figures = figure_status(store, year, home=home)
    desk = store.desk_of(office(store, home))
    term = next((item for item in desk.years() if item.year == year), None)
    left = _days_left(term, today or dt.date.today())
    people = {unit.name: unit for unit in desk.units()}
    sent = store.query(queries()["sent"], {"year": year, "seat": seat_key(store, home)}).set_index("unit")
    rows = [
        _unit_row(str(name), part, people, sent, term, left)
        for name, part in figures.groupby("unit", sort=False)
    ]
    return pd.DataFrame(rows, columns=_UNIT_COLUMNS)


_UNIT_COLUMNS = [
    "unit", "registered", "liaison", "telephone", "owed", "done", "missing", "blocked", "conflicts", "files",
    "last_at", "unexplained", "state", "late", "days_left",
]  # fmt: skip


def _unit_row(
    name: str,
    part: pd.DataFrame,
    people: Mapping[str, ReportingUnit],
    sent: pd.DataFrame,
    term: ReportingYear | None,
    left: int | None,
) -> list[object]:
    due = part[part["due"]]
    states = {key: set(found) for key, found in due.groupby(["code", "indicator"], sort=False)["state"]}
    done = sum(found <= {GIVEN, REASON} for found in states.values())
    lacking = tuple(str(key[1]) for key, found in states.items() if MISSING in found)
    blocked, conflicts = (part.loc[part["state"] == what, "code"].nunique() for what in (BLOCKED, CONFLICT))
    files = sent.loc[name] if name in sent.index else None
    came = bool((part["state"] != MISSING).any()) or files is not None
    state = _unit_state(bool(blocked or conflicts), len(states), done, came)
    person = people.get(name, ReportingUnit(name))
    counts = [0, pd.NaT, 0] if files is None else [files["files"], files["last_at"], files["unexplained"]]
    counts[1] = max((at for at in (counts[1], part["came_at"].max()) if pd.notna(at)), default=pd.NaT)
    late = _late(due, term, left)
    return [
        name, name in people, person.liaison, person.telephone, len(states), done, lacking, blocked,
        conflicts, *counts, state, late, left,
    ]  # fmt: skip


def _unit_state(disputed: bool, due: int, done: int, came: bool) -> str:
    if disputed:
        return ERRORS
    if not came:
        return NOT_STARTED if due else NOTHING
    return COMPLETE if done == due else PARTLY


def _days_left(term: ReportingYear | None, today: dt.date) -> int | None:
    return (term.deadline - today).days if term and term.deadline else None


def _late(due: pd.DataFrame, term: ReportingYear | None, left: int | None) -> bool:
    """Whether a figure due came on a later local day than the deadline, or is still out after it."""
    if term is None or term.deadline is None or left is None:
        return False
    if left < 0 and (~due["state"].isin([GIVEN, REASON])).any():
        return True
    came = due["first_at"].dropna().dt.tz_localize("UTC").dt.tz_convert(dt.datetime.now().astimezone().tzinfo)
    return bool((came.dt.date > term.deadline).any())


def reminder(row: pd.Series, year: int, deadline: dt.date | None, *, office: str = "县妇儿工委办") -> str:
    """The text to send to a unit that still owes figures; `row` is one of `unit_status`. "" if none are."""
    lacking = list(row["missing"])
    if not lacking and not row["blocked"] and not row["conflicts"]:
        return ""
    person = f"（{row['liaison']}同志）" if row["liaison"] else ""
    until = ""
    if deadline is not None:
        day = f"{deadline.year}年{deadline.month}月{deadline.day}日"
        left = row["days_left"]
        until = (
            f"截止日期{day}，还有{left}天。" if left > 0 else f"今天（{day}）截止。" if left == 0
            else f"截止日期{day}，已超过{-left}天。"
        )  # fmt: skip
    parts = []
    if lacking:
        parts.append(f"还有{len(lacking)}项指标未报：" + "、".join(lacking) + "。")
    if row["blocked"]:
        parts.append(f"有{row['blocked']}项指标的数据有错误，没有入库，请按审核意见改正后重新报送。")
    if row["conflicts"]:
        parts.append(f"有{row['conflicts']}项指标的数据与已入库的不一致，请核实。")
    if lacking:
        parts.append("如确无数据，请注明原因（未统计、未开展、未公布、不适用）。")
    return f"{row['unit']}{person}：{year}年两规划监测数据，贵单位{''.join(parts)}{until}{office}"


def without_data(store: Store, year: int, *, years: int = 2, home: str | None = None) -> pd.DataFrame:
    """Indicators asked of the district for which nobody gave a figure in `years` years up to `year`.

    Columns: unit, code, indicator, domain, last_year (of the last figure ever, or null), reason
    (not_collected, not_carried_out, not_published, not_applicable, or null where none was given),
    reason_year, words (as written).
    """
    home = home or home_of(store)
    asked = owed(store, year, home=home)
    asked = asked[(asked["area"] == home) & (asked["breakdown"] == "")]
    codes = asked["code"].unique().tolist()
    found = store.query(
        queries()["without_data"], {"home": home, "year": year, "years": years, "codes": codes}
    )
    leads = asked.drop_duplicates("code").set_index("code")["unit"]
    found.insert(0, "unit", found["code"].map(leads))
    return found
