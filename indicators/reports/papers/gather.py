"""From a store to the matter of its papers: live, or as a published result was given out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from indicators.assess import (
    Settings,
    assess,
    for_publication,
    hidden_figures,
    known_figures,
    latest_year,
    settings_in_force,
    settings_of,
)
from indicators.assess.disclosure import sensitive_codes
from indicators.model import Assessment, Indicator
from indicators.office import home_of, own_plan, reminder, unit_status, without_data
from indicators.office.owed import office
from indicators.reports.papers.matter import Figure, Item, Matter, UnitYear

if TYPE_CHECKING:
    from indicators.store import Action, Store


def gather(
    store: Store,
    *,
    year: int | None = None,
    result: str | None = None,
    towns: bool = False,
    today: dt.date | None = None,
    home: str | None = None,
) -> Matter:
    """The matter of a year's papers. `result`: the number of a published result, whose verdicts, figures
    and constants then count, with actions, remarks and reporting as they stood then; the year is its own,
    its day the one that deadlines are held against (else `today`). `towns`: with the verdicts of the areas
    right below. `home`: whose papers, by default the district the store was made for; a published result
    has its own.

    Figures of sensitive indicators are kept back as `for_publication` says, in every paper alike. Raises
    StoreError kinds; LookupError for an area not held.
    """
    made = store.published(result) if result else None
    moment = made.at if made else None
    chosen = made.year if made else year if year is not None else latest_year(store)
    home = made.area if made and made.area else home or home_of(store)
    settings = settings_of(made) if made else settings_in_force(store)
    areas = {area.path: area for area in store.areas()}
    then = store.as_of(made) if made else store
    day = today or (made.at.astimezone().date() if made else dt.date.today())
    desk = _Desk.of(store, then, home, settings, moment)
    figures = desk.figures(known_figures(store, home, chosen, moment=moment))
    children = tuple(path for path in areas if path.rpartition("/")[0] == home)
    told: list[Assessment] = []
    if towns or made is None:
        told = assess(store, year=chosen, area=home, below=int(towns), settings=settings, moment=moment)
        told = for_publication(told, store, settings, moment=moment)
    verdicts = own_plan(store, store.published_verdicts(made.id) if made else told, home)
    items = tuple(desk.item(item, figures, home, children) for item in verdicts if item.area == home)
    below = {path: desk.reported(told, figures, path) for path in children} if towns else {}
    return Matter(
        home,
        areas[home].level,
        next((areas[path].level for path in children), None),
        chosen,
        settings,
        items,
        below,
        _units(then, chosen, home, day),
        tuple(then.desk_of(office(then, home)).units()),
        _never(then, chosen, home),
        made,
        then.data_version(),
        next(
            (term.deadline for term in then.desk_of(office(then, home)).years() if term.year == chosen), None
        ),
        _files(then, chosen, home),
        sum(len(mine) for mine in figures.values()),
        day,
        desk.actions(then, home),
        tuple(said for said in then.annotations.every() if not said.retracted),
    )


@dataclass(frozen=True)
class _Desk:
    """What is looked up for every verdict: definitions, duties, names of units."""

    hidden: Collection[tuple[str, str, int, str]]
    catalog: Mapping[str, Indicator]
    coop: Mapping[tuple[str, str], tuple[str, ...]]
    names: Mapping[str, str]

    @classmethod
    def of(
        cls, store: Store, then: Store, home: str, settings: Settings, moment: dt.datetime | None
    ) -> _Desk:
        """`then`: the store at the moment; what is sensitive is what counts as such now."""
        goals = then.plans.goals(home)
        units = then.desk_of(office(then, home)).units()
        names = {alias: unit.name for unit in units for alias in (unit.name, *unit.aliases)}
        coop = {(goal.code, str(goal.plan)): goal.coop for goal in goals}
        secret = set(sensitive_codes(store))  # the office may see it otherwise than the definitions
        known = then.catalog().by_code
        said = {code: replace(item, sensitive=code in secret) for code, item in known.items()}
        return cls(hidden_figures(store, settings, moment), said, coop, names)

    def unit(self, name: str) -> str:
        """The register's name for a unit; 卫生健康局 is the one registered 县卫生健康局."""
        if name in self.names or not name:
            return self.names.get(name, name)
        longer = {known for alias, known in self.names.items() if alias.endswith(name)}
        return longer.pop() if len(longer) == 1 else name

    def actions(self, store: Store, home: str) -> tuple[Action, ...]:
        """The standing actions of the district and below it, under the register's names, by deadline."""
        found = [
            replace(one, lead=self.unit(one.lead), coop=tuple(dict.fromkeys(map(self.unit, one.coop))))
            for one in store.actions.every()
            if not one.retracted and f"{one.area}/".startswith(f"{home}/")
        ]
        return tuple(sorted(found, key=lambda one: (one.deadline, one.id)))

    def figures(self, frame: pd.DataFrame) -> dict[tuple[str, str], list[Figure]]:
        """Figures by indicator and area, the oldest first; what may not be given out is hidden."""
        found: dict[tuple[str, str], list[Figure]] = {}
        for row in frame.itertuples(index=False):
            figure = self._figure(row)
            found.setdefault((figure.code, figure.area), []).append(figure)
        return found

    def _figure(self, row: Any) -> Figure:
        value, numerator, denominator = (
            _number(row.value),
            _number(row.numerator),
            _number(row.denominator),
        )
        figure = Figure(
            row.code,
            row.area,
            int(row.year),
            value,
            None if pd.isna(row.decimals) else int(row.decimals),
            numerator,
            denominator,
            row.breakdown,
            row.missing or None,
        )
        known = self.catalog.get(figure.code)
        if known is None or not known.sensitive:
            return figure
        kept = (figure.code, figure.area, figure.year, figure.breakdown) in self.hidden
        if kept or row.level in ("town", "village") or figure.breakdown:
            return replace(figure, value=None, numerator=None, denominator=None, hidden=True)
        return figure

    def reported(
        self,
        verdicts: Iterable[Assessment],
        figures: Mapping[tuple[str, str], Sequence[Figure]],
        area: str,
    ) -> tuple[Item, ...]:
        """The verdicts of an area below, of what was ever reported for it."""
        mine = (item for item in verdicts if item.area == area and item.basis.figure_year is not None)
        return tuple(self.item(item, figures, area, ()) for item in mine)

    def item(
        self,
        verdict: Assessment,
        figures: Mapping[tuple[str, str], Sequence[Figure]],
        area: str,
        children: Iterable[str],
    ) -> Item:
        mine = figures.get((verdict.code, area), ())
        at = verdict.basis.figure_year or verdict.year
        known = self.catalog.get(verdict.code)
        below = [
            figure
            for path in children
            for figure in figures.get((verdict.code, path), ())
            if figure.year == at and not figure.breakdown and figure.value is not None
        ]
        lead = verdict.lead_unit or (known.lead if known else None) or ""
        coop = self.coop.get((verdict.code, verdict.plan or ""), known.coop if known else ())
        return Item(
            _unhinted(verdict, mine),
            known,
            tuple(one for one in mine if not one.breakdown),
            tuple(one for one in mine if one.breakdown and one.year == at and one.value is not None),
            tuple(below),
            self.unit(lead),
            tuple(dict.fromkeys(map(self.unit, coop))),
            area,
        )


