"""From the sign-in page to the overview and out again, in a browser that may load nothing else."""

import shutil

import pytest

from dashboard.auth import passwords
from indicators.model import Role
from indicators.store import Store
from tests.browser.conftest import start_server, stop_server
from tests.browser.test_offline import settle, watch

GOOD = "correct horse battery"


@pytest.fixture(scope="module")
def office_url(sample_store, tmp_path_factory):
    """A server on the sample district with one administrator."""
    home = tmp_path_factory.mktemp("office")
    path = home / "district.duckdb"
    shutil.copy(sample_store, path)
    with Store.open(path) as store:
        kept = passwords.hashed(GOOD)
        store.accounts.add("wang", "王芳", Role.ADMIN, by="测试", password=kept, must_change=False)
    process, url = start_server(path, home)
    yield url
    stop_server(process)


def test_signing_in_working_and_signing_out_break_no_rule_of_the_page(page, office_url):
    _, errors = watch(page)
    page.goto(office_url + "/indicators?code=W0103")
    assert "/account/sign-in" in page.url
    page.fill("#login", "wang")
    page.fill("#password", "wrong")
    page.get_by_role("button", name="登录").click()
    assert "用户名或密码不对" in page.inner_text("main")
    assert page.input_value("#login") == "wang"
    errors.clear()  # the refusal itself, a 401
    page.fill("#password", GOOD)
    page.get_by_role("button", name="登录").click()
    settle(page)
    assert page.url.endswith("/indicators?code=W0103")
    assert page.locator(".js-plotly-plot").count() > 0
    assert "王芳" in page.inner_text(".tp-account summary")
    page.goto(office_url + "/upload")
    settle(page)
    name = {"name": "a.csv", "mimeType": "text/csv", "buffer": "指标,2024年\n孕产妇死亡率,9.1\n".encode()}
    page.set_input_files("[data-testid='stFileUploaderDropzoneInput']", name)
    page.get_by_text("a.csv").first.wait_for()
    settle(page)
    page.click(".tp-account summary")
    page.get_by_role("link", name="退出登录").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/account/sign-in")
    assert [told for told in errors if "Content Security" in told or "Content-Security" in told] == []
    assert errors == []


def test_an_open_page_gives_way_when_its_sign_in_ends(page, office_url):
    page.goto(office_url + "/guide")
    page.fill("#login", "wang")
    page.fill("#password", GOOD)
    page.get_by_role("button", name="登录").click()
    settle(page)
    other = page.context.new_page()
    other.goto(office_url + "/account/sign-out")
    other.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/account/sign-in?next=%2Fguide", timeout=60_000)
