"""Accounts as records: the newest counts, names are clean, an administrator always remains."""

import dataclasses
from contextlib import contextmanager

import pytest

from indicators.model import ReportingUnit, Role
from indicators.store import AccountRefused, Store


@pytest.fixture
def store():
    with Store.memory() as made:
        made.desk.put_units([ReportingUnit("县教育局", aliases=("教育局",))], by="王")
        yield made


@contextmanager
def refused(code):
    with pytest.raises(AccountRefused) as caught:
        yield
    assert caught.value.finding.code == code


def test_without_an_account_there_is_none(store):
    assert (store.accounts.every(), store.accounts.any(), store.accounts.administered()) == ((), False, False)


def test_an_account_is_found_however_its_login_is_typed(store):
    made = store.accounts.add("Ｗang.Fang", " 王芳 ", Role.ADMIN, by="王", password="$hash")
    assert (made.login, made.name, made.role, made.unit) == ("wang.fang", "王芳", Role.ADMIN, None)
    assert (made.active, made.must_change, made.has_password, made.by) == (True, True, True, "王")
    assert store.accounts.find("WANG.fang ") == made
    assert store.accounts.password("wang.fang") == "$hash"
    assert "$hash" not in repr(dataclasses.asdict(made))


@pytest.mark.parametrize("login", ["", " ", "a b", "a/b", "a\u200bb", "<b>", "x" * 41, "a\nb", "'--"])
def test_a_login_has_letters_digits_and_few_signs(store, login):
    with refused("account_login_wrong"):
        store.accounts.add(login, "王芳", Role.ADMIN, by="王")


@pytest.mark.parametrize("name", ["", "  ", "王\x00芳", "王\u202e芳", "王" * 41, "a\nb"])
def test_a_name_shows_all_its_signs(store, name):
    with refused("account_name_wrong"):
        store.accounts.add("wang", name, Role.ADMIN, by="王")


def test_a_name_is_composed(store):
    assert store.accounts.add("an", "e\u0301", Role.ADMIN, by="王").name == "\u00e9"


def test_two_people_have_no_login_in_common(store):
    store.accounts.add("wang", "王芳", Role.ADMIN, by="王")
    with refused("account_exists"):
        store.accounts.add("WANG", "王方", Role.OFFICE, by="王")
    assert [item.name for item in store.accounts.every()] == ["王芳"]


def test_a_unit_s_person_speaks_for_a_unit_of_the_register(store):
    with refused("account_no_unit"):
        store.accounts.add("li", "李", Role.UNIT, by="王")
    with refused("account_unknown_unit"):
        store.accounts.add("li", "李", Role.UNIT, unit="县水利局", by="王")
    made = store.accounts.add("li", "李", Role.UNIT, unit="教育局", by="王")
    assert made.unit == "县教育局"
    assert store.accounts.change("li", role=Role.LEADER, by="王").unit is None
    assert made.person().unit == "县教育局"


def test_an_administrator_always_remains(store):
    store.accounts.add("wang", "王芳", Role.ADMIN, by="王")
    store.accounts.add("li", "李", Role.OFFICE, by="王")
    for change in ({"active": False}, {"role": Role.OFFICE}):
        with refused("account_last_admin"):
            store.accounts.change("wang", by="王", **change)
    store.accounts.change("li", role=Role.ADMIN, by="王")
    assert store.accounts.change("wang", active=False, by="王").active is False
    with refused("account_last_admin"):
        store.accounts.change("li", active=False, by="王")
    assert store.accounts.administered()


def test_the_stamp_changes_when_sign_ins_are_to_end(store):
    first = store.accounts.add("wang", "王芳", Role.ADMIN, by="王")
    store.accounts.add("li", "李", Role.ADMIN, by="王")
    assert store.accounts.change("wang", name="王 芳", by="王").stamp == first.stamp
    second = store.accounts.set_password("wang", "$new", must_change=False, by="王")
    third = store.accounts.end_all("wang", by="王")
    fourth = store.accounts.change("wang", active=False, by="王")
    fifth = store.accounts.change("wang", active=True, by="王")
    assert len({item.stamp for item in (first, second, third, fourth)}) == 4
    assert fifth.stamp == fourth.stamp
    assert (second.must_change, store.accounts.password("wang")) == (False, "$new")


def test_nothing_is_changed_in_place(store):
    store.accounts.add("wang", "王芳", Role.ADMIN, by="王")
    store.accounts.change("wang", name="王芳芳", by="李")
    store.accounts.change("wang", name="王芳芳", by="李")
    rows = store.query("SELECT name, recorded_by FROM account ORDER BY record").values.tolist()
    assert rows == [["王芳", "王"], ["王芳芳", "李"]]


def test_an_outside_name_belongs_to_one_account(store):
    store.accounts.add("wang", "王芳", Role.ADMIN, subject="wang@example.org", by="王")
    with refused("account_subject_taken"):
        store.accounts.add("li", "李", Role.OFFICE, subject="wang@example.org", by="王")
    assert store.accounts.by_subject("wang@example.org").login == "wang"
    assert store.accounts.by_subject("Wang@example.org") is None
    store.accounts.change("wang", subject=None, by="王")
    assert store.accounts.by_subject("wang@example.org") is None


def test_an_unknown_account_is_told(store):
    with refused("account_unknown"):
        store.accounts.one("nobody")
    with pytest.raises(TypeError):
        store.accounts.change("wang", password="x", by="王")
