"""A unit's file on its way: which step follows which, what acceptance makes of it, what a lock keeps out."""

import pytest
from store_kit import COUNTY, figures, fill

from indicators.intake import approval, load_file
from indicators.intake.by_hand import Entry, enter
from indicators.intake.start import init_store
from indicators.store import Given, OfficeRefused, Store, UnknownRecord

pytestmark = pytest.mark.tenth(4)

UNIT = "卫健局"


@pytest.fixture
def store():
    with Store.memory() as made:
        yield fill(made)


def births(*values, first=2022):
    years = ",".join(f"{first + at}年" for at in range(len(values)))
    return f"指标名称,单位,{years}\r\n活产数,人,{','.join(map(str, values))}\r\n".encode("utf-8-sig")


@pytest.fixture
def office(tmp_path):
    areas = "code,name,parent_code\n999901,示例县,\n".encode()
    init_store(tmp_path / "a.duckdb", "示例县", areas=("areas.csv", areas))
    with Store.open(tmp_path / "a.duckdb") as opened:
        yield opened


def given(data=b"x", **more):
    return Given(**{"file": "a.csv", "data": data, "unit": UNIT, "figures": 1, "latest": 2024} | more)


# after these steps -> the word, and the steps that may follow
TABLE = [
    ([], "已提交", {"reviewed", "returned", "withdrawn", "accepted"}),
    (["reviewed"], "已审核", {"returned", "withdrawn", "accepted"}),
    (["returned"], "已退回", set()),
    (["withdrawn"], "已撤回", set()),
    (["accepted"], "已入库", set()),
    (["reviewed", "accepted"], "已入库", set()),
    (["reviewed", "returned"], "已退回", set()),
    (["reviewed", "withdrawn"], "已撤回", set()),
]


@pytest.mark.tenth(4)
@pytest.mark.parametrize(("done", "word", "follow"), TABLE, ids=["-".join(row[0]) or "new" for row in TABLE])
def test_which_step_follows_which(store, done, word, follow):
    from indicators.store.handed_in import STATES

    steps = ("reviewed", "returned", "withdrawn", "accepted")
    for number, step in enumerate(steps):
        item = store.approvals.hand_in(given(bytes([number])), by="张")
        for name in done:
            item = store.approvals.step(item.id, name, note="因为", by="王")
        assert STATES[item.state] == word
        if step in follow:
            assert store.approvals.step(item.id, step, note="因为", by="王").state == step
        else:
            with pytest.raises(OfficeRefused, match=f"现在是“{word}”，不能"):
                store.approvals.step(item.id, step, note="因为", by="王")


REFUSED = [
    (lambda at: at.hand_in(given(unit=" "), by="张"), "没有写明是哪个责任单位"),
    (
        lambda at: at.step(at.hand_in(given(), by="张").id, "returned", note=" ", by="王"),
        "没有写原因，没有退回",
    ),
    (lambda at: [at.hand_in(given(), by="张") for _ in "ab"], "已经提交过，正在等待审批"),
    (
        lambda at: at.hand_in(given(b"2", earlier=at.hand_in(given(), by="张").id), by="张"),
        "不能作为它的更",
    ),
    (lambda at: at.unlock(UNIT, 2024, reason=" ", by="王"), "没有写原因，2024年没有解除锁定"),
    (lambda at: at.unlock(UNIT, 2024, reason="补", by="王"), "现在没有锁定"),
    (lambda at: [at.lock(UNIT, 2024, by="王") for _ in "ab"], "现在已锁定"),
    (lambda at: at.lock(" ", 2024, by="王"), "没有写明锁定哪个单位"),
]


