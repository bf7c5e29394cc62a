"""A file's way into the store: read, check, compare with what is there, accept what is in order."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from indicators.catalog import Catalog
from indicators.checks import Checked, check_frame
from indicators.checks.names import Places, home_path
from indicators.findings import Finding, finding
from indicators.intake.cross import cross_check, neighbours
from indicators.intake.earlier import earlier_figures, locked_units, remembered_answers, unit_of_register
from indicators.intake.followed import Followed, follow_names, still_named
from indicators.intake.offices import settle_unit
from indicators.intake.returned import old_repeats, with_remarks
from indicators.intake.revision import HELD, NEW, OLD, Revision, revise
from indicators.intake.start import init_store
from indicators.model import Area, Place, Severity, Submission, Vocabulary
from indicators.sheets import Reading, read_file
from indicators.store import Store, UnknownName, repeat_finding

__all__ = ["HELD", "NEW", "OLD", "Intake", "Known", "Revision", "check_file", "init_store", "load_file"]


@dataclass(frozen=True)
class Intake:
    """What became of one file: as read, as checked, everything found, and the submission if accepted.

    `answers` are those the reading was made with, earlier ones of the same department included.
    `revision` says which figures contradict accepted ones and what becomes of them. `unit` is the
    department to record: the one given, else the one that the file names and the register knows.
    """

    reading: Reading
    checked: Checked
    findings: list[Finding] = field(default_factory=list)
    submission: Submission | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    revision: Revision | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Known:
    """What the store knows of names: fetched once for many files."""

    catalog: Catalog
    areas: list[Area]
    vocabulary: Vocabulary
    closed: list[Area] = field(default_factory=list)
    followed: Followed = field(default_factory=dict)
    named: list[Area] = field(default_factory=list)
    """Areas that figures may be of: those of today, and split ones for the years before."""
    seat: str | None = None
    """Path of the office whose file it is, None for that of the store's own district."""

    @classmethod
    def of(cls, store: Store, area: str | None = None) -> Known:
        """The catalogue and areas of a store, made once for each state of them. Raises StoreError.

        `area` (path, code or unique name): where it belongs to another office than that of the store's own
        district, only the areas of that office and those above it are known, so that a town is never
        taken for one of the same name elsewhere.
        """
        whole = store.kept("known", lambda: cls._read(store, None))
        seat = None if area is None else store.office_of(home_path(whole.areas, area))
        return whole if seat is None else store.kept(("known", seat), lambda: cls._read(store, seat))

    @classmethod
    def _read(cls, store: Store, seat: str | None) -> Known:
        catalog, areas = store.catalog(), store.areas()
        if seat is not None:
            areas = [area for area in areas if _of_office(area.path, seat)]
        followed = store.area_changes.followed()
        paths = {area.path for area in areas}
        closed = [area for area in store.areas(closed=True) if area.path not in paths] if followed else []
        closed = [area for area in closed if seat is None or _of_office(area.path, seat)]
        named = [*areas, *still_named(closed, followed)]
        return cls(catalog, areas, catalog.vocabulary([*areas, *closed]), closed, followed, named, seat)

    def home(self, area: str | None) -> str | None:
        """Path of the area that figures without one belong to. Raises UnknownName."""
        home = home_path(self.areas, self.seat if area is None else area)
        if area is not None and home not in {item.path for item in self.areas}:
            raise UnknownName(what="地区", name=area)
        return home


def _of_office(path: str, seat: str) -> bool:
    """Whether an area lies in an office's part of the tree, or above it."""
    return f"{path}/".startswith(f"{seat}/") or seat.startswith(f"{path}/")


