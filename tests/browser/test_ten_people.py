"""Ten people at ten browsers send files at the same time: nothing is lost, doubled or mixed.

An ordinary run lets five of them, the three who contest a figure among them.
"""

import re

import pytest

from tests.browser.conftest import start_server, stop_server
from tests.browser.ten_people import AREAS, CONTESTED, COUNTY, RIVALS, UNITS, people

PATIENCE = 180_000
"""Milliseconds that a step of one of them may take while all ten keep two slow cores busy."""


@pytest.fixture
def office(tmp_path):
    """A new office's server: its address, the store's path, and how to stop it."""
    from indicators.intake import init_store
    from indicators.model import ReportingUnit
    from indicators.store import Store

    path = tmp_path / "district.duckdb"
    assert init_store(path, COUNTY, areas=("areas.csv", AREAS.encode())) == []
    with Store.open(path) as store:
        store.desk.put_units([ReportingUnit(name) for name in UNITS + RIVALS], by="x")
    process, url = start_server(path, tmp_path)
    try:
        yield url, path, lambda: stop_server(process)
    finally:
        stop_server(process)


def sit_down(browser, url, person):
    """A browser of their own, on its way to the page; nothing that only pleases the eye is fetched."""
    context = browser.new_context(
        viewport={"width": 900, "height": 700}, locale="zh-CN", reduced_motion="reduce"
    )
    context.route("**/*.{woff2,woff,ttf,svg,png}", lambda route: route.abort())
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{url}/upload", wait_until="commit")
    return person, page


def lay_down(person, page):
    """The file into the upload box."""
    file = {"name": person.file, "mimeType": "text/csv", "buffer": person.content}
    page.locator("input[type=file]").first.set_input_files(file)


def accept(person, page):
    """The button of the file's card; its words and colour differ once others were quicker."""
    page.get_by_role("button", name=re.compile("^(入库|先入库)")).first.click()


def shows(person, page, words):
    """Wait for words; where they do not come, say what stands there instead."""
    try:
        page.get_by_text(words).wait_for()
    except Exception as error:
        raise AssertionError(f"{person.name}: {words!r} never came, but {page.inner_text('body')}") from error


@pytest.mark.long
@pytest.mark.timeout(900)
def test_ten_browsers_send_at_once(browser, office):
    """Long alone: the same contest runs in every run by threads (tests/fuzz/test_store_threads.py)."""
    url, path, stop = office
    present = people()
    desks = [sit_down(browser, url, person) for person in present]
    for person, page in desks:
        page.get_by_label("您的姓名").fill(person.name)
        page.get_by_role("button", name="记住").click()
    for person, page in desks:
        lay_down(person, page)
    for person, page in desks:
        shows(person, page, f"可入库 {len(person.figures)} 个")
    for person, page in desks:
        accept(person, page)
    for person, page in desks:
        shows(person, page, f"已入库：{person.file}")
    for _, page in desks:
        page.context.close()
    stop()
    check(path, present)


def check(path, present):
    """The store beside the ledger of all files."""
    from indicators.store import Store

    everyone = {person.file: person for person in present}
    with Store.open(path) as store:
        batches = {item.file: item for item in store.submissions()}
        assert sorted(item.file for item in store.submissions()) == sorted(everyone)
        for name, person in everyone.items():
            assert (batches[name].uploader, batches[name].unit) == (person.name, person.unit)
            assert store.file_bytes(batches[name].id) == (name, person.content)
        rows = store.current()
        found = {
            (row.indicator, row.area, row.year): (row.value, row.file, row.uploader)
            for row in rows.itertuples()
        }
        assert len(found) == len(rows)
        ledger = {
            key: (value, name, person.name)
            for name, person in everyone.items()
            for key, value in person.own.items()
        }
        first = found.pop(CONTESTED)
        assert found == ledger
        check_contested(store, first, [person for person in everyone.values() if person.contested])


def check_contested(store, first, rivals):
    """One of the rivals' figures counts, the other two wait for a decision beside it."""
    claims = {(person.contested, person.file, person.name) for person in rivals}
    waiting = store.desk.conflicts()
    assert {(row.value, row.file, row.uploader) for row in waiting.itertuples()} == claims - {first}
    assert len(waiting) == len(rivals) - 1
    assert set(waiting.old_file) == {first[1]}
