"""Evidence for the role of a line: the words and forms that speak for one, with their weight."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from indicators.sheets.areas import looks_like_area
from indicators.sheets.dims import clean_label
from indicators.sheets.facts import BLANK, DATE, TEXT, Facts
from indicators.sheets.lexicon import fold, lexicon, nfkc
from indicators.sheets.line_words import (
    CONTINUED,
    META,
    SIGNED,
    TABLE_NO,
    counts_up,
    how_to_fill,
    is_note,
    states_facts,
)
from indicators.sheets.lines import LineFeatures
from indicators.sheets.looks import introduces
from indicators.sheets.units import as_unit, unit_row
from indicators.sheets.values import parse_text
from indicators.sheets.year_notes import BELOW, year_notes
from indicators.sheets.years import parse_period

TITLE, HEADER, GROUP, DATA, TOTAL, NOTE = range(6)
_DATED = re.compile(r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|[./-]\d{1,2}[./-]\d{1,2})")


def evidence_of(
    facts: Facts, features: LineFeatures, index: int, row: int, knows: Callable[[str], bool] | None
) -> list[tuple[str, int, float]]:
    """Words and forms that speak for a role by themselves, with their weight."""
    columns = np.flatnonzero(facts.kinds[row] != BLANK)
    texts = [facts.text(row, int(c)) for c in columns[:60]]
    first = texts[0].strip()
    if index and index + 1 == len(features.rows) and len(texts) == 1 and META.match(nfkc(first)):
        return [("表末的信息行", NOTE, 14.0)]
    if features.zone[index] in (0, 3) and len(texts) == 1 and how_to_fill(first):
        return [("填表说明", TITLE, 14.0)]
    if len(texts) <= 2 or len({fold(t) for t in texts}) == 1:
        few = (
            _says_year(features, index, texts)
            or _few_cells(texts, first)
            or _sentence(features, index, texts)
            or _lone_cell(facts, features, index, len(texts), first)
        )
        few = few or _over_head(facts, features, index, columns, knows)
        if few:
            return few
    if len(texts) < 2:
        return []
    if SIGNED.match(nfkc(first)) and sum(bool(SIGNED.match(nfkc(t).strip())) for t in texts) >= 2:
        return [("落款行", NOTE, 12.0)]
    if features.zone[index] in (0, 3) and states_facts(texts):
        return [("各格都是“名称：内容”", TITLE, 14.0)]
    found = _many_cells(facts, row, columns, texts, knows)
    figures = int((facts.numeric[row, columns] & ~facts.yearish[row, columns]).sum())
    sparse = figures < len(columns) / 2
    if not found and index and figures and _names_columns(facts, int(features.rows[index - 1]), sparse):
        return body_line("紧接栏目名称行", 5.0 if sparse else 2.0)
    if not found and index > 1 and figures and _heading_under_names(facts, features, index):
        return body_line("栏目名称行与标题行之下", 6.0)
    if not found and index and len(texts) > 2 and _all_named(facts, int(features.rows[index - 1])):
        return body_line("紧接栏目名称行", 4.0)
    return found


def body_line(reason: str, score: float) -> list[tuple[str, int, float]]:
    """Evidence for a body line, leaving open whether it is a total."""
    return [(reason, DATA, score), (reason, TOTAL, score)]


def _heading_under_names(facts: Facts, features: LineFeatures, index: int) -> bool:
    """Whether the line above is one label, and the line above that names the columns."""
    return features.count[index - 1] == 1 and _names_columns(facts, int(features.rows[index - 2]), False)


def _all_named(facts: Facts, row: int) -> bool:
    """Whether nearly every cell of a line is a known column name or a year: no further head is due."""
    if facts.numeric[row].any():
        return False
    columns = np.flatnonzero(facts.kinds[row] != BLANK)[:60]
    named = [fold(facts.text(row, int(c))) in lexicon().column for c in columns]
    years = facts.yearish[row, columns] & ~np.array(named, dtype=bool)
    return len(columns) > 2 and sum(named) > 2 and sum(named) + int(years.sum()) >= 0.8 * len(columns)


def _names_columns(facts: Facts, row: int, by_word: bool) -> bool:
    """Whether a line holds no figures but two or more labels; `by_word`: of known column names."""
    columns = np.flatnonzero(facts.kinds[row] != BLANK)
    if (facts.numeric[row, columns] & ~facts.yearish[row, columns]).any():
        return False
    labels = [fold(facts.text(row, int(c))) for c in columns[:60]]
    return sum(not by_word or label in lexicon().column for label in labels) >= 2


def _lone_cell(
    facts: Facts, features: LineFeatures, index: int, n: int, first: str
) -> list[tuple[str, int, float]]:
    """One cell at the left edge above the figures: a title, unless it is a stub's head."""
    above = features.zone[index] == 0 or (features.zone[index] == 3 and index < 5)
    if n == 1 and features.zone[index] == 1 and index + 1 < len(features.rows) and not is_note(first):
        below = int(features.rows[index + 1])
        columns = np.flatnonzero(facts.kinds[below] != BLANK)
        heads = len(columns) > 1 and fold(facts.text(below, int(columns[0]))) in lexicon().column
        figures = (facts.numeric[below, columns] & ~facts.yearish[below, columns]).any()
        return [("栏目名称行的上一行", TITLE, 6.0)] if heads and not figures else []
    if n != 1 or not above or index + 1 >= len(features.rows):
        return []
    left, right = int(features.first.min()), facts.n_columns - 1
    column = int(features.first[index])
    span = facts.span.get((int(features.rows[index]), column), (0, column))[1]
    if column > left and span - column < 0.8 * (right - left):
        return []
    if fold(first) in lexicon().column:
        return [("栏目名称", HEADER, 4.0)]
    topmost = not (features.count[:index] > 2).any()
    return [("表上方的单独一格", TITLE, 8.0 if topmost else 2.0)]


