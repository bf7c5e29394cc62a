"""Make `fixtures/store_v<N>.duckdb.gz`: a small store of the present schema version, kept for later versions.

Run once per schema version, before the next one begins: python tests/spec/make_store_fixture.py
"""

import datetime as dt
import gzip
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

from store_kit import CATALOG, COUNTY, TOWNS, figures, fill  # noqa: E402

from indicators.catalog import PlanGoal  # noqa: E402
from indicators.findings import finding  # noqa: E402
from indicators.model import Assessment, Place, PlanKind, ReportingUnit, Role  # noqa: E402
from indicators.store import ActionText, Given, Store, statements  # noqa: E402
from indicators.targets import parse_target  # noqa: E402

GOAL = "2025年达到50%以上,2030年达到70%以上"


def furnish(store):
    """Everything a store can hold, once."""
    fill(store)
    goal = PlanGoal("T1", "指标T1", PlanKind.WOMEN, GOAL, parse_target(GOAL, unit="%").target, lead="卫健局")
    store.put_catalog(CATALOG, goals=[goal], area=COUNTY, source="plan.csv", by="王")
    store.put_setting("near_miss", "0.02", by="王")
    told = [finding("empty_file", Place("a.xlsx", "表1", "B2"), year=2024)]
    first = figures(("T1", COUNTY, 2023, 40.5), ("T1", TOWNS[0], 2023, 41.0, '{"性别":"女"}', "1–9月"))
    store.accept(
        first, file="a.xlsx", data=b"first", by="张", unit="卫健局", area=COUNTY, year=2023, blocked=1,
        findings=told, explanations={"k": "去年漏报"}, answers={"q": "a"}, note="n", reader="1",
    )  # fmt: skip
    store.accept(figures(("T1", COUNTY, 2023, 42.5)), file="b.csv", data=b"second", by="李")
    third = store.accept(figures(("T1", COUNTY, 2023, 99.9)), file="c.csv", data=b"third", by="李")
    store.undo(third.id, "李", "传错了")
    furnish_office(store)
    furnish_desk(store)
    furnish_flags(store)
    furnish_annotations(store)
    furnish_boundaries(store)
    furnish_actions(store)
    furnish_accounts(store)
    furnish_approvals(store)
    furnish_bounds(store)
    furnish_offices(store)


def furnish_office(store):
    """What came with version 2: constants, judgements, answers, a published result."""
    store.put_method({"near_miss": 0.02}, "市里要求", by="王")
    store.put_judgement("T2", COUNTY, 2024, "yes", "政发〔2024〕3号", by="王", file=("a.pdf", b"%PDF"))
    wrong = store.put_judgement("T2", COUNTY, 2024, "no", "看错了", by="王", plan="women")
    store.retract(wrong.id, "王", "看错了")
    store.put_applicability("T1", COUNTY, 2021, False, "全县人口18万", by="王")
    seen = store.data_version()
    item = Assessment(
        "T1", "指标T1", "women", "健康", COUNTY, 2024, 42.5, "%", word="达标困难", alert="orange"
    )
    store.publish([item], title="2024年度", year=2024, area=COUNTY, settings="{}", seen=seen, by="王")


def furnish_desk(store):
    """What came with version 3: units, years, and self-assessments (nothing that is a submission)."""
    desk = store.desk
    desk.put_units([ReportingUnit("县卫生健康局", "联络员甲", "0000", None, ("卫健局",))], by="王")
    desk.put_duty("卫健局", "T2", True, reason="归口", by="王")
    desk.open_year(2024, dt.date(2025, 5, 20), by="王")
    desk.put_self_assessment("卫健局", 2024, "已完成", by="王")


def furnish_flags(store):
    """What came with version 5: a warning raised by hand, taken back, and a mark that one is known."""
    wrong = store.flags.raise_alert("T1", COUNTY, 2024, "red", "看错了", by="王")
    store.flags.retract(wrong.id, reason="看错了", by="王")
    store.flags.mark_seen("T1", COUNTY, 2024, "orange", "已约谈", by="王")


