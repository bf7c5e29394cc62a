"""The terminal's commands for many districts in one store: from an empty store to a comparison."""

from pathlib import Path

import pytest

from tests.cli_kit import command_line

EAST = "示例省/东县"
PLAN = "指标,目标,牵头单位\n孕产妇系统管理率,2030年达到{}%以上,卫健局\n"
FIGURES = "指标,地区,年份,单位,数值,分子,分母\n孕产妇系统管理率,{0},2024,%,{1},{2},{3}\n"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("省.csv", PLAN.format(90)), ("县.csv", PLAN.format(95)), ("地区.csv", "名称,上级\n城关镇,\n"),
        ("东.csv", FIGURES.format("东县", "93.0", 93, 100)),
        ("西.csv", FIGURES.format("西县", "98.0", 294, 300)),
        ("单位.csv", "责任单位,联络员\n卫健局,甲\n"),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(text.encode("utf-8-sig"))
    return command_line(monkeypatch, capsys, tmp_path / "a.duckdb")


def test_a_province_with_two_districts(run):
    run("init", "--district", "示例省", "--level", "province", "--plan", "省.csv")
    for name in ("东县", "西县"):
        told = run("district", "add", "--name", name, "--parent", "示例省", "--areas", "地区.csv",
                   "--plan", "县.csv")  # fmt: skip
        assert f"已加入示例省/{name}：新增或改动2个地区，规划目标1项。" in told
    run("units", "load", "单位.csv", "--at", EAST)
    run("year", "open", "2024", "--at", EAST)
    told = run("district", "list")
    assert "东县（区县）：规划目标1项，责任单位1个，正在收集2024年" in told
    assert "西县（区县）：规划目标1项，责任单位0个" in told
    run("load", "东.csv", "--area", EAST)
    run("load", "西.csv", "--area", "示例省/西县")
    assert run("status", "--at", EAST, "--json")[0]["unit"] == "卫健局"

    (row,) = run("rollup", "--area", "示例省", "--year", "2024", "--json")
    assert (row["value"], row["numerator"], row["denominator"]) == (96.75, 387, 400)
    assert "96.75%（2/2）" in run("rollup", "--year", "2024")
    (item,) = run("assess", "--area", "示例省", "--year", "2024", "--json")
    assert item["sentence"].startswith("2024年为96.75%（由下级汇总，2/2个区县）")
    assert (item["parts_reported"], item["parts_asked"], item["rolled"]) == (2, 2, True)
    run("export", "csv", "--out", "东.长表.csv", "--at", EAST)
    lines = Path("东.长表.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert EAST in lines[1]
    told = run("district", "compare", "--code", row["code"], "--year", "2024")
    assert told.index("西县：98%") < told.index("东县：93%，比上级低3.75个百分点")
    assert "东县：本级规划达标0/1=0.0%，按上级规划1/1=100.0%" in run("district", "compare", "--year", "2024")


@pytest.mark.long
def test_what_is_not_there_is_said(run):
    run("init", "--district", "示例县")
    run("district", "add", "--name", "东县", "--parent", "别省", code=1)
    run("units", "list", "--at", "别省", code=1)
    run("init", "--district", "乙", "--level", "town", code=64, store="b.duckdb")
    run("district", "compare", "--code", "没有", code=1)
