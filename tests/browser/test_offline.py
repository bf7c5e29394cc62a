"""No request leaves the machine, on any page: a government intranet has nothing to answer it."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import free_port

PAGES = [
    "", "alerts", "alerts?flag=W0130",
    "actions", "actions?look=日历", "actions?new=W0130",
    "units", "units?office=县卫生健康局", "units?print=1",
    "progress", "progress?show=热力图", "indicators",
    "indicators?code=W0103", "upload", "approval", "reporting", "reporting?part=填报表",
    "reporting?part=年度与名册", "plan", "areas", "compare",
    "compare?level=村（社区）", "compare?show=地图", "papers", "library", "exports", "users", "audit",
    "backup", "checks", "method", "guide",
]  # fmt: skip
ENGLISH = [
    "Drag and drop",
    "Browse files",
    "Deploy",
    "Upload",
    "Limit ",
    "Press Enter",
    "Choose an option",
    "Running",
]


# Streamlit's page asks for its health below a page's own address first, and then at the root.
PROBES = ("/_stcore/health", "/_stcore/host-config")


def watch(page) -> tuple[list[str], list[str]]:
    """The page's request addresses and what went wrong on it, filled in as they come."""
    requests, errors = [], []

    def answered(response):
        if response.status >= 400 and not urlsplit(response.url).path.endswith(PROBES):
            errors.append(f"{response.status} {response.url}")

    def told(message):
        if message.type == "error" and "Failed to load resource" not in message.text:
            errors.append(message.text)

    page.on("response", answered)
    page.on("request", lambda request: requests.append(request.url))
    page.on("websocket", lambda socket: requests.append(socket.url))
    page.on("console", told)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return requests, errors


def settle(page) -> None:
    """Wait until Streamlit has finished its run and the charts are drawn.

    Before its first run a page says that none is running, so an element has to be there first.
    """
    page.wait_for_selector("[data-testid='stMain'] .stElementContainer", state="attached", timeout=60_000)
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", timeout=60_000)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)


# Names that screen readers and pointers show; whole words that are names in Chinese texts too.
NAMED = """() => {
    const names = ['aria-label', 'title', 'placeholder', 'alt'];
    const bearers = [...document.querySelectorAll(names.map((name) => `#root [${name}]`).join())]
        .filter((element) => !element.closest('[aria-hidden=true], [data-testid=stIconMaterial]'));
    return bearers.flatMap((element) => names.map((name) => element.getAttribute(name)))
        .filter((text) => text);
}"""
ALLOWED = {"PNG", "SVG", "CSV", "xlsx"}


def english_names(page) -> list[str]:
    """Labels, tooltips, placeholders and alternative texts without a Chinese word."""
    said = set(page.evaluate(NAMED))
    assert said  # a page without a single name would pass for the wrong reason
    latin = {
        text for text in said if re.search("[A-Za-z]{3,}", text) and not re.search("[\u4e00-\u9fff]", text)
    }
    return sorted(latin - ALLOWED)


def outside(urls: list[str]) -> list[str]:
    """Addresses that are neither loopback nor inside the page itself."""
    inner = ("data", "blob", "about")
    return [
        url for url in urls if urlsplit(url).scheme not in inner and urlsplit(url).hostname != "127.0.0.1"
    ]


# An ordinary run visits the pages that differ most in what they are made of; a visit costs seconds.
OFTEN = (
    "", "alerts", "actions", "progress", "indicators?code=W0103", "units", "upload", "approval", "reporting",
    "compare?show=地图", "papers", "users",
)  # fmt: skip
EVERY = [path if path in OFTEN else pytest.param(path, marks=pytest.mark.long) for path in PAGES]


@pytest.mark.parametrize("path", EVERY)
def test_a_page_stays_on_this_computer_speaks_chinese_and_fits_a_telephone(page, sample_url, path):
    """One visit, all that every page owes: a page takes seconds to open."""
    requests, errors = watch(page)
    page.goto(f"{sample_url}/{path}")
    settle(page)
    page.wait_for_selector(".tp-banner", timeout=60_000)  # the last of Streamlit's own scripts has come
    print("\n".join(sorted({urlsplit(url).path or url[:60] for url in requests})))
    assert requests
    assert outside(requests) == []
    assert errors == []
    text = page.inner_text("body")
    assert [word for word in ENGLISH if word in text] == []
    assert english_names(page) == []
    assert "Traceback" not in text
    assert "程序出了点问题" not in text
    assert "示例县" in text
    assert "虚构" in text
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(700)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_first_run_page_stays_on_this_computer_too(page, empty_url):
    requests, errors = watch(page)
    page.goto(empty_url)
    settle(page)
    assert outside(requests) == []
    assert errors == []
    assert "开始使用" in page.inner_text("body")


def test_another_host_name_is_refused(sample_url):
    import http.client

    place = urlsplit(sample_url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=10)
    connection.request("GET", "/", headers={"Host": "rebinding.example"})
    assert connection.getresponse().status == 403


def run(*arguments: str, home: Path) -> subprocess.CompletedProcess:
    env = {**os.environ, "TWOPLANS_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(
        [sys.executable, "-m", "dashboard.cli", *arguments],
        capture_output=True, text=True, encoding="utf-8", env=env, cwd=home, timeout=120, check=False,
    )  # fmt: skip


def test_a_second_server_on_the_same_port_is_told(sample_url, tmp_path):
    port = str(urlsplit(sample_url).port)
    done = run("serve", "--port", port, "--no-browser", home=tmp_path)
    assert done.returncode == 1
    assert f"端口 {port} 打不开" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_store_held_by_a_server_is_told_and_still_answers_commands(sample_server, tmp_path):
    store, _ = sample_server
    second = run("serve", "--store", str(store), "--port", str(free_port()), "--no-browser", home=tmp_path)
    assert second.returncode == 0
    assert "已经在运行：http://127.0.0.1:" in second.stderr
    assert "Traceback" not in second.stderr
    asked = run("assess", "--store", str(store), "--json", home=tmp_path)
    assert asked.returncode == 0, asked.stderr
    assert asked.stdout.count("\n") > 50


def test_ctrl_c_ends_the_server_and_frees_the_store(tmp_path, sample_store):
    import shutil
    import signal

    from tests.browser.conftest import start_server

    store = tmp_path / "a.duckdb"
    shutil.copy(sample_store, store)
    process, _ = start_server(store, tmp_path)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert not store.with_name(store.name + ".server.json").exists()
    time.sleep(0.1)
    assert run("submissions", "--store", str(store), home=tmp_path).returncode == 0
