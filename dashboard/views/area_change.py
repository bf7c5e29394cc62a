"""A change of areas: what happened, what it would do, recorded; the list of changes and the way back."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard import data, data_plan, desk, markup
from dashboard import format as fmt
from dashboard.views.card import findings_table
from indicators.catalog import Move, Step
from indicators.model import AreaEvent
from indicators.store import AreaInUse

h = fmt.html
HELP = {
    "rename": "名称变了，地方没变：以前的数直接接到新名称下。",
    "merge": "几个合成一个：个数相加；比率用分子、分母之和重算，缺分子、分母的不算，也不取平均。",
    "split": "一个分成几个：以前的数留在原地区，新地区从这一天起另算。",
    "move": "换了上级：以前的数跟着走。",
}


def show(name: str) -> None:
    """The form and the list; `name` is who records."""
    labels = {label: path for label, path in data.area_labels().items() if path != data.district().path}
    if not labels:
        st.html(markup.empty("还没有乡镇和村", "请先在“添加乡镇、村”里放入名单。"))
        return
    with st.container(border=True):
        move = _form(labels)
        if move is not None:
            _offer(move, name)
    _list(name)


def _form(labels: dict[str, str]) -> Move | None:
    kind = st.radio(
        "发生了什么", list(HELP), format_func=lambda one: data_plan.KINDS[one], horizontal=True, key="mv_kind"
    )
    st.caption(HELP[kind])
    left, right = st.columns(2)
    day = right.date_input("从哪一天起", value=None, key="mv_day", format="YYYY-MM-DD",
                           min_value=dt.date(1990, 1, 1), max_value=dt.date(2100, 12, 31))  # fmt: skip
    if kind == "merge":
        chosen = left.multiselect("哪几个地区", list(labels), key="mv_from_many", placeholder="请选择")
    else:
        one = left.selectbox("哪个地区", list(labels), index=None, key="mv_from", placeholder="请选择")
        chosen = [one] if one else []
    sources = tuple(labels[label] for label in chosen)
    names, parent, assign = _after(kind, sources, labels)
    note = st.text_input("依据（可不填）", key="mv_note", max_chars=200, placeholder="例如：民政厅批复文号")
    if not sources or not day or (kind != "move" and not names) or (kind == "move" and not parent):
        return None
    return Move(kind, day, sources, names, parent, assign=assign, note=note.strip())


def _after(
    kind: str, sources: tuple[str, ...], labels: dict[str, str]
) -> tuple[tuple[str, ...], str | None, dict[str, str]]:
    """The names, the area above and the parts that the areas get."""
    if kind == "move":
        tops = {data.district().name: data.district().path} | {
            label: path for label, path in labels.items() if path.count("/") == 1
        }
        above = st.selectbox(
            "划到哪里", list(tops), index=None, key="mv_parent", placeholder="请选择新的上级"
        )
        return (), tops[above] if above else None, {}
    if kind == "split":
        text = st.text_input("分成哪几个（用顿号隔开）", key="mv_names", placeholder="例如：东镇、北镇")
        names = tuple(filter(None, (one.strip() for one in text.replace("，", "、").split("、"))))
        return names, None, _assign(sources, names)
    text = st.text_input("新的名称", key="mv_name", max_chars=40).strip()
    return ((text,) if text else ()), None, {}


def _assign(sources: tuple[str, ...], names: tuple[str, ...]) -> dict[str, str]:
    """For a split, to which part each area below goes."""
    if not sources or len(names) < 2:
        return {}
    below = [area for area in data.areas() if area.path.rpartition("/")[0] == sources[0]]
    if not below:
        return {}
    st.markdown("**下级各归哪里**")
    found = {}
    for area in below:
        part = st.selectbox(
            fmt.plain(area.name), names, index=None, key=f"mv-{area.path}", placeholder="请选择", width=320
        )
        if part:
            found[area.path] = part
    return found


def _offer(move: Move, name: str) -> None:
    steps, findings = data_plan.plan_change(move)
    if findings:
        st.html(findings_table(findings))
        return
    st.html(markup.wrap("<b>将要这样变动</b>"))
    st.html(markup.table(("原来", "以后"), [_step(step) for step in steps[:60]]))
    if len(steps) > 60:
        st.caption(f"只列出前60个，共{len(steps)}个。")
    if st.button("登记这次调整", type="primary", key="mv-take"):
        event = data_plan.record_change(steps, move.happened, move.note, name)
        rest = f"，另有{event.unfilled}个算不出，原因写在数里" if event.unfilled else ""
        desk.say(f"已登记：{data_plan.event_words(event)}接续{event.carried}个数{rest}。")
        for key in [key for key in st.session_state if str(key).startswith("mv")]:
            del st.session_state[key]
        st.rerun()


def _step(step: Step) -> tuple[str, str]:
    return (h(_short(step.source)), h(_short(step.target.path)))


def _short(path: str) -> str:
    return " / ".join(path.split("/")[1:])


def _list(name: str) -> None:
    st.subheader("历次区划调整", anchor=False)
    events = data_plan.events()
    if not events:
        st.html(markup.empty("还没有登记过", "登记以后，每一次都列在这里，可以撤销。"))
        return
    st.html(
        markup.table(
            ("状态", "日期", "内容", "接续的数", "经办人"), [_event(item) for item in events], right=(3,)
        )
    )
    standing = {event.id: data_plan.event_words(event) for event in events if not event.undone}
    if not standing:
        return
    with st.expander("撤销一次"), st.form("mv_undo", border=False):
        st.caption("撤销后，地区和数据恢复原样；记录仍然保留。")
        chosen = st.selectbox(
            "哪一次",
            list(standing),
            format_func=standing.__getitem__,
            index=None,
            placeholder="请选择",
            key="undo_event",
        )
        reason = st.text_input("原因", key="undo_event_why", max_chars=200)
        if st.form_submit_button("撤销这一次"):
            _undo(chosen, reason.strip(), name)


def _undo(chosen: str | None, reason: str, name: str) -> None:
    if not chosen or not reason:
        st.warning("请选择一次调整，并写明原因。")
        return
    try:
        data_plan.undo_change(chosen, reason, name)
    except AreaInUse as error:
        st.html(markup.trouble(error.finding.message, error.finding.hint))
        return
    desk.say("已撤销，地区和数据恢复原样。")
    st.rerun()


def _event(item: AreaEvent) -> tuple[str, ...]:
    chip = (
        '<span class="tp-chip other">○ 已撤销</span>'
        if item.undone
        else '<span class="tp-chip met">● 有效</span>'
    )
    more = f'<br><span class="tp-quiet tp-small">{h(item.note)}</span>' if item.note else ""
    rest = f'<br><span class="tp-quiet tp-small">{item.unfilled}个算不出</span>' if item.unfilled else ""
    day = f'<span class="tp-nowrap">{item.happened.isoformat()}</span>'
    return (chip, day, h(data_plan.event_words(item)) + more, f"{item.carried}{rest}", h(item.by or "—"))
