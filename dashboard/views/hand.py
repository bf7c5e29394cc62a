"""手工录入: a figure told by telephone or on paper, with its source; and a unit's self-assessment."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import data, data_desk, desk, markup
from dashboard import format as fmt
from dashboard.views import who
from dashboard.views.card import findings_table
from indicators.intake.by_hand import REASONS, Entry
from indicators.model import Indicator, Missing
from indicators.store import StoreError

h = fmt.html
NUMBER = "有数"
WAYS = {NUMBER: None, **{words: missing for missing, words in REASONS.items()}}


def show(name: str, year: int) -> None:
    """The forms; nothing can be entered without a name."""
    if not name:
        who.needed()
        return
    st.caption("电话、纸面上得到的数在这里录入，和表格里的数一样审核、一样可以追溯和撤销。")
    _figure(name, year)
    st.header("单位自评", anchor=False)
    _self_assessment(name, year)


def _figure(name: str, year: int) -> None:
    known = data.indicators()
    code = st.selectbox(
        "指标", list(known), index=None, key="hand_code", placeholder="输入名称的一部分来找",
        format_func=lambda key: f"{known[key].name}（{key}）",
    )  # fmt: skip
    if code is None:
        return
    item = known[code]
    st.html(markup.wrap(f'<span class="tp-quiet">{h(_meaning(item))}</span>'))
    with st.form(f"hand-{code}", border=True):
        entry = _fields(item, year)
        reason = st.text_input("上报说明（有警告时必填）", max_chars=500, key=f"hand_why_{code}")
        if st.form_submit_button("保存", type="primary"):
            _save(entry, reason.strip(), name)


def _meaning(item: Indicator) -> str:
    parts = [f"单位：{item.unit}", item.meaning or ""]
    if item.numerator and item.denominator:
        parts.append(f"{item.numerator} ÷ {item.denominator}")
    return "；".join(part for part in parts if part)


def _fields(item: Indicator, year: int) -> Entry:
    areas = data.area_labels()
    key = item.code
    one, two, three = st.columns(3)
    area = one.selectbox("地区", list(areas), key=f"hand_area_{key}")
    when = two.number_input("年份", 1949, 2100, year, 1, key=f"hand_year_{key}")
    units = [unit.name for unit in data_desk.register()] or sorted(data_desk.units(year)["unit"])
    unit = three.selectbox("哪个单位提供", units, index=None, placeholder="选择", key=f"hand_unit_{key}")
    way = st.radio("有没有数", list(WAYS), horizontal=True, key=f"hand_way_{key}")
    four, five, six = st.columns(3)
    value = four.text_input(f"数值（{item.unit}）", key=f"hand_value_{key}", placeholder="例如 81.5")
    above = below = ""
    if item.numerator and item.denominator:
        above = five.text_input(f"分子：{item.numerator}", key=f"hand_up_{key}")
        below = six.text_input(f"分母：{item.denominator}", key=f"hand_down_{key}")
    source = st.text_input(
        "来源说明（必填）",
        max_chars=200,
        key=f"hand_source_{key}",
        placeholder="谁、什么时候、怎样告诉的，例如：县疾控中心电话，5月6日",
    )
    missing: Missing | None = WAYS[way]
    return Entry(
        code=item.code, year=int(when), area=areas.get(area or "", data.district().path), source=source,
        value="" if missing else value, missing=missing, unit=unit,
        numerator=above, denominator=below,
    )  # fmt: skip


def _save(entry: Entry, reason: str, name: str) -> None:
    try:
        found: Any = data_desk.check_hand(entry)
        warned = [item for item in found if item.severity == "warning"]
        wrong = [item for item in found if item.severity == "error"]
        if wrong or (warned and not reason):
            st.html(findings_table(list(found)))
            if not wrong:
                st.warning("有警告：请核对；确实无误的，写上“上报说明”再保存。")
            return
        kept = data_desk.enter(entry, name, reason)
    except StoreError as error:
        st.html(markup.trouble(error.finding.message, error.finding.hint))
        return
    if kept.submission is None:
        st.html(findings_table(list(kept.findings)))
        return
    desk.say(
        f"已保存：{data.indicators()[entry.code].name}，{fmt.leaf(entry.area)}{entry.year}年。录错了可以在“上报”页撤销。"
    )
    st.rerun()


def _self_assessment(name: str, year: int) -> None:
    units = [unit.name for unit in data_desk.register()]
    if not units:
        st.html(markup.empty("还没有责任单位名册", "请先到“年度与名册”上传名册，再录入各单位的自评。"))
        return
    told = data_desk.self_assessments(year).set_index("unit")["text"].to_dict()
    unit = st.selectbox("哪个单位的自评", units, index=None, placeholder="选择单位", key="self_unit")
    if unit is None:
        if told:
            st.html(markup.table(("单位", "自评"), [(h(key), h(text)) for key, text in told.items()]))
        return
    with st.form(f"self-{unit}", border=False):
        text = st.text_area(
            f"{year}年自评", told.get(unit, ""), max_chars=20000, height=200, key=f"self_text_{unit}_{year}"
        )
        if st.form_submit_button("保存自评"):
            data_desk.write(lambda at: at.put_self_assessment(unit, year, text, by=name))
            desk.say(f"已保存{unit}{year}年的自评；以前的版本仍然留存。")
            st.rerun()
