"""A running server that puts a backup in its store's place: it begins anew, and swaps the files in between.

Inside one process the swap cannot be made safe: threads may be reading, and the database keeps a file that
anybody has open. So the backup is proven while the server serves; then the server ends its pages, and the
same process begins anew from its first instruction with nothing open but the listening socket: who comes
meanwhile waits in its queue. Windows cannot begin a process anew in its own place.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.messages import UserError, store_sentence
from indicators.store import Store, StoreError
from indicators.store.backup_file import BadBackup, Manifest

KEY = "TWOPLANS_RESUME"
PAUSE = 2.0
"""Seconds between the answer to who asked and the end, so that the answer arrives."""
log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Plan:
    """The server's store, what ends the server, and the file laid ready once somebody asked."""

    path: Path
    end: Callable[[], None]
    draft: Path | None = None


_plans: list[_Plan] = []
"""That of the server in this process, if it can begin anew."""
_lock = threading.Lock()


def possible() -> bool:
    """Whether a server runs here that can begin anew."""
    return bool(_plans)


@contextmanager
def offered(path: Path, end: Callable[[], None]) -> Iterator[None]:
    """While it lasts, `begin` may ask the server of the store at `path` to end."""
    if os.name != "nt":
        _plans[:] = [_Plan(path, end)]
    try:
        yield
    finally:
        _plans[:] = [plan for plan in _plans if plan.draft is not None]


def begin(store: Store, file: Path, *, by: str) -> Manifest:
    """Prove a backup and ask the server to begin anew with it. Raises StoreError, UserError."""
    from indicators.store.swap import forget, lay_ready

    plan = _plans[0] if _plans else None
    if plan is None or plan.path.resolve() != store.path.resolve():
        raise BadBackup("restore_in_use", store.path)
    with _lock:
        if plan.draft is not None:
            raise UserError("正在恢复另一份备份，请等一会儿。")
        ready = lay_ready(file, store.path, by=by)
        if store.accounts.any() and not ready.administered:
            forget(ready.draft)
            raise UserError(
                "这份备份里没有在用的管理员账号，恢复以后就没有人要登录，谁都能进来，所以没有恢复。"
                "确需恢复的，请关闭程序后在本机运行 twoplans restore。"
            )
        store.audit.record("restore_begun", file.name, by=by, after={"head": ready.manifest.head})
        plan.draft = ready.draft
    threading.Timer(PAUSE, plan.end).start()
    return ready.manifest


def again(spare: socket.socket) -> None:
    """Begin the process anew if somebody asked for it; then it does not return."""
    if not _plans or _plans[0].draft is None:
        return
    from dashboard import runtime

    plan = _plans[0]
    told = {"fd": spare.fileno(), "draft": str(plan.draft), "store": str(plan.path)}
    os.set_inheritable(spare.fileno(), True)
    sys.stderr.flush()
    words = [sys.executable, *sys.orig_argv[1:]]
    with runtime.shared_store(plan.path).alone():  # no write is cut off; the system lets go of the rest
        os.execve(sys.executable, words, {**os.environ, KEY: json.dumps(told)})  # noqa: S606 - itself, anew


@dataclass(frozen=True, slots=True)
class Resumed:
    """The socket handed on, and why the backup could not take its place (empty: it did)."""

    sock: socket.socket
    trouble: str = ""


def resumed(path: Path) -> Resumed | None:
    """Swap the files, where this process began anew for it; None where it did not."""
    from indicators.store.swap import swap

    text = os.environ.pop(KEY, None)
    if text is None:
        return None
    told = json.loads(text)
    sock = socket.socket(fileno=told["fd"])
    os.set_inheritable(sock.fileno(), False)
    if Path(told["store"]) != path:
        return Resumed(sock, "数据库的位置变了")
    try:
        before = swap(Path(told["draft"]), path)
    except StoreError as error:
        log.warning("the backup was not put in place", exc_info=True)
        return Resumed(sock, store_sentence(error))
    print(f"已从备份恢复：{path}。原来的数据库保留为：{before}", file=sys.stderr, flush=True)
    return Resumed(sock)


def note_trouble(path: Path, trouble: str) -> None:
    """Say in the log and in the audit of the store, which is as it was, that nothing was restored."""
    from dashboard import runtime

    print(f"没有恢复：{trouble}", file=sys.stderr, flush=True)
    try:
        runtime.shared_store(path).audit.record("restore_failed", "", by="程序", after={"reason": trouble})
    except StoreError:
        log.warning("the failed restore could not be noted", exc_info=True)
