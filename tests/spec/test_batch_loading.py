"""Many files at once give what the same files give one by one: figures, findings, conflicts, in order."""

import datetime as dt
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalog.area_moves import RENAME, Move, plan_move
from indicators.intake import Known, init_store, load_file
from indicators.model import ReportingUnit
from indicators.store import Store

pytestmark = pytest.mark.tenth(8)

AREAS = ("code,name,parent_code\n999901,示例县,\n999901001,城关镇,999901\n999901002,柳溪镇,999901\n").encode()
WOMEN, MOTHERS = "县妇联", "县卫生健康局"
HEALTH, SCHOOLS = "县疾病预防控制中心", "县教育局"


def table(*rows):
    return "\r\n".join(",".join(str(cell) for cell in row) for row in rows).encode("utf-8-sig")


def births(*figures, area="示例县", first=2022):
    years = [f"{first + at}年" for at in range(len(figures))]
    return table(["地区", "指标名称", "单位", *years], [area, "活产数", "人", *figures])


def shares(infant, child):
    rows = [["婴儿死亡率", "‰", infant], ["5岁以下儿童死亡率", "‰", child]]
    return table(["指标名称", "单位", "2024年"], *rows)


FILES = {
    "three years": ("活产.csv", births(3000, 2950, 3010), MOTHERS),
    "again": ("活产.csv", births(3000, 2950, 3010), MOTHERS),
    "revised by the same": ("活产更正.csv", births(3000, 2960, 3010), MOTHERS),
    "contradicted by another": ("人口.csv", births(3000, 2950, 3333), HEALTH),
    "of nobody": ("抄来的.csv", births(3000, 2950), None),
    "a town": ("城关.csv", births(1800, area="城关镇", first=2024), MOTHERS),
    "both towns": (
        "两镇.csv",
        table(["地区", "指标名称", "单位", "2024年"], ["城关镇", "活产数", "人", 1800],
              ["柳溪镇", "活产数", "人", 1700]),
        MOTHERS,
    ),
    "a slip by ten": ("活产2025.csv", births(30100, first=2025), MOTHERS),
    "related": ("死亡.csv", shares(3.2, 4.5), MOTHERS),
    "related, wrong": ("死亡二.csv", shares(5.0, 4.5), HEALTH),
    "unknown indicator": ("别的.csv", table(["指标名称", "单位", "2024年"], ["没有的指标", "个", 3]), WOMEN),
    "names its unit": (
        "无名.csv",
        table(["填报单位:县教育局"], ["指标名称", "单位", "2024年"], ["高中阶段毛入学率", "%", 96]),
        None,
    ),
    "no figure": ("空.csv", table(["指标名称", "单位", "2024年"], ["活产数", "人", "未统计"]), MOTHERS),
}  # fmt: skip

BATCHES = [
    ("a file, its correction, its repetition", ["three years", "revised by the same", "again"]),
    ("two departments", ["three years", "contradicted by another", "of nobody"]),
    ("two departments the other way round", ["contradicted by another", "three years"]),
    ("towns before and after the district", ["a town", "three years", "both towns"]),
    ("related figures in two files", ["related", "related, wrong", "a slip by ten", "three years"]),
    ("files with nothing to accept", ["unknown indicator", "no figure", "names its unit", "no figure"]),
]


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "a.duckdb"
    init_store(path, "示例县", areas=("areas.csv", AREAS))
    with Store.open(path) as store:
        store.desk.put_units([ReportingUnit(name) for name in (WOMEN, MOTHERS, HEALTH, SCHOOLS)], by="王")
    return path


def load_in_a_batch(path, names):
    with Store.open(path) as store:
        known = Known.of(store)
        told = [load(store, name, known) for name in names]
        return told, state(store)


def load_one_by_one(path, names):
    """Each file by itself: nothing is remembered from the file before, as after opening the store anew."""
    told = []
    with Store.open(path) as store:
        for number, name in enumerate(names):
            store.put_setting("seen", str(number))
            told.append(load(store, name, None))
        return told, state(store)


def load(store, name, known):
    file, data, unit = FILES[name]
    intake = load_file(store, data, file, unit=unit, by="王", known=known)
    found = [(item.code, item.cell, item.severity, _without_time(item.message)) for item in intake.findings]
    made = intake.submission
    kept = made and (
        made.file, made.unit, made.accepted, made.blocked, made.held, made.repeat, made.withdrawn
    )  # fmt: skip
    assert made is None or made.repeat or made == store.submission(made.id)
    return found, kept, intake.unit


