"""报送进度: who has reported for a year, what is missing, what waits for a decision, what nobody has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import components, data_desk, desk, downloads, markup
from dashboard import format as fmt
from dashboard.views import conflicts, forms, hand, office_year, origin, who
from indicators.office import reminder

h = fmt.html
STATES = {
    "errors": ("unmet", "▲", "有错误待改"),
    "not_started": ("nodata", "○", "未报"),
    "partly": ("watch", "◐", "部分已报"),
    "complete": ("met", "●", "已报齐"),
    "nothing": ("other", "–", "本年不用报"),
}
FIGURES = {
    "given": ("met", "● 已入库"),
    "reason": ("other", "○ 已说明无数据"),
    "conflict": ("unmet", "▲ 待裁定"),
    "blocked": ("unmet", "▲ 有错误"),
    "missing": ("nodata", "○ 未报"),
}
REASONS = {
    "not_collected": "未统计",
    "not_carried_out": "未开展",
    "not_published": "未公布",
    "not_applicable": "不适用",
    "suppressed": "不公开",
}
WHO, DECIDE, NONE, HAND, SET = "谁报了", "待裁定", "无数据指标", "手工录入", "年度与名册"
FORMS = "填报表"


def page() -> None:
    """The page."""
    year = _year()
    if year is None:
        st.title("报送进度：还没有开始", anchor=False)
        st.html(markup.empty("还没有收集过数据", "请在下面开始一个年度，写上截止日期；再到“上报”页报送。"))
        office_year.show(who.ask(), None)
        return
    frame = data_desk.units(year)
    st.title(_finding(frame, year), anchor=False)
    for message in desk.messages():
        st.success(message, icon=":material/check_circle:")
    part = st.segmented_control(
        "看什么", (WHO, FORMS, DECIDE, NONE, HAND, SET), default=WHO, required=True, key="part",
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    if part == WHO:
        _who(frame, year)
    elif part == FORMS:
        forms.section(year)
    elif part == NONE:
        _without(year)
    else:
        name = who.ask()
        {DECIDE: conflicts.show, HAND: hand.show, SET: office_year.show}[part](name, year)


def _year() -> int | None:
    """The year looked at: the one being collected unless the address says another."""
    known = sorted({item.year for item in data_desk.years()} | set(components.data.years()), reverse=True)
    latest = data_desk.latest()
    if latest is None:
        return None
    known = known if latest in known else [latest, *known]
    with st.container(horizontal=True, vertical_alignment="center", key="scope"):
        return st.selectbox(
            "年份", known, index=known.index(latest), key="ryear", bind="query-params", width=120,
            label_visibility="collapsed",
        )  # fmt: skip


def _finding(frame: pd.DataFrame, year: int) -> str:
    """The page's title: the state of the year in one line."""
    if frame.empty:
        return f"{year}年：规划里没有写责任单位"
    asked = frame[frame["state"] != "nothing"]
    done = int((asked["state"] == "complete").sum())
    parts = [f"{len(asked)}个单位中{done}个已报齐"]
    for state in ("errors", "partly", "not_started"):
        count = int((frame["state"] == state).sum())
        if count:
            parts.append(f"{count}个{STATES[state][2]}")
    waiting = len(data_desk.conflicts())
    parts += [f"{waiting}个数待裁定"] if waiting else []
    return f"{year}年：{'，'.join(parts)}{_days(frame, year)}"


def _days(frame: pd.DataFrame, year: int) -> str:
    term = next((item for item in data_desk.years() if item.year == year), None)
    left = frame["days_left"].iloc[0] if len(frame) else None
    if term is not None and term.closed:
        return "；已结束收集"
    if left is None or pd.isna(left):
        return ""
    left = int(left)
    return f"；离截止还有{left}天" if left > 0 else "；今天截止" if left == 0 else f"；已过截止{-left}天"


def _who(frame: pd.DataFrame, year: int) -> None:
    if frame.empty:
        st.html(
            markup.empty("没有可以催报的单位", "请在“规划”里给每项指标写上责任单位，这里就会列出谁该报什么。")
        )
        return
    words = {
        f"{icon} {word}": state
        for state, (_, icon, word) in STATES.items()
        if (frame["state"] == state).any()
    }
    chosen = st.pills("状态", list(words), selection_mode="multi", key="rstate", bind="query-params")
    wanted = {words[label] for label in chosen} or set(STATES)
    kept = frame[frame["state"].isin(wanted)]
    kept = kept.sort_values("state", key=lambda states: states.map(list(STATES).index), kind="stable")
    st.html(markup.table(
        ("状态", "责任单位", "已报 / 应报", "还缺", "有错误", "最近报送", "联络员"),
        [_unit(row) for row in kept.itertuples()], right=(2,), stack=True,
    ))  # fmt: skip
    downloads.table(_sheet(frame), f"{year}年报送进度", key="status")
    _reminders(frame, year)
    _detail(kept["unit"].tolist(), year)


