"""审核问题说明: every finding code with its grade, what it says, how to mend it, and more where needed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

import streamlit as st

from dashboard import components, markup
from dashboard import format as fmt
from indicators.findings import FindingKind, kinds
from indicators.model import Severity

h = fmt.html
CHIPS = {Severity.ERROR: fmt.UNMET, Severity.WARNING: fmt.WATCH, Severity.NOTE: fmt.OTHER}


@cache
def words() -> Mapping[str, Any]:
    """Headings of the topics, words for the fields of the texts, and the longer explanations by code."""
    return tomllib.loads((components.ASSETS / "checks_help.toml").read_text(encoding="utf-8"))


def template(text: str) -> str:
    """A finding's text with the names of what is filled in: {year}年 -> 〔年份〕年. Raises KeyError."""
    return text.format_map({name: f"〔{word}〕" for name, word in words()["fields"].items()})


def topics() -> dict[str, list[FindingKind]]:
    """The kinds of findings under their topics, in the order of the page. Raises KeyError for a new topic."""
    found: dict[str, list[FindingKind]] = {topic: [] for topic in words()["topics"]}
    for kind in kinds().values():
        found[kind.topic].append(kind)
    return found


def page() -> None:
    """The page; `?code=` puts one finding on top."""
    st.title("审核问题说明：每一种问题是什么意思、怎样改", anchor=False)
    asked = kinds().get(st.query_params.get("code", ""))
    if asked:
        st.html(markup.wrap(f'<div class="tp-empty">{entry(asked)}</div>'))
    st.html(
        markup.wrap(
            "错误：这个数没有入库，改正后重新上传。提醒：数照常入库，但要写明原因。提示：不用处理。"
            "〔〕里的内容随文件而变。"
        )
    )
    search = st.text_input("查找", placeholder="例如：单位、去年、series_slip", key="checks_search")
    for topic, listed in topics().items():
        kept = [kind for kind in listed if search.casefold() in entry(kind).casefold()]
        if kept:
            with st.expander(f"{words()['topics'][topic]}（{len(kept)}种）", expanded=bool(search)):
                st.html(markup.wrap("".join(map(entry, kept))))


def entry(kind: FindingKind) -> str:
    """One finding, as HTML."""
    icon, word = fmt.SEVERITY[kind.severity]
    more = words()["more"].get(kind.code, {})
    chip = f'<span class="tp-chip {CHIPS[kind.severity].key}">{icon} {word}</span>'
    lines = [f"{chip} <b>{h(template(kind.message))}</b>", h(template(kind.hint))]
    lines += [
        f"{label}：{h(more[key])}" for key, label in (("why", "怎样判断"), ("example", "例")) if key in more
    ]
    lines.append(f'<span class="tp-quiet tp-small">代码 <code>{kind.code}</code></span>')
    return f'<p id="{kind.code}">{"<br>".join(lines)}</p>'