def _sentence(features: LineFeatures, index: int, texts: list[str]) -> list[tuple[str, int, float]]:
    """A lone date, or a lone sentence with its full stop below the figures: around the table, not in it."""
    if len(texts) != 1:
        return []
    above = features.zone[index] == 0
    if above and index + 1 < len(features.rows) and features.count[index + 1] > 1:
        period = parse_period(texts[0])
        if period is not None and period.year is not None:
            return [("表上方单独的时间", TITLE, 9.0)]
    if _DATED.fullmatch(fold(texts[0])):
        return [("单独的日期", TITLE if above else NOTE, 9.0)]
    return [] if above or not texts[0].strip().endswith("。") else [("句子", NOTE, 8.0)]


def _over_head(
    facts: Facts,
    features: LineFeatures,
    index: int,
    columns: np.ndarray,
    knows: Callable[[str], bool] | None,
) -> list[tuple[str, int, float]]:
    """A lone cell between tables, over a line whose own first cell heads the stub: the next table's title."""
    if len(columns) != 1 or not index or index + 1 >= len(features.rows):
        return []
    row, below = int(features.rows[index]), int(features.rows[index + 1])
    filled = np.flatnonzero(facts.kinds[below] != BLANK)
    figures = facts.numeric[below, filled] & ~facts.yearish[below, filled]
    before = int(features.rows[index - 1])
    if below != row + 1 or len(filled) < 2 or filled[0] != columns[0] or figures.any():
        return []
    if not facts.numeric[before].any() and row == before + 1:
        return []
    texts = [facts.text(below, int(c)) for c in filled[:40]]
    if fold(texts[0]) not in lexicon().column:
        return []
    named = sum(fold(text) in lexicon().column or bool(knows and knows(text)) for text in texts)
    return [("栏目名称行上方的单独一格", TITLE, 9.0)] if named >= 2 or facts.yearish[below].any() else []


def _says_year(features: LineFeatures, index: int, texts: list[str]) -> list[tuple[str, int, float]]:
    """A sentence that gives the figures a year: over the rows it speaks of, or a note."""
    notes = year_notes(texts[0]) if len({fold(t) for t in texts}) == 1 else ()
    if not notes or (len(fold(texts[0])) < 8 and not is_note(texts[0])):
        return []
    if features.zone[index] == 0:
        return [("说明下面数据年份的句子", TITLE, 9.0)]
    if any(note.what == BELOW for note in notes):
        return [("说明下面各行年份的句子", GROUP, 12.0)]
    return [("说明年份的句子", NOTE, 14.0)]


