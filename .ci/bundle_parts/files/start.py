"""Set up and start the program in the unpacked folder: no internet, nothing outside the folder is changed.

Runs with the Python found by start.cmd or start.sh, and with the standard library only. The program goes
into `env/cpXY` from the wheels beside it, each held to its hash; the office's data stay in the user's data
folder, so that a newer bundle replaces this folder.
"""

import contextlib
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path

APP = Path(__file__).resolve().parent
FOLDER = APP.parent
TAG = f"cp{sys.version_info[0]}{sys.version_info[1]}"
ENV = FOLDER / "env" / TAG
WINDOWS = os.name == "nt"


class NoStartError(Exception):
    """What keeps the program from starting, in a sentence for the person at the screen."""


def main(args: list[str]) -> int:
    """Set up where needed, then serve; the exit code of the program."""
    with contextlib.suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(errors="replace")
    try:
        check_fit()
        if args == ["--probe"]:
            return 0
        set_up()
    except NoStartError as trouble:
        print(f"\n{trouble}", flush=True)
        return wait_for_enter(1, args)
    if args == ["--setup"]:
        return 0
    command = [str(env_python()), "-P", "-m", "dashboard.cli", *(args or ["serve"])]
    try:
        code = subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0
    return wait_for_enter(code, args) if code else 0


def check_fit() -> None:
    """Raise NoStartError when this Python or this computer is not one the wheels were made for."""
    made = json.loads((APP / "bundle.json").read_text(encoding="utf-8"))
    fit = "、".join(made["pythons"])
    if not requirements().is_file() or sys.implementation.name != "cpython":
        raise NoStartError(f"找到的 Python 是 {platform.python_version()}，这个安装包需要 Python {fit}。")
    if sys.maxsize < 2**32:
        raise NoStartError(f"找到的 Python 是 32 位的。请安装 64 位的 Python {fit}。")
    if platform.system() != made["system"] or platform.machine().lower() not in made["machines"]:
        here = f"{platform.system()} {platform.machine()}"
        raise NoStartError(f"这个安装包是给 {made['platform']} 的，这台电脑是 {here}。请换用对应的安装包。")


def requirements() -> Path:
    """The list of wheels, with hashes, for the Python that runs this."""
    return APP / f"requirements-{TAG}.txt"


def env_python() -> Path:
    """The interpreter of the environment in this folder."""
    return ENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def state() -> dict:
    """What the environment was made of and where: anything else asks for a new one."""
    digest = hashlib.sha256(requirements().read_bytes()).hexdigest()
    return {"wheels": digest, "python": platform.python_version(), "base": sys.base_prefix, "at": str(ENV)}


def ready() -> bool:
    """Whether the environment is whole and belongs to this folder, these wheels and this Python."""
    try:
        made = json.loads((ENV / "ready.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return made == state() and env_python().exists()


def set_up() -> None:
    """Make the environment unless it is there; one at a time, and begun anew after a power cut."""
    if ready():
        return
    try:
        ENV.parent.mkdir(exist_ok=True)
        with alone(ENV.parent / "lock"):
            if not ready():
                make()
    except OSError as error:
        raise NoStartError(
            f"安装没有完成：{error.strerror or error}（{error.filename or FOLDER}）。"
            "请看磁盘空间够不够，并把整个文件夹放在可以写入的地方（例如桌面或 D 盘），再双击一次。"
        ) from error


def make() -> None:
    """The environment from the wheels of this folder only; the mark `ready.json` is written last."""
    print("第一次启动，正在本文件夹里安装（不联网），可能要几分钟，请不要关闭窗口……", flush=True)
    begun = time.monotonic()
    shutil.rmtree(ENV, ignore_errors=True)
    venv.EnvBuilder(with_pip=False, symlinks=not WINDOWS).create(ENV)
    (pip,) = (FOLDER / "wheels").glob("pip-*.whl")
    command = [str(env_python()), str(pip / "pip"), "install", "--isolated", "--no-index", "--no-deps"]
    command += ["--no-input", "--no-cache-dir", "--disable-pip-version-check", "--require-hashes"]
    command += ["--find-links", str(FOLDER / "wheels"), "--requirement", str(requirements())]
    done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    log = FOLDER / "env" / "install.log"
    log.write_bytes(done.stdout + done.stderr)
    if done.returncode:
        raise NoStartError(
            f"安装没有成功，记录在 {log}。请重新解压一次安装包再试；还不行，请把这个记录发给技术人员。"
        )
    (ENV / "ready.json").write_text(json.dumps(state(), ensure_ascii=False), encoding="utf-8")
    print(f"安装完成，用了 {time.monotonic() - begun:.0f} 秒。", flush=True)


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """While it lasts, no second start sets up the same folder; the second one waits."""
    with path.open("a+b") as lock:
        if WINDOWS:
            import msvcrt

            while True:
                try:
                    lock.seek(0)
                    msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:  # ten tries, one a second, have passed: the first start is still at work
                    continue
            try:
                yield
            finally:
                lock.seek(0)
                msvcrt.locking(lock.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def wait_for_enter(code: int, args: list[str]) -> int:
    """Keep a window opened by a double-click until its words are read."""
    if not args and sys.stdin is not None and sys.stdin.isatty():
        with contextlib.suppress(EOFError, KeyboardInterrupt):
            input("\n按回车键关闭窗口。")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
