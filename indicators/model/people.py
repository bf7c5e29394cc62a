"""The people who use a store, and what they are in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in the office's work; what each role may do stands in the table of rights."""

    ADMIN = "admin"
    OFFICE = "office"
    UNIT = "unit"
    LEADER = "leader"
    STATISTICS = "statistics"

    @property
    def chinese(self) -> str:
        """The role as the interface calls it."""
        return _CHINESE[self]


_CHINESE = {
    Role.ADMIN: "管理员",
    Role.OFFICE: "妇儿工委办",
    Role.UNIT: "责任单位",
    Role.LEADER: "领导",
    Role.STATISTICS: "统计局审核",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts: the name to sign in with, the name to show, the role, and the unit spoken for.

    `unit` is a unit's name in the office's register, and given for the role of a unit only.
    `area` is the path of the area that the person's rights reach no further than; None: the whole store.
    """

    login: str
    name: str
    role: Role
    unit: str | None = None
    area: str | None = None


LOCAL = Person(login="", name="", role=Role.ADMIN)
"""The one trusted person at the machine while a store has no account; the name is given at the desk."""
