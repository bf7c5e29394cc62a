"""Boundaries for the maps: a GeoJSON file in, what it was matched to, and the way back."""

from __future__ import annotations

import streamlit as st

from dashboard import components, data, data_compare, desk, markup
from dashboard import format as fmt
from dashboard.compare import Measure, Site
from dashboard.map_chart import area_map
from dashboard.views.card import findings_table
from indicators.geo import Feature, for_display
from indicators.intake.boundaries import LEAVE, BoundaryCheck
from indicators.store.boundaries import BoundaryFile

h = fmt.html
FILE, ROUND = "boundaries_file", "boundaries_round"
ASKED = 30
"""So many features are asked about on the page; more are left out, and can be named on the command line."""


def show(name: str) -> None:
    """The upload and the list; `name` is who records."""
    st.html(
        markup.wrap(
            "地图用本单位自己的边界文件画，不连网。边界文件（GeoJSON）可以从自然资源、民政部门或统计局要，"
            "用 QGIS、ArcGIS 导出时坐标系选 WGS 84 或 CGCS2000 经纬度，属性里带上名称或区划代码。"
        )
    )
    given = st.file_uploader(
        "把边界文件拖到这里（GeoJSON，扩展名 .geojson 或 .json）", ["geojson", "json"],
        key=f"boundaries-drop-{st.session_state.get(ROUND, 0)}", max_upload_size=50,
    )  # fmt: skip
    if given is not None:
        st.session_state[FILE] = (given.name, given.getvalue())
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
        st.rerun()
    held = st.session_state.get(FILE)
    if held is not None:
        _offer(held[0], held[1], name)
    _list(name)


def _offer(file: str, content: bytes, name: str) -> None:
    with st.container(border=True):
        st.html(markup.wrap(f"<b>{h(file)}</b>"))
        first = data_compare.check_boundaries(file, content, {})
        seen = data_compare.check_boundaries(file, content, answers) if (answers := _ask(first)) else first
        _told(seen)
        with st.container(horizontal=True):
            words = f"存下{len(seen.shapes)}个地区的边界"
            if st.button(words, type="primary", key="boundaries-take", disabled=not seen.shapes):
                done = data_compare.load_boundaries(file, content, answers, name)
                st.session_state.pop(FILE, None)
                count = done.written.areas if done.written else 0
                desk.say(f"已存下{count}个地区的边界，“地区”页的地图就用它画。")
                st.rerun()
            if st.button("放弃这份文件", key="boundaries-leave"):
                st.session_state.pop(FILE, None)
                st.rerun()


def _ask(seen: BoundaryCheck) -> dict[str, str]:
    """For features that match none or several: which area each is."""
    answers: dict[str, str] = {}
    if not seen.open:
        return answers
    with st.expander(f"没有对上的图形{len(seen.open)}个，可以在这里选", expanded=True):
        for feature, close in seen.open[:ASKED]:
            chosen = _which(feature, close)
            if chosen:
                answers[str(feature.number)] = chosen
        if len(seen.open) > ASKED:
            st.caption(f"只列出前{ASKED}个；多半是名称写法不同，请在文件里改好再放。")
    return answers


def _which(feature: Feature, close: list[str]) -> str:
    labels = {path: label for label, path in data.area_labels().items()}
    options = [LEAVE, *dict.fromkeys([*close, *labels])]
    chosen = st.selectbox(
        f"第{feature.number}个图形“{fmt.plain(feature.label)}”是", options, index=None,
        placeholder="请选择，不选就不用",
        format_func=lambda path: "不用这个图形" if path == LEAVE else labels.get(path, path),
        key=f"boundary-{feature.number}", width=420,
    )  # fmt: skip
    return chosen or ""


def _told(seen: BoundaryCheck) -> None:
    if seen.findings:
        st.html(findings_table(seen.findings[:200]))
    if not seen.shapes:
        return
    levels: dict[int, list[str]] = {}
    for path in seen.shapes:
        levels.setdefault(path.count("/"), []).append(path)
    st.html(markup.wrap(f"对上{len(seen.shapes)}个地区，请看图核对："))
    for depth, paths in sorted(levels.items()):
        places = [Site(path, fmt.leaf(path)) for path in paths]
        shapes = for_display({path: seen.shapes[path] for path in paths})
        figure = area_map(places, shapes, Measure("边界", "边界"), components.palette(), names_only=True)
        alt = f"读出的边界{len(paths)}个：" + "、".join(place.name for place in places)
        components.chart(figure, key=f"boundaries-{depth}", alt=alt, name="边界")


def _list(name: str) -> None:
    st.subheader("放入过的边界文件", anchor=False)
    files = data_compare.boundary_files()
    if not files:
        st.html(markup.empty("还没有放入过", "放入以后列在这里，放错了可以撤销，以前的边界照旧。"))
        return
    heads = ("状态", "文件", "地区", "大小", "经办人", "时间")
    st.html(markup.table(heads, [_line(item) for item in files], right=(2, 3)))
    standing = {item.id: f"{item.file}（{item.areas}个地区）" for item in files if not item.retracted}
    if not standing:
        return
    with st.expander("撤销一个文件"), st.form("boundaries_undo", border=False):
        st.caption("撤销后用以前的边界；文件和记录仍然保留。")
        chosen = st.selectbox(
            "哪一个", list(standing), format_func=standing.__getitem__, index=None, placeholder="请选择",
            key="undo_boundaries",
        )  # fmt: skip
        reason = st.text_input("原因", key="undo_boundaries_why", max_chars=200).strip()
        if st.form_submit_button("撤销这个文件"):
            if not chosen or not reason:
                st.warning("请选择一个文件，并写明原因。")
                return
            data_compare.undo_boundaries(chosen, reason, name)
            desk.say("已撤销，以前的边界照旧。")
            st.rerun()


def _line(item: BoundaryFile) -> tuple[str, ...]:
    chip = (
        '<span class="tp-chip other">○ 已撤销</span>'
        if item.retracted
        else '<span class="tp-chip met">● 有效</span>'
    )
    why = f'<br><span class="tp-quiet tp-small">{h(item.retracted_why)}</span>' if item.retracted_why else ""
    size = f"{max(1, round(item.size / 1024))} KB"
    return (
        chip + why,
        h(item.file),
        f"{item.areas}个",
        size,
        h(item.by or "—"),
        fmt.when(item.at.astimezone()),
    )
