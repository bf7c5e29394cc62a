"""Passwords: what a good one is, how they are kept, how they are compared."""

from __future__ import annotations

import asyncio
import secrets
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import TypeVar

import argon2

SHORTEST, LONGEST = 10, 128
AT_ONCE = 2
"""So many are hashed at once: each takes 46 MiB and a processor."""
QUEUE = 40
"""So many may wait for it; who comes then is asked to come again."""
_HASHER = argon2.PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
_pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="password")
_turns = threading.BoundedSemaphore(AT_ONCE)
_waiting = threading.Semaphore(QUEUE)

T = TypeVar("T")


class Busy(Exception):  # noqa: N818 - says what is the matter
    """Too many passwords wait to be compared."""


def bare(password: str) -> str:
    """A password however it was typed: full-width letters and digits are the plain ones."""
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, login: str = "", name: str = "") -> str | None:
    """Why a password is not good enough, as a sentence; None for a good one."""
    password = bare(password)
    if len(password) < SHORTEST:
        return f"密码太短：至少要{SHORTEST}个字符，可以用一句自己记得住的话。"
    if len(password) > LONGEST:
        return f"密码太长：最多{LONGEST}个字符。"
    if any(unicodedata.category(sign)[0] == "C" for sign in password):
        return "密码里有看不见的字符，请重新输入。"
    if len(set(password)) < 5:
        return "密码太简单：重复的字符太多。"
    plain = password.casefold()
    if any(word and len(word) > 1 and word.casefold() in plain for word in (login, name)):
        return "密码里不要含有用户名或姓名。"
    if _runs(plain) or any(word in plain for word in ("password", "qwerty", "mima")):
        return "密码太容易猜：不要用连续的数字、字母或常见的词。"
    return None


def _runs(password: str) -> bool:
    """Whether most of a password is one run, like 123456 or abcdef, up or down."""
    steps = [ord(after) - ord(before) for before, after in pairwise(password)]
    return any(steps.count(step) * 2 > len(steps) for step in (1, -1))


def first_password() -> str:
    """A random password to be told to somebody, who changes it at once."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def hashed(password: str) -> str:
    """The hash under which a password is kept."""
    with _turns:
        return _HASHER.hash(bare(password))


@cache
def _nobody() -> str:
    return hashed(secrets.token_hex(16))


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one kept. Where none is kept, one that nobody has is compared.

    So an unknown login takes the time of a wrong password.
    """
    against = kept or _nobody()
    with _turns:
        try:
            found = _HASHER.verify(against, bare(password))
        except (argon2.exceptions.VerifyMismatchError, argon2.exceptions.VerificationError):
            return False
        except argon2.exceptions.InvalidHashError:
            return False
    return found and kept is not None


async def aside(work: Callable[[], T]) -> T:
    """Do this slow work beside the server's loop. Raises Busy where too much waits already."""
    if not _waiting.acquire(blocking=False):
        raise Busy
    try:
        return await asyncio.get_running_loop().run_in_executor(_pool, work)
    finally:
        _waiting.release()


def warm() -> None:
    """Make the hash that nobody's password has, so that the first unknown login takes no longer."""
    _nobody()
