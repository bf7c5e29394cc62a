"""地区: towns and villages side by side on one indicator or on the attainment rate: ranking, table, map."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st

from dashboard import compare, components, data, data_compare, data_store, downloads, markup, state
from dashboard import format as fmt
from dashboard.charts import Palette
from dashboard.compare import RATE, Measure, Site
from dashboard.compare_charts import ranking
from dashboard.drawn import drawn
from dashboard.map_chart import area_map
from indicators.model import AreaLevel

h = fmt.html
RANKING, TABLE, MAP = "排名", "表格", "地图"
LEVELS = {
    AreaLevel.CITY: "市", AreaLevel.COUNTY: "县（市、区）", AreaLevel.TOWN: "乡镇（街道）",
    AreaLevel.VILLAGE: "村（社区）",
}  # fmt: skip
PER_PAGE = 40
NAMED = 60


def page() -> None:
    """The page."""
    area, year = components.scope_bar()
    if year is None:
        st.title("地区：还没有数据", anchor=False)
        st.html(markup.empty("还没有报送任何数据", "到“上报”页报送乡镇、村的数，这里就能比较。"))
        return
    top = _top(area, year)
    levels = data_compare.levels(top, year)
    if not levels:
        st.title("地区：还没有乡镇和村", anchor=False)
        st.html(
            markup.empty("还没有乡镇、村的名单", "到“设置”里的“地区设置”放入名单，报来的数就能按地区比较。")
        )
        return
    title = st.empty()
    level, measure, show = _controls(top, year, levels)
    places = data_compare.areas(top, year, level)
    kept, without = _ranked(top, year, level, measure)
    title.title(fmt.plain(compare.finding(kept, without, measure, data_compare.WORDS[level])), anchor=False)
    _about(measure, kept, without, data_compare.WORDS[level])
    if not kept:
        st.html(markup.empty(f"{year}年没有可比的数", "请换一个年份、指标或层级。"))
    elif show == TABLE:
        _table(kept, measure)
    elif show == MAP:
        _map(kept, without, measure, places)
    else:
        _ranking(kept, measure)
    _without(without, measure)
    name = f"{fmt.leaf(top)}{year}年{measure.name}_{LEVELS[level]}"
    downloads.table(lambda: compare.table(kept, without, measure), name, key="compare")


def _top(area: str, year: int) -> str:
    """The area whose parts are compared: of one that has none, the one above it."""
    while not data_compare.levels(area, year) and "/" in area and area != data.district().path:
        area = area.rpartition("/")[0]
    return area


def _controls(top: str, year: int, levels: list[AreaLevel]) -> tuple[AreaLevel, Measure, str]:
    """Level, measure and view; all in the address bar."""
    with st.container(horizontal=True, key="compare-bar"):
        level = levels[0]
        if len(levels) > 1:
            names = {LEVELS[one]: one for one in levels}
            word = st.segmented_control(
                "比较哪一级", list(names), default=next(iter(names)), required=True, key=state.LEVEL,
                bind="query-params",
            )  # fmt: skip
            level = names.get(word or "", level)
        found = _measures(top, year, level)
        options = labels(found)
        chosen = st.selectbox(
            "比什么", list(options), index=_first(list(options.values())), key=state.MEASURE,
            bind="query-params", width=420,
        )  # fmt: skip
        show = st.segmented_control(
            "样式", (RANKING, TABLE, MAP), default=RANKING, required=True, key=state.SHOW, bind="query-params"
        )
    return level, options.get(chosen or "", Measure(RATE)), show or RANKING


@drawn
def _measures(top: str, year: int, level: AreaLevel) -> list[Measure]:
    return data_compare.measures(data_compare.verdicts(year, data_compare.areas(top, year, level)))


@drawn
def _ranked(top: str, year: int, level: AreaLevel, measure: Measure) -> tuple[list[Site], list[Site]]:
    places = data_compare.areas(top, year, level)
    return compare.ranked(_sites(places, measure, year, top), measure)


def labels(found: list[Measure]) -> dict[str, Measure]:
    """What can be chosen: the attainment rate, then the indicators; of two with one name, with the code."""
    names = [measure.name for measure in found]
    told = {
        f"{one.name}（{one.code}）" if names.count(one.name) > 1 else one.name: one for one in found
    }  # fmt: skip
    return {RATE: Measure(RATE), **told}


def _first(found: list[Measure]) -> int:
    """What is shown unasked: the first target that every area must meet, else the first with a target."""
    order = [at for at, one in enumerate(found) if one.every] + [
        at for at, one in enumerate(found) if one.judged
    ]
    return order[0] if order else 0


def _sites(places: list[tuple[str, str]], measure: Measure, year: int, top: str) -> list[Site]:
    rows = data_compare.verdicts(year, places)
    if measure.code:
        mine = rows[rows["code"] == measure.code]
        return compare.sites(places, mine, measure, year, top)
    past = data_compare.rates(data_compare.verdicts(year - 1, places)) if year - 1 in data.years() else {}
    return compare.rates(places, data_compare.rates(rows), past, top, year)


def _about(measure: Measure, kept: list[Site], without: list[Site], kind: str) -> None:
    """What the comparison rests on: the target, who fails one that all must meet, and cautions."""
    said = []
    if measure.target:
        own = "（各地从自己的基数算起，要求的数各不相同）" if measure.own else ""
        said.append(f"目标：{h(measure.target)}{own}")
    if not measure.code:
        said.append(
            "达标率 = 达标的指标数 ÷ 有目标且有数据的指标数；各地评定的指标数不同，看的时候要连着两个数一起看"
        )
    elif measure.direction not in ("higher", "lower", "around"):
        said.append("这个指标没有好坏之分，按数值从高到低排列")
    st.html(markup.wrap("；".join(said) + "。" if said else "", "tp-quiet"))
    named = (data_compare.WORDS[AreaLevel.TOWN], data_compare.WORDS[AreaLevel.VILLAGE])
    if measure.every and kept and kind in named:  # such targets speak of towns or villages
        st.html(markup.wrap(_every(measure, kept, without, kind), "tp-lead"))
    if measure.sensitive:
        st.caption("敏感指标：对外公布时只能用全县（市、省）合计，下级各地的数不得公开。")
    if rolled := [f"{place.label}{place.coverage}" for place in kept if place.coverage]:
        more = f"等{len(rolled)}个" if len(rolled) > NAMED else ""
        st.caption(fmt.plain(f"由下级汇总的数（已报的下级/应报的下级）：{'、'.join(rolled[:NAMED])}{more}。"))
    if any(place.doubtful for place in kept):
        st.caption("带＊的基数小，横线是可能的范围：目标落在范围内，差异可能是随机波动，不宜据此排名。")


def _every(measure: Measure, kept: list[Site], without: list[Site], kind: str) -> str:
    """Who fails a target that every area must meet."""
    bad = compare.failing(kept)
    owed = sum(not place.exempt for place in without)
    gone = f"另有{owed}个未报，暂不能说全部达到。" if owed else ""
    if not bad:
        return f"目标要求每个{kind}都达到：{len(kept)}个已报的都达到了。{gone}"
    chips = " ".join(
        f'<a class="tp-go" href="{h(_detail(place, measure))}">'
        f"{markup.chip(place.status or fmt.UNMET, f'{place.label} {compare.words(place, measure)}')}</a>"
        for place in bad[:NAMED]
    )
    more = f"等{len(bad)}个" if len(bad) > NAMED else ""
    return f"目标要求每个{kind}都达到，没有达到的有{len(bad)}个：{chips}{more} {gone}"


def _paged(kept: list[Site], size: int = PER_PAGE) -> list[Site]:
    pages = -(-len(kept) // size)
    if pages < 2:
        return kept
    number = st.pagination(pages, key=state.PAGE, bind="query-params")
    return kept[(number - 1) * size : number * size]


def _ranking(kept: list[Site], measure: Measure) -> None:
    shown = _paged(kept)
    alt = f"{measure.name}排名：" + "，".join(
        f"第{place.rank}名{place.label}{compare.words(place, measure)}" for place in shown
    )
    figure = _ranking_figure(tuple(shown), measure, components.palette())
    components.chart(figure, key="ranking", alt=alt, name=measure.name)
    if measure.judged:
        line = "" if measure.goal is None else "<span>虚线为目标</span>"
        st.html(markup.wrap(f'<div class="tp-legend">{SIGNS}{line}</div>'))


@drawn
def _ranking_figure(shown: tuple[Site, ...], measure: Measure, palette: Palette) -> go.Figure:
    return ranking(shown, measure, palette)


@drawn
def _map_figure(
    sites: tuple[Site, ...], places: tuple[tuple[str, str], ...], measure: Measure, palette: Palette
) -> go.Figure:
    return area_map(sites, data_compare.shapes(places), measure, palette)


def _map(kept: list[Site], without: list[Site], measure: Measure, places: list[tuple[str, str]]) -> None:
    """The map, and beside it the same figures as a table."""
    shapes = data_compare.shapes(places)
    if not shapes:
        link = state.link("areas", areas_part="边界")
        st.html(markup.empty("还没有边界，画不出地图", "放入本县乡镇、村的边界文件（GeoJSON）就能看地图。"))
        st.html(markup.wrap(f'<a class="tp-text tp-go" href="{h(link)}">去放入边界 →</a>'))
        return
    left, right = st.columns((3, 2), gap="large")
    with left:
        figure = _map_figure((*kept, *without), tuple(places), measure, components.palette())
        alt = f"{measure.name}地图，右边（窄屏在下面）的表格里有同样的内容：{_spoken(kept, without, measure)}"
        components.chart(figure, key="map", alt=alt, name=f"{measure.name}地图")
        lost = [place.label for place in (*kept, *without) if place.path not in shapes]
        if lost:
            names = fmt.plain("、".join(lost[:NAMED]))
            st.caption(f"没有边界、图上没有画的{len(lost)}个：{names}。")
    with right:
        _table(kept, measure, short=True)


def _spoken(kept: list[Site], without: list[Site], measure: Measure) -> str:
    """The map's content in a sentence for readers aloud."""
    if not measure.judged:
        return f"{kept[0].label}最前，{kept[-1].label}最后，{len(without)}个没有数"
    bad = [place.label for place in compare.failing(kept)]
    met = sum(place.status is fmt.MET for place in kept)
    return f"{met}个达到，{len(bad)}个没有达到，{len(without)}个没有数"


