"""Figures of areas above, put together from those of the areas below.

The rule, along the tree village > town > county > city > province: an area gives its own accepted
figure; where it has none that can go into a sum, it gives what its own parts add up to. So nothing is
counted twice and each level uses the best there is. A rate is the sum of the numerators by the sum of
the denominators times its factor, never an average of rates; a rate that came without its counts cannot
be put together and is counted as such. A count is the sum where its total is the sum of the places
(`checks.additive`). Coverage is said in parts: of a province or city the counties below it, of any other
area the areas right below it. A part is reported when its figure is its own or put together from all of
its parts; one with parts missing is `partly` there. Areas to which the indicator is said not to apply
are not asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from indicators.assess import engine
from indicators.assess.sentence import coverage
from indicators.assess.settings import Settings
from indicators.assess.stored import (
    choose_source,
    prepare_store,
    settings_in_force,
    sizes_of,
    ways_of,
)
from indicators.assess.wording import amount
from indicators.findings import Finding, finding
from indicators.model import Basis

if TYPE_CHECKING:
    import duckdb

    from indicators.store import Store


def rolled(
    store: Store,
    area: str,
    year: int,
    *,
    below: bool | int = False,
    since: int | None = None,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """What the areas below add up to, for an area (path) and with `below` for those under it.

    One row per indicator, area, year and breakdown for which a part gave anything. Columns: code, indicator,
    unit, area, level, year, breakdown (JSON, "" = whole), way (rate, sum), value, numerator, denominator (of
    rates), parts_asked, parts_reported, parts_partly, parts_uncounted (rates without counts), parts_level
    ("" where the parts differ in level), complete (every part is there; else a sum is a lower bound), counts
    (it stands in for the area's missing figure), own (the area's own figure), differs (own and roll-up
    disagree beyond rounding; only where complete). `since`: an earlier year from which on the years are
    given too. Raises LookupError for an area not held, StoreError kinds.
    """
    settings = settings or settings_in_force(store)
    cursor = store.cursor().cursor()
    try:
        choose_source(cursor, None)
        first = year if since is None else since
        prepare_store(
            cursor, year, area, below, ways=ways_of(store), rolled="every", rolled_since=first,
            lying=store.whereabouts,
        )  # fmt: skip
        return _rolled(cursor, settings, sizes_of(cursor))
    finally:
        cursor.close()


def _rolled(
    cursor: duckdb.DuckDBPyConnection, settings: Settings, sizes: list[tuple[int, int]]
) -> pd.DataFrame:
    engine.prepare(cursor, settings)
    text = engine.script("roll_named.sql")
    found = []
    for turn, (first, last) in enumerate(engine.turns(sizes)):
        cursor.execute(f"SET VARIABLE first_indicator = ({first})::BIGINT")
        cursor.execute(f"SET VARIABLE last_indicator = ({last})::BIGINT")
        engine.roll_up(cursor, begun=turn > 0)
        found.append(cursor.execute(text).to_arrow_table().to_pandas())
    whole = pd.concat(found, ignore_index=True) if len(found) > 1 else found[0]
    return whole.sort_values(
        ["ordinal", "code", "place", "year", "breakdown"], kind="stable", ignore_index=True
    ).drop(columns=["ordinal", "place"])


def disagreements(store: Store, area: str, year: int, *, below: bool | int = False) -> list[Finding]:
    """A warning for every figure that an area gave itself and that its parts do not add up to.

    Only where every part gave its figure, and beyond what rounding explains. Raises as `rolled`.
    """
    return disagreements_in(rolled(store, area, year, below=below))


def disagreements_in(frame: pd.DataFrame) -> list[Finding]:
    """The same of what `rolled` gave."""
    return [_disagreement(row) for row in frame[frame["differs"]].to_dict("records")]


def _disagreement(row: dict[str, object]) -> Finding:
    basis = Basis(
        parts_reported=int(str(row["parts_reported"])),
        parts_asked=int(str(row["parts_asked"])),
        parts_level=str(row["parts_level"]),
    )
    own, below = (float(str(row[name])) for name in ("own", "value"))
    unit = str(row["unit"])
    return finding(
        "rollup_differs", indicator=str(row["code"]), area=str(row["area"]), year=int(str(row["year"])),
        name=row["indicator"], own=amount(own, unit), below=amount(below, unit), parts=coverage(basis),
    )  # fmt: skip
