"""Rows of the result -> Assessments, frames and the contract's records."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from indicators.assess.reasons import reasons
from indicators.assess.sentence import sentence
from indicators.model import Assessment, Basis, Part

if TYPE_CHECKING:
    import duckdb

_OWN = tuple(item.name for item in fields(Assessment) if item.name not in ("basis", "reasons", "sentence"))
_BASIS = {item.name: item.name for item in fields(Basis) if item.name != "needed"} | {"op": "milestone_op"}
_YES_NO = (
    "due", "hold", "would_break", "softened", "base_given", "judgement_stands", "conditional", "rolled",
    "rolled_differs",
)  # fmt: skip
CONTRACT = tuple(item.name for item in fields(Assessment) if item.name != "basis")


def fetch(cursor: duckdb.DuckDBPyConnection, order: str = "case_id") -> list[Assessment]:
    """Every row of j_result as an Assessment with its reasons and its sentence."""
    found = cursor.execute(f"SELECT * FROM j_result ORDER BY {order}")  # noqa: S608 - order is a constant of the caller
    names = [column[0] for column in found.description or ()]
    return [_assessment(dict(zip(names, row, strict=True))) for row in found.fetchall()]


def fetch_frame(cursor: duckdb.DuckDBPyConnection, order: str = "case_id") -> pd.DataFrame:
    """Every row of j_result as a frame (no reasons, no sentence): for many areas at once."""
    return cursor.execute(f"SELECT * FROM j_result ORDER BY {order}").df()  # noqa: S608 - order is a constant of the caller


def _assessment(row: dict[str, Any]) -> Assessment:
    basis = {name: row[column] for name, column in _BASIS.items()}
    basis |= {name: tuple(basis[name] or ()) for name in ("failing", "lacking")}
    basis |= {name: bool(basis[name]) for name in _YES_NO}
    if basis["judged_at"] is not None:
        basis["judged_at"] = basis["judged_at"].replace(tzinfo=dt.UTC)
    basis["parts"] = tuple(Part(**part) for part in basis["parts"] or ())
    own = {name: row[name] for name in _OWN}
    item = Assessment(**own, basis=Basis(**basis, needed=_needed(row)))
    item = replace(
        item, basis=replace(item.basis, op=_shown(item.basis.op), aim_op=_shown(item.basis.aim_op))
    )
    return replace(item, reasons=reasons(item), sentence=sentence(item))


def _shown(op: str | None) -> str | None:
    """'~<' and '~>' are this package's own marks for one edge of an around target."""
    return "~=" if op in ("~<", "~>") else op


def _needed(row: dict[str, Any]) -> float | None:
    """The change a year that would bring the figure to the demand by its year."""
    year, aim, value, start = row["aim_year"], row["aim_value"], row["value"], row["figure_year"]
    if (
        row["trend"]
        or row["attainment"] not in ("not_met", "nearly_met")
        or None in (year, aim, value, start)
        or year <= start
    ):
        return None
    return (aim - value) / (year - start)


def assessment_record(item: Assessment) -> dict[str, Any]:
    """The contract's `assess` record of one assessment, ready for JSON, and after it what is beyond it.

    Keys beyond the contract: target_set, figure_year, pooled, settings are left to the caller.
    """
    record = {name: getattr(item, name) for name in CONTRACT}
    record["reasons"] = list(item.reasons)
    basis = item.basis
    record |= {
        "target_set": basis.target_set,
        "target_area": basis.target_area,
        "figure_year": basis.figure_year,
        "milestone_op": basis.op,
        "final_year": basis.final_year,
        "final_value": basis.final_value,
        "final_outlook": basis.final_outlook,
        "pooled": basis.pooled,
        "numerator": basis.numerator,
        "denominator": basis.denominator,
        "failing": list(basis.failing),
        "lacking": list(basis.lacking),
        "judgement": basis.judgement,
        "judgement_year": basis.judgement_year,
        "evidence": basis.evidence,
        "evidence_file": basis.evidence_file,
        "applies": basis.applies,
        "rolled": basis.rolled,
        "rolled_value": basis.rolled_value,
        "parts_reported": basis.parts_reported,
        "parts_asked": basis.parts_asked,
        "parts_partly": basis.parts_partly,
        "parts": [asdict(part) for part in basis.parts],
    }
    return {name: _finite(value) for name, value in record.items()}


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def frame(items: Iterable[Assessment]) -> pd.DataFrame:
    """Assessments as a frame in the contract's columns, one row each."""
    records: Sequence[dict[str, Any]] = [assessment_record(item) for item in items]
    return pd.DataFrame(records, columns=None if records else list(CONTRACT))
