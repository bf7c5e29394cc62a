"""The router: dress, pages, and a guard around whatever page is shown."""

from __future__ import annotations

import streamlit as st

from dashboard import components, data, runtime
from dashboard.views import (
    actions,
    alerts,
    areas,
    audit,
    backup,
    checks_help,
    compare,
    exports,
    guide,
    indicators,
    library,
    method,
    overview,
    papers,
    plan,
    progress,
    reporting,
    setup,
    units,
    upload,
    users,
)

st.set_page_config(
    page_title="两规划监测", page_icon=str(components.ASSETS / "icon.svg"), layout="wide",
    menu_items={"About": "两规划监测：妇女发展规划与儿童发展规划的指标监测。数据只存在本机。"},
)  # fmt: skip
components.dress()
with components.guard():
    data.refresh()
    if data.ready():
        pages = [
            st.Page(overview.page, title="总览", url_path="overview", default=True),
            st.Page(alerts.page, title="预警", url_path="alerts"),
            st.Page(actions.page, title="督办", url_path="actions"),
            st.Page(progress.page, title="进度", url_path="progress"),
            st.Page(indicators.page, title="指标", url_path="indicators"),
            st.Page(units.page, title="单位", url_path="units"),
            st.Page(compare.page, title="地区", url_path="compare"),
            st.Page(upload.page, title="上报", url_path="upload"),
            st.Page(reporting.page, title="报送进度", url_path="reporting"),
            st.Page(papers.page, title="报告", url_path="papers"),
        ]
        more = {
            "设置": [
                st.Page(plan.page, title="规划", url_path="plan"),
                st.Page(areas.page, title="地区设置", url_path="areas"),
                st.Page(users.page, title="用户", url_path="users"),
                st.Page(audit.page, title="操作记录", url_path="audit"),
                st.Page(backup.page, title="备份", url_path="backup"),
            ],
            "数据": [st.Page(exports.page, title="数据导出", url_path="exports")],
            "说明": [
                st.Page(guide.page, title="怎样使用", url_path="guide"),
                st.Page(library.page, title="指标库", url_path="library"),
                st.Page(checks_help.page, title="审核问题说明", url_path="checks"),
                st.Page(method.page, title="评估方法", url_path="method"),
            ],
        }
    else:
        pages = [
            st.Page(setup.page, title="开始使用", url_path="setup", default=True),
            st.Page(guide.page, title="说明", url_path="guide"),
        ]
        more = {}
    chosen = st.navigation({"": pages, **more}, position="top")
    components.account()
    components.banner()
    chosen.run()
runtime.settle()
