"""Pure: how far each indicator is from what this year and the whole plan ask of it, and year by year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard import format as fmt
from dashboard.bullets import Bullet, bullet_of
from dashboard.rows import Row
from indicators.model import Assessment, Direction

EVEN, WITHIN = "正好", "在允许的范围内"


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a figure is from a demand, in its own unit; `short` is positive while the demand is not met.

    `within`: it need only be near the demand, and is near enough.
    """

    wanted: float
    short: float
    unit: str | None
    decimals: int | None
    within: bool = False

    @property
    def behind(self) -> bool:
        """Whether the demand is not met by as much as can be written."""
        return self.short > 0 and self.words != EVEN

    @property
    def share(self) -> float:
        """What is missing as a share of the demand; negative where there is room to spare."""
        return self.short / (abs(self.wanted) or 1.0)

    @property
    def words(self) -> str:
        """还差1.3个百分点 / 超出2.4个百分点 / 正好."""
        if self.within:
            return WITHIN
        amount = fmt.with_unit(abs(_tidy(self.short)), fmt.difference_unit(self.unit), self.decimals)
        if not any(digit in amount for digit in "123456789"):
            return EVEN
        return f"{'还差' if self.short > 0 else '超出'}{amount}".replace("\u2009", "")


def _tidy(value: float) -> float:
    """Without the last bits of a subtraction of decimal figures (93.7 - 95)."""
    return float(f"{value:.9g}")


def distance(row: Row, wanted: float | None) -> Distance | None:
    """From the figure to a demand; None without either, or where no direction is the better one."""
    item = row.item
    if item.value is None or wanted is None:
        return None
    decimals = _decimals(row, wanted)
    if row.direction == Direction.AROUND:
        if item.attainment == "met":
            return Distance(wanted, 0.0, item.unit, decimals, within=True)
        # On the way this year asks for the edge of a band around the target; nearer than that is better.
        goal = wanted if item.milestone_value is None else item.milestone_value
        return Distance(wanted, abs(item.value - goal) - abs(wanted - goal), item.unit, decimals)
    off = {Direction.HIGHER: wanted - item.value, Direction.LOWER: item.value - wanted}.get(row.direction)
    return None if off is None else Distance(wanted, off, item.unit, decimals)


def _decimals(row: Row, wanted: float) -> int:
    """As many as the figure or the demand is written with; a demand between milestones gets at most two."""
    own = 2 if row.decimals is None else row.decimals
    return max(own, min(2, len(f"{wanted:.2f}".rstrip("0").partition(".")[2])))


def final_of(item: Assessment) -> tuple[int | None, float | None]:
    """Year and value of the plan's last demand; the demand now in force where there is no later one."""
    if item.basis.final_value is not None:
        return item.basis.final_year, item.basis.final_value
    return item.milestone_year, item.milestone_value


def now_of(item: Assessment) -> float | None:
    """What this year asks: the path's figure of the year, or the demand itself where it holds already."""
    return item.required if item.required is not None else item.milestone_value


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator on the page of progress."""

    row: Row
    now: Distance | None
    final_year: int | None
    final: Distance | None
    bullet: Bullet | None


def line(row: Row) -> Line:
    """An indicator beside its demands, its bullet drawn to the last of them."""
    year, value = final_of(row.item)
    final = distance(row, value)
    return Line(row, distance(row, now_of(row.item)), year, final, bullet_of(row.item, row.direction, value))


def by_shortfall(rows: Iterable[Row]) -> list[Line]:
    """Farthest behind this year's demand first; then by the last demand; without a demand or figure last."""

    def key(found: Line) -> tuple[int, float, float, str]:
        now = found.now.share if found.now else None
        final = found.final.share if found.final else None
        if now is None and final is None:
            return (1, 0.0, 0.0, found.row.item.code)
        return (0, -(now if now is not None else final or 0.0), -(final or 0.0), found.row.item.code)

    return sorted((line(row) for row in rows), key=key)


@dataclass(frozen=True, slots=True)
class HeatRow:
    """An indicator year by year; a year without a verdict (no target then) is None."""

    row: Row
    cells: tuple[Assessment | None, ...]


def heat(rows: Sequence[Row], past: Iterable[Assessment], years: Sequence[int]) -> list[HeatRow]:
    """The verdicts of every year, one line for each indicator and plan that has a target in any of them."""
    found: dict[tuple[str, str | None], dict[int, Assessment]] = {}
    for item in past:
        cells = found.setdefault((item.code, item.plan), {})
        known = cells.get(item.year)
        # Of two target sets of one plan the graver verdict stands for the year.
        if known is None or fmt.urgency(item) < fmt.urgency(known):
            cells[item.year] = item
    lines = []
    for row in {(row.item.code, row.item.plan): row for row in rows}.values():
        held = found.get((row.item.code, row.item.plan))
        if held:
            lines.append(HeatRow(row, tuple(held.get(year) for year in years)))
    return lines
