"""Stores made by earlier versions of the product open, whole, in this one."""

import gzip
import json
from pathlib import Path

import pytest
from make_store_fixture import (
    GOAL,
    furnish_accounts,
    furnish_actions,
    furnish_annotations,
    furnish_approvals,
    furnish_boundaries,
    furnish_bounds,
    furnish_desk,
    furnish_flags,
    furnish_office,
)
from store_kit import AREAS, CATALOG, COUNTY, TOWNS, figures

from indicators.model import Role
from indicators.store import Store, area_key, statements
from indicators.store.definitions import target_of
from indicators.targets import parse_target


def number(name):
    """The schema version in a fixture's name."""
    return int(name.split(".")[0].removeprefix("store_v"))


FIXTURES = sorted(
    (Path(__file__).parent / "fixtures").glob("store_v*.duckdb.gz"), key=lambda path: number(path.name)
)


@pytest.fixture(params=FIXTURES, ids=lambda path: path.name.split(".")[0])
def old(request, tmp_path):
    path = tmp_path / "old.duckdb"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def made_by(request):
    """The schema version by which the old store was made."""
    return number(request.node.callspec.id)


def everything(store):
    """What a user would see of the store."""
    return {
        "areas": store.areas(),
        "catalog": store.catalog(),
        "settings": store.settings(),
        "submissions": store.submissions(),
        "files": [store.file_bytes(item.id) for item in store.submissions()],
        "findings": [store.findings(item.id) for item in store.submissions()],
        "explanations": [store.explanations(item.id) for item in store.submissions()],
        "current": store.current().to_csv(),
        "history": store.history("T1", COUNTY, 2023).to_csv(),
        "targets": store.query("SELECT * FROM current_target ORDER BY target").to_csv(),
    }


@pytest.mark.tenth(14)
def test_an_old_store_has_all_it_had(old):
    with Store.open(old) as store:
        assert store.areas() == AREAS
        assert store.catalog() == CATALOG
        assert store.settings() == {"near_miss": "0.02"}
        sent = store.submissions()
        assert [(item.file, item.withdrawn) for item in sent] == [
            ("c.csv", True),
            ("b.csv", False),
            ("a.xlsx", False),
        ]
        assert (sent[2].unit, sent[2].area, sent[2].year, sent[2].blocked) == ("卫健局", COUNTY, 2023, 1)
        assert [store.file_bytes(item.id)[1] for item in sent] == [b"third", b"second", b"first"]
        assert store.findings(sent[2].id)[0].cell == "B2"
        assert store.explanations(sent[2].id)[0][:3] == ("k", "去年漏报", "张")
        current = store.current()
        assert list(zip(current.area, current.value, strict=True)) == [(TOWNS[0], 41.0), (COUNTY, 42.5)]
        assert list(store.history("T1", COUNTY, 2023).value) == [40.5, 42.5, 99.9]
        mine = store.query("SELECT parsed FROM current_target WHERE area = ?", [area_key(COUNTY)])
        assert [target_of(text) for text in mine.parsed] == [parse_target(GOAL, unit="%").target]


@pytest.mark.tenth(14)
def test_an_old_store_has_what_the_office_said(old, request):
    """Version 1 had none of it, and can be given it."""
    with Store.open(old) as store:
        if made_by(request) == 1:
            assert (store.judgements(), store.method(), store.published_results()) == ([], {}, [])
            furnish_office(store)
        assert store.method() == {"near_miss": 0.02}
        last, first = store.judgements()
        assert (first.verdict, store.evidence(first.id)) == ("yes", ("a.pdf", b"%PDF"))
        assert (last.plan, last.retracted_why) == ("women", "看错了")
        assert [item.reason for item in store.applicabilities()] == ["全县人口18万"]
        (result,) = store.published_results()
        assert (result.title, result.catalog_version) == ("2024年度", 2)
        assert [item.word for item in store.published_verdicts(result.id)] == ["达标困难"]


