"""When a backup is due, which are kept, what is said when one fails: pure, and on one small store."""

import datetime as dt

import pytest

from dashboard import backups
from dashboard.backups import KEPT, due, held_in, late, plan_of
from indicators.store import Store
from indicators.store.backup_file import BadBackup


def at(text):
    return dt.datetime.fromisoformat(f"2026-05-{text}")


@pytest.mark.parametrize(
    ("last", "now", "is_due"),
    [
        (None, "10T08:00", True),  # never
        ("09T12:00", "10T11:59", False),  # before the time of day
        ("09T12:05", "10T12:00", True),
        ("10T12:00", "10T18:00", False),
        ("08T12:00", "10T08:00", True),  # yesterday was missed: caught up at the start
        ("10T09:00", "10T12:00", True),  # by hand in the morning: the day's own still comes
    ],
)
def test_due(tmp_path, last, now, is_due):
    plan = plan_of({}, tmp_path / "s.duckdb")
    assert due(plan, at(last) if last else None, at(now)) is is_due


def test_settings(tmp_path):
    plan = plan_of({"backup_time": "7:5", "backup_warn_days": "0", "backup_daily": "no"}, tmp_path / "s")
    assert (plan.at, plan.warn_days, plan.daily, plan.folder) == (
        dt.time(12), 3, False, tmp_path / "backups",
    )  # fmt: skip
    assert not due(plan, None, at("10T12:00"))
    assert late(plan, at("01T12:00"), at("05T12:00"))
    assert not late(plan, at("03T12:00"), at("05T12:00"))


def test_made_noted_and_the_oldest_pruned_only_then(tmp_path, monkeypatch):
    with Store.create(tmp_path / "s.duckdb") as store:
        folder = tmp_path / "backups"
        folder.mkdir()
        for day in range(1, KEPT + 3):
            (folder / f"twoplans-backup-202601{day:02d}-120000.zip").write_bytes(b"old")
        (folder / "mine.zip").write_bytes(b"mine")

        def fails(self, out=None):
            raise BadBackup("backup_differs", "x")

        with monkeypatch.context() as patch:
            patch.setattr(Store, "backup", fails)
            with pytest.raises(BadBackup):
                backups.make(store, by="王")
        assert len(held_in(folder)) == KEPT + 2
        assert "读回来" in backups.last_failure(store)[1]
        made = backups.make(store, by="王")
        held = held_in(folder)
        assert (len(held), held[0].path) == (KEPT, made.path)
        assert (folder / "mine.zip").exists()
        assert backups.last_failure(store) is None
        assert [row.kind for row in store.audit.entries(limit=2)] == ["backup", "backup_failed"]
