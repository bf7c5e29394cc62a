"""What only an indicator's own page asks of the store: other areas, groups, remarks, targets, cells."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import data, data_store, own
from dashboard.guard import needs
from dashboard.memo import kept
from dashboard.parts import Group, group_lines
from dashboard.rights import Right
from dashboard.rows import Row
from dashboard.trend_parts import Chance, Series
from indicators.assess.intervals import chance_limits
from indicators.sheets.grid import Grid
from indicators.store import Annotation

SCALES = {"%": 100.0, "‰": 1000.0, "/10万": 100_000.0, "1/10万": 100_000.0, "/万": 10_000.0}


@kept(64)
def _others(version: str, code: str, area: str) -> tuple[str, ...]:
    frame = data.store().query(data.sql("other_areas"), [code, area, f"{area}/%"])
    return tuple(frame["area"])


@own.placed
def others(code: str, area: str) -> list[str]:
    """Areas beside and above one that have figures of an indicator: those above first, then the rest."""
    found = _others(data.version(), code, area) if own.indicator(code) else ()
    order = {item.path: at for at, item in enumerate(data.areas())}
    found = tuple(path for path in found if data_store.may_see(path) and beside(area, path))
    above = [path for path in found if area.startswith(f"{path}/")]
    rest = [path for path in found if path not in above]
    return sorted(above, key=len, reverse=True) + sorted(
        rest, key=lambda path: (path.count("/"), order.get(path, 0))
    )


@own.placed
def beside(area: str, other: str) -> bool:
    """Whether an area is set beside another: those above it, and those of its own seat."""
    return not data_store.many() or data_store.within(other) or area.startswith(f"{other}/")


@own.placed
def line_of(code: str, area: str, name: str) -> Series:
    """An area's figures as a line."""
    points = tuple((year, value) for year, value in data.series(code, area) if value is not None)
    return Series(name, points)


@kept(64)
def _below_series(version: str, code: str, area: str) -> Mapping[str, tuple[tuple[int, float], ...]]:
    frame = data.store().query(data.sql("below_series"), [code, f"{area}/%", f"{area}/%/%"])
    return {
        str(path): tuple(zip(rows["year"].astype(int), rows["value"].astype(float), strict=True))
        for path, rows in frame.groupby("area", sort=False)
    }


@own.placed
def below_series(code: str, area: str) -> Mapping[str, tuple[tuple[int, float], ...]]:
    """(year, figure) of each area directly below."""
    return _below_series(data.version(), code, area) if own.indicator(code) else {}


@own.placed
def groups(code: str, area: str) -> list[Group]:
    """The breakdowns (男女, 城乡) that an indicator's figures in an area come in."""
    frame = data.figures(code, area)
    parts = frame[(frame["breakdown"] != "") & frame["value"].notna()]
    rows = [(json.loads(row.breakdown), int(row.year), float(row.value)) for row in parts.itertuples()]
    return group_lines(rows)


@own.placed
def chances(row: Row, area: str) -> list[Chance]:
    """Between what each year's figure could lie by chance, for counts of events in small numbers."""
    known = row.indicator
    if known is None or not known.random_events:
        return []
    scale = known.multiplier or SCALES.get(known.unit)
    frame = data.figures(row.item.code, area)
    frame = frame[(frame["breakdown"] == "") & frame["value"].notna()]
    frame = frame.dropna(subset=["numerator", "denominator"]).drop_duplicates("year")
    if not scale or row.item.basis.kind in ("every_area", "gap"):
        return []
    plain = data.settings()
    found = []
    for item in frame.sort_values("year").itertuples():
        ends = chance_limits(
            float(item.numerator), float(item.denominator), scale,
            z=plain.z, confidence=plain.confidence, byar_from=plain.byar_from,
        )  # fmt: skip
        if ends:
            found.append(Chance(int(item.year), *ends))
    return found


@kept(64)
def _remarks(version: str, code: str, area: str) -> tuple[Annotation, ...]:
    return tuple(data.store().annotations.every(code, area))


@own.placed
def remarks(code: str, area: str) -> tuple[Annotation, ...]:
    """Remarks on years of an indicator in an area, by year, those taken back too."""
    return _remarks(data.version(), code, area) if own.indicator(code) else ()


@needs(Right.NOTE)
@own.placed
def annotate(code: str | None, area: str, year: int, kind: str, text: str, by: str) -> Annotation:
    """Record a remark on a year; without `code` for every indicator of the area."""
    try:
        return data.store().annotations.add(code, area, year, kind, text, by=by)
    finally:
        data.refresh()


@needs(Right.NOTE)
def take_back(number: str, reason: str, by: str) -> Annotation:
    """Take a remark on a year back."""
    own.require_one(number, data.store().annotations.every(), lambda one: one.area)
    try:
        return data.store().annotations.retract(number, reason=reason, by=by)
    finally:
        data.refresh()


@kept(64)
def _targets(version: str, code: str, area: str) -> pd.DataFrame:
    return data.store().query(data.sql("target_versions"), [data.seat().path, code, area])


@own.placed
def targets(code: str, area: str) -> pd.DataFrame:
    """Every wording of an indicator's target that plans of an area and those above it ever held."""
    frame = _targets(data.version(), code, area)
    return frame if own.indicator(code) else frame.head(0)


@kept(4, "正在打开原表…")
def _grids(version: str, submission: str) -> Mapping[str, Grid]:
    from indicators.sheets.container import open_bytes

    name, content = data.store().file_bytes(submission)
    found: dict[str, Any] = {}
    for book in open_bytes(content, name).workbooks:
        for sheet in book.grids:
            found.setdefault(f"{book.file or ''}\t{sheet.name}", sheet)
            found.setdefault(f"\t{sheet.name}", sheet)
    return found


def grids(submission: str) -> Mapping[str, Grid]:
    """The sheets of a submission's file by name, hidden ones too; of a file purged, nothing is left here."""
    own.require_batch(submission)
    return _grids(data.version(), submission)
