"""Features of lines: what a line shows of itself and of its neighbours, each in a few named steps."""

from __future__ import annotations

import re

import numpy as np

from indicators.sheets.facts import BLANK, MARK, NUMBER, NUMBER_TEXT, TEXT, Facts
from indicators.sheets.lexicon import fold, lexicon
from indicators.sheets.line_fit import coarse, distances, fits, repeated, runs
from indicators.sheets.looks import figures, says, shapes
from indicators.sheets.sums import sums, telling
from indicators.sheets.units import unit_row

_TITLE = re.compile(
    r"^(?:table|表|附表|附件|续表|figure|chart|图)\s*[\da-z一二三四五六七八九十（(:：.—-]|^(?:表|附件|附表)\s*\d",
    re.I,
)
_NOTE = re.compile(
    r"^(?:\\?\d{1,2}[\s).]|\(\d{1,2}\)|\[\d+\]|\\\d|\*|†|‡|#|note|source|footnote|symbol|for more|http|www|see |注\s*[:：\d一二三]|注$|说明\s*[:：]|数据来源|资料来源|备注\s*[:：]|附注"  # noqa: E501
    r"|[a-z]\s?[).]\s|\(?[a-z]\)\s|[a-z]{1,2}/\s|r revised|p prelim|- represents|x not|na not|z less|d data|\.{2,3}\s|-\s+not|制表|填表人|审核|单位负责人)",  # noqa: E501
    re.I,
)
_TOTAL = re.compile(
    r"(?:^|[\s,(])(?:total|totals|sub-?total|all|overall|sum|net)\b|^(?:合计|总计|小计|总数|共计|全国|全县|全市|全区)$|合计|总计",
    re.I,
)
_TOTAL_END = re.compile(r"(?:,|-)\s*total$|\btotal$|[合总總小][计計]$", re.I)
_SOURCE = re.compile(r"source|internet|http|www\.|来源", re.I)


def cut(values: np.ndarray, edges: tuple[float, ...]) -> np.ndarray:
    """Step number of each value: how many edges lie at or below it."""
    return np.searchsorted(np.asarray(edges), values, side="right")


