"""The part of `data` in which the office speaks: judgements, constants, published results."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard import own
from dashboard.data import ready, refresh, store, version
from dashboard.guard import needs, own_unit
from dashboard.memo import kept
from dashboard.messages import UserError
from dashboard.rights import Right
from indicators.assess import VerdictChange, View, asked_of_people, changes
from indicators.assess import publish as publish_result
from indicators.assess import set_method as change_method
from indicators.model import Assessment
from indicators.store import Applicability, Judgement, MethodSetting, Published


@needs(Right.METHOD)
def set_method(name: str, value: float | None, reason: str, by: str) -> None:
    """Set a constant of the method (None: the default), with the reason."""
    try:
        change_method(store(), {name: value}, reason, by=by)
    finally:
        refresh()


@needs(Right.VIEW)
def method_history() -> Sequence[MethodSetting]:
    """Every change of a constant, the oldest first."""
    return store().method_history() if ready() else ()


@kept(8)
def _asked_of_people(version: str, code: str) -> frozenset[str]:
    return frozenset(asked_of_people(store(), code))


def people_judge(code: str) -> frozenset[str]:
    """What an indicator's targets ask people to say: by_people, conditional."""
    return _asked_of_people(version(), code)


@own.placed
def said(code: str, area: str) -> list[Judgement | Applicability]:
    """What people said of an indicator in an area, the newest first, taken back or not."""
    if not own.indicator(code):
        return []
    found: list[Judgement | Applicability] = [*store().judgements(code=code, area=area)]
    found += store().applicabilities(code=code, area=area)
    return sorted(found, key=lambda item: item.at, reverse=True)


@needs(Right.JUDGE)
def judge_by_hand(
    item: Assessment, verdict: str, evidence: str, file: tuple[str, bytes] | None, by: str
) -> None:
    """Record a judgement of the verdict's target in its area and year."""
    own.require_area(item.area)
    try:
        store().put_judgement(
            item.code, item.area or "", item.year, verdict, evidence, by=by, file=file, plan=item.plan,
            target_set=item.basis.target_set,
        )  # fmt: skip
    finally:
        refresh()


@needs(Right.JUDGE)
def say_applies(item: Assessment, applies: bool, reason: str, by: str) -> None:
    """Record whether the verdict's conditional target holds its area, from its year on."""
    own.require_area(item.area)
    try:
        store().put_applicability(
            item.code, item.area or "", item.year, applies, reason, by=by, plan=item.plan,
            target_set=item.basis.target_set,
        )  # fmt: skip
    finally:
        refresh()


@needs(Right.JUDGE)
def retract(number: str, by: str, reason: str) -> None:
    """Take a judgement or an answer back."""
    told: list[Judgement | Applicability] = [*store().judgements(), *store().applicabilities()]
    own.require_one(number, told, lambda one: one.area)
    try:
        store().retract(number, by, reason)
    finally:
        refresh()


def evidence(number: str) -> Callable[[], bytes]:
    """Gives the bytes of a judgement's document, once asked for. Raises UserError for another's."""
    held = store()
    own.require_one(number, held.judgements(), lambda one: one.area)
    if own_unit() is not None:
        codes = {one.code for one in held.judgements() if one.id == number}
        if not codes or not all(map(own.indicator, codes)):
            raise UserError("没有这份材料，或它不是本单位的。")
    return lambda: held.evidence(number)[1]


@needs(Right.PUBLISH)
@own.placed
def publish(title: str, year: int, area: str, by: str) -> Published:
    """Judge and keep the result as given out."""
    try:
        return publish_result(store(), title=title, by=by, year=year, area=area)
    finally:
        refresh()


@kept(8)
def _published(version: str) -> tuple[Published, ...]:
    return tuple(store().published_results())


@needs(Right.VIEW)
def published_results() -> tuple[Published, ...]:
    """The published results of the seat looked at, the newest first."""
    return tuple(item for item in _published(version()) if own.here(item.area, None))


@kept(8)
def _published_verdicts(path: str, number: str) -> tuple[Assessment, ...]:
    return tuple(store().published_verdicts(number))


@needs(Right.VIEW)
def published_verdicts(number: str) -> tuple[Assessment, ...]:
    """The verdicts of a published result; they never change."""
    own.require_one(number, store().published_results(), lambda one: one.area)
    return _published_verdicts(str(store().path), number)


@kept(8, "正在比较…")
def _changes(version: str, number: str, other: str | None, year: int) -> tuple[VerdictChange, ...]:
    later = View(result=other) if other else View(year=year)
    return tuple(changes(store(), View(result=number), later))


@needs(Right.VIEW)
def changes_since(result: Published, other: Published | None) -> tuple[VerdictChange, ...]:
    """What is no longer as in a published result: in another one, or now for the same year."""
    for one in (result, *([other] if other else [])):
        own.require_one(one.id, store().published_results(), lambda known: known.area)
    return _changes(version(), result.id, other.id if other else None, result.year)
