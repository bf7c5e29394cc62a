"""What the pages of the door do: each takes a request and gives the answer."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dashboard.auth import device, keeping, pages, passwords
from dashboard.auth.door import Door, Entry
from dashboard.auth.sessions import Session
from dashboard.messages import UserError
from indicators.model import Role
from indicators.store import Account, StoreError, acting

FORM_COOKIE = "twoplans_form"
LONGEST_NEXT = 2000
FORGED = "这张网页已经过期，请重新填写。"


@dataclass(frozen=True, slots=True)
class Visit:
    """A request at the door: from which address, by TLS or not, of which session."""

    request: Request
    door: Door
    session: Session | None
    address: str
    secure: bool

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; under TLS one that other servers of the host cannot set."""
        return cookie_name(self.secure)


Handler = Callable[[Visit], Awaitable[Response]]


def cookie_name(secure: bool) -> str:
    """The name of the session's cookie."""
    return "__Host-twoplans" if secure else "twoplans_session"


def safe_next(text: str) -> str:
    """A path of this server to go on to; `/` for anything else."""
    plain = text.isprintable() and len(text) <= LONGEST_NEXT and "\\" not in text
    if not plain or not text.startswith("/") or text.startswith("//"):
        return "/"
    parts = urlsplit(text)
    return "/" if parts.scheme or parts.netloc or parts.path.startswith("/account/") else text


def to_sign_in(path: str, query: bytes) -> str:
    """The address of the sign-in page for somebody who wanted a page."""
    wanted = safe_next(path + (f"?{query.decode('latin-1')}" if query else ""))
    return "/account/sign-in" + (f"?next={quote(wanted, safe='')}" if wanted != "/" else "")


def csrf_of(visit: Visit, nonce: str) -> str:
    """What a form must carry: bound to the session, before sign-in to a cookie of the page."""
    what = visit.session.digest if visit.session else f"form {nonce}"
    return hmac.new(visit.door.secret, what.encode(), hashlib.sha256).hexdigest()


async def fields_of(visit: Visit) -> dict[str, str] | None:
    """The fields of a form that was sent; None where it does not carry the right token."""
    body = await visit.request.body()
    try:
        given = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20)
    except (UnicodeDecodeError, ValueError):
        return None
    fields = {key: values[-1] for key, values in given.items()}
    nonce = visit.request.cookies.get(FORM_COOKIE, "")
    right = csrf_of(visit, nonce) if visit.session or nonce else secrets.token_hex(32)
    return fields if hmac.compare_digest(right.encode(), fields.get("csrf", "").encode()) else None


def show(visit: Visit, make: Callable[[str], str], status: int = 200) -> Response:
    """A page with a form: made with its token, and the cookie that goes with it before sign-in."""
    nonce = visit.request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    answer = HTMLResponse(make(csrf_of(visit, nonce)), status)
    if visit.session is None:
        answer.set_cookie(
            FORM_COOKIE, nonce, path="/account", httponly=True, samesite="strict", secure=visit.secure
        )
    return answer


def welcome(visit: Visit, entry: Entry, after: str) -> Response:
    """Go on as somebody signed in: the session that was there before is over."""
    if visit.session is not None and visit.session is not entry.session:
        visit.door.sessions.end(visit.session)
    answer = RedirectResponse(after, 303)
    answer.set_cookie(
        visit.cookie, entry.token, path="/", httponly=True, secure=visit.secure,
        samesite="lax" if visit.door.terms.oidc else "strict",
    )  # fmt: skip
    answer.delete_cookie(FORM_COOKIE, path="/account", httponly=True, samesite="strict", secure=visit.secure)
    if entry.session is not None and (mark := visit.door.mark_for(entry.session)):
        answer.set_cookie(
            device.COOKIE, mark, max_age=device.LASTS, path="/account", httponly=True, samesite="strict",
            secure=visit.secure,
        )  # fmt: skip
    return answer


async def sign_in(visit: Visit) -> Response:
    """Show the sign-in page, or try what it sent."""
    request = visit.request
    service = visit.door.terms.oidc
    other = service.name if service else ""
    if request.method == "GET":
        after = safe_next(request.query_params.get("next", "/"))
        if visit.session is not None or not visit.door.required():
            return RedirectResponse(after, 303)
        return show(visit, lambda csrf: pages.sign_in(csrf, after=after, other=other))
    fields = await fields_of(visit)
    if fields is None:
        return show(visit, lambda csrf: pages.sign_in(csrf, refused=FORGED, other=other), 403)
    after, login = safe_next(fields.get("next", "/")), fields.get("login", "")[:100]
    mark = request.cookies.get(device.COOKIE, "")
    entry = await visit.door.sign_in(login, fields.get("password", ""), visit.address, mark)
    if entry.session is None:
        return show(
            visit,
            lambda csrf: pages.sign_in(csrf, refused=entry.refused, login=login, after=after, other=other),
            401,
        )
    return welcome(visit, entry, after)


