"""What the store holds already of the figures a file brings, and where the two differ."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from functools import cache
from importlib import resources

import numpy as np
import pandas as pd

from indicators.findings import Finding, finding
from indicators.model import Place
from indicators.store import Store, area_key

MOST_AREAS = 2000
"""Beyond this many areas the figures of every area are fetched."""

MOST_TOLD = 200
"""Contradictions told one by one; the rest are counted."""

FORGOTTEN = frozenset(("year",))
"""Kinds of questions whose answers hold for one file only."""

_KEY = ["code", "area", "year", "breakdown", "period_label"]


@cache
def _queries() -> dict[str, str]:
    text = (resources.files("indicators.intake") / "earlier.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], (part.strip().rstrip(";") for part in parts[1::2]), strict=True))


def earlier_figures(store: Store, codes: Collection[str], areas: Collection[str]) -> pd.DataFrame:
    """The accepted figures of these indicators in these areas, with their origin.

    Columns code, area, year, breakdown, period_label, as_of, value, text, decimals, missing, file,
    sheet, cell, uploader, at.
    """
    known = store.query(_queries()["keys"])
    wanted = known[known["code"].isin(list(codes))].drop_duplicates("indicator")
    indicators = ", ".join(str(int(key)) for key in wanted["indicator"]) or "NULL"
    places = ", ".join(str(area_key(path)) for path in areas) or "NULL"
    where = "TRUE" if len(areas) > MOST_AREAS else f"o.area IN ({places})"
    frame = store.query(_queries()["earlier"].format(indicators=indicators, areas=where))
    frame["code"] = frame["indicator_key"].map(dict(zip(wanted["indicator"], wanted["code"], strict=True)))
    return frame.drop(columns="indicator_key")


def remembered_answers(store: Store, unit: str | None) -> dict[str, str]:
    """The department's earlier answers by question key, the latest of each.

    A key stands for the label or layout asked about, so an answer comes back for the same form
    only; answers about the year are not remembered, as next year's form has another one.
    """
    found: dict[str, str] = {}
    for text in store.query(_queries()["answers"], [unit])["answers"]:
        found.update(json.loads(text))
    return {key: value for key, value in found.items() if key.partition(":")[0] not in FORGOTTEN}


def contradictions(observations: pd.DataFrame, earlier: pd.DataFrame, file: str) -> list[Finding]:
    """A warning for every new figure that differs, beyond rounding, from the accepted one."""
    if not len(observations) or not len(earlier):
        return []
    new = observations.assign(period_label=observations["period_label"].fillna(""))
    both = new.merge(earlier, on=_KEY, suffixes=("", "_old"))
    coarser = np.minimum(both["decimals"], both["decimals_old"].fillna(9)).clip(0, 9)
    room = 0.5 * 10.0 ** -coarser.astype("float64") * (1 + 1e-9)
    revised = (both["value"] - both["value_old"]).abs() > room
    emptied = both["value"].isna() & both["value_old"].notna()
    return _tell(both[revised | emptied], file)


def _tell(rows: pd.DataFrame, file: str) -> list[Finding]:
    found = []
    for row in rows.head(MOST_TOLD).to_dict("records"):
        member = row.get("file")
        place = Place(member if isinstance(member, str) else file, row["sheet"], row["cell"])
        named = (row["file_old"], row["sheet_old"])
        origin = "".join(f"“{part}”" for part in named if isinstance(part, str) and part)
        found.append(
            finding(
                "contradicts_accepted",
                place,
                indicator=row["name"],
                area=row["area"],
                year=int(row["year"]),
                value=row["raw"],
                new=row["text"] or row["raw"],
                old=row["text_old"],
                origin=f"{origin}{row['cell_old'] or ''}",
                at=f"{row['at']:%Y-%m-%d}",
                uploader=row["uploader"],
            )
        )
    if len(rows) > MOST_TOLD:
        found.append(finding("contradicts_more", Place(file), count=len(rows) - MOST_TOLD))
    return found
