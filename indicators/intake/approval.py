"""A unit's file on its way: handed in, reviewed, returned or withdrawn, accepted.

A file handed in is kept but counts for nothing. On acceptance its bytes go through the same gate as any
file, anew: conflicts and checks are those of that moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from indicators.findings import Finding
from indicators.intake import Intake, Known, check_file, keep_checked
from indicators.intake.revision import DECIDED
from indicators.store import Given, HandedIn, OfficeRefused, Store, refuse_step
from indicators.store.handed_in import ACCEPTED, RETURNED, REVIEWED, SUBMITTED, WITHDRAWN

REVIEW_SETTING = "approval_review"
"""Setting: "yes" or "no"; empty: a review is asked for where an account of the statistics office exists."""


@dataclass(frozen=True)
class Outcome:
    """A file on its way with what the checks say of it now; `handed_in` is None where it was not kept."""

    intake: Intake
    handed_in: HandedIn | None = None

    @property
    def findings(self) -> list[Finding]:
        """Everything found."""
        return self.intake.findings


def hand_in(
    store: Store,
    data: bytes,
    name: str,
    *,
    unit: str,
    area: str | None = None,
    year: int | None = None,
    answers: Mapping[str, str] | None = None,
    explanations: Mapping[str, str] | None = None,
    by: str,
    earlier: str | None = None,
) -> Outcome:
    """Check a unit's file and keep it for approval; one without any figure to accept is not kept.

    `earlier`: the number of a file returned, withdrawn or undone, in whose place this one stands. The
    other arguments as for `check_file`. Raises OfficeRefused, UnknownName, UnknownRecord.
    """
    known = Known.of(store, area)
    seen = check_file(store, data, name, unit=unit, area=area, year=year, answers=answers, known=known)
    figures = _figures(seen)
    if not len(figures):
        return Outcome(seen)
    latest = int(figures.max())
    given = Given(
        name, data, unit, known.home(area) if area else None, year, dict(seen.answers), explanations,
        seen.findings, len(figures), seen.checked.blocked, latest, earlier,
    )  # fmt: skip
    return Outcome(seen, store.approvals.hand_in(given, by=by))


def _figures(seen: Intake) -> pd.Series:
    """The years of the figures that would be accepted or wait for a decision."""
    held = seen.revision.held() if seen.revision is not None else seen.checked.observations.head(0)
    return pd.concat([seen.checked.observations["year"], held["year"]], ignore_index=True)


def review_needed(store: Store, *, reviewers: bool) -> bool:
    """Whether a file must be reviewed before acceptance; `reviewers`: is there anybody to do it."""
    said = store.settings().get(REVIEW_SETTING, "")
    return said == "yes" or (said != "no" and reviewers)


def look(store: Store, number: str, decisions: Mapping[str, str] | None = None) -> Intake:
    """What the checks say of a file handed in, were it accepted now. Raises UnknownRecord."""
    found = store.approvals.one(number)
    _, data = store.approvals.file_bytes(number)
    return check_file(
        store, data, found.file, unit=found.unit, area=found.area, year=found.year, answers=found.answers,
        decisions=decisions,
    )  # fmt: skip


def review(store: Store, number: str, *, note: str = "", by: str) -> HandedIn:
    """Sign a file off. Raises OfficeRefused, UnknownRecord."""
    return store.approvals.step(number, REVIEWED, note=note, by=by)


def send_back(store: Store, number: str, *, reason: str, by: str) -> HandedIn:
    """Return a file to its unit. Raises OfficeRefused without a reason, UnknownRecord."""
    return store.approvals.step(number, RETURNED, note=reason, by=by)


def withdraw(store: Store, number: str, *, note: str = "", by: str) -> HandedIn:
    """Take a file back before it is accepted. Raises OfficeRefused, UnknownRecord."""
    return store.approvals.step(number, WITHDRAWN, note=note, by=by)


def accept(
    store: Store,
    number: str,
    *,
    by: str,
    note: str = "",
    decisions: Mapping[str, str] | None = None,
    reason: str = "",
    explanations: Mapping[str, str] | None = None,
    reviewers: bool = False,
) -> Outcome:
    """Accept what is in order of a file handed in; the submission made is linked.

    `explanations` and `decisions` as for `load_file`, beside those that the unit gave; `reason` is kept
    with each figure that `decisions` speaks of. Raises OfficeRefused where its state does not allow it, a
    review lacks or no figure is left; UnknownRecord.
    """
    with store.alone():
        found = store.approvals.one(number)
        refuse_step(found, ACCEPTED)
        if found.state == SUBMITTED and review_needed(store, reviewers=reviewers):
            raise OfficeRefused("handin_needs_review", file=found.file)
        _, data = store.approvals.file_bytes(number)
        told = {**found.explanations, **(explanations or {})}
        known = Known.of(store, found.area)
        seen = check_file(
            store, data, found.file, unit=found.unit, area=found.area, year=found.year,
            answers=found.answers, known=known, decisions=decisions,
        )  # fmt: skip
        if not len(_figures(seen)):
            raise OfficeRefused("handin_no_figures", file=found.file, step="入库")
        told |= _reasons(seen, decisions or {}, reason)
        seen = keep_checked(
            store, data, found.file, seen, known, by, told, found.area, found.year, False, found.by
        )
        made = seen.submission
        assert made is not None  # noqa: S101 - narrows the type: callers have made sure
        done = store.approvals.step(number, ACCEPTED, note=note, by=by, submission=made.id)
    return Outcome(seen, done)


def _reasons(seen: Intake, decisions: Mapping[str, str], reason: str) -> dict[str, str]:
    """The reason as an explanation of each finding that tells of a decided figure."""
    if not reason.strip() or seen.revision is None or not len(seen.revision.conflicts):
        return {}
    rows = seen.revision.conflicts
    cells = set(rows["cell"] if "*" in decisions else rows.loc[rows["key"].isin(list(decisions)), "cell"])
    told = (item for item in seen.findings if item.code in DECIDED and item.cell in cells)
    return {f"{item.code}@{item.cell}": reason.strip() for item in told}
