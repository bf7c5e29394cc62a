"""`twoplans audit` as a program: its records, its sentences, its exit codes."""

import datetime as dt
import json
import subprocess
import sys

import duckdb
import openpyxl
import pytest
from store_kit import COUNTY, figures, fill

from dashboard import audit_words
from indicators.store import Store
from indicators.store.audit import Entry

pytestmark = pytest.mark.tenth(3)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("audit") / "s.duckdb"
    with Store.create(path) as store:
        fill(store).accept(figures(("T1", COUNTY, 2024, 81.5)), file="a.csv", data=b"a", by="张")
        store.put_setting("district", "甲县", by="王")
        store.put_setting("district", "=乙县", by="王")
    return path


def run(*arguments):
    done = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", "audit", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_list_and_verify_and_export(path, tmp_path):
    code, out, _ = run("list", "--store", path, "--json", "--by", "王", "--kind", "setting")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, [row["number"] for row in rows]) == (0, [6, 5])
    assert (rows[0]["before"], rows[0]["after"]) == ({"district": "甲县"}, {"district": "=乙县"})
    code, out, told = run("export", "--store", path, "--out", tmp_path / "a.xlsx")
    assert code == 0
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    heads, *lines = sheet.iter_rows(values_only=True)
    assert [line[heads.index("编号")] for line in lines] == [1, 2, 3, 4, 5, 6]
    head = lines[-1][heads.index("校验值")]
    assert head in told
    code, out, _ = run("verify", "--store", path, "--head", head)
    assert (code, "操作记录完整：共7条" in out) == (0, True)  # the export is noted as well
    assert run("export", "--store", path, "--out", tmp_path / "a.txt")[0] == 64


def test_a_cut_tail_is_told(path, tmp_path):
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(path.read_bytes())
    with duckdb.connect(str(copy)) as raw:
        raw.execute("DELETE FROM audit WHERE number > 4")
    code, out, _ = run("verify", "--store", copy)
    assert code == 1
    assert "第4条之后的操作记录被删掉了" in out


def entry(kind, ref="", before=None, after=None):
    at = dt.datetime(2026, 5, 1)
    texts = [json.dumps(value) if isinstance(value, dict) else value for value in (before, after)]
    return Entry(1, None, at, "", "王", "admin", "本机", kind, ref, *texts, "", "")


@pytest.mark.parametrize(
    ("row", "told", "more"),
    [
        (entry("setting", "a", {"a": "1"}, {"a": "2"}), "修改设置", "a：1 → 2"),
        (
            entry("account", "li", {"role": "unit", "active": True}, {"role": "office", "active": False}),
            "建立或修改账号：li", "角色：责任单位 → 妇儿工委办；启用：是 → 否",
        ),
        (
            entry("submission", "n", None, {"file": "a.xlsx", "accepted": 3, "blocked": 1, "unit": "教育局"}),
            "报送文件：《a.xlsx》，入库3个数据，未入库1个", "单位：教育局",
        ),
        (
            entry("retraction", "n", {"record": "judgement", "verdict": "no"}, {"retracted": True}),
            "收回：人工评判", "评判：没有达到 → （空）",
        ),
        (
            entry("units", "1", {"卫健局": {"liaison": "甲"}}, {"卫健局": {"liaison": "乙"}}),
            "修改单位名册", "卫健局 联络员：甲 → 乙",
        ),
        (entry("something_new", "x", None, {"a": 1}), "其他（something_new）：x", "a：1"),
        (entry("submission", "n", "{broken", "[1]"), "报送文件：《—》，入库—个数据，未入库—个", ""),
    ],
)  # fmt: skip
def test_sentences(row, told, more):
    assert audit_words.sentence(row) == told
    assert audit_words.change_line(row) == more
