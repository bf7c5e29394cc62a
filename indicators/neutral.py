"""Text that no spreadsheet program runs as a formula, and the way back."""

from __future__ import annotations

import re

RISKY = "=+-@\t\r\n＝＋－＠"
"""First characters by which spreadsheet programs take a text for a formula (or skip to one)."""

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def neutral(text: str) -> str:
    """The text with a quote mark (') before it where it could be run as a formula; else as it is.

    A plain number (-5, +0.3) runs nothing and stays. A text that begins with a quote mark gets another,
    so that `plain` gives every text back exactly.
    """
    if text[:1] not in RISKY + "'" or not text or _NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def plain(text: str) -> str:
    """The text that `neutral` was given."""
    return text[1:] if text[:1] == "'" else text


def neutral_sql(expression: str) -> str:
    """`neutral` as an SQL expression over a text column."""
    first = ", ".join(f"chr({ord(sign)})" for sign in RISKY + "'")
    return (
        f"CASE WHEN left({expression}, 1) IN ({first})"
        f" AND NOT regexp_full_match({expression}, '{_NUMBER.pattern}')"
        f" THEN '''' || {expression} ELSE {expression} END"
    )


def plain_sql(expression: str) -> str:
    """`plain` as an SQL expression."""
    return f"CASE WHEN left({expression}, 1) = '''' THEN substr({expression}, 2) ELSE {expression} END"
