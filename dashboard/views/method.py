"""评估方法: every rule and constant of the method in force, with examples judged as the page is shown."""

from __future__ import annotations

import streamlit as st

from dashboard import data, data_office, markup, state
from dashboard import format as fmt
from dashboard.guard import may
from dashboard.rights import Right
from indicators.assess.handbook import LABELS, SHARE, YES, Example, chapters, constants, decisions
from indicators.store import StoreError

h = fmt.html


def page() -> None:
    """The page."""
    settings = data.settings()
    changed = settings.differing()
    st.title(
        f"评估方法：{len(LABELS)}个常数，" + (f"本单位改动了{len(changed)}个" if changed else "都是默认值"),
        anchor=False,
    )
    st.html(
        markup.wrap(
            "国家没有公布两规划监测的统一算法。下面写明本程序怎样评定，例子中的数是编的，结论由程序当场算出。"
        )
    )
    for chapter in chapters(settings):
        st.header(chapter.title, anchor=False)
        st.markdown(chapter.body)
        for example in chapter.examples:
            st.html(_example(example))
    st.header("文本未定之处的决定", anchor=False)
    lines = ((h(case), h(answer)) for case, answer in decisions(settings))
    st.html(markup.table(("情形", "怎样决定"), lines))
    _constants()


def _example(example: Example) -> str:
    item = example.verdict
    figures = "，".join(f"{year}年 {h(figure)}" for year, figure in example.figures)
    given = f"例：目标“{h(item.target)}”，数据（{h(example.unit)}）：{figures}"
    said = f"{markup.chip(fmt.status_of(item), item.word)} {markup.alert_chip(item.alert)} {h(item.sentence)}"
    if item.reasons:
        said += f'<br><span class="tp-quiet tp-small">理由：{h("；".join(item.reasons))}</span>'
    return markup.wrap(
        f'<div class="tp-empty"><span class="tp-quiet tp-small">{given}</span><br>{said}</div>'
    )


def _constants() -> None:
    st.header("现行常数", anchor=False)
    last = {item.name: item for item in data_office.method_history()}
    lines = []
    for item in constants(data.settings()):
        said = last.get(item.name) if item.value != item.default else None
        when = f"{said.at.astimezone():%Y-%m-%d} {h(said.by)}：{h(said.reason)}" if said else ""
        value = f"<b>{h(item.value)}</b>" if said else h(item.value)
        lines.append((h(item.label), value, h(item.default), when, f"<code>{h(item.name)}</code>"))
    st.html(markup.table(("常数", "现值", "默认", "何时何人为何改动", "名称"), lines))
    if data.ready() and may(Right.METHOD):
        with st.expander("改动一个常数"):
            _change()


def _change() -> None:
    """One constant at a time, with the reason; verdicts follow at once."""
    name = st.selectbox("常数", list(LABELS), format_func=lambda key: LABELS[key][0], key="method_name")
    now = getattr(data.settings(), name)
    with st.form("method", border=False):
        value = _value(name, now)
        reason = st.text_input("理由", key="method_reason", placeholder="例如：市妇儿工委办要求，文号")
        by = st.text_input("您的姓名", value=state.uploader(), key="method_by", max_chars=40)
        keep, back = st.columns(2)
        given = keep.form_submit_button("改动", type="primary")
        reset = back.form_submit_button("恢复默认")
    if given or reset:
        _keep(name, None if reset else value, reason, by)


def _value(name: str, now: float | bool) -> float | bool:
    kind = LABELS[name][1]
    if kind == YES:
        return st.toggle("是", value=bool(now), key=f"method_{name}")
    if isinstance(now, int):
        return int(st.number_input("新值", value=now, step=1, key=f"method_{name}"))
    scale = 100 if kind == SHARE else 1
    label = "新值（%）" if kind == SHARE else "新值"
    given = st.number_input(label, value=round(now * scale, 6), format="%g", key=f"method_{name}")
    return round(given / scale, 9)


def _keep(name: str, value: float | bool | None, reason: str, by: str) -> None:
    if not by.strip():
        st.error("请写下您的姓名。")
        return
    try:
        data_office.set_method(name, value, reason, by.strip())
    except StoreError as error:
        st.error(fmt.plain(error.finding.message + error.finding.hint))
        return
    state.remember_uploader(by)
    st.rerun()
