"""The real bundles: every wheel resolves for every platform, and the one for Linux x64 is unpacked and run.

Long, and needs the package registry; what has to run on Windows or ARM64 is not run anywhere here.
"""

import os
import platform
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from contextlib import closing, suppress
from pathlib import Path

import pytest

CI = Path(__file__).resolve().parents[2] / ".ci"
HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"
MINUTES = 60
pytestmark = [pytest.mark.long, pytest.mark.timeout(40 * MINUTES)]
DEAD = "http://127.0.0.1:9"
OFFLINE = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), DEAD) | {
    "PIP_NO_INDEX": "1"
}


def build(*more: str) -> None:
    done = subprocess.run(
        [sys.executable, str(CI / "bundle.py"), *more], capture_output=True, text=True, check=False
    )
    if "No module named pip" in done.stderr or "Could not find a version" in done.stderr:
        pytest.skip("no pip or no package registry here")
    assert done.returncode == 0, done.stderr
    print(done.stdout)


@pytest.mark.parametrize("key", ["windows-x64", "linux-arm64"])
def test_every_wheel_exists_for_the_platform(tmp_path, key):
    build("--platform", key, "--out", str(tmp_path))
    (made,) = tmp_path.glob("*.zip")
    with zipfile.ZipFile(made) as archive:
        names = archive.namelist()
        lists = [archive.read(name).decode() for name in names if "/app/requirements-cp3" in name]
    assert len(lists) == 4
    assert all("two-plans==" in text and "streamlit==" in text and "duckdb==" in text for text in lists)
    assert all(("colorama==" in text) == (key == "windows-x64") for text in lists)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The Linux x64 bundle, unpacked in a folder with a blank and Chinese letters in its name."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        pytest.skip("this is no Linux x64")
    out = tmp_path_factory.mktemp("out")
    build("--platform", "linux-x64", "--python", HERE, "--out", str(out))
    folder = tmp_path_factory.mktemp("解压 到 这里")
    (made,) = out.glob("*.zip")
    with zipfile.ZipFile(made) as archive:
        archive.extractall(folder)
    (inside,) = folder.iterdir()
    return inside


def started(folder: Path, home: Path) -> tuple[subprocess.Popen, str, float]:
    """The bundle started offline, its address once the page answers, and the seconds that took."""
    with closing(socket.socket()) as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    binaries = home / "bin"
    binaries.mkdir(exist_ok=True)
    with suppress(FileExistsError):
        (binaries / "python3").symlink_to(Path(sys.base_prefix) / "bin" / f"python{HERE}")
    env = {"PATH": f"{binaries}:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", **OFFLINE}
    begun = time.monotonic()
    command = ["sh", str(folder / "start.sh"), "serve", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(
        command, env=env, cwd=home, stderr=subprocess.STDOUT, stdout=(home / "log").open("wb")
    )
    while time.monotonic() - begun < 15 * MINUTES:
        if process.poll() is not None:
            raise AssertionError((home / "log").read_text(encoding="utf-8"))
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            assert page.status == 200
            assert "<title>" in page.read().decode()
            return process, f"http://127.0.0.1:{port}", time.monotonic() - begun
        time.sleep(0.5)
    process.kill()
    raise AssertionError("no page within 15 minutes")


def stopped(process: subprocess.Popen) -> None:
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    )
    for pid in children.stdout.split():
        os.kill(int(pid), 15)
    process.terminate()
    process.wait(30)


def test_the_bundle_starts_offline_and_quickly_the_second_time(unpacked, tmp_path):
    first, _, long_time = started(unpacked, tmp_path)
    stopped(first)
    again, _, short_time = started(unpacked, tmp_path)
    stopped(again)
    print(f"first start {long_time:.0f} s, second {short_time:.1f} s")
    assert short_time < long_time / 2
    assert not list(unpacked.rglob("*.duckdb*")), "the office's data lie outside the bundle"


def test_checksums_hold(unpacked):
    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS.txt"],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_without_a_fitting_python_the_words_say_what_to_install(unpacked, tmp_path):
    for tool in ("sh", "dirname", "cat"):
        (tmp_path / tool).symlink_to(shutil.which(tool))
    env = {"PATH": str(tmp_path), "LANG": "C.UTF-8"}
    done = subprocess.run(
        ["sh", str(unpacked / "start.sh")],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 1
    assert "没有找到合适的 Python" in done.stdout
