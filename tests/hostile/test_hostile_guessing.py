"""Guessing passwords, and guessing as a way to keep others out."""

import asyncio
import statistics
import threading
import time

import pytest
from door_kit import GOOD, OTHER, Browser, make_store
from hostile_kit import add_people, apart

from dashboard import runtime
from dashboard.auth import clients, device, keeping, log
from dashboard.auth.door import Door, open_door
from dashboard.auth.terms import Terms
from dashboard.auth.throttle import ADDRESS

pytestmark = pytest.mark.tenth(2)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = make_store(tmp_path_factory.mktemp("guess") / "district.duckdb")
    yield add_people(path)
    runtime.close_all()


@pytest.fixture
def door(store) -> Door:
    """A door of this process, whose clock the test turns."""
    made = open_door(store, Terms())
    made.time = 1000.0
    made.accounts_throttle._kept = None  # the store is one for all tests, and its tries outlast a door
    made.accounts_throttle._counts.clear()
    for throttle in (made.accounts_throttle, made.addresses_throttle):
        throttle._now = lambda: made.time
    return made


def tries(door, login, password, address="10.0.0.9", mark="", times=1):
    """Try so often, with all the patience that is asked for; the last entry."""

    async def work():
        entry = None
        for _ in range(times):
            door.time += 61
            entry = await door.sign_in(login, password, address, mark)
        return entry

    return apart(work())


def lock_out(door, login="wang"):
    """A stranger guesses until the account is locked for strangers."""
    for _ in range(10):  # what wrong passwords count, without the time it takes to compare them
        door.time += 61
        assert door.accounts_throttle.attempt(login) == 0
    assert "锁定" in tries(door, login, "wrong").refused


def test_nobody_guesses_for_ever(door):
    lock_out(door)
    assert tries(door, "wang", GOOD).session is None
    for spelled in ("WANG", "ｗａｎｇ", " wang ", "wang\u3000"):
        assert tries(door, spelled, GOOD, "10.0.0.10").session is None


def test_a_stranger_cannot_lock_people_out_of_their_own_browsers(door):
    mark = door.mark_for(tries(door, "wang", GOOD, "10.0.0.5").session)
    lock_out(door)
    assert tries(door, "wang", GOOD, "10.0.0.5").session is None  # the address alone is nobody's proof
    assert tries(door, "wang", GOOD, "10.0.0.5", mark).session is not None
    assert tries(door, "wang", GOOD, "10.0.0.9", mark).session is not None  # nor does the address matter


def test_a_known_browser_is_no_licence_to_guess(door):
    mark = door.mark_for(tries(door, "wang", GOOD).session)
    for _ in range(10):
        said = tries(door, "wang", "wrong", mark=mark).refused
    assert "锁定" in said
    assert tries(door, "wang", GOOD, mark=mark).session is None
    assert tries(door, "wang", GOOD).session is not None  # and locks nobody else out
    assert door.accounts_throttle.unlock("wang")
    assert tries(door, "wang", GOOD, mark=mark).session is not None


@pytest.mark.parametrize(
    "forge", ["", ".", "x.y", "{n}.", "{n}.{z}", ".{s}", "{n}.{s}0", "{m}.{s}", "{m}" * 900]
)
def test_a_forged_mark_makes_nobody_known(door, forge):
    mark = door.mark_for(tries(door, "wang", GOOD).session)
    nonce, _, seal = mark.partition(".")
    lock_out(door)
    forged = forge.format(n=nonce, s=seal, z="0" * 64, m="f" * 32)
    assert tries(door, "wang", GOOD, mark=forged).session is None


def test_a_mark_is_of_use_for_one_account_until_its_password_changes(door, store):
    mark = door.mark_for(tries(door, "office", GOOD).session)
    lock_out(door)
    assert tries(door, "wang", GOOD, mark=mark).session is None
    held = runtime.shared_store(store)
    before = held.accounts.password("office")
    keeping.reset_password(held, "office", by="测试", password=OTHER)
    assert device.nonce_of(mark, before, "office")
    assert device.nonce_of(mark, held.accounts.password("office"), "office") is None
    held.accounts.set_password("office", before, must_change=False, by="测试")


def test_a_locked_account_hinders_nobody_who_is_inside(door):
    session = tries(door, "unit", GOOD).session
    lock_out(door, "unit")
    assert (
        apart(door.change_password(session, "wrong", OTHER, OTHER)).refused == "原来的密码不对，密码没有改。"
    )
    assert "不能与原来的相同" in apart(door.change_password(session, GOOD, GOOD, GOOD)).refused


def test_the_old_password_cannot_be_guessed_inside(door):
    session = tries(door, "unit", GOOD).session

    async def work():
        said = []
        for _ in range(12):
            door.time += 61
            said.append((await door.change_password(session, "wrong", OTHER, OTHER)).refused)
        return said

    assert "锁定" in apart(work())[-1]


def test_an_address_that_must_wait_locks_no_accounts(door):
    for _ in range(ADDRESS.free):
        door.addresses_throttle.attempt("10.0.0.66")
    for _ in range(40):
        refused = apart(door.sign_in("statistics", "wrong", "10.0.0.66")).refused
    assert "请等" in refused
    assert door.accounts_throttle.wait("statistics") == 0


def test_many_names_from_one_place_make_the_place_wait(door):
    async def work():
        return [(await door.sign_in(f"nobody{n}", "x", "10.0.0.77")).refused for n in range(40)]

    said = apart(work())
    assert "请等" in said[-1]
    assert sum("用户名或密码不对" in one for one in said) <= ADDRESS.free + 1


