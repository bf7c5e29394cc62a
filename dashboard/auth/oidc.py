"""Sign-in by the organisation's own service (OpenID Connect, authorisation code with PKCE).

Not by Streamlit's `st.login`: its cookie stands by itself for thirty days, so that nobody could be signed
out, disabled or limited in time by this server. What comes back here is only a name; account and role are
those of the store.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import http.client
import json
import logging
import secrets
import ssl
import threading
import tomllib
from collections import OrderedDict
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.responses import HTMLResponse, RedirectResponse, Response

from dashboard.auth import pages
from dashboard.auth.forms import Visit, safe_next, welcome
from dashboard.auth.log import note
from dashboard.auth.sessions import clock
from dashboard.auth.terms import LOOPBACK, Oidc
from dashboard.messages import UserError, os_reason
from indicators.store import Account

log = logging.getLogger(__name__)
BACK = "/account/oidc/back"
COOKIE = "twoplans_oidc"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
LASTS = 600.0
"""Seconds within which the person must come back from the service."""
PENDING = 2000
PATIENCE = 10
LARGEST = 2**20


class Trouble(Exception):  # noqa: N818 - says what is the matter
    """The service does not answer as it must; the text is for the log."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """A sign-in under way: bound to a browser by its cookie, to the answer by nonce and verifier."""

    cookie: str
    nonce: str
    verifier: str
    after: str
    until: float


_begun: OrderedDict[str, _Begun] = OrderedDict()
_lock = threading.Lock()


def settings_of(path: Path) -> Oidc:
    """The settings in a TOML file. Raises UserError with one sentence."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"打不开统一认证设置 {path}（{os_reason(error)}）。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"统一认证设置 {path} 不是正确的 TOML 文件：{error}") from error
    names = {field.name for field in fields(Oidc)}
    if wrong := sorted(set(told) - names):
        raise UserError(
            f"统一认证设置 {path} 里有不认识的项：{'、'.join(wrong)}。可以写：{'、'.join(sorted(names))}。"
        )
    lacking = [name for name in ("issuer", "client_id", "client_secret") if not told.get(name)]
    if lacking:
        raise UserError(f"统一认证设置 {path} 缺少：{'、'.join(lacking)}。")
    if not all(isinstance(value, str) for value in told.values()):
        raise UserError(f"统一认证设置 {path} 里每一项都要写成带引号的文字。")
    _secure(told["issuer"])
    _joserfc()
    return Oidc(**told)


