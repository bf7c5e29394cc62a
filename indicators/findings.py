"""Findings: what is wrong or doubtful, where, and how to mend it.

The texts stand in `texts/*.toml`, one file per package, so that they can be read and tested
without code. A code is stable: programs and remembered explanations rely on it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Formatter

from indicators.model import Place, Severity


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A code with its severity and its texts (str.format templates); `topic` is the file they stand in."""

    code: str
    severity: Severity
    message: str
    hint: str
    topic: str = ""

    @property
    def fields(self) -> frozenset[str]:
        """Names of the values that the two templates ask for."""
        parts = [*Formatter().parse(self.message), *Formatter().parse(self.hint)]
        return frozenset(name for _, name, _, _ in parts if name)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong or doubtful; the fields are those of the contract's `finding`."""

    code: str
    severity: Severity
    message: str
    hint: str
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    indicator: str | None = None
    area: str | None = None
    year: int | None = None
    value: str | None = None

    def as_record(self) -> dict[str, object]:
        """The finding as one JSON-ready record in the contract's order."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "file": self.file,
            "sheet": self.sheet,
            "cell": self.cell,
            "indicator": self.indicator,
            "area": self.area,
            "year": self.year,
            "message": self.message,
            "hint": self.hint,
            "value": self.value,
        }


@cache
def kinds() -> dict[str, FindingKind]:
    """All finding kinds by code, from the text files. Raises ValueError on a code given twice."""
    found: dict[str, FindingKind] = {}
    folder = resources.files("indicators") / "texts"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        for code, body in tomllib.loads(entry.read_text(encoding="utf-8")).items():
            if code in found:
                raise ValueError(f"finding code {code!r} stands twice, again in {entry.name}")
            severity, topic = Severity(body["severity"]), entry.name.removesuffix(".toml")
            found[code] = FindingKind(code, severity, body["message"], body["hint"], topic)
    return found


def after_figure(unit: str) -> str:
    """A unit as it stands after a figure: 36.98 and 1/10万 are read as 36.98/10万."""
    return unit.removeprefix("1") if unit.startswith("1/") else unit


def finding(
    code: str,
    place: Place | None = None,
    *,
    indicator: str | None = None,
    area: str | None = None,
    year: int | None = None,
    value: object = None,
    severity: Severity | None = None,
    **words: object,
) -> Finding:
    """Make a finding of a known code; `words` fill its texts.

    Fields of the finding (file, sheet, cell, indicator, area, year, value) may be used in the
    texts too. Raises KeyError for an unknown code or a word the text needs and did not get.
    """
    kind = kinds()[code]
    place = place or Place()
    shown = None if value is None else str(value)
    known: dict[str, object] = {
        "file": place.file or "",
        "sheet": place.sheet or "",
        "cell": place.cell or "",
        "indicator": indicator or "",
        "area": area or "",
        "year": year if year is not None else "",
        "value": shown if shown is not None else "",
        **words,
    }
    return Finding(
        code=code,
        severity=severity or kind.severity,
        message=kind.message.format(**known),
        hint=kind.hint.format(**known),
        file=place.file,
        sheet=place.sheet,
        cell=place.cell,
        indicator=indicator,
        area=area,
        year=year,
        value=shown,
    )


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error."""
    return any(item.severity is Severity.ERROR for item in findings)
