"""The cage: files are read in a child process with a memory and a time limit.

A file that makes the child crash, hang or swallow memory costs the child, never the server. The
child (`caged/main.py`) starts without the product's packages and serves one file after another.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import marshal
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from indicators.sheets.limits import MEGABYTE, Limits

if sys.platform == "linux":
    import fcntl
if sys.platform == "win32":
    from indicators.sheets.cage_windows import NO_WINDOW, confine
else:
    NO_WINDOW, confine = 0, None

_REQUEST = struct.Struct("<IQ")
_FRAME = struct.Struct("<Q")
_LARGEST_FRAME = 1 << 32
_READERS = ("python_calamine", "xlrd", "msoffcrypto")
_RETIRE_FILES = 200
_RETIRE_BYTES = 8 * MEGABYTE
_IDLE_WORKERS = 2


class CageError(Exception):
    """The child gave no answer; `reason` is crash, timeout, memory, password or unreadable."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class Worker:
    """One child process; used by one thread at a time."""

    def __init__(self) -> None:
        main = Path(__file__).with_name("caged") / "main.py"
        command = [sys.executable, "-I", "-S", "-B", str(main), *_package_folders()]
        self.process = subprocess.Popen(  # noqa: S603 - our own file in a child, no word of a user
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=NO_WINDOW,
        )
        self.job = confine(self.process, Limits().memory) if confine is not None else None
        _widen(self.process.stdout)
        _widen(self.process.stdin)
        self.owner = os.getpid()
        self.files = 0
        self.timed_out = False
        self.broken = False
        self._timer: threading.Timer | None = None

    def ask(self, kind: str, data: bytes, *, memory: int, seconds: float, **options: object) -> None:
        """Send a file to be read; the clock starts. Raises CageError if the child is gone."""
        self.files += 1
        self.broken = True  # until the last frame has come
        head = marshal.dumps({"kind": kind, "memory": memory, **options}, 2)
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._timer.start()
        pipe = self.process.stdin
        assert pipe is not None  # noqa: S101 - narrows the type: callers have made sure
        try:
            pipe.write(_REQUEST.pack(len(head), len(data)) + head)
            pipe.write(data)
            pipe.flush()
        except OSError as error:
            raise self._gone() from error
        if len(data) > _RETIRE_BYTES:
            self.files = _RETIRE_FILES

    def replies(self) -> Iterator[tuple[tuple, bytes]]:
        """The child's frames, decoded and raw, up to the last. Raises CageError."""
        while True:
            (size,) = _FRAME.unpack(self._take(_FRAME.size))
            if size > _LARGEST_FRAME:
                raise CageError("crash", "frame too large")
            raw = self._take(size)
            message = marshal.loads(raw)  # noqa: S302 - frames of our own child; marshal builds values and runs nothing
            if message[0] in {"end", "fail"}:
                self._settle()
                if message[0] == "fail":
                    raise CageError(message[1], message[2])
                return
            yield message, raw

    def close(self) -> None:
        """End the child at once."""
        if self._timer:
            self._timer.cancel()
        with contextlib.suppress(OSError):
            self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)

    def _settle(self) -> None:
        self.broken = False
        if self._timer:
            self._timer.cancel()

    def _take(self, size: int) -> bytes:
        pipe = self.process.stdout
        assert pipe is not None  # noqa: S101 - narrows the type: callers have made sure
        got = pipe.read(size)
        if len(got) < size:
            raise self._gone()
        return got

    def _expire(self) -> None:
        self.timed_out = True
        with contextlib.suppress(OSError):
            self.process.kill()

    def _gone(self) -> CageError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        if self.timed_out:
            return CageError("timeout")
        return CageError("crash", f"exit {self.process.returncode}")


_idle: list[Worker] = []
_lock = threading.Lock()


@contextlib.contextmanager
def borrowed() -> Iterator[Worker]:
    """A worker for one file; kept for the next file if it came through well."""
    worker = _pick() or Worker()
    try:
        yield worker
    finally:
        if worker.broken or worker.files >= _RETIRE_FILES or not _keep(worker):
            worker.close()


def ask_once(kind: str, data: bytes, *, memory: int, seconds: float, **options: object) -> list[tuple]:
    """All the child's frames for one file. Raises CageError."""
    with borrowed() as worker:
        worker.ask(kind, data, memory=memory, seconds=seconds, **options)
        return [message for message, _ in worker.replies()]


def close_all() -> None:
    """End the idle children (at exit)."""
    with _lock:
        workers, _idle[:] = _idle[:], []
    for worker in workers:
        if worker.owner == os.getpid():
            worker.close()


atexit.register(close_all)


def _pick() -> Worker | None:
    with _lock:
        while _idle:
            worker = _idle.pop()
            if worker.owner == os.getpid() and worker.process.poll() is None:
                return worker
    return None


def _keep(worker: Worker) -> bool:
    with _lock:
        if len(_idle) >= _IDLE_WORKERS:
            return False
        _idle.append(worker)
        return True


def _widen(pipe: IO[bytes] | None) -> None:
    """Give a pipe room for a whole frame, where the system lets us (Linux)."""
    if pipe and sys.platform == "linux":
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, MEGABYTE)


def _package_folders() -> list[str]:
    folders: dict[str, None] = {}
    for name in _READERS:
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            folders[str(Path(spec.origin).resolve().parent.parent)] = None
    return list(folders)
