"""One file on the desk: what was read, questions, findings, the sheet in colours, accept or give up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import components, data, data_forms, desk, markup
from dashboard import format as fmt
from indicators.findings import Finding
from indicators.model import Question, Severity
from indicators.reports.markup import CannotMark
from indicators.store import StoreError

h = fmt.html
AT_ONCE = 5


def show(digest: str, said: Mapping[str, Any]) -> None:
    """The card of the file with this hash."""
    held = desk.files()[digest]
    with st.container(border=True, key=f"file-{digest[:12]}"):
        try:
            intake = desk.checked(digest, said)
        except StoreError as error:
            st.html(markup.trouble(error.finding.message, error.finding.hint))
            return
        _summary(held.name, intake, said.get("area") or data.district().name)
        _questions(digest, intake.reading.questions)
        if len(intake.reading.records):
            _findings(digest, intake.findings)
        elif rest := [item for item in intake.findings if item is not why_nothing(intake)]:
            _findings(digest, rest)
        _grid(digest, intake)
        _decide(digest, held.name, intake, said)


def _summary(name: str, intake: Any, home: str) -> None:
    read, ready = len(intake.reading.records), len(intake.checked.observations)
    tally = severity_counts(intake.findings)
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


def severity_counts(findings: list[Finding]) -> dict[Severity, int]:
    """How many findings of each grade."""
    found = dict.fromkeys(Severity, 0)
    for item in findings:
        found[item.severity] += 1
    return found


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
    label = f"{question.text}（{where}）" if where else question.text
    key = f"q-{digest[:12]}-{question.key}"
    if not words:
        return st.text_input(label, key=key) or None
    return st.radio(label, list(words), index=None, format_func=words.__getitem__, key=key, horizontal=True)


def _findings(digest: str, findings: list[Finding]) -> None:
    if not findings:
        st.html(markup.wrap('<span class="tp-chip met">● 没有发现问题</span>'))
        return
    words = {f"{icon} {word}": grade for grade, (icon, word) in fmt.SEVERITY.items()}
    tally = severity_counts(findings)
    labels = [label for label, grade in words.items() if tally[grade]]
    worst = tally[Severity.ERROR] + tally[Severity.WARNING]
    with st.expander(f"审核问题 {len(findings)} 条", expanded=bool(worst)):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.pills("等级", labels, selection_mode="multi", key=f"grade-{digest[:12]}")
            search = st.text_input(
                "查找", key=f"find-{digest[:12]}", placeholder="指标、地区、单元格…", type="search"
            )
        grades = {words[label] for label in chosen} or set(Severity)
        kept = [item for item in findings if item.severity in grades and _has(item, search)]
        kept.sort(key=lambda item: list(Severity).index(item.severity))  # the gravest first
        st.html(
            findings_table(kept[:200]) if kept else markup.empty("没有符合条件的问题", "请换一个等级或词。")
        )
        if len(kept) > 200:
            st.caption(f"只列出前200条，全部{len(kept)}条请下载。")
        with st.container(horizontal=True):
            components.download_csv(findings_frame(findings), "审核问题", key=f"csv-{digest[:12]}")
            _send_back(digest, findings)


def _send_back(digest: str, findings: list[Finding]) -> None:
    """The department's own file with the findings at its cells; made when it is asked for."""
    held, key = desk.files()[digest], f"marked-{digest[:12]}"
    made = st.session_state.get(key)
    if made is None or made[0] != findings:
        if not st.button("批注在原表上，退回部门", key=f"mark-{digest[:12]}", icon=":material/rate_review:"):
            return
        try:
            with st.spinner("正在批注…"):
                made = (findings, *data_forms.marked_up(held.content, held.name, findings))
        except CannotMark as error:
            st.html(markup.trouble(error.finding.message, error.finding.hint))
            return
        st.session_state[key] = made
    st.download_button(
        "下载批注后的原表，退回部门", made[2], file_name=made[1], key=f"marked-file-{digest[:12]}",
        on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def _has(item: Finding, search: str) -> bool:
    text = " ".join(
        str(part)
        for part in (item.message, item.hint, item.indicator, item.area, item.cell, item.year)
        if part
    )
    return all(word in text.casefold() for word in search.casefold().split())


def findings_table(findings: list[Finding]) -> str:
    """Findings as a table: grade, where, what, how to mend."""
    kind = {Severity.ERROR: fmt.UNMET, Severity.WARNING: fmt.WATCH, Severity.NOTE: fmt.OTHER}
    lines = []
    for item in findings:
        icon, word = fmt.SEVERITY[item.severity]
        where = " ".join(part for part in (item.sheet, item.cell) if part) or "整个文件"
        what = " · ".join(str(part) for part in (item.indicator, item.area, item.year) if part)
        about = f'<br><span class="tp-quiet tp-small">{h(what)}</span>' if what else ""
        lines.append(
            (
                f'<span class="tp-chip {kind[item.severity].key}">{icon} {word}</span>',
                f'<span class="tp-nowrap">{h(where)}</span>',
                f"{h(item.message)}{about}",
                h(item.hint),
            )
        )
    return markup.table(("等级", "位置", "问题", "怎样改"), lines)


def findings_frame(findings: list[Finding]) -> pd.DataFrame:
    """Findings as a table to download."""
    return pd.DataFrame(
        [
            {
                "等级": fmt.SEVERITY[item.severity][1], "文件": item.file, "工作表": item.sheet,
                "单元格": item.cell, "指标": item.indicator, "地区": item.area, "年份": item.year,
                "值": item.value,
                "问题": item.message, "怎样改": item.hint, "代码": item.code,
            }
            for item in findings
        ]
    )  # fmt: skip


def _grid(digest: str, intake: Any) -> None:
    """The sheets as read, drawn only when somebody opens them."""
    box = st.expander("程序是这样读这张表的", key=f"grid-{digest[:12]}", on_change="rerun")
    if not box.open:
        return
    with box:
        sheets = desk.grids(digest, intake)
        if not sheets:
            st.html(markup.empty("没有可画的表", "这个文件打不开，或没有单元格。"))
            return
        st.html(role_legend())
        for sheet, grid in list(sheets.items())[:8]:
            st.html(markup.wrap(f"<b>{h(sheet or '表')}</b>") + grid)
        if len(sheets) > 8:
            st.caption(f"只画出前8张，共{len(sheets)}张工作表。")


def role_legend() -> str:
    """What the colours of the grid mean."""
    chips = "".join(f'<span class="tp-chip tp-role-{role}">{word}</span>' for role, word in fmt.ROLES.items())
    return markup.wrap(f'<div class="tp-legend">{chips}</div>')


def _decide(digest: str, name: str, intake: Any, said: Mapping[str, Any]) -> None:
    ready = len(intake.checked.observations)
    errors = severity_counts(intake.findings)[Severity.ERROR]
    reason = ""
    if ready and severity_counts(intake.findings)[Severity.WARNING]:
        reason = st.text_input(
            "对疑问的说明（可不填，随这一批保存）", key=f"why-{digest[:12]}", max_chars=500,
            placeholder="例如：已与卫健局核对，确为当年实际数",
        )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(f"入库 {ready} 个数据", type="primary", key=f"take-{digest[:12]}", disabled=not ready):
            with st.spinner(f"正在入库：{name}"):
                desk.take(digest, said, reason)
            st.rerun()
        if st.button("放弃这个文件", key=f"drop-{digest[:12]}"):
            desk.remove(digest)
            st.rerun()
        if ready and errors:
            st.html(
                markup.wrap(
                    '<span class="tp-quiet">有错误的数不会入库，改好后重新上报即可；其余照常入库。</span>'
                ),
                width="content",
            )
