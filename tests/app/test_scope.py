"""Two districts in one store: whoever belongs to one finds nothing of the other, at any door or page."""

import datetime as dt
import inspect
from dataclasses import replace
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import (
    data,
    data_actions,
    data_approval,
    data_audit,
    data_compare,
    data_desk,
    data_detail,
    data_exports,
    data_forms,
    data_office,
    data_papers,
    data_plan,
    data_store,
    data_units,
    data_users,
    data_watch,
    guard,
    rights,
    state,
)
from dashboard.commands_reports import matter_of
from dashboard.data_store import Elsewhere
from dashboard.messages import UserError
from indicators.catalog import builtin
from indicators.intake import approval, load_file
from indicators.intake.by_hand import Entry
from indicators.model import Area, AreaLevel, Person, ReportingUnit, Role
from indicators.reports.papers.sets import Wanted
from indicators.store import ActionText, Store, StoreError
from tests.app.conftest import APP, observations, open_page, plan_goals, sound, words

TOP, A, B = "示例省", "示例省/东县", "示例省/西县"
UNITS = {A: "东县教育局", B: "西县教育局"}
NAME = "婚前医学检查率"
DAY = dt.date(2024, 6, 1)
PEOPLE = {
    role: Person(f"a-{role.value}", "甲", role, UNITS[A] if role is Role.UNIT else None, A) for role in Role
}
LOOSE_UNIT = Person("a-loose", "甲", Role.UNIT, UNITS[A])
EVERYBODY = {**{role.value: person for role, person in PEOPLE.items()}, "unit-without-area": LOOSE_UNIT}


class There:
    """Numbers of what district B has."""

    code = batch = sent = action = proof = evidence = note = flag = result = held = ""


FOUND = There()


@pytest.fixture
def there(empty_store, lay):
    """Both districts with everything an office can have; the numbers are those of B."""
    lay(empty_store, "scope", make_there)
    data.forget_run()
    return FOUND


def make_there(path):
    catalog = builtin()
    FOUND.code = next(item.code for item in catalog.indicators if item.name == NAME)
    with Store.create(path) as store:
        levels = {TOP: AreaLevel.PROVINCE, A: AreaLevel.COUNTY, B: AreaLevel.COUNTY}
        levels |= {f"{seat}/城关镇": AreaLevel.TOWN for seat in (A, B)}
        store.put_areas(
            [
                Area(f"99{at}", one.rpartition("/")[2], one, level)
                for at, (one, level) in enumerate(levels.items())
            ],
            by="测",
        )
        for seat in (TOP, A, B):
            goals = [replace(goal, lead=UNITS.get(seat, "省教育厅")) for goal in plan_goals(catalog)]
            store.put_catalog(catalog, goals=goals, area=seat, source="test", by="测")
        for seat, name in UNITS.items():
            store.desk_of(seat).put_units([ReportingUnit(name)], by="测")
            store.desk_of(seat).open_year(2024, None, by="测")
        for seat in (A, B):
            furnish(store, catalog, seat)


