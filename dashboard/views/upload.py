"""上报: drop files, see what was read and every finding, accept or give up, undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import data, desk, markup
from dashboard import format as fmt
from dashboard.views import batches, card, findings, remembered, who
from indicators.findings import has_errors
from indicators.model import Severity

h = fmt.html
TYPES = ["xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv", "txt", "zip", "htm", "html"]
ANY = "不指定（从表里读）"
FEW = 3


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
        _work(list(held), said)
        remembered.show(name)
    batches.show(name)


def _work(digests: list[str], said: Mapping[str, Any]) -> None:
    """Read and check file by file; each card appears as soon as its file is done."""
    if not digests:
        return
    head, waiting = st.container(), [item for item in digests if not desk.is_fresh(item, said)]
    bar = st.progress(0.0, "正在读取和审核…") if waiting else None
    number = 0
    for digest in digests:
        if bar is not None and digest in waiting:
            bar.progress(
                number / len(waiting),
                f"正在读取和审核：{desk.files()[digest].name}（第{number + 1}个，共{len(waiting)}个）",
            )
            number += 1
        card.show(digest, said, short=len(digests) > FEW)
    if bar is not None:
        bar.empty()
    if len(digests) > 1:
        with head:
            _table(digests)
            _take_all(digests, said)


def _table(digests: list[str]) -> None:
    """All files on the desk, a line each."""
    files = [desk.files()[digest] for digest in digests]
    lines = [_row(digest, held) for digest, held in zip(digests, files, strict=True) if held.intake]
    heads = ("状态", "文件", "单位", "数据", "错误", "疑问", "待回答")
    st.html(markup.table(heads, lines, right=(3, 4, 5, 6), stack=True))


def _row(digest: str, held: desk.Held) -> tuple[str, ...]:
    intake = held.intake
    tally = findings.severity_counts(intake.findings)
    counts = (len(intake.checked.observations), tally[Severity.ERROR], tally[Severity.WARNING])
    unit = held.unit or intake.unit or "—"
    shown = (str(count) for count in (*counts, len(intake.reading.questions)))
    key, words = _state(digest, intake)
    return (f'<span class="tp-chip {key}">{words}</span>', h(held.name), h(unit), *shown)


def _state(digest: str, intake: Any) -> tuple[str, str]:
    if desk.earlier(digest) is not None:
        return "met", "● 已入库"
    if intake.reading.questions:
        return "watch", "？ 等您回答"
    if not len(intake.reading.records):
        return "unmet", "✕ 没有读出数据"
    if has_errors(intake.findings):
        return "unmet", "✕ 有错误"
    if desk.unexplained(digest):
        return "watch", "▲ 等写说明"
    return "met", "● 可以入库"


def _finding(held: Mapping[str, Any]) -> str:
    standing = sum(not item.withdrawn for item in data.submissions())
    if held:
        return f"上报：桌上有{len(held)}个文件待处理"
    return f"上报：已入库{standing}批，把新的表拖进来" if standing else "上报：把各部门交来的表拖进来"


def _said() -> dict[str, Any]:
    """What the uploader says of the files, where the files do not say it themselves."""
    labels = data.area_labels()
    units = card.unit_names()
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
    """One button for all files that leave nothing to mend, answer or explain."""
    clean = [digest for digest in digests if _is_clean(digest)]
    if len(clean) > 1 and st.button(f"{len(clean)}个文件没有问题，全部入库", type="primary", key="take-all"):
        bar = st.progress(0.0, "正在入库…")
        for number, digest in enumerate(clean, start=1):
            bar.progress(number / len(clean), f"正在入库：{fmt.plain(desk.files()[digest].name)}")
            desk.take(digest, said)
        st.rerun()


def _is_clean(digest: str) -> bool:
    intake = desk.files()[digest].intake
    return bool(intake) and len(intake.checked.observations) > 0 and _state(digest, intake)[1] == "● 可以入库"
