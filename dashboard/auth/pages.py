"""The pages of the door as plain HTML without scripts: sign in, change the password, sign out."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · 两规划监测</title>
<link rel="icon" href="/account/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/account/style.css">
</head>
<body>
<main>
<picture class="logo"><source srcset="/account/logo-dark.svg" media="(prefers-color-scheme: dark)">
<img src="/account/logo.svg" alt="两规划监测" height="34"></picture>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


def page(title: str, body: str) -> str:
    """A whole page around a body that is HTML already."""
    return _PAGE.format(title=escape(title), body=body)


def form(action: str, csrf: str, fields: str, button: str, *, hidden: dict[str, str] | None = None) -> str:
    """A form that is sent by POST, with the token that proves it is ours."""
    kept = {"csrf": csrf, **(hidden or {})}
    carried = "".join(
        f'<input type="hidden" name="{escape(key)}" value="{escape(value)}">' for key, value in kept.items()
    )
    return (
        f'<form method="post" action="{escape(action)}">{carried}{fields}'
        f'<button type="submit">{escape(button)}</button></form>'
    )


def field(
    name: str,
    label: str,
    *,
    kind: str = "text",
    value: str = "",
    auto: str = "",
    hint: str = "",
    here: bool = False,
) -> str:
    """One labelled field; `auto` tells the browser's password manager what it is, `here`: typing begins."""
    more = f' autocomplete="{auto}"' if auto else ""
    first = " autofocus" if here or (name in ("login", "old") and not value) else ""
    length = 40 if kind == "text" else 128
    told = f'<small id="{name}-hint">{escape(hint)}</small>' if hint else ""
    tied = f' aria-describedby="{name}-hint"' if hint else ""
    return (
        f'<label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="{name}" type="{kind}" value="{escape(value)}" maxlength="{length}" '
        f'required spellcheck="false" autocapitalize="off"{more}{first}{tied}>{told}'
    )


def said(refused: str) -> str:
    """Why the last try came to nothing; empty where there was none."""
    return f'<p class="refused" role="alert">{escape(refused)}</p>' if refused else ""


def sign_in(csrf: str, *, refused: str = "", login: str = "", after: str = "", other: str = "") -> str:
    """The page to sign in; `other`: the name of another service to sign in with."""
    fields = field("login", "用户名", value=login, auto="username") + field(
        "password", "密码", kind="password", auto="current-password", here=bool(login)
    )
    there = f"/account/oidc?next={quote(after, safe='')}"
    way = f'<p class="other"><a class="button" href="{there}">用{escape(other)}登录</a></p>' if other else ""
    body = said(refused) + form("/account/sign-in", csrf, fields, "登录", hidden={"next": after}) + way
    return page("登录", body + '<p class="quiet">忘了密码或被锁定，请找本系统的管理员重设或解锁。</p>')


def new_password(csrf: str, *, forced: bool, refused: str = "") -> str:
    """The page to change one's password; `forced`: nothing else is shown before."""
    told = "<p>这是管理员给的初始密码，请先换成自己的密码。</p>" if forced else ""
    fields = (
        field("old", "原来的密码", kind="password", auto="current-password")
        + field(
            "new", "新密码", kind="password", auto="new-password",
            hint="至少10个字符；可以用一句自己记得住的话，不要含有姓名和连续的数字。",
        )
        + field("again", "再输一次新密码", kind="password", auto="new-password")
    )  # fmt: skip
    out = "/account/sign-out" if forced else "/"
    back = f'<p class="quiet"><a href="{out}">{"退出登录" if forced else "不改了，返回"}</a></p>'
    return page(
        "修改密码", told + said(refused) + form("/account/password", csrf, fields, "保存新密码") + back
    )


def sign_out(csrf: str, name: str) -> str:
    """The page that asks once before signing out."""
    body = f"<p>当前用户：{escape(name)}</p>" + form("/account/sign-out", csrf, "", "退出登录")
    return page("退出登录", body + '<p class="quiet"><a href="/">不退出，返回</a></p>')


def first(csrf: str, token: str, *, refused: str = "", login: str = "", name: str = "") -> str:
    """The page that makes the first administrator."""
    fields = (
        field("login", "用户名", value=login, auto="username", hint="字母、汉字、数字都可以，登录时用。")
        + field("name", "姓名", value=name, auto="name", hint="会记在经手的每一批数据上。")
        + field("new", "密码", kind="password", auto="new-password", hint="至少10个字符。")
        + field("again", "再输一次密码", kind="password", auto="new-password")
    )
    body = "<p>建立后，所有人都要登录才能使用。</p>" + said(refused)
    return page(
        "建立第一个管理员", body + form("/account/first", csrf, fields, "建立", hidden={"key": token})
    )


def message(title: str, text: str, *, link: str = "/", word: str = "返回") -> str:
    """A page that says one thing."""
    return page(
        title, f'<p>{escape(text)}</p><p><a class="button" href="{escape(link)}">{escape(word)}</a></p>'
    )
