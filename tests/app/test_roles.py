"""Each role in the real app: the pages it finds, what it is refused, whose data it is never shown."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import data, data_actions, data_approval, data_desk, data_forms, data_office, data_plan, state
from dashboard.guard import Refused
from dashboard.messages import UserError
from dashboard.rights import PAGES, opens
from indicators.catalog import builtin
from indicators.intake import approval
from indicators.model import Person, ReportingUnit, Role
from indicators.store import Store
from tests.app.conftest import APP, COUNTY, observations, open_page, words

UNIT, OTHER = "县卫健局", "县教育局"
PEOPLE = {role: Person(role.value, role.chinese, role, UNIT if role is Role.UNIT else None) for role in Role}
STRANGER = Person("other", "别人", Role.UNIT, OTHER)
BIRTHS = "指标名称,单位,2024年\r\n活产数,人,3000\r\n".encode("utf-8-sig")


@pytest.fixture
def become(monkeypatch):
    """Be somebody at the page."""
    return lambda person: monkeypatch.setattr(state, "person", lambda: person)


@pytest.fixture
def county(district):
    """The district with its register and a file of each unit: one accepted, one handed in."""
    with Store.open(district) as store:
        store.desk.put_units([ReportingUnit(UNIT), ReportingUnit(OTHER)], by="测试")
        store.accept(
            observations(builtin(), {"活产数": ((1.0,), "")}),
            file="教育局.xlsx", data=b"other", by="教", unit=OTHER,
        )  # fmt: skip
        approval.hand_in(store, BIRTHS, "births.csv", unit=OTHER, by="教")
    data.forget_run()
    return district


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_the_navigation_shows_what_the_role_may_open(district, become, role, monkeypatch):
    become(PEOPLE[role])
    seen = []
    import streamlit as st

    real = st.navigation
    monkeypatch.setattr(
        st, "navigation",
        lambda pages, **more: seen.extend(one.url_path for part in pages.values() for one in part)
        or real(pages, **more),
    )  # fmt: skip
    test = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not test.exception
    assert "这一页没有显示出来" not in words(test)
    later = {"users", "audit", "backup", "setup"}  # listed with their pages
    assert {path or "first" for path in seen} - {"first"} <= {path for path in PAGES if opens(role, path)}
    missing = {path for path in PAGES if opens(role, path)} - set(seen) - later
    assert len(missing) <= 1, "only the first page has no address of its own"


WRITES = {
    "load": lambda: data.load("a.csv", BIRTHS, {}),
    "undo": lambda: data.undo("x", "我", "错"),
    "desk": lambda: data_desk.write(lambda at: at.open_year(2030, None, by="我")),
    "plan": lambda: data_plan.restore(1, "错", "我"),
    "method": lambda: data_office.set_method("near_miss", 0.5, "错", "我"),
    "publish": lambda: data_office.publish("t", 2024, COUNTY, "我"),
    "act": lambda: data_actions.write(lambda at: at.every()[0]),
    "review": lambda: data_approval.review("x", "", "我"),
    "accept": lambda: data_approval.accept("x", "", "我"),
    "return": lambda: data_approval.send_back("x", "错", "我"),
    "lock": lambda: data_approval.lock(UNIT, 2024, "", "我"),
    "hand in": lambda: data_approval.hand_in("a.csv", BIRTHS, {}, None),
}
MAY = {
    Role.UNIT: {"hand in"},
    Role.LEADER: set(),
    Role.STATISTICS: {"review", "return"},
}


@pytest.mark.parametrize("role", list(MAY), ids=lambda role: role.value)
def test_what_a_role_may_not_do_is_refused_at_the_door(county, become, role):
    become(PEOPLE[role])
    before = data.store().data_version()
    for name, act in WRITES.items():
        if name not in MAY[role]:
            with pytest.raises(Refused, match="您的账号不能"):
                act()
    assert data.store().data_version() == before


def test_a_unit_sees_its_own_and_nothing_of_others(county, become):
    data.forget_run()
    whole = len(data.rows(2024, COUNTY))
    become(STRANGER)
    theirs = list(data.submissions())
    assert [item.unit for item in theirs] == [OTHER]
    assert len(data.rows(2024, COUNTY)) == 0 < whole
    become(PEOPLE[Role.UNIT])
    assert {item.unit for item in data.submissions()} == {UNIT}
    assert len(data.rows(2024, COUNTY)) > 0
    assert data_approval.every() == []
    code = next(row.item.code for row in data.rows(2024, COUNTY))
    assert len(data.figures(code, COUNTY)) == 3 or len(data.figures(code, COUNTY)) > 0
    become(STRANGER)
    assert data.figures(code, COUNTY).empty
    assert data_desk.history(code, COUNTY, 2024).empty


def test_a_file_that_the_office_put_in_for_a_unit_is_shown_to_the_unit_with_its_problems(county, become):
    become(PEOPLE[Role.UNIT])
    said = words(open_page("hand_in"))
    assert "妇儿工委办代为入库的" in said
    mine = next(item for item in data.submissions())
    assert mine.file in said
    become(STRANGER)
    assert mine.file not in words(open_page("hand_in"))


def test_the_title_of_measures_speaks_of_the_unit(county, become):
    become(PEOPLE[Role.UNIT])
    assert open_page("actions").title[0].value == f"{UNIT}还没有督办事项"
    become(PEOPLE[Role.OFFICE])
    assert open_page("actions").title[0].value == f"{COUNTY}还没有督办事项"


def test_the_audit_is_read_by_who_may(county, become):
    for role in Role:
        become(PEOPLE[role])
        said = words(open_page("audit"))
        assert ("启用操作记录" in said) is (role in (Role.ADMIN, Role.OFFICE)), role


def test_numbers_of_others_in_the_address_or_a_call_give_nothing(county, become):
    become(PEOPLE[Role.ADMIN])
    other = next(item.id for item in data.submissions() if item.unit == OTHER)
    handed = data_approval.every()[0].id
    become(PEOPLE[Role.UNIT])
    for act in (
        lambda: data_desk.batch_file(other),
        lambda: data_desk.batch_findings(other),
        lambda: data_desk.batch_figures(other),
        lambda: data_desk.batch_explanations(other),
        lambda: data_approval.file(handed),
        lambda: data_approval.findings(handed),
        lambda: data_approval.withdraw(handed, ""),
        lambda: data_forms.form_file(2024, OTHER),
        lambda: data_forms.form_file(2024, None),
        lambda: data_actions.tell("x", lambda at: at.every()[0]),
        lambda: data_actions.evidence("x"),
    ):
        with pytest.raises(UserError):
            act()


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("units", {"office": OTHER}),
        ("indicators", {"code": "B0004"}),
        ("actions", {"action": "01890000-0000-7000-8000-000000000000"}),
        ("hand_in", {"submission": "x"}),
    ],
    ids=["units", "indicators", "actions", "hand_in"],
)
def test_a_tampered_address_shows_nothing_of_others(county, become, page, address):
    become(PEOPLE[Role.UNIT])
    said = words(open_page(page, **address))
    assert OTHER not in said
    assert "教育局.xlsx" not in said
    assert "births.csv" not in said


def test_the_cache_never_gives_one_person_s_view_to_another(county, become):
    counts = []
    for person in (PEOPLE[Role.ADMIN], STRANGER, PEOPLE[Role.UNIT], PEOPLE[Role.ADMIN], STRANGER):
        become(person)
        counts.append((len(data.rows(2024, COUNTY)), len(data.submissions()), len(data_approval.every())))
    assert counts[0] == counts[3]
    assert counts[1] == counts[4]
    assert len(set(counts)) == 3


def test_the_approval_page_by_role(county, become):
    become(PEOPLE[Role.STATISTICS])
    test = open_page("approval")
    assert "births.csv" in words(test)
    assert {button.key.partition("-")[0] for button in test.button} >= {"review", "return"}
    assert not any(button.key.startswith("accept") for button in test.button)
    next(button for button in test.button if button.key.startswith("review")).click().run()
    assert [item.state for item in data_approval.every()] == ["reviewed"]
    become(PEOPLE[Role.OFFICE])
    test = open_page("approval")
    next(button for button in test.button if button.key.startswith("accept")).click().run()
    assert not test.exception
    assert [item.state for item in data_approval.every()] == ["accepted"]


EARLIER = "指标名称,单位,2020年\r\n活产数,人,3000\r\n".encode("utf-8-sig")


def pressed(test, start):
    """The page after the button whose key or label begins so."""
    found = (one for one in test.button if (one.key or "").startswith(start) or one.label.startswith(start))
    return next(found).click().run()


def test_what_contradicts_is_told_and_settled_before_acceptance(county, become):
    with Store.open(county) as store:
        sent = approval.hand_in(store, EARLIER, "改.csv", unit=UNIT, by="卫").handed_in.id
    data.forget_run()
    become(PEOPLE[Role.STATISTICS])
    test = open_page("approval")
    test.selectbox(key="approval_待办").set_value(sent).run()
    assert "有1个数与已入库的不同" in words(test)
    assert "由您决定" not in words(test)
    assert not [one for one in test.button if one.label == "就这样定"]
    become(PEOPLE[Role.OFFICE])
    test = open_page("approval")
    test.selectbox(key="approval_待办").set_value(sent).run()
    test = test.button_group(key=f"clash-{sent[-12:]}").set_value("采用新数").run()
    test.text_input(key=f"clash-why-{sent[-12:]}").set_value("来函更正")
    test = pressed(test, "就这样定")
    assert not test.warning
    test = pressed(test, "accept")
    assert not test.exception
    code = next(item.code for item in builtin().indicators if item.name == "活产数")
    assert data.series(code, COUNTY)[0] == (2020, 3000.0)
    assert data_desk.conflicts().empty


@pytest.mark.parametrize("role", [Role.OFFICE, Role.STATISTICS], ids=lambda role: role.value)
def test_a_file_never_accepted_is_purged_with_a_reason_by_who_may(county, become, role):
    become(PEOPLE[role])
    test = open_page("approval")
    there = [one for one in test.button if one.label == "彻底删除这个文件"]
    assert bool(there) is (role is Role.OFFICE)
    if not there:
        with pytest.raises(Refused):
            data_approval.purge(data_approval.every()[0].id, "名单", "统")
        return
    test = pressed(test, "彻底删除这个文件")
    assert any("没有删除：请写明原因" in item.value for item in test.warning)
    test.text_input(key="purge_reason").set_value("误传名单")
    test.text_input(key="purge_typed").set_value("彻底删除")
    test = pressed(test, "彻底删除这个文件")
    assert [item.state for item in data_approval.every()] == ["purged"]