def check_file(
    store: Store,
    data: bytes,
    name: str,
    *,
    unit: str | None = None,
    area: str | None = None,
    year: int | None = None,
    answers: Mapping[str, str] | None = None,
    by: str = "",
    known: Known | None = None,
    decisions: Mapping[str, str] | None = None,
) -> Intake:
    """Read and check a file; nothing is stored.

    `unit`: who sends it, by default whom the file itself names (填报单位：…). `area` (path, code or unique
    name) and `year` are those of figures that name none: by default the district itself, and a question.
    An `area` of another office than that of the store's own district makes it that office's file: its
    register, years and areas count.
    `answers` answers the reader's questions; what the department
    `unit` answered before about the same labels and layouts counts too. `known` spares fetching
    catalogue and areas again. `decisions`: for figures that contradict accepted ones, "new" or "old" by
    the key of the place (sheet!cell), or for all by "*". Raises StoreError (UnknownName for an area the
    district does not have).
    """
    del by
    known = _known(store, known, area)
    area = area or known.seat
    home = known.home(area)
    asked = home if area else None
    reading, every, unit, about_unit = _read(store, data, name, unit, asked, year, answers or {}, known)
    frame, renamed = follow_names(reading.records.frame(), known.areas, known.closed, known.followed, name)
    subjects = _subjects(frame, known.catalog, Places(known.named, home))
    earlier = earlier_figures(store, *neighbours(*subjects, known), known.seat)
    checked = check_frame(
        frame, known.catalog, known.named, default_area=home, history=_history(earlier),
        questions=reading.questions,
    )  # fmt: skip
    revision = _revised(store, checked.observations, earlier, name, unit, known, decisions or {})
    found = [*about_unit, *reading.findings, *renamed, *checked.findings, *revision.findings]
    repeated = _standing_twin(store, data, asked, year)
    found += cross_check(
        store, revision.observations, earlier, known=known, file=name, unit=unit, told=found,
        repeated=repeated is not None,
    )  # fmt: skip
    fresh = revision.observations
    if repeated is not None:
        found.append(repeat_finding(repeated, name))
    elif (again := old_repeats(fresh, earlier, _newest(frame))).any():
        fresh = fresh[~again.to_numpy()].reset_index(drop=True)
        found.append(finding("old_figures_again", Place(name), count=int(again.sum())))
    checked = replace(checked, observations=fresh, blocked=checked.blocked + revision.shut)
    return Intake(reading, checked, found, answers=every, revision=revision, unit=unit)


def _known(store: Store, known: Known | None, area: str | None) -> Known:
    """What is known of names for a file of this area; `known` where it serves."""
    if known is None or (area is not None and known.seat is None):
        return Known.of(store, area)
    return known


def _read(
    store: Store, data: bytes, name: str, unit: str | None, area: str | None, year: int | None,
    answers: Mapping[str, str], known: Known,
) -> tuple[Reading, dict[str, str], str | None, list[Finding]]:  # fmt: skip
    """The file as read, with all answers that helped, its unit and what is to be said of that.

    Read once more where the file itself names a unit whose earlier answers settle its questions.
    """

    def look(every: Mapping[str, str]) -> Reading:
        return read_file(data, name, known.vocabulary, area=area, year=year, answers=every)

    every = {**remembered_answers(store, unit, known.seat), **answers}
    reading = look(every)
    settled, about_unit = settle_unit(store, unit, reading.offices, name, known.seat)
    more = every if settled == unit else {**remembered_answers(store, settled, known.seat), **every}
    if reading.questions and more != every:
        every, reading = more, look(more)
    return reading, every, settled, about_unit


def _revised(
    store: Store, observations: pd.DataFrame, earlier: pd.DataFrame, file: str, unit: str | None,
    known: Known, decisions: Mapping[str, str],
) -> Revision:  # fmt: skip
    """The file's figures beside those accepted before, with what is closed or locked left out."""
    return revise(
        observations,
        earlier,
        file=file,
        names={item.code: item.name for item in known.catalog.indicators},
        unit=unit_of_register(store, unit, known.seat),
        decisions=decisions,
        closed={item.year for item in store.desk_of(known.seat).years() if item.closed},
        locked=locked_units(store, known.seat),
    )


def load_file(
    store: Store,
    data: bytes,
    name: str,
    *,
    unit: str | None = None,
    area: str | None = None,
    year: int | None = None,
    answers: Mapping[str, str] | None = None,
    by: str = "",
    explanations: Mapping[str, str] | None = None,
    again: bool = False,
    known: Known | None = None,
    decisions: Mapping[str, str] | None = None,
    uploader: str | None = None,
) -> Intake:
    """Read and check a file, and accept every figure that no error blocks.

    A figure that contradicts another department's is kept without counting until it is decided
    (`decisions` as for `check_file`, or `store.desk.decide`). `explanations` are the reasons given for
    warnings, by finding code, or code@cell for one place. `uploader`: who gave the file, where that is
    another than `by`, who accepts it. The bytes are kept with the submission. A file
    without any figure is not accepted; one that a standing submission holds already comes back as that
    submission, unless `again`. Raises StoreError.
    """
    known = _known(store, known, area)
    area = area or known.seat

    def look() -> Intake:
        return check_file(
            store, data, name, unit=unit, area=area, year=year, answers=answers, known=known,
            decisions=decisions,
        )  # fmt: skip

    version, seen = store.data_version(), look()
    if not len(seen.reading.records):
        return seen
    with store.alone():
        if store.data_version() != version:  # what came in meanwhile may contradict this file
            seen = look()
        return keep_checked(
            store, data, name, seen, known, by, explanations or {}, area, year, again, uploader
        )


