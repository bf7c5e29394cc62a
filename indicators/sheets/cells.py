"""The role of every cell inside its line: label or figure, from learned scores over cell features."""

from __future__ import annotations

import numpy as np

from indicators.sheets.facts import BLANK, MARK, TEXT, Facts
from indicators.sheets.line_fit import coarse
from indicators.sheets.lines import cut
from indicators.sheets.looks import figures, shapes
from indicators.sheets.scores import score_table
from indicators.sheets.units import split_unit

TITLE, HEADER, GROUP, STUB, DATA, NOTE = range(6)
_ENOUGH = 400
"""Body lines that show whether a column counts up."""
CELL_NAMES = ("title", "header", "group", "stub", "data", "note")


class CellFeatures:
    """Features of the non-blank cells of the lines `rows`, given the role of each line."""

    def __init__(self, facts: Facts, rows: np.ndarray, roles: np.ndarray) -> None:
        """Work out the features; `roles` are the line roles of `rows`."""
        self.facts, self.rows, self.roles = facts, rows, roles
        self.kinds = shapes(facts, rows)
        self.at, self.column = np.nonzero(self.kinds != BLANK)
        self.table: dict[str, np.ndarray] = {}
        self._shape()
        self._own()
        self._columns()
        self._neighbours()
        self._pairs()

    def _shape(self) -> None:
        """The sheet as a whole: size, and whether rows or columns are alike in themselves."""
        kinds, n = self.kinds, len(self.at)
        self.coarse = coarse(kinds)
        filled = (kinds != BLANK).sum(axis=1)
        used = int((kinds != BLANK).any(axis=0).sum())
        table = self.table
        table["lines"] = cut(np.full(n, len(self.rows)), (2, 3, 4, 6, 10, 20))
        table["width"] = cut(np.full(n, used), (2, 3, 4, 5, 7, 10))
        numbers = (self.coarse == 2).sum() / max(int((self.coarse > 0).sum()), 1)
        table["numbers"] = cut(np.full(n, numbers), (0.05, 0.2, 0.4, 0.6, 0.8))
        down = [_alike(self.coarse[1:, c]) for c in range(kinds.shape[1])]
        across = [_alike(line[1:]) for line in self.coarse]
        table["down"] = cut(np.full(n, float(np.mean(down or [0]))), (0.6, 0.75, 0.9, 0.99))
        table["across"] = cut(np.full(n, float(np.mean(across or [0]))), (0.6, 0.75, 0.9, 0.99))
        self.filled = filled

    def _own(self) -> None:
        facts, table = self.facts, self.table
        kinds = self.kinds[self.at, self.column]
        rows = self.rows[self.at]
        order = np.cumsum((self.kinds != BLANK).any(axis=0)) - 1
        table["role"] = self.roles[self.at].astype(int)
        table["kind"] = kinds.astype(int)
        table["place"] = np.minimum(order[self.column], 5)
        table["odd"] = order[self.column] % 2
        table["line"] = np.minimum(self.at, 4)
        nth = np.cumsum(self.kinds != BLANK, axis=1)[self.at, self.column] - 1
        table["nth"] = np.minimum(nth, 4)
        table["after"] = cut(self.filled[self.at] - nth - 1, (1, 2, 4))
        table["length"] = cut(facts.lengths[rows, self.column], (2, 4, 8, 16, 40))
        table["year"] = facts.yearish[rows, self.column].astype(int)
        texts = [facts.text(int(r), int(c)).strip() for r, c in zip(rows, self.column, strict=True)]
        table["ending"] = np.array([_ending(text) for text in texts], dtype=int)
        table["span"] = np.array(
            [_span(facts, int(r), int(c)) for r, c in zip(rows, self.column, strict=True)], dtype=int
        )
        self.texts = texts

    def _columns(self) -> None:
        """What the cell's column, and the cell's line, hold below and beside it."""
        table, coarse = self.table, self.coarse
        body = np.isin(self.roles, (3, 4))
        base = coarse[body] if body.any() else coarse
        counts = np.maximum((base > 0).sum(axis=0), 1)
        numeric = (base == 2).sum(axis=0) / counts
        table["column_numbers"] = cut(numeric[self.column], (0.05, 0.3, 0.6, 0.9))
        table["column_fill"] = cut(
            ((base > 0).sum(axis=0) / max(len(base), 1))[self.column], (0.3, 0.7, 0.95)
        )
        first = np.flatnonzero(numeric >= 0.5)
        edge = int(first[0]) if first.size else coarse.shape[1]
        table["stub_zone"] = np.where(self.column < edge, 0, np.where(self.column == edge, 1, 2))
        line_numbers = (coarse == 2).sum(axis=1) / np.maximum(self.filled, 1)
        table["line_numbers"] = cut(line_numbers[self.at], (0.05, 0.3, 0.6, 0.9))
        for name, step in (("numbers_above", 1), ("numbers_below", -1)):
            there = np.cumsum((coarse == 2)[::step], axis=0)[::step] - (coarse == 2)
            cells: np.ndarray = np.cumsum((coarse > 0)[::step], axis=0)[::step] - (coarse > 0)
            share = np.where(cells > 0, there / np.maximum(cells, 1), -1)
            table[name] = cut(share[self.at, self.column], (0, 0.05, 0.3, 0.6, 0.9))
        table["column_order"] = self._order(body)[self.column]
        left = np.cumsum(coarse == 2, axis=1)
        table["numbers_left"] = (left[self.at, self.column] - (coarse[self.at, self.column] == 2) > 0).astype(
            int
        )
        seen: dict[tuple[int, str], int] = {}
        for column, text in zip(self.column, self.texts, strict=True):
            seen[int(column), text] = seen.get((int(column), text), 0) + 1
        again = np.array([seen[int(c), t] for c, t in zip(self.column, self.texts, strict=True)], dtype=int)
        table["again"] = cut(again, (2, 4))
        mean = np.array([self._mean_length(c) for c in range(coarse.shape[1])])
        table["column_length"] = cut(mean[self.column], (3, 6, 10, 20))

    def _order(self, body: np.ndarray) -> np.ndarray:
        """Per column: 0 few figures, 1 in no order, 2 rising, 3 counting up by one step."""
        out = np.zeros(self.kinds.shape[1], dtype=int)
        used = np.flatnonzero((self.kinds != BLANK).any(axis=0))[:6]
        rows = (self.rows[body] if body.any() else self.rows)[:_ENOUGH]
        for column in used.tolist():
            values = figures(self.facts, rows, column)
            steps = np.diff(values[~np.isnan(values)])
            if len(steps) >= 3:
                same = max((steps == step).mean() for step in (1, -1, 5, 10))
                rising = (steps > 0).mean()
                out[column] = 3 if same >= 0.7 else 2 if rising >= 0.95 else 1
        return out

    def _mean_length(self, column: int) -> float:
        filled = self.kinds[:, column] != BLANK
        return float(self.facts.lengths[self.rows[filled], column].mean()) if filled.any() else 0.0

    def _neighbours(self) -> None:
        coarse = np.pad(self.coarse, 2, constant_values=3)
        at, column = self.at + 2, self.column + 2
        for name, down, right in (
            ("left", 0, -1), ("right", 0, 1), ("up", -1, 0), ("below", 1, 0), ("left2", 0, -2), ("right2", 0, 2), ("up2", -2, 0),  # noqa: E501
        ):  # fmt: skip
            self.table[name] = coarse[at + down, column + right]
        marks = np.pad(self.kinds == MARK, 1)
        self.table["marks_right"] = marks[self.at + 1, self.column + 2].astype(int)
        roles = np.pad(self.roles.astype(int), 1, constant_values=6)
        self.table["role_above"] = roles[self.at]
        self.table["role_below"] = roles[self.at + 2]

    def _pairs(self) -> None:
        for left, right in PAIRS:
            self.table[f"{left}*{right}"] = self.table[left] * 8 + self.table[right]
        table = self.table
        table["role*kind*place"] = (table["role"] * 8 + table["kind"]) * 8 + table["place"]
        table["role*kind*zone"] = (table["role"] * 8 + table["kind"]) * 8 + table["stub_zone"]
        table["line*place*width"] = (table["line"] * 8 + table["place"]) * 8 + table["width"]


