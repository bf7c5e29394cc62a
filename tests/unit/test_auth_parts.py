"""The door's parts by themselves: waits and locks, sessions in time, passwords, what clients may say."""

import os

import argon2
import pytest

from dashboard.auth import clients, forms, headers, identity, passwords
from dashboard.auth.sessions import PER_ACCOUNT, Sessions, digest_of
from dashboard.auth.terms import Terms
from dashboard.auth.throttle import KEPT, Patience, Throttle, own_key


class Clock:
    def __init__(self):
        self.time = 1000.0

    def __call__(self):
        return self.time


@pytest.fixture
def clock():
    return Clock()


# --- waits and locks ---


@pytest.fixture
def throttle(clock):
    return Throttle(Patience(free=3, longest=60, lock=10, forget=1800), clock)


def test_the_first_failures_cost_nothing_then_waits_double(throttle, clock):
    waits = []
    for _ in range(9):
        clock.time += throttle.wait("li")
        assert throttle.attempt("li") == 0
        waits.append(throttle.wait("li"))
    assert waits == [0, 0, 1, 2, 4, 8, 16, 32, 60]
    assert not throttle.locked("li")


def test_a_try_while_waiting_is_not_heard_and_does_not_count(throttle, clock):
    for _ in range(4):
        clock.time += throttle.wait("li")
        throttle.attempt("li")
    assert throttle.attempt("li") == throttle.attempt("li") == 2
    clock.time += 2
    assert throttle.attempt("li") == 0


def test_waits_and_locks_outlast_a_restart_and_names_are_not_written_down(tmp_path, clock):
    patience, kept = Patience(free=3, longest=60, lock=10, forget=1800), tmp_path / "tries.json"
    before = Throttle(patience, clock, kept)
    for name, tries in (("li", 10), (own_key("wang", "browser"), 10), ("sun", 5), ("chen", 2)):
        for _ in range(tries):
            clock.time += before.wait(name)
            before.attempt(name)
    text = kept.read_text()
    assert not any(name in text for name in ("li", "wang", "sun"))
    assert kept.stat().st_mode & 0o077 == 0 or os.name == "nt"
    after = Throttle(patience, clock, kept)
    assert after.locked("li")
    assert after.locked(own_key("wang", "browser"))
    assert not after.locked("wang")
    assert 0 < after.wait("sun") <= 4
    assert after.attempt("chen") == 0
    assert after.unlock("wang")
    after.passed("sun")
    again = Throttle(patience, clock, kept)
    assert (again.locked("li"), again.locked(own_key("wang", "browser")), again.wait("sun")) == (
        True,
        False,
        0,
    )


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1}', '{"a": [1]}', '{"a": ["x", 1]}', '"x"'])
def test_a_damaged_file_of_tries_is_no_reason_to_stop(tmp_path, clock, text):
    kept = tmp_path / "tries.json"
    kept.write_text(text)
    throttle = Throttle(Patience(free=0, longest=60, lock=3, forget=1800), clock, kept)
    assert throttle.attempt("li") == 0
    assert Throttle(Patience(free=0, longest=60, lock=3, forget=1800), clock, kept).wait("li") > 0


def test_a_folder_that_takes_no_file_hinders_nobody(tmp_path, clock):
    throttle = Throttle(Patience(free=0, longest=60, lock=3, forget=1800), clock, tmp_path / "no" / "tries")
    assert throttle.attempt("li") == 0


def test_ten_failures_lock_until_unlocked(throttle, clock):
    for _ in range(10):
        clock.time += throttle.wait("li")
        throttle.attempt("li")
    clock.time += 10**6
    assert throttle.locked("li")
    assert throttle.attempt("li") == float("inf")
    assert throttle.wait("wang") == 0
    assert throttle.unlock("li")
    assert not throttle.unlock("li")
    assert throttle.attempt("li") == 0


def test_many_tries_at_once_are_all_counted(throttle):
    heard = [throttle.attempt("li") for _ in range(50)]
    assert heard.count(0) == 3


def test_a_right_password_and_time_make_failures_forgotten(throttle, clock):
    for _ in range(3):
        throttle.attempt("li")
    throttle.passed("li")
    assert throttle.wait("li") == 0
    for _ in range(3):
        throttle.attempt("li")
    clock.time += 1801
    throttle.attempt("li")
    assert throttle.wait("li") == 0