def _secure(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise UserError(f"统一认证的地址要以 https:// 开头：{url}")


def _joserfc() -> Any:
    try:
        import joserfc.errors
        import joserfc.jwk
        import joserfc.jwt
    except ImportError as error:
        raise UserError("要用统一认证，请先安装附加组件：pip install 'two-plans[oidc]'。") from error
    return joserfc


async def begin(visit: Visit) -> Response:
    """Send the browser to the service."""
    settings = visit.door.terms.oidc
    if settings is None:
        return HTMLResponse(pages.message("没有这一页", "请从首页进入。"), 404)
    try:
        found = await asyncio.to_thread(_discovered, settings)
    except (Trouble, OSError, http.client.HTTPException, ValueError) as error:
        return _failed(visit, f"begin: {error}")
    state, verifier, cookie = (secrets.token_urlsafe(32) for _ in range(3))
    nonce = secrets.token_urlsafe(32)
    after = safe_next(visit.request.query_params.get("next", "/"))
    _keep(state, _Begun(cookie, nonce, verifier, after, clock() + LASTS))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code", "client_id": settings.client_id, "redirect_uri": _back(visit),
        "scope": "openid email profile", "state": state, "nonce": nonce, "code_challenge": challenge,
        "code_challenge_method": "S256",
    }  # fmt: skip
    address = found["authorization_endpoint"]
    answer = RedirectResponse(f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", 303)
    answer.set_cookie(
        COOKIE,
        cookie,
        path="/account/oidc",
        httponly=True,
        samesite="lax",
        secure=visit.secure,
        max_age=int(LASTS),
    )
    return answer


async def back(visit: Visit) -> Response:
    """Take what the service sent the browser back with, and sign the person in."""
    settings = visit.door.terms.oidc
    given = visit.request.query_params
    with _lock:
        begun = _begun.pop(given.get("state", ""), None)
    cookie = visit.request.cookies.get(COOKIE, "")
    if settings is None or begun is None or clock() > begun.until:
        return _refused("登录没有完成或等得太久，请重新登录。")
    if not secrets.compare_digest(begun.cookie.encode(), cookie.encode()):
        return _refused("登录不是从这个浏览器开始的，请重新登录。")
    if "code" not in given:
        return _refused("统一认证没有同意登录，请重新登录或联系管理员。")
    try:
        subject = await asyncio.to_thread(_subject, settings, given["code"], begun, _back(visit))
    except (Trouble, OSError, http.client.HTTPException, ValueError) as error:
        return _failed(visit, f"back: {error}")
    return await _enter(visit, subject, begun.after)


async def _enter(visit: Visit, subject: str, after: str) -> Response:
    store = visit.door.store()
    account: Account | None = store.accounts.by_subject(subject) if store else None
    if account is None:
        note(store, "sign_in_failed", None, visit.address, by=None)
        return _refused(f"“{subject}”还没有对应本系统的账号，请联系管理员在“用户”页填上统一认证名称。")
    entry = visit.door.admit(account, how="oidc", address=visit.address)
    if entry.session is None:
        return _refused(entry.refused)
    answer = welcome(visit, entry, after)
    answer.delete_cookie(COOKIE, path="/account/oidc")
    return answer


def _keep(state: str, begun: _Begun) -> None:
    with _lock:
        _begun[state] = begun
        while len(_begun) > PENDING:
            _begun.popitem(last=False)


def _back(visit: Visit) -> str:
    """The address to which the service sends the browser back; the host was looked at by the host gate."""
    return f"{'https' if visit.secure else 'http'}://{visit.request.headers.get('host', '')}{BACK}"


def _refused(text: str) -> Response:
    return HTMLResponse(pages.message("没有登录", text, link="/account/sign-in", word="返回登录"), 403)


def _failed(visit: Visit, why: str) -> Response:
    log.warning("oidc %s", why)
    note(visit.door.store(), "sign_in_failed", None, visit.address, by=None)
    text = "统一认证服务没有正确应答，请稍后再试；也可以用本系统的用户名和密码登录。"
    return HTMLResponse(pages.message("没有登录", text, link="/account/sign-in", word="返回登录"), 502)


def _discovered(settings: Oidc) -> dict[str, Any]:
    """What the service says of itself. Raises Trouble."""
    found = _ask(settings, settings.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if found.get("issuer") != settings.issuer:
        raise Trouble(f"another issuer: {found.get('issuer')!r}")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not isinstance(found.get(name), str):
            raise Trouble(f"no {name}")
        try:
            _secure(found[name])
        except UserError as error:
            raise Trouble(f"{name} without TLS") from error
    return found


def _subject(settings: Oidc, code: str, begun: _Begun, redirect: str) -> str:
    """The person's name at the service, from a token that is signed, new and meant for us. Raises Trouble."""
    found = _discovered(settings)
    sent = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": redirect,
        "client_id": settings.client_id, "client_secret": settings.client_secret,
        "code_verifier": begun.verifier,
    }  # fmt: skip
    answer = _ask(settings, found["token_endpoint"], sent)
    claims = _claims(
        settings, str(answer.get("id_token") or ""), _ask(settings, found["jwks_uri"]), begun.nonce
    )
    subject = claims.get(settings.claim)
    if not isinstance(subject, str) or not subject.strip():
        raise Trouble(f"no claim {settings.claim}")
    if settings.claim == "email" and claims.get("email_verified") is not True:
        raise Trouble("the e-mail address is not verified")
    return subject.strip()


def _claims(settings: Oidc, token: str, keys: dict[str, Any], nonce: str) -> dict[str, Any]:
    jose = _joserfc()
    try:
        read = jose.jwt.decode(token, jose.jwk.KeySet.import_key_set(keys), algorithms=ALGORITHMS)
        rules = jose.jwt.JWTClaimsRegistry(
            leeway=60,
            iss={"essential": True, "value": settings.issuer},
            aud={"essential": True, "value": settings.client_id},
            exp={"essential": True}, iat={"essential": True}, sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )  # fmt: skip
        rules.validate(read.claims)
    except (jose.errors.JoseError, ValueError, KeyError, TypeError) as error:
        raise Trouble(f"the token is not right: {type(error).__name__} {error}") from error
    claims: dict[str, Any] = read.claims
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != settings.client_id:
        raise Trouble("the token was made for another program")
    return claims


def _ask(settings: Oidc, url: str, form: dict[str, str] | None = None) -> dict[str, Any]:
    """The service's answer as JSON; no redirects, one megabyte at most. Raises Trouble, OSError."""
    parts = urlsplit(url)
    place = parts.path + (f"?{parts.query}" if parts.query else "")
    body = urlencode(form) if form is not None else None
    sent = {"Accept": "application/json"}
    if form is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    with closing(_connection(settings, parts.scheme, parts.netloc)) as connection:
        connection.request("POST" if form is not None else "GET", place, body, sent)
        reply = connection.getresponse()
        text = reply.read(LARGEST)
    if reply.status != 200:
        raise Trouble(f"{reply.status} from {parts.netloc}{parts.path}")
    found = json.loads(text)
    if not isinstance(found, dict):
        raise Trouble("no JSON object")
    return found


def _connection(settings: Oidc, scheme: str, netloc: str) -> http.client.HTTPConnection:
    if scheme == "http":
        return http.client.HTTPConnection(netloc, timeout=PATIENCE)
    context = ssl.create_default_context(cafile=settings.ca)
    return http.client.HTTPSConnection(netloc, timeout=PATIENCE, context=context)


HANDLERS = {"/account/oidc": begin, BACK: back}