def furnish(store, catalog, seat):
    """One district's records; the last one's numbers stay in FOUND."""
    unit, found = UNITS[seat], FOUND
    for place in (seat, f"{seat}/城关镇"):
        made = store.accept(
            observations(catalog, area=place), file=f"{place[-2:]}.xlsx", data=place.encode(), by="测",
            unit=unit, area=seat, year=2024,
        )  # fmt: skip
    found.batch = made.id
    again = f"指标名称,单位,2024年\r\n{NAME},%,{{}}\r\n"
    seen = load_file(
        store, again.format(12).encode("utf-8-sig"), f"{seat[-2:]}再报.csv", unit=unit, area=seat, by="测",
        decisions={"*": "held"},
    )  # fmt: skip
    found.held = seen.submission.id if seen.submission else ""
    found.sent = approval.hand_in(
        store, again.format(55).encode("utf-8-sig"), f"{seat[-2:]}交.csv", unit=unit, area=seat, by="测"
    ).handed_in.id
    action = store.actions.open(
        found.code, seat, 2024, ActionText("办一件事", unit, dt.date(2024, 12, 1)), opened=DAY, by="测"
    )
    action = store.actions.add_evidence(action.id, "证.txt", seat.encode(), happened=DAY, by="测")
    found.action, found.proof = action.id, action.steps[-1].id
    found.flag = store.flags.raise_alert(found.code, seat, 2024, "red", "现场", by="测").id
    found.note = store.annotations.add(found.code, seat, 2023, "method", "口径变了", by="测").id
    said = store.put_judgement(found.code, seat, 2024, "yes", "纪要", by="测", file=("纪.txt", b"x"))
    found.evidence = said.id
    store.desk_of(seat).put_self_assessment(unit, 2024, "做得很好", by="测")
    from indicators.assess import publish

    found.result = publish(store, title=seat, by="测", year=2024, area=seat).id


def other(rows, column="area"):
    """Of a frame or of records those that speak of B."""
    if hasattr(rows, "columns"):
        return [row for row in rows.to_dict("records") if B in str(row) or UNITS[B] in str(row)]
    return [row for row in rows if B in repr(row) or UNITS[B] in repr(row)]


def whole_of(seat):
    """What the papers of a seat are made from, as somebody else's page might have kept it."""
    return matter_of(data.store(), 2024, None, towns=False, home=seat)


def _export(kind, public=True):
    return data_exports.wanted(kind, 2024, public=public, result=None, compare=None)


def _file(kind, **more):
    """What is to be written, as another's page might have asked for it."""
    given = {"year": 2024, "public": True, "result": None, "compare": None, "version": "", "home": None}
    return data_exports.Wanted(kind, **{**given, **more})


def _silent(share, words):
    pass