def keep_checked(
    store: Store, data: bytes, name: str, seen: Intake, known: Known, by: str,
    explanations: Mapping[str, str], area: str | None, year: int | None, again: bool,
    uploader: str | None,
) -> Intake:  # fmt: skip
    """Keep a file as it was checked, while nobody else writes (`store.alone`); see `load_file`."""
    held = seen.revision.held() if seen.revision and len(seen.revision.conflicts) else None
    findings = [*seen.findings, *_idle_explanations(seen.findings, explanations, name)]
    submission = store.accept(
        seen.checked.observations,
        file=name,
        data=data,
        by=uploader or by,
        unit=seen.unit,
        area=known.home(area) if area else None,
        year=year,
        blocked=seen.checked.blocked,
        findings=findings,
        explanations=with_remarks(seen.reading, findings, explanations),
        answers=dict(seen.answers),
        again=again,
        held=held,
    )
    if seen.revision is not None and not submission.repeat:
        submission = _leave_out(store, submission, seen, explanations, by)
    return replace(seen, findings=findings, submission=submission)


def _leave_out(
    store: Store, submission: Submission, seen: Intake, explanations: Mapping[str, str], by: str
) -> Submission:
    """Record the decisions that were made for the accepted figures; the submission as it is then."""
    assert seen.revision is not None  # noqa: S101 - narrows the type: callers have made sure
    rows = seen.revision.conflicts
    if not len(rows):
        return submission
    rows = rows[rows["choice"] != NEW].reset_index(drop=True)
    start = len(seen.checked.observations)
    for number, row in enumerate(rows.to_dict("records"), start=start):
        if row["choice"] == OLD:
            reason = explanations.get(f"contradicts_left_out@{row['cell']}") or explanations.get(
                "contradicts_left_out", ""
            )
            store.desk.decide(submission.id, [number], OLD, reason=reason, by=by)
    return store.submission(submission.id) if (rows["choice"] == OLD).any() else submission


def _subjects(frame: pd.DataFrame, catalog: Catalog, places: Places) -> tuple[set[str], set[str]]:
    """Codes and area paths that a reading speaks of."""
    known = (catalog.find(str(code)) for code in frame["code"].dropna().unique())
    paths = {places.find(str(area)) for area in frame["area"].dropna().unique()} | {places.home}
    return {item.code for item in known if item}, {path for path in paths if path}


def _newest(frame: pd.DataFrame) -> float:
    """The latest year a file has a column or row for, filled in or not."""
    return float(pd.to_numeric(frame["year"]).max()) if len(frame) else 0.0


def _history(earlier: pd.DataFrame) -> pd.DataFrame:
    yearly = earlier[earlier["period_label"] == ""]
    return yearly[["code", "area", "year", "breakdown", "value"]]


def _standing_twin(store: Store, data: bytes, area: str | None, year: int | None) -> Submission | None:
    """The newest standing submission of the same bytes for the same area and year."""
    digest = hashlib.sha256(data).hexdigest()
    if not store.holds(digest):
        return None
    same = (item for item in store.submissions() if item.sha256 == digest and not item.withdrawn)
    return next((item for item in same if (item.area, item.year) == (area, year)), None)


def _idle_explanations(findings: list[Finding], explanations: Mapping[str, str], name: str) -> list[Finding]:
    """A note for every explanation that belongs to no warning of the file."""
    warned = [item for item in findings if item.severity is Severity.WARNING]
    warned += [item for item in findings if item.code == "contradicts_left_out"]  # its reason
    known = {item.code for item in warned} | {f"{item.code}@{item.cell}" for item in warned}
    return [
        finding("explanation_without_warning", Place(name), value=key)
        for key in explanations
        if key not in known
    ]
