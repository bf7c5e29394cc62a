"""What `twoplans serve` was asked for, as the server's terms; each wrong option is told in a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.messages import USAGE, UserError

HostsOption = Annotated[
    list[str] | None,
    typer.Option("--allowed-host", help="允许的网址主机名，可多次", metavar="主机名"),
]
CertOption = Annotated[Path | None, typer.Option("--tls-cert", help="证书文件（PEM，含中间证书）")]
KeyOption = Annotated[Path | None, typer.Option("--tls-key", help="私钥文件（PEM，不加密码）")]
IdleOption = Annotated[int, typer.Option("--idle-minutes", help="多少分钟不操作就退出登录", min=1, max=1440)]
LongestOption = Annotated[
    int, typer.Option("--session-hours", help="登录后最长多少小时要重新登录", min=1, max=168)
]
ProxyOption = Annotated[
    str | None, typer.Option("--proxy-header", help="可信反向代理用来写登录人的请求头", metavar="请求头")
]
TrustedOption = Annotated[
    list[str] | None, typer.Option("--trusted-proxy", help="可信反向代理的地址，可多次", metavar="地址")
]
OidcOption = Annotated[Path | None, typer.Option("--oidc", help="统一认证（OIDC）的设置文件（TOML）")]


def terms_of(
    hosts: list[str] | None,
    certificate: tuple[Path | None, Path | None],
    idle: int,
    longest: int,
    proxy_header: str | None,
    trusted: list[str] | None,
    oidc: Path | None = None,
) -> Any:
    """The server's terms. Raises UserError for options that do not go together."""
    from dashboard.auth.clients import is_literal
    from dashboard.auth.oidc import settings_of
    from dashboard.auth.terms import LOOPBACK, Terms

    cert, key = certificate
    if (cert is None) != (key is None):
        raise UserError("--tls-cert 和 --tls-key 要一起写：一个是证书，一个是私钥。", USAGE)
    if wrong := [item for item in trusted or [] if not is_literal(item)]:
        raise UserError(f"--trusted-proxy 要写 IP 地址，这里不是：{'、'.join(wrong)}", USAGE)
    if proxy_header is not None and not trusted:
        raise UserError("写了 --proxy-header，还要用 --trusted-proxy 写明反向代理的 IP 地址。", USAGE)
    if proxy_header is not None and not proxy_header.replace("-", "").isalnum():
        raise UserError("--proxy-header 要写请求头的名称，例如 X-Remote-User。", USAGE)
    if wrong := [item for item in hosts or [] if "/" in item or not item.strip()]:
        raise UserError(f"--allowed-host 只写主机名，不带 http:// 和路径：{'、'.join(wrong)}", USAGE)
    pair = (cert, key) if cert is not None and key is not None else None
    return Terms(
        hosts=(*LOOPBACK, *(hosts or [])),
        idle=idle * 60.0,
        longest=longest * 3600.0,
        certificate=pair,
        proxy_header=proxy_header,
        trusted=tuple(trusted or ()),
        oidc=settings_of(oidc) if oidc is not None else None,
    )
