"""`twoplans approve` and `twoplans purge` of a file handed in: what is printed, what is refused."""

import pytest
from cli_kit import command_line

from indicators.intake import approval, load_file
from indicators.intake.start import init_store
from indicators.store import Store

pytestmark = pytest.mark.tenth(3)

UNIT, OTHER = "卫健局", "统计局"


def births(value):
    return f"指标名称,单位,2022年\r\n活产数,人,{value}\r\n".encode("utf-8-sig")


@pytest.fixture
def place(tmp_path):
    path = tmp_path / "a.duckdb"
    init_store(path, "示例县", areas=("areas.csv", "code,name,parent_code\n999901,示例县,\n".encode()))
    return path


@pytest.fixture
def sent(place):
    """The number of a file handed in that contradicts another unit's figure."""
    with Store.open(place) as store:
        load_file(store, births(2900), "b.csv", unit=OTHER, by="王")
        return approval.hand_in(store, births(3000), "a.csv", unit=UNIT, by="张").handed_in.id


@pytest.fixture
def approve(place, sent, monkeypatch, capsys):
    return command_line(monkeypatch, capsys, place, "approve")


def counting(place):
    with Store.open(place) as store:
        return store.current(year=2022).value.tolist()


def states(approve, *more):
    return [one["state"] for one in approve("list", *more, "--json") if one["record"] == "handed_in"]


def test_the_queue_and_one_file(approve, sent):
    (waiting,) = approve("list", "--json")
    assert (waiting["handed_in"], waiting["unit"], waiting["figures"]) == (sent, UNIT, 1)
    assert f"{sent} 已提交 {UNIT} a.csv 1个数据" in approve("list")
    kinds = [one["record"] for one in approve("list", sent, "--json")]
    assert kinds == ["handed_in", "step", "finding"]
    assert "已提交 张" in approve("list", sent)


WAYS = [
    ([], [2900], 1),
    (["--decide", "*=new", "--reason", "核实"], [3000], 0),
    (["--decide", "C2=old", "--reason", "核实"], [2900], 0),
]


@pytest.mark.parametrize(("more", "counts", "waiting"), WAYS, ids=["none", "new", "old"])
def test_accepting_with_and_without_a_choice(place, approve, sent, more, counts, waiting):
    (reviewed,) = approve("review", sent, "--note", "可以", "--json")
    assert reviewed["state"] == "reviewed"
    records = approve("accept", sent, *more, "--json")
    assert {one["record"] for one in records} == {"finding", "handed_in", "submission"}
    assert counting(place) == counts
    with Store.open(place) as store:
        assert len(store.desk.conflicts()) == waiting
    assert states(approve) == []
    assert states(approve, "--all") == ["accepted"]


def test_returning_and_locking(approve, sent):
    assert approve("return", sent, "--reason", "分母不对", "--json")[0]["state"] == "returned"
    assert approve("lock", UNIT, "2022", "--reason", "核定", "--json")[0]["locked"] is True
    assert f"{UNIT} 2022年 已锁定 核定" in approve("list")
    assert approve("unlock", UNIT, "2022", "--reason", "补报", "--json")[0]["locked"] is False
    for word, needed in (("yes", True), ("no", False), ("auto", False)):
        assert approve("setting", "--review", word, "--json")[0]["needed"] is needed


REFUSED = [
    (["accept", "x"], "office_unknown_record"),
    (["return", "{sent}", "--reason", " "], "return_without_reason"),
    (["unlock", UNIT, "2022", "--reason", "补"], "lock_as_it_is"),
]


@pytest.mark.parametrize(("arguments", "code"), REFUSED, ids=[row[0][0] for row in REFUSED])
def test_refusals_are_findings(approve, sent, arguments, code):
    given = [part.format(sent=sent) for part in arguments]
    assert [one["code"] for one in approve(*given, "--json", code=1)] == [code]


def test_a_choice_is_new_or_old(approve, sent):
    approve("accept", sent, "--decide", "*=both", code=64)
    assert states(approve) == ["submitted"]


def test_a_file_never_accepted_is_purged_by_its_number(place, approve, sent, monkeypatch, capsys):
    purge = command_line(monkeypatch, capsys, place, "purge")
    (done,) = purge(sent, "--reason", "名单", "--yes", "--json")
    assert (done["record"], done["submissions"]) == ("purge", 1)
    assert states(approve, "--all") == ["purged"]
    assert counting(place) == [2900]
    (finding,) = purge("00000000-0000-7000-8000-000000000000", "--reason", "名单", "--yes", "--json", code=1)
    assert finding["code"] == "store_unknown_submission"