SIGNS = "".join(f"<span>{markup.chip(status)}</span>" for status in fmt.STATUSES[:3])


def _detail(place: Site, measure: Measure) -> str:
    """The indicator in that area, or what is judged there."""
    if data.many() and any(one.path == place.path for one in data_store.offices_below(data.district().path)):
        return state.at_seat("overview", place.path)
    label = next((name for name, path in data.area_labels().items() if path == place.path), None)
    if not measure.code:
        return state.link("indicators", **{state.AREA: label})
    return state.link("indicators", code=measure.code, p=measure.plan, area=label)


def _table(kept: list[Site], measure: Measure, *, short: bool = False) -> None:
    made = "达标数 / 评定数" if not measure.code else "分子 / 分母"
    columns: list[tuple[str, Callable[[Site], str], bool]] = [
        ("名次", lambda place: str(place.rank), True),
        ("地区", lambda place: _name(place, measure), False),
        ("数值", lambda place: _figure(place, measure), True),
        (made, lambda place: h(compare.made_of(place)), True),
        ("评定", lambda place: markup.chip(place.status, place.word) if place.status else "", False),
        ("比上年", lambda place: h(place.change), False),
        ("可能的范围", lambda place: h(compare.interval(place, measure)), True),
        ("三年合并", lambda place: h(_pooled(place, measure)), True),
    ]
    shown = _paged(kept, 12 if short else PER_PAGE)
    columns = [columns[at] for at in (0, 1, 2, 4 if measure.judged else 3)] if short else columns
    used = [(head, cell, right) for head, cell, right in columns if any(cell(place) for place in kept)]
    lines = [[cell(place) or fmt.DASH for _, cell, _ in used] for place in shown]
    right = [at for at, (_, _, figures) in enumerate(used) if figures]
    st.html(markup.table([head for head, _, _ in used], lines, right=right))


