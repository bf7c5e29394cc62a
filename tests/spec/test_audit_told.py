"""What the audit says of each kind of write: before -> after where something was there; never a figure."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from make_store_fixture import furnish
from store_kit import AREAS, COUNTY, fill

from indicators.model import ReportingUnit, Role
from indicators.store import Store


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "s.duckdb") as made:
        yield fill(made)


def last(store):
    row = store.audit.entries(limit=1)[0]
    return row.kind, row.ref, json.loads(row.before or "{}"), json.loads(row.after or "{}")


def test_settings_and_constants(store):
    store.put_setting("district", "甲县")
    assert last(store) == ("setting", "district", {}, {"district": "甲县"})
    store.put_setting("district", "乙县")
    assert last(store)[2:] == ({"district": "甲县"}, {"district": "乙县"})
    store.put_method({"near_miss": 0.02}, "市里要求", by="王")
    store.put_method({"near_miss": 0.03}, "再改", by="王")
    assert last(store)[2:] == ({"near_miss": 0.02}, {"near_miss": 0.03, "reason": "再改"})


def test_units_years_and_areas(store):
    desk = store.desk
    desk.put_units([ReportingUnit("县卫健局", "甲", "0000", None, ("卫健局",))])
    desk.put_units([ReportingUnit("县卫健局", "乙", "0000", None, ("卫健局",))])
    before, after = last(store)[2:]
    assert (before["县卫健局"]["liaison"], after["县卫健局"]["liaison"]) == ("甲", "乙")
    desk.open_year(2024, dt.date(2025, 5, 20))
    desk.move_deadline(2024, dt.date(2025, 6, 1), reason="延期")
    before, after = last(store)[2:]
    assert (before, after["deadline"]) == ({"state": "open", "deadline": "2025-05-20"}, "2025-06-01")
    desk.put_duty("卫健局", "T2", True, reason="归口")
    desk.put_duty("县卫健局", "T2", False, reason="不归口")
    assert last(store)[2:] == ({"owed": True}, {"code": "T2", "owed": False, "reason": "不归口"})
    desk.put_duty("卫健局", "T2", True, reason="归口")  # by its short name
    assert last(store)[2:] == ({"owed": False}, {"code": "T2", "owed": True, "reason": "归口"})
    desk.put_self_assessment("县卫健局", 2024, "已完成")
    desk.put_self_assessment("卫健局", 2024, "未完成")
    assert last(store)[2:] == ({"text": "已完成"}, {"year": 2024, "text": "未完成"})
    named = replace(AREAS[1], name="东关镇")
    store.put_areas([named])
    before, after = last(store)[2:]
    assert (before["示例县/东镇"], after["示例县/东镇"]) == ({"name": "东镇"}, {"name": "东关镇"})


def test_accounts_without_their_passwords(store):
    store.accounts.add("wang", "王", Role.ADMIN, by="王", password="$argon2$secret")
    store.accounts.change("wang", by="王", name="王五")
    assert last(store)[2:] == ({"name": "王"}, {"name": "王五"})
    store.accounts.set_password("wang", "$argon2$other", must_change=False, by="王")
    assert last(store)[0] == "account_password"
    assert not any("argon2" in str(row) for row in store.audit.entries())


def test_every_write_of_a_furnished_store_says_something_and_no_figure(tmp_path):
    with Store.create(tmp_path / "s.duckdb") as store:
        furnish(store)
        sent = store.submissions()[0]
        store.desk.purge(sent.id, reason="误传", by="王")
        purge = store.audit.entries(limit=1)[0]
        assert json.loads(purge.after) == {"purged": 1, "reason": "误传"}
        rows = store.audit.entries()
        silent = {row.kind for row in rows if not row.after}
        assert silent <= {"account_ended", "account_password"}
        text = " ".join(f"{row.before} {row.after}" for row in rows)
        assert not [figure for figure in ("40.5", "41.0", "42.5", "99.9") if figure in text]
        assert [row.ref for row in rows if row.kind == "withdrawal"] == [sent.id]
        assert COUNTY in text
        assert store.audit.verify().whole
