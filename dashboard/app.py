"""The router: dress, pages, and a guard around whatever page is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import components, data, guard, runtime, state
from dashboard.rights import FIRST
from dashboard.views import (
    actions,
    alerts,
    approval,
    areas,
    audit,
    backup,
    checks_help,
    compare,
    exports,
    guide,
    hand_in,
    indicators,
    library,
    method,
    overview,
    papers,
    plan,
    progress,
    reporting,
    seats,
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
    data.forget_run()
    data.refresh()
    role = state.person().role
    first = FIRST.get(role, "overview") if data.ready() else "setup"

    def shown(*known: tuple[Callable[[], None], str, str]) -> list[Any]:
        """The pages that this person may open; the others are not there for them."""
        return [
            st.Page(page, title=title, url_path=path, default=path == first)
            for page, title, path in known
            if guard.opens(path)
        ]

    if data.ready():
        pages = shown(
            (overview.page, "总览", "overview"),
            (alerts.page, "预警", "alerts"),
            (actions.page, "督办", "actions"),
            (progress.page, "进度", "progress"),
            (indicators.page, "指标", "indicators"),
            (units.page, "单位", "units"),
            (compare.page, "地区", "compare"),
            (upload.page, "上报", "upload"),
            (hand_in.page, "上报", "hand-in"),
            (approval.page, "审批", "approval"),
            (reporting.page, "报送进度", "reporting"),
            (papers.page, "报告", "papers"),
        )
        more = {
            "设置": shown(
                (plan.page, "规划", "plan"),
                (areas.page, "地区设置", "areas"),
                (users.page, "用户", "users"),
                (audit.page, "操作记录", "audit"),
                (backup.page, "备份", "backup"),
            ),
            "数据": shown((exports.page, "数据导出", "exports")),
            "说明": shown(
                (guide.page, "怎样使用", "guide"),
                (library.page, "指标库", "library"),
                (checks_help.page, "审核问题说明", "checks"),
                (method.page, "评估方法", "method"),
            ),
        }
        more = {title: found for title, found in more.items() if found}
    else:
        pages = shown((setup.page, "开始使用", "setup"), (guide.page, "说明", "guide"))
        more = {}
    chosen = st.navigation({"": pages, **more}, position="top")
    components.account()
    seats.choose()
    components.banner()
    chosen.run()
runtime.settle()
