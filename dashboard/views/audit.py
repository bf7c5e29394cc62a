"""操作记录: who did what, when, from where, and what it was before and after."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard import audit_words as words
from dashboard import data_audit, downloads, markup
from dashboard import format as fmt
from dashboard.guard import may
from dashboard.rights import Right
from indicators.store.audit import Entry
from indicators.store.audit_log import Wanted

h = fmt.html
PIECE, MOST = 50, 8
ALL_PEOPLE, ALL_KINDS = "全部人员", "全部操作"
CHECKED, READY = "audit_checked", "audit_file"


def page() -> None:
    """The whole page."""
    if not may(Right.AUDIT):
        st.title("操作记录", anchor=False)
        st.html(markup.empty("您的账号不能查看操作记录", "需要时请找妇儿工委办或管理员。"))
        return
    place = st.empty()
    which = _asked()
    total = data_audit.count(which)
    place.title(f"操作记录：{total}条", anchor=False)
    _chain()
    if not total:
        st.html(markup.empty("没有符合条件的记录", "请换一个日期、人员或操作。"))
        return
    pages = -(-total // PIECE)
    number = 1
    if pages > 1:
        number = int(
            st.number_input(f"第几页（共{pages}页）", 1, pages, 1, key="audit-page", width=160)
        )  # the newest first
    shown = data_audit.entries(which, PIECE, (number - 1) * PIECE)
    heads = ("时间", "谁", "从哪里", "做了什么", "改前 → 改后")
    st.html(markup.table(heads, [_line(entry) for entry in shown], stack=True))
    _take(which, total)


def _asked() -> Wanted:
    with st.container(horizontal=True, vertical_alignment="bottom", key="audit-filters"):
        by = st.selectbox("人员", [ALL_PEOPLE, *data_audit.people()], key="audit-by", width=180)
        kind = st.selectbox("操作", [ALL_KINDS, *data_audit.words()], key="audit-kind", width=220)
        since = st.date_input("从", value=None, key="audit-since", width=160, format="YYYY-MM-DD")
        until = st.date_input("到", value=None, key="audit-until", width=160, format="YYYY-MM-DD")
    return data_audit.wanted(
        since if isinstance(since, dt.date) else None,
        until if isinstance(until, dt.date) else None,
        None if by == ALL_PEOPLE else by,
        None if kind == ALL_KINDS else kind,
    )


def _chain() -> None:
    number, head = data_audit.head()
    st.html(
        markup.wrap(
            f'<p class="tp-small">每一条都带着前一条的校验值，改动、删除、插入、调换都查得出。'
            f"最后一条是第{number}条，校验值 <code>{h(head[:8])}…</code>。</p>"
        )
    )
    with st.expander("完整的校验值"):
        st.caption("记在别处，以后可以核对末尾有没有被删。导出的表里每一条都有。")
        st.code(head, language=None, wrap_lines=True)
    if st.button("核对全部记录", key="audit-verify", icon=":material/verified:"):
        st.session_state[CHECKED] = data_audit.verified()
    found = st.session_state.get(CHECKED)
    if found is None:
        return
    if found.whole:
        st.success(f"共{found.rows}条，没有被改动。", icon=":material/check_circle:")
    else:
        st.error(f"{found.problem}它之前的{found.rows}条没有被改动。", icon=":material/error:")


def _line(entry: Entry) -> tuple[str, ...]:
    role = words.role_word(entry)
    who = h(words.person_word(entry)) + (
        f'<br><span class="tp-quiet tp-small">{h(role)}</span>' if role else ""
    )
    told = [
        f"{h(name)}：{h(was)} → {h(now or '（空）')}" if was else f"{h(name)}：{h(now)}"
        for name, was, now in words.changes(entry)
    ]
    if len(told) > MOST:
        told = [*told[:MOST], f"……另有{len(told) - MOST}处，导出的表里有全部"]
    more = f'<span class="tp-small">{"<br>".join(told)}</span>' if told else "—"
    return fmt.when(words.local_time(entry)), who, h(entry.origin or "—"), h(words.sentence(entry)), more


def _take(which: Wanted, total: int) -> None:
    if st.button(f"导出这{total}条", key="audit-make", icon=":material/build:"):
        frame = words.frame(data_audit.entries(which, None)[::-1])
        data_audit.note_export(total)
        st.session_state[READY] = (which, frame)
    ready = st.session_state.get(READY)
    if ready and ready[0] == which:
        downloads.table(ready[1], "操作记录", key="audit")
