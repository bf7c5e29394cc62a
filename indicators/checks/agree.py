"""A figure against its own numerator and denominator: impossible pairs, slips of scale, disagreement."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd

from indicators.checks.audit import Audit, number_text
from indicators.checks.frame import shortest
from indicators.checks.measures import slip_words
from indicators.checks.parts import Links, Pairs, thousands
from indicators.checks.table import Table

SLIPS = tuple(10.0**power for power in (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5))
ROOM = 1e-9
"""Relative room for float noise."""


def expected_values(table: Table, place: np.ndarray, links: Links) -> np.ndarray:
    """numerator / denominator x multiplier; NaN where one of the three is missing or the denominator is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = links.numerator / links.denominator * table.multiplier[place]
    return np.where(np.isfinite(found), found, np.nan)


def rounding_room(
    expected: np.ndarray, decimals: np.ndarray, links: Links, part_decimals: np.ndarray
) -> np.ndarray:
    """How far a correctly rounded figure may lie from the quotient: half a step of its last decimal,
    and what the rounding of parts that are not whole numbers adds."""
    step = 0.5 * 10.0 ** -np.clip(decimals, 0, 9).astype("float64")
    room = step + ROOM * np.abs(expected)
    for part, rows in ((links.numerator, links.numerator_row), (links.denominator, links.denominator_row)):
        digits = np.where(rows >= 0, part_decimals[rows], 0).astype("float64")
        half = np.where(digits != 0, 0.5 * 10.0**-digits, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(part != 0, half / np.abs(part), 0.0)
        room = room + np.abs(expected) * np.nan_to_num(share)
    return room


def slip_times(value: np.ndarray, expected: np.ndarray, room: np.ndarray) -> np.ndarray:
    """The power of ten by which a figure misses its quotient; NaN where it does not."""
    times = np.full(len(value), np.nan)
    fine = room < 0.2 * np.abs(value)
    for factor in SLIPS:
        hit = fine & np.isnan(times) & (np.abs(value - expected * factor) <= np.maximum(room, room * factor))
        times[hit] = factor
    return times


def judge_pairs(audit: Audit, table: Table, links: Links, decimals: np.ndarray) -> tuple[Links, np.ndarray]:
    """Report pairs and figures that cannot be; returns the links kept and the rows already explained."""
    work = audit.work
    if not (np.isfinite(links.numerator) & np.isfinite(links.denominator)).any():
        return links.drop(~links.sure), np.zeros(len(work), dtype=bool)
    place, value = work["ind"].to_numpy(), work["value"].to_numpy()
    expected = expected_values(table, place, links)
    ones = decimals - np.round(np.log10(thousands(work, table)))
    room = rounding_room(expected, decimals, links, ones)
    distance = np.abs(value - expected)
    agrees = distance <= room
    truncated = ~agrees & (distance < 2 * room) & (np.abs(value) < np.abs(expected))
    links = links.drop(~links.sure & ~agrees & ~truncated)
    known = np.isfinite(links.numerator) & np.isfinite(links.denominator)
    over = _over(audit, table, links, known)
    open_ones = known & ~over & np.isfinite(value) & np.isfinite(expected) & ~agrees & ~truncated
    times = slip_times(value, expected, room)
    slipped = open_ones & np.isfinite(times)
    apart = open_ones & ~slipped
    words = _words(audit, table, links, expected)
    said = pd.Series([None] * len(work), dtype=object)
    for row in np.flatnonzero(slipped):
        said.iloc[row] = slip_words(str(table.unit[place[row]]), float(times[row]))
    audit.each("unit_slip", slipped, what=said, shown=work["value"], **words)
    audit.each("value_disagrees", apart, shown=work["value"], **words)
    audit.each("value_truncated", truncated & known & ~over, shown=work["value"], **words)
    return links, over | slipped | apart


def _over(audit: Audit, table: Table, links: Links, known: np.ndarray) -> np.ndarray:
    place = audit.work["ind"].to_numpy()
    bounded = table.upper[place] <= table.multiplier[place]
    over = known & bounded & (links.numerator > links.denominator)
    words = _words(audit, table, links, np.full(len(over), np.nan))
    audit.each("numerator_over_denominator", over, **words)
    empty = known & (links.denominator == 0) & (links.numerator == 0) & audit.work["value"].notna().to_numpy()
    audit.each("denominator_zero", empty, shown=audit.work["value"], **words)
    return over


def _words(audit: Audit, table: Table, links: Links, expected: np.ndarray) -> dict[str, object]:
    place = audit.work["ind"].to_numpy()
    cells = audit.work["cell"].to_numpy(dtype=object)
    digits = np.nan_to_num(table.decimals[place], nan=2).astype(int)
    return {
        "numerator": links.numerator,
        "denominator": links.denominator,
        "numerator_cell": np.where(links.numerator_row >= 0, cells[links.numerator_row], ""),
        "denominator_cell": np.where(links.denominator_row >= 0, cells[links.denominator_row], ""),
        "expected": np.round(expected, np.clip(digits, 0, 6).max(initial=2)),
        "unit": table.unit[place],
    }


def computed_rows(work: pd.DataFrame, table: Table, pairs: Pairs) -> tuple[pd.DataFrame, Links]:
    """Figures for pairs of parts without one: numerator / denominator x multiplier.

    Rounded half up to the definition's decimals (two where it names none); they stand at the
    numerator's cell, flagged `computed`.
    """
    place, top, bottom = pairs.ind, pairs.numerator_row, pairs.denominator_row
    value = work["value"].to_numpy() * thousands(work, table)
    fine = (value[bottom] > 0) & np.isfinite(table.multiplier[place]) & (value[top] >= 0)
    place, top, bottom = place[fine], top[fine], bottom[fine]
    numerator, denominator = value[top], value[bottom]
    digits = np.nan_to_num(table.decimals[place], nan=2).astype(int)
    exact = numerator / denominator * table.multiplier[place]
    rows = work.iloc[top].reset_index(drop=True)
    rows["ind"], rows["name"], rows["part"] = place, table.name[place], False
    rows["value"] = [half_up(number, digit) for number, digit in zip(exact, digits, strict=True)]
    rows["raw"] = [f"{number_text(a)}/{number_text(b)}" for a, b in zip(numerator, denominator, strict=True)]
    rows["flags"] = pd.Categorical(["computed"] * len(rows))
    for name in ("component", "unit"):
        rows[name] = pd.Categorical([None] * len(rows), categories=work[name].cat.categories)
    return rows, Links(numerator, denominator, top, bottom, np.ones(len(rows), dtype=bool))


def half_up(number: float, digits: int) -> float:
    """A number rounded half up, as people round, at its decimal text (not float noise)."""
    text = Decimal(shortest(number))
    return float(text.quantize(Decimal(1).scaleb(-int(digits)), rounding=ROUND_HALF_UP))
