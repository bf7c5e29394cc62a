"""The whole way of a file, each role at its own browser: handed in, returned, mended, signed off, locked.

In the end the office unlocks with a reason, and nobody was shown what is not for them.
"""

import re
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from dashboard.auth import passwords
from indicators.intake import init_store
from indicators.model import ReportingUnit, Role
from indicators.store import Store
from tests.browser.conftest import start_server, stop_server
from tests.browser.test_offline import settle

pytestmark = pytest.mark.long

GOOD, OWN = "correct horse battery", "山高水长风清月白2026好"
UNIT, OTHER = "县卫生健康局", "县教育局"
AREAS = "code,name,parent_code\n99,示例县,\n9901,东镇,99\n"
HEAD = "指标名称,地区,单位,2024年\n"
WRONG = HEAD + "孕产妇系统管理率,示例县,%,140\n孕产妇产前检查率,示例县,%,99.3\n"
RIGHT = HEAD + "孕产妇系统管理率,示例县,%,96.4\n孕产妇产前检查率,示例县,%,99.3\n"
LATE = HEAD + "孕产妇系统管理率,示例县,%,97.4\n"
PEOPLE = {
    "chen": ("陈静", Role.OFFICE, None), "wu": ("吴敏", Role.STATISTICS, None),
    "sun": ("孙丽", Role.UNIT, OTHER), "zhou": ("周强", Role.LEADER, None),
}  # fmt: skip
SEES = {
    "li": {"督办", "指标", "单位", "上报", "报告"},
    "wu": {"总览", "预警", "督办", "进度", "指标", "单位", "地区", "审批", "报告"},
    "zhou": {"总览", "预警", "督办", "进度", "指标", "单位", "地区", "报告"},
    "chen": {"总览", "预警", "督办", "进度", "指标", "单位", "地区", "上报", "审批", "报送进度", "报告"},
}


@pytest.fixture
def office(tmp_path):
    """A server on a county with a register and accounts; li has none yet."""
    path = tmp_path / "district.duckdb"
    assert init_store(path, "示例县", areas=("areas.csv", AREAS.encode())) == []
    with Store.open(path) as store:
        store.desk.put_units([ReportingUnit(UNIT), ReportingUnit(OTHER)], by="测试")
        store.desk.open_year(2024, None, by="测试")
        kept = passwords.hashed(GOOD)
        put = store.accounts.add
        put("wang", "王芳", Role.ADMIN, by="测试", password=kept, must_change=False)
        for login, (name, role, unit) in PEOPLE.items():
            put(login, name, role, unit=unit, by="测试", password=kept, must_change=False)
    process, url = start_server(path, tmp_path)
    yield url, path, lambda: stop_server(process)
    stop_server(process)


@pytest.fixture
def at(browser, office):
    """Somebody at a browser of their own."""

    @contextmanager
    def opened(login, password=GOOD):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(office[0] + "/account/sign-in")
        page.fill("#login", login)
        page.fill("#password", password)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/account/sign-in" not in url)
        if "/account/password" not in page.url:
            settle(page)
        yield page
        context.close()

    return opened


def does(page, button):
    """Press a button and wait for what comes of it."""
    page.get_by_role("button", name=button, exact=True).first.click()
    page.wait_for_timeout(1000)
    settle(page)


def goes(page, url, path):
    page.goto(f"{url}/{path}")
    settle(page)


def picks(page, place, label, option):
    box = place.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option).first.click()
    settle(page)


def said(page) -> str:
    return page.inner_text("[data-testid='stMain']")


def lays(page, name, text):
    """Put a file into the upload box."""
    given = {"name": name, "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")}
    page.set_input_files("[data-testid='stFileUploaderDropzoneInput']", given)
    page.get_by_text(name).first.wait_for()
    page.wait_for_timeout(1000)
    settle(page)


def navigation(page) -> set[str]:
    return {link.inner_text().strip() for link in page.locator("[data-testid='stTopNavLink']").all()}


