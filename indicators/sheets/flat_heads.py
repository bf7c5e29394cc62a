"""Parts named in one head row with their wholes: 教职工 | 男 | 女 | 专任教师 | 男 | 女."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from indicators.model import Place
from indicators.sheets.dims import Token, is_measure
from indicators.sheets.facts import BLANK, Facts
from indicators.sheets.grid import column_letters
from indicators.sheets.lexicon import fold
from indicators.sheets.questions import Asker
from indicators.sheets.sums import adds_to, lies_among, within
from indicators.sheets.values import parse_text

_HEADS = ("text", "indicator", "component", "whole", "area", "period")
_REPEATED = ("text", "indicator", "component", "whole", "numerator", "denominator")
_SAMPLE = 300
UNCLEAR = "看不出是哪一项的分项"
"""Why columns are left aside whose labels need a parent that the head does not show."""

Tokens = dict[int, list[Token]]


@dataclass(slots=True)
class _Group:
    """Neighbouring columns of parts, the column of the label before them, and that of the one after."""

    parts: list[int] = field(default_factory=list)
    before: int | None = None
    after: int | None = None


def find_parents(facts: Facts, rows: Sequence[int], tokens: Tokens, named: bool) -> list[list[int]]:
    """Put the label of the whole over the labels of its parts, in place; the groups left unclear.

    A label is the parent of the parts that follow it. Labels said again need one; parts said once
    belong to the table itself unless the figures add up. `named`: the table's indicator is known.
    """
    unclear: list[list[int]] = []
    for run in _runs(tokens):
        again = _said_again(run, tokens)
        groups = _groups(run, tokens, again)
        if not groups:
            continue
        figures = _Figures(facts, rows)
        behind = _stand_behind(groups, figures)
        for group in groups:
            head = group.after if behind else group.before
            needs = any(fold(tokens[c][-1].text) in again for c in group.parts)
            if head is None or not _belong(group.parts, head, tokens, figures, needs, named):
                if needs and len(groups) > 1 and not _first_of_table(group, groups, behind):
                    unclear.append(group.parts)
                continue
            put_under(tokens, group.parts, tokens[head][-1])
    return [*unclear, *_alike(tokens, unclear, _Figures(facts, rows))]


def put_under(tokens: Tokens, columns: Sequence[int], parent: Token) -> None:
    """Set a label over the own labels of some columns."""
    for column in columns:
        *outer, own = tokens[column]
        rate = parent.unit is not None and own.dim != "part" and is_measure(own.text)
        tokens[column] = [*outer, replace(parent, unit=None) if rate else parent, own]


def ask_parents(
    tokens: Tokens, unclear: list[list[int]], asker: Asker, table: tuple[str, str], place: Place
) -> set[int]:
    """Ask what the unclear groups belong to; the columns still unclear. `table`: its signature and title."""
    if not unclear:
        return set()
    signature, title = table
    labels = "、".join(dict.fromkeys(tokens[c][-1].text for group in unclear for c in group))
    given = asker.ask(
        "parents", [signature, len(unclear)], place, signature,
        title=title, labels=labels, count=len(unclear),
        columns="、".join(column_letters(c) for group in unclear for c in group),
    )  # fmt: skip
    names = [name.strip() for name in re.split(r"[、,,;;\n]+", given or "") if name.strip()]
    if len(names) != len(unclear):
        return {column for group in unclear for column in group}
    for group, name in zip(unclear, names, strict=True):
        put_under(tokens, group, Token("text", name))
    return set()


class _Figures:
    """The figures of columns over some rows, nan where there is none; worked out once a column."""

    def __init__(self, facts: Facts, rows: Sequence[int]) -> None:
        self.facts, self.rows = facts, list(rows)[:_SAMPLE]
        self._known: dict[int, np.ndarray] = {}

    def __call__(self, column: int) -> np.ndarray:
        if column not in self._known:
            self._known[column] = np.array([self._figure(row, column) for row in self.rows], dtype=float)
        return self._known[column]

    def _figure(self, row: int, column: int) -> float:
        if self.facts.kinds[row, column] == BLANK or not np.isnan(self.facts.floats[row, column]):
            return float(self.facts.floats[row, column])
        value = parse_text(self.facts.text(row, column)).value
        return float("nan") if value is None else value


def _runs(tokens: Tokens) -> list[list[int]]:
    """Columns side by side whose own labels stand under the same labels."""
    runs: list[list[int]] = []
    last: list[Token] | None = None
    for column in sorted(tokens):
        path = tokens[column]
        if not path:
            last = None
        elif last is not None and path[:-1] == last:
            runs[-1].append(column)
        else:
            runs.append([column])
            last = path[:-1]
    return [run for run in runs if len(run) > 1]


def _said_again(run: list[int], tokens: Tokens) -> set[str]:
    """Labels of parts or of text that come again after another label has come between."""
    spoken = [c for c in run if tokens[c][-1].dim == "part" or tokens[c][-1].dim in _REPEATED]
    counts = Counter(fold(tokens[c][-1].text) for c in spoken)
    return {text for text, count in counts.items() if count > 1}


def _groups(run: list[int], tokens: Tokens, again: set[str]) -> list[_Group]:
    """The parts between the labels of wholes."""
    groups: list[_Group] = []
    before: int | None = None
    open_group = False
    for column in run:
        own = tokens[column][-1]
        if own.dim == "part" or (own.dim in _REPEATED and fold(own.text) in again):
            if not open_group or fold(own.text) in {fold(tokens[c][-1].text) for c in groups[-1].parts}:
                groups.append(_Group(before=None if open_group else before))
            groups[-1].parts.append(column)
            open_group = True
        elif own.dim in _HEADS:
            if groups and open_group:
                groups[-1].after = column
            before, open_group = column, False
    return groups


def _stand_behind(groups: list[_Group], figures: _Figures) -> bool:
    """Whether the wholes follow their parts: none stands before the first, and all add up behind."""
    if groups[0].before is not None or any(group.after is None for group in groups):
        return False
    return all(
        len(group.parts) > 1 and adds_to(figures(group.after), [figures(c) for c in group.parts])
        for group in groups
        if group.after is not None
    )


def _first_of_table(group: _Group, groups: list[_Group], behind: bool) -> bool:
    """Whether a group before every label of a whole can only be the table's own."""
    return group is groups[0] and group.before is None and not behind and groups[1].before is not None