PAIRS = (
    ("role", "place"), ("role", "kind"), ("role", "stub_zone"), ("kind", "stub_zone"), ("kind", "column_numbers"), ("kind", "place"),  # noqa: E501
    ("place", "width"), ("line", "lines"), ("line", "kind"), ("left", "right"), ("up", "below"), ("kind", "left"), ("kind", "up"),  # noqa: E501
    ("ending", "place"), ("role", "nth"), ("role", "after"), ("down", "across"), ("place", "numbers"), ("line", "numbers"),  # noqa: E501
    ("kind", "line_numbers"), ("role", "line_numbers"), ("place", "column_numbers"), ("role", "length"), ("length", "place"),  # noqa: E501
    ("role", "column_numbers"), ("span", "place"), ("span", "line"), ("odd", "kind"), ("ending", "right"), ("year", "place"),  # noqa: E501
    ("again", "place"), ("role", "role_below"), ("role", "role_above"), ("down", "place"), ("across", "line"), ("column_length", "place"),  # noqa: E501
    ("role", "span"), ("numbers", "kind"), ("numbers", "role"), ("left", "left2"), ("right", "right2"),
    ("numbers_above", "numbers_below"), ("kind", "numbers_below"), ("kind", "numbers_above"),
    ("column_order", "place"),
    ("column_order", "kind"), ("year", "column_order"), ("role", "numbers_below"),
    ("column_order", "stub_zone"),
)  # fmt: skip


def _alike(cells: np.ndarray) -> float:
    """Share of the commonest kind among non-blank cells (1 where there are none)."""
    filled = cells[cells > 0]
    return float(max((filled == 1).sum(), (filled == 2).sum()) / len(filled)) if len(filled) else 1.0


def _ending(text: str) -> int:
    if text.endswith((":", "：")):
        return 1
    if split_unit(text)[1] is not None:
        return 2
    if text.endswith((")", "）")):
        return 3
    return (
        4
        if text[-1:] in ("率", "数", "额", "量", "名", "期", "人", "值", "比")
        else 5
        if text in ("是", "否", "√", "×")
        else 0
    )


def _span(facts: Facts, row: int, column: int) -> int:
    span = facts.span.get((row, column))
    if span is None:
        return 3 if (row, column) in facts.covered else 0
    return 1 if span[1] > column else 2 if span[0] > row else 0


def cell_scores(features: CellFeatures) -> np.ndarray:
    """Scores of each cell's roles (cells x roles, in the order of `CELL_NAMES`)."""
    return score_table("learned_cells.csv").score(features.table, len(features.at))


def decide_cells(facts: Facts, rows: np.ndarray, roles: np.ndarray) -> dict[tuple[int, int], int]:
    """The most likely role of every non-blank cell of `rows`."""
    features = CellFeatures(facts, rows, roles)
    best = cell_scores(features).argmax(axis=1) if len(features.at) else np.zeros(0, dtype=int)
    pairs = zip(features.rows[features.at].tolist(), features.column.tolist(), best.tolist(), strict=True)
    return {(row, column): role for row, column, role in pairs}


__all__ = ["CELL_NAMES", "TEXT", "CellFeatures", "cell_scores", "decide_cells"]
