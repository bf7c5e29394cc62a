"""Data that travel: what goes out comes back the same, and what comes from elsewhere is looked at first."""

import csv
import gzip
import io
import json
import re
import shutil
import stat
import zipfile
from pathlib import Path

import pytest
import travel_kit as kit
from store_kit import COUNTY, TOWNS

from indicators.assess import assess
from indicators.exports.package import write_package
from indicators.exports.sdmx import write_long_csv
from indicators.exports.unpack import load_package
from indicators.store import BadRecords, Store, StoreExists
from indicators.store.statements import migrations

pytestmark = pytest.mark.tenth(9)

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """The file of a store with everything in it, and its published result."""
    path = tmp_path_factory.mktemp("original") / "s.duckdb"
    with Store.create(path) as store:
        return path, kit.everything(store)


@pytest.fixture
def full(original, tmp_path):
    shutil.copy(original[0], tmp_path / "full.duckdb")
    with Store.open(tmp_path / "full.duckdb") as store:
        store.result = original[1]
        yield store


def packed(store, path, **more):
    write_package(store, path, **more)
    return path.read_bytes()


def content(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def made_of(files, path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def rows_of(data, encoding="utf-8"):
    return list(csv.DictReader(io.StringIO(data.decode(encoding), newline="")))


def test_there_and_back_gives_the_same_bytes_and_verdicts(full, tmp_path):
    first = packed(full, tmp_path / "a.zip")
    load_package(tmp_path / "a.zip", tmp_path / "back.duckdb")
    with Store.open(tmp_path / "back.duckdb") as back:
        assert packed(back, tmp_path / "b.zip") == first
        assert assess(back, year=2024) == assess(full, year=2024)
        assert back.data_version() == full.data_version()
        assert back.published_verdicts(full.result.id) == full.published_verdicts(full.result.id)
        assert [item.withdrawn for item in back.submissions()] == [i.withdrawn for i in full.submissions()]
        name, data = back.file_bytes(full.submissions()[-1].id)
        assert (name, data) == full.file_bytes(full.submissions()[-1].id)
        back.undo(full.submissions()[-1].id, "李", "回到这里还能撤销")


def test_every_table_travels_with_a_row(full, tmp_path):
    """Those of the first eight schema versions; a later one's come by themselves, for no table is named."""
    early = "".join(text for number, text in migrations() if number <= 8)
    named = set(re.findall(r"CREATE TABLE (\w+)", early)) - STAYS.keys() - {"purge"}
    files = content(packed(full, tmp_path / "a.zip"))
    assert [name for name in sorted(named) if len(files[f"data/{name}.csv"].splitlines()) < 2] == []


TRAVELS = {
    "areas and their changes": "area area_event lineage boundary boundary_file",
    "definitions": "catalog_version indicator indicator_code target milestone goal_detail plan_reset",
    "figures with their origin": "submission observation held_observation finding explanation file_bytes",
    "what takes back or decides": "withdrawal retraction decision purge",
    "what people said": "judgement applicability annotation alert_flag alert_mark self_assessment",
    "the office's year": "unit unit_alias duty reporting_year unit_lock handed_in handed_in_finding"
    " handed_in_step",
    "what is done about it": "action_opened action_step",
    "results and settings": "published published_verdict method_setting setting journal",
}
STAYS = {
    "store_meta": "the file's own schema versions; the new file has its own",
    "breakdown": "follows from the texts of breakdowns in other tables",
    "account": "passwords and sign-in names belong to one installation and go nowhere",
    "audit": "sealed to the store that it watches; a copy would not be its continuation",
}


def test_every_table_of_a_store_is_known_to_travel_or_to_stay(full, tmp_path):
    """A new table fails here until somebody has decided: its name in TRAVELS, or with a reason in STAYS."""
    made = set(re.findall(r"CREATE TABLE (\w+)", "".join(text for _, text in migrations())))
    going = {name for names in TRAVELS.values() for name in names.split()}
    assert made == going | STAYS.keys()
    assert not going & STAYS.keys()
    files = content(packed(full, tmp_path / "a.zip"))
    carried = {name[5:-4] for name in files if name.startswith("data/")} - {"figures"}
    assert carried == going


def test_what_is_done_about_lagging_indicators_travels(full, tmp_path):
    packed(full, tmp_path / "a.zip")
    load_package(tmp_path / "a.zip", tmp_path / "back.duckdb")
    with Store.open(tmp_path / "back.duckdb") as back:
        assert back.actions.every() == full.actions.every()
        assert back.annotations.every() == full.annotations.every()
        assert back.flags.every() == full.flags.every()
        assert back.boundaries.shapes() == full.boundaries.shapes()
        step = back.actions.every()[0].steps[-1]
        assert back.actions.evidence(step.id) == ("纪要.pdf", b"%PDF-1")


# The oldest in every run; those between, which open the same way, in the long one.
EARLIER = [1, *(pytest.param(version, marks=pytest.mark.long) for version in range(2, 8))]


@pytest.mark.tenth(5)
@pytest.mark.parametrize("version", EARLIER)
def test_stores_of_earlier_versions_travel(version, tmp_path):
    old = tmp_path / "old.duckdb"
    old.write_bytes(gzip.decompress((FIXTURES / f"store_v{version}.duckdb.gz").read_bytes()))
    with Store.open(old) as store:
        first = packed(store, tmp_path / "a.zip")
        verdicts = assess(store, year=2024)
    load_package(tmp_path / "a.zip", tmp_path / "back.duckdb")
    with Store.open(tmp_path / "back.duckdb") as back:
        assert packed(back, tmp_path / "b.zip") == first
        assert assess(back, year=2024) == verdicts


def test_frictionless_accepts_it(full, tmp_path):
    from frictionless import Package, system

    packed(full, tmp_path / "a.zip", licence="内部资料")
    shutil.unpack_archive(tmp_path / "a.zip", tmp_path / "open")
    with system.use_context(trusted=True):
        package = Package(str(tmp_path / "open" / "datapackage.json"))
        report = package.validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])
    assert package.licenses == [{"name": "other", "title": "内部资料"}]
    assert [source["title"] for source in package.sources] == ["县卫健局"]
    assert load_package(tmp_path / "open" / "datapackage.json", tmp_path / "back.duckdb")["submission"] > 0


