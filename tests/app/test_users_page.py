"""用户: what an administrator sees and does."""

import pytest

from dashboard import state
from indicators.model import LOCAL, Person, ReportingUnit, Role
from indicators.store import Store
from tests.app.conftest import open_page, sound, words

WANG = Person("wang", "王芳", Role.ADMIN)


@pytest.fixture
def people(district, monkeypatch):
    with Store.open(district) as store:
        store.desk.put_units([ReportingUnit("县教育局")], by="测试")
        store.accounts.add("wang", "王芳", Role.ADMIN, by="测试", password="$hash", must_change=False)
        store.accounts.add("li", "<b>李明", Role.UNIT, unit="县教育局", by="测试", password="$hash")
    monkeypatch.setattr(state, "person", lambda: WANG)
    return district


def accounts(path):
    with Store.open(path) as store:
        return {item.login: item for item in store.accounts.every()}


def test_everybody_is_listed_with_role_unit_and_state(people):
    test = open_page("users")
    assert test.title[0].value == "用户：2个账号"
    told = words(test)
    assert "&lt;b&gt;李明" in told
    for word in ("管理员", "县教育局", "待本人改初始密码", "在用"):
        assert word in told


def test_a_new_account_gets_a_password_that_is_shown_once(people):
    test = open_page("users")
    sound(test.selectbox(key="new_role").set_value(Role.LEADER).run())
    assert "new_unit" not in {item.key for item in test.selectbox}, "a leader speaks for no unit"
    test.text_input(key="new_name").set_value("张")
    test.text_input(key="new_login").set_value("Zhang")
    sound(test.button(key="user-add").click().run())
    (code,) = test.code
    assert len(code.value) == 19
    made = accounts(people)["zhang"]
    assert (made.role, made.must_change, made.has_password) == (Role.LEADER, True, True)
    assert not sound(test.run()).code
    assert test.text_input(key="new_name_1").value == "", "the next account begins with empty fields"


def test_what_cannot_be_is_said_and_nothing_is_kept(people):
    test = open_page("users")
    test.text_input(key="new_name").set_value("张")
    test.text_input(key="new_login").set_value("zhang")
    sound(test.button(key="user-add").click().run())  # a unit's person without a unit
    assert "没有写是哪个单位" in test.error[0].value
    assert test.selectbox(key="user_login").value is None, "nobody is offered for change unasked"
    sound(test.selectbox(key="user_login").set_value("wang").run())
    test.checkbox(key="user_active_wang").uncheck()
    sound(test.button(key="user_save_wang").click().run())
    assert "最后一个在用的管理员" in test.error[0].value
    assert set(accounts(people)) == {"wang", "li"}


def test_an_account_is_changed_and_disabled(people):
    test = open_page("users")
    sound(test.selectbox(key="user_login").set_value("li").run())
    assert test.selectbox(key="user_unit_li").value == "县教育局"
    sound(test.selectbox(key="user_role_li").set_value(Role.OFFICE).run())
    test.checkbox(key="user_active_li").uncheck()
    sound(test.button(key="user_save_li").click().run())
    changed = accounts(people)["li"]
    assert (changed.role, changed.unit, changed.active) == (Role.OFFICE, None, False)
    assert "已停用" in words(test)


def test_others_do_not_see_the_accounts(people, monkeypatch):
    for role in set(Role) - {Role.ADMIN}:
        monkeypatch.setattr(state, "person", lambda role=role: Person("li", "李明", role, "县教育局"))
        test = open_page("users")
        assert "您的账号不能管理用户" in words(test)
        assert "wang" not in words(test)


def test_without_accounts_the_page_says_how_to_begin(district, monkeypatch):
    monkeypatch.setattr(state, "person", lambda: LOCAL)
    assert "twoplans user add" in words(open_page("users"))
