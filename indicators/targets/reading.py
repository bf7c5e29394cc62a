"""The reading-back: what was understood, in plain Chinese and English, for a person to confirm."""

from __future__ import annotations

from indicators.model import Change, Direction, Milestone, Target, TargetKind
from indicators.targets.write import change_unit, has_name, number, plain_number, step_of

SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "~=": "≈"}
_WIDE = str.maketrans(",;:()", "，；：（）")
_WORDS_ZH = {
    TargetKind.RISE: "比基期提高",
    TargetKind.FALL: "比基期降低",
    TargetKind.SLOWER_GROWTH: "上升趋势减缓（至少看三年）",
    TargetKind.BALANCE: "男女比例均衡（≈50 %）",
    TargetKind.YES_NO: "是否做到，由人工凭依据判定",
    TargetKind.QUALITATIVE: "文字要求，由人工判定",
    TargetKind.NONE: "没有目标，只监测",
}
_WORDS_EN = {
    TargetKind.RISE: "higher than the base",
    TargetKind.FALL: "lower than the base",
    TargetKind.SLOWER_GROWTH: "slower growth (three years or more)",
    TargetKind.BALANCE: "balance of women and men (≈50 %)",
    TargetKind.YES_NO: "yes or no, judged by a person with evidence",
    TargetKind.QUALITATIVE: "qualitative, judged by a person",
    TargetKind.NONE: "no target, monitored only",
}


def reading_zh(target: Target) -> str:
    """The target as read, in Chinese: '≥50 %(2025年),≥70 %(2030年)'."""
    return _reading(target, Chinese()).translate(_WIDE)  # names come out of the lexer in half width


def reading_en(target: Target) -> str:
    """The target as read, in English: '≥50 % (2025), ≥70 % (2030)'."""
    return _reading(target, English())


class Chinese:
    """The words of the Chinese reading."""

    comma, stop, colon = "，", "；", "："
    kinds = _WORDS_ZH
    hold, further, growth = "并保持", "同时：", "增幅"

    def year(self, year: int | None) -> str:
        """The year behind a demand."""
        return f"（{year}年）" if year is not None else ""

    def change(self, change: Change, base: int | None) -> str:
        """A demand measured from the base."""
        verb = "下降" if change.amount < 0 else "提高"
        since = f"比{base}年" if base is not None else "比基期"
        if change.per_year:
            start = f"从{base}年起" if base is not None else "从基期起"
            return (
                f"{start}每年{verb}{_amount(change)}{'（按较小的一端）' if change.upper is not None else ''}"
            )
        return f"{since}{verb}{_amount(change)}"

    def quota(self, cumulative: bool) -> str:
        """Whether a quota counts per year or in all."""
        return "累计" if cumulative else "每年"

    def every(self, area: str) -> str:
        """Which areas must each meet it."""
        return f"每个{area}都"

    def gap(self, of: str | None, numbered: bool) -> str:
        """The gap that is to shrink."""
        return f"{of or ''}差距" + ("" if numbered else "缩小")

    def versus(self, stone: Milestone, series: str) -> str:
        """The series compared with."""
        verb = {">": "高于", ">=": "不低于", "<": "低于", "<=": "不高于"}[stone.op]
        return f"{verb}{series}" + (f" {_figure(stone).lstrip('-')}" if stone.value else "")

    def condition(self, when: str) -> str:
        """Where it applies at all."""
        return f"仅限{when}："

    def edges(self, direction: Direction) -> str:
        """Which edges of an around target hold."""
        return {Direction.LOWER: "（只看上限）", Direction.HIGHER: "（只看下限）"}.get(direction, "")


