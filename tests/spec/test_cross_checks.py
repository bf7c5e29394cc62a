"""Checks between figures: what is accepted, what comes in, and which codes stand at which cells."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.views import checks_help
from indicators.catalog import builtin
from indicators.catalog.relations import part_names, relations
from indicators.findings import kinds
from indicators.intake import check_file, init_store, load_file
from indicators.intake.cross.check import queries
from indicators.store import Store

pytestmark = pytest.mark.tenth(4)

AREAS = (
    "code,name,parent_code\n999901,示例县,\n999901001,城关镇,999901\n999901002,柳溪镇,999901\n"
    "999901003,青石乡,999901\n999901001001,东庄村,999901001\n999901001002,西庄村,999901001\n"
).encode()
CODES = frozenset(
    {code for code, kind in kinds().items() if kind.topic == "cross"}
    | {"series_slip", "earlier_year_revised"}
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "a.duckdb"
    init_store(path, "示例县", areas=("areas.csv", AREAS))
    return path


@pytest.fixture
def store(tmp_path, empty):
    shutil.copy(empty, tmp_path / "a.duckdb")
    with Store.open(tmp_path / "a.duckdb") as opened:
        yield opened


def table(head, *rows):
    return "\r\n".join(",".join(str(cell) for cell in row) for row in (head, *rows)).encode("utf-8-sig")


def years(first, *rows):
    """Rows of (indicator, unit, figure of the first year, of the next, ...)."""
    count = max(len(row) for row in rows) - 2
    return table(["指标名称", "单位", *(f"{first + at}年" for at in range(count))], *rows)


def places(year, name, unit, **figures):
    """One year's figures of several areas."""
    return table(
        ["地区", "指标名称", "单位", f"{year}年"], *([area, name, unit, it] for area, it in figures.items())
    )


def told(intake):
    return sorted((item.code, item.cell) for item in intake.findings if item.code in CODES)


BIRTHS = ("活产数", "人")
CLINIC = ("孕产妇产前检查率", "%")
BEFORE = [
    # what it is, accepted (2019 on), what comes in (2024) -> findings
    ("a steady count, a little more", BIRTHS, [3000, 2950, 3010, 2980, 3020], 3100, []),
    ("a count that doubles and more", BIRTHS, [3000, 2950, 3010, 2980, 3020], 7000, ["jump_against_before"]),
    ("a count that halves, as it did before", BIRTHS, [9000, 4000, 9500, 4200, 9100], 4100, []),
    ("few points: twice is not enough", BIRTHS, [3000], 6500, []),
    ("few points: four times is", BIRTHS, [3000], 12100, ["jump_against_before"]),
    ("a small count: chance", ("母婴室数量", "个"), [3, 2, 3, 2, 3], 7, []),
    ("a share that falls by 40 points", CLINIC, [96, 96.2, 96.1, 96.4, 96.3], 56, ["jump_against_before"]),
    ("a share that falls by 10 points", CLINIC, [96, 96.2, 96.1, 96.4, 96.3], 86, []),
    ("ten times as many", BIRTHS, [3000], 30100, ["slip_against_before"]),
    ("a hundredth", ("国家财政性教育经费", "万元"), [90000], 912, ["slip_against_before"]),
    ("元 for 万元, steady series", ("国家财政性教育经费", "万元"), [9000, 9100, 9200, 9300, 9250], 92600000,
     ["series_slip"]),
    ("ten times what lies among years that differ", BIRTHS, [2000, 3800, 2100, 3900, 2050], 33000,
     ["slip_against_before"]),
    ("far beyond all years, by no power of ten", BIRTHS, [2000, 3800, 2100, 3900, 2050], 13000,
     ["jump_against_before"]),
    ("deaths: two after none is chance", ("孕产妇死亡人数", "人"), [1, 0, 1, 0, 0], 2, []),
    ("deaths: thirty after one", ("孕产妇死亡人数", "人"), [1, 0, 1, 0, 1], 35, ["jump_against_before"]),
]  # fmt: skip


