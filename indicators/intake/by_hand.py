"""A figure told by telephone or on paper: entered by hand, with its source, by the same gate as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from indicators.findings import Finding, finding
from indicators.intake import Intake, Known, check_file, load_file
from indicators.model import Missing, Place
from indicators.store import Store, UnknownName

REASONS: Mapping[Missing, str] = {
    Missing.NOT_COLLECTED: "未统计",
    Missing.NOT_CARRIED_OUT: "未开展",
    Missing.NOT_PUBLISHED: "未公布",
    Missing.NOT_APPLICABLE: "不适用",
}
"""Reasons for having no figure, in the words that a cell would hold."""


@dataclass(frozen=True)
class Entry:
    """One figure as told: `value` as spoken (81.5, 81.5%, 3000), or the reason for having none.

    `source` says how the office knows it (who said it when, which paper); `unit` is the department.
    """

    code: str
    year: int
    area: str
    source: str
    value: str = ""
    missing: Missing | None = None
    numerator: str = ""
    denominator: str = ""
    breakdown: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None

    @property
    def words(self) -> str:
        """What stands in the figure's cell."""
        return REASONS[self.missing] if self.missing else self.value.strip()


def entry_file(entry: Entry, known: Known) -> tuple[str, bytes]:
    """Name and bytes of the small table that an entry is kept as. Raises UnknownName."""
    item = known.catalog.find(entry.code)
    if item is None:
        raise UnknownName(what="指标", name=entry.code)
    columns: dict[str, object] = {
        "指标编码": item.code,
        "指标": item.name,
        "地区": entry.area,
        "年份": entry.year,
        **entry.breakdown,
        "单位": item.unit,
        "数值": entry.words,
    }
    columns |= {name: value for name, value in _parts(entry) if value}
    columns["来源说明"] = entry.source.strip()
    out = io.StringIO()
    csv.writer(out).writerows([columns.keys(), columns.values()])
    return f"手工录入_{item.name}_{entry.year}年.csv", out.getvalue().encode("utf-8-sig")


def _parts(entry: Entry) -> list[tuple[str, str]]:
    return [("分子", entry.numerator.strip()), ("分母", entry.denominator.strip())]


def check_entry(store: Store, entry: Entry, *, decisions: Mapping[str, str] | None = None) -> Intake:
    """What the checks say of an entry; nothing is stored. Raises StoreError."""
    known = Known.of(store, entry.area)
    name, data = entry_file(entry, known)
    intake = check_file(store, data, name, unit=entry.unit, area=known.seat, known=known, decisions=decisions)
    return _strict(intake, entry, name)


def enter(
    store: Store,
    entry: Entry,
    *,
    by: str,
    explanations: Mapping[str, str] | None = None,
    decisions: Mapping[str, str] | None = None,
) -> Intake:
    """Keep an entry as a submission of its own, unless something speaks against it.

    Without a source, without a figure or reason, or where an error blocks the figure, nothing is
    kept: `submission` is None and `findings` say why. Raises StoreError.
    """
    seen = check_entry(store, entry, decisions=decisions)
    if any(item.severity == "error" for item in seen.findings):
        return seen
    known = Known.of(store, entry.area)
    name, data = entry_file(entry, known)
    return load_file(
        store, data, name, unit=entry.unit, area=known.seat, by=by, explanations=explanations, known=known,
        decisions=decisions, again=True,
    )  # fmt: skip


def _strict(intake: Intake, entry: Entry, name: str) -> Intake:
    """An entry must be read as exactly what was entered; anything else is an error, not a question."""
    told: list[Finding] = []
    if not entry.source.strip():
        told.append(finding("by_hand_without_source", Place(name)))
    if not entry.words:
        told.append(finding("by_hand_without_figure", Place(name)))
    elif not _understood(intake, entry):
        told.append(finding("by_hand_not_understood", Place(name), value=entry.words))
    return replace(intake, findings=told or intake.findings)


def _understood(intake: Intake, entry: Entry) -> bool:
    """Whether one figure was read, of this indicator, area and year, and nothing else but its parts."""
    read = [record for record in intake.reading.records if record.component is None]
    if len(read) != 1 or intake.reading.questions:
        return False
    (one,) = read
    same = (one.code, one.area, one.year) == (entry.code, entry.area, entry.year)
    given = one.missing is entry.missing if entry.missing else one.value is not None
    return same and given and dict(one.breakdown) == dict(entry.breakdown)