@pytest.mark.tenth(14)
def test_an_old_store_has_the_office_s_year(old, request):
    """Versions 1 and 2 had none of it, and can be given it."""
    with Store.open(old) as store:
        if made_by(request) < 3:
            assert (store.desk.units(), store.desk.years()) == ([], [])
            assert store.desk.conflicts().empty
            furnish_desk(store)
        assert [unit.aliases for unit in store.desk.units()] == [("卫健局",)]
        assert store.desk.duties().values.tolist() == [["县卫生健康局", "T2", True, "归口"]]
        assert [(year.year, year.closed) for year in store.desk.years()] == [(2024, False)]
        assert store.desk.self_assessments()["text"].tolist() == ["已完成"]


@pytest.mark.tenth(14)
def test_an_old_store_has_its_warnings(old, request):
    """Versions before 5 had none, and can be given them."""
    with Store.open(old) as store:
        if made_by(request) < 5:
            assert store.flags.every() == []
            furnish_flags(store)
        mark, flag = store.flags.every()
        assert (mark.kind, mark.level, mark.note) == ("mark", "orange", "已约谈")
        assert (flag.kind, flag.retracted_why) == ("flag", "看错了")


@pytest.mark.tenth(14)
def test_an_old_store_has_its_remarks_on_years(old, request):
    """Versions before 6 had none, and can be given them."""
    with Store.open(old) as store:
        if made_by(request) < 6:
            assert store.annotations.every() == []
            furnish_annotations(store)
        every, one = store.annotations.every("T1", COUNTY)
        assert (one.year, one.kind, one.text, one.retracted) == (2023, "method", "改为常住人口口径", False)
        assert (every.code, every.year, every.retracted_why) == (None, 2020, "记错了")


@pytest.mark.tenth(14)
def test_an_old_store_has_its_boundaries(old, request):
    """Versions before 7 had none, and can be given them."""
    with Store.open(old) as store:
        if made_by(request) < 7:
            assert (store.boundaries.files(), store.boundaries.shapes()) == ([], {})
            furnish_boundaries(store)
        last, first = store.boundaries.files()
        assert (first.file, first.areas, first.retracted) == ("b.geojson", 1, False)
        assert (last.retracted_why, store.boundaries.file_bytes(last.id)) == ("放错了", ("c.geojson", b"[]"))
        assert {path: len(shape) for path, shape in store.boundaries.shapes().items()} == {TOWNS[0]: 1}


@pytest.mark.tenth(14)
def test_an_old_store_has_its_actions(old, request):
    """Versions before 8 had none, and can be given them."""
    with Store.open(old) as store:
        if made_by(request) < 8:
            assert store.actions.every() == []
            furnish_actions(store)
        last, first = store.actions.every()
        assert (first.title, first.state, first.coop, first.project) == (
            "补上体检", "assigned", ("教育局",), "两癌项目",
        )  # fmt: skip
        assert (str(first.first_deadline), str(first.deadline)) == ("2025-06-30", "2025-09-30")
        assert [step.kind for step in first.steps] == ["move", "evidence", "deadline"]
        assert store.actions.evidence(first.steps[1].id) == ("a.pdf", b"%PDF proof")
        assert (last.retracted_why, last.steps) == ("重复", ())


@pytest.mark.tenth(14)
def test_an_old_store_has_its_accounts(old, request):
    """Versions before 9 had none, and can be given them."""
    with Store.open(old) as store:
        if made_by(request) < 9:
            assert not store.accounts.any()
            if not store.desk.units():
                furnish_desk(store)
            furnish_accounts(store)
        admin, other = store.accounts.every()[:2]
        assert (admin.login, admin.role, admin.subject) == ("wang", Role.ADMIN, "wang@example.org")
        assert (other.unit, other.active, other.must_change) == ("县卫生健康局", False, True)
        assert store.accounts.password("li") == "$hash"


@pytest.mark.tenth(14)
def test_an_old_store_has_accounts_bound_to_areas(old, request):
    """Accounts of versions before 12 see the whole store; there may be others now."""
    with Store.open(old) as store:
        if made_by(request) < 12:
            assert {item.area for item in store.accounts.every()} <= {None}
            furnish_bounds(store)
        bound = store.accounts.every()[-1]
        assert (bound.login, bound.area, bound.person().area) == ("zhao", COUNTY, COUNTY)