@pytest.mark.tenth(4)
@pytest.mark.parametrize(("what", "indicator", "accepted", "now", "codes"), BEFORE)
def test_against_the_years_before(store, what, indicator, accepted, now, codes):
    load_file(store, years(2024 - len(accepted), (*indicator, *accepted)), "往年.csv", by="王")
    seen = check_file(store, years(2024, (*indicator, now)), "今年.csv")
    assert told(seen) == [(code, "C2") for code in codes]


SLIPS = [
    # indicator, accepted, what comes in -> what the text says
    (BIRTHS, [3000, 2950, 3010, 2980], 29800, "约差10倍", "2980人"),
    (BIRTHS, [3000, 2950, 3010, 2980], 2980000, "约差1000倍", "2980人"),
    (("国家财政性教育经费", "万元"), [90000], 9, "像是按“亿元”填的", "90000万元"),
    (("国家财政性教育经费", "万元"), [90000], 910, "像是按“百万元”填的", "91000万元"),
    (("婴儿死亡率", "‰"), [3.2, 3.1, 3.3], 31, "像是按“1/万”填的", "3.1‰"),
]


@pytest.mark.tenth(4)
@pytest.mark.parametrize(("indicator", "accepted", "now", "what", "instead"), SLIPS)
def test_a_slip_is_named_with_the_figure_it_may_stand_for(store, indicator, accepted, now, what, instead):
    load_file(store, years(2024 - len(accepted), (*indicator, *accepted)), "往年.csv", by="王")
    seen = check_file(store, years(2024, (*indicator, now)), "今年.csv")
    (told_,) = [item for item in seen.findings if item.code in ("slip_against_before", "series_slip")]
    assert what in told_.message
    if told_.code == "slip_against_before":
        assert instead in told_.message
        assert instead in told_.hint


LIMITED = [
    # accepted shares, what comes in -> the end of the text
    ([], 365, "最多只能是100%；除以10是36.5%。"),
    ([3.4, 3.6], 365, "最多只能是100%；除以100是3.65%，与往年相当。"),
    ([36.1, 36.4], 365, "最多只能是100%；除以10是36.5%，与往年相当。"),
    ([36.1, 36.4], 360000, "最多只能是100%；除以10000是36%，与往年相当。"),
    ([36.1, 36.4], 900, "最多只能是100%。"),
]


@pytest.mark.tenth(4)
@pytest.mark.parametrize(("accepted", "now", "end"), LIMITED)
def test_a_figure_above_its_limit_names_the_likely_slip(store, accepted, now, end):
    name = ("剖宫产率", "%")
    if accepted:
        load_file(store, years(2024 - len(accepted), (*name, *accepted)), "往年.csv", by="王")
    seen = check_file(store, years(2024, (*name, now)), "今年.csv")
    assert [item.message.partition("，")[2] for item in seen.findings if item.code == "above_limit"] == [end]


def test_only_the_odd_figure_is_told_and_not_the_way_back(store):
    seen = check_file(store, years(2019, (*BIRTHS, 3000, 2950, 9000, 2980, 3020)), "a.csv")
    assert told(seen) == [("jump_against_before", "E2")]


DEATHS = [
    # neonatal, infant, under five (‰) -> findings
    (2.1, 3.2, 4.5, []),
    (3.2, 3.2, 3.2, []),
    (3.3, 3.2, 4.5, []),  # 3.25 and 3.249, rounded
    (3.4, 3.2, 4.5, [("above_related", "C2")]),
    (2.1, 5.0, 4.5, [("above_related", "C3")]),
]


@pytest.mark.tenth(4)
@pytest.mark.parametrize(("neonatal", "infant", "child", "expected"), DEATHS)
def test_one_is_at_most_the_other(store, neonatal, infant, child, expected):
    rows = (("新生儿死亡率", "‰", neonatal), ("婴儿死亡率", "‰", infant), ("5岁以下儿童死亡率", "‰", child))
    assert told(check_file(store, years(2024, *rows), "a.csv")) == expected


def test_the_other_figure_may_be_accepted_already(store):
    load_file(store, years(2024, ("5岁以下儿童死亡率", "‰", 4.5)), "去.csv", by="王")
    seen = check_file(store, years(2024, ("婴儿死亡率", "‰", 5.0)), "a.csv")
    assert told(seen) == [("above_related", "C2")]
    assert "“去.csv”" in next(item.message for item in seen.findings)


