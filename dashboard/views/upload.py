"""上报: drop files, see what was read and every finding, accept or give up, undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import data, desk
from dashboard import format as fmt
from dashboard.views import batches, card, who
from indicators.findings import has_errors

h = fmt.html
TYPES = ["xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv", "txt", "zip", "htm", "html"]
ANY = "不指定（从表里读）"


def page() -> None:
    """The page."""
    held = desk.files()
    st.title(_finding(held), anchor=False)
    for message in desk.messages():
        st.success(message, icon=":material/check_circle:")
    name = who.ask()
    if not name:
        who.needed()
    else:
        said = _said()
        _drop()
        said["by"] = name
        _take_all(list(held), said)
        for digest in list(held):
            card.show(digest, said)
    batches.show(name)


def _finding(held: Mapping[str, Any]) -> str:
    standing = sum(not item.withdrawn for item in data.submissions())
    if held:
        return f"上报：桌上有{len(held)}个文件待处理"
    return f"上报：已入库{standing}批，把新的表拖进来" if standing else "上报：把各部门交来的表拖进来"


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


def _take_all(digests: list[str], said: Mapping[str, Any]) -> None:
    """One button for all files that raise neither error nor question."""
    if len(digests) < 2:
        return
    clean = [digest for digest in digests if _is_clean(desk.checked(digest, said))]
    if len(clean) > 1 and st.button(f"{len(clean)}个文件没有错误，全部入库", type="primary", key="take-all"):
        bar = st.progress(0.0, "正在入库…")
        for number, digest in enumerate(clean, start=1):
            bar.progress(number / len(clean), f"正在入库：{desk.files()[digest].name}")
            desk.take(digest, said)
        st.rerun()


def _is_clean(intake: Any) -> bool:
    doubts = intake.reading.questions or has_errors(intake.findings)
    return bool(len(intake.checked.observations)) and not doubts
