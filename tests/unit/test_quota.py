"""So many uploads an hour: counted by person, forgotten after the hour, bounds from the settings."""

import pytest

from dashboard.auth.limits import MB
from dashboard.auth.quota import FILES, HOUR, MEGABYTES, Bounds, Quota, bounds_of


class Clock:
    time = 1000.0

    def __call__(self):
        return self.time


@pytest.fixture
def clock():
    return Clock()


def test_files_are_counted_by_person_and_forgotten_after_an_hour(clock):
    quota, bounds = Quota(clock), Bounds(3, 10)
    assert [quota.take("li", 1, bounds) for _ in range(5)] == [True, True, True, False, False]
    assert quota.take("wang", 1, bounds)
    clock.time += HOUR - 1
    assert not quota.take("li", 1, bounds)
    clock.time += 1
    assert [quota.take("li", 1, bounds) for _ in range(4)] == [True, True, True, False]


def test_bytes_are_counted_and_what_was_refused_is_not(clock):
    quota, bounds = Quota(clock), Bounds(100, 10)
    assert quota.take("li", 6 * MB, bounds)
    assert not quota.take("li", 5 * MB, bounds)
    assert quota.take("li", 4 * MB, bounds)
    assert not quota.take("li", 1, bounds)


def test_a_refusal_is_noted_once_an_hour(clock):
    quota = Quota(clock)
    assert [quota.to_note("li"), quota.to_note("wang")] == [True, True]
    clock.time += 10
    assert not quota.to_note("li")
    clock.time += HOUR
    assert quota.to_note("li")


@pytest.mark.parametrize(
    ("text", "files"),
    [("3", 3), ("", 500), ("0", 500), ("-1", 500), ("x", 500), ("１", 500), ("9" * 9, 100_000)],
)
def test_what_is_no_number_in_the_settings_is_the_default(text, files):
    assert bounds_of({FILES: text}) == Bounds(files, 2000)
    assert bounds_of({MEGABYTES: "7"}).megabytes == 7
