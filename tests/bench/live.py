"""Servers to be measured, and readers that speak to them as a browser does, without drawing."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import time
import urllib.request
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

T = TypeVar("T")


def start_plain(home: Path, port: int) -> tuple[subprocess.Popen, str]:
    """The plain Streamlit page in a process of its own; returns it and its address once it answers."""
    page = Path(__file__).with_name("plain_page.py")
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true",
               "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]  # fmt: skip
    with (home / "plain.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(page), *options], cwd=home, stdout=log, stderr=log,
            env={**os.environ, "HOME": str(home)},
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            urllib.request.urlopen(url + "/_stcore/health", timeout=1).close()
            return process, url
        except OSError:
            time.sleep(0.25)
    process.kill()
    raise RuntimeError((home / "plain.log").read_text(encoding="utf-8", errors="replace"))


def memory(process: subprocess.Popen) -> float:
    """What a process and its children hold, in MB (Linux)."""
    found = 0
    for pid in [process.pid, *children(process.pid)]:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        found += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return found / 1024


def cpu(process: subprocess.Popen) -> float:
    """Seconds of processor time that a process has used so far (Linux)."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in path.read_text(encoding="ascii").split()]


@dataclass
class Reader:
    """One session: asks for the page, changes a filter, and knows what went wrong."""

    url: str
    query: str = ""
    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    async def __aenter__(self) -> Reader:
        host = self.url.removeprefix("http://")
        self.socket = await connect(
            f"ws://{host}/_stcore/stream", origin=self.url, subprotocols=["streamlit"], max_size=None,
            open_timeout=60, ping_interval=None,
        )  # fmt: skip
        self.title = ""
        self.widgets: dict[str, str] = {}
        self.values: dict[str, str] = {}
        self.page = ""
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.socket.close()

    async def run(self, **chosen: str) -> float:
        """Run the page with these choices (label=value) and wait for its end; the seconds it took."""
        self.values |= chosen
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self.page
        for label, value in self.values.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = self.widgets[label], value
        start = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        await asyncio.wait_for(self._finished(), 120)
        self.times.append(time.perf_counter() - start)
        return self.times[-1]

    async def _finished(self) -> None:
        while True:
            message = ForwardMsg.FromString(await self.socket.recv())
            kind = message.WhichOneof("type")
            if kind == "delta":
                self._seen(message.delta.new_element)
            elif kind == "navigation":
                self.page = message.navigation.page_script_hash
            elif kind == "new_session" and not self.page:
                self.page = message.new_session.page_script_hash
            elif kind == "script_finished":
                if message.script_finished not in (
                    ForwardMsg.FINISHED_SUCCESSFULLY,
                    ForwardMsg.FINISHED_EARLY_FOR_RERUN,
                ):
                    self.errors.append(f"script_finished {message.script_finished}")
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return

    def _seen(self, element: object) -> None:
        kind = element.WhichOneof("type")
        if kind == "selectbox":
            self.widgets[element.selectbox.label] = element.selectbox.id
        elif kind == "heading" and element.heading.tag == "h1":
            self.title = element.heading.body
        elif kind == "exception":
            self.errors.append(element.exception.message[:200])
        elif kind == "html" and "这一页没有显示出来" in element.html.body:
            self.errors.append("the page failed")


def apart(work: Coroutine[None, None, T]) -> T:
    """Run readers in a thread of their own: the browser's driver keeps a loop in the test's thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def crowd(url: str, count: int, years: list[str], rounds: int, think: float) -> list[Reader]:
    """`count` readers at once: each opens the page, then changes the year `rounds` times after thinking."""

    async def one(number: int) -> Reader:
        chance = random.Random(number)
        async with Reader(url) as reader:
            await asyncio.sleep(chance.uniform(0, 2 * think))
            await reader.run()
            for _ in range(rounds):
                await asyncio.sleep(chance.expovariate(1 / think))
                await reader.run(年份=chance.choice(years))
        return reader

    return list(await asyncio.gather(*(one(number) for number in range(count))))