def _belong(parts: list[int], head: int, tokens: Tokens, figures: _Figures, needs: bool, named: bool) -> bool:
    """Whether columns are parts of the column `head`, by what is said and by the figures."""
    parent = tokens[head][-1]
    if parent.dim == "whole":
        return False
    split = [c for c in parts if tokens[c][-1].part is not None]
    kinds: dict[str, list[np.ndarray]] = {}
    for column in split:
        own = tokens[column][-1]
        if own.part is not None and own.unit in (None, parent.unit):
            kinds.setdefault(own.part[0], []).append(figures(column))
    whole = figures(head)
    if parent.dim == "period" or not kinds:
        return needs
    if any(len(some) > 1 and adds_to(whole, some) for some in kinds.values()):
        return True
    if named and not needs:
        return False
    return all(lies_among(whole, some) or within(whole, some) for some in kinds.values())


def _alike(tokens: Tokens, unclear: list[list[int]], figures: _Figures) -> list[list[int]]:
    """Columns with the same labels and other figures, each a group of its own."""
    taken = {column for group in unclear for column in group}
    same: dict[tuple[Token, ...], list[int]] = {}
    for column, path in tokens.items():
        if path and path[-1].dim != "blank" and column not in taken:
            same.setdefault(tuple(path), []).append(column)
    found = []
    for columns in same.values():
        first = figures(columns[0])
        if any(not np.array_equal(first, figures(c), equal_nan=True) for c in columns[1:]):
            found += [[column] for column in columns]
    return sorted(found)