@pytest.mark.tenth(14)
def test_an_old_store_s_journal_comes_under_the_audit(old):
    """The first row names the state of the journal that was there; what is written later has its own row."""
    with Store.open(old) as store:
        first = store.audit.entries()[-1]
        assert (first.number, first.kind, first.hash) == (1, "chain_began", first.sealed())
        written = store.query("SELECT count(*) AS n FROM journal").n[0]
        assert json.loads(first.after)["journal"] + store.audit.count() - 1 == written


@pytest.mark.tenth(14)
def test_an_old_store_has_its_files_handed_in(old, request):
    """Versions before 11 had none, and can be given them."""
    with Store.open(old) as store:
        if made_by(request) < 11:
            assert store.approvals.every() == []
            if not store.desk.units():
                furnish_desk(store)
            furnish_approvals(store)
        last, first = store.approvals.every()
        assert (first.state, first.answers, first.figures) == ("returned", {"q": "a"}, 1)
        assert (last.state, last.earlier, first.later) == ("reviewed", first.id, last.id)
        assert [step.note for step in store.approvals.steps(first.id)] == ["", "分母不对"]
        assert store.approvals.file_bytes(last.id) == ("d.csv", b"mended")
        assert store.approvals.findings(first.id)[0].cell == "B2"
        assert store.approvals.locks()[["unit", "year", "reason"]].values.tolist() == [
            ["县卫生健康局", 2023, "已核定"]
        ]


@pytest.mark.tenth(14)
def test_an_old_store_can_be_written(old):
    with Store.open(old) as store:
        store.accept(figures(("T2", COUNTY, 2024, 5)), file="n.csv", data=b"n", by="x")
    with Store.open(old) as store:
        assert list(store.current(code="T2").value) == [5]


def test_every_version_has_its_fixture():
    assert [path.name.split(".")[0] for path in FIXTURES] == [
        f"store_v{n}" for n, _ in statements.migrations()
    ]


STEP = """
ALTER TABLE observation ADD COLUMN weight DOUBLE;
CREATE TABLE action (action UUID, text VARCHAR);
INSERT INTO setting SELECT uuid(), 'migrated', 'yes', now()::TIMESTAMP, '';
"""


@pytest.mark.tenth(14)
def test_steps_are_taken_in_order_and_once(old, monkeypatch):
    with Store.open(old) as store:
        before = everything(store)
    steps = statements.migrations()
    last = steps[-1][0]
    more = [*steps, (last + 1, STEP), (last + 2, "ALTER TABLE action ADD COLUMN due DATE;")]
    monkeypatch.setattr(statements, "migrations", lambda: more)
    for _ in range(2):
        with Store.open(old) as store:
            after = everything(store)
            assert after.pop("settings") == before["settings"] | {"migrated": "yes"}
            assert after == {name: seen for name, seen in before.items() if name != "settings"}
            versions = store.query("SELECT schema_version FROM store_meta WHERE views = ''").schema_version
            assert list(versions) == list(range(1, last + 3))
            assert "weight" in store.query("SELECT * FROM current_observation").columns
            assert "due" in store.query("SELECT * FROM action").columns


@pytest.mark.tenth(14)
def test_a_step_that_fails_leaves_the_store_as_it_was(old, monkeypatch):
    with Store.open(old) as store:
        before = everything(store)
    steps = statements.migrations()
    broken = [*steps, (steps[-1][0] + 1, STEP + "SELECT * FROM no_such_table;")]
    with monkeypatch.context() as patch:
        patch.setattr(statements, "migrations", lambda: broken)
        with pytest.raises(Exception, match="no_such_table"):
            Store.open(old)
    with Store.open(old) as store:
        assert everything(store) == before
        assert "weight" not in store.query("SELECT * FROM observation").columns


@pytest.mark.tenth(14)
def test_views_are_made_anew_when_their_text_changes(old, monkeypatch):
    text, _ = statements.views()
    more = text + "\nCREATE OR REPLACE VIEW extra AS SELECT 1 AS one;\n"
    monkeypatch.setattr(statements, "views", lambda: (more, "other"))
    with Store.open(old) as store:
        assert list(store.query("SELECT one FROM extra").one) == [1]
    with Store.open(old) as store:
        records = store.query("SELECT count(*) AS n FROM store_meta WHERE views = 'other'")
        assert list(records.n) == [1]
