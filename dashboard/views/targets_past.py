"""On an indicator's page: every wording its target ever had, with the day it was put and what stands now."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import data_detail, downloads, markup
from dashboard import format as fmt
from dashboard.components import local
from dashboard.rows import Row
from indicators.store.definitions import target_of
from indicators.targets import reading_zh

h = fmt.html
HEADS = ("状态", "目标原文", "读作", "规划", "地区", "起用", "来源", "记入时间", "经办人")


def show(row: Row, area: str) -> None:
    """The wordings as a table with a download; nothing where no plan ever asked for it."""
    frame = data_detail.targets(row.item.code, area)
    if frame.empty:
        return
    table = past(frame)
    stands = "●现行"
    with st.expander(f"目标的历次版本（{len(table)}条）", expanded=len(table) > 1):
        lines = []
        for item in table.to_dict("records"):
            kind = "met" if item["状态"] == "现行" else "other"
            icon = stands[0] if item["状态"] == "现行" else "○"
            chip = f'<span class="tp-chip {kind}">{icon} {item["状态"]}</span>'
            lines.append((chip, *(h(item[name]) for name in HEADS[1:])))
        st.html(markup.table(HEADS, lines))
        downloads.table(table, f"{row.item.indicator}_目标历次版本", key="targets-past")


def past(frame: pd.DataFrame) -> pd.DataFrame:
    """The wordings, the newest first; a version that repeats the one before is not listed again."""
    lines: list[dict[str, Any]] = []
    seen: set[tuple[Any, ...]] = set()
    for item in frame.iloc[::-1].itertuples():  # the oldest first, to keep the day a wording came
        same = (item.phrase, item.plan, item.area, item.target_set, item.target_version, item.period_start)
        if same in seen:
            for line in lines:
                if line["_same"] == same and item.stands:
                    line["状态"] = "现行"
            continue
        seen.add(same)
        lines.append(_line(item) | {"_same": same})
    found = pd.DataFrame(lines[::-1])
    return found.drop(columns="_same") if len(found) else found


def _line(item: Any) -> dict[str, Any]:
    target = target_of(item.parsed) if isinstance(item.parsed, str) and item.parsed else None
    start = item.in_force_from if pd.notna(item.in_force_from) else item.period_start
    return {
        "状态": "现行" if item.stands else "已被替换",
        "目标原文": item.phrase or "仅监测",
        "读作": reading_zh(target).removeprefix("读作：") if target else "",
        "规划": fmt.PLANS_SHORT.get(item.plan, "") + (f"（{item.target_set}）" if item.target_set else ""),
        "地区": fmt.leaf(item.area),
        "起用": f"{int(start)}年" if pd.notna(start) else "",
        "来源": item.file,
        "记入时间": fmt.when(local(item.at)),
        "经办人": item.by,
    }
