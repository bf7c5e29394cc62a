"""Numbers, units, changes and status words as they appear on screen."""

import pytest

from dashboard import format as fmt
from indicators.model import Assessment, Direction


def verdict(**fields):
    known = {
        "code": "X1",
        "indicator": "甲率",
        "plan": "women",
        "domain": "健康",
        "area": "示例县",
        "year": 2024,
        "value": 58.3,
        "unit": "%",
    }
    return Assessment(**(known | fields))


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (None, None, "—"),
        (float("nan"), 1, "—"),
        (58.3, None, "58.3"),
        (58.0, None, "58"),
        (0.1 + 0.2, None, "0.3"),
        (2.675, 2, "2.68"),
        (12345.6, None, "12,345.6"),
        (9999, None, "9999"),
        (-0.5, None, "−0.5"),
        (1e-7, None, "0"),
    ],
)
def test_number(value, decimals, shown):
    assert fmt.number(value, decimals) == shown


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (58.3, "%", "58.3%"),
        (9.7, "/10万", "9.7/10万"),
        (9.7, "1/10万", "9.7/10万"),
        (20, "个", "20\u2009个"),
        (None, "%", "—"),
        (3, None, "3"),
    ],
)
def test_with_unit(value, unit, shown):
    assert fmt.with_unit(value, unit) == shown


@pytest.mark.parametrize(
    ("now", "before", "direction", "unit", "shown"),
    [
        (58.3, 57.1, "higher", "%", "上升1.2个百分点 · 变好"),
        (5.1, 6.0, "lower", "‰", "下降0.9个千分点 · 变好"),
        (6.3, 6.0, Direction.LOWER, "‰", "上升0.3个千分点 · 变差"),
        (10, 12, "higher", "个", "下降2个 · 变差"),
        (45.2, 45.0, "around", "%", "上升0.2个百分点"),
        (45.0, 45.0, "higher", "%", "持平"),
        (None, 45.0, "higher", "%", "—"),
        (45.0, None, "higher", "%", "—"),
    ],
)
def test_change_words(now, before, direction, unit, shown):
    assert fmt.change_words(now, before, direction, unit) == shown


@pytest.mark.parametrize(
    ("attainment", "word", "key"),
    [
        ("met", "提前达标", "met"),
        ("nearly_met", "基本达标", "watch"),
        ("not_met", "预期可达标", "watch"),
        ("not_met", "数据不足", "watch"),
        ("not_met", "达标困难", "unmet"),
        ("not_met", "未达标", "unmet"),
        ("no_data", "无数据", "nodata"),
        ("monitored", "仅监测", "other"),
        ("awaiting", "待评定", "other"),
        ("not_applicable", "不适用", "other"),
    ],
)
def test_each_verdict_is_counted_once(attainment, word, key):
    item = verdict(attainment=attainment, word=word)
    assert fmt.status_of(item).key == key
    assert sum(fmt.counts([item]).values()) == 1


def test_met_plus_watch_plus_unmet_is_what_was_judged():
    kinds = ["met", "nearly_met", "not_met", "no_data", "monitored"]
    tally = fmt.counts(verdict(attainment=kind, word="") for kind in kinds)
    assert tally["met"] + tally["watch"] + tally["unmet"] == 3


def test_lagging_list_puts_red_first_then_the_widest_gap():
    items = [
        verdict(code="a", alert="yellow", required=60.0, base_value=50.0),
        verdict(code="b", alert="red", required=60.0, base_value=50.0),
        verdict(code="c", alert="red", required=70.0, base_value=50.0),
        verdict(code="d", alert="grey", value=None),
        verdict(code="e", alert="green"),
    ]
    assert [item.code for item in sorted(items, key=fmt.urgency)] == ["c", "b", "a", "d", "e"]


def test_headline_names_its_finding():
    tally = {"met": 58, "watch": 20, "unmet": 9, "nodata": 3, "other": 6}
    assert fmt.headline("示例县", 2024, tally, 9) == "示例县2024年：87项中58项达标，9项需要盯紧"
    nothing = dict.fromkeys(tally, 0)
    assert fmt.headline("示例县", 2024, nothing, 0) == "示例县2024年还没有可评定的指标"


def test_html_is_escaped():
    assert fmt.html('<img src="x">') == "&lt;img src=&quot;x&quot;&gt;"


def contrast(one, other):
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("status", fmt.STATUSES, ids=lambda s: s.key)
def test_text_on_every_status_colour_can_be_read(status):
    pairs = [
        (status.fill, status.ink),
        (status.pale, status.pale_ink),
        (status.dark_fill, status.dark_ink),
        (status.dark_pale, status.dark_pale_ink),
    ]
    assert all(contrast(fill, ink) >= 4.5 for fill, ink in pairs)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲县2024年：44项中达标30项", "甲县2024年：44项中达标30项"),
        ("6~14岁和15~17岁", r"6\~14岁和15\~17岁"),
        ("*女性_人数*", r"\*女性\_人数\*"),
        ("![x](http://b.example/x.png)", "!\\[x\\](http:\u2060//b.example/x.png)"),
        ("www.b.example -> 甲--乙", "www\u2060.b.example -\u2060\\> 甲-\u2060-乙"),
        (":material/home: $x$ <b>", r"\:material/home: \$x\$ \<b\>"),
        (None, ""),
    ],
)
def test_names_stay_as_they_are_in_markdown(text, shown):
    assert fmt.plain(text) == shown
