"""填报表: the forms that go out, for all units in one zip or for one."""

from __future__ import annotations

import streamlit as st

from dashboard import data, data_desk, data_forms, markup
from dashboard import format as fmt

h = fmt.html


def section(year: int) -> None:
    """What each unit is asked for a year, with buttons to download all forms or one."""
    forms = data_forms.forms(year)
    if not forms:
        st.html(
            markup.empty(
                f"{year}年没有单位要填报",
                "规划里没有写牵头单位；请先在规划里写明，或在名册里登记各单位填报的指标。",
            )
        )
        return
    undated = "" if forms[0].deadline else "还没有定截止日期，表上留空；可在“年度与名册”里写上。"
    st.html(
        markup.wrap(
            f"每个单位一张Excel填报表，附上年数、填报说明和下拉选项，填好交回后，拖进“上报”页就能读入。{undated}"
        )
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.download_button(
            f"下载全部{len(forms)}个单位的填报表", data_forms.form_file(year, None),
            file_name=f"{year}年_填报表.zip", mime="application/zip", type="primary", key="forms-all",
            on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        names = {form.unit: form for form in forms}
        unit = st.selectbox("只要一个单位", list(names), index=None, placeholder="选择单位", key="forms-unit")
        if unit:
            st.download_button(
                f"下载{fmt.plain(unit)}的填报表", data_forms.form_file(year, unit),
                file_name=names[unit].name, key="forms-one", on_click="ignore", icon=":material/download:",
                mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            )  # fmt: skip
    lines = [
        (h(form.unit), str(form.record()["indicators"]), str(len(form.lines)),
         h("、".join(form.grids) or "—"), h(form.liaison or "—"))
        for form in forms
    ]  # fmt: skip
    st.html(markup.table(("单位", "指标", "要填的数", "另附分乡镇、分村表", "联络员"), lines, right=(1, 2)))


def page() -> None:
    """The page by itself."""
    latest = data_desk.latest() or next(iter(data.years()), None)
    st.title("填报表：发给各单位", anchor=False)
    if latest is None:
        st.html(markup.empty("还没有开始一个年度", "请先在“报送进度”里开始一个年度，写上截止日期。"))
        return
    known = sorted(
        {latest, latest + 1, *data.years(), *(item.year for item in data_desk.years())}, reverse=True
    )
    year = st.selectbox("年份", known, index=known.index(latest), key="forms-year", width=140)
    section(int(year))
