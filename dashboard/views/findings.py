"""Findings in a table that can be narrowed: by grade, kind, sheet, indicator and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from dashboard import downloads, markup
from dashboard import format as fmt
from indicators.findings import Finding, kinds
from indicators.model import Severity

h = fmt.html
MOST = 200
CHIPS = {Severity.ERROR: fmt.UNMET, Severity.WARNING: fmt.WATCH, Severity.NOTE: fmt.OTHER}


def show(findings: Sequence[Finding], *, key: str, name: str = "审核问题") -> None:
    """The findings with their filters and a download; `key` keeps two tables on a page apart."""
    kept = _narrow(findings, key)
    kept.sort(key=lambda item: list(Severity).index(item.severity))  # the gravest first
    empty = markup.empty("没有符合条件的问题", "请换一个条件。")
    st.html(findings_table(kept[:MOST]) if kept else empty)
    if len(kept) > MOST:
        st.caption(f"先列出前{MOST}条，共{len(kept)}条；请用上面的条件缩小范围，或下载全部。")
    downloads.table(findings_frame(findings), name, key=f"take-{key}")


def _narrow(findings: Sequence[Finding], key: str) -> list[Finding]:
    words = {f"{icon} {word}": grade for grade, (icon, word) in fmt.SEVERITY.items()}
    tally = severity_counts(findings)
    labels = [label for label, grade in words.items() if tally[grade]]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.pills("等级", labels, selection_mode="multi", key=f"grade-{key}")
        search = st.text_input("查找", key=f"find-{key}", placeholder="地区、单元格、原文…", type="search")
    grades = {words[label] for label in chosen} or set(Severity)
    kept = [item for item in findings if item.severity in grades and _has(item, search)]
    if len(findings) > 5:
        with st.container(horizontal=True):
            kept = _choice("问题类别", kept, findings, lambda item: kind_words(item.code), f"kind-{key}")
            kept = _choice("工作表", kept, findings, lambda item: item.sheet or "", f"sheet-{key}")
            kept = _choice("指标", kept, findings, lambda item: item.indicator or "", f"code-{key}")
    return kept


def _choice(
    label: str,
    kept: list[Finding],
    every: Sequence[Finding],
    part: Callable[[Finding], str],
    key: str,
) -> list[Finding]:
    """One selection among what the findings have; none where there is nothing to choose."""
    known = sorted({part(item) for item in every} - {""})
    if len(known) < 2:
        return kept
    chosen = st.selectbox(label, known, index=None, placeholder="全部", key=key, width=260)
    return [item for item in kept if chosen is None or part(item) == chosen]


def kind_words(code: str) -> str:
    """What a kind of finding is about: its text without the particulars."""
    if code not in kinds():
        return code
    text = re.sub(r"[“(（]?\{[^}]*\}[”)）]?", "…", kinds()[code].message)
    text = re.split(r"[。;；]", re.sub(r"…+", "…", text))[0]
    return text if len(text) <= 34 else f"{text[:33]}…"


def severity_counts(findings: Sequence[Finding]) -> dict[Severity, int]:
    """How many findings of each grade."""
    found = dict.fromkeys(Severity, 0)
    for item in findings:
        found[item.severity] += 1
    return found


def _has(item: Finding, search: str) -> bool:
    parts = (item.message, item.hint, item.indicator, item.area, item.sheet, item.cell, item.year, item.value)
    text = " ".join(str(part) for part in parts if part)
    return all(word in text.casefold() for word in search.casefold().split())


def findings_table(findings: Sequence[Finding]) -> str:
    """Findings as a table: grade, where, the value, what and why, how to mend."""
    valued = any(item.value for item in findings)
    heads = ("等级", "位置", *(("原值",) if valued else ()), "问题", "怎样改")
    lines = []
    for item in findings:
        icon, word = fmt.SEVERITY[item.severity]
        where = "<br>".join(h(part) for part in (item.sheet, item.cell) if part) or "整个文件"
        what = " · ".join(str(part) for part in (item.indicator, fmt.leaf(item.area), item.year) if part)
        about = f'<br><span class="tp-quiet tp-small">{h(what)}</span>' if what else ""
        value = (f'<span class="tp-cut">{h((item.value or "")[:60] or "—")}</span>',) if valued else ()
        lines.append(
            (
                f'<span class="tp-chip {CHIPS[item.severity].key}">{icon} {word}</span>',
                f'<span class="tp-where">{where}</span>',
                *value,
                f"{h(item.message)}{about}",
                f'{h(item.hint)} <a href="checks?code={h(item.code)}" target="_blank">详细说明</a>',
            )
        )
    return markup.table(heads, lines, stack=True)


def findings_frame(findings: Sequence[Finding]) -> pd.DataFrame:
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
