"""What the office keeps of its work: files handed in, units, years."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Submission:
    """One uploaded file as accepted: identity (UUIDv7), bytes by hash, who, when, how much.

    `repeat`: the same file was sent once more and not kept again; this is the earlier submission.
    `held`: figures that contradict accepted ones and still wait for a decision. `purged`: the bytes
    and the figures were removed for good.
    """

    id: str
    file: str
    sha256: str
    size: int
    uploader: str
    at: dt.datetime
    unit: str | None = None
    area: str | None = None
    year: int | None = None
    accepted: int = 0
    blocked: int = 0
    withdrawn: bool = False
    repeat: bool = False
    held: int = 0
    note: str = ""
    purged: bool = False


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """A responsible unit of the office's register, with its liaison.

    `area` is the path of the town whose unit it is, None for a department of the district; `aliases`
    are its other names in plans and files.
    """

    name: str
    liaison: str = ""
    telephone: str = ""
    area: str | None = None
    aliases: tuple[str, ...] = ()
    note: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class ReportingYear:
    """A year for which figures are collected: until when, and whether it is closed."""

    year: int
    deadline: dt.date | None
    closed: bool
    opened_at: dt.datetime
    closed_at: dt.datetime | None = None
    reason: str = ""
