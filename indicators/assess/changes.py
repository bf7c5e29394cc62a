"""What changed between two looks at a store, and why: figures revised, targets revised, time passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.assess.sentence import VERDICT
from indicators.assess.settings import Settings
from indicators.assess.stored import assess, latest_year
from indicators.assess.wording import amount
from indicators.model import Assessment

if TYPE_CHECKING:
    from indicators.store import Store

Key = tuple[str, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class View:
    """One look: the year judged (None: the newest) and the moment (None: now)."""

    year: int | None = None
    moment: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """One verdict that is not what it was. `causes`: data_revised, target_revised, time_passed."""

    before: Assessment | None
    after: Assessment | None
    causes: tuple[str, ...]
    text: str


def changes(
    store: Store,
    before: View,
    after: View | None = None,
    *,
    area: str | None = None,
    settings: Settings | None = None,
) -> list[VerdictChange]:
    """Every verdict that differs between two looks, in the order of the later one.

    The reason is found by a look in between: the earlier year with what was known later. What differs
    there was revised; what differs only from there on is the passing of time. For "before and after a
    submission" give the moments of its acceptance and just before it. Errors as `assess`.
    """
    after = after or View()
    first, last = (view.year if view.year is not None else latest_year(store) for view in (before, after))
    looks = [(first, before.moment), (first, after.moment), (last, after.moment)]
    old, revised, new = (
        _by_key(assess(store, year=year, moment=moment, area=area, settings=settings))
        for year, moment in looks
    )
    found = [_change(old.get(key), revised.get(key), new.get(key)) for key in dict.fromkeys([*new, *old])]
    return [item for item in found if item]


def _by_key(items: Iterable[Assessment]) -> dict[Key, Assessment]:
    return {(item.code, item.area, item.plan, item.basis.target_set): item for item in items}


def _verdict(item: Assessment | None) -> tuple[str, str, str] | None:
    return (item.attainment, item.word, item.alert) if item else None


def _change(
    old: Assessment | None, revised: Assessment | None, new: Assessment | None
) -> VerdictChange | None:
    if _verdict(old) == _verdict(new):
        return None
    causes, said = [], []
    if _verdict(old) != _verdict(revised):
        if _target(old) != _target(revised):
            causes.append("target_revised")
            said.append(_target_text(old, revised))
        if _figures(old) != _figures(revised) or not causes:
            causes.append("data_revised")
            said.append(_data_text(old, revised))
    if _verdict(revised) != _verdict(new) or not causes:
        causes.append("time_passed")
        said.append(_time_text(revised, new))
    return VerdictChange(old, new, tuple(causes), f"{_words(old, new)}:{';'.join(said)}")


def _target(item: Assessment | None) -> tuple[object, ...] | None:
    return (item.target, item.target_version, item.milestone_year, item.basis.op) if item else None


def _figures(item: Assessment | None) -> tuple[object, ...] | None:
    if item is None:
        return None
    basis = item.basis
    said = (basis.judgement, basis.judgement_year, basis.applies)
    return (
        item.value, item.base_value, basis.figure_year, basis.previous_value, basis.missing, basis.parts, said
    )  # fmt: skip


def _words(old: Assessment | None, new: Assessment | None) -> str:
    name = next((item.indicator for item in (new, old) if item), "")
    was, now = (item.word if item else "不在考核范围" for item in (old, new))
    if was == now and old and new:
        return f"{name}仍为“{now}”,预警由{_COLOURS[old.alert]}变为{_COLOURS[new.alert]}"
    return f"{name}由“{was}”变为“{now}”"


_COLOURS = {"red": "红色", "orange": "橙色", "yellow": "黄色", "green": "绿色", "grey": "灰色"}


def _target_text(old: Assessment | None, new: Assessment | None) -> str:
    was, now = (item.target if item and item.target else "没有目标" for item in (old, new))
    return f"目标调整(“{was}”→“{now}”)"


def _data_text(old: Assessment | None, new: Assessment | None) -> str:
    if old is None or new is None:
        return "数据增减"
    if said := _said_text(old, new):
        return said
    if old.value != new.value:
        return f"数据修订({new.year}年{_shown(old)}→{_shown(new)})"
    if old.base_value != new.base_value:
        return f"基期数据修订({_base(old)}→{_base(new)})"
    return "以前年份的数据修订"


def _said_text(old: Assessment, new: Assessment) -> str:
    """What people said otherwise than before: of the target, or of whether it holds the area."""
    was, now = old.basis, new.basis
    if was.applies != now.applies:
        return f"适用答复修改({_HOLDS[was.applies]}→{_HOLDS[now.applies]})"
    if was.judgement != now.judgement:
        said = [VERDICT.get(basis.judgement or "", "未评定") for basis in (was, now)]
        return f"评定意见修改({'→'.join(said)})"
    return ""


_HOLDS = {None: "未答复", True: "适用", False: "不适用"}


def _time_text(old: Assessment | None, new: Assessment | None) -> str:
    if old is None or new is None or old.year == new.year:
        return "时间推移"
    return f"时间推移({old.year}年{_shown(old)}→{new.year}年{_shown(new)})"


def _shown(item: Assessment) -> str:
    return "无数据" if item.value is None else amount(item.value, item.unit, item.basis.decimals, keep=True)


def _base(item: Assessment) -> str:
    return "无数据" if item.base_value is None else amount(item.base_value, item.unit)
