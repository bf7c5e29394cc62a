"""The overview beside a plain Streamlit page, measured in one run: opening, a filter, many readers, memory.

Both pages are asked in turn, so that other programs' load strikes both alike.
"""

import asyncio
import shutil
import statistics
import sys

import pytest

pytest.importorskip("playwright")
from tests.bench import live
from tests.browser.conftest import FLAGS, find_browser, free_port, start_server, stop_server

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]
ROUNDS = 5
YEARS = ("2023", "2024")
READERS, THINK, CHANGES = 30, 3.0, 6
DONE = """document.querySelector('[data-testid=stApp]')?.dataset.testScriptState == 'notRunning'
    && !document.querySelector('[data-stale=true]')"""
OURS = f"""{DONE} && document.querySelectorAll('.tp-plans .tp-bars').length >= 2
    && document.querySelectorAll('.tp table').length >= 1"""
PLAIN = f"""{DONE} && !!document.querySelector('.js-plotly-plot .main-svg .trace')
    && !!document.querySelector('[data-testid=stDataFrame] canvas')"""


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """The product on the sample district and the plain page: (process, address) of each."""
    from indicators.sample import build_sample_store

    home = tmp_path_factory.mktemp("speed")
    store = home / "district.duckdb"
    build_sample_store(store).close()
    ours = start_server(store, home)
    plain = live.start_plain(home, free_port())
    yield ours, plain
    for process, _ in (ours, plain):
        stop_server(process)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def window():
    """A browser window that keeps its cache, as a reader's does."""
    from playwright.sync_api import sync_playwright

    program = find_browser()
    if program is None:
        pytest.skip("no Chromium, Chrome or Edge found on this computer")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        yield context
        browser.close()


def wait(page, ready) -> None:
    """Wait until `ready` holds at a frame (Playwright's own waiting is eval, which our policy forbids)."""
    page.evaluate(
        f"() => new Promise((done) => {{ const look = () => ({ready}) ? done() : requestAnimationFrame(look);"
        " look(); })"
    )


def opened(window, url, ready) -> float:
    """Seconds from asking for a page until its last chart and table are visible."""
    page = window.new_page()
    page.set_default_timeout(120_000)
    page.goto(url, wait_until="commit")
    wait(page, ready)
    seconds = page.evaluate("performance.now()") / 1000
    page.close()
    return seconds


def changed(page, year, ready) -> float:
    """Seconds from choosing a year until the page shows it, chart and table included."""
    page.bring_to_front()  # a page behind another is drawn late
    page.get_by_label("年份").click()
    option = page.get_by_role("option", name=year)
    option.wait_for()
    page.evaluate("performance.mark('chosen')")
    option.click()
    wait(page, f"document.querySelector('h1')?.innerText.includes('{year}年') && {ready}")
    return page.evaluate("performance.now() - performance.getEntriesByName('chosen').at(-1).startTime") / 1000


def told(capsys, name, ours, plain, goal) -> float:
    """Print both medians and give their ratio."""
    ratio = statistics.median(ours) / statistics.median(plain)
    with capsys.disabled():
        print(f"\n{name}: {statistics.median(ours):.2f} s, plain page {statistics.median(plain):.2f} s,"
              f" {ratio:.2f} x (goal {goal} x; {len(ours)} rounds)")  # fmt: skip
    return ratio


def test_the_overview_opens_almost_as_fast_as_a_plain_page(servers, window, capsys):
    (_, ours), (_, plain) = servers
    first = opened(window, ours, OURS)
    opened(window, plain, PLAIN)
    times = [(opened(window, plain, PLAIN), opened(window, ours, OURS)) for _ in range(ROUNDS)]
    with capsys.disabled():
        print(f"\noverview, the first time after the start: {first:.2f} s")
    ratio = told(capsys, "overview, opened", [b for _, b in times], [a for a, _ in times], 1.5)
    assert ratio <= 1.5


def test_a_filter_changes_the_overview_almost_as_fast_as_a_plain_page(servers, window, capsys):
    (_, ours), (_, plain) = servers
    pages = []
    for url, ready in ((ours, OURS), (plain, PLAIN)):
        page = window.new_page()
        page.set_default_timeout(120_000)
        page.goto(url)
        wait(page, ready)
        for year in YEARS:
            changed(page, year, ready)
        pages.append((page, ready))
    times = [[changed(page, YEARS[at % 2], ready) for page, ready in pages] for at in range(ROUNDS + 1)]
    ratio = told(capsys, "overview, another year", [a for a, _ in times], [b for _, b in times], 2)
    assert ratio <= 2


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="memory and processor time are read from /proc")
def test_thirty_readers_at_once(servers, capsys):
    (process, url), _ = servers

    async def alone() -> tuple[list[float], float]:
        async with live.Reader(url) as reader:
            await reader.run()
            for year in YEARS * 3:
                await reader.run(年份=year)
                assert f"{year}年" in reader.title
            used, reader.times = live.cpu(process), []
            for at in range(20):
                await reader.run(年份=YEARS[at % 2])
                await asyncio.sleep(0.2)
            return reader.times, (live.cpu(process) - used) / 20

    single, used = live.apart(alone())
    readers = live.apart(live.crowd(url, READERS, list(YEARS), CHANGES, THINK))
    errors = [error for reader in readers for error in reader.errors]
    times = sorted(time for reader in readers for time in reader.times[1:])
    slow = times[int(len(times) * 0.9)]
    ratio = slow / statistics.median(single)
    with capsys.disabled():
        print(f"\n{READERS} readers, {len(times)} changes: median {statistics.median(times):.3f} s,"
              f" nine in ten within {slow:.3f} s, slowest {times[-1]:.3f} s;"
              f" one reader {statistics.median(single):.3f} s ({used * 1000:.0f} ms of processor);"
              f" {ratio:.1f} x (goal 6 x); {len(errors)} errors")  # fmt: skip
    assert errors == []
    assert ratio < 6


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_a_further_reader_takes_little_memory(servers, capsys):
    (process, url), _ = servers

    async def held(count: int) -> float:
        readers = [live.Reader(url) for _ in range(count)]
        for reader in readers:
            await reader.__aenter__()
            for year in YEARS:
                await reader.run(**({"年份": year} if reader.times else {}))
        found = live.memory(process)
        for reader in readers:
            await reader.__aexit__()
        return found

    live.apart(held(2))
    before = live.apart(held(1))
    after = live.apart(held(1 + READERS))
    each = (after - before) / READERS
    with capsys.disabled():
        print(f"\nmemory: {before:.0f} MB with one reader, {after:.0f} MB with {1 + READERS},"
              f" {each:.1f} MB each (goal 5 MB)")  # fmt: skip
    assert each < 5