def shares(*rows, year=2024):
    """Rows of (indicator, unit, numerator, denominator, share)."""
    head = ["指标名称", "地区", "年份", "单位", "分子", "分母", "数值"]
    return table(
        head, *([name, area, year, "%", top, bottom, share] for name, area, top, bottom, share in rows)
    )


WOMEN_IN = "村委会成员中女性比例"
HEADS = "村委会主任中女性比例"
COUNTED = [
    # women and members of the village committees, women and all among their heads -> findings
    ((30, 90, 33.3), (5, 20, 25), []),
    ((30, 90, 33.3), (31, 95, 32.6), [("above_related", "G3"), ("above_related", "G3")]),
    ((30, 90, 33.3), (31, 90, 34.4), [("above_related", "G3")]),
]


@pytest.mark.tenth(4)
@pytest.mark.parametrize(("members", "heads", "expected"), COUNTED)
def test_women_and_members_of_two_bodies(store, members, heads, expected):
    data = shares((WOMEN_IN, "示例县", *members), (HEADS, "示例县", *heads))
    assert told(check_file(store, data, "a.csv")) == expected


def test_the_counts_are_called_by_their_names(store):
    data = shares((WOMEN_IN, "示例县", 30, 90, 33.3), (HEADS, "示例县", 31, 90, 34.4))
    (item,) = check_file(store, data, "a.csv").findings
    assert "“女村委会主任数”是31，大于“村委会女性成员数”的30" in item.message


def test_more_women_in_town_jobs_than_people(store):
    load_file(store, shares(("城镇单位就业人员中的女性比例", "示例县", 900, 2000, 45)), "a.csv", by="王")
    seen = check_file(store, years(2024, ("城镇单位女性就业人员数", "人", 2100)), "b.csv")
    assert told(seen) == [("above_related", "C2")]


BUILT = [
    # villages with a home, all villages (the list has two in the town), homes -> findings
    (2, 2, 3, []),
    (3, 3, 3, [("more_than_villages", "G2")]),
    (2, 2, 1, [("above_related", "G2")]),
]


@pytest.mark.tenth(4)
@pytest.mark.parametrize(("built", "villages", "homes", "expected"), BUILT)
def test_villages_with_a_home_beside_villages_and_homes(store, built, villages, homes, expected):
    data = places(2024, "妇女之家(妇女儿童之家)数量", "个", 城关镇=homes)
    load_file(store, data, "家.csv", by="王")
    share = round(100 * built / villages, 1)
    seen = check_file(store, shares(("妇女之家覆盖率", "城关镇", built, villages, share)), "a.csv")
    assert told(seen) == expected


def test_more_villages_than_there_are(store):
    assert told(check_file(store, places(2021, "村妇代会主任一次性当选村数", "个", 城关镇=2), "a.csv")) == []
    seen = check_file(store, places(2021, "村妇代会主任一次性当选村数", "个", 城关镇=3), "a.csv")
    assert told(seen) == [("more_than_villages", "D2")]


TOWNS = [
    # the district's share, (women, members) of three towns -> findings
    (30.0, ((10, 40), (9, 30), (11, 30)), []),
    (33.0, ((10, 40), (9, 30), (11, 30)), [("areas_mean_differs", "G2")]),
    (30.4, ((10, 40), (9, 30), (None, None)), []),  # one town without its parts: only lowest and highest bind
]


@pytest.mark.tenth(4)
@pytest.mark.parametrize(("whole", "towns", "expected"), TOWNS)
def test_a_district_share_is_the_mean_by_counts(store, whole, towns, expected):
    rows = [(WOMEN_IN, "示例县", "", "", whole)]
    for name, (top, bottom) in zip(("城关镇", "柳溪镇", "青石乡"), towns, strict=True):
        share = round(100 * top / bottom, 1) if bottom else 36.7
        rows.append((WOMEN_IN, name, top or "", bottom or "", share))
    assert told(check_file(store, shares(*rows), "a.csv")) == expected


