"""One action (督办事项) in full: what it asks, its log, its evidence, its next step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import streamlit as st

from dashboard import actions as ac
from dashboard import data_actions, desk, markup, markup_actions, state
from dashboard import format as fmt
from dashboard.guard import may
from dashboard.rights import Right
from dashboard.views import who
from dashboard.views.keep import keep
from indicators.store import Action, Step
from indicators.store.action_states import STATES, goes_back, moves
from indicators.store.actions import LARGEST, Actions

h = fmt.html
Work = Callable[[Actions], Action]


def show(number: str) -> None:
    """The action that the address names."""
    back = h(state.link_within("actions"))
    st.html(markup.wrap(f'<a class="tp-text tp-go" href="{back}">← 全部督办事项</a>', "tp-noprint"))
    action = next((item for item in data_actions.every() if item.id == number), None)
    if action is None:
        st.title("没有这个督办事项", anchor=False)
        st.html(markup.empty("没有这个编号的督办事项", "请回到清单里查找。"))
        return
    words = ac.due_words(action, dt.date.today())
    end = "已撤销" if action.retracted else STATES[action.state]
    st.title(
        fmt.plain(action.title) + f"：{end}" + ("" if words == end or action.retracted else f"，{words}"),
        anchor=False,
    )
    for message in desk.messages():
        st.success(message, icon=":material/check_circle:")
    left, right = st.columns(2, gap="large")
    with left:
        st.html(markup.pairs(pairs(action)))
    with right:
        st.subheader("办理记录", anchor=False)
        first = f"{action.by} {action.at.astimezone():%Y-%m-%d %H:%M}记"
        st.html(markup.wrap(f'<b>{action.opened}</b> 立项 <span class="tp-quiet tp-small">{h(first)}</span>'))
        for step in action.steps:
            _step(step, action)
    if action.retracted or not may(Right.LOG):
        return
    st.subheader("接着办", anchor=False)
    name = who.ask()
    if name:
        _forms(action, name)


def pairs(action: Action) -> list[tuple[str, str]]:
    """What the action says, term by term; every part is escaped."""
    link = h(state.link("indicators", code=action.code, p=action.plan))
    until = str(action.deadline)
    if action.first_deadline != action.deadline:
        until += f"（原定{action.first_deadline}）"
    return [
        ("指标", f'<a class="tp-text tp-go" href="{link}">{h(action.indicator)}</a>'),
        ("地区", h(fmt.leaf(action.area))),
        ("规划", h(fmt.PLANS.get(action.plan or "", ""))),
        ("牵头单位", h(action.lead)),
        ("配合单位", h("、".join(action.coop))),
        ("原因", h(action.cause)),
        ("整改措施", h(action.measure)),
        ("依托的项目", h(action.project)),
        ("立项日期", str(action.opened)),
        ("办结期限", until),
        ("立项后", h(data_actions.moved(action))),
        ("撤销", h(f"{action.retracted_by} {action.retracted_why or ''}") if action.retracted else ""),
    ]


def _step(step: Step, action: Action) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(markup_actions.step_line(step), width="stretch")
        if step.file:
            st.download_button(
                "下载", data=data_actions.evidence(step.id), file_name=step.file,
                key=f"proof-{step.id}", type="tertiary", on_click="ignore", icon=":material/download:",
            )  # fmt: skip
        if not step.retracted and not action.retracted and may(Right.ACT):
            _undo(step.id, "已撤销这一步，记录还在。")


def _undo(number: str, told: str) -> None:
    with st.popover("撤销", type="tertiary"), st.form(f"undo-{number}", border=False):
        reason = st.text_input("撤销的原因", key=f"undo-why-{number}", max_chars=200)
        by = st.text_input("您的姓名", value=state.uploader(), key=f"undo-by-{number}", max_chars=40)
        done = st.form_submit_button("确认撤销")
    if done:
        _write(lambda at: at.retract(number, reason=reason, by=by.strip()), told, by=by)


def _forms(action: Action, name: str) -> None:
    known = {"下一步": _move, "办理情况": _log, "佐证材料": _prove, "改期限": _deadline}
    if not may(Right.ACT):
        known = {"办理情况": _log, "佐证材料": _prove}
    parts = st.tabs([*known, *(["撤销"] if may(Right.ACT) else [])])
    for part, form in zip(parts, known.values(), strict=False):
        with part:
            form(action, name)
    if not may(Right.ACT):
        return
    with parts[4]:
        st.caption("整个事项开错了，可以撤销；记录还在，列在“已撤销的”里。")
        _undo(action.id, "已撤销这个督办事项，记录还在。")


def _day(key: str) -> dt.date:
    return st.date_input("日期", dt.date.today(), key=key, format="YYYY-MM-DD") or dt.date.today()


def _move(action: Action, name: str) -> None:
    def words(to: str) -> str:
        return f"退回{STATES[to]}（要写原因）" if goes_back(action.state, to) else f"转为{STATES[to]}"

    with st.form(f"move-{action.state}", border=False):
        to = st.radio(
            "下一步", moves(action.state), format_func=words, horizontal=True, key=f"move_to_{action.state}"
        )
        note = st.text_input("说明", key=f"move_note_{action.state}", max_chars=500,
                             placeholder="例如：督办单文号、办结情况、退回的原因")  # fmt: skip
        day = _day(f"move_day_{action.state}")
        if st.form_submit_button("记下", type="primary"):
            _write(
                lambda at: at.move(action.id, to, note=note, happened=day, by=name),
                f"已{words(to).removesuffix('（要写原因）')}。",
            )


def _log(action: Action, name: str) -> None:
    with st.form("log", border=False, clear_on_submit=True):
        note = st.text_area("做了什么", key="log_note", max_chars=2000)
        day = _day("log_day")
        if st.form_submit_button("记下"):
            keep(
                lambda: data_actions.tell(
                    action.id, lambda at: at.log(action.id, note, happened=day, by=name)
                ),
                "已记下办理情况。",
            )


def _prove(action: Action, name: str) -> None:
    with st.form("prove", border=False, clear_on_submit=True):
        file = st.file_uploader("佐证材料", key="prove_file", max_upload_size=LARGEST // 1024 // 1024)
        note = st.text_input("说明", key="prove_note", max_chars=500)
        day = _day("prove_day")
        if not st.form_submit_button("保存材料"):
            return
    if file is None:
        st.error("请先选择文件。")
        return
    keep(
        lambda: data_actions.tell(
            action.id,
            lambda at: at.add_evidence(
                action.id, file.name, file.getvalue(), note=note, happened=day, by=name
            ),
        ),
        "已保存佐证材料。",
    )


def _deadline(action: Action, name: str) -> None:
    with st.form("until", border=False):
        until = st.date_input("新的期限", action.deadline, key="until_day", format="YYYY-MM-DD")
        why = st.text_input("为什么改", key="until_why", max_chars=500)
        if st.form_submit_button("改期限") and until:
            today = dt.date.today()
            _write(
                lambda at: at.move_deadline(action.id, until, why, happened=today, by=name),
                f"期限已改为{until}，原来的期限还在记录里。",
            )


def _write(work: Work, told: str, *, by: str | None = None) -> None:
    keep(lambda: data_actions.write(work), told, by=by)
