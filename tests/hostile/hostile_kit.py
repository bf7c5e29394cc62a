"""What an attacker has: raw bytes on a socket, a WebSocket of one's own, accounts of every role."""

import asyncio
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

from door_kit import GOOD, Browser, Server
from websockets.sync.client import connect

from dashboard.auth import passwords
from indicators.model import Role
from indicators.store import Store

ROLES = {
    "admin": Role.ADMIN, "office": Role.OFFICE, "unit": Role.UNIT,
    "leader": Role.LEADER, "statistics": Role.STATISTICS,
}  # fmt: skip


def add_people(store: Path) -> Path:
    """An account of every role, all with the same password."""
    kept = passwords.hashed(GOOD)
    with Store.open(store) as held:
        for login, role in ROLES.items():
            held.accounts.add(
                login, f"{role.chinese}某", role, by="测试", password=kept, must_change=False,
                unit="县教育局" if role is Role.UNIT else None,
            )  # fmt: skip
    return store


def plain(server: Server, seconds: float = 30) -> socket.socket:
    """A connection of its own, TLS where the server speaks it."""
    made = socket.create_connection(("127.0.0.1", server.port), seconds)
    if server.tls:
        context = ssl.create_default_context(cafile=str(server.tls))
        made = context.wrap_socket(made, server_hostname="127.0.0.1")
    return made


def raw(server: Server, data: bytes, seconds: float = 30) -> bytes:
    """Everything that the server answers to these bytes until it closes, or says nothing for a while."""
    with closing(plain(server, seconds)) as made:
        with suppress(BrokenPipeError, ConnectionResetError):
            made.sendall(data)
        return read(made)


def read(made: socket.socket, seconds: float = 6) -> bytes:
    """What comes until the end, or until nothing comes for so many seconds."""
    made.settimeout(seconds)
    found = b""
    with suppress(TimeoutError, ConnectionResetError):
        while part := made.recv(65536):
            found += part
    return found


def request(server: Server, method: str, path: str, *lines: str, body: str = "", host: str = "") -> bytes:
    """The bytes of a request; the connection is to be closed after it."""
    head = [f"{method} {path} HTTP/1.1", f"Host: {host or f'127.0.0.1:{server.port}'}", *lines]
    return ("\r\n".join([*head, "Connection: close", "", ""]) + body).encode("latin-1")


def status(answer: bytes) -> int:
    """The status of an answer, 0 for none."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def cookie_of(browser: Browser) -> str:
    """The header line by which a browser shows who it is."""
    return "Cookie: " + "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def stream(browser: Browser, *, origin: str = "", protocols=("streamlit",), cookies=None, **more):
    """The WebSocket of a page, as its script opens it."""
    held = browser.cookies if cookies is None else cookies
    sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in held.items()), **more}
    return connect(
        f"ws://127.0.0.1:{browser.server.port}/_stcore/stream", origin=origin or browser.origin,
        additional_headers=sent, subprotocols=list(protocols), open_timeout=30, max_size=None, proxy=None,
    )  # fmt: skip


def serves(server: Server) -> bool:
    """Whether somebody else is still served, and soon."""
    return Browser(server).get("/health").text == "ok"


def apart(work):
    """Run a coroutine in a thread of its own: the browser tests leave a loop running in the test's."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
