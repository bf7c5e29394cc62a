"""The desk by terminal: an office's year from opening to close, told command by command."""

import json
import sys

import pytest

from dashboard import cli

pytestmark = pytest.mark.tenth(3)

AREAS = "code,name,parent_code\n999901,示例县,\n999901001,城关镇,999901\n".encode()
PLAN = (
    "指标,目标,责任单位\n孕产妇系统管理率,达到95%以上,卫健局\n妇女健康素养水平,提高到30%以上,县妇联\n".encode(
        "utf-8-sig"
    )
)
UNITS = (
    "序号,责任单位,简称,联络员,联系电话,备注\n1,县卫生健康局,卫健局、卫健委,联络员甲,0000-1,\n"
    "2,县妇联,,联络员乙,0000-2,\n3,城关镇人民政府,,,,\n,,,,,\n4,县妇联,,,,\n"
).encode("utf-8-sig")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    (tmp_path / "areas.csv").write_bytes(AREAS)
    (tmp_path / "plan.csv").write_bytes(PLAN)
    (tmp_path / "units.csv").write_bytes(UNITS)
    monkeypatch.chdir(tmp_path)

    def call(*arguments, exit=0):
        monkeypatch.setattr(sys, "argv", ["twoplans", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        printed = capsys.readouterr()
        assert (stopped.value.code or 0) == exit, printed.err + printed.out
        assert "Traceback" not in printed.err
        lines = printed.out.splitlines()
        return [json.loads(line) for line in lines] if "--json" in arguments else printed.out + printed.err

    call("init", "--store", "a.duckdb", "--district", "示例县", "--areas", "areas.csv", "--plan", "plan.csv")
    return call


def figure(name, unit, value, year=2024):
    return f"指标,单位,{year}年\n{name},{unit},{value}\n".encode("utf-8-sig")


STORE = ("--store", "a.duckdb")


def test_an_office_s_year(run, tmp_path):
    loaded = run("units", "load", "units.csv", *STORE, "--json")
    assert [item["code"] for item in loaded if item["record"] == "finding"] == ["unit_twice"]
    names = {item["name"]: item for item in loaded if item["record"] == "unit"}
    assert names["县卫生健康局"]["aliases"] == ["卫健委", "卫健局"]
    assert names["城关镇人民政府"]["area"] == "示例县/城关镇"

    run("year", "open", 2024, "--deadline", "2025-05-20", *STORE)
    assert run("year", "list", *STORE) == "2024年 正在收集 截止2025-05-20\n"
    status = {item["unit"]: item for item in run("status", *STORE, "--json")}
    assert status["县卫生健康局"]["state"] == "not_started"
    assert status["县卫生健康局"]["missing"] == ["孕产妇系统管理率"]
    assert "联络员甲同志" in status["县卫生健康局"]["reminder"]

    (tmp_path / "a.csv").write_bytes(figure("孕产妇系统管理率", "%", "96.1"))
    (tmp_path / "b.csv").write_bytes(figure("孕产妇系统管理率", "%", "91.5"))
    run("load", "a.csv", "--unit", "卫健局", *STORE, "--json")
    status = {item["unit"]: item for item in run("status", *STORE, "--json")}
    assert (status["县卫生健康局"]["state"], status["县卫生健康局"]["reminder"]) == ("complete", None)

    sent = run("load", "b.csv", "--unit", "县妇联", *STORE, "--json")[-1]
    assert (sent["accepted"], sent["held"]) == (0, 1)
    (conflict,) = run("conflicts", *STORE, "--json")
    assert (conflict["old_text"], conflict["text"]) == ("96.1", "91.5")
    assert "采用新数" in run("decide", sent["submission"], "new", "--reason", "统计局核实", *STORE)
    assert run("conflicts", *STORE, "--json") == []

    run("enter", "W0126", "--year", 2024, "--area", "示例县", "--missing", "not_published",
        "--source", "县疾控中心电话", "--unit", "县妇联", *STORE)  # fmt: skip
    assert "缺" not in run("status", *STORE)
    (row,) = run("no-data", *STORE, "--json")
    assert (row["unit"], row["reason"], row["words"]) == ("县妇联", "not_published", "未公布")

    run("year", "close", 2024, *STORE)
    (tmp_path / "c.csv").write_bytes(figure("孕产妇系统管理率", "%", "97.7"))
    told = run("load", "c.csv", "--unit", "卫健局", *STORE, "--json", exit=1)
    assert [item["code"] for item in told if item["record"] == "finding"] == ["year_closed"]
    assert "不能这样操作" in run("year", "close", 2024, *STORE, exit=1)


def test_a_list_of_persons_can_be_purged(run, tmp_path):
    (tmp_path / "a.csv").write_bytes(figure("孕产妇系统管理率", "%", "96.1"))
    sent = run("load", "a.csv", *STORE, "--json")[-1]
    assert "彻底删除" in run("purge", sent["submission"], "--reason", "误传", "--yes", *STORE)
    (kept,) = run("submissions", *STORE, "--json")
    assert (kept["purged"], kept["withdrawn"], kept["sha256"]) == (True, True, sent["sha256"])


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["year", "open", "2024", "--deadline", "五月二十日"], 64, "截止日期要写成"),
        (["year", "reopen", "2024"], 64, "--reason"),
        (["decide", "不是编号", "new", "--reason", "x"], 1, "没有编号为“不是编号”的报送批次"),
        (["enter", "X9", "--year", "2024", "--source", "s", "--area", "示例县", "--value", "1"], 1, "X9"),
        (
            ["enter", "W0126", "--year", "2024", "--source", " ", "--area", "示例县", "--value", "1"],
            1,
            "来源说明",
        ),
        (["units", "load", "areas.csv"], 1, "没有找到责任单位名册的表头"),
        (["explain", "x", "jump", "y"], 1, "没有编号为“x”的报送批次"),
    ],
)
def test_what_goes_wrong_is_said(run, arguments, code, sentence):
    assert sentence in run(*arguments, *STORE, exit=code)