def furnish_annotations(store):
    """What came with version 6: a remark on a year, and one on every indicator, taken back."""
    store.annotations.add("T1", COUNTY, 2023, "method", "改为常住人口口径", by="王")
    wrong = store.annotations.add(None, COUNTY, 2020, "epidemic", "体检暂停", by="王")
    store.annotations.retract(wrong.id, reason="记错了", by="王")


def furnish_boundaries(store):
    """What came with version 7: a boundary file that stands, and one taken back."""
    ring = ((110.0, 30.0), (111.0, 30.0), (111.0, 31.0), (110.0, 30.0))
    store.boundaries.put("b.geojson", b"{}", {TOWNS[0]: ((ring,),)}, by="王")
    wrong = store.boundaries.put("c.geojson", b"[]", {TOWNS[0]: ((ring,), (ring,))}, by="王")
    store.boundaries.retract(wrong.id, reason="放错了", by="王")


def furnish_actions(store):
    """What came with version 8: an action with its steps, and one taken back."""
    day = dt.date(2025, 3, 1)
    text = ActionText(
        "补上体检", "卫健局", dt.date(2025, 6, 30), "women", ("教育局",), "缺设备", "购置", "两癌项目"
    )
    made = store.actions.open("T1", COUNTY, 2024, text, opened=day, by="王")
    store.actions.move(made.id, "assigned", note="督办单1号", happened=day, by="王")
    store.actions.add_evidence(made.id, "a.pdf", b"%PDF proof", happened=day, by="李")
    store.actions.move_deadline(made.id, dt.date(2025, 9, 30), "招标推迟", happened=day, by="王")
    wrong = store.actions.open("T2", COUNTY, 2024, text, opened=day, by="王")
    store.actions.retract(wrong.id, reason="重复", by="王")


def furnish_accounts(store):
    """What came with version 9: an administrator, and a unit's person who may no longer sign in."""
    store.accounts.add("wang", "王芳", Role.ADMIN, by="王", password="$hash", subject="wang@example.org")
    store.accounts.add("li", "李", Role.UNIT, unit="卫健局", by="wang", password="$hash")
    store.accounts.change("li", active=False, by="wang")


def furnish_approvals(store):
    """What came with version 11: a file handed in, returned and sent anew; locks of a unit's year."""
    told = [finding("empty_file", Place("d.csv", "表1", "B2"), year=2023)]
    given = Given("d.csv", b"wrong", "卫健局", COUNTY, 2023, {"q": "a"}, {"k": "漏报"}, told, 1, 0, 2023)
    first = store.approvals.hand_in(given, by="张")
    store.approvals.step(first.id, "returned", note="分母不对", by="王")
    again = store.approvals.hand_in(
        Given("d.csv", b"mended", "卫健局", figures=1, latest=2023, earlier=first.id), by="张"
    )
    store.approvals.step(again.id, "reviewed", by="统")
    store.approvals.lock("卫健局", 2022, by="王")
    store.approvals.unlock("卫健局", 2022, reason="补报", by="王")
    store.approvals.lock("卫健局", 2023, reason="已核定", by="王")


def furnish_bounds(store):
    """What came with version 12: an account bound to an area."""
    store.accounts.add("zhao", "赵", Role.OFFICE, area=COUNTY, by="wang", password="$hash")


def furnish_offices(store):
    """What came with version 13: a unit, a year and a lock of another office."""
    desk = store.desk_of(TOWNS[1])
    desk.put_units([ReportingUnit("卫健局", "联络员乙", "1111", None, ("卫生室",))], by="赵")
    desk.open_year(2024, dt.date(2025, 6, 1), by="赵")
    store.approvals_of(TOWNS[1]).lock("卫生室", 2023, by="赵")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.duckdb"
        with Store.create(path) as made:
            furnish(made)
        target = HERE / "fixtures" / f"store_v{statements.migrations()[-1][0]}.duckdb.gz"
        target.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
        print(target, target.stat().st_size, "bytes")