@pytest.mark.tenth(2)
@pytest.mark.parametrize(("act", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_what_is_refused_is_said_in_one_sentence(store, act, sentence):
    with pytest.raises(OfficeRefused, match=sentence):
        act(store.approvals)


def test_a_returned_file_can_be_handed_in_once_more_by_its_own_unit(store):
    first = store.approvals.hand_in(given(b"1"), by="张")
    store.approvals.step(first.id, "returned", note="分母不对", by="王")
    with pytest.raises(UnknownRecord):
        store.approvals.hand_in(given(b"2", unit="教育局", earlier=first.id), by="张")
    second = store.approvals.hand_in(given(b"2", earlier=first.id), by="张")
    assert store.approvals.one(first.id).later == second.id
    with pytest.raises(OfficeRefused, match="已重新提交"):
        store.approvals.hand_in(given(b"3", earlier=first.id), by="张")


def test_a_file_handed_in_counts_for_nothing_until_accepted(office):
    kept = approval.hand_in(office, births(3000), "a.csv", unit=UNIT, by="张").handed_in
    assert (kept.figures, kept.latest, kept.state) == (1, 2022, "submitted")
    assert office.current().empty
    assert office.submissions() == []
    load_file(office, births(2900), "b.csv", unit="统计局", by="王")  # what came in meanwhile
    done = approval.accept(office, kept.id, by="李")
    assert [item.code for item in done.findings] == ["contradicts_other_unit"]
    sent = office.submission(done.handed_in.submission)
    assert (sent.uploader, sent.unit, sent.held, done.handed_in.state) == ("张", UNIT, 1, "accepted")
    office.undo(sent.id, "李", "重报")
    assert office.approvals.one(kept.id).state == "undone"


def test_without_figures_nothing_is_kept(office):
    told = approval.hand_in(office, b"\xef\xbb\xbf\xe6\x97\xa0", "a.csv", unit=UNIT, by="张")
    assert (told.handed_in, office.approvals.every()) == (None, [])


REVIEW = [("", False, False), ("", True, True), ("yes", False, True), ("no", True, False)]


@pytest.mark.parametrize(("said", "reviewers", "needed"), REVIEW)
def test_when_a_review_is_needed(store, said, reviewers, needed):
    if said:
        store.put_setting(approval.REVIEW_SETTING, said)
    assert approval.review_needed(store, reviewers=reviewers) is needed


def test_no_acceptance_before_the_review_that_is_asked_for(office):
    kept = approval.hand_in(office, births(3000), "a.csv", unit=UNIT, by="张").handed_in
    with pytest.raises(OfficeRefused, match="还没有统计局审核"):
        approval.accept(office, kept.id, by="李", reviewers=True)
    approval.review(office, kept.id, note="可以", by="统")
    done = approval.accept(office, kept.id, by="李", reviewers=True)
    assert [(step.state, step.by) for step in office.approvals.steps(kept.id)] == [
        ("submitted", "张"), ("reviewed", "统"), ("accepted", "李"),
    ]  # fmt: skip
    office.approvals.lock(UNIT, 2022, by="李")
    assert office.approvals.one(done.handed_in.id).state == "locked"


@pytest.mark.tenth(2)
@pytest.mark.parametrize("whole", [True, False], ids=["the whole year", "one unit"])
def test_a_locked_year_stays_as_it_is(office, whole):
    load_file(office, births(3000), "a.csv", unit=UNIT, by="王")
    held = load_file(office, births(2900), "b.csv", unit="统计局", by="王").submission
    kept = approval.hand_in(office, births(2800), "c.csv", unit=UNIT, by="张").handed_in
    if whole:
        office.desk.open_year(2022, None)
        office.desk.close_year(2022)
    else:
        office.approvals.lock(UNIT, 2022, by="王")
    code = "year_closed" if whole else "unit_year_locked"
    first = office.submissions()[-1].id
    for other in (UNIT, None):
        told = load_file(office, births(2700, 2600), "d.csv", unit=other, by="王")
        (item,) = [one for one in told.findings if one.severity == "error"]
        assert (item.code, item.year) == (code, 2022)
        assert "2022年" in item.message
    told = enter(office, Entry("B0004", 2022, "示例县", "电话", "2500", unit=UNIT), by="王")
    assert (told.submission, code in [one.code for one in told.findings]) == (None, True)
    for act in (
        lambda: office.undo(first, "王", "错"),
        lambda: office.desk.decide(held.id, [0], "new", reason="错", by="王"),
        lambda: office.desk.decide(held.id, [0], "old", reason="错", by="王"),
        lambda: office.desk.purge(first, reason="错", by="王"),
        lambda: approval.accept(office, kept.id, by="王"),
    ):
        with pytest.raises(OfficeRefused):
            act()
    assert office.current(year=2022).value.tolist() == [3000]
    if whole:
        office.desk.reopen_year(2022, reason="补报", by="王")
    else:
        office.approvals.unlock(UNIT, 2022, reason="补报", by="王")
    assert office.approvals.lock_history().iloc[-1][["locked", "reason", "by"]].tolist() == [
        False,
        "补报",
        "王",
    ]
    office.desk.decide(held.id, [0], "new", reason="核实", by="王")
    assert office.current(year=2022).value.tolist() == [2900]


def test_a_unit_s_lock_holds_no_other_unit(office):
    office.approvals.lock("教育局", 2022, by="王")
    load_file(office, births(3000), "a.csv", unit=UNIT, by="王")
    assert office.current(year=2022).value.tolist() == [3000]


def test_a_purge_removes_the_bytes_of_a_file_handed_in(tmp_path):
    secret = bytes(range(256)) * 64
    with Store.create(tmp_path / "s.duckdb") as store:
        fill(store)
        kept = store.approvals.hand_in(given(secret, answers={"q": "甲乙丙丁"}), by="张")
        assert store.approvals.purge(kept.id, reason="名单", by="王") == 1
        gone = store.approvals.one(kept.id)
        assert (gone.state, gone.answers) == ("purged", {})
        with pytest.raises(UnknownRecord):
            store.approvals.file_bytes(kept.id)
        with pytest.raises(OfficeRefused, match="已删除"):
            store.approvals.step(kept.id, "accepted", by="王")
    assert secret[:48] not in (tmp_path / "s.duckdb").read_bytes()


def test_a_purge_of_an_accepted_file_takes_what_was_handed_in_along(store):
    sent = store.accept(figures(("T1", COUNTY, 2024, 1)), file="a.csv", data=b"x", by="王")
    kept = store.approvals.hand_in(given(b"x"), by="张")
    assert store.desk.purge(sent.id, reason="名单", by="王") == 1
    assert store.approvals.one(kept.id).state == "purged"


DECIDED = [
    ({}, 2900, "contradicts_other_unit", 1),
    ({"*": "new"}, 3000, "contradicts_accepted", 0),
    ({"*": "old"}, 2900, "contradicts_left_out", 0),
    ({"C2": "new"}, 3000, "contradicts_accepted", 0),
    ({"D2": "new"}, 2900, "contradicts_other_unit", 1),  # speaks of another cell
]


@pytest.mark.tenth(5)
@pytest.mark.parametrize(("decisions", "counts", "told", "waiting"), DECIDED, ids=str)
def test_the_office_chooses_on_acceptance_which_figure_counts(office, decisions, counts, told, waiting):
    load_file(office, births(2900), "b.csv", unit="统计局", by="王")
    kept = approval.hand_in(office, births(3000), "a.csv", unit=UNIT, by="张").handed_in
    seen = approval.look(office, kept.id, decisions)
    assert [item.code for item in seen.findings] == [told]
    done = approval.accept(office, kept.id, by="李", decisions=decisions, reason="核实")
    assert office.current(year=2022).value.tolist() == [counts]
    assert len(office.desk.conflicts()) == waiting
    sent = done.handed_in.submission
    reasons = [text for _, text, _, _ in office.explanations(sent)]
    reasons += list(office.desk.decisions()["reason"])
    assert set(reasons) == (set() if waiting else {"核实"})
    assert [item.code for item in done.findings] == [told], "no explanation is idle"
