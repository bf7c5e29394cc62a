"""A store of several offices for tests and screenshots: a province, two cities, three districts.

All names are invented. The districts have the figures of the sample district, each somewhat shifted, so
that they differ and are nobody's.
"""

import datetime as dt

from indicators.catalog import builtin
from indicators.model import Area, AreaLevel
from indicators.sample import build_sample_store
from indicators.store import Store

PROVINCE, CITIES = "示例省", ("示例省/甲市", "示例省/乙市")
DISTRICTS = ("示例省/甲市/东县", "示例省/甲市/西县", "示例省/乙市/南县")
SEATS = (PROVINCE, *CITIES, *DISTRICTS)
_LEVELS = (AreaLevel.PROVINCE, AreaLevel.CITY, AreaLevel.COUNTY, AreaLevel.TOWN, AreaLevel.VILLAGE)
_FIGURE = [
    "code", "area", "breakdown", "year", "value", "text", "decimals", "numerator", "denominator", "qualifier",
    "sheet", "cell", "raw",
]  # fmt: skip


def area(path, number):
    """An area by its path."""
    return Area(f"{number:012d}", path.rpartition("/")[2], path, _LEVELS[path.count("/")])


def make_province(path, folder):
    """The store at `path`, furnished from a sample store made in `folder`; it comes closed."""
    with build_sample_store(folder / "sample.duckdb") as sample:
        figures, known = sample.current(), sample.areas()
        goals, units = sample.plans.goals(sample.areas()[0].path), sample.desk.units()
    home = known[0].path
    towns = [item.path[len(home) :] for item in known if item.path != home]
    paths = [*SEATS, *(seat + one for seat in DISTRICTS for one in towns)]
    with Store.create(path) as store:
        store.put_areas([area(one, at + 1) for at, one in enumerate(paths)], by="示例")
        for seat in SEATS:
            store.put_catalog(
                builtin(), goals=goals, area=seat, source=f"{seat.rpartition('/')[2]}规划.xlsx", by="示例"
            )
        for at, seat in enumerate(DISTRICTS):
            name = seat.rpartition("/")[2]
            store.desk_of(seat).put_units(units, by="示例")
            store.desk_of(seat).open_year(2024, dt.date.today() + dt.timedelta(days=30), by="示例")
            store.accept(
                shifted(figures, home, seat, 1 + (at - 1) * 0.04), file=f"{name}.xlsx", data=name.encode(),
                by="示例", area=seat, unit=units[0].name, year=2024,
            )  # fmt: skip


def shifted(figures, home, seat, times):
    """The figures of the sample district as another's: numerator and value times `times`."""
    found = figures.loc[figures["value"].notna(), _FIGURE].copy()
    found["area"] = seat + found["area"].str.removeprefix(home)
    for name in ("value", "numerator"):
        found[name] = (found[name] * times).round(2)
    found["text"] = found["value"].map("{:g}".format)
    found["decimals"] = 2
    found["raw"] = found["text"]
    return found


if __name__ == "__main__":
    import sys
    from pathlib import Path

    target = Path(sys.argv[1])
    make_province(target, target.parent)
    print(target)