def _few_cells(texts: list[str], first: str) -> list[tuple[str, int, float]]:
    plain = nfkc(first)
    if any(unit_row(text) is not None for text in texts):
        return [("单位行", TITLE, 9.0)]
    if CONTINUED.match(plain):
        return [("续表", TITLE, 9.0)]
    if is_note(plain):
        return [("注释行", NOTE, 8.0)]
    if introduces("note", plain):
        return [("注释行", NOTE, 6.0)]
    if META.match(plain):
        return [("表头信息行", TITLE, 7.0)]
    if SIGNED.match(plain):
        return [("落款行", NOTE, 8.0)]
    if TABLE_NO.match(plain):
        return [("表号", TITLE, 5.0)]
    return []


def _many_cells(
    facts: Facts, row: int, columns: np.ndarray, texts: list[str], knows: Callable[[str], bool] | None
) -> list[tuple[str, int, float]]:
    out: list[tuple[str, int, float]] = []
    numeric = facts.numeric[row, columns]
    yearish = facts.yearish[row, columns]
    figures = int((numeric & ~yearish).sum())
    if figures > 3 and figures >= 0.5 * len(columns) and texts[0].strip() not in lexicon().letters:
        return [("栏号行", HEADER, 6.0)] if counts_up(facts, row, columns[:40]) else []
    folded = [fold(clean_label(text)) for text in texts]
    words = lexicon()
    if (
        len(folded) >= 2
        and folded[0] in ("甲", "乙")
        and figures + sum(f in "甲乙丙丁戊己" for f in folded) >= len(folded) - 1
    ):
        return [("甲乙丙栏号行", HEADER, 12.0)]
    if int(yearish.sum()) >= 2 and figures == 0 and _year_heads(facts, row, columns[yearish]):
        if _named_above(facts, row, columns, yearish):
            return [("各列上方已有名称", DATA, 7.0)]
        out.append(("年份行", HEADER, 7.0))
    named = sum(word in words.column for word in folded)
    if named >= 2 and figures == 0:
        out.append(("栏目名称", HEADER, 6.0))
    elif named == 1 and folded[0] in words.column and figures == 0 and len(folded) > 1:
        out.append(("栏目名称", HEADER, 4.0))
    units = sum(as_unit(text) is not None for text in texts)
    if units >= 2 and units >= len(texts) - 1 and figures == 0:
        out.append(("单位行", HEADER, 7.0))
    if knows is not None and figures == 0:
        known = sum(knows(text) for text in texts[:40])
        if known >= 2:
            out.append(("指标名称", HEADER, 6.0))
    if figures == 0 and sum(looks_like_area(text) for text in texts[1:]) >= max(2, 0.6 * (len(texts) - 1)):
        out.append(("地区名称", HEADER, 4.0))
    if figures == 0 and sum(
        word in words.breakdown or word in words.words["whole"] for word in folded
    ) >= max(2, 0.5 * len(texts)):
        out.append(("分组名称", HEADER, 5.0))
    if counts_up(facts, row, columns):
        out.append(("栏号行", HEADER, 6.0))
    return out


def _year_heads(facts: Facts, row: int, columns: np.ndarray) -> bool:
    """Whether a row's year-like cells read as column heads: written one way, near each other in time."""
    kinds = {int(kind) for kind in facts.kinds[row, columns]}
    if kinds <= {TEXT, DATE}:
        return True
    years = [parse_text(facts.text(row, int(c))).value for c in columns]
    figures = [year for year in years if year is not None]
    return (
        len(kinds) == 1
        and len(figures) == len(years)
        and max(figures) <= 2035
        and max(figures) - min(figures) <= 60
    )


def _named_above(facts: Facts, row: int, columns: np.ndarray, yearish: np.ndarray) -> bool:
    """Whether year-like numbers are counts: the line names a row, and every column has its own name."""
    if not row or int(columns[0]) != int(np.flatnonzero((facts.kinds != BLANK).any(axis=0))[0]):
        return False
    if not yearish[1:].all() or not all(facts.text(row, int(c)).strip().isdigit() for c in columns[1:]):
        return False
    if fold(facts.text(row, int(columns[0]))) in lexicon().column:
        return False
    above = facts.kinds[row - 1, columns]
    words = [facts.text(row - 1, int(c)) for c in columns]
    return bool((above == TEXT).all()) and len({fold(word) for word in words}) == len(words)
