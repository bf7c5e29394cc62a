"""How long a password takes, and that an unknown name takes as long as a wrong password."""

import statistics
import time

from dashboard.auth import passwords


def times(kept, rounds=15):
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        assert not passwords.matches(kept, "not the password")
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def test_an_unknown_name_takes_as_long_as_a_wrong_password():
    passwords.warm()
    kept = passwords.hashed("correct horse battery")
    wrong, unknown = times(kept), times(None)
    print(
        f"\nwrong password {wrong * 1000:.0f} ms, unknown name {unknown * 1000:.0f} ms: {unknown / wrong:.2f}"
    )
    assert 0.5 < unknown / wrong < 2