READS = {
    "assessments": lambda at: data.assessments(2024, B),
    "verdicts_since": lambda at: data.verdicts_since(2023, 2024, B),
    "rows": lambda at: data.rows(2024, B),
    "rows of a town": lambda at: data.rows(2024, f"{B}/城关镇"),
    "rows above": lambda at: data.rows_above(2024, B),
    "figures": lambda at: data.figures(at.code, B),
    "series": lambda at: data.series(at.code, B),
    "below": lambda at: data.below(at.code, B, 2024),
    "below the province": lambda at: data.below(at.code, TOP, 2024),
    "worst_below": lambda at: data.worst_below(at.code, TOP, higher_is_better=True),
    "submissions": lambda at: other(data.submissions()),
    "areas": lambda at: other(data.areas()),
    "area_labels": lambda at: other(data.area_labels().items()),
    "listed actions": lambda at: data_actions.listed(B),
    "actions": lambda at: other(data_actions.every()),
    "evidence of an action": lambda at: data_actions.evidence(at.proof)(),
    "handed in": lambda at: other(data_approval.every()),
    "one handed in": lambda at: [data_approval.one(at.sent)],
    "its findings": lambda at: [data_approval.findings(at.sent)],
    "its steps": lambda at: [data_approval.steps(at.sent)],
    "its bytes": lambda at: data_approval.file(at.sent)(),
    "look at it": lambda at: [data_approval.look(at.sent)],
    "units": lambda at: other(data_desk.units(2024)),
    "figures of a unit": lambda at: data_desk.figures(2024, UNITS[B]),
    "without": lambda at: other(data_desk.without(2024)),
    "conflicts": lambda at: other(data_desk.conflicts()),
    "decisions": lambda at: other(data_desk.decisions()),
    "register": lambda at: other(data_desk.register()),
    "self assessments": lambda at: other(data_desk.self_assessments(2024)),
    "remembered": lambda at: other(data_desk.remembered()),
    "history": lambda at: data_desk.history(at.code, B, 2024),
    "batch findings": lambda at: [data_desk.batch_findings(at.batch)],
    "batch figures": lambda at: data_desk.batch_figures(at.batch),
    "batch explanations": lambda at: [data_desk.batch_explanations(at.batch)],
    "batch file": lambda at: data_desk.batch_file(at.batch)(),
    "unexplained": lambda at: [one for one in data_desk.unexplained() if one == at.batch],
    "batch years": lambda at: [one for one in data_desk.batch_years() if one == at.batch],
    "other areas": lambda at: [one for one in data_detail.others(at.code, A) if one.startswith(B)],
    "lines": lambda at: data_detail.line_of(at.code, B, "乙").points,
    "lines below": lambda at: data_detail.below_series(at.code, B),
    "groups": lambda at: data_detail.groups(at.code, B),
    "remarks": lambda at: data_detail.remarks(at.code, B),
    "targets": lambda at: data_detail.targets(at.code, B),
    "grids": lambda at: [data_detail.grids(at.batch)],
    "forms": lambda at: [form for form in data_forms.forms(2024) if form.unit == UNITS[B]],
    "form file": lambda at: data_forms.form_file(2024, UNITS[B])(),
    "said": lambda at: data_office.said(at.code, B),
    "evidence": lambda at: data_office.evidence(at.evidence)(),
    "published": lambda at: other(data_office.published_results()),
    "published verdicts": lambda at: data_office.published_verdicts(at.result),
    "papers": lambda at: data_papers.matter(2024, at.result, towns=False).items,
    "papers made": lambda at: list(data_papers.made(whole_of(B), [Wanted("unit", UNITS[B])], 28.95, None)),
    "units page": lambda at: [one for one in data_units.units(2024) if one.name == UNITS[B]],
    "lags": lambda at: data_watch.lags_of(2024, B),
    "flags": lambda at: data_watch.flags(B),
    "since": lambda at: [data_watch.since(2024, B)],
    "last published": lambda at: [data_watch.last_published(2024, B)],
    "compare": lambda at: data_compare.areas(B, 2024, AreaLevel.TOWN),
    "compare the province": lambda at: data_compare.areas(TOP, 2024, AreaLevel.COUNTY),
    "compared verdicts": lambda at: data_compare.verdicts(2024, [(B, "西县")]),
    "shapes": lambda at: [data_compare.shapes([(B, "西县")])],
    "export": lambda at: [data_exports.wanted("xlsx", 2024, public=True, result=at.result, compare=None)],
    "export csv": lambda at: [one for one in [_export("csv")] if one.home != A],
    "export the public package": lambda at: [one for one in [_export("datapackage")] if one.home != A],
    "export all records": lambda at: [_export("datapackage", public=False)],
    "its csv": lambda at: data_exports.made(_file("csv", home=B), _silent),
    "its csv as published": lambda at: data_exports.made(_file("csv", home=A, result=at.result), _silent),
    "its workbook": lambda at: data_exports.made(_file("xlsx", home=B), _silent),
    "its public package": lambda at: data_exports.made(_file("datapackage", home=B), _silent),
    "csv of all": lambda at: data_exports.made(_file("csv"), _silent),
    "all records": lambda at: data_exports.made(_file("datapackage", public=False, home=A), _silent),
    "plan goals": lambda at: [goal for goal in data_plan.goals() if goal.lead == UNITS[B]],
    "plan versions": lambda at: [one for one in data_plan.versions() if one.areas == (B,)],
    "area events": lambda at: other(data_plan.events()),
    "accounts": lambda at: data_users.accounts(),
    "bounds of accounts": lambda at: data_users.bounds(),
    "papers to be had": lambda at: data_papers.wanted(whole_of(B), "all"),
    "changes since": lambda at: [data_office.changes_since(data.store().published(at.result), None)],
    "moved": lambda at: [data_actions.moved(data.store().actions.one(at.action))],
    "chances": lambda at: data_detail.chances(SimpleNamespace(indicator=None), B),
    "beside": lambda at: [one for one in (B, f"{B}/城关镇") if data_detail.beside(A, one)],
    "levels below the province": lambda at: data_compare.levels(TOP, 2024),
    "locks": lambda at: other(data_approval.locks()),
    "lock history": lambda at: other(data_approval.lock_history()),
    "purges": lambda at: other(data_desk.purges()),
    "audit": lambda at: data_audit.entries(data_audit.Wanted(), None),
    "backups": lambda at: [data_audit.standing()],
    "boundary files": lambda at: [data_compare.boundary_files()],
    "boundaries in a file": lambda at: [data_compare.check_boundaries("b.json", b"{}", {})],
    "plan in a file": lambda at: other(data_plan.check(PLAN, "b.csv", {}, None).changes),
}  # fmt: skip
"""What district B has, asked for by somebody of district A: nothing, or a refusal."""