def _unit(row: Any) -> Sequence[str]:
    key, icon, word = STATES[row.state]
    state = f'<span class="tp-chip {key}">{icon} {word}</span>'
    if row.late:
        state += '<br><span class="tp-alert red">▲ 逾期</span>'
    lacking = list(row.missing)
    shown = "、".join(lacking[:3]) + (f" 等{len(lacking)}项" if len(lacking) > 3 else "")
    wrong = [f"{row.blocked}项" if row.blocked else "", f"待裁定{row.conflicts}项" if row.conflicts else ""]
    at = ""
    if pd.notna(row.last_at):
        at = f'<span class="tp-nowrap">{fmt.when(components.local(row.last_at))}</span>'
    person = " ".join(part for part in (row.liaison, row.telephone) if part)
    more = (
        f'<br><a class="tp-text tp-go tp-small" href="upload">警告待说明{row.unexplained}条，去补写</a>'
        if row.unexplained
        else ""
    )
    return (
        state, f'<span class="tp-nowrap">{h(row.unit)}</span>', f"{row.done} / {row.owed}", h(shown or "—"),
        h("，".join(filter(None, wrong)) or "—") + more, at or "—",
        h(person or "—"),
    )  # fmt: skip


def _sheet(frame: pd.DataFrame) -> pd.DataFrame:
    """The table as a spreadsheet would show it."""
    return pd.DataFrame(
        {
            "责任单位": frame["unit"],
            "状态": frame["state"].map(lambda state: STATES[state][2]),
            "逾期": frame["late"].map({True: "是", False: ""}),
            "应报": frame["owed"],
            "已报": frame["done"],
            "还缺": frame["missing"].map("、".join),
            "有错误": frame["blocked"],
            "待裁定": frame["conflicts"],
            "联络员": frame["liaison"],
            "电话": frame["telephone"],
        }
    )


def _reminders(frame: pd.DataFrame, year: int) -> None:
    """Texts to copy, only for units that still owe something."""
    term = next((item for item in data_desk.years() if item.year == year), None)
    texts = [
        reminder(row, year, term.deadline if term else None, office=_office()) for _, row in frame.iterrows()
    ]
    texts = [text for text in texts if text]
    if not texts:
        return
    with st.expander(f"催报提醒（{len(texts)}个单位），可复制发送"):
        st.code("\n\n".join(texts), language=None, wrap_lines=True)


def _office() -> str:
    return f"{components.data.district().name}妇儿工委办"


def _detail(names: list[str], year: int) -> None:
    st.header("一个单位该报的每一项", anchor=False)
    unit = st.selectbox(
        "责任单位",
        names,
        index=None,
        key="runit",
        bind="query-params",
        placeholder="选一个单位看明细",
        width=420,
    )
    if unit is None:
        return
    frame = data_desk.figures(year, unit)
    due = frame[frame["due"] | (frame["state"] != "missing")]
    rows = [_figure(row) for row in due.head(200).itertuples()]
    st.html(markup.table(("状态", "指标", "地区", f"{year}年", "上年"), rows, right=(3, 4), stack=True))
    if len(due) > 200:
        st.caption(f"只列出前200项，共{len(due)}项。")
    told = data_desk.self_assessments(year)
    told = told[told["unit"] == unit]
    if len(told):
        st.html(markup.wrap(f"<b>自评</b><br>{h(told['text'].iloc[0])}"))


def _figure(row: Any) -> Sequence[str]:
    key, word = FIGURES[row.state]
    text = row.text if isinstance(row.text, str) else ""
    if row.state == "reason":
        text = REASONS.get(row.missing, "")
    last = row.last_text if isinstance(row.last_text, str) else REASONS.get(row.last_missing, "")
    name = h(row.indicator)
    if row.breakdown:
        name += f'<br><span class="tp-quiet tp-small">{h(origin.breakdown_words(row.breakdown))}</span>'
    return (
        f'<span class="tp-chip {key}">{word}</span>', name, h(fmt.leaf(row.area)),
        h(f"{text}{row.measure}" if text and row.state != "reason" else text or "—"), h(last or "—"),
    )  # fmt: skip


def _without(year: int) -> None:
    frame = data_desk.without(year)
    if frame.empty:
        st.html(
            markup.empty("没有长期无数据的指标", "每年一报的指标两年内都有数，换届、普查类的也在周期内有数。")
        )
        return
    st.html(markup.wrap(
        f"<b>{len(frame)}项指标多年没有数据</b>：每年一报的连续两年没有，换届、抽样类五年没有，普查类十年没有。"
        "单位说明过原因的写在后面；没有说明的请催问。"
    ))  # fmt: skip
    rows = [
        (h(row.indicator), h(row.domain), h(row.unit), _year_words(row.last_year), h(_why(row)))
        for row in frame.itertuples()
    ]
    st.html(markup.table(("指标", "领域", "责任单位", "最近有数", "原因"), rows, stack=True))
    sheet = frame.assign(reason=frame["reason"].map(REASONS).fillna("没有说明原因"))
    sheet = sheet[["code", "indicator", "domain", "unit", "last_year", "reason", "words"]]
    sheet.columns = ["编号", "指标", "领域", "责任单位", "最近有数的年份", "原因", "原话"]
    downloads.table(sheet, f"{year}年无数据指标", key="without")


def _year_words(year: Any) -> str:
    return "—" if pd.isna(year) else f"{int(year)}年"


def _why(row: Any) -> str:
    if row.reason not in REASONS:
        return "没有说明原因"
    return f"{REASONS[row.reason]}（{int(row.reason_year)}年）"
