"""People of all roles at their browsers, as programs: real sign-ins, WebSockets, uploads and buttons."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field

from door_kit import Browser, Server
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from dashboard.commands import ask_server

FAILED = ("这一页没有显示出来", "您的账号不能")
Figure = tuple[str, str, int]


@dataclass
class Ledger:
    """What was handed in and what was accepted, kept beside the store; and whatever went wrong."""

    handed_in: dict[str, dict[Figure, float]] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    done: Counter = field(default_factory=Counter)

    def figures(self) -> dict[Figure, float]:
        """Those of the accepted files; a file may be accepted before its sender's page says it was sent."""
        return {key: value for name in self.accepted for key, value in self.handed_in[name].items()}


class Person:
    """One browser: signed in, with one page open at a time."""

    def __init__(self, server: Server, login: str, ledger: Ledger) -> None:
        self.browser, self.login, self.ledger = Browser(server), login, ledger
        self.widgets: dict[tuple[str, str], str] = {}
        self.texts: list[str] = []
        self.answers: list[ForwardMsg] = []
        self.number = ""

    async def __aenter__(self) -> Person:
        came = await asyncio.to_thread(self.browser.sign_in, self.login)
        assert came.status == 303, came.text
        await asyncio.to_thread(self.browser.get, "/_stcore/health")
        held = "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())
        self.socket = await connect(
            f"ws://127.0.0.1:{self.browser.server.port}/_stcore/stream", origin=self.browser.origin,
            additional_headers={"Cookie": held}, subprotocols=["streamlit"], max_size=None,
            open_timeout=120, ping_interval=None, proxy=None,
        )  # fmt: skip
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.socket.close()

    async def show(self, page: str, *changes: object, query: str = "") -> None:
        """Run a page, with what was changed in its widgets, to its end."""
        self.texts, start = [], time.perf_counter()
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        message.rerun_script.widget_states.widgets.extend(changes)
        await self.socket.send(message.SerializeToString())
        await asyncio.wait_for(self._finished(page), 180)
        self.ledger.times.append(time.perf_counter() - start)
        self.ledger.done[f"page {page or 'first'}"] += 1

    async def _finished(self, page: str) -> None:
        while True:
            message = ForwardMsg.FromString(await self.socket.recv())
            kind = message.WhichOneof("type")
            if kind == "delta":
                self._seen(page, message.delta.new_element)
            elif kind == "new_session":
                self.number = message.new_session.initialize.session_id
            elif kind == "page_not_found":
                self.ledger.errors.append(f"{self.login}: no page {page}")
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    self.ledger.errors.append(f"{self.login} {page}: {message.script_finished}")
                    return

    def _seen(self, page: str, element: object) -> None:
        kind = element.WhichOneof("type")
        if kind == "file_uploader":
            self.widgets["file", ""] = element.file_uploader.id
        elif kind == "button":
            self.widgets["button", element.button.label] = element.button.id
        elif kind == "exception":
            self.ledger.errors.append(f"{self.login} {page}: {element.exception.message[:200]}")
        text = {"html": lambda: element.html.body, "alert": lambda: element.alert.body}.get(kind)
        if text is not None:
            self.texts.append(text())
            if any(word in self.texts[-1] for word in FAILED):
                self.ledger.errors.append(f"{self.login} {page}: {self.texts[-1][:200]}")

    async def lay_down(self, page: str, name: str, content: bytes) -> None:
        """Upload a file as the page's script does, and tell the page."""
        from streamlit.proto.WidgetStates_pb2 import WidgetState

        message = BackMsg()
        message.file_urls_request.request_id = name
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.number
        await self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(), 120))
            if answer.WhichOneof("type") == "file_urls_response":
                urls = answer.file_urls_response.file_urls[0]
                break
        await asyncio.to_thread(self._put, urls.upload_url, name, content)
        state = WidgetState(id=self.widgets["file", ""])
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.file_id, info.name, info.size = urls.file_id, name, len(content)
        info.file_urls.CopyFrom(urls)
        await self.show(page, state)

    def _put(self, url: str, name: str, content: bytes) -> None:
        edge = "----edge"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = head.encode() + b"Content-Type: text/csv\r\n\r\n" + content + f"\r\n--{edge}--\r\n".encode()
        answer = self.browser.ask(
            "PUT", url, body, Origin=self.browser.origin, Sec_Fetch_Mode="cors",
            X_Xsrftoken=self.browser.cookies.get("_streamlit_xsrf", ""),
            Content_Type=f"multipart/form-data; boundary={edge}",
        )  # fmt: skip
        if answer.status not in (200, 204):
            self.ledger.errors.append(f"{self.login} upload: {answer.status} {answer.text[:200]}")

    async def press(self, page: str, start: str) -> None:
        """Press the button whose words begin so."""
        from streamlit.proto.WidgetStates_pb2 import WidgetState

        found = [
            key for (kind, words), key in self.widgets.items() if kind == "button" and words.startswith(start)
        ]
        if not found:
            words = [words for kind, words in self.widgets if kind == "button"]
            self.ledger.errors.append(f"{self.login} {page}: no button {start} in {words} {self.texts[-3:]}")
            return
        await self.show(page, WidgetState(id=found[-1], trigger_value=True))


async def command(server: Server, name: str, **options: object) -> list[dict]:
    """A command on this computer, asked of the running server."""
    done = await asyncio.to_thread(ask_server, server.store, name, [], options)
    assert done is not None
    assert done.exit == 0, json.dumps([done.messages, done.records], ensure_ascii=False, default=str)[:600]
    return done.records


def spread(chance: random.Random, think: float) -> float:
    """Seconds that somebody thinks."""
    return min(chance.expovariate(1 / think), 4 * think)
