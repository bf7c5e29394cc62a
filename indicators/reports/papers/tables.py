"""Tables of indicators, as they stand in appendices, lists and notices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from indicators.reports.papers import cite
from indicators.reports.papers.blocks import Column, Table
from indicators.reports.papers.matter import Item, Matter
from indicators.reports.papers.said import Text, given, quoted, say, text
from indicators.reports.papers.words import verb

Cell = Callable[[Item, int], Text]
NONE: Text = ("—",)
BLANK: Text = ()


def number(item: Item, at: int) -> Text:
    """The line's number."""
    del item
    return text(given(at, "line"))


def name(item: Item, at: int) -> Text:
    """The indicator with its unit: 孕产妇死亡率（1/10万）."""
    del at
    unit = item.verdict.unit or ""
    if not unit or unit in ("是/否", "文字"):
        return text(cite.name(item))
    return say("{name}（{unit}）", name=cite.name(item), unit=quoted(unit, "unit", item.verdict.code))


def base(item: Item, at: int) -> Text:
    """The base, with its year where it is another than wanted."""
    del at
    verdict = item.verdict
    if verdict.base_value is None:
        return NONE
    shown = cite.base(item)
    if verdict.base_year == verdict.basis.base_wanted or verdict.base_year is None:
        return text(shown)
    return say("{value}\n（{year}年）", value=shown, year=cite.year_of(item, "base_year", verdict.base_year))


def before(item: Item, at: int) -> Text:
    """The figure before the one judged, with its year where that is not the year before."""
    del at
    basis = item.verdict.basis
    if basis.previous_value is None:
        return NONE
    shown = cite.previous(item)
    if basis.previous_year == item.verdict.year - 1:
        return text(shown)
    return say(
        "{value}\n（{year}年）", value=shown, year=cite.year_of(item, "previous_year", basis.previous_year)
    )


def now(item: Item, at: int) -> Text:
    """The figure judged; an older one with its year."""
    del at
    verdict = item.verdict
    if verdict.value is None:
        return ("按规定不公布",) if any(one.hidden for one in item.series[-1:]) else NONE
    if item.figure_year == verdict.year:
        return text(cite.level(item))
    year = cite.year_of(item, "figure_year", item.figure_year)
    return say("{value}\n（{year}年）", value=cite.level(item), year=year)


def moved(item: Item, at: int) -> Text:
    """The change from the figure before: 提高2.1个百分点."""
    del at
    basis = item.verdict.basis
    if basis.previous_value is None or item.verdict.value is None:
        return NONE
    this, that = cite.level(item), cite.previous(item)
    if this.value == that.value:
        return ("持平",)
    rising = (this.value or 0.0) > (that.value or 0.0)
    return say("{verb}{size}", verb=verb(item, rising), size=cite.apart(item, this, that))


def target(item: Item, at: int) -> Text:
    """The target in the plan's words."""
    del at
    return text(cite.phrase(item)) if item.verdict.target else ("仅监测",)


def word(item: Item, at: int) -> Text:
    """The office's word for the verdict."""
    del at
    return (item.verdict.word,)


def gap(item: Item, at: int) -> Text:
    """How far the figure is from the demand in force."""
    del at
    verdict = item.verdict
    if verdict.value is None or verdict.milestone_value is None or verdict.basis.trend:
        return NONE
    return text(cite.apart(item, cite.level(item), cite.bare_demand(item)))


def lead(item: Item, at: int) -> Text:
    """The lead unit."""
    del at
    return text(quoted(item.lead, "unit", item.lead)) if item.lead else NONE


def coop(item: Item, at: int) -> Text:
    """The cooperating units."""
    del at
    return text(quoted("、".join(item.coop), "unit")) if item.coop else NONE


def blank(item: Item, at: int) -> Text:
    """A cell for a person's words."""
    del item, at
    return BLANK


def table(
    title: Text, items: Iterable[Item], columns: Sequence[tuple[str, float, str, Cell]], note: Text = ()
) -> Table:
    """A table of indicators: (head, share of the width, alignment, what stands in it) for each column."""
    rows = tuple(tuple(cell(item, at) for _, _, _, cell in columns) for at, item in enumerate(items, start=1))
    return Table(title, tuple(Column(head, share, align) for head, share, align, _ in columns), rows, note)


def full(title: Text, items: Sequence[Item], matter: Matter) -> Table:
    """The table of all indicators for an appendix."""
    note = say("注：现值为{year}年数据；括号内年份表示数据所属年份。", year=given(matter.year, "year"))
    return table(title, items, (
        ("序号", 0.05, "center", number), ("指标（单位）", 0.22, "left", name),
        ("目标", 0.19, "left", target), ("基期值", 0.1, "center", base), ("上次值", 0.1, "center", before),
        ("现值", 0.1, "center", now), ("评定", 0.09, "center", word), ("牵头单位", 0.15, "left", lead),
    ), note)  # fmt: skip


def unmet(title: Text, items: Sequence[Item]) -> Table:
    """The short table of what is not met."""
    return table(title, items, (
        ("指标（单位）", 0.28, "left", name), ("目标", 0.26, "left", target), ("现值", 0.14, "center", now),
        ("差距", 0.18, "center", gap), ("评定", 0.14, "center", word),
    ))  # fmt: skip
