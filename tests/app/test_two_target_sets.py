"""An indicator that two sets of targets ask: both verdicts are named, the address chooses one."""

from store_kit import figures, indicator

from indicators.catalog import Catalog, PlanGoal
from indicators.model import Area, AreaLevel, PlanKind
from indicators.store import Store
from indicators.targets import parse_target
from tests.app.conftest import COUNTY, open_page, words


def goal(phrase, name=""):
    target = parse_target(phrase, unit="%").target
    return PlanGoal("T1", "甲率", PlanKind.WOMEN, phrase, target, lead="县妇联", set_name=name)


def test_both_verdicts_are_named_and_the_address_chooses(empty_store):
    with Store.create(empty_store) as store:
        store.put_areas([Area("9", COUNTY, COUNTY, AreaLevel.COUNTY)], by="t")
        item = indicator("T1", name="甲率")
        goals = [goal("达到50%以上"), goal("达到80%以上", "省规划")]
        store.put_catalog(Catalog((item,)), goals=goals, area=COUNTY, by="t")
        store.accept(
            figures(("T1", COUNTY, 2023, 58.0), ("T1", COUNTY, 2024, 60.0)), file="a", data=b"1", by="t"
        )
    own = open_page("indicators", code="T1", p="women")
    assert own.title[0].value == "甲率：2024年60.0%，提前达标"
    assert "这个指标有2个评定" in words(own)
    other = open_page("indicators", code="T1", p="women", set="省规划")
    assert "妇女发展规划（省规划）" in words(other)
    assert "提前达标" not in other.title[0].value
    listed = "\n".join(element.proto.body for element in open_page("indicators").get("html"))
    assert "set=%E7%9C%81%E8%A7%84%E5%88%92" in listed
    assert "妇女（省规划）" in listed
