"""地区设置: towns and villages as they are, lists that add to them, and their changes with the way back."""

from __future__ import annotations

import streamlit as st

from dashboard import data, data_plan, desk, markup
from dashboard import format as fmt
from dashboard.views import area_boundaries, area_change, who
from dashboard.views.card import findings_table
from indicators.findings import has_errors
from indicators.intake.areas import AreaCheck
from indicators.model import Area, AreaLevel

h = fmt.html
NOW, IN, CHANGE, SHAPES = "现有地区", "添加乡镇、村", "区划调整", "边界"
FILE, ROUND = "areas_file", "areas_round"
TYPES = ["xlsx", "xlsm", "xls", "et", "ods", "csv", "txt"]
STATES = {"new": ("watch", "＋ 新增"), "changed": ("watch", "◐ 有变化"), "same": ("other", "已有")}
EXAMPLE = "城关镇：东街村、西街社区\n河东乡：李家村、王家村"


def page() -> None:
    """The page."""
    areas = list(data.areas())
    st.title(_finding(areas), anchor=False)
    for message in desk.messages():
        st.success(message, icon=":material/check_circle:")
    part = st.segmented_control(
        "看什么", (NOW, IN, CHANGE, SHAPES), default=NOW if len(areas) > 1 else IN, required=True,
        key="areas_part", bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    {NOW: _now, IN: _in, CHANGE: _change, SHAPES: _boundaries}[part or NOW]()


def _finding(areas: list[Area]) -> str:
    towns = sum(area.level is AreaLevel.TOWN for area in areas)
    villages = sum(area.level is AreaLevel.VILLAGE for area in areas)
    if not towns and not villages:
        return "地区设置：还没有乡镇和村"
    return f"地区设置：{towns}个乡镇（街道），{villages}个村（社区）"


def _now() -> None:
    st.html(tree_html([(area, "") for area in data.areas()]))


def tree_html(areas: list[tuple[Area, str]]) -> str:
    """The tree: a row that opens for each town with its villages; new and changed ones marked."""
    state = {area.path: said for area, said in areas}
    below = data_plan.tree([area for area, _ in areas])
    top = below.get("", []) or [area for area, _ in areas][:1]
    return markup.wrap("".join(_branch(area, below, state) for area in top), "tp-tree")


def _branch(area: Area, below: dict[str, list[Area]], state: dict[str, str]) -> str:
    children = below.get(area.path, [])
    inner = "".join(_branch(child, below, state) for child in children)
    fresh = sum(state[child.path] in ("new", "changed") for child in _all_below(area, below))
    told = f"{len(children)}个下级" + (f"，新增或有变化{fresh}个" if fresh else "") if children else ""
    line = f'{_name(area, state[area.path])} <span class="tp-quiet tp-small">{told}</span>'
    if not children:
        return f"<div>{line}</div>"
    open_ = " open" if "/" not in area.path or fresh or len(children) <= 3 else ""
    return f"<details{open_}><summary>{line}</summary><div>{inner}</div></details>"


def _all_below(area: Area, below: dict[str, list[Area]]) -> list[Area]:
    found = []
    for child in below.get(area.path, []):
        found += [child, *_all_below(child, below)]
    return found


def _name(area: Area, state: str) -> str:
    kind, word = STATES.get(state, ("", ""))
    chip = f' <span class="tp-chip {kind}">{word}</span>' if state in ("new", "changed") else ""
    code = f' <span class="tp-quiet tp-small">{h(area.code)}</span>' if area.code.isdigit() else ""
    return f"{h(area.name)}{code}{chip}"


def _in() -> None:
    name = who.ask()
    if not name:
        who.needed()
        return
    given = st.file_uploader(
        "把地区名单拖到这里（有名称和代码、或乡镇和村各一列、或12位统计用区划代码都可以）", TYPES,
        key=f"areas-drop-{st.session_state.get(ROUND, 0)}", max_upload_size=50,
    )  # fmt: skip
    with st.expander("没有表格，就在这里写或粘贴"), st.form("areas_text", border=False):
        typed = st.text_area(
            "一行一个乡镇，村写在冒号后面", placeholder=EXAMPLE, height=140, key="areas_typed"
        )
        if st.form_submit_button("读一下") and typed.strip():
            _hold("", typed)
    if given is not None:
        _hold(given.name, given.getvalue())
    held = st.session_state.get(FILE)
    if held is None:
        st.html(
            markup.empty(
                "还没有放名单", "新的乡镇、村会加进来，已有的保持不变；改名、撤并请用“区划调整”登记。"
            )
        )
        return
    _offer(held, name)


def _hold(name: str, content: bytes | str) -> None:
    st.session_state[FILE] = (name, content)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.rerun()


def _offer(held: tuple[str, bytes | str], name: str) -> None:
    seen = data_plan.check_list(held[1], held[0])
    fresh = [area for area, state in seen.areas if state != "same"]
    with st.container(border=True):
        _told(held[0] or "写入的文字", seen)
        with st.container(horizontal=True):
            if st.button(f"写入{len(fresh)}个地区", type="primary", key="areas-take", disabled=not fresh):
                done = data_plan.load_list(held[1], held[0], name)
                st.session_state.pop(FILE, None)
                desk.say(f"已写入{done.written}个地区。")
                st.rerun()
            if st.button("放弃这份名单", key="areas-drop-it"):
                st.session_state.pop(FILE, None)
                st.rerun()


def _told(name: str, seen: AreaCheck) -> None:
    counts = {state: sum(said == state for _, said in seen.areas) for state in STATES}
    parts = ("新增", "new"), ("有变化", "changed"), ("已有", "same")
    words = f"读出{len(seen.areas)}个地区：" + "，".join(f"{word}{counts[state]}个" for word, state in parts)
    st.html(markup.wrap(f"<b>{h(name)}</b><br>{h(words)}"))
    if seen.findings:
        with st.expander(f"提示和问题{len(seen.findings)}条", expanded=has_errors(seen.findings)):
            st.html(findings_table(seen.findings[:200]))
    if seen.areas:
        st.html(tree_html(seen.areas))


def _change() -> None:
    name = who.ask()
    if not name:
        who.needed()
        return
    area_change.show(name)


def _boundaries() -> None:
    name = who.ask()
    if not name:
        who.needed()
        return
    area_boundaries.show(name)
