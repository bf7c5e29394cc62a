"""上报: drop files, see what was read and every finding, accept or give up, undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import components, data, desk, markup, state
from dashboard import format as fmt
from indicators.findings import Finding
from indicators.model import Question, Severity, Submission
from indicators.store import StoreError

h = fmt.html
TYPES = ["xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv", "txt", "zip", "htm", "html"]
ANY = "不指定（从表里读）"


def page() -> None:
    """The page."""
    held = desk.files()
    st.title(_finding(held), anchor=False)
    name = _uploader()
    if not name:
        st.html(markup.empty("请先写下您的姓名", "每个数都要能追到是谁报的；写一次就记住，以后可以改。"))
    else:
        said = _said()
        _drop()
        for digest in list(held):
            _file(digest, said | {"by": name})
    _submissions(name)


def _finding(held: Mapping[str, Any]) -> str:
    standing = sum(not item.withdrawn for item in data.submissions())
    if held:
        return f"上报：桌上有{len(held)}个文件待处理"
    return f"上报：已入库{standing}批，把新的表拖进来" if standing else "上报：把各部门交来的表拖进来"


def _uploader() -> str:
    name = state.uploader()
    if name:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(markup.wrap(f"报送人：<b>{h(name)}</b>"), width="content")
            with st.popover("换人", type="tertiary"):
                _ask_name()
        return name
    _ask_name()
    return ""


def _ask_name() -> None:
    with st.form("who", border=False):
        given = st.text_input("您的姓名", key="who_name", max_chars=40, placeholder="例如：妇儿工委办 王芳")
        if st.form_submit_button("记住", type="primary") and given.strip():
            state.remember_uploader(given)
            st.rerun()


def _said() -> dict[str, Any]:
    """What the uploader says of the files, where the files do not say it themselves."""
    labels = data.area_labels()
    units = sorted({row.lead or "" for row in data.indicators().values()} - {""})
    with st.expander("表里没写明单位、地区、年份时，在这里指定"):
        one, two, three = st.columns(3)
        unit = one.selectbox(
            "报送单位", units, index=None, accept_new_options=True, placeholder="选择或输入", key="said_unit"
        )
        area = two.selectbox("地区", [ANY, *labels], key="said_area")
        year = three.number_input(
            "年份",
            min_value=1990,
            max_value=2100,
            value=None,
            step=1,
            placeholder="从表里读",
            key="said_year",
        )
    return {
        "unit": unit or None,
        "area": None if area == ANY else labels.get(area),
        "year": int(year) if year else None,
    }


def _drop() -> None:
    given = st.file_uploader(
        "把文件拖到这里，可以一次放多个",
        TYPES,
        accept_multiple_files=True,
        key=desk.uploader_key(),
        max_upload_size=200,
    )
    if given:
        for item in given:
            desk.put(item.name, item.getvalue())
        desk.clear_uploader()
        st.rerun()


def _file(digest: str, said: Mapping[str, Any]) -> None:
    held = desk.files()[digest]
    with st.container(border=True, key=f"file-{digest[:12]}"):
        try:
            intake = desk.checked(digest, said)
        except StoreError as error:
            st.html(markup.trouble(error.finding.message, error.finding.hint))
            return
        _summary(held.name, intake)
        for question in intake.reading.questions:
            _question(digest, question, held.answers)
        _findings(digest, intake.findings)
        _grid(digest, intake)
        _decide(digest, held.name, intake, said)


def _summary(name: str, intake: Any) -> None:
    read, ready = len(intake.reading.records), len(intake.checked.observations)
    tally = severity_counts(intake.findings)
    parts = [f"读出 {read} 个数据", f"可入库 {ready} 个"]
    parts += [
        f"{fmt.SEVERITY[grade][0]} {fmt.SEVERITY[grade][1]} {tally[grade]} 条"
        for grade in Severity
        if tally[grade]
    ]
    st.html(markup.wrap(f"<b>{h(name)}</b><br>{h(' · '.join(parts))}"))
    if not read:
        why = next((item for item in intake.findings if item.severity is Severity.ERROR), None)
        st.html(
            markup.trouble(
                why.message if why else "这个文件里没有读出数据，没有入库任何内容。",
                why.hint
                if why
                else "请确认是统计表（有指标、年份或地区、数值），或换一个文件；原有数据没有变化。",
            )
        )


def severity_counts(findings: list[Finding]) -> dict[Severity, int]:
    """How many findings of each grade."""
    found = dict.fromkeys(Severity, 0)
    for item in findings:
        found[item.severity] += 1
    return found


def _question(digest: str, question: Question, answers: Mapping[str, str]) -> None:
    words = {value: (meaning or value) for value, meaning, _ in question.answers}
    where = " ".join(part for part in (question.place.sheet, question.place.cell) if part)
    label = f"{question.text}({where})" if where else question.text
    key = f"q-{digest[:12]}-{question.key}"
    if words:
        chosen = st.radio(label, list(words), index=None, format_func=words.__getitem__, key=key)
    else:
        chosen = st.text_input(label, key=key)
    if chosen and answers.get(question.key) != chosen:
        desk.answer(digest, question.key, chosen)
        st.rerun()


def _findings(digest: str, findings: list[Finding]) -> None:
    if not findings:
        st.html(markup.wrap('<span class="tp-chip met">● 没有发现问题</span>'))
        return
    words = {f"{icon} {word}": grade for grade, (icon, word) in fmt.SEVERITY.items()}
    tally = severity_counts(findings)
    labels = [label for label, grade in words.items() if tally[grade]]
    worst = tally[Severity.ERROR] + tally[Severity.WARNING]
    with st.expander(f"审核问题 {len(findings)} 条", expanded=bool(worst) and len(findings) <= 20):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.pills("等级", labels, selection_mode="multi", key=f"grade-{digest[:12]}")
            search = st.text_input(
                "查找", key=f"find-{digest[:12]}", placeholder="指标、地区、单元格…", type="search"
            )
        grades = {words[label] for label in chosen} or set(Severity)
        kept = [item for item in findings if item.severity in grades and _has(item, search)]
        st.html(
            findings_table(kept[:200]) if kept else markup.empty("没有符合条件的问题", "请换一个等级或词。")
        )
        if len(kept) > 200:
            st.caption(f"只列出前200条，全部{len(kept)}条请下载。")
        components.download_csv(findings_frame(findings), "审核问题", key=f"csv-{digest[:12]}")


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
    sheets = desk.grids(digest, intake)
    if not sheets:
        return
    with st.expander("程序是这样读这张表的"):
        st.html(role_legend())
        for sheet, grid in list(sheets.items())[:8]:
            st.html(markup.wrap(f"<b>{h(sheet or '（表）')}</b>") + grid)
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


def _submissions(name: str) -> None:
    st.header("报送批次", anchor=False)
    for message in desk.messages():
        st.success(message, icon=":material/check_circle:")
    batches = data.submissions()
    if not batches:
        st.html(markup.empty("还没有报送", "入库后，每一批都列在这里，可以撤销。"))
        return
    st.html(
        markup.table(
            ("时间", "文件", "报送人", "单位", "入库", "未入库", "状态"),
            [_batch(item) for item in batches[:50]],
            right=(4, 5),
        )
    )
    standing = [item for item in batches if not item.withdrawn]
    if standing and name:
        _undo(standing, name)


def _batch(item: Submission) -> tuple[str, ...]:
    gone = (
        '<span class="tp-chip other">○ 已撤销</span>'
        if item.withdrawn
        else '<span class="tp-chip met">● 有效</span>'
    )
    at = fmt.when(item.at.astimezone())
    return (
        at,
        h(item.file),
        h(item.uploader),
        h(item.unit or "—"),
        str(item.accepted),
        str(item.blocked),
        gone,
    )


def _undo(standing: list[Submission], name: str) -> None:
    words = {item.id: f"{fmt.when(item.at.astimezone())} {item.file}({item.uploader})" for item in standing}
    with st.expander("撤销一批"):
        st.html(
            markup.wrap(
                '<span class="tp-quiet">撤销后，这一批的数不再计算，之前的数自动恢复；'
                "文件和记录仍然保留。</span>"
            )
        )
        with st.form("undo", border=False):
            chosen = st.selectbox(
                "哪一批",
                list(words),
                format_func=words.__getitem__,
                index=None,
                key="undo_batch",
                placeholder="请选择",
            )
            reason = st.text_input(
                "原因", key="undo_reason", max_chars=200, placeholder="例如：单位发来了更正表"
            )
            if st.form_submit_button("撤销这一批"):
                if not chosen or not reason.strip():
                    st.warning("请选择一批，并写明原因。")
                else:
                    done = data.undo(chosen, name, reason.strip())
                    desk.say(f"已撤销：{done.file}，{done.accepted}个数不再计算。")
                    st.rerun()
