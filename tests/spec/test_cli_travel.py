"""`twoplans export` and `twoplans import`: files, records, exit codes, words."""

import json

import pytest
import travel_kit as kit
from cli_kit import command_line
from store_kit import COUNTY

from indicators.assess import publish
from indicators.store import Store

pytestmark = pytest.mark.tenth(3)


@pytest.fixture
def twoplans(tmp_path, monkeypatch, capsys):
    path = tmp_path / "s.duckdb"
    with Store.create(path) as store:
        kit.begin(store)
        kit.put(store, ("T1", COUNTY, 2020, 50.0), ("T1", COUNTY, 2024, 69.0))
        number = publish(store, title="2024年度", by="王", year=2024).id
        kit.put(store, ("T1", COUNTY, 2024, 71.0))

    run = command_line(monkeypatch, capsys, path)
    run.result = number
    return run


def test_out_and_in_again(twoplans, tmp_path):
    (made,) = twoplans("export", "csv", "--out", tmp_path / "a.csv", "--json")
    assert (made["record"], made["kind"], made["rows"], made["published"]) == ("export", "csv", 2, None)
    assert made["bytes"] == (tmp_path / "a.csv").stat().st_size
    assert "71.0" in (tmp_path / "a.csv").read_text("utf-8-sig")
    twoplans("export", "csv", "--published", twoplans.result, "--out", tmp_path / "b.csv")
    assert "69.0" in (tmp_path / "b.csv").read_text("utf-8-sig")
    assert "已写到" in twoplans("export", "datapackage", "--out", tmp_path / "a.zip")
    said = twoplans("import", tmp_path / "a.zip", store=tmp_path / "new.duckdb")
    assert "报送批次2个，数据3个" in said
    twoplans("export", "datapackage", "--out", tmp_path / "b.zip", store=tmp_path / "new.duckdb")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_what_cannot_be_done_is_said(twoplans, tmp_path):
    (found,) = twoplans("export", "csv", "--out", tmp_path / "no" / "a.csv", "--json", code=1)
    assert (found["code"], "没有这个文件或文件夹" in found["message"]) == ("export_failed", True)
    (found,) = twoplans("export", "csv", "--published", "x", "--out", tmp_path / "a.csv", "--json", code=1)
    assert found["code"] == "office_unknown_result"
    assert "zip" in twoplans("export", "datapackage", "--out", tmp_path / "a.csv", code=64)
    assert not list(tmp_path.glob("*.csv")) + list(tmp_path.glob(".*.part"))
    (tmp_path / "a.zip").write_bytes(b"x")
    (found,) = twoplans("import", tmp_path / "a.zip", "--json", store=tmp_path / "n.duckdb", code=2)
    assert found["code"] == "package_not_zip"


def test_a_running_server_writes_the_file(twoplans, tmp_path, monkeypatch):
    """The server that holds the store is asked; it writes where the command line says."""
    from dashboard import commands

    asked = []

    def answer(path, command, files, options, *, patience):
        asked.append((command, patience))
        with Store.open(path) as store:
            return commands.run(command, store, files, json.loads(json.dumps(options)))

    monkeypatch.setattr(commands, "ask_server", answer)
    monkeypatch.chdir(tmp_path)
    twoplans("export", "csv", "--out", "here.csv")
    assert asked[0][0] == "export"
    assert asked[0][1] > 3600, "an export of a large store is waited for"
    assert (tmp_path / "here.csv").exists()
