"""Each door to the data (figures, remarks, files): a unit finds nothing of another unit's behind it."""

import ast
import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from dashboard import (
    data,
    data_actions,
    data_approval,
    data_desk,
    data_detail,
    data_forms,
    data_office,
    data_papers,
    data_units,
    data_watch,
    rights,
    state,
)
from dashboard.commands_reports import matter_of
from dashboard.messages import UserError
from indicators.catalog import builtin
from indicators.findings import Finding
from indicators.intake import approval, load_file
from indicators.model import Person, ReportingUnit, Role, Severity
from indicators.reports.papers.sets import Wanted
from indicators.store import ActionText, Store
from tests.app.conftest import COUNTY, TOWNS, make_district, observations

UNIT, OTHER = "县卫健局", "县教育局"
OFFICE = Person("office", "办", Role.OFFICE)
OWNER, STRANGER = Person("own", "卫", Role.UNIT, UNIT), Person("other", "教", Role.UNIT, OTHER)
NAME = "婚前医学检查率"
DAY = dt.date(2024, 6, 1)
DASHBOARD = Path(rights.__file__).parent


class There:
    """Numbers of what the other unit has."""

    code = batch = sent = evidence = proof = ""


FOUND = There()


@pytest.fixture
def there(empty_store, lay):
    """The district with everything a unit can have, made once; its numbers."""
    lay(empty_store, "doors", make_there)
    data.forget_run()
    return FOUND


def make_there(path):
    """Everything a unit can have: figures in all shapes, batches, a file handed in, an action, words."""
    make_district(path)
    found = FOUND
    with Store.open(path) as store:
        store.desk.put_units([ReportingUnit(UNIT), ReportingUnit(OTHER)], by="测试")
        found.code = next(item.code for item in builtin().indicators if item.name == NAME)
        towns = [observations(builtin(), {NAME: ((50.0,) * 5, "")}, f"{COUNTY}/{town}") for town in TOWNS]
        parts = observations(builtin(), {NAME: ((60.0,) * 5, "")}).assign(breakdown='{"sex":"female"}')
        made = store.accept(
            pd.concat([*towns, parts]), file="细表.xlsx", data=b"parts", by="卫", unit=UNIT,
            findings=[Finding("far_from_last_year", Severity.WARNING, "相差很大", "请核对", cell="C9")],
            explanations={"remark@C9": "已核对"},
        )  # fmt: skip
        found.batch = made.id
        gone = store.accept(parts, file="名单.xlsx", data=b"gone", by="卫", unit=UNIT)
        store.desk.purge(gone.id, reason="名单", by="办")
        table = f"指标名称,单位,2024年\r\n{NAME},%,{{}}\r\n"
        load_file(store, table.format(51).encode("utf-8-sig"), "改.csv", unit=UNIT, by="卫",
                  decisions={"*": "new"})  # fmt: skip
        held = load_file(store, table.format(52).encode("utf-8-sig"), "再改.csv", unit=UNIT, by="卫",
                         decisions={"*": "held"}).submission  # fmt: skip
        if held and held.held:
            store.desk.decide(held.id, [0], "new", reason="核实", by="办")
        load_file(store, table.format(53).encode("utf-8-sig"), "三改.csv", unit=UNIT, by="卫",
                  decisions={"*": "held"})  # fmt: skip
        found.sent = approval.hand_in(
            store, table.format(55).encode("utf-8-sig"), "再报.csv", unit=UNIT, by="卫"
        ).handed_in.id
        text = ActionText("办一件事", UNIT, dt.date(2024, 12, 1))
        action = store.actions.open(found.code, COUNTY, 2024, text, opened=DAY, by="办")
        action = store.actions.add_evidence(action.id, "证.txt", b"proof", happened=DAY, by="卫")
        found.proof = action.steps[-1].id
        store.flags.raise_alert(found.code, COUNTY, 2024, "red", "现场", by="办")
        store.annotations.add(found.code, COUNTY, 2023, "method", "口径变了", by="办")
        said = store.put_judgement(found.code, COUNTY, 2024, "yes", "纪要", by="办", file=("纪.txt", b"x"))
        found.evidence = said.id
        store.desk.open_year(2024, None)
        store.desk.put_self_assessment(UNIT, 2024, "做得很好", by="办")


