"""`twoplans user`: who may sign in."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from dashboard.cli_input import JsonFlag, StoreOption
from dashboard.cli_run import run, told
from dashboard.messages import USAGE, UserError
from indicators.model import Role

LoginArgument = Annotated[str, typer.Argument(help="用户名，登录时用", metavar="用户名")]
NameOption = Annotated[str, typer.Option("--name", help="姓名，会记在经手的每一批数据上")]
RoleOption = Annotated[
    Role,
    typer.Option(
        "--role", help="admin 管理员、office 妇儿工委办、unit 责任单位、leader 领导、statistics 统计局审核"
    ),
]
UnitOption = Annotated[str | None, typer.Option("--unit", help="责任单位：单位名册中的名称或简称")]
AreaOption = Annotated[
    str | None, typer.Option("--area", help="管辖范围：省、市或县的路径；不写就是全库。role 里写空串改回全库")
]
SubjectOption = Annotated[str | None, typer.Option("--subject", help="统一认证或反向代理对这个人的称呼")]
StdinFlag = Annotated[bool, typer.Option("--password-stdin", help="从标准输入读密码（一行），不逐次询问")]


def add(
    login: LoginArgument,
    name: NameOption,
    role: RoleOption,
    unit: UnitOption = None,
    area: AreaOption = None,
    subject: SubjectOption = None,
    store: StoreOption = None,
    password_stdin: StdinFlag = False,
    as_json: JsonFlag = False,
) -> int:
    """建立账号；密码另行输入，不写在命令里。"""
    bound = {"unit": unit, "area": area, "subject": subject}
    options = {"login": login, "name": name, "role": str(role), **bound}
    return _ask(store, "user_add", {**options, "password": _password(password_stdin)}, as_json)


def list_(store: StoreOption = None, as_json: JsonFlag = False) -> int:
    """列出全部账号。"""
    return _ask(store, "user_list", {}, as_json)


def passwd(
    login: LoginArgument,
    store: StoreOption = None,
    password_stdin: StdinFlag = False,
    as_json: JsonFlag = False,
) -> int:
    """重设密码；本人下次登录要先改成自己的密码，所有浏览器都退出登录。"""
    return _ask(store, "user_passwd", {"login": login, "password": _password(password_stdin)}, as_json)


def disable(login: LoginArgument, store: StoreOption = None, as_json: JsonFlag = False) -> int:
    """停用账号，马上退出登录。"""
    return _ask(store, "user_change", {"login": login, "active": False}, as_json)


def enable(login: LoginArgument, store: StoreOption = None, as_json: JsonFlag = False) -> int:
    """重新启用账号。"""
    return _ask(store, "user_change", {"login": login, "active": True}, as_json)


def unlock(login: LoginArgument, store: StoreOption = None, as_json: JsonFlag = False) -> int:
    """解开因输错密码太多而锁定的账号。"""
    return _ask(store, "user_unlock", {"login": login}, as_json)


def logout(login: LoginArgument, store: StoreOption = None, as_json: JsonFlag = False) -> int:
    """让一个账号在所有浏览器上退出登录。"""
    return _ask(store, "user_sign_out", {"login": login}, as_json)


def role_(
    login: LoginArgument,
    role: Annotated[Role | None, typer.Argument(help="新的角色；不写就不改", metavar="角色")] = None,
    unit: UnitOption = None,
    area: AreaOption = None,
    name: Annotated[str | None, typer.Option("--name", help="改姓名")] = None,
    subject: SubjectOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """改角色、单位、管辖范围、姓名。"""
    bound = {"unit": unit, "area": area, "subject": subject}
    given = {"role": str(role) if role else None, "name": name, **bound}
    if not any(value is not None for value in given.values()):
        raise UserError("请写明要改成什么，例如：twoplans user role 用户名 office", USAGE)
    return _ask(store, "user_change", {"login": login, **given}, as_json)


def _ask(store: Any, command: str, options: dict[str, Any], as_json: bool) -> int:
    return told(run(store, command, options), as_json, _line)


def _line(record: dict[str, Any]) -> str:
    states = ["" if record["active"] else "已停用", "已锁定" if record["locked"] else ""]
    states += [
        "待改密码" if record["must_change"] else "",
        f"已登录{record['signed_in']}处" if record["signed_in"] else "",
    ]
    unit = f"（{record['unit']}）" if record["unit"] else ""
    unit += f"［{record['area']}］" if record["area"] else ""
    more = "，".join(["", *filter(None, states)])
    return f"{record['login']} {record['name']} {Role(record['role']).chinese}{unit}{more}"


def _password(stdin: bool) -> str:
    """The password typed twice without being shown, or one line of standard input."""
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    import getpass

    if not sys.stdin.isatty():
        raise UserError("这里不能输入密码。请在终端里运行，或者加上 --password-stdin 从标准输入读。", USAGE)
    first = getpass.getpass("密码：")
    if first != getpass.getpass("再输一次："):
        raise UserError("两次输入的密码不一样，没有保存。")
    return first


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="用户：谁可以登录。", no_args_is_help=True, rich_markup_mode=None)
    for command in (add, passwd, disable, enable, unlock, logout):
        group.command()(command)
    group.command("list")(list_)
    group.command("role")(role_)
    app.add_typer(group, name="user")