def _name(place: Site, measure: Measure) -> str:
    return f'<a class="tp-go tp-text" href="{h(_detail(place, measure))}">{h(place.label)}</a>'


def _figure(place: Site, measure: Measure) -> str:
    old = f' <span class="tp-quiet tp-small">{place.year}年</span>' if _old(place) else ""
    text = compare.words(place, measure) + ("＊" if place.doubtful else "")
    if place.coverage:
        old += f' <span class="tp-quiet tp-small">由下级汇总（{h(place.coverage)}）</span>'
    return f'<span class="tp-nowrap">{h(text)}</span>{old}'


def _pooled(place: Site, measure: Measure) -> str:
    return fmt.with_unit(round(place.pooled, 2), measure.unit) if place.pooled is not None else ""


def _old(place: Site) -> bool:
    chosen = state.param(state.YEAR) or (str(data.years()[0]) if data.years() else "")
    return place.year is not None and chosen.isdecimal() and place.year != int(chosen)


def _without(without: list[Site], measure: Measure) -> None:
    """Areas without a figure, apart from those with zero, by reason."""
    if not without:
        return
    word = "未报" if measure.code else "未评定"
    if any(place.exempt for place in without):
        word = compare.EXEMPT if all(place.exempt for place in without) else f"{word}和{compare.EXEMPT}"
    st.subheader(f"{word}的地区（{len(without)}个）", anchor=False)
    reasons: dict[str, list[Site]] = {}
    for place in without:
        reasons.setdefault(place.reason, []).append(place)
    lines = [
        (h(reason), str(len(places)), h("、".join(place.label for place in places[:NAMED]))
         + ("等" if len(places) > NAMED else ""))
        for reason, places in reasons.items()
    ]  # fmt: skip
    st.html(markup.table(("原因", "个数", "地区"), lines, right=(1,)))