def whole_of(there):
    """What the papers of all are made from, as somebody else's page might have kept it."""
    return matter_of(data.store(), 2024, None, towns=False)


def row_of(there):
    """A verdict as an earlier page might have kept it."""
    return next(row for row in data.every_row(2024, COUNTY) if row.item.code == there.code)


DOORS = {
    "data.assessments": lambda at: data.assessments(2024, COUNTY),
    "data.verdicts_since": lambda at: data.verdicts_since(2023, 2024, COUNTY),
    "data.rows": lambda at: data.rows(2024, COUNTY),
    "data.rows_above": lambda at: data.rows_above(2024, COUNTY),
    "data.figures": lambda at: data.figures(at.code, COUNTY),
    "data.series": lambda at: data.series(at.code, COUNTY),
    "data.below": lambda at: data.below(at.code, COUNTY, 2024),
    "data.worst_below": lambda at: data.worst_below(at.code, COUNTY, higher_is_better=True),
    "data.submissions": lambda at: [item for item in data.submissions() if item.unit == UNIT],
    "data_actions.every": lambda at: data_actions.every(),
    "data_actions.listed": lambda at: data_actions.listed(COUNTY),
    "data_actions.evidence": lambda at: data_actions.evidence(at.proof)(),
    "data_approval.every": lambda at: data_approval.every(),
    "data_approval.one": lambda at: [data_approval.one(at.sent)],
    "data_approval.steps": lambda at: data_approval.steps(at.sent),
    "data_approval.findings": lambda at: [data_approval.findings(at.sent)],
    "data_approval.file": lambda at: data_approval.file(at.sent)(),
    "data_desk.units": lambda at: [name for name in data_desk.units(2024)["unit"] if name == UNIT],
    "data_desk.figures": lambda at: data_desk.figures(2024, UNIT),
    "data_desk.conflicts": lambda at: data_desk.conflicts(),
    "data_desk.decisions": lambda at: data_desk.decisions(),
    "data_desk.register": lambda at: [item for item in data_desk.register() if item.name == UNIT],
    "data_desk.self_assessments": lambda at: data_desk.self_assessments(2024),
    "data_desk.remembered": lambda at: data_desk.remembered(),
    "data_desk.history": lambda at: data_desk.history(at.code, COUNTY, 2024),
    "data_desk.batch_findings": lambda at: data_desk.batch_findings(at.batch),
    "data_desk.batch_figures": lambda at: data_desk.batch_figures(at.batch),
    "data_desk.batch_explanations": lambda at: data_desk.batch_explanations(at.batch),
    "data_desk.batch_file": lambda at: data_desk.batch_file(at.batch)(),
    "data_desk.unexplained": lambda at: data_desk.unexplained(),
    "data_desk.batch_years": lambda at: data_desk.batch_years(),
    "data_desk.purges": lambda at: data_desk.purges(),
    "data_detail.others": lambda at: data_detail.others(at.code, f"{COUNTY}/{TOWNS[0]}"),
    "data_detail.line_of": lambda at: data_detail.line_of(at.code, COUNTY, "县").points,
    "data_detail.below_series": lambda at: data_detail.below_series(at.code, COUNTY),
    "data_detail.groups": lambda at: data_detail.groups(at.code, COUNTY),
    "data_detail.chances": lambda at: data_detail.chances(row_of(at), COUNTY),
    "data_detail.remarks": lambda at: data_detail.remarks(at.code, COUNTY),
    "data_detail.targets": lambda at: data_detail.targets(at.code, COUNTY),
    "data_detail.grids": lambda at: [data_detail.grids(at.batch)],
    "data_forms.forms": lambda at: [form for form in data_forms.forms(2024) if form.unit == UNIT],
    "data_forms.form_file": lambda at: data_forms.form_file(2024, UNIT)(),
    "data_office.said": lambda at: data_office.said(at.code, COUNTY),
    "data_office.evidence": lambda at: data_office.evidence(at.evidence)(),
    "data_papers.matter": lambda at: data_papers.matter(2024, None, towns=True).items,
    "data_papers.wanted": lambda at: [
        one
        for kind in ("unit", "notice", "indicator")
        for one in data_papers.wanted(whole_of(at), kind)
        if one.kind == "indicator" or one.of == UNIT
    ],
    "data_papers.made": lambda at: list(
        data_papers.made(whole_of(at), [Wanted("unit", UNIT), Wanted("indicator", at.code)], 28.95, None)
    ),
    "data_units.units": lambda at: [item for item in data_units.units(2024) if item.name == UNIT],
    "data_watch.lags_of": lambda at: data_watch.lags_of(2024, COUNTY),
    "data_watch.flags": lambda at: data_watch.flags(COUNTY),
}
NOT_MADE_HERE = {"data.rows_above", "data_detail.chances", "data_desk.remembered", "data_detail.grids"}
"""Doors whose contents this small district does not have; that they are shut is tried all the same."""

