"""One file on the desk: what was read, questions, findings, the sheet in colours, accept or give up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import data, data_desk, data_forms, desk, markup, roles
from dashboard import format as fmt
from dashboard.guard import own_unit
from dashboard.views import clash, findings, reasons
from dashboard.views.findings import findings_table
from indicators.findings import Finding
from indicators.intake.returned import with_remarks
from indicators.model import Question, Severity, Submission
from indicators.reports.markup import CannotMark
from indicators.store import StoreError

__all__ = ["account", "findings_table", "role_legend", "show", "unit_names", "why_nothing"]

h = fmt.html
AT_ONCE = 5


def show(
    digest: str, said: Mapping[str, Any], *, short: bool = False, hand_in: Callable[[], None] | None = None
) -> None:
    """The card of the file with this hash; `short`: only its summary until it is opened.

    `hand_in`: what is done with it in place of accepting it; then who it is from is settled, too.
    """
    held = desk.files()[digest]
    with st.container(border=True, key=f"file-{digest[:12]}"):
        try:
            intake = desk.checked(digest, said)
        except StoreError as error:
            st.html(markup.trouble(error.finding.message, error.finding.hint))
            return
        _summary(held.name, intake, said.get("area") or data.district().name)
        done = desk.earlier(digest)
        if done is not None:
            _already(digest, done)
            return
        if not short or st.toggle("展开处理", key=f"open-{digest[:12]}"):
            _inside(digest, intake, said, own=hand_in is not None)
            if hand_in is None:
                _decide(digest, held.name, intake, said)
            else:
                _offer(digest, held.name, intake, hand_in)


def _offer(digest: str, name: str, intake: Any, hand_in: Callable[[], None]) -> None:
    """Hand the file in for approval, or give it up."""
    short, ready = digest[:12], len(intake.checked.observations)
    ready += len(intake.revision.held()) if intake.revision is not None else 0
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(f"提交 {ready} 个数据", type="primary", key=f"hand-in-{short}", disabled=not ready):
            with st.spinner(f"正在提交：{name}"):
                hand_in()
        if st.button("放弃这个文件", key=f"drop-{short}"):
            desk.remove(digest)
            st.rerun()


def _inside(digest: str, intake: Any, said: Mapping[str, Any], *, own: bool) -> None:
    if not own:
        _unit(digest, intake, said)
    _questions(digest, intake.reading.questions)
    if len(intake.reading.records):
        if not own:
            clash.show(digest, intake)
        _findings(digest, intake.findings)
        _explain(digest, intake)
    elif rest := [item for item in intake.findings if item is not why_nothing(intake)]:
        _findings(digest, rest)
    _grid(digest, intake)


def _summary(name: str, intake: Any, home: str) -> None:
    read, ready = len(intake.reading.records), len(intake.checked.observations)
    tally = findings.severity_counts(intake.findings)
    parts = [f"读出 {read} 个数据", f"可入库 {ready} 个"]
    parts += [
        f"{fmt.SEVERITY[grade][0]} {fmt.SEVERITY[grade][1]} {tally[grade]} 条"
        for grade in Severity
        if tally[grade]
    ]
    lines = [f"<b>{h(name)}</b>", h(" · ".join(parts))]
    lines += [f'<span class="tp-quiet">{h(text)}</span>' for text in account(intake, home) if read]
    st.html(markup.wrap("<br>".join(lines)))
    if not read:
        st.html(markup.trouble(*_nothing(intake)))


def _nothing(intake: Any) -> tuple[str, str]:
    """Why a file gave no figures, and what to do."""
    why = why_nothing(intake)
    message = why.message if why else "这个文件里没有读出数据，没有入库任何内容。"
    if intake.reading.questions:
        return message, "请回答下面的问题，再重新读取；原有数据没有变化。"
    other = "请确认是统计表（有指标、年份或地区、数值），或换一个文件；原有数据没有变化。"
    return message, why.hint if why else other


def why_nothing(intake: Any) -> Finding | None:
    """The gravest finding of a file that gave no figures: the sentence that says why."""
    order = list(Severity)
    return min(intake.findings, key=lambda item: order.index(item.severity), default=None)


def account(intake: Any, home: str) -> list[str]:
    """Where the figures went that are not offered, and where those belong that name no area."""
    frame = intake.reading.records.frame()
    rest = len(frame) - len(intake.checked.observations)
    parts = int(frame["component"].notna().sum())
    blank = int((frame["missing"] == "blank").sum())
    held = intake.checked.blocked
    kinds = [
        (blank, "空格"), (parts, "分子、分母（随指标一起保存）"), (held, "有错误，改好再报"),
        (max(rest - blank - parts - held, 0), "重复、没有认出或还有问题没回答，见下面的说明"),
    ]  # fmt: skip
    told = []
    if rest > 0:
        told.append(f"其余{rest}个：" + "，".join(f"{count}个{words}" for count, words in kinds if count))
    nowhere = int(frame["area"].isna().sum())
    if nowhere:
        told.append(f"表里没有写地区的{nowhere}个数据，按“{home}”收；如果不是，请在页面上方指定地区。")
    return told


def _questions(digest: str, questions: Sequence[Question]) -> None:
    """The reader's questions, a few at a time: answering the first often settles the others."""
    if not questions:
        return
    with st.form(f"ask-{digest[:12]}"):
        st.html(markup.wrap(f"<b>有{len(questions)}处拿不准，请选择：</b>"))
        given = {question.key: _question(digest, question) for question in questions[:AT_ONCE]}
        if len(questions) > AT_ONCE:
            st.caption(f"先答这{AT_ONCE}个；重新读取后，其余的往往就不用问了。")
        if st.form_submit_button("按回答重新读取", type="primary"):
            for key, value in given.items():
                if value:
                    desk.answer(digest, key, value)
            st.rerun()


