"""People and their roles."""

from __future__ import annotations

import dataclasses

import pytest

from indicators.model import LOCAL, Person, Role


@pytest.mark.parametrize(
    ("role", "word"),
    [
        (Role.ADMIN, "管理员"),
        (Role.OFFICE, "妇儿工委办"),
        (Role.UNIT, "责任单位"),
        (Role.LEADER, "领导"),
        (Role.STATISTICS, "统计局审核"),
    ],
)
def test_every_role_has_its_word(role, word):
    assert role.chinese == word
    assert len({other.chinese for other in Role}) == len(Role) == 5


def test_a_role_is_kept_as_its_code():
    assert Role("unit") is Role.UNIT
    assert f"{Role.UNIT}" == "unit"


def test_a_person_cannot_be_changed_in_place():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Person("li", "李", Role.UNIT, "教育局").role = Role.ADMIN


def test_the_one_at_the_machine_has_no_name_to_sign_in_with():
    assert LOCAL.login == ""
    assert LOCAL.role is Role.ADMIN