NOT_HERE = {
    "plan in a file",
    "chances",
    "beside",
    "levels below the province",
    "locks",
    "lock history",
    "purges",
    "boundary files",
    "boundaries in a file",
    "backups",
    "rows above",
    "area events",
    "remembered",
    "groups",
    "without",
    "shapes",
    "decisions",
    "accounts",
    "unexplained",
}
"""What this small store has none of; that the door is shut is tried all the same."""

CSV = f"指标名称,地区,单位,2023年\r\n{NAME},西县,%,12\r\n".encode("utf-8-sig")
BIRTHS = f"指标名称,单位,2023年\r\n{NAME},%,12\r\n".encode("utf-8-sig")


PLAN = f"指标,目标,牵头单位\n{NAME},2030年达到99%以上,新局\n".encode()


def _verdict(at):
    return next(iter(data.store().published_verdicts(at.result)))


def _entry(at):
    names = inspect.signature(Entry).parameters
    given = {"code": at.code, "area": B, "year": 2023, "source": "表", "value": "5", "unit": UNITS[B]}
    return Entry(**{name: given[name] for name in names if name in given})


WRITES = {
    "load for it": lambda at: data.load("b.csv", BIRTHS, {"area": B, "by": "我"}),
    "load its figures": lambda at: data.load("b.csv", CSV, {"by": "我"}),
    "check for it": lambda at: data.check("b.csv", BIRTHS, {"area": B}),
    "hand in for it": lambda at: data_approval.hand_in("b.csv", BIRTHS, {"area": B}, None),
    "hand in its figures": lambda at: data_approval.hand_in("b.csv", CSV, {}, None),
    "undo": lambda at: data.undo(at.batch, "我", "错"),
    "explain": lambda at: data_desk.explain(at.batch, "x", "错", "我"),
    "decide": lambda at: data_desk.write(lambda desk: desk.decide(at.held, [0], "new", reason="x", by="我")),
    "purge": lambda at: data_desk.write(lambda desk: desk.purge(at.batch, reason="x", by="我")),
    "unit there": lambda at: data_desk.write(
        lambda desk: desk.put_units([ReportingUnit("新局", area=B)], by="我")
    ),
    "duty": lambda at: data_desk.write(lambda desk: desk.put_duty(UNITS[B], at.code, False, by="我")),
    "self": lambda at: data_desk.write(lambda desk: desk.put_self_assessment(UNITS[B], 2024, "x", by="我")),
    "enter": lambda at: data_desk.enter(_entry(at), "我", "x"),
    "forget": lambda at: data_desk.forget(UNITS[B], "k", "我"),
    "open an action": lambda at: data_actions.open_action(
        at.code, B, 2024, ActionText("x", UNITS[B], DAY), DAY, "我"
    ),
    "move an action": lambda at: data_actions.write(
        lambda acts: acts.move(at.action, "assigned", happened=DAY, by="我")
    ),
    "tell an action": lambda at: data_actions.tell(
        at.action, lambda acts: acts.log(at.action, "x", happened=DAY, by="我")
    ),
    "retract an action": lambda at: data_actions.write(
        lambda acts: acts.retract(at.action, reason="x", by="我")
    ),
    "remind": lambda at: data_actions.set_within(3, "我"),
    "review": lambda at: data_approval.review(at.sent, "", "我"),
    "accept": lambda at: data_approval.accept(at.sent, "", "我"),
    "return": lambda at: data_approval.send_back(at.sent, "错", "我"),
    "purge handed in": lambda at: data_approval.purge(at.sent, "错", "我"),
    "lock": lambda at: data_approval.lock(UNITS[B], 2024, "x", "我"),
    "unlock": lambda at: data_approval.unlock(UNITS[B], 2024, "x", "我"),
    "ask for review": lambda at: data_approval.set_review("no", "我"),
    "remark": lambda at: data_detail.annotate(at.code, B, 2023, "method", "x", "我"),
    "remark gone": lambda at: data_detail.take_back(at.note, "x", "我"),
    "warn": lambda at: data_watch.raise_alert(at.code, B, 2024, "red", "x", "我"),
    "seen": lambda at: data_watch.mark_seen(at.code, B, 2024, "red", "x", "我"),
    "warning gone": lambda at: data_watch.retract_flag(at.flag, "我"),
    "judgement gone": lambda at: data_office.retract(at.evidence, "我", "x"),
    "publish": lambda at: data_office.publish("x", 2024, B, "我"),
    "method": lambda at: data_office.set_method("near_miss", 0.5, "x", "我"),
    "areas": lambda at: data_plan.load_list("x", "a.csv", "我"),
    "change of areas": lambda at: data_plan.record_change([], DAY, "x", "我"),
    "change of areas gone": lambda at: data_plan.undo_change(at.note, "x", "我"),
    "shapes": lambda at: data_compare.load_boundaries("b.json", b"{}", {}, "我"),
    "shapes gone": lambda at: data_compare.undo_boundaries(at.note, "x", "我"),
    "take back what was handed in": lambda at: data_approval.withdraw(at.sent, "x"),
    "judge": lambda at: data_office.judge_by_hand(_verdict(at), "yes", "x", None, "我"),
    "say that it applies": lambda at: data_office.say_applies(_verdict(at), False, "x", "我"),
    "check by hand": lambda at: data_desk.check_hand(_entry(at)),
    "schedule of backups": lambda at: data_audit.put_plan(True, dt.time(1), "", 3),
    "backup": lambda at: data_audit.make(),
    "bounds of uploads": lambda at: data_users.put_upload_bounds(1, 1),
    "other account": lambda at: data_users.change("x", area=B),
    "password": lambda at: data_users.reset("x"),
    "sign out": lambda at: data_users.sign_out("x"),
    "account": lambda at: data_users.add("x", "x", Role.ADMIN, None, "", None),
}