@pytest.mark.parametrize(
    "told", ["1.2.3.4", "1.2.3.4, 5.6.7.8", "127.0.0.1", "::1", "unknown", "", "10.0.0.1\t", "1.2.3.4:99"]
)
def test_nobody_has_another_address_by_saying_so(told):
    scope = {
        "client": ("10.0.0.9", 4),
        "headers": [(b"x-forwarded-for", told.encode()), (b"x-real-ip", b"9.9.9.9")],
    }
    assert clients.address(scope, Terms()) == "10.0.0.9"
    assert clients.address(scope, Terms(trusted=("10.0.0.1",))) == "10.0.0.9"


def test_behind_a_trusted_proxy_only_its_own_word_counts():
    """What the client claimed stands before what the proxy saw."""
    terms = Terms(trusted=("10.0.0.1",))

    def seen(told):
        return clients.address({"client": ("10.0.0.1", 4), "headers": [(b"x-forwarded-for", told)]}, terms)

    assert seen(b"127.0.0.1, 6.6.6.6, 10.0.0.9") == "10.0.0.9"
    assert seen(b"6.6.6.6, 10.0.0.9, 10.0.0.1") == "10.0.0.9"
    assert seen(b"<script>") == "10.0.0.1"


@pytest.mark.long  # times of a machine that does other work at the same time say nothing
def test_a_wrong_name_a_wrong_password_and_a_disabled_account_take_the_same_time(door):
    """Medians of turns taken in alternation, on the slow part: the comparison of the password."""
    cases = {"unknown": "nobody", "wrong": "guard", "disabled": "zhao"}
    taken = {case: [] for case in cases}

    async def work():
        for turn in range(9):
            for case, login in cases.items():
                door.time += 61
                start = time.thread_time(), time.perf_counter()
                await door.sign_in(login, "wrong password", f"10.1.0.{turn}")
                taken[case].append(time.perf_counter() - start[1])
                door.accounts_throttle.unlock(login)

    apart(work())
    least = {case: min(values) for case, values in taken.items()}
    print({case: round(statistics.median(values) * 1000, 1) for case, values in taken.items()})
    assert max(least.values()) < 1.6 * min(least.values())


def test_a_wrong_password_tells_no_stranger_that_an_account_is_disabled(door):
    unknown = tries(door, "nobody-at-all", "wrong").refused
    assert tries(door, "zhao", "wrong").refused == unknown


def test_two_changes_at_once_leave_one_password_and_one_session(door, store):
    held = runtime.shared_store(store)
    before = held.accounts.password("guard")
    sessions = [tries(door, "guard", GOOD).session for _ in range(2)]
    words = [OTHER, OTHER + " two"]

    async def both():
        work = (
            door.change_password(one, GOOD, word, word) for one, word in zip(sessions, words, strict=True)
        )
        return await asyncio.gather(*work, return_exceptions=True)

    entries = apart(both())
    standing = [one for one in entries if getattr(one, "session", None) and door.stands(one.session)]
    right = [word for word in words if tries(door, "guard", word, "10.0.0.3").session]
    held.accounts.set_password("guard", before, must_change=False, by="测试")
    assert not [one for one in entries if isinstance(one, Exception)]
    assert len(right) == 1
    assert len(standing) <= 1
    assert not any(door.stands(one) for one in sessions)


def test_two_resets_at_once_leave_one_password(store):
    held = runtime.shared_store(store)
    before = held.accounts.password("guard")
    given = []

    def reset():
        given.append(keeping.reset_password(held, "guard", by="测试")[1])

    workers = [threading.Thread(target=reset) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    door = open_door(store, Terms())
    good = [word for word in given if apart(door.sign_in("guard", word, "10.0.0.3")).session]
    held.accounts.set_password("guard", before, must_change=False, by="测试")
    assert len(good) == 1
    assert len(set(given)) == 3


FORGED = "nobody\r\n2026-01-01 sign_in wang\u2028\x1b[2J<script>"


def test_a_name_with_line_breaks_forges_no_line_of_the_journal(door, store, browser, server):
    """What a stranger types as a login is not kept at all, or as one line."""
    tries(door, FORGED, "wrong")
    rows = (
        runtime.shared_store(store).audit.rows() if hasattr(runtime.shared_store(store).audit, "rows") else []
    )
    assert not [row for row in rows if "\n" in str(row) or "\x1b" in str(row)]
    assert browser.sign_in(FORGED, "wrong").status == 401
    assert "2026-01-01 sign_in" not in server.said()


def test_the_sign_in_page_gives_back_a_name_as_text(server):
    """The page shows the login again: in its field, never as markup."""
    for word in (
        '"><script>alert(1)</script>',
        "'\" autofocus onfocus=alert(1) x=",
        "</form><form action=//evil>",
    ):
        answer = Browser(server).sign_in(word, "wrong", next='"><img src=x onerror=alert(1)>')
        assert answer.status == 401
        assert "<script" not in answer.text
        assert "<img src=x" not in answer.text
        assert '" autofocus onfocus' not in answer.text
        assert "<form action" not in answer.text


def test_guesses_are_noted_without_the_password(door, store):
    tries(door, "wang", "a-secret-typed-wrongly")
    tries(door, "a-secret-typed-as-name", "x")
    held = runtime.shared_store(store)
    kept = str(held.query("select * from audit").to_dict("records"))
    assert "sign_in_failed" in kept
    assert "a-secret-typed" not in kept
    assert log.note.__doc__