async def sign_out(visit: Visit) -> Response:
    """Ask once, then sign out of this browser."""
    if visit.session is None:
        return RedirectResponse("/account/sign-in", 303)
    if visit.request.method == "GET":
        account = visit.door.account(visit.session.login)
        name = account.name if account else visit.session.login
        return show(visit, lambda csrf: pages.sign_out(csrf, name))
    if await fields_of(visit) is None:
        return HTMLResponse(pages.message("退出登录", FORGED, link="/account/sign-out"), 403)
    visit.door.sign_out(visit.session)
    answer = RedirectResponse("/account/sign-in", 303)
    answer.delete_cookie(visit.cookie, path="/", httponly=True, samesite="strict", secure=visit.secure)
    return answer


async def password(visit: Visit) -> Response:
    """Show the page to change one's password, or do it."""
    session = visit.session
    account = visit.door.account(session.login) if session else None
    if session is None or account is None:
        return RedirectResponse("/account/sign-in", 303)
    if not account.has_password:
        return HTMLResponse(pages.message("修改密码", "您用统一认证登录，这里没有密码可改。"))
    forced = account.must_change
    if visit.request.method == "GET":
        return show(visit, lambda csrf: pages.new_password(csrf, forced=forced))
    fields = await fields_of(visit)
    if fields is None:
        return show(visit, lambda csrf: pages.new_password(csrf, forced=forced, refused=FORGED), 403)
    try:
        entry = await visit.door.change_password(
            session, *(fields.get(name, "")[:1000] for name in ("old", "new", "again"))
        )
    except passwords.Busy:
        entry = Entry(refused="同时登录的人太多，请过几秒再试。")
    if entry.session is None:
        refused = entry.refused
        return show(visit, lambda csrf: pages.new_password(csrf, forced=forced, refused=refused), 400)
    return welcome(visit, entry, "/")


async def first(visit: Visit) -> Response:
    """Make the first administrator by the link printed at the server's start."""
    fields = await fields_of(visit) if visit.request.method == "POST" else {}
    token = (fields or {}).get("key") or visit.request.query_params.get("key", "")
    if not visit.door.first_open(token):
        text = "这个链接用过了、过期了，或者已经有了账号。需要新的链接，请重新启动两规划监测。"
        return HTMLResponse(pages.message("链接无效", text), 404)
    if visit.request.method == "GET":
        return show(visit, lambda csrf: pages.first(csrf, token))
    if fields is None:
        return show(visit, lambda csrf: pages.first(csrf, token, refused=FORGED), 403)
    login, name = fields.get("login", ""), fields.get("name", "")
    entry = await _make_first(visit, fields)
    if entry.session is None:
        return show(
            visit, lambda csrf: pages.first(csrf, token, refused=entry.refused, login=login, name=name), 400
        )
    return welcome(visit, entry, "/")


async def _make_first(visit: Visit, fields: dict[str, str]) -> Entry:
    new, again = fields.get("new", "")[:1000], fields.get("again", "")[:1000]
    store = visit.door.store()
    if store is None:
        return Entry(refused="还没有建立本单位的数据库：请先在浏览器里打开首页，填写本县名称，再用这个链接。")
    if passwords.bare(new) != passwords.bare(again):
        return Entry(refused="两次输入的密码不一样。")
    login, name = fields.get("login", ""), fields.get("name", "")

    def make() -> Account:
        with acting("", str(Role.ADMIN), visit.address, name):
            return keeping.add_first(store, login, name, password=new)[0]

    try:
        account = await passwords.aside(make)
    except StoreError as error:
        return Entry(refused=error.finding.message + error.finding.hint)
    except (UserError, passwords.Busy) as error:
        return Entry(refused=str(error) or "请过几秒再试。")
    visit.door.close_first()
    return visit.door.admit(account, how="password", address=visit.address)


HANDLERS: dict[str, Handler] = {
    "/account/sign-in": sign_in,
    "/account/sign-out": sign_out,
    "/account/password": password,
    "/account/first": first,
}
