"""The fictional sample district: its store, filled through the same door as the office's own files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from indicators.findings import Finding, has_errors
from indicators.intake import Intake, Known, init_store, load_file
from indicators.intake.boundaries import load_boundaries
from indicators.office import read_units
from indicators.paths import sample_folder
from indicators.store import Store

DISTRICT = "示例县"
UPLOADER = "示例"
SUFFIXES = frozenset((".xlsx", ".xls", ".csv"))
OWN_FILES = frozenset(("areas.csv", "plan.csv", "units.csv"))
BOUNDARIES = "boundaries.geojson"
COLLECTED, DAYS = 2024, 30
"""The year the sample office is collecting, and the days left when it is made."""


def sample_files() -> list[Path]:
    """What the departments handed in, in order."""
    files = sample_folder().iterdir()
    return sorted(path for path in files if path.suffix in SUFFIXES and path.name not in OWN_FILES)


def build_sample_store(path: Path | str) -> Store:
    """Make the sample district's store at `path` (which must not exist) and load every file into it.

    Returns the open store; the setting `sample` marks it as fictional. Raises StoreError, and
    ValueError where the sample's own areas or plan are broken.
    """
    store, _ = build_sample(path)
    return store


def build_sample(path: Path | str) -> tuple[Store, list[Intake]]:
    """`build_sample_store` with what became of each file."""
    folder = sample_folder()
    own = {name: (name, (folder / name).read_bytes()) for name in sorted(OWN_FILES)}
    found = init_store(path, DISTRICT, areas=own["areas.csv"], plan=own["plan.csv"], by=UPLOADER)
    if has_errors(found):
        raise ValueError(f"the sample district is broken: {_first_error(found)}")
    store = Store.open(path)
    store.put_setting("sample", "示例县（虚构）", by=UPLOADER)
    units, _ = read_units(own["units.csv"][1], "units.csv", store.areas())
    store.desk.put_units(units, by=UPLOADER)
    store.desk.open_year(COLLECTED, dt.date.today() + dt.timedelta(days=DAYS), by=UPLOADER)
    load_boundaries(store, (folder / BOUNDARIES).read_bytes(), BOUNDARIES, by=UPLOADER)
    known = Known.of(store)
    intakes = [
        load_file(store, file.read_bytes(), file.name, unit=unit_of(file.name), by=UPLOADER, known=known)
        for file in sample_files()
    ]
    return store, intakes


def unit_of(name: str) -> str:
    """The department in a sample file's name: 01_卫生健康局_妇幼健康.xlsx -> 县卫生健康局."""
    return f"县{name.split('_')[1]}"


def _first_error(found: list[Finding]) -> str:
    return next(item.message for item in found if item.severity == "error")
