"""A list of areas becomes a tree of paths."""

import pytest

from indicators.catalog import read_areas
from indicators.model import AreaLevel

SOUND = "code,name,parent_code\n990001,示例县,\n990001100,城关镇,990001\n990001100201,东村,990001100\n"


def read(text: str, **more):
    return read_areas(text.encode(), "areas.csv", **more)


def test_paths_levels_and_kinds():
    areas, findings = read(SOUND)
    assert findings == []
    assert [(area.path, area.level, area.kind) for area in areas] == [
        ("示例县", AreaLevel.COUNTY, None),
        ("示例县/城关镇", AreaLevel.TOWN, "镇"),
        ("示例县/城关镇/东村", AreaLevel.VILLAGE, "村"),
    ]


def test_children_may_stand_before_their_parents():
    lines = SOUND.splitlines()
    areas, findings = read("\n".join([lines[0], lines[3], lines[2], lines[1]]))
    assert findings == []
    assert [area.name for area in areas] == ["示例县", "城关镇", "东村"]


def test_codes_keep_their_leading_zeros_and_chinese_headings_do():
    areas, findings = read("地区代码,地区名称,上级代码,级别\n01,甲县,,县\n0101,乙街道,01,乡镇\n")
    assert findings == []
    assert [(area.code, area.level) for area in areas] == [("01", AreaLevel.COUNTY), ("0101", AreaLevel.TOWN)]


def test_the_district_is_put_above_areas_without_parents():
    areas, findings = read("code,name,parent_code\n1,甲镇,\n2,乙镇,\n", district="示例县")
    assert findings == []
    assert [area.path for area in areas] == ["示例县", "示例县/甲镇", "示例县/乙镇"]
    assert areas[0].level is AreaLevel.COUNTY
    assert areas[1].level is AreaLevel.TOWN


def test_the_district_takes_the_code_that_its_areas_name():
    areas, findings = read("code,name,parent_code\n1,甲镇,990001\n2,乙镇,990001\n", district="示例县")
    assert findings == []
    assert areas[0].code == "990001"
    assert areas[2].path == "示例县/乙镇"


def test_a_district_in_the_list_is_not_put_there_twice():
    areas, _ = read(SOUND, district="示例县")
    assert [area.path for area in areas].count("示例县") == 1
    assert len(areas) == 3


def test_areas_without_a_parent_hang_below_the_district_of_the_list():
    areas, findings = read("code,name,parent_code\n2,甲镇,\n1,示例县,\n", district="示例县")
    assert findings == []
    assert [area.path for area in areas] == ["示例县", "示例县/甲镇"]


def test_the_same_name_under_two_parents_are_two_areas():
    areas, findings = read("code,name,parent_code\n1,县,\n2,甲镇,1\n3,乙镇,1\n4,桥东村,2\n5,桥东村,3\n")
    assert findings == []
    assert [area.path for area in areas][-2:] == ["县/甲镇/桥东村", "县/乙镇/桥东村"]


@pytest.mark.parametrize(
    ("extra", "code", "cell"),
    [
        ("9,丁村,88", "area_unknown_parent", "B5"),
        ("990001100,又一镇,990001", "area_twice", "B5"),
        ("9,城关镇,990001", "area_path_twice", "B5"),
        ("9,,990001", "area_no_name", "B5"),
        ("9,甲/乙,990001", "area_bad_name", "B5"),
        ("8,圈甲,9\n9,圈乙,8", "area_cycle", "B5"),
        ("9,自己,9", "area_cycle", "B5"),
    ],
)
def test_one_mistake_one_finding_and_the_rest_stands(extra, code, cell):
    areas, findings = read(f"{SOUND}{extra}\n")
    assert [(item.code, item.cell) for item in findings] == [(code, cell)]
    assert len(areas) == 3


def test_what_hangs_below_a_lost_area_is_left_out_too():
    areas, findings = read(f"{SOUND}9,丁镇,88\n10,丁村,9\n")
    assert [item.code for item in findings] == ["area_unknown_parent"]
    assert len(areas) == 3


def test_no_heading():
    areas, findings = read("甲,乙\n1,2\n")
    assert areas == []
    assert [item.code for item in findings] == ["areas_no_heading"]