def test_the_tables_hold_no_formula(full, tmp_path):
    for name, data in content(packed(full, tmp_path / "a.zip")).items():
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(data.decode(), newline="")):
                assert not [cell for cell in row if cell[:1] in ("=", "@", "\t", "\r")], name
    assert "'=68" in {
        row["raw"] for row in rows_of(content(packed(full, tmp_path / "a.zip"))["data/observation.csv"])
    }


def test_without_files_the_records_travel_alone(full, tmp_path):
    files = content(packed(full, tmp_path / "a.zip", files=False))
    assert not [name for name in files if name.startswith("files/") or "file_bytes" in name]
    load_package(tmp_path / "a.zip", tmp_path / "back.duckdb")
    with Store.open(tmp_path / "back.duckdb") as back:
        assert assess(back, year=2024) == assess(full, year=2024)


LONG = [
    # area, year, sex, period, value, status, comment
    (COUNTY, "2020", "_T", "", "50.0", "A", ""),
    (COUNTY, "2023", "_T", "1–9月", "60.5", "A", ""),
    (COUNTY, "2024", "_T", "", "70.0", "A", ""),
    (COUNTY, "2024", "F", "", "68.0", "A", ""),
    (TOWNS[0], "2024", "_T", "", "3.0", "A", ""),
]


