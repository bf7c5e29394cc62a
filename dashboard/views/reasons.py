"""上报说明: a written explanation for every warning, by kind or cell by cell, now or later."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dashboard import format as fmt
from dashboard import markup
from indicators.findings import Finding
from indicators.model import Severity

h = fmt.html
MOST = 30
Put = Callable[[str, str], None]


def show(findings: Sequence[Finding], told: Mapping[str, str], put: Put, *, key: str) -> None:
    """One box for each kind of warning, or one for each cell; `put` keeps what is written."""
    kinds: dict[str, list[Finding]] = {}
    for item in findings:
        if item.severity is Severity.WARNING:
            kinds.setdefault(item.code, []).append(item)
    for code, items in kinds.items():
        _kind(code, items, told, put, f"{key}-{code}")


def _kind(code: str, items: list[Finding], told: Mapping[str, str], put: Put, key: str) -> None:
    first = items[0]
    more = f'<span class="tp-quiet">　同类共{len(items)}条</span>' if len(items) > 1 else ""
    st.html(markup.wrap(f"▲ {h(first.message)}{more}", "tp-small"))
    placed = [item for item in items if item.cell]
    each = len(placed) > 1 and st.toggle("逐条写", key=f"each-{key}")
    if not each:
        name = code if len(items) > 1 or not first.cell else f"{code}@{first.cell}"
        _box("上报说明" if len(items) == 1 else "上报说明（这一类都适用）", name, told, put, key)
        return
    for item in placed[:MOST]:
        about = " ".join(
            str(part) for part in (item.cell, fmt.leaf(item.area), item.year, item.value) if part
        )
        _box(f"{about}：上报说明", f"{code}@{item.cell}", told, put, f"{key}-{item.sheet}-{item.cell}")
    if len(placed) > MOST:
        st.caption(f"逐条只列前{MOST}条；其余的请写一条这一类都适用的说明。")


def _box(label: str, name: str, told: Mapping[str, str], put: Put, key: str) -> None:
    text = st.text_input(
        fmt.plain(label), value=told.get(name, ""), max_chars=500, key=f"why-{key}",
        placeholder="例如：已与单位核对，确为当年实际数",
    )  # fmt: skip
    if text.strip() != told.get(name, ""):
        put(name, text.strip())
