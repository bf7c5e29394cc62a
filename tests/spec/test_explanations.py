"""Every indicator of the catalogue explains itself, and its words agree with its formula."""

import re

import pytest

from indicators.catalog import builtin

ITEMS = builtin().by_code.values()
PER = {100.0: "", 1000.0: "每1000", 100000.0: "每10万"}
SHARE_WORDS = ("比例", "比重", "相当于", "程度", "水平", "相差", "覆盖")
SHARES = ("%", "‰", "1/万", "1/10万")


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)
def test_an_indicator_says_what_it_means(item):
    assert item.meaning
    assert item.meaning.endswith("。")
    assert item.meaning.rstrip("。") != item.name
    assert item.meaning not in (item.caliber, item.note)


@pytest.mark.parametrize(
    "item", [item for item in ITEMS if item.numerator or item.denominator], ids=lambda item: item.code
)
def test_a_ratio_says_how_it_is_reckoned(item):
    assert item.numerator
    assert item.denominator
    assert item.multiplier
    said = item.meaning
    if item.unit == "女=100":
        assert "以女婴为100" in said
    elif PER.get(item.multiplier):
        assert said.startswith(PER[item.multiplier])
    else:
        assert any(word in said for word in SHARE_WORDS), said


@pytest.mark.parametrize("item", [item for item in ITEMS if item.unit in SHARES], ids=lambda item: item.code)
def test_a_share_is_explained_as_a_share_and_a_count_is_not(item):
    words = (*SHARE_WORDS, "每1000", "每10万", "每1万")
    assert any(word in item.meaning for word in words), item.meaning


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)
def test_an_age_in_the_name_is_not_lost_or_changed(item):
    ages = re.findall(r"\d+(?:[—-]\d+)?岁", item.name)
    assert [age for age in ages if age.replace("-", "—") not in item.meaning.replace("-", "—")] == []


def test_the_health_year_is_named_where_the_figures_come_from_its_reports():
    named = [item for item in ITEMS if "上年10月1日" in (item.data_source or "")]
    assert len(named) > 20
    assert [item.code for item in named if "上年10月1日至本年9月30日" not in (item.caliber or "")] == []