def test_the_long_table(full, tmp_path):
    assert write_long_csv(full, tmp_path / "l.csv") == len(LONG)
    data = (tmp_path / "l.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "or a spreadsheet program in China reads GBK"
    rows = rows_of(data, "utf-8-sig")
    wanted = ("REF_AREA_NAME", "TIME_PERIOD", "SEX", "PERIOD_LABEL", "OBS_VALUE", "OBS_STATUS", "OBS_COMMENT")
    assert [tuple(row[name] for name in wanted) for row in rows] == LONG
    assert list(rows[0])[:5] == ["REF_AREA", "INDICATOR", "TIME_PERIOD", "SEX", "URBANISATION"]
    assert {row["REF_AREA"] for row in rows} == {"900001", "900001001"}
    assert {row["UNIT_MEASURE"] for row in rows} == {"%", "人"}
    assert rows[0]["SOURCE_CELL"] == "B2"


def test_other_breakdowns_and_reasons_stand_in_the_long_table(tmp_path):
    with Store.create(tmp_path / "s.duckdb") as store:
        kit.begin(store)
        parts = ['{"城乡":"农村","年龄":"0–3岁"}', '{"=户籍":"=外地"}', ""]
        frame = kit.figures(*[("T1", COUNTY, 2024, 1.0, part) for part in parts])
        frame.loc[2, ["value", "text", "missing"]] = [None, None, "not_collected"]
        frame.loc[0, "qualifier"], frame["qualifier"] = "about", frame.get("qualifier", "exact")
        frame.loc[0, "qualifier"] = "about"
        store.accept(frame, file="f", data=b"f", by="t")
        write_long_csv(store, tmp_path / "l.csv")
    rows = rows_of((tmp_path / "l.csv").read_bytes(), "utf-8-sig")
    found = [
        (row["URBANISATION"], row["年龄"], row["'=户籍"], row["OBS_STATUS"], row["OBS_COMMENT"])
        for row in rows
    ]
    assert sorted(found) == [
        ("R", "0–3岁", "_T", "E", "约数"),
        ("_T", "_T", "'=外地", "A", ""),
        ("_T", "_T", "_T", "L", "未收集"),
    ]


def test_one_year_alone(full, tmp_path):
    assert write_long_csv(full, tmp_path / "l.csv", year=2023) == 1


def test_a_published_result_is_exported_again_as_it_was(full, tmp_path):
    with Store.open(full.path) as store:
        result = full.result
        before = packed(store, tmp_path / "a.zip", result=result)
        write_long_csv(store, tmp_path / "a.csv", result=result)
        number = store.submissions()[-1].id
        kit.put(store, ("T1", COUNTY, 2024, 1.0), ("T1", COUNTY, 2024, 2.0, '{"学段":"小学"}'))
        store.undo(number, "李", "后来撤销")
        store.put_catalog(kit.CATALOG, goals=[kit.goal("2030年达到99%以上")], area=COUNTY, by="t")
        kit.set_method(store, {"near_miss": 0.2}, "后来", by="王")
        assert packed(store, tmp_path / "b.zip", result=result) == before
        write_long_csv(store, tmp_path / "b.csv", result=result)
        assert (tmp_path / "b.csv").read_bytes() == (tmp_path / "a.csv").read_bytes()
        assert packed(store, tmp_path / "c.zip") != before
        load_package(tmp_path / "b.zip", tmp_path / "then.duckdb")
        with Store.open(tmp_path / "then.duckdb") as then:
            assert assess(then, year=2024) == store.published_verdicts(result.id)


def test_nothing_is_written_over(full, tmp_path):
    packed(full, tmp_path / "a.zip")
    with pytest.raises(StoreExists):
        load_package(tmp_path / "a.zip", tmp_path / "full.duckdb")


def about(files, **changes):
    found = json.loads(files["datapackage.json"])
    found.update(changes)
    return files | {"datapackage.json": json.dumps(found).encode()}


def path_of(files, path):
    found = json.loads(files["datapackage.json"])
    next(item for item in found["resources"] if item["name"] == "area")["path"] = path
    return files | {"datapackage.json": json.dumps(found).encode()}


def cell(name, old, new):
    def change(files):
        path = f"data/{name}.csv"
        assert old in files[path].decode(), (old, files[path].decode()[:300])
        return files | {path: files[path].decode().replace(old, new, 1).encode()}

    return change


def without(*names):
    return lambda files: {name: data for name, data in files.items() if name not in names}


def ours(**more):
    return lambda files: about(files, twoplans=json.loads(files["datapackage.json"])["twoplans"] | more)


def listed(files):
    return json.loads(files["datapackage.json"])["resources"]


def kept(files):
    return next(name for name in files if name.startswith("files/"))


AREA, SENT = "data/area.csv", "data/submission.csv"
HOSTILE = {
    "path_up": (lambda f: path_of(f, "../../etc/passwd"), "package_path"),
    "path_up_inside": (lambda f: path_of(f, "data/../../area.csv"), "package_path"),
    "path_absolute": (lambda f: path_of(f, "/etc/passwd"), "package_path"),
    "path_drive": (lambda f: path_of(f, "C:\\windows\\win.ini"), "package_address"),
    "path_backslash": (lambda f: path_of(f, "data\\area.csv"), "package_path"),
    "path_list": (lambda f: path_of(f, ["data/area.csv", "data/area.csv"]), "package_path"),
    "path_null": (lambda f: path_of(f, None), "package_path"),
    "address": (lambda f: path_of(f, "http://127.0.0.1:9/area.csv"), "package_address"),
    "address_file": (lambda f: path_of(f, "file:///etc/passwd"), "package_address"),
    "address_bare": (lambda f: path_of(f, "//server/share/area.csv"), "package_address"),
    "path_missing": (lambda f: path_of(f, "data/none.csv"), "package_lacks_file"),
    "no_description": (without("datapackage.json"), "package_lacks_file"),
    "no_json": (lambda f: f | {"datapackage.json": b"{"}, "package_not_json"),
    "deep_json": (lambda f: f | {"datapackage.json": b"[" * 200_000}, "package_not_json"),
    "a_list": (lambda f: f | {"datapackage.json": b"[]"}, "package_not_json"),
    "another_program": (lambda f: about(f, twoplans=None), "package_not_ours"),
    "resources_a_word": (lambda f: about(f, resources="http://x"), "package_not_ours"),
    "resource_twice": (lambda f: about(f, resources=listed(f) * 2), "package_not_ours"),
    "public": (ours(kind="public"), "package_public"),
    "newer": (ours(schema_version=999), "package_too_new"),
    "version_a_word": (ours(schema_version="4"), "package_too_new"),
    "table_missing": (lambda f: about(f, resources=[]), "package_lacks_table"),
    "column_unknown": (cell("area", '"name"', '"nombre"'), "package_columns"),
    "column_twice": (cell("area", '"name"', '"code"'), "package_columns"),
    "column_missing": (cell("purge", ',"reason"', ""), "package_lacks_columns"),
    "not_utf8": (lambda f: f | {AREA: f[AREA].decode().encode("gb18030")}, "package_not_csv"),
    "torn_row": (lambda f: f | {"data/area.csv": f["data/area.csv"][:-45]}, "package_not_csv"),
    "empty_file": (lambda f: f | {"data/area.csv": b""}, "package_not_csv"),
    "year_a_word": (cell("observation", ",2024,", ",今年,"), "package_value"),
    "year_a_fraction": (cell("observation", ",2024,", ",2024.5,"), "package_value"),
    "value_infinite": (cell("observation", ",50,", ",inf,"), "package_value"),
    "moment_a_word": (cell("submission", "Z", "X"), "package_value"),
    "area_renamed": (cell("area", '"示例县/东镇"', '"示例县/南镇"'), "package_value"),
    "breakdown_no_json": (cell("observation", '{""性别"":""女""}', "{"), "package_value"),
    "submission_missing": (lambda f: f | {SENT: f[SENT].splitlines(True)[0]}, "package_stray"),
    "definition_broken": (cell("indicator", '{""code"":', '{""kode"":'), "package_value"),
    "setting_broken": (cell("method_setting", '"0.02"', '"[]"'), "package_content"),
    "file_changed": (lambda f: f | {kept(f): b"x"}, "package_file_differs"),
    "file_missing": (lambda f: without(kept(f))(f), "package_file_differs"),
}  # fmt: skip


@pytest.fixture(scope="module")
def sound(original, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    with Store.open(original[0]) as store:
        files = content(packed(store, folder / "a.zip"))
    bare = [{"name": item["name"], "path": item["path"]} for item in listed(files)]
    return about(files, resources=bare)


@pytest.mark.tenth(5)
@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_package_gives_one_sentence_and_nothing_else(case, sound, tmp_path):
    change, code = HOSTILE[case]
    package = made_of(change(dict(sound)), tmp_path / "包.zip")
    with pytest.raises(BadRecords) as caught:
        load_package(package, tmp_path / "new.duckdb")
    found = caught.value.finding
    assert found.code == code
    assert found.message.endswith("。")
    assert "Traceback" not in found.message
    assert [item.name for item in tmp_path.iterdir() if "duckdb" in item.name] == []


def test_a_file_damaged_on_its_way_is_noticed(full, tmp_path):
    files = content(packed(full, tmp_path / "a.zip"))
    package = made_of(cell("observation", ",69,", ",96,")(files), tmp_path / "b.zip")
    with pytest.raises(BadRecords) as caught:
        load_package(package, tmp_path / "new.duckdb")
    assert caught.value.finding.code == "package_damaged"


def test_a_bomb_is_not_unpacked(sound, tmp_path):
    package = made_of(sound | {"data/area.csv": b'"area"\n' + b"\0" * 200_000_000}, tmp_path / "bomb.zip")
    assert package.stat().st_size < 10_000_000
    with pytest.raises(BadRecords) as caught:
        load_package(package, tmp_path / "new.duckdb")
    assert caught.value.finding.code == "package_bomb"


def test_what_is_no_zip_is_said(tmp_path):
    for name, data in {"a.zip": b"PK\3\4torn", "b.zip": b"", "c.zip": b"hello"}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BadRecords, match="不是完好的zip文件"):
            load_package(tmp_path / name, tmp_path / "new.duckdb")
    with pytest.raises(BadRecords, match="读不出来"):
        load_package(tmp_path / "none.zip", tmp_path / "new.duckdb")


def test_a_link_out_of_a_folder_is_not_followed(sound, tmp_path):
    folder = tmp_path / "open"
    for name, data in sound.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (tmp_path / "secret.csv").write_bytes(sound["data/area.csv"])
    (folder / "data/area.csv").unlink()
    (folder / "data/area.csv").symlink_to(tmp_path / "secret.csv")
    assert stat.S_ISLNK((folder / "data/area.csv").lstat().st_mode)
    with pytest.raises(BadRecords) as caught:
        load_package(folder, tmp_path / "new.duckdb")
    assert caught.value.finding.code == "package_lacks_file"
