"""The numbers of headings, tables and figures as official documents write them."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """1 -> 一, 12 -> 十二, 20 -> 二十, 105 -> 一百零五."""
    if number < 10:
        return _DIGITS[number]
    if number < 20:
        return "十" + (_DIGITS[number - 10] if number > 10 else "")
    if number < 100:
        tens, ones = divmod(number, 10)
        return f"{_DIGITS[tens]}十{_DIGITS[ones] if ones else ''}"
    hundreds, rest = divmod(number, 100)
    tail = (
        ""
        if not rest
        else f"零{chinese(rest)}"
        if rest < 10
        else f"{_DIGITS[rest // 10]}十{_DIGITS[rest % 10] if rest % 10 else ''}"
    )
    return f"{_DIGITS[hundreds]}百{tail}"


class Numbers:
    """Counts headings by level, and tables and figures through the document."""

    def __init__(self) -> None:
        self._at = [0, 0, 0, 0]
        self._tables = self._figures = 0

    def heading(self, level: int) -> str:
        """The number of the next heading of a level: 一、 （一） 1. （1）."""
        self._at[level - 1] += 1
        self._at[level:] = [0] * (4 - level)
        at = self._at[level - 1]
        return {1: f"{chinese(at)}、", 2: f"（{chinese(at)}）", 3: f"{at}.", 4: f"（{at}）"}[level]

    def table(self) -> str:
        """表1."""
        self._tables += 1
        return f"表{self._tables}"

    def figure(self) -> str:
        """图1."""
        self._figures += 1
        return f"图{self._figures}"