class English(Chinese):
    """The words of the English reading; names stay as the plan writes them."""

    comma, stop, colon = ", ", "; ", ": "
    kinds = _WORDS_EN
    hold, further, growth = " and hold", "and: ", "growth "

    def year(self, year: int | None) -> str:
        """The year behind a demand."""
        return f" ({year})" if year is not None else ""

    def change(self, change: Change, base: int | None) -> str:
        """A demand measured from the base."""
        verb = "down" if change.amount < 0 else "up"
        since = str(base) if base is not None else "the base"
        amount = _amount(change).replace("个百分点", " points")
        if change.per_year:
            end = " (the smaller end counts)" if change.upper is not None else ""
            return f"{verb} {amount} a year from {since}{end}"
        return f"{verb} {amount} against {since}"

    def quota(self, cumulative: bool) -> str:
        """Whether a quota counts per year or in all."""
        return "in all " if cumulative else "each year "

    def every(self, area: str) -> str:
        """Which areas must each meet it."""
        return f"every {area}: "

    def gap(self, of: str | None, numbered: bool) -> str:
        """The gap that is to shrink."""
        return (f"gap ({of})" if of else "gap") + (" " if numbered else " narrower")

    def versus(self, stone: Milestone, series: str) -> str:
        """The series compared with."""
        verb = {">": "above", ">=": "at least", "<": "below", "<=": "at most"}[stone.op]
        return f"{verb} {series}" + (f" by {_figure(stone).lstrip('-')}" if stone.value else "")

    def condition(self, when: str) -> str:
        """Where it applies at all."""
        return f"only {when}: "

    def edges(self, direction: Direction) -> str:
        """Which edges of an around target hold."""
        return {Direction.LOWER: " (upper edge only)", Direction.HIGHER: " (lower edge only)"}.get(
            direction, ""
        )


def _reading(target: Target, tongue: Chinese) -> str:
    if target.kind is TargetKind.CONDITIONAL:
        inner = tongue.comma.join(_reading(part, tongue) for part in target.parts)
        return tongue.condition(target.condition or "") + inner
    if target.kind is TargetKind.SPLIT:
        return tongue.stop.join(_part(part, tongue) for part in target.parts)
    own = _own(target, tongue)
    parts = [_part(part, tongue) for part in target.parts]
    return tongue.stop.join([own, *(tongue.further + part for part in parts)])


def _part(part: Target, tongue: Chinese) -> str:
    return (f"{part.breakdown}{tongue.colon}" if has_name(part) else "") + _reading(part, tongue)


def _own(target: Target, tongue: Chinese) -> str:
    if target.kind is TargetKind.SLOWER_GROWTH and target.change:
        return tongue.growth + tongue.change(target.change, target.base_year)
    if target.kind in tongue.kinds:
        base = tongue.year(target.base_year) if target.base_year is not None else ""
        return tongue.kinds[target.kind] + base
    if target.kind is TargetKind.VERSUS:
        words = [
            tongue.versus(stone, target.comparator or "") + tongue.year(stone.year)
            for stone in target.milestones
        ]
        return tongue.comma.join(words)
    if target.kind is TargetKind.GAP:
        return tongue.gap(target.breakdown, bool(target.milestones)) + _stones(target, tongue)
    if target.change:
        return _changes(target, tongue)
    lead = tongue.every(target.every) if target.every else ""
    lead += tongue.quota(target.cumulative) if target.kind is TargetKind.QUOTA else ""
    edges = tongue.edges(target.direction) if target.milestones and target.milestones[0].op == "~=" else ""
    return lead + _stones(target, tongue) + edges + (tongue.hold if target.hold else "")


def _changes(target: Target, tongue: Chinese) -> str:
    change = target.change
    assert change is not None  # noqa: S101 - narrows the type: callers have made sure
    if not target.milestones:
        return tongue.change(change, target.base_year)
    steps = []
    for stone in target.milestones:
        steps.append(tongue.change(step_of(stone, target), target.base_year) + tongue.year(stone.year))
    return tongue.comma.join(steps)


def _stones(target: Target, tongue: Chinese) -> str:
    return tongue.comma.join(
        SIGNS[stone.op] + _figure(stone) + tongue.year(stone.year) for stone in target.milestones
    )


def _figure(stone: Milestone) -> str:
    unit = stone.unit or ""
    space = "" if not unit or unit.startswith("/") else " "
    return f"{number(stone)}{space}{unit}"


def _amount(change: Change) -> str:
    text = change.text or plain_number(abs(change.amount))
    upper = f"–{plain_number(abs(change.upper))}" if change.upper is not None else ""
    return f"{text}{upper}{change_unit(change)}"