def test_an_address_is_slowed_but_never_locked(clock):
    throttle = Throttle(Patience(free=30, longest=60, lock=0, forget=1800), clock)
    for _ in range(500):
        clock.time += throttle.wait("10.0.0.1")
        assert throttle.attempt("10.0.0.1") == 0
    assert throttle.wait("10.0.0.1") == 60
    throttle.forgive("10.0.0.1")
    assert not throttle.locked("10.0.0.1")


def test_names_tried_do_not_fill_the_memory(throttle):
    for number in range(KEPT + 100):
        throttle.attempt(str(number))
    assert len(throttle._counts) == KEPT


# --- sessions ---


@pytest.fixture
def sessions(clock):
    return Sessions(idle=1800, longest=43200, now=clock)


def begin(sessions, login="wang"):
    return sessions.begin(login, "stamp", how="password", address="10.0.0.1")


def test_only_the_digest_of_a_token_is_kept(sessions):
    token, session = begin(sessions)
    assert len(token) == 43
    assert session.digest == digest_of(token)
    assert token not in repr(sessions.__dict__)
    assert sessions.of(token) is session


@pytest.mark.parametrize("token", ["", None, "x", "\udcff", "0" * 10000])
def test_no_other_token_opens(sessions, token):
    begin(sessions)
    assert sessions.of(token) is None


def test_who_does_nothing_is_signed_out(sessions, clock):
    token, session = begin(sessions)
    clock.time += 1799
    sessions.touch(sessions.of(token))
    clock.time += 1799
    assert sessions.of(token) is session
    clock.time += 1
    assert sessions.of(token) is None
    assert session.ended


def test_nobody_stays_longer_than_the_longest(sessions, clock):
    token, session = begin(sessions)
    for _ in range(43200 // 1000 + 1):
        clock.time += 1000
        if found := sessions.of(token):
            sessions.touch(found)
    assert session.ended


def test_whoever_listens_is_told_of_the_end_once(sessions):
    _, session = begin(sessions)
    heard = []
    sessions.listen(session, lambda: heard.append("a"))

    def deaf():
        heard.append("b")

    sessions.listen(session, deaf)
    sessions.deaf(session, deaf)
    sessions.end(session)
    sessions.end(session)
    assert heard == ["a"]
    sessions.listen(session, lambda: heard.append("late"))
    assert heard == ["a", "late"]


def test_signing_out_everywhere_leaves_others_alone(sessions):
    own = [begin(sessions)[1] for _ in range(3)]
    token, other = begin(sessions, "li")
    assert sessions.end_all("wang", but=own[0]) == 2
    assert [item.ended for item in own] == [False, True, True]
    assert sessions.of(token) is other


def test_an_account_is_signed_in_in_so_many_browsers_only(sessions, clock):
    made = []
    for _ in range(PER_ACCOUNT + 3):
        clock.time += 1
        made.append(begin(sessions)[1])
    assert [item.ended for item in made] == [True] * 3 + [False] * PER_ACCOUNT


# --- passwords ---


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "太短"), ("x" * 129, "太长"), ("aaaaaaaaaaaa", "太简单"), ("1234567890", "太容易猜"),
        ("abcdefghij", "太容易猜"), ("9876543210", "太容易猜"), ("wang-is-here", "用户名"),
        ("我是王芳没有错真的", "太短"),
        ("我的名字叫做王芳真的没错", "姓名"), ("Password2026", "太容易猜"), ("good\x00password", "看不见"),
    ],
)  # fmt: skip
def test_a_weak_password_is_told_why(password, why):
    assert why in (passwords.weakness(password, "wang", "王芳") or "")


@pytest.mark.parametrize("password", ["correct horse battery", "春眠不觉晓处处闻啼鸟", "tR7#kk2!pq"])
def test_a_good_password_is_taken(password):
    assert passwords.weakness(password, "wang", "王芳") is None


def test_first_passwords_are_good_and_all_different():
    made = {passwords.first_password() for _ in range(200)}
    assert len(made) == 200
    assert all(passwords.weakness(item, "wang", "王芳") is None for item in made)


