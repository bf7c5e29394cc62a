"""The commands that make files to hand out: forms, marked-up workbooks; records, files, exit codes, words."""

import io
import json
import sys
import zipfile

import openpyxl
import pytest
from store_kit import CATALOG, COUNTY, fill

from dashboard import cli
from indicators.catalog import PlanGoal
from indicators.model import PlanKind
from indicators.store import Store
from indicators.targets import parse_target

WRONG = "填报单位：县教育局\n指标,单位,2024年\n指标T1,%,100\n指标T3,%,3\n".encode()


@pytest.fixture
def twoplans(tmp_path, monkeypatch, capsys):
    path = tmp_path / "s.duckdb"
    with Store.create(path) as store:
        fill(store)
        asked = (("T1", "2030年达到90%以上", "县教育局"), ("T2", "达到3以上", "县:妇联"))
        goals = [
            PlanGoal(code, code, PlanKind.WOMEN, text, parse_target(text, unit="%").target, lead=lead)
            for code, text, lead in asked
        ]
        store.put_catalog(CATALOG, goals=goals, area=COUNTY)

    def run(*arguments, code=0):
        monkeypatch.setattr(sys, "argv", ["twoplans", *map(str, arguments), "--store", str(path)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        printed = capsys.readouterr()
        assert stopped.value.code == code, printed.err
        records = [json.loads(line) for line in printed.out.splitlines()] if "--json" in arguments else []
        return records, printed.out + printed.err

    return run


def test_all_forms_in_one_zip_with_names_safe_on_windows(twoplans, tmp_path):
    out = tmp_path / "f.zip"
    records, said = twoplans("form", "--year", 2024, "--out", out, "--json")
    names = ["2024年_县教育局_填报表.xlsx", "2024年_县_妇联_填报表.xlsx"]
    assert sorted(record["file"] for record in records) == sorted(names)
    assert all("data" not in record for record in records)
    assert "共2张填报表" in said
    with zipfile.ZipFile(out) as made:
        assert sorted(made.namelist()) == sorted(names)
        book = openpyxl.load_workbook(io.BytesIO(made.read(names[0])))
    assert book.sheetnames == ["填报表", "填报说明", "选项"]


def test_the_form_of_one_unit(twoplans, tmp_path):
    out = tmp_path / "f.xlsx"
    twoplans("form", "--year", 2024, "--unit", "县教育局", "--out", out)
    assert openpyxl.load_workbook(out)["填报表"]["A2"].value == "填报单位：县教育局"


def test_a_unit_that_owes_nothing(twoplans, tmp_path):
    out = tmp_path / "f.xlsx"
    records, _ = twoplans("form", "--year", 2024, "--unit", "没有局", "--out", out, "--json", code=1)
    assert [record["code"] for record in records] == ["unit_owes_nothing"]
    assert not out.exists()


def test_one_workbook_for_all_units_is_wrong_usage(twoplans, tmp_path):
    _, said = twoplans("form", "--year", 2024, "--out", tmp_path / "f.xlsx", code=64)
    assert "--unit" in said


def test_a_file_marked_up(twoplans, tmp_path):
    (tmp_path / "表.csv").write_bytes(WRONG)
    out = tmp_path / "m.xlsx"
    records, said = twoplans("markup", tmp_path / "表.csv", "--out", out, "--json")
    assert (records[0]["record"], records[0]["error"]) == ("markup", 1)
    assert "已转成.xlsx" in said
    assert "错误：" in openpyxl.load_workbook(out).worksheets[1]["C4"].comment.text


def test_an_accepted_submission_marked_up(twoplans, tmp_path):
    (tmp_path / "表.csv").write_bytes(WRONG + "指标T2,人,4\n".encode())
    records, _ = twoplans("load", tmp_path / "表.csv", "--json", code=1)
    number, out = records[-1]["submission"], tmp_path / "m.xlsx"
    twoplans("markup", "--submission", number, "--out", out)
    assert "错误：" in openpyxl.load_workbook(out).worksheets[1]["C4"].comment.text


@pytest.mark.parametrize("arguments", [(), ("表.csv", "--submission", "x")])
def test_a_file_or_a_submission(twoplans, tmp_path, arguments):
    assert "二者选一" in twoplans("markup", *arguments, "--out", tmp_path / "m.xlsx", code=64)[1]


def test_a_file_that_is_no_table(twoplans, tmp_path):
    (tmp_path / "照片.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    _, said = twoplans("markup", tmp_path / "照片.xlsx", "--out", tmp_path / "m.xlsx", code=2)
    assert "图片" in said
    assert not (tmp_path / "m.xlsx").exists()
