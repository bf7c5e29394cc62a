"""Approval against a plain model of it: whatever is handed in, reviewed, returned, accepted or locked."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from indicators.intake import approval
from indicators.intake.start import init_store
from indicators.store import OfficeRefused, Store

UNITS = ("卫健局", "统计局")
YEARS = (2021, 2022)
FOLLOW = {
    "submitted": {"reviewed", "returned", "withdrawn", "accepted"},
    "reviewed": {"returned", "withdrawn", "accepted"},
}
SHELF = {}


def empty_store(folder):
    """A fresh store of one district, laid from a copy made once."""
    if "made" not in SHELF:
        SHELF["made"] = Path(tempfile.mkdtemp()) / "a.duckdb"
        init_store(
            SHELF["made"], "示例县", areas=("a.csv", "code,name,parent_code\n999901,示例县,\n".encode())
        )
    return Store.open(Path(shutil.copy(SHELF["made"], folder / "a.duckdb")))


class ApprovalModel(RuleBasedStateMachine):
    """`files`: what was handed in, each as a dict; `counted`: accepted figures in their order."""

    @initialize()
    def make(self):
        self.folder = Path(tempfile.mkdtemp())
        self.store = empty_store(self.folder)
        self.files, self.counted, self.locks, self.turn = [], [], set(), 0

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    def standing(self, year):
        """(value, unit) of the figure that counts."""
        found = [one for one in self.counted if one["year"] == year and one["state"] == "accepted"]
        return (found[-1]["value"], found[-1]["unit"]) if found else None

    def chosen(self, data):
        return self.files[data.draw(st.integers(0, len(self.files) - 1))]

    @rule(
        unit=st.sampled_from(UNITS),
        year=st.sampled_from(YEARS),
        value=st.integers(2998, 3001),
        data=st.data(),
    )
    def hand_in(self, unit, year, value, data):
        self.turn += 1
        content = f"指标名称,单位,{year}年\r\n活产数,人,{value}\r\n".encode("utf-8-sig") + b"\r\n" * self.turn
        open_ones = [
            one for one in self.files
            if (one["unit"], one["later"]) == (unit, False)
            and one["state"] in ("returned", "withdrawn", "undone")
        ]  # fmt: skip
        before = data.draw(st.sampled_from([None, *open_ones]))
        given = {"unit": unit, "by": "张", "earlier": before["id"] if before else None}
        shut = (unit, year) in self.locks or self.owner_locked(year)
        done = approval.hand_in(self.store, content, "a.csv", **given).handed_in
        now = self.standing(year)
        if shut and (now is None or now[0] != value):
            assert done is None
            return
        self.files.append(
            {"id": done.id, "unit": unit, "year": year, "value": value, "state": "submitted", "later": False}
        )
        if before:
            before["later"] = True
        with pytest.raises(OfficeRefused):
            approval.hand_in(self.store, content, "a.csv", unit=unit, by="张")

    def owner_locked(self, year):
        now = self.standing(year)
        return now is not None and (now[1], year) in self.locks

    @precondition(lambda self: self.files)
    @rule(step=st.sampled_from(["reviewed", "returned", "withdrawn"]), data=st.data())
    def step(self, step, data):
        one = self.chosen(data)
        work = {
            "reviewed": lambda: approval.review(self.store, one["id"], by="统"),
            "returned": lambda: approval.send_back(self.store, one["id"], reason="错", by="办"),
            "withdrawn": lambda: approval.withdraw(self.store, one["id"], by="张"),
        }[step]
        if step in FOLLOW.get(one["state"], ()):
            work()
            one["state"] = step
        else:
            with pytest.raises(OfficeRefused):
                work()

    @precondition(lambda self: self.files)
    @rule(choice=st.sampled_from([None, "new", "old"]), reviewers=st.booleans(), data=st.data())
    def accept(self, choice, reviewers, data):
        one = self.chosen(data)
        now = self.standing(one["year"])
        differs = now is not None and now[0] != one["value"]
        shut = (one["unit"], one["year"]) in self.locks or self.owner_locked(one["year"])
        told = {"decisions": {"*": choice} if choice else None, "reason": "核实", "reviewers": reviewers}
        if (
            "accepted" not in FOLLOW.get(one["state"], ())
            or (reviewers and one["state"] == "submitted")
            or (shut and (now is None or differs))
        ):
            with pytest.raises(OfficeRefused):
                approval.accept(self.store, one["id"], by="办", **told)
            return
        done = approval.accept(self.store, one["id"], by="办", **told)
        one["state"], one["submission"] = "accepted", done.handed_in.submission
        waits = differs and choice != "new" and (choice == "old" or now[1] != one["unit"])
        if not waits:
            self.counted.append(one)

    @precondition(lambda self: not self.locks and any(one["state"] == "accepted" for one in self.files))
    @rule(data=st.data())
    def undo(self, data):
        one = data.draw(st.sampled_from([one for one in self.files if one["state"] == "accepted"]))
        self.store.undo(one["submission"], "办", "重报")
        one["state"] = "undone"

    @rule(unit=st.sampled_from(UNITS), year=st.sampled_from(YEARS))
    def lock_or_unlock(self, unit, year):
        if (unit, year) in self.locks:
            self.store.approvals.unlock(unit, year, reason="补报", by="办")
            self.locks.discard((unit, year))
        else:
            self.store.approvals.lock(unit, year, by="办")
            self.locks.add((unit, year))

    @invariant()
    def the_store_says_the_same(self):
        if not hasattr(self, "store"):
            return
        for year in YEARS:
            now = self.standing(year)
            assert self.store.current(year=year).value.tolist() == ([now[0]] if now else [])
        said = {item.id: item for item in self.store.approvals.every()}
        for one in self.files:
            state = said[one["id"]].state
            assert ("accepted" if state == "locked" else state) == one["state"]
            assert bool(said[one["id"]].later) is one["later"]
        assert len(said) == len(self.files)
        held = {(row.unit, int(row.year)) for row in self.store.approvals.locks().itertuples()}
        assert held == self.locks


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_approval_is_what_its_model_says(whole):
    examples, steps = (60, 20) if whole else (2, 12)
    chosen = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    run_state_machine_as_test(seed(8)(ApprovalModel), settings=chosen)