def test_passwords_are_kept_as_argon2id_and_compared_as_typed():
    kept = passwords.hashed("correct horse battery")
    assert kept.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert passwords.matches(kept, "ｃｏｒｒｅｃｔ horse battery")
    assert not passwords.matches(kept, "correct horse batterY")
    assert not passwords.matches("$argon2id$damaged", "correct horse battery")
    assert kept != passwords.hashed("correct horse battery")


def test_without_a_kept_password_one_is_compared_all_the_same(monkeypatch):
    """Unknown names take the time of wrong passwords: the same comparison is made for both."""
    compared = []

    class Spy(argon2.PasswordHasher):
        def verify(self, kept, password):
            compared.append(kept)
            return super().verify(kept, password)

    monkeypatch.setattr(passwords, "_HASHER", Spy(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobody.cache_clear()
    kept = passwords.hashed("correct horse battery")
    assert not passwords.matches(kept, "wrong")
    assert not passwords.matches(None, "wrong")
    passwords._nobody.cache_clear()
    assert len(compared) == 2
    assert compared[0].split("$")[:4] == compared[1].split("$")[:4]


# --- what clients may say ---


def scope(peer="10.0.0.9", **given):
    found = [(key.replace("_", "-").encode(), value.encode()) for key, value in given.items()]
    return {"client": (peer, 1), "headers": found, "scheme": "http"}


TERMS = Terms(proxy_header="X-Remote-User", trusted=("10.0.0.1", "10.0.0.2"))


def test_only_a_trusted_proxy_may_speak_for_others():
    given = {"x_forwarded_for": "1.2.3.4, 10.0.0.2", "x_forwarded_proto": "https", "host": "a"}
    assert clients.address(scope(**given), TERMS) == "10.0.0.9"
    assert not clients.is_secure(scope(**given), TERMS)
    assert clients.address(scope("10.0.0.1", **given), TERMS) == "1.2.3.4"
    assert clients.is_secure(scope("10.0.0.1", **given), TERMS)
    assert clients.address(scope("10.0.0.1", x_forwarded_for="<script>"), TERMS) == "10.0.0.1"


@pytest.mark.parametrize("trusted", [True, False])
def test_no_client_says_who_it_is(trusted):
    given = scope(x_twoplans_person="k wang", x_remote_user="wang", x_forwarded_for="1.2.3.4", host="a")
    kept = {key for key, _ in clients.cleaned(given["headers"], TERMS, trusted=trusted)}
    assert kept == ({b"x-forwarded-for", b"host"} if trusted else {b"host"})


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("http://a:1", "a:1", True), ("https://a:1", "a:1", True), ("http://a:2", "a:1", False),
        ("null", "a:1", False),
        ("http://a:1.evil", "a:1", False), ("http://a:1@evil", "a:1", False), (None, "a:1", False),
    ],
)  # fmt: skip
def test_the_page_that_asks_is_ours_or_it_is_refused(origin, host, same):
    given = {"host": host} | ({"origin": origin} if origin else {})
    assert clients.same_origin(scope(**given), needed=True) is same


def test_the_gate_s_word_is_believed_only_with_its_key():
    visitor = identity.Visitor("王 芳", "fe80::1")
    value = identity.header_value(visitor)
    assert value.isascii()
    assert identity.visitor_of({identity.HEADER: value}) == visitor
    for forged in ("", "wang", " wang 10.0.0.1", "0" * 32 + " wang 10.0.0.1", value[1:]):
        assert identity.visitor_of({identity.HEADER: forged}) is None
    assert identity.visitor_of({}) is None


@pytest.mark.parametrize(
    ("place", "goes"),
    [
        ("/units?a=b&c=%E5%8E%BF", "/units?a=b&c=%E5%8E%BF"), ("/", "/"), ("", "/"), ("units", "/"),
        ("//evil", "/"),
        ("/\\evil", "/"), ("https://evil", "/"), ("/a\r\nSet-Cookie: x", "/"), ("/account/sign-out", "/"),
        ("/" + "x" * 3000, "/"), ("/\t/evil", "/"),
    ],
)  # fmt: skip
def test_one_goes_on_only_within_this_server(place, goes):
    assert forms.safe_next(place) == goes


def test_the_policy_names_the_scripts_in_streamlit_s_page_by_their_hashes():
    assert headers.inline_scripts()
    assert all(text.startswith("'sha256-") for text in headers.inline_scripts())
    assert "ws:" not in headers.app_policy("a;script-src *")
