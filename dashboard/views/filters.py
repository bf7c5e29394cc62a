"""The filters that the list of indicators and the page of progress share, kept in the address bar."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import format as fmt
from dashboard import state
from dashboard.rows import Filters, Row

PLAN_KEYS = {word: key for key, word in fmt.PLANS_SHORT.items()}
STATUS_KEYS = {status.word: status.key for status in fmt.STATUSES}
ALERT_KEYS = {word: key for key, (_, word) in fmt.ALERTS.items()}


def choose(rows: Sequence[Row]) -> Filters:
    """Search, domain, unit, plan, status and alert; what is chosen."""
    domains = list(dict.fromkeys(row.item.domain for row in rows if row.item.domain))
    units = sorted({row.lead for row in rows if row.lead})
    plans = [word for key, word in fmt.PLANS_SHORT.items() if any(row.item.plan == key for row in rows)]
    one, two, three = st.columns((2, 1, 1))
    search = one.text_input(
        "查找", key=state.SEARCH, bind="query-params", placeholder="名称、编号或拼音首字母，如 宫颈癌、gja",
        type="search",
    ).strip()  # fmt: skip
    domain = two.multiselect("领域", domains, key=state.DOMAIN, bind="query-params", placeholder="全部领域")
    unit = three.multiselect("牵头单位", units, key=state.UNIT, bind="query-params", placeholder="全部单位")
    with st.container(horizontal=True, gap="medium"):
        plan = pills("规划", plans, state.PLAN)
        status = pills("达标情况", list(STATUS_KEYS), state.STATUS)
        alert = pills("预警", list(ALERT_KEYS), state.ALERT)
    return Filters(
        plan=tuple(PLAN_KEYS[word] for word in plan),
        domain=tuple(domain),
        status=tuple(STATUS_KEYS[word] for word in status),
        alert=tuple(ALERT_KEYS[word] for word in alert),
        unit=tuple(unit),
        search=search,
    )


def pills(label: str, options: list[str], key: str) -> list[str]:
    """Several of a few words, in the address bar."""
    return st.pills(label, options, selection_mode="multi", key=key, bind="query-params", wrap=True)
