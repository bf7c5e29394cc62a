"""The part of `data` that makes files to hand out: forms, and files marked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard import own
from dashboard.data import district, figures_version, store
from dashboard.guard import needs
from dashboard.memo import kept
from dashboard.messages import UserError
from dashboard.rights import Right
from indicators.findings import Finding


@kept(8)
def _forms(version: str, year: int) -> tuple:
    from indicators.reports.forms import unit_forms

    return tuple(unit_forms(store(), year, home=district().path))


@needs(Right.FORMS)
def forms(year: int) -> tuple:
    """The forms of a year that the person at the page may have, in the register's order."""
    return tuple(form for form in _forms(figures_version(), year) if own.unit(form.unit))


@kept(8)
def _packed(version: str, year: int, unit: str | None, _every: tuple) -> bytes:
    from indicators.reports.forms import form_bytes, made_forms, zip_forms

    wanted = [form for form in _every if unit in (None, form.unit)]
    return zip_forms(made_forms(wanted)) if unit is None else form_bytes(wanted[0])


@needs(Right.FORMS)
def form_file(year: int, unit: str | None) -> Callable[[], bytes]:
    """Makes the workbook of a unit's form, or the zip of all; made when it is wanted. Raises UserError."""
    if not own.unit(unit):
        raise UserError("这不是本单位的填报表。")
    now = figures_version()
    every = _forms(now, year)
    if unit is not None and all(form.unit != unit for form in every):
        raise UserError("没有这个单位的填报表。")
    return lambda: _packed(now, year, unit, every)


@needs(Right.FILES)
def marked_up(content: bytes, name: str, findings: Sequence[Finding]) -> tuple[str, bytes]:
    """Name and bytes of a department's file with the findings written in. Raises CannotMark."""
    from indicators.reports.markup import mark_up

    done = mark_up(content, name, findings)
    return done.name, done.data
