"""A real server with accounts, and a browser of few words that keeps cookies and sends forms."""

import http.client
import os
import re
import socket
import ssl
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from dashboard.auth import passwords
from indicators.model import Area, AreaLevel, ReportingUnit, Role
from indicators.store import Store

GOOD = "correct horse battery"
OTHER = "another good sentence"
ROOT = Path(__file__).resolve().parents[1]


def make_store(path: Path) -> Path:
    """A district with accounts: wang administers, li is a unit, zhao is disabled, sun and guard are new."""
    kept = passwords.hashed(GOOD)
    with Store.create(path) as store:
        store.put_areas([Area("99", "某县", "某县", AreaLevel.COUNTY)], by="测试")
        store.desk.put_units([ReportingUnit("县教育局")], by="测试")
        put = store.accounts.add
        put("wang", "王芳", Role.ADMIN, by="测试", password=kept, must_change=False)
        put("li", "李明", Role.UNIT, by="测试", unit="县教育局", password=kept, must_change=False)
        put("zhao", "赵", Role.LEADER, by="测试", password=kept, must_change=False)
        put("sun", "孙", Role.OFFICE, by="测试", password=kept, must_change=True)
        put("guard", "守", Role.OFFICE, by="测试", password=kept, must_change=False)
        store.accounts.change("zhao", active=False, by="测试")
    return path


def free_port() -> int:
    with closing(socket.socket()) as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class Server:
    """`twoplans serve` in a process of its own."""

    def __init__(self, store: Path, home: Path, *more: str, tls: Path | None = None) -> None:
        self.store, self.home, self.port, self.tls = store, home, free_port(), tls
        home.mkdir(parents=True, exist_ok=True)
        self.env = {**os.environ, "TWOPLANS_HOME": str(home), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "dashboard.cli", "serve", "--store", str(store), "--no-browser"]
        self.log = home / "server.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port), *more], env=self.env, cwd=home, stdout=log, stderr=log
            )
        self._wait()

    def _wait(self) -> None:
        for _ in range(480):
            if self.process.poll() is not None:
                raise RuntimeError(self.said())
            try:
                if Browser(self).get("/health").status == 200:
                    return
            except OSError:
                time.sleep(0.25)
        self.stop()
        raise RuntimeError("the server did not answer within two minutes")

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def cli(self, *words: str, given: str = "") -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "dashboard.cli", *words, "--store", str(self.store)],
            env=self.env, input=given, capture_output=True, text=True, encoding="utf-8",
            timeout=120, check=False,
        )  # fmt: skip

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Answer:
    def __init__(self, reply, body: bytes) -> None:
        self.status, self.body = reply.status, body
        self.headers = {key.lower(): value for key, value in reply.getheaders()}
        self.cookies = [value for key, value in reply.getheaders() if key.lower() == "set-cookie"]
        self.text = body.decode("utf-8", "replace")

    @property
    def place(self) -> str:
        return self.headers.get("location", "")

    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.text)
        return found.group(1) if found else ""


class Browser:
    """Keeps cookies as a browser does; asks for pages unless told otherwise."""

    def __init__(self, server: Server, **headers: str) -> None:
        self.server, self.headers, self.cookies = server, headers, {}

    @property
    def origin(self) -> str:
        return f"{'https' if self.server.tls else 'http'}://127.0.0.1:{self.server.port}"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        port = self.server.port
        if self.server.tls:
            context = ssl.create_default_context(cafile=str(self.server.tls))
            connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=60, context=context)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        sent = {"Accept": "text/html", "Sec-Fetch-Mode": "navigate", **self.headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent.update({key.replace("_", "-"): value for key, value in headers.items()})
        with closing(connection):
            connection.request(method, path, body, {key: value for key, value in sent.items() if value})
            reply = connection.getresponse()
            answer = Answer(reply, reply.read())
        for cookie in answer.cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
            if "max-age=0" in cookie.lower():
                del self.cookies[name]
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def send(self, path: str, fields: dict, page: str | None = None, **headers: str) -> Answer:
        """Open a page with a form and send it; `csrf` in the fields is sent as it is."""
        token = {"csrf": self.get(page or path).csrf()} if "csrf" not in fields else {}
        told = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin, **headers}
        return self.ask("POST", path, urlencode({**token, **fields}).encode(), **told)

    def sign_in(self, login: str, password: str = GOOD, **more: str) -> Answer:
        return self.send("/account/sign-in", {"login": login, "password": password, **more})

    def session(self) -> str | None:
        return self.cookies.get("__Host-twoplans" if self.server.tls else "twoplans_session")