class LineFeatures:
    """All features of the chosen lines of a sheet as small integers, by name."""

    def __init__(self, facts: Facts, rows: np.ndarray) -> None:
        """Work out the features of the non-blank lines `rows` (ascending row numbers)."""
        self.facts = facts
        self.rows = rows
        self.kinds = shapes(facts, rows)
        self.coarse = coarse(self.kinds)
        self.table: dict[str, np.ndarray] = {}
        self._own()
        self._texts()
        self._fits()
        self._neighbours()
        self._pairs()

    def _own(self) -> None:
        kinds = self.kinds
        filled = kinds != BLANK
        self.count = filled.sum(axis=1)
        numeric = (kinds >= 2) & (kinds != 5)
        self.numeric = numeric.sum(axis=1)
        marks = (kinds == MARK).sum(axis=1)
        years = (self.facts.yearish[self.rows] & filled).sum(axis=1)
        self.left = int(filled.any(axis=0).argmax()) if filled.size else 0
        self.first = filled.argmax(axis=1)
        self.share = self.numeric / np.maximum(self.count, 1)
        self.years = years / np.maximum(self.count, 1)
        width = max(int(filled.any(axis=0).sum()), 1)
        body = self.count[self.numeric >= np.maximum(1, self.count * 0.4)]
        usual = (
            float(np.median(body)) if body.size else float(np.median(self.count)) if self.count.size else 1.0
        )
        usual_numbers = float(np.median(self.numeric[self.numeric > 0])) if (self.numeric > 0).any() else 1.0
        table = self.table
        table["count"] = cut(self.count, (2, 3, 4, 6, 10))
        table["fill"] = cut(self.count / width, (0.15, 0.3, 0.5, 0.7, 0.95))
        table["usual"] = cut(self.count / usual, (0.25, 0.5, 0.8, 1.0, 1.2))
        table["numbers"] = cut(self.numeric / usual_numbers, (0.01, 0.3, 0.6, 0.9, 1.1))
        table["share"] = cut(self.share, (0.01, 0.3, 0.5, 0.7, 0.95))
        table["years"] = cut(self.years, (0.01, 0.35, 0.6, 0.95))
        table["marks"] = cut(marks / np.maximum(self.count, 1), (0.01, 0.5))
        table["first"] = np.minimum(self.first - self.left, 3)
        table["single"] = (self.count == 1).astype(int) * (1 + (self.first > self.left))
        table["width"] = cut(np.full(len(self.rows), width), (2, 3, 4, 6, 10))

    def _texts(self) -> None:
        n = len(self.rows)
        lengths = self.facts.lengths[self.rows] * (self.kinds != BLANK)
        texts = self.kinds == TEXT
        self.longest = lengths.max(axis=1) if lengths.size else np.zeros(n)
        first_length = lengths[np.arange(n), self.first] if n else np.zeros(0)
        mean = (lengths * texts).sum(axis=1) / np.maximum(texts.sum(axis=1), 1)
        self.table["longest"] = cut(self.longest, (5, 15, 30, 60, 100))
        self.table["first_length"] = cut(first_length, (3, 8, 20, 40, 80))
        self.table["mean_length"] = cut(mean, (1, 4, 10, 20, 45))
        marks = np.array([self._words(i) for i in range(n)], dtype=int).reshape(n, 12)
        names = (
            "starts", "note", "total", "title", "unit", "colon", "source", "indent", "repeats", "ends",
            "words", "depth",
        )  # fmt: skip
        for index, name in enumerate(names):
            self.table[name] = marks[:, index]
        self.depth = self.table.pop("depth")
        self.table["words"] = cut(self.table["words"], (1, 2, 4, 8, 16))

    def _fits(self) -> None:
        """Whether the cells are as their columns are, and whether the figures add up others."""
        table, n = self.table, len(self.rows)
        below, above = fits(self.coarse)
        table["fits_below"] = cut(below, (0.15, 0.35, 0.55, 0.75, 0.9))
        table["fits_above"] = cut(above, (0.15, 0.35, 0.55, 0.75, 0.9))
        table["repeated"] = cut(repeated(self.facts, self.rows), (0.01, 0.3, 0.6, 0.95))
        columns = telling((self.kinds == NUMBER) | (self.kinds == NUMBER_TEXT))
        told = [figures(self.facts, self.rows, column) for column in columns.tolist()]
        table["sums"] = sums(np.array(told).T, self.depth) if told else np.zeros(n, dtype=int)
        table["reach"] = cut(self._reach(), (0.3, 0.6, 0.99))

    def _reach(self) -> np.ndarray:
        """How far to the right each line goes, of the widest."""
        filled = self.kinds != BLANK
        if not filled.size:
            return np.zeros(len(self.rows))
        last = filled.shape[1] - 1 - filled[:, ::-1].argmax(axis=1)
        return (last - self.left + 1) / max(filled.shape[1] - self.left, 1)

    def _words(self, index: int) -> tuple[int, ...]:
        row, column = int(self.rows[index]), int(self.first[index])
        text = self.facts.text(row, column)
        bare = text.strip()
        char = bare[:1]
        starts = (
            0 if not char else 1 if char.isdigit() else 2 if char.islower() else 3 if char.isupper() else 4
        )
        if char and "\u4e00" <= char <= "\u9fff":
            starts = 5
        elif char and char in "[(（【":
            starts = 6
        words = lexicon().words
        folded = fold(bare)[:12]
        note = bool(_NOTE.match(bare)) or any(folded.startswith(w) for w in words["note"] if len(w) > 2)
        if note and self.count[index] > 3 and self.share[index] > 0:
            note = False
        unit = unit_row(self.facts.text(row, self._last(index))) is not None or unit_row(text) is not None
        indent = len(text) - len(text.lstrip()) + 2 * self.facts.grid.indents.get((row, column), 0)
        title = bool(_TITLE.match(bare)) or (
            says("table", bare, start=True) and any(map(str.isdigit, bare[:16]))
        )
        return (
            starts, int(note or says("note", bare, start=True)), self._total(index),
            int(title), int(unit), int(bare.endswith((":", "："))),
            int(bool(_SOURCE.search(bare[:200])) or says("source", bare[:200])),
            (indent > 0) + (indent > 3), self._repeats(index), _ending(bare), min(bare.count(" "), 20),
            indent,
        )  # fmt: skip

    def _total(self, index: int) -> int:
        """A word for a total among the labels at the left: 1 inside one, 2 as one, 3 at one's end."""
        row, best = int(self.rows[index]), 0
        columns = np.flatnonzero(self.kinds[index] == TEXT)[:3]
        for column in columns.tolist():
            bare = self.facts.text(row, column).strip()[:60].rstrip(" .:…*0123456789\\")
            if _TOTAL.search(bare[:40]) or says("total", bare):
                whole = len(bare) < 12 and says("total", bare, start=True)
                best = max(best, 2 if whole else 3 if _TOTAL_END.search(bare) else 1)
        return best

    def _last(self, index: int) -> int:
        return int(np.flatnonzero(self.kinds[index] != BLANK)[-1])

    def _repeats(self, index: int) -> int:
        columns = np.flatnonzero(self.kinds[index] == TEXT)[:40]
        if columns.size < 2:
            return 0
        row = int(self.rows[index])
        texts = [fold(self.facts.text(row, int(c))) for c in columns]
        return 1 + (len(set(texts)) < len(texts))

    def _neighbours(self) -> None:
        n = len(self.rows)
        table = self.table
        numberish = (self.numeric >= 2) & (self.share >= 0.4) & (self.years < 0.6) | (self.share >= 0.99) & (
            self.years < 0.5
        )
        numberish |= (
            (self.numeric >= 1)
            & (self.count == 2)
            & (self.first == self.left)
            & (self.share >= 0.5)
            & (self.years < 0.5)
        )
        where = np.flatnonzero(numberish)
        order = np.arange(n)
        before = where[0] if where.size else n
        after = where[-1] if where.size else -1
        zone = np.where(order < before, 0, np.where(order > after, 2, 1)) if where.size else np.full(n, 3)
        self.zone = zone
        up, down = distances(numberish)
        table["up_to_figures"] = cut(up, (1, 2, 3, 5, 9))
        table["down_to_figures"] = cut(down, (1, 2, 3, 5, 9))
        table["zone"] = zone
        table["to_body"] = np.where(zone == 0, cut(before - order, (2, 3, 4, 6)), 5)
        table["from_body"] = np.where(zone == 2, cut(order - after, (2, 3, 5, 9)), 5)
        table["top"] = cut(order, (1, 2, 3, 5, 9))
        table["bottom"] = cut(n - 1 - order, (1, 2, 4, 8))
        table["lines"] = cut(np.full(n, n), (4, 8, 15, 30, 60))
        gaps = np.diff(self.rows, prepend=-1) - 1
        table["gap_above"] = np.where(order == 0, 3, np.minimum(gaps, 2)) if n else gaps
        table["gap_below"] = np.append(np.minimum(gaps[1:], 2), 3) if n else gaps
        for name, step in (("previous", -1), ("next", 1), ("previous2", -2), ("next2", 2)):
            self._shifted(name, step)
        for name, step in (("like_previous", -1), ("like_next", 1)):
            table[name] = self._alike(step)
        above, below = runs(table["like_previous"] == 4)
        table["run_above"] = cut(above, (1, 2, 4, 8, 20))
        table["run_below"] = cut(below, (1, 2, 4, 8, 20))
        table["merge"] = self._merged()

    def _shifted(self, name: str, step: int) -> None:
        for key, levels in (
            ("share", 6),
            ("single", 3),
            ("years", 5),
            ("count", 6),
            ("note", 2),
            ("indent", 3),
            ("total", 4),
            ("longest", 6),
            ("fits_below", 6),
        ):
            values = self.table[key]
            moved = np.full(len(values), levels)
            if step < 0:
                moved[-step:] = values[:step]
            else:
                moved[:-step] = values[step:]
            self.table[f"{name}_{key}"] = moved

    def _alike(self, step: int) -> np.ndarray:
        n = len(self.rows)
        out = np.full(n, 5)
        if n < 2:
            return out
        shape = self.coarse
        either = ((shape[1:] > 0) | (shape[:-1] > 0)).sum(axis=1)
        same = ((shape[1:] == shape[:-1]) & (shape[1:] > 0)).sum(axis=1)
        level = cut(same / np.maximum(either, 1), (0.01, 0.3, 0.6, 0.95))
        if step < 0:
            out[1:] = level
        else:
            out[:-1] = level
        return out

    def _merged(self) -> np.ndarray:
        wide = {row for (row, column), (_, right) in self.facts.span.items() if right > column}
        return np.array([int(int(row) in wide) for row in self.rows], dtype=int)

    def _pairs(self) -> None:
        """Conjunctions that single steps cannot express."""
        table = self.table
        for left, right in PAIRS:
            table[f"{left}*{right}"] = table[left] * 8 + table[right]


