"""用户: who may sign in, as what, and what an administrator does about it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import data_users, desk, markup, state
from dashboard import format as fmt
from dashboard.auth import quota
from dashboard.data_users import Shown
from dashboard.messages import UserError
from indicators.model import Role
from indicators.store import Account, AccountRefused

h = fmt.html
ONCE = "first_password"
MADE = "accounts_made"
"""In the session: how many accounts were made, so that the form is empty again."""
ROLES = list(Role)
WHOLE = "全库"


def page() -> None:
    """The page."""
    shown = data_users.accounts()
    if not shown:
        _nobody()
        return
    if state.person().role is not Role.ADMIN:
        st.title("用户", anchor=False)
        st.html(markup.empty("只有管理员能管理用户", "要改自己的密码，请点右上角的“我的账号”。"))
        return
    st.title(_finding(shown), anchor=False)
    for message in desk.messages():
        st.success(message, icon=":material/check_circle:")
    _first_password()
    st.html(_table(shown))
    left, right = st.columns(2, gap="large")
    with left:
        _change(shown)
    with right:
        _add()
    _uploads()


def _uploads() -> None:
    now = data_users.upload_bounds()
    with st.expander("上传限额"), st.form("upload-bounds", border=False):
        st.caption("每个账号一小时内最多上传多少，防止有人用大量文件占满电脑。超过的不接收，并记入操作记录。")
        with st.container(horizontal=True):
            files = st.number_input(
                "文件（个）", 1, quota.MOST[quota.FILES], now.files, key="upload_files", width=180
            )
            size = st.number_input(
                "合计（MB）", 1, quota.MOST[quota.MEGABYTES], now.megabytes, key="upload_mb", width=180
            )
        if st.form_submit_button("保存", key="upload-save"):
            data_users.put_upload_bounds(int(files), int(size))
            desk.say("上传限额已保存。")
            st.rerun()


def _nobody() -> None:
    st.title("用户：还没有账号，只有本机能用", anchor=False)
    link = data_users.first_link()
    if link is None:
        st.html(
            markup.empty(
                "先建立第一个管理员", "在终端里运行：twoplans user add 用户名 --name 姓名 --role admin"
            )
        )
        return
    st.html(
        markup.wrap(
            "<p>要让科室、责任单位和领导在各自的电脑上使用，先建立第一个管理员。建立以后，本机也要登录。</p>"
            f'<p><a class="tp-text" href="{h(link)}">建立第一个管理员</a>'
            '<span class="tp-quiet">（链接一小时内有效，只能用一次）</span></p>'
        )
    )


def _finding(shown: list[Shown]) -> str:
    off = sum(not item.account.active for item in shown)
    locked = sum(item.locked for item in shown)
    more = [f"停用{off}个" if off else "", f"锁定{locked}个" if locked else ""]
    return "，".join(["用户：" + f"{len(shown)}个账号", *filter(None, more)])


def _table(shown: list[Shown]) -> str:
    bounds = data_users.bounds()
    rows = [
        (
            h(item.account.name), h(item.account.login), h(item.account.role.chinese),
            h(item.account.unit or "—"), *_reach(item.account, bounds), h(_state(item)),
            h(f"{item.browsers}处" if item.browsers else "—"),
        )
        for item in shown
    ]  # fmt: skip
    reach = ("范围",) if bounds else ()
    return markup.stacked(("姓名", "用户名", "角色", "单位", *reach, "状态", "正在登录"), rows)


def _reach(account: Account, bounds: list[str]) -> tuple[str, ...]:
    return (h(account.area or WHOLE),) if bounds else ()


def _state(item: Shown) -> str:
    if not item.account.active:
        return "已停用"
    if item.locked:
        return "已锁定（输错密码太多）"
    return "待本人改初始密码" if item.account.must_change else "在用"


def _first_password() -> None:
    """The password somebody was given, shown this once."""
    told = st.session_state.pop(ONCE, None)
    if told:
        name, login, password = told
        st.warning(
            f"“{name}”（用户名 {login}）的初始密码只显示这一次，请抄给本人；本人登录后要先改成自己的密码。"
        )
        st.code(password, language=None)


def _change(shown: list[Shown]) -> None:
    st.subheader("改一个账号", anchor=False)
    by_login = {item.account.login: item for item in shown}
    login = st.selectbox(
        "账号", list(by_login), key="user_login", index=None, placeholder="选一个账号",
        format_func=lambda key: _label(by_login[key].account),
    )  # fmt: skip
    if login not in by_login:
        st.caption("选一个账号，就可以改姓名、角色、单位，停用，重设密码，让它在各处退出登录。")
        return
    item = by_login[login]
    account = item.account
    with st.container(border=True, key="user-one"):
        role = _role(account.role, f"user_role_{login}")
        with st.form(f"user-{login}", border=False):
            name = st.text_input("姓名", account.name, max_chars=40, key=f"user_name_{login}")
            unit = _unit(role, account.unit, f"user_unit_{login}")
            area = _area(account.area, f"user_area_{login}")
            subject = _subject(account.subject or "", f"user_sub_{login}")
            active = st.checkbox("可以登录", account.active, key=f"user_active_{login}")
            if st.form_submit_button("保存", type="primary", key=f"user_save_{login}"):
                new = {"name": name, "role": role, "unit": unit, "area": area, "active": active}
                new["subject"] = subject or None
                _try(lambda: data_users.change(login, **new), f"“{name}”已保存。")
    if login == state.person().login:
        st.html(markup.wrap('<a class="tp-text" href="/account/password">修改自己的密码</a>'))
        return
    _acts(item)


def _acts(item: Shown) -> None:
    login, name = item.account.login, item.account.name
    with st.container(horizontal=True):
        if st.button("重设密码", key=f"reset_{login}"):
            _try(lambda: _give(name, login, data_users.reset(login)))
        if item.locked and st.button("解锁", key=f"unlock_{login}"):
            _try(lambda: data_users.unlock(login), f"“{name}”已解锁。")
        if item.browsers and st.button("在各处退出登录", key=f"out_{login}"):
            _try(lambda: data_users.sign_out(login), f"“{name}”已在各处退出登录。")


def _add() -> None:
    st.subheader("新建账号", anchor=False)
    with st.container(border=True, key="user-fresh"):
        again = st.session_state.get(MADE, 0)  # other keys after each account made: empty fields
        part = f"_{again}" if again else ""
        role = _role(Role.UNIT, f"new_role{part}")
        with st.form("user-new", border=False, clear_on_submit=False):
            name = st.text_input("姓名", max_chars=40, key=f"new_name{part}")
            login = st.text_input(
                "用户名", max_chars=40, key=f"new_login{part}", help="字母、汉字、数字都可以，登录时用。"
            )
            unit = _unit(role, None, f"new_unit{part}")
            area = _area(None, f"new_area{part}")
            subject = _subject("", f"new_sub{part}")
            if st.form_submit_button("新建", type="primary", key="user-add"):
                _try(lambda: _give(*_made(data_users.add(login, name, role, unit, subject, area))))


def _subject(now: str, key: str) -> str:
    return st.text_input("统一认证名称（没有就不填）", now, max_chars=255, key=key)


def _made(result: tuple[Account, str]) -> tuple[str, str, str]:
    st.session_state[MADE] = st.session_state.get(MADE, 0) + 1
    return result[0].name, result[0].login, result[1]


def _role(now: Role, key: str) -> Role:
    return (
        st.selectbox("角色", ROLES, ROLES.index(now), key=key, format_func=lambda role: role.chinese) or now
    )


def _unit(role: Role, now: str | None, key: str) -> str | None:
    """The unit that an account speaks for; none for roles that speak for no unit."""
    if role is not Role.UNIT:
        return None
    names = data_users.units()
    at = names.index(now) if now in names else None
    return st.selectbox(
        "单位", names, at, key=key,
        placeholder="从单位名册中选" if names else "单位名册还是空的，请先到“报送进度”里登记",
    )  # fmt: skip


def _area(now: str | None, key: str) -> str | None:
    """The area that an account reaches no further than; asked only where a store holds several offices."""
    known = data_users.bounds()
    if not known:
        return now
    words = [WHOLE, *known, *([now] if now and now not in known else [])]
    chosen = st.selectbox(
        "范围", words, words.index(now) if now else 0, key=key,
        help="只能看和改这个地区和它下面的；“全库”可以看所有地区。",
    )  # fmt: skip
    return None if chosen in (None, WHOLE) else chosen


def _label(account: Account) -> str:
    return f"{account.name}（{account.login}，{account.role.chinese}）"


def _give(name: str, login: str, password: str) -> None:
    st.session_state[ONCE] = (name, login, password)


def _try(work: Callable[[], object], said: str = "") -> None:
    """Do it, say so and show the page anew, or say why it was refused."""
    try:
        work()
    except AccountRefused as error:
        st.error(error.finding.message + error.finding.hint)
        return
    except UserError as error:
        st.error(str(error))
        return
    if said:
        desk.say(said)
    st.rerun()