SHARED = {
    "data": {
        "version_words", "rate", "target_of", "reading", "path_of", "start", "check", "placed",
    },
    "data_every": {"unit_called"},
    "data_desk": {"years", "latest", "leads", "desk"},
    "data_detail": {"beside"},
    "data_store": {
        "store", "ready", "version", "figures_version", "refresh", "forget_run", "sql", "areas", "district",
        "is_sample",
        "area_labels", "years", "indicators", "settings", "period_of", "all_areas", "look_at",
        "many", "may_see", "offices_below", "reach", "seat", "seats", "seats_of_unit", "store_version",
        "unit_here", "desk", "approvals",
        "whole", "within",
    },
    "data_actions": {"within", "moved", "tell"},
    "data_approval": {
        "has_reviewers", "reviewers_of", "review_needed", "review_setting", "years", "hand_in", "withdraw",
    },
    "data_audit": {"overdue"},
    "data_compare": {"measures", "rates"},
    "data_exports": {"sensitive"},
    "data_forms": {"marked_up"},
    "data_office": {"people_judge"},
    "data_papers": {"packed", "kinds"},
    "data_plan": {"events", "change_notes", "event_words", "tree"},
}  # fmt: skip
"""What is everybody's (names, years, definitions, constants), made of the caller's own arguments alone, or
guarded inside by what it may touch (see test_roles)."""


def content(door, there):
    """What a door gives; nothing where it refuses."""
    try:
        return door(there)
    except UserError:
        return ()


@pytest.mark.tenth(5)
@pytest.mark.parametrize("name", DOORS)
def test_no_door_gives_a_unit_what_is_another_s(there, monkeypatch, name):
    monkeypatch.setattr(state, "person", lambda: STRANGER)
    assert len(content(DOORS[name], there)) == 0
    for person in (OFFICE, OWNER):
        monkeypatch.setattr(state, "person", lambda who=person: who)
        assert len(content(DOORS[name], there)) > 0 or name in NOT_MADE_HERE, (
            "the door gives something at all"
        )


def doors():
    """(module, function, rights named) of every public function of the data modules."""
    for file in sorted(DASHBOARD.glob("data*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                marks = [mark for mark in node.decorator_list if isinstance(mark, ast.Call)]
                yield (
                    file.stem,
                    node.name,
                    {mark.args[0].attr for mark in marks if getattr(mark.func, "id", "") == "needs"},
                )


def test_every_door_is_guarded_filtered_or_said_to_be_everybody_s():
    """A new function of data*.py fails here until it is guarded, or stands in one of the two tables."""
    open_to_units = {right.name for right in rights.TABLE[Role.UNIT]}
    bare = [
        f"{module}.{name}"
        for module, name, needed in doors()
        if not (needed and not needed & open_to_units)
        and f"{module}.{name}" not in DOORS
        and name not in SHARED.get(module, ())
        and not (name.startswith("every_"))
    ]
    assert bare == []
    known = {(module, name) for module, name, _ in doors()}
    assert {(module, name) for module, names in SHARED.items() for name in names} <= known
    assert {tuple(name.split(".")) for name in DOORS} <= known


def test_what_is_for_caches_is_called_by_no_page():
    """`every_…` gives all there is, whoever asks: only the data modules themselves may call it."""
    for file in [*DASHBOARD.glob("*.py"), *DASHBOARD.glob("views/*.py")]:
        if file.stem.startswith("data") or file.stem == "own":
            continue
        calls = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
        named = [
            node.attr
            for node in calls
            if isinstance(node, ast.Attribute)
            and node.attr.startswith("every_")
            and getattr(node.value, "id", "").startswith("data")
        ]
        assert named == [], file.name
