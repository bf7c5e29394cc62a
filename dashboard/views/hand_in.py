"""上报 for a responsible unit: its forms, handing in, the way of each file handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import data, data_approval, data_desk, data_forms, desk, markup, state
from dashboard import format as fmt
from dashboard import markup_approval as ma
from dashboard.views import card, findings
from dashboard.views.keep import keep
from dashboard.views.upload import ANY, TYPES
from indicators.findings import Finding
from indicators.model import Submission
from indicators.store import HandedIn
from indicators.store.handed_in import RETURNED, UNDONE, WITHDRAWN

h = fmt.html
AGAIN = "hand_in_again"


def page() -> None:
    """The page."""
    sent = list(data_approval.every())
    st.title(_finding(sent), anchor=False)
    for message in desk.messages():
        st.success(message, icon=":material/check_circle:")
    _forms()
    _drop(sent)
    _sent(sent)
    _by_office(sent)


def _finding(sent: list[HandedIn]) -> str:
    back = [item for item in sent if item.state == RETURNED and item.later is None]
    waiting = sum(item.waits for item in sent)
    if back:
        return f"上报：有{len(back)}个文件被退回，请改好再交"
    return f"上报：{waiting}个文件正在审批" if waiting else "上报：填好表，交到妇儿工委办"


def _forms() -> None:
    """The unit's own form of the year being collected."""
    year = data_desk.latest()
    mine = data_forms.forms(year) if year is not None else ()
    for form in mine:
        st.download_button(
            f"下载{year}年填报表", data_forms.form_file(form.year, form.unit), file_name=form.name,
            key=f"own-form-{year}", icon=":material/download:", on_click="ignore",
        )  # fmt: skip


def _drop(sent: list[HandedIn]) -> None:
    given = st.file_uploader(
        "把填好的表拖到这里", TYPES, accept_multiple_files=True, key=desk.uploader_key(), max_upload_size=200
    )
    if given:
        for item in given:
            desk.put(item.name, item.getvalue())
        desk.clear_uploader()
        st.rerun()
    held = list(desk.files())
    if not held:
        return
    said = {**_said(), "unit": state.person().unit, "by": state.uploader()}
    earlier = _earlier(sent)
    for digest in held:
        card.show(digest, said, hand_in=lambda one=digest: _hand_in(one, said, earlier))  # type: ignore[misc]


def _said() -> dict[str, Any]:
    labels = data.area_labels()
    with st.expander("表里没写明地区、年份时，在这里指定"):
        one, two = st.columns(2)
        area = one.selectbox("地区", [ANY, *labels], key="said_area")
        year = two.number_input("年份", 1990, 2100, None, 1, placeholder="从表里读", key="said_year")
    return {"area": None if area == ANY else labels.get(area), "year": int(year) if year else None}


def _earlier(sent: list[HandedIn]) -> str | None:
    """Which file the one on the desk takes the place of."""
    open_ = {
        item.id: f"{item.file}（{fmt.when(item.at.astimezone())}提交）"
        for item in sent
        if item.state in (RETURNED, WITHDRAWN, UNDONE) and item.later is None
    }
    if not open_:
        return None
    first = next((item.id for item in sent if item.id in open_ and item.state == RETURNED), None)
    return st.selectbox(
        "更正哪一次提交的", [None, *open_], index=[None, *open_].index(first), key=AGAIN,
        format_func=lambda key: open_[key] if key else "不是更正，是新交的",
    )  # fmt: skip


def _hand_in(digest: str, said: Mapping[str, Any], earlier: str | None) -> None:
    held = desk.files()[digest]
    more = {**said, "answers": dict(held.answers), "explanations": desk.explanations(digest)}

    def work() -> None:
        done = data_approval.hand_in(held.name, held.content, more, earlier).handed_in
        if done is None:
            desk.say(f"没有提交：{held.name}，没有可以入库的数据。")
            return
        desk.say(f"已提交：{done.file}，{done.figures}个数据，等待审批。")
        desk.remove(digest)
        st.session_state.pop(AGAIN, None)

    keep(work)


def _sent(sent: list[HandedIn]) -> None:
    st.header("提交过的", anchor=False)
    if not sent:
        st.html(markup.empty("还没有提交过", "提交后，每个文件走到哪一步、为什么退回，都在这里看。"))
    for item in sent[:30]:
        with st.container(border=True, key=f"sent-{item.id[-12:]}"):
            _one(item)


def _by_office(sent: list[HandedIn]) -> None:
    """Files of this unit that the office put in itself, with what was found in them."""
    known = {item.submission for item in sent}
    others = [item for item in data.submissions() if item.id not in known and not item.purged]
    if not others:
        return
    st.header("妇儿工委办代为入库的", anchor=False)
    st.caption("本单位的文件，由妇儿工委办直接入库。有错误的数没有入库，请改好后从上面提交。")
    for item in others[:30]:
        with st.container(border=True, key=f"office-{item.id[-12:]}"):
            _office_one(item)


def _office_one(item: Submission) -> None:
    left = f"，有错误没有入库{item.blocked}个" if item.blocked else ""
    gone = "，已撤销" if item.withdrawn else ""
    words = f"入库{item.accepted}个{left}{gone}，{item.uploader}，{fmt.when(item.at.astimezone())}"
    st.html(markup.wrap(f'<b>{h(item.file)}</b> <span class="tp-quiet">{h(words)}</span>'))
    st.download_button(
        "下载", data_desk.batch_file(item.id), file_name=item.file, key=f"office-file-{item.id}",
        type="tertiary", on_click="ignore", icon=":material/download:",
    )  # fmt: skip
    _found("office", item.id, data_desk.batch_findings(item.id))


def _one(item: HandedIn) -> None:
    steps = data_approval.steps(item.id)
    st.html(markup.wrap(f"<b>{h(item.file)}</b> {item.figures}个数据" + ma.way(item, steps) + ma.told(steps)))
    with st.container(horizontal=True):
        if item.state != "purged":
            st.download_button(
                "下载", data_approval.file(item.id), file_name=item.file, key=f"own-{item.id}",
                type="tertiary", on_click="ignore", icon=":material/download:",
            )  # fmt: skip
        if item.waits and st.button("撤回", key=f"take-back-{item.id}", type="tertiary"):
            keep(lambda: data_approval.withdraw(item.id, ""), f"已撤回：{item.file}。")
    _found("sent", item.id, data_approval.findings(item.id))


def _found(kind: str, number: str, found: Sequence[Finding]) -> None:
    """The findings of a file, drawn only once they are asked for."""
    if not found:
        return
    box = st.expander(f"审核问题（{len(found)}条）", key=f"{kind}-found-{number}", on_change="rerun")
    if box.open:
        with box:
            findings.show(found, key=f"{kind}-{number[-12:]}")
