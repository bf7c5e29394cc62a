"""A page for a unit, and a page for a town."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.reports.papers import charts, cite, tables, totals
from indicators.reports.papers.blocks import Block, Column, Heading, Paper, Para, Table
from indicators.reports.papers.matter import Figure, Item, Matter, by_urgency, is_lagging
from indicators.reports.papers.said import Said, Text, counted, given, listing, quoted, say, text
from indicators.reports.papers.words import head, paragraph


def unit_page(matter: Matter, unit: str) -> Paper:
    """What a unit answers for: its indicators, those behind in words, what it has not handed in."""
    led, helped = matter.led_by(unit), matter.helped_by(unit)
    blocks: list[Block] = [Para(_summary(matter, unit, led, helped))]
    if led:
        blocks += [Heading(1, ("牵头的指标",)), _duties(led)]
    if helped:
        blocks += [Heading(1, ("配合的指标",)), _duties(helped)]
    late = sorted((item for item in led if is_lagging(item)), key=by_urgency)
    if late:
        blocks.append(Heading(1, ("需要重点关注的指标",)))
        for item in late:
            blocks.append(Para(paragraph(item, matter), lead=head(item), numbered=True))
            blocks += charts.drawn(item, matter)
    title = say(
        "{unit}{year}年两规划指标进展", unit=quoted(unit, "unit", unit), year=given(matter.year, "year")
    )
    return Paper(f"{unit}_{matter.year}年两规划指标进展", title, tuple(blocks))


def _summary(matter: Matter, unit: str, led: Sequence[Item], helped: Sequence[Item]) -> Text:
    said = say(
        "{unit}牵头{led}项指标，配合{helped}项指标。",
        unit=quoted(unit, "unit", unit),
        led=totals.count(led, "led"),
        helped=totals.count(helped, "helped"),
    )
    share, met, whole = totals.rate(led, matter)
    if whole.value:
        said = say(
            "{said}牵头的指标中可评定的{whole}项，{good}{met}项，占{share}。",
            said=said,
            whole=whole,
            met=met,
            share=share,
            good="达标和基本达标" if matter.settings.nearly_counts else "达标",
        )
    known = next((one for one in matter.units if one.unit == unit), None)
    if known is None or not known.owed:
        return said
    owed = given(known.owed, "owed", unit), given(known.done, "done", unit)
    said = say(
        "{said}{year}年应报{owed}项，已报{done}项",
        said=said,
        owed=owed[0],
        done=owed[1],
        year=given(matter.year, "year"),
    )
    if not known.missing:
        return text(said, "。")
    names = listing(quoted(name, "name", name) for name in known.missing)
    return say(
        "{said}，还有{n}项未报：{names}。", said=said, n=counted(known.missing, "missing"), names=names
    )


def _duties(items: Sequence[Item]) -> Table:
    return tables.table(
        (),
        items,
        (
            ("指标（单位）", 0.3, "left", tables.name),
            ("目标", 0.27, "left", tables.target),
            ("上次值", 0.14, "center", tables.before),
            ("现值", 0.14, "center", tables.now),
            ("评定", 0.15, "center", tables.word),
        ),
    )


def area_page(matter: Matter, path: str) -> Paper:
    """What is known of a town: its figures beside the district's, its place among the towns."""
    items = matter.towns.get(path, ())
    leaf = path.rpartition("/")[2]
    place = quoted(leaf, "area", path)
    late = sorted((item for item in items if is_lagging(item)), key=by_urgency)
    blocks: list[Block] = [Para(_area_summary(place, items, late, matter))]
    if items:
        blocks += [Heading(1, ("指标情况",)), _beside(items, matter)]
    if late:
        blocks.append(Heading(1, ("需要重点关注的指标",)))
        blocks += [Para(paragraph(item, matter), lead=head(item), numbered=True) for item in late]
    title = say("{place}{year}年妇女儿童发展指标", place=place, year=given(matter.year, "year"))
    return Paper(f"{leaf}_{matter.year}年妇女儿童发展指标", title, tuple(blocks))


def _area_summary(place: Said, items: Sequence[Item], late: Sequence[Item], matter: Matter) -> Text:
    count = totals.count(items, "items")
    if not items:
        return say("{place}还没有报送过数据。", place=place)
    said = say("{year}年，{place}有数据的指标共{n}项", year=given(matter.year, "year"), place=place, n=count)
    if late:
        names = listing(cite.name(item) for item in late)
        return say(
            "{said}，其中需要重点关注的有{n}项：{names}。",
            said=said,
            n=totals.count(late, "lagging"),
            names=names,
        )
    return text(said, "，没有需要重点关注的指标。")


def _beside(items: Sequence[Item], matter: Matter) -> Table:
    rows = []
    for at, item in enumerate(items, start=1):
        rows.append(
            (
                tables.name(item, at),
                tables.now(item, at),
                _whole(item, matter),
                _rank(item, matter),
                tables.target(item, at),
                tables.word(item, at),
            )
        )
    columns = (
        Column("指标（单位）", 0.28, "left"),
        Column("现值", 0.13),
        Column(matter.whole, 0.13),
        Column("位次", 0.12),
        Column("目标", 0.2, "left"),
        Column("评定", 0.14),
    )
    note = say("注：位次为在有数据的{kind}中由好到差的次序。", kind=matter.below_word)
    return Table((), columns, tuple(rows), note)


def _whole(item: Item, matter: Matter) -> Text:
    """The district's own figure of the same year."""
    same = next((one for one in matter.items if one.verdict.code == item.verdict.code), None)
    own = cite.own_figure(same, item.figure_year) if same else None
    return text(cite.observed(own, item.verdict.unit)) if own else ("—",)


def _rank(item: Item, matter: Matter) -> Text:
    """Its place among the areas that have a figure of the same year: 3/12."""
    same = next((one for one in matter.items if one.verdict.code == item.verdict.code), None)
    told: Sequence[Figure] = same.below if same else ()
    mine = next((one for one in told if one.area == item.area), None)
    if mine is None or mine.value is None or item.better not in ("higher", "lower") or len(told) < 2:
        return ("—",)
    ahead = [
        one
        for one in told
        if one.value is not None
        and ((one.value > mine.value) if item.better == "higher" else (one.value < mine.value))
    ]
    key = tuple((one.code, one.area, one.year) for one in told)
    place = cite.computed(str(len(ahead) + 1), float(len(ahead) + 1), "rank", counted(ahead, "ahead"))
    return say("{place}/{whole}", place=place, whole=counted(key, "areas"))
