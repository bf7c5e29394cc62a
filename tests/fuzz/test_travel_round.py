"""Whatever a store holds travels: package, new store, the same package byte for byte, the same verdicts."""

import tempfile
from pathlib import Path

import pytest
import travel_kit as kit
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from store_kit import COUNTY, TOWNS

from indicators.assess import assess
from indicators.exports.package import write_package
from indicators.exports.unpack import load_package
from indicators.store import Store

TEXT = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["=1+1", "'引号", '"', "a,b", "多\n行", "\r", "-", "－", "#1", "##", "NULL", "\x00", " ", "😀"]
    ),
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["T1", "T2"]),
        st.sampled_from([COUNTY, *TOWNS]),
        st.integers(2018, 2024),
        st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from(["", '{"性别":"女"}', '{"年龄":"0–3岁","性别":"男"}']),
        st.sampled_from([None, "1–9月"]),
    ),
    max_size=5,
)
STEPS = st.lists(st.tuples(ROWS, TEXT, TEXT, st.booleans()), min_size=1, max_size=4)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_any_store_travels(whole):
    @seed(20215)
    @settings(max_examples=80 if whole else 2, deadline=None, database=None,
              phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(STEPS)
    def travels(steps):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            with Store.create(folder / "a.duckdb") as store:
                kit.begin(store)
                for rows, word, other, undone in steps:
                    sheet, raw = [word] * len(rows), [other] * len(rows)
                    sent = kit.put(store, *rows, file=word or "f", by=other, sheet=sheet, raw=raw, note=word)
                    store.explain(sent.id, other, word, by=word)
                    if undone:
                        store.undo(sent.id, word, other)
                write_package(store, folder / "a.zip")
                verdicts = assess(store, year=2024)
            load_package(folder / "a.zip", folder / "b.duckdb")
            with Store.open(folder / "b.duckdb") as back:
                write_package(back, folder / "b.zip")
                assert assess(back, year=2024) == verdicts
            assert (folder / "a.zip").read_bytes() == (folder / "b.zip").read_bytes()

    travels()
