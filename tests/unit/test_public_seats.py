"""The public version cut to one office of several: a part of the whole, with what is kept back there."""

import csv
import io
import json
import zipfile

import pytest
import travel_kit as kit
from store_kit import indicator

from dashboard.commands import run
from indicators.catalog import Catalog
from indicators.exports.public import write_public
from indicators.exports.sdmx import write_long_csv
from indicators.model import Area, AreaLevel
from indicators.reports.papers.gather import gather
from indicators.store import Store

TOP, A, B, C = "示例省", "示例省/东县", "示例省/西县", "示例省/南县"
LEVELS = {TOP: AreaLevel.PROVINCE, A: AreaLevel.COUNTY, B: AreaLevel.COUNTY, C: AreaLevel.COUNTY}
ROWS = [
    # area, year, cases of 100
    (TOP, 2023, 47), (A, 2023, 2), (B, 2023, 30), (C, 2023, 15),
    (A, 2024, 2), (B, 2024, 30), (C, 2024, 24),
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    item = indicator(
        "T1", sensitive=True, sensitive_reason="试", numerator="病例数", denominator="妇女人数",
        multiplier=100.0,
    )  # fmt: skip
    with Store.create(tmp_path_factory.mktemp("seats") / "s.duckdb") as made:
        made.put_areas([Area(f"{at}", path.rpartition("/")[2], path, level)
                        for at, (path, level) in enumerate(LEVELS.items())])  # fmt: skip
        for path in LEVELS:
            made.put_catalog(Catalog((item,)), goals=[kit.goal()], area=path, by="t")
        for area in LEVELS:
            mine = [(year, cases) for path, year, cases in ROWS if path == area]
            whole = [300.0 if area == TOP else 100.0] * len(mine)
            kit.put(made, *(("T1", area, year, cases / (3 if area == TOP else 1)) for year, cases in mine),
                    numerator=[float(cases) for _, cases in mine], denominator=whole, area=area)  # fmt: skip
        kit.put(made, ("T1", A, 2024, 1.0, '{"户籍":"外地"}'))
        yield made


def tables(path):
    with zipfile.ZipFile(path) as archive:
        about = json.loads(archive.read("datapackage.json"))
        names = {one["name"]: one["path"] for one in about["resources"]}
        return about["title"], {
            name: list(csv.DictReader(io.StringIO(archive.read(file).decode("utf-8-sig"), newline="")))
            for name, file in names.items()
        }


def of(rows, column, home):
    return [row for row in rows if f"{row[column]}/".startswith(f"{home}/")]


def test_a_total_put_together_from_parts_does_not_give_a_small_one_away(store, tmp_path):
    """The province gave no figure for 2024: its verdict would say what the hidden district had."""
    write_public(store, tmp_path / "all.zip", year=2024)
    _, whole = tables(tmp_path / "all.zip")
    (verdict,) = [row for row in whole["verdicts"] if row["area"] == TOP]
    assert verdict["value"] == ""
    assert "18.67" not in verdict["sentence"]
    assert "按规定不公布数值" in verdict["sentence"]
    shown = {
        row["REF_AREA_NAME"]: row["OBS_VALUE"] for row in whole["figures"] if row.get("户籍", "_T") == "_T"
    }
    assert shown == {A: "", B: "30.0", C: "24.0"}


@pytest.mark.tenth(3)
@pytest.mark.parametrize("home", [TOP, A, B], ids=["top", "east", "west"])
def test_the_package_of_an_office_is_its_part_of_the_whole(store, tmp_path, home):
    write_public(store, tmp_path / "all.zip")
    write_public(store, tmp_path / "own.zip", home=home)
    (_, whole), (title, own) = tables(tmp_path / "all.zip"), tables(tmp_path / "own.zip")
    assert title.startswith(home.rpartition("/")[2])
    for name, column in (("areas", "path"), ("verdicts", "area")):
        assert own[name] == of(whole[name], column, home) != [], name
    found = [
        {key: row[key] for key in own["figures"][0]} for row in of(whole["figures"], "REF_AREA_NAME", home)
    ]
    assert own["figures"] == found
    assert ("户籍" in own["figures"][0]) is (home != B)
    assert len(own["targets"]) == {TOP: 4, A: 2, B: 2}[home]
    write_long_csv(store, tmp_path / "own.csv", public=True, home=home)
    text = (tmp_path / "own.csv").read_text(encoding="utf-8-sig")
    assert list(csv.DictReader(io.StringIO(text, newline=""))) == own["figures"]


@pytest.mark.long
def test_a_district_hidden_for_another_s_sake_stays_hidden_in_its_own_package(store, tmp_path):
    """For 2023 the province gave the total: with it the two shown districts would tell the third."""
    write_public(store, tmp_path / "all.zip", year=2023)
    _, whole = tables(tmp_path / "all.zip")
    hidden = {row["REF_AREA_NAME"] for row in whole["figures"] if row["OBS_STATUS"] == "C"}
    assert A in hidden
    assert len(hidden) > 1
    for home in (A, B, C):
        write_public(store, tmp_path / "own.zip", year=2023, home=home)
        figures = tables(tmp_path / "own.zip")[1]["figures"]
        assert {row["REF_AREA_NAME"] for row in figures if row["OBS_STATUS"] == "C"} == hidden & {home}


@pytest.mark.long
def test_the_command_writes_the_part_asked_for(store, tmp_path):
    out = tmp_path / "own.zip"
    told = {"kind": "datapackage", "out": str(out), "at": "东县"}
    refused = run("export", store, [], told)
    assert refused.messages[0].startswith("完整的数据包总是整个数据库的")
    assert not out.exists()
    assert run("export", store, [], {**told, "public": True}).exit == 0
    assert {row["REF_AREA_NAME"] for row in tables(out)[1]["figures"]} == {A}


@pytest.mark.long
def test_papers_count_the_files_of_their_own_office(store):
    assert [gather(store, year=2024, home=home).files for home in (TOP, A, B)] == [4, 2, 1]
