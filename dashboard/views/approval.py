"""审批: files that units handed in - signed off, returned, accepted; locks of units' years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard import components, data_approval, desk, downloads, markup
from dashboard import format as fmt
from dashboard import markup_approval as ma
from dashboard.guard import may
from dashboard.rights import Right
from dashboard.views import card, clash, findings, purging, who
from dashboard.views.keep import keep
from indicators.store import HandedIn, StoreError
from indicators.store.handed_in import STATES, SUBMITTED, WAITING

h = fmt.html
QUEUE, DONE, LOCKS, RULE = "待办", "已办", "锁定", "办法"
REVIEW_WORDS = {"": "有统计局审核账号时要求审核", "yes": "要求审核", "no": "不要求审核"}


def page() -> None:
    """The page."""
    every = list(data_approval.every())
    waiting = [item for item in every if item.waits]
    st.title(_finding(waiting), anchor=False)
    for message in desk.messages():
        st.success(message, icon=":material/check_circle:")
    parts = (QUEUE, DONE, LOCKS, RULE) if may(Right.LOCK) else (QUEUE, DONE)
    part = st.segmented_control(
        "看什么", parts, default=QUEUE, required=True, key="approval_part", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    if part in (QUEUE, DONE):
        _files(waiting if part == QUEUE else [item for item in every if not item.waits], part)
    elif part == LOCKS:
        _locks(who.ask())
    else:
        _rule(who.ask())


def _finding(waiting: list[HandedIn]) -> str:
    if not waiting:
        return "审批：没有待办的文件"
    fresh = sum(item.state == SUBMITTED for item in waiting)
    if data_approval.review_needed():
        return f"审批：{fresh}个文件待审核，{len(waiting) - fresh}个待入库"
    return f"审批：{len(waiting)}个文件待入库"


def _files(items: list[HandedIn], part: str) -> None:
    if not items:
        st.html(markup.empty(f"没有{part}的文件", "责任单位登录后在“上报”里提交，文件就会出现在这里。"))
        return
    kept = _narrow(items, part)
    if not kept:
        st.html(markup.empty("没有符合条件的文件", "请换一个条件。"))
        return
    st.html(markup.table(("状态", "单位", "文件", "数据", "提交"), [_line(item) for item in kept[:100]],
                         right=(3,), stack=True))  # fmt: skip
    name = who.ask()
    if part == QUEUE and name:
        _several(kept, name)
    words = {item.id: f"{item.unit} {item.file}（{fmt.when(item.at.astimezone())}）" for item in kept}
    chosen = st.selectbox(
        "哪一个文件", list(words), index=0 if len(words) == 1 else None, format_func=words.__getitem__,
        key=f"approval_{part}", placeholder="选一个文件，查看、审核或退回",
    )  # fmt: skip
    if chosen is not None:
        with st.container(border=True, key="approval-one"):
            _one(next(item for item in kept if item.id == chosen), name)


def _narrow(items: list[HandedIn], part: str) -> list[HandedIn]:
    units = list(dict.fromkeys(item.unit for item in items))
    states = [state for state in STATES if any(item.state == state for item in items)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = st.multiselect("单位", units, key=f"approval_unit_{part}", placeholder="全部单位")
        state = st.pills(
            "状态",
            states,
            selection_mode="multi",
            format_func=STATES.__getitem__,
            key=f"approval_state_{part}",
        )
    return [
        item for item in items if (not unit or item.unit in unit) and (not state or item.state in state)
    ]  # fmt: skip


def _line(item: HandedIn) -> Sequence[str]:
    again = "，更正后再交" if item.earlier else ""
    return (
        f'<span class="tp-nowrap">{ma.chip(item)}</span>', h(item.unit), h(item.file), str(item.figures),
        f"{h(item.by)}<br><span class='tp-quiet tp-small'>{fmt.when(item.at.astimezone())}{again}</span>",
    )  # fmt: skip


def _several(items: list[HandedIn], name: str) -> None:
    """One button for all files shown whose step is the next one for this person."""
    fresh = [item for item in items if item.state == SUBMITTED]
    ready = [item for item in items if item.state in WAITING]
    if data_approval.review_needed():
        ready = [item for item in ready if item.state != SUBMITTED]
    with st.container(horizontal=True):
        if (
            may(Right.REVIEW)
            and len(fresh) > 1
            and st.button(f"全部审核通过（{len(fresh)}个）", key="all-review")
        ):
            _each(fresh, "审核", lambda item: data_approval.review(item.id, "", name))
        if (
            may(Right.ACCEPT)
            and len(ready) > 1
            and st.button(f"全部入库（{len(ready)}个）", key="all-accept")
        ):
            _each(ready, "入库", lambda item: data_approval.accept(item.id, "", name))


def _each(items: list[HandedIn], word: str, work: Callable[[HandedIn], object]) -> None:
    """The same step for each file; what is refused is said beside what was done."""
    bar, done = st.progress(0.0, f"正在{word}…"), 0
    for number, item in enumerate(items, start=1):
        try:
            work(item)
            done += 1
        except StoreError as error:
            desk.say(f"没有{word}：{item.file}。{error.finding.message}")
        bar.progress(number / len(items), f"正在{word}：{item.file}")
    desk.say(f"已{word}{done}个文件。")
    st.rerun()


def _one(item: HandedIn, name: str) -> None:
    steps = data_approval.steps(item.id)
    head = f"<b>{h(item.file)}</b> <span class='tp-quiet'>{h(item.unit)}</span>"
    st.html(markup.wrap(f"{head}{ma.way(item, steps)}{ma.told(steps)}"))
    if item.state != "purged":
        st.download_button(
            "下载原文件", data_approval.file(item.id), file_name=item.file, key="approval-file",
            type="tertiary", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
    if not item.waits:
        _shown("提交时的审核问题", data_approval.findings(item.id), item)
        _purge(item, name)
        return
    seen = data_approval.look(item.id, _chosen(item)[0])
    ready = len(seen.checked.observations)
    held = len(seen.revision.held()) if seen.revision is not None else 0
    waits = f"，与已入库的不同、没有采用的{held}个" if held else ""
    words = f"按现在的数据审核：可入库{ready}个{waits}，有错误的{seen.checked.blocked}个不会入库。"
    st.html(markup.wrap(h(words)))
    _clash(item, seen, name)
    _shown("审核问题", seen.findings, item)
    box = st.expander("程序是这样读这张表的", key=f"approval-grid-{item.id}", on_change="rerun")
    if box.open:
        with box:
            card.picture(data_approval.file(item.id)(), item.file, seen, item.id[-12:])
    if name:
        _decide(item, name)
        _purge(item, name)


CLASH = "approval_clash"
"""In the session: by file the choices between figures that contradict, and the reason."""


def _chosen(item: HandedIn) -> tuple[dict[str, str], str]:
    return st.session_state.get(CLASH, {}).get(item.id, ({}, ""))


def _clash(item: HandedIn, seen: Any, name: str) -> None:
    """Which figures contradict accepted ones, and the choice, which takes effect on acceptance."""
    rows = clash.contradicting(seen)
    if not len(rows):
        return

    def settle(choices: dict[str, str], reason: str) -> None:
        st.session_state[CLASH] = st.session_state.get(CLASH, {}) | {item.id: (choices, reason)}

    asks = bool(name) and may(Right.ACCEPT)
    clash.table(rows, asks=asks)
    if asks:
        clash.choose(item.id[-12:], rows, _chosen(item)[1], settle)


def _purge(item: HandedIn, name: str) -> None:
    """For a file that was never accepted; one that was is removed with its batch on 上报."""
    if name and may(Right.UNDO) and item.submission is None and item.state != "purged":
        purging.form(
            item.file,
            lambda reason: data_approval.purge(item.id, reason, name),
            "文件内容、单位的回答和说明、审核问题全部清除，同一文件的其他提交和批次也一起清除；"
            "只留提交记录、文件指纹和原因。只是报错了数，请退回。",
        )


def _shown(title: str, found: list[findings.Finding], item: HandedIn) -> None:
    if not found:
        st.html(markup.wrap('<span class="tp-chip met">● 没有发现问题</span>'))
        return
    with st.expander(f"{title}（{len(found)}条）"):
        findings.show(found, key=f"approval-{item.id[-12:]}")


def _decide(item: HandedIn, name: str) -> None:
    short = item.id[-12:]
    note = st.text_input(
        "意见",
        key=f"approval-note-{short}",
        max_chars=500,
        placeholder="退回时必填：要单位改什么，单位会看到",
    )
    waits = item.state == SUBMITTED and data_approval.review_needed()
    with st.container(horizontal=True):
        if (
            item.state == SUBMITTED
            and may(Right.REVIEW)
            and st.button("审核通过", type="primary" if waits else "secondary", key=f"review-{short}")
        ):
            keep(lambda: data_approval.review(item.id, note, name), f"已审核：{item.file}。")
        if may(Right.ACCEPT) and st.button(
            "入库", type="secondary" if waits else "primary", key=f"accept-{short}", disabled=waits
        ):
            keep(lambda: data_approval.accept(item.id, note, name, *_chosen(item)), f"已入库：{item.file}。")
        if may(Right.SEND_BACK) and st.button("退回", key=f"return-{short}"):
            keep(lambda: data_approval.send_back(item.id, note, name), f"已退回：{item.file}。")
    if waits and may(Right.ACCEPT):
        st.caption("等统计局审核后才能入库。")


def _locks(name: str) -> None:
    st.html(markup.wrap(
        "锁定后，这个单位这一年的数据不能再入库、撤销、裁定、手工录入或删除；要改，先解除锁定并写明原因。"
        "要锁定全部单位，请在“报送进度”里结束这一年的收集。", "tp-quiet",
    ))  # fmt: skip
    held = data_approval.locks()
    if len(held):
        lines = [
            (h(row.unit), f"{row.year}年", h(row.reason or "—"), h(row.by),
             fmt.when(components.local(row.at)))
            for row in held.itertuples()
        ]  # fmt: skip
        st.html(markup.table(("单位", "年份", "说明", "锁定人", "时间"), lines, stack=True))
    else:
        st.html(markup.empty("没有单独锁定的单位", "数据核定后，可以在下面锁定一个单位的一年。"))
    if not name:
        who.needed()
        return
    _lock(name, [(row.unit, int(row.year)) for row in held.itertuples()])
    _lock_history()


def _lock(name: str, held: list[tuple[str, int]]) -> None:
    one, two = st.columns(2)
    with one, st.form("lock"):
        unit = st.selectbox("单位", card.unit_names(), index=None, key="lock_unit", placeholder="选一个单位")
        year = st.selectbox("年份", data_approval.years(), key="lock_year")
        reason = st.text_input("说明", key="lock_reason", max_chars=200, placeholder="例如：已核定，准备上报")
        if st.form_submit_button("锁定", type="primary") and year is not None:
            keep(lambda: data_approval.lock(unit or "", year, reason, name), f"已锁定：{unit}{year}年。")
    with two, st.form("unlock"):
        known = {f"{unit} {year}年": (unit, year) for unit, year in held}
        chosen = st.selectbox("解除哪一个", list(known), index=None, key="unlock_which", placeholder="选一个")
        why = st.text_input("原因（必填）", key="unlock_reason", max_chars=200, placeholder="例如：更正分母")
        if st.form_submit_button("解除锁定") and chosen:
            keep(lambda: data_approval.unlock(*known[chosen], why, name), f"已解除锁定：{chosen}。")


def _lock_history() -> None:
    frame = data_approval.lock_history()
    if frame.empty:
        return
    with st.expander(f"锁定和解除的记录（{len(frame)}条）"):
        lines = [
            ("锁定" if row.locked else "解除", f"{row.year}年", h(row.unit or "全部单位"),
             h(row.reason or "—"), h(row.by), fmt.when(components.local(row.at)))
            for row in frame.iloc[::-1].itertuples()
        ]  # fmt: skip
        st.html(markup.table(("", "年份", "单位", "原因", "谁", "时间"), lines, stack=True))
        sheet = frame.assign(
            unit=frame["unit"].fillna("全部单位"), locked=frame["locked"].map({True: "锁定", False: "解除"})
        )
        sheet.columns = ["年份", "单位", "锁定或解除", "原因", "谁", "时间"]
        downloads.table(sheet, "锁定记录", key="locks")


def _rule(name: str) -> None:
    now = data_approval.review_setting()
    needed = "现在要先审核，才能入库。" if data_approval.review_needed() else "现在不用审核，可以直接入库。"
    st.html(markup.wrap(h(needed)))
    if not name:
        who.needed()
        return
    with st.form("review-rule"):
        word = st.radio(
            "入库前是否要统计局审核", list(REVIEW_WORDS), format_func=REVIEW_WORDS.__getitem__,
            index=list(REVIEW_WORDS).index(now if now in REVIEW_WORDS else ""), key="review_rule",
        )  # fmt: skip
        if st.form_submit_button("保存"):
            keep(lambda: data_approval.set_review(word or "", name), "已保存。")
