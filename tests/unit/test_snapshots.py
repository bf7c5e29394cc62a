"""Results of one title and minute have names, moments and files of their own."""

import datetime as dt

from dashboard.snapshots import file_mark, moments, told_apart
from indicators.store import Published

AT = dt.datetime(2026, 3, 1, 8, 30, 5, tzinfo=dt.UTC)


def result(number, title="年度结果", second=5):
    at = AT.replace(second=second)
    return Published(f"0190-{number}", title, 2024, None, False, "", 1, "{}", "0", "王", at)


def test_names_are_as_short_as_tells_them_apart():
    made = [result("aaaa01", second=9), result("aaaa02"), result("aaaa03"), result("aaaa04", "另一个")]
    names = told_apart(made)
    assert list(names.values()) == [made[0], made[3], made[2], made[1]]
    hour = f"{AT.astimezone():%H:%M}"
    assert list(names) == [
        f"年度结果（2026-03-01 {hour}:09）",
        f"另一个（2026-03-01 {hour}）",
        f"年度结果（2026-03-01 {hour}:05，编号尾aaaa03）",
        f"年度结果（2026-03-01 {hour}:05，编号尾aaaa02）",
    ]
    assert moments(made)[made[0].id] == f"2026-03-01 {hour}:09"
    assert len(set(moments(made[1:3]).values())) == 2


def test_files_of_two_results_have_two_names():
    one, other = result("aaaa01", "a/b"), result("aaaa02", "a:b")
    assert file_mark(one) == f"a_b_20260301-{AT.astimezone():%H%M}05_aa01"
    assert file_mark(one) != file_mark(other)
