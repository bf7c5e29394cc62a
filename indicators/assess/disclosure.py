"""What may not be given out: figures of sensitive indicators below the district, and their small counts."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from indicators.assess.linked import Given, Shows, count_name, kept_back_together
from indicators.assess.settings import Settings
from indicators.assess.suppress import Parts
from indicators.assess.wording import amount
from indicators.model import AreaLevel, Assessment
from indicators.store import OfficeRefused, UnknownName

if TYPE_CHECKING:
    import duckdb

    from indicators.store import Store

BELOW = (AreaLevel.TOWN, AreaLevel.VILLAGE)
SETTING = "sensitive:"
NO_REASON = "指标定义里标为敏感"
# What would let a reader work the count out again.
_PAST: dict[str, Any] = dict.fromkeys((
    "base_value", "pace_ratio", "second_ratio", "outlook_value", "outlook_low", "outlook_high", "required",
))  # fmt: skip
_FIGURES: dict[str, Any] = _PAST | dict.fromkeys(("value", "low", "high"))
_PAST_BASIS: dict[str, Any] = dict.fromkeys((
    "previous_value", "pooled", "needed", "recent_slope", "final_outlook",
))  # fmt: skip
_BASIS: dict[str, Any] = _PAST_BASIS | dict.fromkeys(("figure_value", "numerator", "denominator"))
_LISTS: dict[str, Any] = {"failing": (), "lacking": (), "parts": ()}
_OF_BELOW = ("every_area",)
_COUNTED = ("人", "件", "例", "起", "名", "份", "次", "人次", "对", "户")
_EVIDENCE_YEARS = 10


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Whether an indicator is sensitive, and why; `by_office`: so says the office, not the definitions."""

    code: str
    name: str
    sensitive: bool
    reason: str
    by_office: bool


def sensitive_indicators(store: Store) -> list[Sensitive]:
    """Every indicator that the definitions or the office speak of, in the catalogue's order."""
    said = {
        name.removeprefix(SETTING): json.loads(value)
        for name, value in store.settings().items()
        if name.startswith(SETTING)
    }
    found = []
    for item in store.catalog().indicators:
        own = said.get(item.code)
        if own is not None:
            found.append(Sensitive(item.code, item.name, bool(own["sensitive"]), own["reason"], True))
        elif item.sensitive:
            found.append(Sensitive(item.code, item.name, True, item.sensitive_reason or NO_REASON, False))
    return found


def set_sensitive(store: Store, code: str, sensitive: bool, reason: str, *, by: str) -> None:
    """Say whether an indicator is sensitive, whatever the definitions say.

    Raises UnknownName, OfficeRefused without a reason.
    """
    if code not in store.catalog().by_code:
        raise UnknownName(what="指标", name=code)
    if not reason.strip():
        raise OfficeRefused("office_no_reason")
    text = json.dumps({"sensitive": sensitive, "reason": reason.strip()}, ensure_ascii=False)
    store.put_setting(SETTING + code, text, by=by)


def sensitive_codes(store: Store) -> list[str]:
    """The codes of the sensitive indicators."""
    return [item.code for item in sensitive_indicators(store) if item.sensitive]


@dataclass(frozen=True, slots=True)
class Kept:
    """One figure that may not be shown, by its keys and by its names."""

    indicator: int
    area: int
    year: int
    period: int
    breakdown: int
    code: str
    path: str
    text: str


def kept_back(
    cursor: duckdb.DuckDBPyConnection, codes: list[str], least: int, *, figures: str = "current_observation"
) -> list[Kept]:
    """The figures of sensitive indicators above the towns that may not be shown (those of towns never are).

    `figures`: the relation that holds the figures that count. A figure of part of a year is kept back
    always: the rest of its year would follow from it.
    """
    rows = _rows(cursor, codes, figures)
    above = dict(cursor.execute("SELECT path, parent_path FROM k_area").fetchall())
    shows = _shows(cursor, codes)
    years: dict[int, list[tuple[Kept, Given]]] = defaultdict(list)
    found = []
    for kept, count, whole in rows:
        if kept.period:
            found.append(kept)
            continue
        counts = (None if number is None else float(number) for number in (count, whole))
        years[kept.year].append((kept, Given(kept.code, (kept.path, _parts(kept.text)), *counts)))
    for pairs in years.values():
        hidden = kept_back_together([one for _, one in pairs], shows, above=above, least=least)
        found += [kept for kept, one in pairs if (one.code, one.place) in hidden]
    return found


