"""Text that no spreadsheet program runs as a formula."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.neutral import RISKY, neutral, neutral_sql, plain, plain_sql

CASES = [
    ("=1+1", "'=1+1"),
    ("+86 10", "'+86 10"),
    ("-", "'-"),
    ("-2", "-2"),
    ("+0.3", "+0.3"),
    ("-2e5", "-2e5"),
    ("-2+cmd|' /C calc'!A0", "'-2+cmd|' /C calc'!A0"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"),
    ("\r=1", "'\r=1"),
    ("＝1+1", "'＝1+1"),
    ("'已加引号", "''已加引号"),
    ("孕产妇死亡率", "孕产妇死亡率"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "shown"), CASES)
def test_cases(text, shown):
    assert neutral(text) == shown
    assert plain(shown) == text


TEXTS = st.one_of(
    st.text(), st.tuples(st.sampled_from(RISKY + "'"), st.text("0123456789.eE+-=x")).map("".join)
)


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=20))
def test_there_and_back_in_both_languages(texts):
    for text in texts:
        assert plain(neutral(text)) == text
        assert neutral(text)[:1] not in RISKY or neutral(text).lstrip("+-")[:1].isdigit() or not text
    rows = duckdb.execute(
        f"SELECT t, {neutral_sql('t')}, {plain_sql(neutral_sql('t'))}"
        " FROM (SELECT unnest(?::VARCHAR[]) AS t)",
        [texts],
    ).fetchall()
    assert [(text, neutral(text), text) for text in texts] == rows
