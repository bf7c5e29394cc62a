"""The command that writes papers: kinds, places to write to, records, words where something is wrong."""

import io
import json
import shutil
import sys
import zipfile

import docx
import pytest
from store_kit import CATALOG, COUNTY, TOWNS, figures, fill

from dashboard import cli
from indicators.assess import publish
from indicators.catalog import PlanGoal
from indicators.model import PlanKind
from indicators.reports.papers.sets import KINDS
from indicators.store import Store
from indicators.targets import parse_target

pytestmark = pytest.mark.tenth(3)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A store that no test here writes to."""
    path = tmp_path_factory.mktemp("papers") / "s.duckdb"
    with Store.create(path) as store:
        fill(store)
        asked = [
            ("T1", "2030年达到90%以上", "县教育局", "women"),
            ("T2", "达到3人以上", "县妇联", "children"),
        ]
        goals = [
            PlanGoal(code, f"指标{code}", PlanKind(plan), words, parse_target(words).target, lead=lead)
            for code, words, lead, plan in asked
        ]
        store.put_catalog(CATALOG, goals=goals, area=COUNTY)
        rows = [("T1", COUNTY, 2020, 60.0), ("T1", COUNTY, 2023, 58.0), ("T1", COUNTY, 2024, 55.5)]
        rows += [("T1", TOWNS[0], 2024, 70.0), ("T1", TOWNS[1], 2024, 41.0)]
        store.accept(figures(*rows), file="表.csv", data=b"1", by="t")
    return path


@pytest.fixture
def twoplans(path, monkeypatch, capsys):
    def run(*arguments, code=0, at=path):
        monkeypatch.setattr(sys, "argv", ["twoplans", *map(str, arguments), "--store", str(at)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        printed = capsys.readouterr()
        assert stopped.value.code == code, printed.err
        records = [json.loads(line) for line in printed.out.splitlines()] if "--json" in arguments else []
        return records, printed.out + printed.err

    return run


def words(data):
    made = docx.Document(io.BytesIO(data))
    return "\n".join(paragraph.text for paragraph in made.paragraphs)


def test_one_paper_as_a_file(twoplans, tmp_path):
    out = tmp_path / "报告.docx"
    records, said = twoplans("report", "annual", "--plan", "妇女", "--out", out, "--json")
    assert records == [
        {"record": "paper", "kind": "annual", "of": "women", "year": 2024,
         "file": "2024年示例县妇女发展规划监测报告.docx", "path": str(out)}
    ]  # fmt: skip
    assert "共1份" in said
    assert "2024年，全县指标T1为55.5%，比上年下降2.5个百分点" in words(out.read_bytes())


def test_the_whole_set_in_a_folder_and_in_a_zip(twoplans, tmp_path):
    twoplans("report", "all", "--out", tmp_path / "全套")
    names = {str(file.relative_to(tmp_path / "全套")) for file in (tmp_path / "全套").rglob("*.docx")}
    assert {"督办单/督办单_县教育局_2024年.docx", "乡镇页/东镇_2024年妇女儿童发展指标.docx"} <= names
    assert {"指标卡/T1_指标T1_2024年.docx", "通报_2024年两规划监测情况.docx"} <= names
    twoplans("report", "all", "--out", tmp_path / "全套.zip")
    with zipfile.ZipFile(tmp_path / "全套.zip") as packed:
        assert set(packed.namelist()) == names


def test_a_paper_that_a_person_has_worked_on_is_not_lost(twoplans, tmp_path):
    twoplans("report", "circular", "--out", tmp_path)
    (file,) = tmp_path.glob("*.docx")
    _, said = twoplans("report", "circular", "--out", tmp_path)
    assert "1份与原有文件内容相同" in said
    file.write_bytes(b"worked on")
    records, said = twoplans("report", "circular", "--out", tmp_path, "--json")
    assert file.read_bytes() == b"worked on"
    assert "没有覆盖" in said
    assert records[0]["path"] == str(file.with_stem(f"{file.stem}（2）"))
    twoplans("report", "circular", "--out", tmp_path, "--force")
    assert "通报" in words(file.read_bytes())


def test_an_evaluation_joins_the_set_when_asked_for(twoplans, tmp_path):
    out = tmp_path / "全套.zip"
    twoplans("report", "all", "--with", "midterm", "--out", out)
    with zipfile.ZipFile(out) as packed:
        assert "示例县妇女发展规划中期评估报告（2024年）.docx" in packed.namelist()
    for wrong in (("all", "--with", "unit"), ("annual", "--with", "final")):
        _, said = twoplans("report", *wrong, "--out", tmp_path / "x", code=64)
        assert "--with 只用于整套" in said


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind(twoplans, tmp_path, kind):
    records, _ = twoplans("report", kind, "--out", tmp_path / "o", "--json")
    assert records
    assert {record["kind"] for record in records} == {kind}


def test_narrowed_to_a_unit_an_area_an_indicator(twoplans, tmp_path):
    for arguments, of in (
        (("unit", "--unit", "县教育局"), "县教育局"),
        (("area", "--area", "东镇"), TOWNS[0]),
        (("indicator", "--indicator", "指标T1"), "T1"),
    ):
        records, _ = twoplans("report", *arguments, "--out", tmp_path / "o", "--json")
        assert [record["of"] for record in records] == [of]


def test_a_deadline_stands_in_the_notice(twoplans, tmp_path):
    out = tmp_path / "n.docx"
    twoplans("report", "notice", "--unit", "县教育局", "--due", "2025-09-30", "--out", out)
    assert "请于2025年9月30日前报送整改情况" in words(out.read_bytes())


def test_a_published_result_gives_the_same_numbers_later(twoplans, path, tmp_path):
    path = shutil.copy(path, tmp_path / "own.duckdb")
    with Store.open(path) as store:
        number = publish(store, title="2024年度", by="王", year=2024, area=COUNTY).id
    out = [tmp_path / f"{name}.docx" for name in ("then", "later", "now")]
    twoplans("report", "annual", "--plan", "women", "--published", number, "--out", out[0], at=path)
    with Store.open(path) as store:
        rows = [("T1", COUNTY, 2024, 95.0), ("T1", COUNTY, 2023, 1.0), ("T1", TOWNS[0], 2024, 5.0)]
        store.accept(figures(*rows), file="新.csv", data=b"2", by="t")
    twoplans("report", "annual", "--plan", "women", "--published", number, "--out", out[1], at=path)
    twoplans("report", "annual", "--plan", "women", "--out", out[2], at=path)
    then, later, now = (words(file.read_bytes()) for file in out)
    assert then == later
    assert "为55.5%，比上年下降2.5个百分点" in then
    assert "最高的东镇为70.0%" in then
    assert "为95.0%" in now


WRONG = [
    (("annual", "--plan", "老年"), 64, "--plan 只能是"),
    (("notice", "--due", "明天"), 64, "--due 要写成年-月-日"),
    (("unit", "--unit", "没有局"), 1, "没有“没有局”的单位页"),
    (("annual", "--published", "x"), 1, ""),
]


@pytest.mark.parametrize(("arguments", "code", "sentence"), WRONG)
def test_what_cannot_be_made(twoplans, tmp_path, arguments, code, sentence):
    _, said = twoplans("report", *arguments, "--out", tmp_path / "o", code=code)
    assert sentence in said
    assert not (tmp_path / "o").exists()


def test_many_papers_do_not_fit_one_file(twoplans, tmp_path):
    _, said = twoplans("report", "indicator", "--out", tmp_path / "o.docx", code=64)
    assert "写不进一个docx文件" in said
