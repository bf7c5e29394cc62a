"""Lists of towns and villages in the forms in which offices keep them: one tree."""

import io

import openpyxl
import pytest

from indicators.catalog import read_areas
from indicators.catalog.areas import read_area_text
from indicators.intake.areas import CHANGED, NEW, SAME, check_areas, load_areas
from indicators.model import Area, AreaLevel
from indicators.store import Store

COUNTY = "示例县"
TREE = [
    "示例县",
    "示例县/城关镇",
    "示例县/城关镇/东街村",
    "示例县/城关镇/西街社区",
    "示例县/河东乡",
    "示例县/河东乡/东街村",
]

STEPS = "乡镇(街道),村(社区),备注\n城关镇,东街村,\n,西街社区,\n河东乡,东街村,x\n"
DIVISION = (
    "统计用区划代码,城乡分类代码,名称\n990101000000,,示例县\n990101001000,,城关镇\n990101001001,220,东街村\n"
    "990101001002,111,西街社区\n990101200000,,河东乡\n990101200201,220,东街村\n"
)
INDENTED = "名称\n城关镇\n  东街村\n  西街社区\n河东乡\n  东街村\n"
PARENTS = "编号,名称,上级编号\n1,城关镇,\n11,东街村,1\n12,西街社区,1\n2,河东乡,\n21,东街村,2\n"
BY_NAME = (
    "编号,名称,上级名称\n1,城关镇,示例县\n11,东街村,城关镇\n12,西街社区,城关镇\n"
    + "2,河东乡,示例县\n21,东街村,河东乡\n"
)


@pytest.mark.parametrize(
    "text",
    [STEPS, DIVISION, INDENTED, PARENTS, BY_NAME],
    ids=["steps", "codes", "indent", "parents", "by name"],
)
def test_one_tree(text):
    areas, findings = read_areas(text.encode(), "a.csv", district=COUNTY)
    assert findings == []
    assert sorted(area.path for area in areas) == sorted(TREE)
    assert {area.path.count("/"): area.level for area in areas} == {
        0: AreaLevel.COUNTY, 1: AreaLevel.TOWN, 2: AreaLevel.VILLAGE,
    }  # fmt: skip


TYPED = [
    "城关镇：东街村、西街社区\n河东乡:东街村",
    "城关镇\n　东街村\n　西街社区\n河东乡\n　东街村\n",
    "城关镇\n东街村\n西街社区\n河东乡\n东街村",
    "990101001000 城关镇\n990101001001 东街村\n990101001002\t西街社区\n"
    + "990101200000 河东乡\n990101200201，东街村",
    "名称\t上级\n城关镇\t\n东街村\t城关镇\n西街社区\t城关镇\n河东乡\t",
]


@pytest.mark.parametrize("text", TYPED, ids=["colon", "indent", "endings", "codes", "table"])
def test_typed_text(text):
    areas, findings = read_area_text(text, district=COUNTY)
    assert findings == []
    expected = TREE[:-1] if "上级" in text else TREE
    assert sorted(area.path for area in areas) == sorted(expected)


def test_merged_cells_and_cell_indents():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["名单"], ["所属乡镇", "行政村", "统计用区划代码"], ["城关镇", "东街村", "990101001001"],
                [None, "西街社区", "990101001002"], ["河东乡", "东街村", None]):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A3:A4")
    out = io.BytesIO()
    book.save(out)
    areas, findings = read_areas(out.getvalue(), "a.xlsx", district=COUNTY)
    assert findings == []
    assert {area.path: area.code for area in areas}["示例县/城关镇/西街社区"] == "990101001002"


def test_kinds_by_ending_and_by_the_urban_rural_code():
    text = (
        "统计用区划代码,城乡分类代码,名称\n990101001000,,城关镇\n990101001001,220,东街\n"
        + "990101001002,111,南街\n990101001003,999,北街\n"
    )
    areas, findings = read_areas(text.encode(), "a.csv", district=COUNTY)
    assert [area.kind for area in areas] == [None, "镇", "乡村", "城镇", None]
    assert [(item.code, item.cell) for item in findings] == [("area_bad_urban", "B5")]


@pytest.fixture
def store():
    with Store.memory() as made:
        made.put_areas([
            Area("990101", COUNTY, COUNTY, AreaLevel.COUNTY),
            Area("990101001", "城关镇", f"{COUNTY}/城关镇", AreaLevel.TOWN, "990101", "镇"),
            Area("990101002", "老镇", f"{COUNTY}/老镇", AreaLevel.TOWN, "990101", "镇"),
        ])  # fmt: skip
        yield made


def test_towns_and_villages_join_an_existing_store(store):
    text = (
        "名称,代码,上级代码\n城关镇,990101001,990101\n东街村,990101001001,990101001\n新镇,990101003,990101\n"
    )
    seen = check_areas(store, text.encode(), "a.csv")
    assert [(area.name, state) for area, state in seen.areas] == [
        ("示例县", SAME), ("城关镇", SAME), ("东街村", NEW), ("新镇", NEW),
    ]  # fmt: skip
    assert [item.code for item in seen.findings] == ["areas_absent"]
    assert len(store.areas()) == 3
    assert load_areas(store, text.encode(), "a.csv", by="王").written == 2
    assert [state for _, state in check_areas(store, text.encode(), "a.csv").areas] == [SAME] * 4


def test_a_changed_code_is_said(store):
    seen = check_areas(store, "990101009 城关镇\n990101002 老镇", "")
    assert {area.name: state for area, state in seen.areas} == {COUNTY: SAME, "城关镇": CHANGED, "老镇": SAME}


def test_a_list_without_codes_takes_none_away(store):
    seen = load_areas(store, "城关镇：东街村\n老镇", "")
    assert {area.name: state for area, state in seen.areas} == {
        COUNTY: SAME, "城关镇": SAME, "老镇": SAME, "东街村": NEW,
    }  # fmt: skip
    assert [area.code for area in store.areas()][:3] == ["990101", "990101001", "990101002"]


def test_a_known_code_under_a_new_name_asks_for_a_change_of_areas(store):
    seen = load_areas(store, "名称,代码\n新名镇,990101002\n".encode(), "a.csv")
    assert [(item.code, item.cell) for item in seen.findings if item.severity == "error"] == [
        ("area_code_moved", "A2")
    ]
    assert seen.written == 0


def test_a_list_of_the_whole_province_is_cut_to_the_district(store):
    text = (
        "代码,名称\n990000,某省\n990100,某市\n990101,示例县\n990101001,城关镇\n990102,别县\n990102001,别镇\n"
    )
    seen = check_areas(store, text.encode(), "a.csv")
    assert [area.path for area, _ in seen.areas] == [COUNTY, f"{COUNTY}/城关镇"]
    assert "areas_outside" in [item.code for item in seen.findings]
