"""A real server on the sample district and a real browser; skipped with a reason where there is none."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge"]
WINDOWS = [
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
]
MAC = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(240))


def find_browser() -> str | None:
    """The first browser of this computer that Playwright can drive, or None."""
    on_path = [found for name in NAMES if (found := shutil.which(name))]
    return next(iter(on_path + [path for path in WINDOWS + MAC if Path(path).exists()]), None)


@pytest.fixture(scope="session")
def browser():
    program = find_browser()
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium, Chrome or Edge here, and CI must not skip the browser tests")
        pytest.skip("no Chromium, Chrome or Edge found on this computer")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        yield launched
        launched.close()


def free_port() -> int:
    with closing(socket.socket()) as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def start_server(store: Path, home: Path, *more: str) -> tuple[subprocess.Popen, str]:
    """`twoplans serve` on `store` in a process of its own; returns it and its address once it answers."""
    port = free_port()
    env = {**os.environ, "TWOPLANS_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "dashboard.cli", "serve", "--store", str(store), "--port", str(port)]
    log = (home / "server.log").open("wb")
    process = subprocess.Popen([*command, "--no-browser", *more], env=env, cwd=home, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    for _ in range(240):
        if process.poll() is not None:
            raise RuntimeError((home / "server.log").read_text(encoding="utf-8", errors="replace"))
        try:
            urllib.request.urlopen(url + "/health", timeout=1).close()
            return process, url
        except OSError:
            time.sleep(0.25)
    process.kill()
    raise RuntimeError("the server did not answer within a minute")


def stop_server(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def sample_store(sample_built) -> Path:
    """The sample district's store, built once; copy it before changing it."""
    return sample_built[0]


@pytest.fixture(scope="session")
def sample_server(sample_store, tmp_path_factory):
    """A server on a copy of the sample district: the store's path and the address."""
    home = tmp_path_factory.mktemp("home")
    store = home / "district.duckdb"
    shutil.copy(sample_store, store)
    process, url = start_server(store, home)
    yield store, url
    stop_server(process)


@pytest.fixture(scope="session")
def sample_url(sample_server) -> str:
    """The address of the server on the sample district."""
    return sample_server[1]


@pytest.fixture(scope="session")
def empty_url(tmp_path_factory):
    """The address of a server that has no store yet."""
    home = tmp_path_factory.mktemp("empty-home")
    process, url = start_server(home / "district.duckdb", home)
    yield url
    stop_server(process)


@pytest.fixture
def page(browser):
    """A fresh page at desk width, Chinese locale."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    yield opened
    context.close()
