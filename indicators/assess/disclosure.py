"""What may not be given out: figures of sensitive indicators below the district, and their small counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from indicators.assess.settings import Settings
from indicators.model import AreaLevel, Assessment

if TYPE_CHECKING:
    from indicators.store import Store

_BELOW = (AreaLevel.TOWN, AreaLevel.VILLAGE)
# What would let a reader work the count out again.
_FIGURES: dict[str, Any] = dict.fromkeys((
    "value", "base_value", "pace_ratio", "second_ratio", "outlook_value", "outlook_low", "outlook_high",
    "low", "high", "required",
))  # fmt: skip
_BASIS: dict[str, Any] = dict.fromkeys((
    "figure_value", "previous_value", "numerator", "denominator", "pooled", "needed", "recent_slope",
    "final_outlook",
))  # fmt: skip
_LISTS: dict[str, Any] = {"failing": (), "lacking": (), "parts": ()}
_COUNTED = ("人", "件", "例", "起", "名", "份", "次")
Key = tuple[str, str | None, int | None]


def for_publication(items: Iterable[Assessment], store: Store, settings: Settings) -> list[Assessment]:
    """Verdicts as they may be given out (methods page, section 6).

    Indicators marked sensitive appear for districts only, and a count from 1 to below
    `disclose_from`, with every figure made from it, is kept back: the sentence says "<5".
    """
    sensitive = {item.code for item in store.catalog().indicators if item.sensitive}
    small_areas = {item.path for item in store.areas() if item.level in _BELOW}
    counts = _counts(store, sorted(sensitive))
    out = []
    for item in items:
        if item.code not in sensitive:
            out.append(item)
        elif item.area not in small_areas:
            count = counts.get((item.code, item.area, item.basis.figure_year))
            hidden = count is not None and 0 < count < settings.disclose_from
            out.append(_veiled(item, settings) if hidden else item)
    return out


def small_count(value: float | None, numerator: float | None, unit: str | None, settings: Settings) -> bool:
    """Whether a figure of a sensitive indicator stands for so few people or cases that it is kept back."""
    count = numerator if numerator is not None else value if unit in _COUNTED else None
    return count is not None and 0 < count < settings.disclose_from


def _counts(store: Store, codes: list[str]) -> dict[Key, float]:
    """How many people or cases stand behind each figure of these indicators."""
    frame = store.query(
        "SELECT code, area, year, coalesce(numerator, CASE WHEN list_contains(?, unit) THEN value END) AS n"
        " FROM current_named WHERE breakdown = '' AND list_contains(?, code) AND n IS NOT NULL",
        [list(_COUNTED), codes],
    )
    return {(row.code, row.area, int(row.year)): float(row.n) for row in frame.itertuples()}


def _veiled(item: Assessment, settings: Settings) -> Assessment:
    """The verdict without any figure from which the count could be worked out."""
    basis = replace(item.basis, **_BASIS, **_LISTS)
    said = f"{item.year}年人数<{settings.disclose_from}，按规定不公布数值"
    text = f"{said}，目标为“{item.target}”；{item.word}。" if item.target else f"{said}。"
    return replace(item, **_FIGURES, basis=basis, sentence=text, reasons=(said,))