def by_part(name, unit, dimension, **figures):
    rows = [[name, "示例县", 2024, "" if part == "合计" else part, unit, it] for part, it in figures.items()]
    return table(["指标", "地区", "年份", dimension, "单位", "数值"], *rows)


PARTS = [
    # what it is, indicator, unit, breakdown, figures -> findings
    ("men and women make 100", "公务员中女性比例", "%", "性别", {"男": 62, "女": 38}, []),
    ("men and women make 96", "公务员中女性比例", "%", "性别", {"男": 58, "女": 38},
     [("parts_not_hundred", "F2")]),
    ("between town and country", "婴儿死亡率", "‰", "城乡", {"合计": 3.5, "城市": 3.0, "农村": 4.0}, []),
    ("outside both", "婴儿死亡率", "‰", "城乡", {"合计": 4.5, "城市": 3.0, "农村": 4.0},
     [("whole_outside_parts", "F2")]),
]  # fmt: skip


@pytest.mark.tenth(4)
@pytest.mark.parametrize(("what", "name", "unit", "dimension", "figures", "expected"), PARTS)
def test_parts_beside_the_whole(store, what, name, unit, dimension, figures, expected):
    assert told(check_file(store, by_part(name, unit, dimension, **figures), "a.csv")) == expected


@pytest.mark.tenth(4)
@pytest.mark.parametrize(("men", "expected"), [(61.8, []), (55.8, [("sides_not_hundred", "C2")])])
def test_two_sides_of_one_composition(tmp_path, men, expected):
    """A district whose catalogue has the men's share beside the women's."""
    women = builtin().find("W0409")
    other = replace(women, code="X0001", name=women.name.replace("女性", "男性"), aliases=(), old_codes=())
    path = tmp_path / "two.duckdb"
    init_store(path, "示例县", areas=("areas.csv", AREAS))
    with Store.open(path) as store:
        store.put_catalog(builtin().extended([other]))
        rows = ((women.name, "%", 38.2), (other.name, "%", men))
        assert told(check_file(store, years(2024, *rows), "a.csv")) == expected


DISTRICT = [
    # indicator, unit, district, three towns -> findings (the district's figure is in row 2)
    ("母婴室数量", "个", 30, (10, 10, 10), []),
    ("母婴室数量", "个", 25, (10, 10, 10), [("areas_above_whole", "D2")]),
    ("母婴室数量", "个", 40, (10, 10, 10), [("areas_below_whole", "D2")]),
    ("母婴室数量", "个", 40, (10, 10), []),  # not all have reported
    ("孕产妇产前检查率", "%", 96, (95, 96, 97), []),
    ("孕产妇产前检查率", "%", 99, (95, 96, 97), [("whole_outside_areas", "D2")]),
    ("人均地区生产总值", "元", 50000, (40000, 50000, 60000), []),  # an average does not add up
]


@pytest.mark.tenth(4)
@pytest.mark.parametrize(("name", "unit", "whole", "towns", "expected"), DISTRICT)
def test_a_district_beside_its_towns(store, name, unit, whole, towns, expected):
    named = dict(zip(("城关镇", "柳溪镇", "青石乡"), towns, strict=False))
    data = places(2024, name, unit, **{"示例县": whole, **named})
    assert told(check_file(store, data, "a.csv")) == expected


def test_the_last_town_is_told_when_the_district_stands_already(store):
    name = ("母婴室数量", "个")
    load_file(store, places(2024, *name, 示例县=25, 城关镇=10, 柳溪镇=10), "县.csv", by="王")
    seen = check_file(store, places(2024, *name, 青石乡=10), "镇.csv")
    assert told(seen) == [("areas_above_whole", "D2")]


def test_parts_of_a_breakdown(store):
    def births(whole, city, country):
        return table(
            ["指标编码", "指标", "地区", "年份", "城乡", "单位", "数值"],
            *(["W0106", "孕产妇死亡人数", "示例县", 2024, part, "人", figure]
              for part, figure in (("", whole), ("城市", city), ("农村", country))),
        )  # fmt: skip

    assert told(check_file(store, births(5, 2, 3), "a.csv")) == []
    assert told(check_file(store, births(6, 2, 3), "a.csv")) == [("parts_not_whole", "G2")]


