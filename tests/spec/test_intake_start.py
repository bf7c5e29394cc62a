"""A new office's store: what areas and plan files it is made of, and what stops it."""

import pytest

from indicators.catalog.areas import read_area_text
from indicators.intake import init_store
from indicators.store import Store, StoreExists

AREAS = "code,name,parent_code\n999901,示例县,\n999901001,城关镇,999901\n".encode()
PLAN = "指标,目标,责任单位\n孕产妇死亡率,控制在12/10万以下,县卫生健康局\n".encode()


def test_a_store_with_areas_and_plan(tmp_path):
    path = tmp_path / "a.duckdb"
    found = init_store(path, "示例县", areas=("areas.csv", AREAS), plan=("plan.csv", PLAN), by="王")
    assert found == []
    with Store.open(path) as store:
        assert [area.path for area in store.areas()] == ["示例县", "示例县/城关镇"]
        assert store.catalog().find("W0103") is not None


def test_a_store_of_the_district_alone(tmp_path):
    assert init_store(tmp_path / "a.duckdb", "示例县") == []
    with Store.open(tmp_path / "a.duckdb") as store:
        assert [area.path for area in store.areas()] == ["示例县"]


BROKEN = [
    ({"areas": ("areas.csv", b"a,b\n1,2\n")}, "areas_no_heading"),
    ({"plan": ("plan.csv", "甲,乙\n1,2\n".encode())}, "plan_no_heading"),
    ({"plan": ("plan.csv", "指标,目标,责任单位\n".encode())}, "plan_without_goals"),
]


@pytest.mark.parametrize(("files", "code"), BROKEN)
def test_nothing_is_made_of_broken_files(tmp_path, files, code):
    found = init_store(tmp_path / "a.duckdb", "示例县", **files)
    assert code in [item.code for item in found]
    assert not (tmp_path / "a.duckdb").exists()


def test_a_pasted_list_without_a_name():
    areas, found = read_area_text("\n \n")
    assert (areas, [item.code for item in found]) == ([], ["areas_without_names"])


def test_a_line_of_the_plan_that_cannot_be_used_does_not_stop_the_rest(tmp_path):
    plan = PLAN + "没有的指标,达到90%以上,县妇联\n".encode()
    found = init_store(tmp_path / "a.duckdb", "示例县", plan=("plan.csv", plan))
    assert found
    assert (tmp_path / "a.duckdb").exists()


def test_an_existing_store_is_left_alone(tmp_path):
    init_store(tmp_path / "a.duckdb", "示例县")
    with pytest.raises(StoreExists):
        init_store(tmp_path / "a.duckdb", "示例县")


@pytest.mark.parametrize(
    ("district", "areas", "warned"),
    [
        ("示例县", AREAS, False),
        ("某某县", AREAS, True),
        ("某某县", "code,name,parent_code\n1,城关镇,\n2,东河镇,\n".encode(), False),
        ("某某县", "code,name,parent_code\n1,城关镇,9\n2,东河镇,9\n".encode(), False),
        ("某某县", "code,name,parent_code\n1,城关镇,\n".encode(), False),
    ],
)
def test_a_list_whose_top_is_called_otherwise_is_said(tmp_path, district, areas, warned):
    found = init_store(tmp_path / "a.duckdb", district, areas=("areas.csv", areas))
    assert [item.code for item in found] == ["areas_other_top"] * warned
    assert (tmp_path / "a.duckdb").exists()
    strict = init_store(tmp_path / "b.duckdb", district, areas=("areas.csv", areas), one_top=True)
    assert [item.severity for item in strict] == ["error"] * warned
    assert (tmp_path / "b.duckdb").exists() is not warned
