"""The public version: what may not be given out is in none of its files."""

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
import travel_kit as kit
from store_kit import AREAS, COUNTY, TOWNS, indicator

from dashboard.commands_exports import KINDS, export
from indicators.assess import publish
from indicators.assess.disclosure import set_sensitive
from indicators.catalog import Catalog
from indicators.exports.public import write_public
from indicators.exports.sdmx import write_long_csv
from indicators.store import Store

pytestmark = pytest.mark.tenth(2)

ROWS = [
    # code, area, year, value, breakdown
    ("T1", COUNTY, 2023, 3.0),
    ("T1", COUNTY, 2024, 24.0),
    ("T1", COUNTY, 2024, 21.0, '{"性别":"女"}'),
    ("T1", COUNTY, 2024, 3.0, '{"性别":"男"}'),
    ("T1", COUNTY, 2022, 40.0),
    ("T1", COUNTY, 2022, 30.0, '{"性别":"女"}'),
    ("T1", COUNTY, 2024, 7.0, "", "1–9月"),
    ("T1", TOWNS[0], 2024, 17.0),
    ("T2", TOWNS[0], 2024, 2.0),
]
SHOWN = {
    # code, area, year, sex, period -> value, status
    ("T1", COUNTY, "2023", "_T", ""): ("", "C"),
    ("T1", COUNTY, "2024", "_T", ""): ("24.0", "A"),
    ("T1", COUNTY, "2024", "F", ""): ("", "C"),
    ("T1", COUNTY, "2024", "M", ""): ("", "C"),
    ("T1", COUNTY, "2022", "_T", ""): ("40.0", "A"),
    ("T1", COUNTY, "2022", "F", ""): ("30.0", "A"),
    ("T1", COUNTY, "2024", "_T", "1–9月"): ("", "C"),
    ("T1", TOWNS[0], "2024", "_T", ""): ("", "C"),
    ("T2", TOWNS[0], "2024", "_T", ""): ("2.0", "A"),
}
KEYS = ("INDICATOR", "REF_AREA_NAME", "TIME_PERIOD", "SEX", "PERIOD_LABEL")


@pytest.fixture
def store(tmp_path):
    catalog = Catalog(
        (indicator("T1", sensitive=True, unit="人", sensitive_reason="试"), indicator("T2", unit="人"))
    )
    with Store.create(tmp_path / "s.duckdb") as made:
        made.put_areas(AREAS)
        made.put_catalog(catalog, goals=[kit.goal()], area=COUNTY, by="t")
        kit.put(made, *ROWS, file="张三.xlsx", by="李四", unit="县法院")
        yield made


def figures_of(data):
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert not {"SOURCE_FILE", "SOURCE_CELL", "SUBMISSION"} & set(rows[0])
    return {tuple(row[key] for key in KEYS): (row["OBS_VALUE"], row["OBS_STATUS"]) for row in rows}


def test_the_long_table(store, tmp_path):
    write_long_csv(store, tmp_path / "l.csv", public=True)
    assert figures_of((tmp_path / "l.csv").read_bytes()) == SHOWN


def test_the_package(store, tmp_path):
    from frictionless import Package, system

    write_public(store, tmp_path / "p.zip")
    shutil.unpack_archive(tmp_path / "p.zip", tmp_path / "open")
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "open" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        assert figures_of(archive.read("data/figures.csv")) == SHOWN
        assert json.loads(archive.read("datapackage.json"))["twoplans"]["kind"] == "public"
        for name in archive.namelist():
            assert not {word for word in ("张三", "李四", "县法院") if word in archive.read(name).decode()}, (
                name
            )


def test_as_a_result_was_given_out(store, tmp_path):
    result = publish(store, title="2024年度", by="王", year=2024)
    write_public(store, tmp_path / "a.zip", result=result)
    kit.put(store, ("T1", COUNTY, 2024, 2.0), ("T2", TOWNS[0], 2024, 9.0))
    write_public(store, tmp_path / "b.zip", result=result)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    write_public(store, tmp_path / "c.zip")
    with zipfile.ZipFile(tmp_path / "c.zip") as archive:
        assert figures_of(archive.read("data/figures.csv"))["T1", COUNTY, "2024", "_T", ""] == ("", "C")


def test_the_office_decides_for_the_papers_too(store):
    from indicators.reports.papers.gather import gather

    def figures():
        return {
            figure.year: figure.value
            for item in gather(store, year=2024).items
            if item.verdict.code == "T1"
            for figure in item.series
        }

    assert figures()[2023] is None
    set_sensitive(store, "T1", False, "已经公开", by="王")
    assert figures()[2023] == 3.0
    write_long_csv(store, store.path.with_name("l.csv"), public=True)
    found = figures_of(store.path.with_name("l.csv").read_bytes())
    assert found["T1", COUNTY, "2023", "_T", ""] == ("3.0", "A")


def test_an_export_never_takes_the_place_of_the_store(store):
    path = Path(store.path)
    before = path.stat().st_ino
    for kind in KINDS:
        outcome = export(store, [], {"kind": kind, "out": str(path)})
        assert [record["code"] for record in outcome.records] == ["export_failed"]
    assert path.stat().st_ino == before
    assert store.areas()