def _shows(cursor: duckdb.DuckDBPyConnection, codes: list[str]) -> list[Shows]:
    """What the sensitive indicators count, by their definitions."""
    rows = cursor.execute(
        "SELECT DISTINCT code, name, unit, numerator, denominator FROM known_indicator"
        " WHERE code IN (SELECT unnest(CAST(? AS VARCHAR[]))) ORDER BY code",
        [codes],
    ).fetchall()
    found = []
    for code, name, unit, numerator, denominator in rows:
        texts = [numerator, name if unit in _COUNTED else None]
        names = tuple(dict.fromkeys(count_name(text) for text in texts if text))
        found.append(Shows(code, names, count_name(denominator) if denominator else None))
    return found


def _rows(
    cursor: duckdb.DuckDBPyConnection, codes: list[str], figures: str
) -> list[tuple[Kept, float | None, float | None]]:
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE k_area AS SELECT a.area, a.path, p.path AS parent_path"
        " FROM current_area a LEFT JOIN current_area p ON p.area = a.parent"
        " WHERE a.level NOT IN ('town', 'village')"
    )
    counted = ", ".join(f"'{unit}'" for unit in _COUNTED)
    rows = cursor.execute(
        "SELECT o.indicator, o.area, o.year, o.period, o.breakdown, i.code, a.path, coalesce(b.text, ''),"  # noqa: S608 - units and table are names of this module
        f" coalesce(o.numerator, CASE WHEN i.unit IN ({counted}) THEN o.value END,"
        " round(o.value * o.denominator / nullif(i.multiplier, 0))),"
        " coalesce(o.denominator, round(o.numerator * i.multiplier / nullif(o.value, 0)))"
        f" FROM {figures} o JOIN k_area a USING (area) JOIN known_indicator i USING (indicator)"
        " LEFT JOIN breakdown b USING (breakdown)"
        " WHERE o.value IS NOT NULL AND i.code IN (SELECT unnest(CAST(? AS VARCHAR[])))"
        " ORDER BY ALL",
        [codes],
    ).fetchall()
    return [(Kept(*row[:8]), row[8], row[9]) for row in rows]


def _parts(text: str) -> Parts:
    return tuple(sorted((str(key), str(value)) for key, value in json.loads(text).items())) if text else ()


def as_table(kept: Iterable[Kept]) -> pa.Table:
    """Kept-back figures as a table of keys (indicator, area, year, period, breakdown)."""
    rows = list(kept)
    names = ("indicator", "area", "year", "period", "breakdown")
    return pa.table({name: pa.array([getattr(row, name) for row in rows], pa.int64()) for name in names})


def hidden_figures(
    store: Store, settings: Settings, moment: dt.datetime | None = None
) -> set[tuple[str, str, int, str]]:
    """(code, area, year, breakdown) of what may not be shown of areas above the towns, by `kept_back`.

    Of figures that count now, or counted at a moment. A labelled figure stands for its year only where
    the year has no other, as in the assessment.
    """
    from indicators.assess.stored import choose_source

    cursor = store.cursor().cursor()
    try:
        choose_source(cursor, moment)
        codes = sorted(sensitive_codes(store))
        kept = kept_back(cursor, codes, settings.disclose_from, figures="s_observation")
        whole = cursor.execute(
            "SELECT DISTINCT o.indicator, o.area, o.year, o.breakdown FROM s_observation o"
            " JOIN k_area USING (area) WHERE o.period = 0"
            " AND o.indicator IN (SELECT unnest(CAST(? AS BIGINT[])))",
            [sorted({item.indicator for item in kept if item.period})],
        ).fetchall()
    finally:
        cursor.close()
    yearly = set(whole)
    return {
        (item.code, item.path, item.year, item.text)
        for item in kept
        if not item.period or (item.indicator, item.area, item.year, item.breakdown) not in yearly
    }


