"""The gate before every page: nobody passes without being signed in, once there are accounts."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response

from dashboard.address import COMMAND_PATH
from dashboard.auth import clients, forms, pages
from dashboard.auth.door import Door
from dashboard.auth.forms import Visit, cookie_name, to_sign_in
from dashboard.auth.headers import FORMS_POLICY, app_policy, dressed
from dashboard.auth.identity import HEADER, Visitor, header_value
from dashboard.auth.limits import Body, TooMuch, bound_of
from dashboard.auth.sessions import Session, owner_of
from dashboard.auth.sockets import MOST_SOCKETS
from dashboard.auth.watch import Watch
from dashboard.messages import store_sentence
from indicators.store import StoreError

log = logging.getLogger(__name__)
ASSETS = Path(__file__).resolve().parents[1] / "assets"
OPEN_FILES = {
    "/account/style.css": "account.css",
    "/account/logo.svg": "logo.svg",
    "/account/logo-dark.svg": "logo-dark.svg",
    "/account/icon.svg": "icon.svg",
}
CLOSED = ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent", "/auth/", "/oauth2callback")
"""Routes of the framework that nobody needs here: figures on the server, programs in place of a browser,
the framework's own sign-in."""
UPLOAD_PATH = "/_stcore/upload_file/"


class Gate:
    """ASGI middleware around Streamlit's app."""

    def __init__(self, app: Any, door: Door) -> None:
        self.app, self.door, self.terms = app, door, door.terms

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer what is the door's, pass on who may pass, refuse the rest."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        trusted = clients.is_trusted(scope, self.terms)
        named = self._named_by_proxy(scope) if trusted else None
        visitor = (clients.address(scope, self.terms), clients.is_secure(scope, self.terms))
        scope = {**scope, "headers": clients.cleaned(scope["headers"], self.terms, trusted=trusted)}
        try:
            visit = self._visit(scope, *visitor, named)
        except StoreError as error:
            log.warning("the store does not answer: %s", error)
            await self._refuse(scope, send, 503, visitor[1], store_sentence(error))
            return
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send, visit)
        else:
            await self._http(scope, receive, send, visit)

    def _visit(self, scope: Any, address: str, secure: bool, named: str | None) -> Visit:
        request = Request({**scope, "type": "http", "method": scope.get("method", "GET")})
        session = self.door.session(request.cookies.get(cookie_name(secure)))
        if named is not None:
            session = self._by_proxy(named, address)
        return Visit(request, self.door, session, address, secure)

    def _named_by_proxy(self, scope: Any) -> str | None:
        """Whom a trusted proxy names; None where it names nobody or is not asked to."""
        name = self.terms.proxy_header
        if name is None:
            return None
        found = [value for key, value in scope["headers"] if key.lower() == name.lower().encode()]
        return found[0].decode("utf-8", "replace").strip() if len(found) == 1 and found[0].strip() else None

    def _by_proxy(self, named: str, address: str) -> Session | None:
        """The session of somebody whom the proxy signed in: begun at the first request."""
        store = self.door.store()
        account = store.accounts.by_subject(named) or store.accounts.find(named) if store else None
        if account is None or not account.active:
            return None
        for held in self.door.sessions.every(account.login):
            if held.how == "proxy" and held.address == address and self.door.stands(held):
                return held
        return self.door.admit(account, how="proxy", address=address).session

    async def _http(self, scope: Any, receive: Any, send: Any, visit: Visit) -> None:
        path = scope["path"]
        body = Body(receive, bound_of(path))
        started = False

        async def answer(message: Any) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                if body.broken is not None and not started:
                    raise TooMuch(body.broken)
                started = True
                message = {**message, "headers": self._dress(message.get("headers", []), scope, visit)}
            await send(message)

        try:
            if _ambiguous(scope):
                raise TooMuch(400)
            if _too_long(scope, bound_of(path)):
                raise TooMuch(413)
            own = await self._own(scope, body, visit)
            if own is not None:
                await own(scope, body, answer)
            else:
                await self.app(self._identified(scope, visit), body, answer)
        except TooMuch as error:
            if not started:
                await self._refuse(scope, send, error.status, visit.secure)
        except StoreError as error:
            log.warning("the store does not answer: %s", error)
            if not started:
                await self._refuse(scope, send, 503, visit.secure, store_sentence(error))

    async def _own(self, scope: Any, body: Any, visit: Visit) -> Response | None:
        """The door's own answer, None where the request may pass."""
        path, method = scope["path"], scope["method"]
        if path == COMMAND_PATH:
            return None if clients.is_here(scope) else PlainTextResponse("", 404)
        if path == "/health":
            return PlainTextResponse("ok")
        if path in OPEN_FILES:
            return FileResponse(ASSETS / OPEN_FILES[path])
        if path.startswith(CLOSED):
            return PlainTextResponse("", 404)
        required = self.door.required()
        if method not in ("GET", "HEAD") and not clients.same_origin(scope, needed=required):
            return PlainTextResponse("只接受本系统网页发来的请求。", 403)
        if path.startswith("/account/"):
            return await self._account(scope, body, visit)
        if not required:
            return None
        return self._held_back(scope, visit) or self._beyond(scope, visit)

    def _beyond(self, scope: Any, visit: Visit) -> Response | None:
        """Why an upload is too much for this person in this hour; None for one that is not, and all else."""
        if not scope["path"].startswith(UPLOAD_PATH) or scope["method"] not in ("PUT", "POST"):
            return None
        told = clients.header(scope, b"content-length")
        size = int(told) if told is not None else bound_of(scope["path"])  # in pieces: as if it were full
        refused = self.door.too_many(visit.session, size) if visit.session is not None else ""
        return PlainTextResponse(refused, 429) if refused else None

    async def _account(self, scope: Any, body: Any, visit: Visit) -> Response:
        path, method = scope["path"], scope["method"]
        if path == "/account/alive":
            inside = visit.session is not None or not self.door.required()
            return Response(status_code=204 if inside else 401)
        handler = self.handlers().get(path)
        if handler is None or method not in ("GET", "POST"):
            return HTMLResponse(pages.message("没有这一页", "请从首页进入。"), 404)
        request = Request(scope, body)
        return await handler(Visit(request, visit.door, visit.session, visit.address, visit.secure))

    def handlers(self) -> dict[str, forms.Handler]:
        """The door's own pages; those of the organisation's sign-in service where there is one."""
        if self.terms.oidc is None:
            return forms.HANDLERS
        from dashboard.auth import oidc

        return {**forms.HANDLERS, **oidc.HANDLERS}

    def _held_back(self, scope: Any, visit: Visit) -> Response | None:
        """Why somebody may not pass, None for somebody who may."""
        session = visit.session
        if session is None:
            if _navigates(scope):
                return RedirectResponse(to_sign_in(scope["path"], scope["query_string"]), 303)
            return PlainTextResponse("请先登录。", 401)
        self.door.sessions.touch(session)
        if self._must_change(session):
            if _navigates(scope):
                return RedirectResponse("/account/password", 303)
            return PlainTextResponse("请先修改初始密码。", 403)
        return None

    def _must_change(self, session: Session) -> bool:
        account = self.door.account(session.login)
        return session.how == "password" and account is not None and account.must_change

    def _identified(self, scope: Any, visit: Visit) -> Any:
        if visit.session is None:
            return scope
        value = header_value(Visitor(visit.session.login, visit.address))
        return {**scope, "headers": [*scope["headers"], (HEADER.encode(), value.encode("latin-1"))]}

    def _dress(self, headers: Any, scope: Any, visit: Visit) -> Any:
        path = scope["path"]
        own = path.startswith("/account/")
        policy = FORMS_POLICY if own else app_policy(clients.header(scope, b"host") or "")
        keep = path.startswith("/static/") or path in OPEN_FILES
        return dressed(headers, policy=policy, secure=visit.secure, keep=keep)

    async def _refuse(self, scope: Any, send: Any, status: int, secure: bool, told: str = "") -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        text = {
            400: "请求写法不对。",
            413: "内容太大，没有接收。",
            408: "等了太久没有收完，请重试。",
            503: "数据库暂时打不开，请联系管理员。",
        }[status]
        plain = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        headers = dressed(plain, policy=FORMS_POLICY, secure=secure)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": (told or text).encode()})

    async def _socket(self, scope: Any, receive: Any, send: Any, visit: Visit) -> None:
        """Pass a WebSocket on while its session lasts."""
        try:
            required = self.door.required()
            inside = not required or (visit.session is not None and not self._must_change(visit.session))
        except StoreError:  # the page asks again by itself
            required, inside = True, False
        right = clients.same_origin(scope, needed=required)
        full = visit.session is not None and len(visit.session.listeners) >= MOST_SOCKETS
        if not right or not inside or full or scope["path"].startswith(CLOSED):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        watch = Watch(self.door, visit.session, receive, send)
        scope = self.door.pages.resumable(scope, owner_of(visit.session))
        try:
            await self.app(self._identified(scope, visit), watch.receive, watch.send)
        finally:
            watch.close()


def _navigates(scope: Any) -> bool:
    """Whether a browser wants to show the answer as a page."""
    mode = clients.header(scope, b"sec-fetch-mode")
    if scope["method"] not in ("GET", "HEAD"):
        return False
    return mode == "navigate" if mode else "text/html" in (clients.header(scope, b"accept") or "")


def _too_long(scope: Any, bound: int) -> bool:
    told = clients.header(scope, b"content-length") or "0"
    return not told.isdigit() or int(told) > bound


def _ambiguous(scope: Any) -> bool:
    """Whether a proxy before us may see the request end elsewhere than we do (request smuggling)."""
    names = [key.lower() for key, _ in scope["headers"]]
    return b"transfer-encoding" in names and b"content-length" in names