def _ending(text: str) -> int:
    """How a text ends: 1 full stop, 2 bracket, 3 digit, 4 comma or dash."""
    char = text[-1:]
    return (
        1 if char in ".。!?" and char else 2 if char in ")]）】" and char else 3 if char.isdigit()
        else 4 if char in ",-–—、，" and char else 0
    )  # fmt: skip


PAIRS = (
    ("single", "zone"), ("share", "zone"), ("share", "next_share"), ("share", "previous_share"), ("single", "next_share"),  # noqa: E501
    ("single", "previous_share"), ("count", "zone"), ("note", "zone"), ("zone", "to_body"), ("years", "zone"),
    ("single", "first_length"), ("gap_above", "zone"), ("single", "next_single"), ("single", "previous_single"),  # noqa: E501
    ("total", "share"), ("to_body", "count"), ("usual", "share"), ("starts", "single"), ("from_body", "gap_above"),  # noqa: E501
    ("longest", "zone"), ("previous_note", "zone"), ("like_next", "share"), ("like_previous", "share"), ("unit", "single"),  # noqa: E501
    ("single", "next_indent"), ("years", "next_years"), ("numbers", "zone"), ("top", "single"), ("bottom", "single"),  # noqa: E501
    ("to_body", "like_next"), ("to_body", "fill"), ("total", "indent"), ("years", "share"), ("title", "zone"),
    ("sums", "total"), ("sums", "indent"), ("fits_below", "zone"), ("fits_below", "fits_above"), ("fits_below", "share"),  # noqa: E501
    ("run_below", "run_above"), ("run_above", "fits_below"), ("repeated", "fits_below"), ("ends", "zone"), ("words", "single"),  # noqa: E501
    ("up_to_figures", "down_to_figures"), ("single", "down_to_figures"), ("previous_longest", "single"), ("starts", "zone"),  # noqa: E501
    ("reach", "count"), ("run_below", "share"), ("total", "zone"), ("repeated", "share"),
)  # fmt: skip
