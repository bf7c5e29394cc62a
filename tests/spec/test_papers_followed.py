"""What is done about what lags, and remarks on years, as the papers tell them: live and as of a result."""

import datetime as dt
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from store_kit import COUNTY, figures, fill
from test_papers_matter import goal, said

from indicators.assess import publish
from indicators.model import ReportingUnit
from indicators.reports.papers import sets
from indicators.reports.papers.gather import gather
from indicators.store import ActionText, Store

TODAY = dt.date.today()


def days(number):
    return TODAY + dt.timedelta(days=number)


def day(date):
    return f"{date.year}年{date.month}月{date.day}日"


@pytest.fixture(scope="module")
def followed():
    """Two actions of one unit (overdue, open), one finished, remarks; a result; then all of it changes."""
    with Store.memory() as store:
        fill(store)
        store.put_catalog(store.catalog(), goals=[goal()], area=COUNTY, by="t")
        store.desk.put_units([ReportingUnit("县公安局"), ReportingUnit("县妇联")], by="t")
        rows = [("T1", COUNTY, year, value) for year, value in ((2020, 40.0), (2023, 52.0), (2024, 50.5))]
        store.accept(figures(*rows), file="f.csv", data=b"1", by="t")
        at = store.actions

        def opened(title, deadline, measure=""):
            text = ActionText(title, "县公安局", deadline, "women", ("县妇联",), measure=measure)
            return at.open("T1", COUNTY, 2024, text, opened=days(-200), by="王")

        late = opened("补录台账", days(-12), "逐镇核对")
        at.move(late.id, "assigned", happened=days(-190), by="王")
        at.log(late.id, "已核对8个镇。", happened=days(-100), by="王")
        at.add_evidence(late.id, "台账.pdf", b"%PDF", happened=days(-99), by="王")
        running = opened("再培训", days(40))
        done = opened("早办完的", days(-60))
        for state in ("assigned", "working", "done"):
            at.move(done.id, state, happened=days(-100), by="王")
        gone = opened("写错的", days(-5))
        at.retract(gone.id, reason="写错", by="王")
        store.annotations.add("T1", COUNTY, 2024, "method", "改为常住人口口径。", by="王")
        store.annotations.add("T1", COUNTY, 2021, "other", "样本换了", by="王")
        store.annotations.add(None, COUNTY, 2023, "epidemic", "入户推迟", by="王")
        result = publish(store, title="定稿", by="王", year=2024, area=COUNTY)
        matter = gather(store)
        at.move_deadline(late.id, days(30), "推迟", happened=TODAY, by="王")
        at.move(running.id, "assigned", happened=TODAY, by="王")
        store.annotations.add("T1", COUNTY, 2024, "other", "后来写的", by="王")
        yield matter, gather(store), gather(store, result=result.id, today=None)


def notice(matter, unit="县公安局"):
    return said(matter, "notice", unit=unit)


def test_a_units_notice_lists_its_open_actions(followed):
    told = notice(followed[0])
    assert "另有2项督办事项尚未办结（其中已超过时限1项）" in told
    assert f"截至{day(TODAY)}，你单位尚未办结的督办事项共2项；已超过时限1项" in told
    assert f"补录台账\n措施：逐镇核对\n交办\n{day(days(-12))}\n已超期12天\n" in told
    assert f"{day(days(-100))}：已核对8个镇\n1" in told
    assert f"再培训\n立项\n{day(days(40))}\n未超期，还有40天\n尚无记录\n0" in told
    assert "早办完的" not in told
    assert "写错的" not in told


def test_a_unit_that_only_cooperates_is_told_so(followed):
    told = notice(followed[0], "县妇联")
    assert "督办事项共2项，均为配合事项" in told
    assert "（配合，牵头：县公安局）" in told


def test_the_circular_names_overdue_actions(followed):
    told = said(followed[0], "circular")
    assert "共立项督办3项，已办结1项，尚未办结2项，其中超过时限1项" in told
    assert f"补录台账\n县公安局\n{day(days(-12))}\n已超期12天\n交办" in told


def test_a_published_result_tells_actions_and_remarks_as_they_stood(followed):
    before, now, published = followed
    for kind in ("notice", "circular", "unit", "indicator"):
        asked = {"unit": "县公安局"} if kind in ("notice", "unit") else {}
        told = said(published, kind, **asked)
        marked = said(before, kind, **asked)
        assert told.replace("（数据以“定稿”定稿时为准）", "") == marked, kind
    assert "已超过时限" not in notice(now)
    assert "后来写的" in said(now, "indicator")


def test_remarks_stand_with_the_years_they_are_of(followed):
    card = said(followed[0], "indicator")
    assert "需要说明的是，2024年口径调整：改为常住人口口径。" in card
    assert "注：2021年，样本换了；2023年疫情影响：入户推迟；2024年口径调整。" in card
    annual = said(followed[0], "annual")
    assert "全部指标需要说明的是，2023年疫情影响：入户推迟。" in annual
    assert annual.count("改为常住人口口径") == 1


def test_a_unit_whose_only_matter_is_an_action_gets_a_notice(followed):
    matter = followed[0]
    names = [one.of for one in sets.wanted(matter, "notice")]
    assert names == ["县公安局"]
