"""备份: make one now, those that are there, the daily schedule, what went wrong last."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard import data_audit, desk, markup, state
from dashboard import format as fmt
from dashboard.backups import KEPT, Held
from dashboard.data_audit import Backups
from dashboard.messages import UserError
from indicators.model import Role
from indicators.store import StoreError

h = fmt.html
MADE = "backup_made"


def page() -> None:
    """The whole page."""
    if state.person().role is not Role.ADMIN:
        st.title("备份", anchor=False)
        st.html(markup.empty("只有管理员能备份", "需要时请找本单位的管理员。"))
        return
    now = data_audit.standing()
    st.title(_finding(now), anchor=False)
    for message in desk.messages():
        st.success(message, icon=":material/check_circle:")
    if now.failure:
        at, why = now.failure
        st.warning(f"{fmt.when(at)}的备份没有做成：{why}", icon=":material/warning:")
    _make()
    st.html(
        markup.wrap(
            '<p class="tp-small">备份是一个文件，包含全部数据、原文件、账号和操作记录；做备份时照常录入。'
            "每份都读回核对过才算数。请不时把备份复制到另一块磁盘上。"
            "备份里有账号和电话，也还有清除之前的文件，请妥善保管。</p>"
        )
    )
    _list(now)
    _settings(now)
    _restore(now)


def _finding(now: Backups) -> str:
    if not now.held:
        return "备份：还没有备份"
    last = fmt.when(now.held[0].at)
    return f"备份：最近一次{last}，已超过{now.plan.warn_days}天" if now.late else f"备份：最近一次{last}"


def _make() -> None:
    if st.button("现在备份", type="primary", key="backup-make", icon=":material/save:"):
        try:
            with st.spinner("正在备份并读回核对……"):
                made = data_audit.make()
        except StoreError as error:
            st.error(error.finding.message + error.finding.hint, icon=":material/error:")
            return
        desk.say(f"已备份：{made.path}。")
        st.rerun()


def _list(now: Backups) -> None:
    st.subheader("已有的备份", anchor=False)
    st.html(markup.wrap(f"<p>文件夹：<code>{h(now.plan.folder)}</code></p>"))
    if not now.held:
        st.html(markup.empty("文件夹里还没有备份", "点上面的“现在备份”，或等每天的自动备份。"))
        return
    lines = [(h(item.path.name), fmt.when(item.at), _size(item)) for item in now.held]
    st.html(markup.table(("文件", "时间", "大小"), lines, right=(2,)))
    names = {item.path.name: item for item in now.held}
    chosen = st.selectbox("取走哪一份", list(names), key="backup-which", width=420)
    if st.button("准备下载", key="backup-ready"):
        st.session_state[MADE] = chosen
    if chosen and st.session_state.get(MADE) == chosen:
        st.download_button(
            f"下载 {chosen}", names[chosen].path.read_bytes, file_name=chosen, mime="application/zip",
            key="backup-take", on_click="ignore", icon=":material/download:",
        )  # fmt: skip


def _restore(now: Backups) -> None:
    """Go back to a backup: by this server itself where it can, else how to do it."""
    st.subheader("从备份恢复", anchor=False)
    if not data_audit.can_restore():
        st.html(
            markup.wrap(
                '<p class="tp-small">先关闭程序，再运行 <code>twoplans restore 备份文件</code>。'
                "程序先核对备份，再替换；原来的数据库改名保留。换电脑也是这样，见“怎样使用”。</p>"
            )
        )
        return
    st.html(
        markup.wrap(
            '<p class="tp-small">程序先核对备份，再换上，原来的数据库改名保留在旁边。这份备份之后录入的数据、'
            "新建的账号、改过的密码和操作记录都不在里面。换上时所有人退出登录，十几秒后重新登录。"
            "别处拿来的备份，先复制到上面的文件夹。</p>"
        )
    )
    names = {item.path.name: item for item in now.held}
    with st.form("restore", border=True):
        chosen = st.selectbox(
            "恢复到哪一份", list(names), index=None, key="restore-which", width=420, placeholder="选一份备份"
        )
        sure = st.checkbox("我知道：这份备份之后录入的都不在了", key="restore-sure")
        asked = st.form_submit_button("恢复", icon=":material/settings_backup_restore:", key="restore-do")
    if not asked:
        return
    if chosen is None or not sure:
        st.warning("请选一份备份，并勾选“我知道”。")
        return
    try:
        with st.spinner("正在核对备份……"):
            data_audit.restore(names[chosen].path)
    except StoreError as error:
        st.error(error.finding.message + error.finding.hint, icon=":material/error:")
        return
    except UserError as error:
        st.error(str(error), icon=":material/error:")
        return
    st.success("备份核对无误，正在换上。请过十几秒重新登录。", icon=":material/check_circle:")


def _size(item: Held) -> str:
    return f"{item.size / 1e6:.1f} MB" if item.size >= 100_000 else f"{max(1, item.size // 1000)} KB"


def _settings(now: Backups) -> None:
    plan = now.plan
    with st.expander("自动备份"), st.form("backup_plan", border=False):
        st.caption(
            f"程序开着时每天到点备份一次，留最近{KEPT}份；到点时没开，下次打开补做。"
            + ("" if now.asked else "示例数据不自动备份，打开下面的开关才做。")
        )
        daily = st.checkbox("每天自动备份", value=plan.daily and now.asked, key="backup-daily")
        at = st.time_input("时间", value=plan.at, key="backup-at", width=160, step=1800)
        folder = st.text_input(
            "文件夹（空着就放在数据库旁边的 backups）", max_chars=300, key="backup-folder", width=420,
            value="" if plan.folder.name == "backups" else str(plan.folder),
        )  # fmt: skip
        warn = st.number_input(
            "几天没有备份就提醒管理员", 1, 60, plan.warn_days, key="backup-warn", width=240
        )
        if st.form_submit_button("保存"):
            data_audit.put_plan(daily, at if isinstance(at, dt.time) else plan.at, folder, int(warn))
            desk.say("已保存。")
            st.rerun()
