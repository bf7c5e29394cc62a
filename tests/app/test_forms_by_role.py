"""Role by page: whoever may not change a thing finds no form for it, only what narrows the view."""

import datetime as dt

import pytest

from dashboard import data, refusals, state
from dashboard.guard import Refused, require
from dashboard.rights import PAGES, Right, opens
from indicators.catalog import builtin
from indicators.model import Person, ReportingUnit, Role
from indicators.store import ActionText, Store
from indicators.store.audit_log import Wanted
from tests.app.conftest import COUNTY, open_page

UNIT = "县卫健局"
READERS = (Role.UNIT, Role.LEADER, Role.STATISTICS)
MAY_WRITE = {
    (Role.UNIT, "hand-in"), (Role.UNIT, "actions"), (Role.STATISTICS, "approval"),
}  # fmt: skip
"""Where such a person does change something: its own hand-in, what was done on its action, the review."""
MODULES = {"hand-in": "hand_in", "checks": "checks_help"}
NARROWING = ("SelectBox", "Multiselect", "ButtonGroup", "TextInput", "Radio", "Checkbox", "NumberInput")
MAKING = {"paper-make", "paper-set", "export-make"}
"""Buttons that make a file for the reader and change nothing."""


def name_of(person_role):
    return Person(person_role.value, "某人", person_role, UNIT if person_role is Role.UNIT else None)


@pytest.fixture
def county(empty_store, lay):
    lay(empty_store, "forms-by-role", make_county)
    data.forget_run()


def make_county(path):
    from tests.app.conftest import make_district

    make_district(path)
    with Store.open(path) as store:
        store.desk.put_units([ReportingUnit(UNIT)], by="测试")
        code = code_of("婚前医学检查率")
        text = ActionText("办一件事", UNIT, dt.date(2024, 12, 1))
        store.actions.open(code, COUNTY, 2024, text, opened=dt.date(2024, 6, 1), by="办")
        store.flags.raise_alert(code, COUNTY, 2024, "red", "现场", by="办")
        store.annotations.add(code, COUNTY, 2023, "other", "口径变了", by="办")


def code_of(name):
    return next(item.code for item in builtin().indicators if item.name == name)


def changing(test):
    """Keys of what changes something: buttons, buttons of forms, files taken in."""
    keys = [item.key or item.label for item in test.button if (item.key or "") not in MAKING]
    return [*keys, *(item.key for item in test.get("file_uploader"))]


ADDRESSES = {
    "indicators": [{}, {"code": code_of("婚前医学检查率")}],
    "alerts": [{}, {"flag": code_of("婚前医学检查率")}],
    "actions": [{}, {"new": code_of("婚前医学检查率")}],
}
CASES = [
    (role, page, address)
    for role in READERS
    for page in PAGES
    if opens(role, page) and (role, page) not in MAY_WRITE | {(role, "checks")}  # has no forms
    for address in ADDRESSES.get(page, [{}])
]


@pytest.mark.tenth(4)
@pytest.mark.parametrize(
    ("role", "page", "address"), CASES, ids=[f"{a.value}-{b}-{'one' if c else 'all'}" for a, b, c in CASES]
)
def test_no_form_is_shown_to_who_may_not_use_it(county, monkeypatch, role, page, address):
    monkeypatch.setattr(state, "person", lambda: name_of(role))
    assert changing(open_page(MODULES.get(page, page), **address)) == []


@pytest.mark.parametrize(("page", "address"), [(page, at[-1]) for page, at in ADDRESSES.items()])
def test_the_office_finds_the_forms(county, monkeypatch, page, address):
    monkeypatch.setattr(state, "person", lambda: name_of(Role.OFFICE))
    assert changing(open_page(page, **address))


def test_a_refusal_is_noted_once_a_minute(county, monkeypatch):
    refusals.forget()
    monkeypatch.setattr(state, "person", lambda: name_of(Role.LEADER))
    now = [1000.0]
    monkeypatch.setattr(refusals.time, "monotonic", lambda: now[0])

    def noted():
        return [item.ref for item in data.store().audit.entries(Wanted(kinds=["refused"]))]

    before = data.store().data_version()
    for _ in range(50):
        with pytest.raises(Refused):
            require(Right.LOAD)
    assert noted() == [Right.LOAD.value]
    with pytest.raises(Refused):
        require(Right.UNDO)
    assert len(noted()) == 2
    now[0] += refusals.PAUSE + 1
    with pytest.raises(Refused):
        require(Right.LOAD)
    assert len(noted()) == 3
    assert data.store().data_version() == before
    assert data.store().audit.verify().broken is None