def test_a_share_of_one_body_in_the_row_of_another(store):
    deputies, standing = "县级人大代表中女性比例", "县级人大常委会委员中女性比例"
    load_file(store, years(2021, (deputies, "%", 31.6), (standing, "%", 18.4)), "换届.csv", by="王")
    load_file(store, years(2022, (deputies, "%", 31.9)), "补选.csv", by="王")
    assert told(check_file(store, years(2022, (standing, "%", 31.9)), "a.csv")) == [("equals_sibling", "C2")]
    assert told(check_file(store, years(2022, (standing, "%", 18.9)), "a.csv")) == []


NAMES = (
    "孕产妇产前检查率",
    "产后访视率",
    "婚前医学检查率",
    "剖宫产率",
    "孕产妇住院分娩率",
    "孕产妇系统管理率",
)


def test_a_copy_of_last_years_column(store):
    old = [(name, "%", 80.1 + at, 81.3 + at) for at, name in enumerate(NAMES)]
    load_file(store, years(2022, *old), "往年.csv", by="王")
    copied = years(2024, *((name, "%", last) for name, _, _, last in old))
    assert told(check_file(store, copied, "今年.csv")) == [("copied_from_before", "C2")]
    moved = years(2024, *((name, "%", last + 0.4) for name, _, _, last in old))
    assert told(check_file(store, moved, "今年.csv")) == []


def test_figures_that_never_move_are_no_copy(store):
    old = [(name, "%", 80.1 + at, 80.1 + at, 80.1 + at) for at, name in enumerate(NAMES)]
    load_file(store, years(2021, *old), "往年.csv", by="王")
    again = years(2024, *((name, "%", last) for name, _, _, _, last in old))
    assert told(check_file(store, again, "今年.csv")) == []


def test_the_same_figure_from_two_departments_and_a_file_that_brings_nothing_new(store):
    rows = [(name, "%", 80.1 + at) for at, name in enumerate(NAMES)]
    load_file(store, years(2024, *rows), "a.csv", unit="县卫生健康局", by="王")
    other = check_file(store, years(2024, *rows[:5], ("剖宫产率", "%", 33)), "b.csv", unit="县妇幼保健院")
    assert told(other) == [("also_reported", "C2")]
    resaved = years(2024, *rows, ("母婴室数量", "个", ""))
    assert told(check_file(store, resaved, "c.csv", unit="县卫生健康局")) == [("nothing_new", None)]


def test_a_year_before_the_one_reported_is_quietly_changed(store):
    load_file(store, years(2023, (*BIRTHS, 2900)), "去年.csv", by="王")
    assert told(check_file(store, years(2023, (*BIRTHS, 2850, 2800)), "a.csv")) == [
        ("earlier_year_revised", "C2")
    ]
    assert told(check_file(store, years(2023, (*BIRTHS, 2850)), "a.csv")) == []


def test_relations_speak_of_indicators_that_there_are_in_the_same_unit():
    every = {item.code: item for item in builtin().indicators}
    held = relations()
    counts = {name for chain in held.at_most_counts for name in chain}
    for one, other in (*held.pairs(), *held.siblings()):
        if not {one, other} <= counts:
            assert every[one].unit == every[other].unit, (one, other)
    assert (held.sums_to_hundred | held.not_additive) <= set(every)
    assert held.one_a_village | counts <= {*every, *part_names(builtin().indicators)}
    for name in counts & set(every):  # no share stands among the counts
        assert every[name].multiplier is None, name


def test_every_code_of_these_checks_has_a_case_here_and_a_page_in_the_help():
    text = Path(__file__).read_text(encoding="utf-8")
    assert [code for code in sorted(CODES) if text.count(f'"{code}"') == 0] == []
    assert [code for code in sorted(CODES) if code not in checks_help.words()["more"]] == []


def test_no_statement_writes():
    assert all(sql.startswith(("SELECT", "WITH", "--")) for sql in queries().values())
