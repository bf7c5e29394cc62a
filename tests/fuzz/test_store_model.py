"""The store against a plain model of it: whatever is accepted, corrected and withdrawn, in any order."""

import shutil
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from store_kit import COUNTY, TOWNS, figures, fill

from indicators.store import AlreadyWithdrawn, Store

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["T1", "T2"]),
        st.sampled_from([COUNTY, *TOWNS]),
        st.integers(2019, 2021),
        st.integers(0, 99).map(float),
        st.sampled_from(["", '{"性别":"女"}']),
        st.sampled_from([None, "1–9月"]),
    ),
    max_size=6,
)


class StoreModel(RuleBasedStateMachine):
    """`sent` holds (number, rows) in the order of acceptance, `gone` the withdrawn numbers."""

    numbers = Bundle("numbers")

    @initialize()
    def make(self):
        self.folder = Path(tempfile.mkdtemp())
        self.store = fill(Store.create(self.folder / "s.duckdb"))
        self.sent, self.gone, self.turn = [], set(), 0

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    def send(self, rows, data, **more):
        return self.store.accept(figures(*rows), file="a.csv", data=data, by="张", **more)

    @rule(target=numbers, rows=ROWS)
    def accept(self, rows):
        self.turn += 1
        kept = self.send(rows, str(self.turn).encode())
        assert not kept.repeat
        self.sent.append((kept.id, rows, str(self.turn).encode()))
        return kept.id

    @rule(target=numbers, number=numbers, again=st.booleans())
    def send_again(self, number, again):
        _, rows, data = next(item for item in self.sent if item[0] == number)
        standing = [one for one, _, known in self.sent if known == data and one not in self.gone]
        kept = self.send(rows, data, again=again)
        if standing and not again:
            assert kept.repeat
            assert kept.id == standing[-1]
            return multiple()
        assert not kept.repeat
        self.sent.append((kept.id, rows, data))
        return kept.id

    @rule(number=numbers)
    def undo(self, number):
        if number in self.gone:
            with pytest.raises(AlreadyWithdrawn):
                self.store.undo(number, "李", "")
        else:
            assert self.store.undo(number, "李", "").withdrawn
            self.gone.add(number)

    @rule(rows=ROWS.filter(bool))
    def refused(self, rows):
        spoilt = figures(*rows)
        spoilt.loc[len(spoilt) - 1, "code"] = "无"
        with pytest.raises(Exception, match="不在本数据库中"):
            self.store.accept(spoilt, file="b.csv", data=b"spoilt", by="张")

    @rule()
    def reopen(self):
        self.store.close()
        self.store = Store.open(self.folder / "s.duckdb")

    @invariant()
    def the_last_standing_record_counts(self):
        if not hasattr(self, "store"):
            return
        expected = {}
        for number, rows, _ in self.sent:
            for rec, (code, area, year, value, part, label) in enumerate(rows):
                if number not in self.gone:
                    expected[code, area, year, part, label] = (value, number, rec)
        frame = self.store.current()
        labels = [None if pd.isna(label) else label for label in frame.period_label]
        names = zip(frame.code, frame.area, frame.year, frame.breakdown, labels, strict=True)
        origins = zip(frame.value, frame.submission, frame.rec, strict=True)
        found = dict(zip(names, origins, strict=True))
        assert found == expected
        assert len(found) == len(frame)

    @invariant()
    def nothing_is_forgotten(self):
        if hasattr(self, "store"):
            listed = [(item.id, item.accepted, item.withdrawn) for item in reversed(self.store.submissions())]
            assert listed == [(number, len(rows), number in self.gone) for number, rows, _ in self.sent]
            past = self.store.history("T1", COUNTY, 2020)
            ever = [row[3] for _, rows, _ in self.sent for row in rows if row[:3] == ("T1", COUNTY, 2020)]
            assert list(past.value) == ever


def run(examples, steps):
    chosen = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate], # shrinking costs minutes
    )  # fmt: skip
    run_state_machine_as_test(seed(20211)(StoreModel), settings=chosen)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_any_order_of_writes(whole):
    run(*((80, 30) if whole else (5, 12)))