def _unhinted(verdict: Assessment, figures: Sequence[Figure]) -> Assessment:
    """The verdict without the earlier figures that may not be given out."""
    hidden = {figure.year for figure in figures if figure.hidden and not figure.breakdown}
    basis = verdict.basis
    if basis.previous_year in hidden:
        basis = replace(basis, previous_value=None, previous_year=None)
    if verdict.base_year in hidden:
        verdict = replace(verdict, base_value=None, required=None)
    return verdict if basis is verdict.basis else replace(verdict, basis=basis)


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _units(store: Store, year: int, home: str, today: dt.date) -> tuple[UnitYear, ...]:
    term = next((item for item in store.desk_of(office(store, home)).years() if item.year == year), None)
    deadline = term.deadline if term else None
    frame = unit_status(store, year, today=today, home=home)
    return tuple(
        UnitYear(
            row["unit"],
            row["liaison"],
            int(row["owed"]),
            int(row["done"]),
            tuple(row["missing"]),
            reminder(row, year, deadline, office=""),
        )
        for _, row in frame.iterrows()
    )


def _never(store: Store, year: int, home: str) -> tuple[tuple[str, str, str, int | None, str], ...]:
    frame = without_data(store, year, home=home)
    return tuple(
        (
            row.code,
            row.indicator,
            row.unit,
            None if pd.isna(row.last_year) else int(row.last_year),
            "" if pd.isna(row.reason) else str(row.reason),
        )
        for row in frame.itertuples(index=False)
    )


def _files(store: Store, year: int, home: str) -> int:
    """How many submissions gave figures of a year for the area or for those below it."""
    found = store.query(
        "SELECT count(DISTINCT o.submission) AS n FROM current_observation o JOIN current_area a USING (area)"
        " WHERE o.year = $year AND o.value IS NOT NULL"
        " AND (a.path = $home OR starts_with(a.path, $home || '/'))",
        {"year": year, "home": home},
    )
    return int(found["n"].iloc[0])
