"""Where the server can be reached: its socket, its address, and the note that tells both to command lines."""

from __future__ import annotations

import json
import os
import socket
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dashboard.auth.terms import LOOPBACK
from dashboard.messages import UserError

COMMAND_PATH = "/twoplans/command"
"""The route by which command lines ask the server that holds the store."""


def note_path(store: Path) -> Path:
    """The file beside a store that tells command lines how to ask the server that holds it."""
    return store.with_name(store.name + ".server.json")


def refuse_other_hosts(host: str, *, administered: bool = False) -> str:
    """The host to bind to. Raises UserError for anything but this computer itself.

    `administered`: the store has an administrator, so that everybody has to sign in.
    """
    if host in LOOPBACK:
        return "127.0.0.1" if host == "localhost" else host
    if not administered or not host:
        raise UserError(
            f"不能在地址 {host} 上提供服务：还没有管理员账号，同一网络里的任何人都能看到和改动数据。"
            "请先建立管理员（twoplans user add 用户名 --name 姓名 --role admin），"
            "或者去掉 --host，只在本机使用。",
            64,
        )
    return host


def bind(host: str, port: int) -> socket.socket:
    """A bound socket. Raises UserError with one clear sentence when the port is taken or refused."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    if os.name != "nt":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except (OSError, OverflowError) as error:
        sock.close()
        raise UserError(
            f"端口 {port} 打不开，可能已被另一个程序占用（也可能本程序已经在运行）。"
            f"请先在浏览器里试试 http://{host}:{port} ；不行就换一个端口，例如加上 --port {port + 1}。"
        ) from error
    sock.listen(128)
    return sock


def from_here(host: str) -> str:
    """The address at which this computer reaches a server bound to `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - nothing is bound here


@contextmanager
def server_note(
    store: Path, host: str, port: int, token: str, certificate: str | None = None
) -> Iterator[None]:
    """While it lasts, the note beside the store names address, token and process; then it is gone.

    `certificate`: the server's own, as PEM text, where it speaks TLS.
    """
    path = note_path(store)
    told = {
        "host": from_here(host),
        "port": port,
        "token": token,
        "pid": os.getpid(),
        "certificate": certificate,
    }
    text = json.dumps(told)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as note:
        note.write(text)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def open_browser(url: str) -> None:
    """Show an address in the person's browser; a computer without one is no reason to stop."""
    with suppress(Exception):
        webbrowser.open(url)