UNKNOWN_THERE = {"load its figures", "check its figures", "hand in its figures"}
"""Files of one office in which another's areas are not even known: read, and nothing of them is kept."""


def figures_of(area):
    """All figures that count of an area and those below it."""
    held = data.store().query(
        "SELECT code, area, year, breakdown, value, submission FROM current_named ORDER BY ALL"
    )
    return held[held["area"].str.startswith(area)].reset_index(drop=True)


def tried(door, there):
    """What a door gives; nothing where it refuses."""
    try:
        return door(there)
    except UserError:
        return ()


def refused(door, there):
    """Whether a door refuses."""
    try:
        door(there)
    except (UserError, StoreError):
        return True
    return False


@pytest.fixture(params=EVERYBODY, ids=str)
def somebody(request, monkeypatch):
    """Each role of district A, with the address naming district B and without."""
    monkeypatch.setattr(state, "person", lambda: EVERYBODY[request.param])
    return EVERYBODY[request.param]


@pytest.mark.tenth(8)
@pytest.mark.parametrize("asked", [None, B, TOP, "别处"], ids=["own", "other", "above", "nowhere"])
def test_nobody_of_one_district_reads_what_is_another_s(there, somebody, monkeypatch, asked):
    monkeypatch.setattr(state, "asked_seat", lambda: asked)
    given = [name for name, door in READS.items() if len(tried(door, there))]
    assert given == []


