"""How far a long run has come."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float, str], None]
"""Told the share done (0 to 1) and what is being done, in Chinese."""


def nobody(share: float, words: str) -> None:
    """Tell nobody."""