@pytest.mark.timeout(1200)
def test_the_whole_way_of_a_file(at, office):
    url, path, stop = office
    with at("wang") as admin:
        goes(admin, url, "users")
        form = admin.locator(".st-key-user-fresh")
        form.get_by_role("textbox", name="姓名").fill("李明")
        form.get_by_role("textbox", name="用户名").fill("li")
        picks(admin, form, "单位", UNIT)
        does(admin, "新建")
        first = admin.locator("[data-testid='stCode']").first.inner_text().strip()
    with at("li", first) as unit:
        assert "/account/password" in unit.url, "the first password must be changed"
        unit.fill("#old", first)
        unit.fill("#new", OWN)
        unit.fill("#again", OWN)
        unit.get_by_role("button", name="保存新密码").click()
        unit.wait_for_url(lambda told: "/account/" not in told)
        settle(unit)
        assert navigation(unit) == SEES["li"]
        goes(unit, url, "hand-in")
        lays(unit, "报表.csv", WRONG)
        assert "最多只能是100%" in said(unit)
        does(unit, "提交 1 个数据")
        assert "已提交：报表.csv" in said(unit)
    with at("sun") as other:
        goes(other, url, "hand-in")
        assert "报表.csv" not in said(other), "another unit is shown nothing of it"
    with at("wu") as statistics:
        assert navigation(statistics) == SEES["wu"]
        assert "1个文件待审核" in said(statistics)
        assert not statistics.get_by_role("button", name="入库", exact=True).count()
        does(statistics, "审核通过")
    with at("chen") as clerk:
        assert navigation(clerk) == SEES["chen"]
        goes(clerk, url, "approval")
        does(clerk, "退回")
        assert "没有写原因，没有退回" in said(clerk)
        clerk.get_by_role("textbox", name="意见").fill("140%不对，请核对分母")
        does(clerk, "退回")
        assert "已退回：报表.csv" in said(clerk)
    with at("li", OWN) as unit:
        goes(unit, url, "hand-in")
        assert "有1个文件被退回" in said(unit)
        assert "140%不对，请核对分母" in said(unit)
        lays(unit, "更正.csv", RIGHT)
        does(unit, "提交 2 个数据")
    with at("wu") as statistics:
        does(statistics, "审核通过")
    with at("chen") as clerk:
        goes(clerk, url, "approval")
        does(clerk, "入库")
        assert "已入库：更正.csv" in said(clerk)
        goes(clerk, url, "approval?approval_part=锁定")
        form = clerk.locator("[data-testid='stForm']").first
        picks(clerk, form, "单位", UNIT)
        form.get_by_role("button", name="锁定", exact=True).click()
        clerk.get_by_text(f"已锁定：{UNIT}2024年。").wait_for()
    with at("li", OWN) as unit:
        goes(unit, url, "hand-in")
        assert "已锁定" in said(unit)
        lays(unit, "迟到.csv", LATE)
        assert "的数据已锁定" in said(unit)
        assert unit.get_by_role("button", name=re.compile("^提交")).is_disabled()
        goes(unit, url, "users")
        assert "王芳" not in said(unit)
    with at("chen") as clerk:
        goes(clerk, url, "approval?approval_part=锁定")
        form = clerk.locator("[data-testid='stForm']").last
        picks(clerk, form, "解除哪一个", UNIT)
        form.get_by_role("textbox", name="原因").fill("更正分母")
        form.get_by_role("button", name="解除锁定").click()
        clerk.get_by_text("已解除锁定").first.wait_for()
    with at("zhou") as leader:
        assert navigation(leader) == SEES["zhou"]
        goes(leader, url, "papers")
        leader.get_by_role("button", name=re.compile("^生成")).first.click()
        taken = leader.locator("[data-testid='stDownloadButton'] button").first
        taken.wait_for()
        with leader.expect_download() as got:
            taken.click()
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(got.value.url)
        leader.click(".tp-account summary")
        leader.get_by_role("link", name="退出登录").click()
        leader.get_by_role("button", name="退出登录").click()
        leader.wait_for_url("**/account/sign-in")
        leader.goto(url + "/papers")
        assert "/account/sign-in" in leader.url
    stop()
    with Store.open(path) as store:
        kinds = [row.kind for row in store.audit.entries()[::-1]]
        way = [kind for kind in kinds if kind.startswith(("handed_in", "unit_"))]
        assert way == [
            "handed_in", "handed_in_reviewed", "handed_in_returned", "handed_in", "handed_in_reviewed",
            "handed_in_accepted", "unit_lock", "unit_unlock",
        ]  # fmt: skip
        assert store.audit.verify().whole
        assert {row.value for row in store.query("SELECT value FROM current_observation").itertuples()} == {
            96.4,
            99.3,
        }