def _question(digest: str, question: Question) -> str | None:
    words = {value: (meaning or value) for value, meaning, _ in question.answers}
    where = " ".join(part for part in (question.place.sheet, question.place.cell) if part)
    label = fmt.plain(f"{question.text}（{where}）" if where else question.text)
    key = f"q-{digest[:12]}-{question.key}"
    if not words:
        return st.text_input(label, key=key) or None
    return st.radio(
        label, list(words), index=None, format_func=lambda at: fmt.plain(words[at]), key=key, horizontal=True
    )


def _findings(digest: str, found: list[Finding]) -> None:
    if not found:
        st.html(markup.wrap('<span class="tp-chip met">● 没有发现问题</span>'))
        return
    tally = findings.severity_counts(found)
    worst = tally[Severity.ERROR] + tally[Severity.WARNING]
    with st.expander(f"审核问题 {len(found)} 条", expanded=bool(worst)):
        findings.show(found, key=digest[:12])
        _send_back(digest, found)


def _send_back(digest: str, found: list[Finding]) -> None:
    """The department's own file with the findings at its cells; made when it is asked for."""
    held, key = desk.files()[digest], f"marked-{digest[:12]}"
    made = st.session_state.get(key)
    if made is None or made[0] != found:
        words = "批注在原表上，自己照着改" if own_unit() is not None else "批注在原表上，退回部门"
        if not st.button(words, key=f"mark-{digest[:12]}", icon=":material/rate_review:"):
            return
        try:
            with st.spinner("正在批注…"):
                made = (found, *data_forms.marked_up(held.content, held.name, found))
        except CannotMark as error:
            st.html(markup.trouble(error.finding.message, error.finding.hint))
            return
        st.session_state[key] = made
    st.download_button(
        "下载批注后的原表", made[2], file_name=made[1], key=f"marked-file-{digest[:12]}",
        on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def _grid(digest: str, intake: Any) -> None:
    """The sheets as read, drawn only when somebody opens them; large ones page by page."""
    box = st.expander("程序是这样读这张表的", key=f"grid-{digest[:12]}", on_change="rerun")
    if not box.open:
        return
    with box:
        held = desk.files()[digest]
        picture(held.content, held.name, intake, digest[:12])


def picture(content: bytes, name: str, intake: Any, key: str) -> None:
    """A file's sheets with the role of every cell."""
    sheets = roles.sheets(content, name, intake.reading)
    if not sheets:
        st.html(markup.empty("没有可画的表", "这个文件打不开，或没有单元格。"))
        return
    st.html(role_legend())
    names = list(sheets)
    chosen = names[0]
    if len(names) > 1:
        label = f"工作表（共{len(names)}张）"
        chosen = st.selectbox(label, names, key=f"sheet-of-{key}", width=320) or chosen
    _page_of(sheets[chosen], f"{key}-{names.index(chosen)}")


def _page_of(sheet: roles.Sheet, key: str) -> None:
    grid, taken = sheet
    down, right = roles.parts(grid)
    rows = columns = 1
    if (down, right) != (1, 1):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if down > 1:
                label = f"行：第几页（共{down}页）"
                rows = int(st.number_input(label, 1, down, 1, key=f"rows-{key}", width=180))
            if right > 1:
                label = f"列：第几页（共{right}页）"
                columns = int(st.number_input(label, 1, right, 1, key=f"columns-{key}", width=180))
        st.caption(roles.part_words(grid, rows - 1, columns - 1))
    st.html(roles.draw(grid, taken, rows - 1, columns - 1))


def role_legend() -> str:
    """What the colours of the grid mean."""
    chips = "".join(f'<span class="tp-chip tp-role-{role}">{word}</span>' for role, word in fmt.ROLES.items())
    return markup.wrap(f'<div class="tp-legend">{chips}</div>')


def _unit(digest: str, intake: Any, said: Mapping[str, Any]) -> None:
    """Who the file is from: as chosen, as the sheet or the file name says, or still to be chosen."""
    held, key = desk.files()[digest], f"unit-{digest[:12]}"
    now = held.unit or said.get("unit") or intake.unit
    named = [name for name in intake.reading.offices if name]
    options = list(dict.fromkeys([*([now] if now else []), *named, *unit_names()]))

    def changed() -> None:
        desk.choose_unit(digest, st.session_state[key])

    st.session_state.setdefault(key, now)
    if st.session_state[key] != now and now is not None:
        st.session_state[key] = now
    st.selectbox(
        "报送单位", options, accept_new_options=True, placeholder="选择或输入", key=key, width=320,
        on_change=changed,
    )  # fmt: skip


def unit_names() -> list[str]:
    """The departments of the register and of the plan, those of the register first."""
    return list(dict.fromkeys([*(unit.name for unit in data_desk.register()), *data_desk.leads()]))


def _decide(digest: str, name: str, intake: Any, said: Mapping[str, Any]) -> None:
    short, ready = digest[:12], len(intake.checked.observations)
    waiting = len(intake.revision.held()) if intake.revision is not None else 0
    errors = findings.severity_counts(intake.findings)[Severity.ERROR]
    left = desk.unexplained(digest) if ready or waiting else []
    with st.container(horizontal=True, vertical_alignment="center"):
        words = f"{ready} 个数据" + (f"，另{waiting}个待裁定" if waiting else "")
        label = f"先入库，说明待补（{len(left)}条）" if left else f"入库 {words}"
        off = not (ready or waiting)
        if st.button(label, type="secondary" if left else "primary", key=f"take-{short}", disabled=off):
            with st.spinner(f"正在入库：{fmt.plain(name)}"):
                desk.take(digest, said)
            st.rerun()
        if st.button("放弃这个文件", key=f"drop-{short}"):
            desk.remove(digest)
            st.rerun()
        notes = [f"还有{len(left)}条警告没有说明，在上面写好后就能正式入库。"] if left else []
        notes += ["有错误的数不会入库，改好后重新上报即可；其余照常入库。"] if ready and errors else []
        if notes:
            st.html(markup.wrap(f'<span class="tp-quiet">{h("".join(notes))}</span>'), width="content")


def _explain(digest: str, intake: Any) -> None:
    """Boxes for the explanations that the file itself does not give."""
    if not len(intake.checked.observations):
        return
    held = desk.files()[digest]
    warned = [item for item in intake.findings if item.severity is Severity.WARNING]
    by_file = with_remarks(intake.reading, intake.findings, {})
    mine = [item for item in warned if f"{item.code}@{item.cell}" not in by_file]
    if not mine:
        return
    left = len(desk.unexplained(digest))
    title = f"上报说明：还有{left}条警告要写说明" if left else "上报说明：都已写好"
    with st.expander(title, expanded=bool(left), key=f"explain-{digest[:12]}", on_change="rerun"):

        def put(name: str, text: str) -> None:
            held.told[name] = text
            st.rerun()

        reasons.show(mine, held.told, put, key=digest[:12])


def _already(digest: str, done: Submission) -> None:
    """A file that a standing batch holds: when, by whom, and nothing more to do."""
    at = fmt.when(done.at.astimezone())
    st.html(
        markup.wrap(
            f'<span class="tp-chip met">● 已入库</span> 这个文件已于{at}由{h(done.uploader)}入库'
            f"（{done.accepted}个数据），不用再报；要更正，请报改过的表，或在下面撤销那一批。"
        )
    )
    if st.button("拿走这个文件", key=f"drop-{digest[:12]}"):
        desk.remove(digest)
        st.rerun()