def test_who_sees_the_whole_store_finds_it_there(there, monkeypatch):
    """Else the table above could not fail."""
    monkeypatch.setattr(state, "person", lambda: Person("top", "办", Role.ADMIN))
    monkeypatch.setattr(state, "asked_seat", lambda: B)
    empty = {name for name, door in READS.items() if not len(tried(door, there))}
    assert empty - NOT_HERE <= {"other areas", "below the province", "worst_below", "compare the province"}
    monkeypatch.setattr(state, "asked_seat", lambda: TOP)
    assert data_compare.areas(TOP, 2024, AreaLevel.COUNTY) == [(A, "东县"), (B, "西县")]


def test_earlier_wordings_of_a_plan_above_bear_its_area_s_name(there, monkeypatch):
    monkeypatch.setattr(state, "asked_seat", lambda: B)
    told = data_detail.targets(FOUND.code, f"{B}/城关镇")
    assert set(zip(told["area"], told["target_set"], strict=True)) == {(TOP, "示例省规划"), (B, "本级规划")}


@pytest.mark.tenth(4)
def test_nobody_of_one_district_changes_what_is_another_s(there, somebody):
    before = figures_of(B)
    for name, door in WRITES.items():
        assert refused(door, there) or name in UNKNOWN_THERE, name
    assert figures_of(B).equals(before)


def test_going_back_to_an_earlier_plan_leaves_the_plans_of_others(there, monkeypatch):
    monkeypatch.setattr(state, "person", lambda: PEOPLE[Role.OFFICE])
    store = data.store()
    before = {path: store.plans.goals(path) for path in (TOP, A, B)}
    data_plan.restore(1, "x", "我")
    after = {path: store.plans.goals(path) for path in (TOP, A, B)}
    assert min(map(len, before.values())) > 0
    assert {path for path in after if after[path] != before[path]} == {A}


def test_the_address_of_another_district_is_refused_and_the_own_one_opens(there, somebody, monkeypatch):
    assert data.district().path == A
    monkeypatch.setattr(state, "asked_seat", lambda: B)
    with pytest.raises(Elsewhere):
        data.district()


def test_what_concerns_the_whole_store_is_nobody_s_of_a_district(there, somebody):
    assert not any(map(guard.may, rights.WHOLE))


def test_an_account_of_the_top_area_sees_the_whole_store(there, monkeypatch):
    monkeypatch.setattr(state, "person", lambda: Person("top", "省", Role.OFFICE, None, TOP))
    assert [one.path for one in data_store.seats()] == [TOP, A, B]
    assert guard.may(rights.Right.METHOD)


def test_the_pages_of_a_seat_speak_of_it_alone(there):
    """Two districts with the same indicators: each page names its own units and areas."""
    for page in ("overview", "units", "actions", "reporting"):
        said = words(open_page(page, at=A))
        assert "东县" in said, page
        assert "西县" not in said, page


def test_the_app_opens_at_every_seat(there):
    """With the choice in the side bar, the way up and the seats below, where there are some."""
    for at, links in ((TOP, 2), (A, 1)):
        test = AppTest.from_file(str(APP), default_timeout=60)
        test.query_params["at"] = at
        said = [one.proto.body for one in sound(test.run()).get("html")]
        assert (
            sum(text.count("overview?at=") for text in said if "tp-seats" in text or "tp-crumbs" in text)
            == links
        )
        assert test.sidebar.selectbox[0].value == at


def test_the_province_compares_its_districts(there):
    said = words(open_page("compare", at=TOP))
    assert "2个县区" in said
    assert f"at={'%E7%A4%BA'}" in "".join(
        one.proto.body for one in open_page("compare", at=TOP, show="表格").get("html")
    )
