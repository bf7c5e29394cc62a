"""What changed between two looks at a store, and why: figures revised, targets revised, time passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import indicators
from indicators.assess.disclosure import for_publication
from indicators.assess.office import settings_of
from indicators.assess.sentence import VERDICT
from indicators.assess.settings import Settings
from indicators.assess.stored import assess, latest_year, settings_in_force
from indicators.assess.wording import amount
from indicators.model import Assessment

if TYPE_CHECKING:
    from indicators.store import Store

Key = tuple[str, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class View:
    """One look: the year judged (None: the newest) and the moment (None: now); or a published result."""

    year: int | None = None
    moment: dt.datetime | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """One verdict that is not what it was.

    `causes`: data_revised, target_revised, method_revised (constants, or the program), time_passed.
    """

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

    A look may be a published result: then its verdicts are those given out, and `area` is its own
    unless given. The reason is found by looks in between: the earlier year with what was known later,
    by the earlier and by the later constants. What differs there was revised; what differs only from
    there on is the passing of time. For "before and after a submission" give the moments of its
    acceptance and just before it. `settings` judges both looks alike. Errors as `assess`; UnknownResult.
    """
    after = after or View()
    veiled = bool(before.result or after.result)
    one, two = (_look(store, view, area, settings, veiled) for view in (before, after))
    old = one.verdicts(store)
    between = replace(two, year=one.year, settings=one.settings, given=None)
    revised = between.verdicts(store)
    method = revised
    if one.settings != two.settings:
        method = replace(between, settings=two.settings).verdicts(store)
    new = two.verdicts(store)
    found = [
        _change(old.get(key), revised.get(key), method.get(key), new.get(key), same_program=one.same_program)
        for key in dict.fromkeys([*new, *old])
    ]
    return [item for item in found if item]


@dataclass(frozen=True, slots=True)
class _Look:
    """One look with everything settled; `given` are the verdicts of a published result.

    `veiled`: as for publication, where the other look is a published one.
    """

    year: int
    moment: dt.datetime | None
    settings: Settings
    area: str | None
    below: bool = False
    given: tuple[Assessment, ...] | None = None
    same_program: bool = True
    veiled: bool = False

    def verdicts(self, store: Store) -> dict[Key, Assessment]:
        if self.given is not None:
            return _by_key(self.given)
        found = assess(
            store, year=self.year, moment=self.moment, area=self.area, below=self.below,
            settings=self.settings,
        )  # fmt: skip
        if self.veiled:
            found = for_publication(found, store, self.settings, moment=self.moment)
        return _by_key(found)


def _look(store: Store, view: View, area: str | None, settings: Settings | None, veiled: bool) -> _Look:
    if view.result is None:
        year = view.year if view.year is not None else latest_year(store)
        chosen = settings or settings_in_force(store, view.moment)
        return _Look(year, view.moment, chosen, area, veiled=veiled)
    made = store.published(view.result)
    given = tuple(store.published_verdicts(view.result))
    if area is not None and area != made.area:
        given = tuple(item for item in given if item.area == area)
    return _Look(
        made.year, made.at, settings_of(made), area if area is not None else made.area, made.below, given,
        made.app_version == indicators.__version__, veiled,
    )  # fmt: skip


def _by_key(items: Iterable[Assessment]) -> dict[Key, Assessment]:
    return {(item.code, item.area, item.plan, item.basis.target_set): item for item in items}


def _verdict(item: Assessment | None) -> tuple[str, str, str] | None:
    return (item.attainment, item.word, item.alert) if item else None


def _change(
    old: Assessment | None,
    revised: Assessment | None,
    method: Assessment | None,
    new: Assessment | None,
    *,
    same_program: bool,
) -> VerdictChange | None:
    if _verdict(old) == _verdict(new):
        return None
    causes, said = [], []
    if _verdict(old) != _verdict(revised):
        if _target(old) != _target(revised):
            causes.append("target_revised")
            said.append(_target_text(old, revised))
        if _figures(old) != _figures(revised) or (not causes and same_program):
            causes.append("data_revised")
            said.append(_data_text(old, revised))
        elif not causes:
            causes.append("method_revised")
            said.append("程序更新后的评估办法不同")
    if _verdict(revised) != _verdict(method):
        causes.append("method_revised")
        said.append("评估办法的常数有调整")
    if _verdict(method) != _verdict(new) or not causes:
        causes.append("time_passed")
        said.append(_time_text(method, new))
    return VerdictChange(old, new, tuple(causes), f"{_words(old, new)}：{'；'.join(said)}")


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
        return f"{name}仍为“{now}”，预警由{_COLOURS[old.alert]}变为{_COLOURS[new.alert]}"
    return f"{name}由“{was}”变为“{now}”"


_COLOURS = {"red": "红色", "orange": "橙色", "yellow": "黄色", "green": "绿色", "grey": "灰色"}


def _target_text(old: Assessment | None, new: Assessment | None) -> str:
    was, now = (item.target if item and item.target else "没有目标" for item in (old, new))
    return f"目标调整（“{was}”→“{now}”）"


def _data_text(old: Assessment | None, new: Assessment | None) -> str:
    if old is None or new is None:
        return "数据增减"
    if said := _said_text(old, new):
        return said
    if old.value != new.value:
        return f"数据修订（{new.year}年{_shown(old)}→{_shown(new)}）"
    if old.base_value != new.base_value:
        return f"基期数据修订（{_base(old)}→{_base(new)}）"
    return "以前年份的数据修订"


def _said_text(old: Assessment, new: Assessment) -> str:
    """What people said otherwise than before: of the target, or of whether it holds the area."""
    was, now = old.basis, new.basis
    if was.applies != now.applies:
        return f"适用答复修改（{_HOLDS[was.applies]}→{_HOLDS[now.applies]}）"
    if was.judgement != now.judgement:
        said = [VERDICT.get(basis.judgement or "", "未评定") for basis in (was, now)]
        return f"评定意见修改（{'→'.join(said)}）"
    return ""


_HOLDS = {None: "未答复", True: "适用", False: "不适用"}


def _time_text(old: Assessment | None, new: Assessment | None) -> str:
    if old is None or new is None or old.year == new.year:
        return "时间推移"
    return f"时间推移（{old.year}年{_shown(old)}→{new.year}年{_shown(new)}）"


def _shown(item: Assessment) -> str:
    return "无数据" if item.value is None else amount(item.value, item.unit, item.basis.decimals, keep=True)


def _base(item: Assessment) -> str:
    return "无数据" if item.base_value is None else amount(item.base_value, item.unit)