def for_publication(
    items: Iterable[Assessment], store: Store, settings: Settings, *, moment: dt.datetime | None = None
) -> list[Assessment]:
    """Verdicts as they may be given out (methods page, section 6); `moment`: of which they are.

    Indicators marked sensitive appear for districts only; a count from 1 to below `disclose_from`, every
    figure made from it and every figure that would give it away is kept back: the sentence says so.
    """
    codes = set(sensitive_codes(store))
    small_areas = {item.path for item in store.areas(closed=True) if item.level in BELOW}
    kept = hidden_figures(store, settings, moment) if codes else set()
    wholes = {key[:3] for key in kept if not key[3]}
    broken = {key[:3] for key in kept if key[3]}
    shown_by_sum = _above(wholes)
    out = []
    for item in items:
        if item.code not in codes:
            out.append(item)
        elif item.area not in small_areas:
            hidden = wholes | shown_by_sum if item.basis.rolled else wholes
            out.append(_given_out(item, hidden, broken, settings))
    return out


def _above(kept: Iterable[tuple[str, str, int]]) -> set[tuple[str, str, int]]:
    """The areas above those whose figures are kept back: what is put together from below gives them away."""
    found = set()
    for code, path, year in kept:
        while path := path.rpartition("/")[0]:
            found.add((code, path, year))
    return found


def _given_out(
    item: Assessment, wholes: set[tuple[str, str, int]], broken: set[tuple[str, str, int]], settings: Settings
) -> Assessment:
    basis = item.basis
    area, year = str(item.area), basis.figure_year or item.year
    parted = basis.breakdown is not None or basis.kind in ("gap", "split")
    if basis.kind in _OF_BELOW:
        return _veiled(item, "敏感指标不公布乡镇和村的数")
    if (item.code, area, year) in wholes or (parted and (item.code, area, year) in broken):
        return _veiled(item, _hidden_words(item.year, settings))
    first = min(basis.base_wanted or year, item.base_year or year, year - _EVIDENCE_YEARS)
    past = any((item.code, area, one) in wholes for one in range(first, year))
    if past or (basis.parts and (item.code, area, year) in broken):
        return _without_past(item, settings)
    return item


def _hidden_words(year: int, settings: Settings) -> str:
    """The same words for a small count and for what would give one away: which it is would help to guess."""
    least = settings.disclose_from
    return f"{year}年按规定不公布数值（人数<{least}，或由它能推算出<{least}的人数）"


def _veiled(item: Assessment, said: str) -> Assessment:
    """The verdict without any figure from which the count could be worked out."""
    basis = replace(item.basis, **_BASIS, **_LISTS)
    text = f"{said}，目标为“{item.target}”；{item.word}。" if item.target else f"{said}。"
    return replace(item, **_FIGURES, basis=basis, sentence=text, reasons=(said,))


def _without_past(item: Assessment, settings: Settings) -> Assessment:
    """The verdict with its own figure, without those of other years and of parts."""
    basis = replace(item.basis, **_PAST_BASIS, **_LISTS)
    level = "" if item.value is None else amount(item.value, item.unit, item.basis.decimals, keep=True)
    said = f"以前年份或分组的人数<{settings.disclose_from}，按规定不公布与它们的比较"
    goal = f"，目标为“{item.target}”，{item.word}" if item.target else ""
    text = f"{item.basis.figure_year or item.year}年为{level}{goal}；{said}。"
    return replace(item, **_PAST, basis=basis, sentence=text, reasons=(said,))