def _without_time(message):
    day = dt.datetime.now().astimezone().strftime("%Y-%m-%d ")
    head, at, rest = message.partition(day)
    return head + at + rest[5:]


def state(store):
    """All that counts and all that waits, without the numbers of submissions and times."""
    figures = store.current().drop(columns=["submission", "at"]).astype(str).values.tolist()
    waiting = store.desk.conflicts().drop(columns=["submission", "against", "at", "old_at"])
    files = [(item.file, item.unit, item.accepted, item.held) for item in store.submissions()]
    kept = [[(one.code, one.cell) for one in store.findings(item.id)] for item in store.submissions()]
    return figures, waiting.astype(str).values.tolist(), files, kept


def both_ways(empty, folder, names):
    found = []
    for number, load_all in enumerate((load_in_a_batch, load_one_by_one)):
        path = folder / f"{number}.duckdb"
        shutil.copy(empty, path)
        found.append(load_all(path, names))
        path.unlink()
    return found


@pytest.mark.parametrize(("what", "names"), BATCHES, ids=[what for what, _ in BATCHES])
def test_a_batch_is_the_same_as_its_files_one_by_one(empty, tmp_path, what, names):
    batch, single = both_ways(empty, tmp_path, names)
    assert batch == single


def test_any_order_of_files(empty, tmp_path_factory, whole):
    @given(names=st.lists(st.sampled_from(sorted(FILES)), min_size=2, max_size=5))
    @settings(max_examples=30 if whole else 3, deadline=None, derandomize=not whole, database=None)
    def same(names):
        batch, single = both_ways(empty, tmp_path_factory.mktemp("any"), names)
        assert batch == single

    same()


def test_nothing_is_lost_with_the_process(empty, tmp_path):
    """The same with the store closed after every file."""
    names = ["three years", "contradicted by another", "both towns"]
    batch, _ = both_ways(empty, tmp_path, names)
    shutil.copy(empty, tmp_path / "b.duckdb")
    told = []
    for name in names:
        with Store.open(tmp_path / "b.duckdb") as store:
            told.append(load(store, name, None))
    with Store.open(tmp_path / "b.duckdb") as store:
        assert batch == (told, state(store))


@pytest.fixture
def store(tmp_path, empty):
    shutil.copy(empty, tmp_path / "a.duckdb")
    with Store.open(tmp_path / "a.duckdb") as opened:
        yield opened


def _close(store):
    store.desk.open_year(2024, None, by="王")
    store.desk.close_year(2024, by="王")


def _rename(store):
    steps, _ = plan_move(store.areas(), Move(RENAME, dt.date(2024, 7, 1), ("示例县/城关镇",), ("东关镇",)))
    return store.area_changes.record(steps, dt.date(2024, 7, 1), by="王")


def _undo(store, event):
    store.area_changes.undo(event.id, reason="误", by="王")


CHANGES = [
    # what changes between two files -> how the second file comes out: figures accepted, codes
    ("nothing", lambda store: None, 1, []),
    ("the year is closed", _close, 0, ["year_closed"]),
    ("the town is renamed", _rename, 1, ["area_name_followed"]),
    ("the town is renamed and it is undone", lambda store: _undo(store, _rename(store)), 1, []),
]  # fmt: skip


@pytest.mark.parametrize(("what", "change", "accepted", "codes"), CHANGES, ids=[row[0] for row in CHANGES])
def test_what_changes_between_two_files_is_seen(store, what, change, accepted, codes):
    load(store, "three years", None)
    change(store)
    intake = load_file(store, births(1800, area="城关镇", first=2024), "城关.csv", unit=MOTHERS, by="王")
    assert intake.submission.accepted == accepted
    assert [item.code for item in intake.findings] == codes


def test_a_department_entered_between_two_files_is_known(store):
    file, data, _ = FILES["names its unit"]
    named = data.decode("utf-8-sig").replace(SCHOOLS, "县体育局").encode("utf-8-sig")
    assert load_file(store, named, file, by="王").submission.unit is None
    store.desk.put_units([ReportingUnit("县体育局")], by="王")
    assert load_file(store, named + b"\r\n", file, by="王").submission.unit == "县体育局"
