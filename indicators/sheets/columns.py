"""Which columns of a block are stubs, which hold figures, which are left aside, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from indicators.sheets.areas import code_level
from indicators.sheets.dims import NOT_OBSERVED, Reader, clean_label, is_measure
from indicators.sheets.facts import BLANK, MARK, NUMBER, NUMBER_TEXT, TEXT, Facts
from indicators.sheets.heads import Head
from indicators.sheets.labels import simple
from indicators.sheets.lexicon import fold, lexicon
from indicators.sheets.units import as_unit, split_unit

_SAMPLE = 400
_RIGHT = "数据右侧的文字列"
_NO_FIGURES = re.compile(r"电话|时间|日期|号码")
_AGE_WORD = re.compile(r"^(?:年[龄齡齢](?:组|段|別|别|分组)?|age(?:group)?)(?:[((].{1,3}[))])?$")


@dataclass(slots=True)
class Column:
    """One column's part in the table: `use` is stub, data or ignored; `dim` what a stub names."""

    index: int
    use: str
    dim: str = ""
    reason: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class _Content:
    """Shares of a column's sampled body cells."""

    filled: int
    numbers: float
    texts: float
    years: float
    marks: float
    values: list[str]


def find_columns(
    facts: Facts,
    body: list[int],
    first: int,
    last: int,
    heads: dict[int, Head],
    reader: Reader,
    others: frozenset[int] = frozenset(),
) -> list[Column]:
    """Decide every column of a block; stubs come out with the dimension their head or content shows.

    Columns of `others` belong to other tables and are left out.
    """
    sample = body if len(body) <= _SAMPLE else [*body[: _SAMPLE // 2], *body[-_SAMPLE // 2 :]]
    found: list[Column] = []
    for index in range(first, last + 1):
        if index in others:
            continue
        content = _content(facts, sample, index)
        word, dim = head_word(facts, heads.get(index))
        depth = len(heads[index].cells) if index in heads else 0
        column = _named(index, word, dim, content, reader, depth) or _unnamed(
            index, word, content, found, reader, heads
        )
        found.append(column)
    _names_right(found, facts, sample, reader)
    _settle_codes(found)
    _offices(found, facts, sample)
    _no_data_left(found, facts, sample)
    return found


def head_word(facts: Facts, head: Head | None) -> tuple[str, str]:
    """A column's own head label and the dimension it names ("" if none)."""
    if head is None or not head.cells:
        return "", ""
    words = lexicon().column
    if row_names(facts, head):
        return "", ""
    if len(head.cells) > 1 and _of_unit_line(facts, head.cells[-1]):
        head = Head(head.column, head.cells[:-1])
    whole = "".join(clean_label(facts.text(*cell)) for cell in head.cells)
    stacked = None if fold(whole) in words else _stacked(_corner_words(facts, head))
    if stacked is not None:
        return stacked
    for text in (clean_label(facts.text(*head.cells[-1])), whole, split_unit(whole)[0]):
        dim = words.get(fold(text)) or words.get(simple(text))
        if dim:
            return text, dim
    text = clean_label(facts.text(*head.cells[-1]))
    parts = [part for part in re.split(r"[\\/、|\s]+", text) if part]
    dims = [words[fold(part)] for part in parts if fold(part) in words]
    if len(parts) > 1 and len(dims) == len(parts):
        return text, "corner:" + ",".join(dims)
    return text, ""


def row_names(facts: Facts, head: Head) -> dict[int, str]:
    """What each head row holds, where the first column names the rows and not itself: 指标, 地区, 单位."""
    if len(head.cells) <= 2:
        return {}
    dims = {cell[0]: lexicon().column.get(fold(clean_label(facts.text(*cell))), "") for cell in head.cells}
    known = set(dims.values())
    return dims if len(dims) > 2 and {"indicator", "unit"} <= known and len(known) > 2 else {}


def _corner_words(facts: Facts, head: Head) -> list[str]:
    """The words of a column's head one below the other, in cells or in the lines of one cell."""
    lines = [line for cell in head.cells for line in facts.text(*cell).split("\n")]
    return [clean_label(line) for line in lines if clean_label(line)]


def _stacked(texts: list[str]) -> tuple[str, str] | None:
    """A corner of several words one below the other (地区 over 性别): which stands below them is open."""
    dims = [lexicon().column.get(fold(text)) for text in texts]
    if len(texts) == 2 and dims == [None, "breakdown"] and not as_unit(texts[0]):
        return texts[0], ""
    if len(texts) < 2 or not set(dims) <= {"area", "indicator", "indicator_part", "year", "breakdown"}:
        return None
    if len(set(dims)) == 1:
        return texts[0], dims[0] or ""
    return "".join(texts), "corner:" + ",".join(dict.fromkeys(filter(None, dims)))


def _of_unit_line(facts: Facts, cell: tuple[int, int]) -> bool:
    """Whether a head cell is the word 单位 at the front of a line of units."""
    row, column = cell
    if lexicon().column.get(fold(facts.text(row, column))) != "unit":
        return False
    others = [int(c) for c in np.flatnonzero(facts.kinds[row] != BLANK) if c != column]
    return bool(others) and all(as_unit(facts.text(row, c)) for c in others)


def _content(facts: Facts, sample: list[int], index: int) -> _Content:
    kinds = facts.kinds[sample, index]
    filled = int((kinds != BLANK).sum())
    base = max(filled, 1)
    years = int((facts.yearish[sample, index] & (kinds != BLANK)).sum())
    shown = sample[:40] if index > 4 and (kinds[kinds != BLANK] == NUMBER).all() else sample
    values = [facts.text(row, index) for row in shown if facts.kinds[row, index] != BLANK]
    return _Content(
        filled,
        int(((kinds == NUMBER) | (kinds == NUMBER_TEXT) | (kinds == 6)).sum()) / base,
        int((kinds == TEXT).sum()) / base,
        years / base,
        int((kinds == MARK).sum()) / base,
        values,
    )


def _share(values: list[str], test: object) -> float:
    distinct = list(dict.fromkeys(values))[:200]
    return sum(bool(test(value)) for value in distinct) / max(len(distinct), 1)  # type: ignore[operator]


def _named(
    index: int, word: str, dim: str, content: _Content, reader: Reader, depth: int
) -> Column | None:  # fmt: skip
    """A column whose head names its dimension, unless its content contradicts it."""
    if dim.startswith("corner:"):
        return None
    if dim == "remark" and content.numbers > 0.5 and depth > 1 and not _NO_FIGURES.search(word):
        return None
    if dim == "reason":
        return Column(index, "ignored", dim, "没有数据的原因", word)
    if dim in ("remark", "target"):
        reason = NOT_OBSERVED if dim == "target" else f"“{word}”栏不含指标数据"
        return Column(index, "ignored", dim, reason, word)
    if dim in ("value", "numerator", "denominator"):
        return (
            Column(index, "data", dim, f"栏目“{word}”", word)
            if content.texts < 0.5 or not content.filled
            else None
        )
    if not dim or not content.filled:
        return None
    fits = {
        "area": content.texts > 0.5 and content_dim(content.values, reader) != "indicator",
        "area_code": content.texts < 0.5
        or _share(content.values, lambda v: re.fullmatch(r"[A-Za-z0-9_.\-]+", v)) > 0.8,
        "indicator": content.texts > 0.5,
        "indicator_part": content.texts > 0.5,
        "indicator_code": True,
        "year": content.years > 0.5 or content.texts > 0.5 or (fold(word) != "年" and content.numbers > 0.5),
        "unit": _share(content.values, as_unit) > 0.5,
        "serial": content.texts < 0.5 or _share(content.values, lambda v: len(v) <= 4) > 0.8,
        "breakdown": content.texts > 0.5 or (is_age_word(word) and _ages(content.values)),
    }
    if dim in ("area", "indicator", "indicator_part") and content.texts + content.years > 0.5:
        dim = "year" if content_dim(content.values, reader) == "year" else dim
    if fits.get(dim):
        return Column(index, "stub", dim, f"栏目“{word}”", word)
    if dim == "unit" and content.texts > 0.5:
        if _share(content.values, reader.is_area) > 0.5:
            return Column(index, "stub", "area", f"栏目“{word}”下是地区名称", word)
        return Column(index, "ignored", "remark", f"“{word}”栏不含计量单位", word)
    return None


def _unnamed(
    index: int, word: str, content: _Content, before: list[Column], reader: Reader, heads: dict[int, Head]
) -> Column:
    """A column decided by its content and place."""
    leading = all(column.use != "data" for column in before)
    if not content.filled:
        named = bool(heads.get(index) and heads[index].cells)
        if named and (not leading or any(column.use == "stub" for column in before)):
            return Column(index, "data", "", "全空的数据列", word)
        return Column(index, "ignored", "blank", "空列")
    figures = content.numbers + content.marks
    if content.years > 0.6 and leading and (not word or content.texts > 0 or _year_run(content)):
        return Column(index, "stub", "year", "各行是年份", word)
    if leading and not word and content.numbers > 0.8:
        if _share(content.values, lambda v: code_level(v) is not None and len(v) >= 6) > 0.8:
            return Column(index, "stub", "area_code", "各行是区划代码", word)
        if _counts(content.values):
            return Column(index, "stub", "serial", "各行依次编号", word)
    if figures >= 0.5:
        return Column(index, "data", "", "多数单元格是数值", word)
    if any(column.use == "stub" for column in before) and reader.token(word).dim == "indicator":
        return Column(index, "data", "", "栏目是指标名称", word)
    if leading:
        return Column(index, "stub", content_dim(content.values, reader), "文字列", word)
    if _share(content.values, as_unit) > 0.6:
        return Column(index, "stub", "unit", "各行是计量单位", word)
    return Column(index, "ignored", "remark", _RIGHT, word)


def is_age_word(word: str) -> bool:
    """Whether a column's word says that its rows are ages or age groups."""
    return bool(_AGE_WORD.match(fold(word)))


def _ages(values: list[str]) -> bool:
    """Whether texts are ages one by one: whole numbers that rise, with groups or a total among them."""
    plain = [value.strip() for value in values]
    ages = [int(value) for value in plain if re.fullmatch(r"\d{1,3}", value)]
    rising = sum(b > a for a, b in pairwise(ages))
    return len(ages) >= 2 and max(ages) <= 130 and rising >= 0.8 * (len(ages) - 1)


def _year_run(content: _Content) -> bool:
    """Whether a column runs through the years one by one, up or down, as no figures do."""
    if content.years < 1:
        return False
    figures = [float(value) for value in content.values if re.fullmatch(r"\d{4}(\.0+)?", value.strip())]
    steps = {b - a for a, b in pairwise(figures)}
    return len(figures) == len(content.values) >= 2 and len(steps) <= 2 and bool(steps & {1.0, -1.0})


def _counts(values: list[str]) -> bool:
    digits = [int(value) for value in values if value.strip().isdigit()]
    return (
        len(digits) >= 2
        and len(digits) >= 0.8 * len(values)
        and digits[0] in (0, 1)
        and sum(b - a == 1 for a, b in pairwise(digits)) >= len(digits) - 2
        and all(b > a for a, b in pairwise(digits))
    )


def content_dim(values: list[str], reader: Reader) -> str:
    """What the texts of a stub column name, by their form: area, indicator, breakdown, year or "" (open)."""
    tokens = [reader.token(value) for value in list(dict.fromkeys(values))[:200]]
    n = max(len(tokens), 1)
    share = {
        dim: sum(token.dim == dim for token in tokens) / n
        for dim in ("indicator", "area", "part", "period", "unit", "whole")
    }
    with_unit = sum(token.unit is not None and token.dim not in ("unit", "period") for token in tokens) / n
    measures = sum(token.dim == "text" and is_measure(token.text) for token in tokens) / n
    if share["unit"] > 0.6:
        return "unit"
    if share["period"] > 0.6:
        return "year"
    scores = {
        "area": share["area"] + 0.5 * share["whole"] * (share["area"] > 0),
        "indicator": max(share["indicator"] * 1.5, with_unit, measures),
        "breakdown": share["part"] + 0.5 * share["whole"] * (share["part"] > 0),
    }
    best = max(scores, key=lambda dim: scores[dim])
    return best if scores[best] >= 0.3 else ""


def _names_right(found: list[Column], facts: Facts, sample: list[int], reader: Reader) -> None:
    """Where nothing on the left names the rows, a column of areas or indicators further right does."""
    if any(c.use == "stub" and c.dim not in ("serial", "unit", "area_code", "year") for c in found):
        return
    for column in found:
        if column.dim == "remark" and column.reason == _RIGHT:
            values = [
                facts.text(row, column.index) for row in sample if facts.kinds[row, column.index] != BLANK
            ]
            dim = content_dim(values, reader)
            if dim in ("area", "indicator"):
                column.use, column.dim, column.reason = "stub", dim, "各行的名称在数据右侧"
                return


def _settle_codes(found: list[Column]) -> None:
    """A code column beside an indicator stub and no area stub numbers indicators."""
    dims = {column.dim for column in found if column.use == "stub"}
    for column in found:
        if column.dim == "area_code" and "area" not in dims and "indicator" in dims:
            column.dim = "indicator_code"


def _offices(found: list[Column], facts: Facts, sample: list[int]) -> None:
    """A first column 单位 that holds names names the rows, where no other column does."""
    named = any(column.use == "stub" and column.dim not in ("serial", "unit", "year") for column in found)
    first = next((column for column in found if column.dim not in ("serial", "blank")), None)
    if named or first is None or first.dim != "remark" or lexicon().column.get(fold(first.word)) != "unit":
        return
    if (facts.kinds[sample, first.index] == TEXT).mean() > 0.5:
        first.use, first.dim, first.reason = "stub", "area", f"栏目“{first.word}”下是单位名称"


def _no_data_left(found: list[Column], facts: Facts, sample: list[int]) -> None:
    """Where every column came out as a stub, the last numeric one holds the figures."""
    if any(column.use == "data" for column in found):
        return
    for column in reversed(found):
        kinds = facts.kinds[sample, column.index]
        if (
            column.dim in ("year", "area_code", "serial")
            and lexicon().column.get(fold(column.word)) != column.dim
            and ((kinds == NUMBER) | (kinds == NUMBER_TEXT)).any()
        ):
            if sum(other.use == "stub" for other in found) > 1 and column.dim != "serial":
                column.use, column.dim, column.reason = "data", "", "唯一的数值列"
            return
