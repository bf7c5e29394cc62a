"""The role of every line: learned scores, the words that settle it, and the best sequence of both."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from indicators.sheets.areas import looks_like_area
from indicators.sheets.dims import clean_label
from indicators.sheets.facts import BLANK, DATE, NUMBER, TEXT, Facts
from indicators.sheets.lexicon import fold, lexicon, nfkc
from indicators.sheets.line_evidence import adds_up, heads_lines
from indicators.sheets.lines import LineFeatures
from indicators.sheets.looks import introduces
from indicators.sheets.scores import best_path, score_table
from indicators.sheets.series_lines import series_lines
from indicators.sheets.units import as_unit, unit_row
from indicators.sheets.values import parse_text
from indicators.sheets.year_lines import year_lines
from indicators.sheets.year_notes import BELOW, year_notes
from indicators.sheets.years import parse_period

TITLE, HEADER, GROUP, DATA, TOTAL, NOTE = range(6)
NAMES = ("title", "header", "group", "data", "total", "note")
_SMOOTH = 0.3
_MANY = 1200
_META = re.compile(
    r"^(?:数据库|指标|时间|地区|區域|频率|分类|指標|填报单位|填表单位|制表机关|表号|报送单位|填报地区|地区名称|单位名称|行政区划|统计年度|年度|年份|填报日期|报告期|区划|填报年度|期别|填报年份|上报年份|数据年份|统计年份|联络员|报送截止日期|上报截止日期|报送期限)\s*(?:[((]\S{1,6}[))])?\s*[::]",
    re.I,
)
_FACT = re.compile(r"^[\u4e00-\u9fff]{2,8}\s*(?:[((]\S{1,6}[))])?\s*[::]")
_CONTINUED = re.compile(
    r"^(?:[((]?续(?:表|上表)?[))]?|表?\s*[\d一二三四五六七八九十.\-—－]*\s*[((]?续(?:表)?[一二三四五六七八九十\d]*[))]?)\s*[\d一二三四五六七八九十]*\s*(?:[::].{0,40})?$"
)
_SIGNED = re.compile(
    r"^(?:(?:单位|部门|科室)?负责人|填表人|填报人|制表人?|审核人?|复核人?|联系人|联系电话|经办人|统计负责人|报出日期|填表日期|(?:单位)?盖章|签字)\s*(?:[((]\S{1,6}[))])?\s*[::]"
)
_NOTE_BEGINS = (
    r"^(?:[注註]|(?:填[报表])?说明|說明|附[注註]|数据来源|資料來源|资料来源|來源|来源|备注|備註"
    r"|備考|資料)\s*\d?\s*[::]"
)
_COUNTERS = frozenset({"栏次", "栏号", "列次", "列号", "序号", "行次", "编号", "序", "-", "--", "no", "no."})
_DATED = re.compile(r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|[./-]\d{1,2}[./-]\d{1,2})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TABLE_NO = re.compile(r"^(?:附?表|附件)\s*[\d一二三四五六七八九十]+")


@dataclass(slots=True)
class LineRoles:
    """Role of every row (-1: blank) and why; `features` and `scores` are those of the `rows` looked at singly."""  # noqa: E501

    roles: np.ndarray
    rows: np.ndarray
    features: LineFeatures
    scores: np.ndarray
    evidence: dict[int, list[tuple[str, int, float]]] = field(default_factory=dict)

    def reason(self, row: int) -> str:
        """Why a row got its role: the words that settled it, else the learned features that spoke most."""
        words = [
            text for text, role, score in self.evidence.get(row, []) if role == self.roles[row] and score > 0
        ]
        if words:
            return "、".join(words)
        at = np.searchsorted(self.rows, row)
        if at >= len(self.rows) or self.rows[at] != row:
            return "与上下数据行相同"
        return "、".join(
            score_table("learned_lines.csv").reasons(self.features.table, int(at), int(self.roles[row]))
        )


def line_roles(facts: Facts, knows: Callable[[str], bool] | None = None) -> LineRoles:
    """Decide the role of every line of a sheet; `knows` tells whether a label names an indicator."""
    filled = np.flatnonzero((facts.kinds != BLANK).any(axis=1))
    rows = _worth_a_look(facts, filled)
    features = LineFeatures(facts, rows)
    table = score_table("learned_lines.csv")
    scores = table.score(features.table, len(rows))
    found = LineRoles(np.full(facts.n_rows, -1, dtype=np.int8), rows, features, scores)
    again = _repeated_heads(facts, features)
    years, year_heads = year_lines(facts, rows)
    series = series_lines(facts, rows)
    for index, row in enumerate(rows):
        evidence = [
            *_evidence(facts, features, index, int(row), knows),
            *adds_up(features, index),
            *heads_lines(facts, features, index),
        ]
        if index in series:
            evidence = [("说明数列的行，不是数据", NOTE, 30.0)]
        elif index in years:
            evidence += _body("逐年的各行", 14.0)
        elif index in year_heads:
            evidence.append(("逐年各行上方的栏目名称", HEADER, 9.0))
        if index in again:
            evidence.append(("与上面的栏目名称行相同", HEADER, 9.0))
        if evidence:
            found.evidence[int(row)] = evidence
            for _, role, score in evidence:
                scores[index, role] += score
    path = best_path(scores, table.after * _SMOOTH, table.start * _SMOOTH, table.end * _SMOOTH)
    found.roles[filled] = DATA
    found.roles[rows] = path
    return found


def _worth_a_look(facts: Facts, filled: np.ndarray) -> np.ndarray:
    """Lines to decide singly: all of a short sheet; of a long one the ends and what differs from its neighbours."""  # noqa: E501
    if len(filled) <= _MANY:
        return filled
    coarse = np.where(facts.kinds[filled] == BLANK, 0, np.where(facts.kinds[filled] == TEXT, 1, 2)).astype(
        np.uint8
    )
    count = (coarse > 0).sum(axis=1)
    numbers = (coarse == 2).sum(axis=1)
    odd = (numbers == 0) | (count <= 1)
    odd[: _MANY // 10] = True
    odd[-_MANY // 10 :] = True
    near = odd.copy()
    near[1:] |= odd[:-1]
    near[:-1] |= odd[1:]
    return filled[near][: 20 * _MANY]


def _evidence(
    facts: Facts, features: LineFeatures, index: int, row: int, knows: Callable[[str], bool] | None
) -> list[tuple[str, int, float]]:
    """Words and forms that speak for a role by themselves, with their weight."""
    columns = np.flatnonzero(facts.kinds[row] != BLANK)
    texts = [facts.text(row, int(c)) for c in columns[:60]]
    first = texts[0].strip()
    if index and index + 1 == len(features.rows) and len(texts) == 1 and _META.match(nfkc(first)):
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
    if _SIGNED.match(nfkc(first)) and sum(bool(_SIGNED.match(nfkc(t).strip())) for t in texts) >= 2:
        return [("落款行", NOTE, 12.0)]
    if features.zone[index] in (0, 3) and _states_facts(texts):
        return [("各格都是“名称：内容”", TITLE, 14.0)]
    found = _many_cells(facts, row, columns, texts, knows)
    figures = int((facts.numeric[row, columns] & ~facts.yearish[row, columns]).sum())
    sparse = figures < len(columns) / 2
    if not found and index and figures and _names_columns(facts, int(features.rows[index - 1]), sparse):
        return _body("紧接栏目名称行", 5.0 if sparse else 2.0)
    if not found and index > 1 and figures and _heading_under_names(facts, features, index):
        return _body("栏目名称行与标题行之下", 6.0)
    if not found and index and len(texts) > 2 and _all_named(facts, int(features.rows[index - 1])):
        return _body("紧接栏目名称行", 4.0)
    return found


def how_to_fill(text: str) -> bool:
    """Whether a text tells how a form is filled in (填表说明：…)."""
    return re.match(r"^填[报表]说明\s*[::]", nfkc(text).strip()) is not None


def _states_facts(texts: list[str]) -> bool:
    """Whether every cell of a line states a fact of the whole table (填报单位：…, 填报年份：…)."""
    plain = [nfkc(text).strip() for text in texts]
    return all(_FACT.match(text) for text in plain) and any(_META.match(text) for text in plain)


def _repeated_heads(facts: Facts, features: LineFeatures) -> set[int]:
    """Lines that say again, years apart, what a line of labels above the first figures says."""
    known: set[tuple[tuple[int, str], ...]] = set()
    found: set[int] = set()
    for index in np.flatnonzero((features.count > 1) & (features.share < 1)):
        row, zone = int(features.rows[index]), int(features.zone[index])
        columns = np.flatnonzero(facts.kinds[row] != BLANK)
        if (zone and not known) or (facts.numeric[row, columns] & ~facts.yearish[row, columns]).any():
            continue
        labels = [fold(facts.text(row, int(c))) for c in columns[:60]]
        said = tuple(zip(columns.tolist(), (_YEAR.sub("#", label) for label in labels), strict=False))
        if zone == 0 and any("#" not in text for _, text in said):
            known.add(said)
        elif zone and said in known:
            found.add(int(index))
    return found


def _body(reason: str, score: float) -> list[tuple[str, int, float]]:
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
    if _CONTINUED.match(plain):
        return [("续表", TITLE, 9.0)]
    if re.match(_NOTE_BEGINS, plain) or plain in (
        "注",
        "註",
        "说明",
        "說明",
    ):
        return [("注释行", NOTE, 8.0)]
    if introduces("note", plain):
        return [("注释行", NOTE, 6.0)]
    if _META.match(plain):
        return [("表头信息行", TITLE, 7.0)]
    if _SIGNED.match(plain):
        return [("落款行", NOTE, 8.0)]
    if _TABLE_NO.match(plain):
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
        return [("栏号行", HEADER, 6.0)] if _counts_up(facts, row, columns[:40]) else []
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
    if _counts_up(facts, row, columns):
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


def is_note(text: str) -> bool:
    """Whether a text begins as notes do (注:, 数据来源:)."""
    plain = nfkc(text).strip()
    return re.match(_NOTE_BEGINS, plain) is not None or plain in ("注", "註", "说明", "說明")


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


def is_surrounding(text: str) -> bool:
    """Whether a text is a line that stands around tables: 续表, 指标：, 表 3."""
    plain = nfkc(text).strip()
    return bool(_CONTINUED.match(plain) or _META.match(plain) or _TABLE_NO.match(plain))


def is_numbering(facts: Facts, row: int) -> bool:
    """Whether a head row only numbers the columns (甲 乙 丙 1 2, or 1 2 3)."""
    columns = np.flatnonzero(facts.kinds[row] != BLANK)
    texts = [fold(facts.text(row, int(c))) for c in columns]
    if len(texts) < 2:
        return False
    plain = all(text in lexicon().letters or re.fullmatch(r"[((]?\d{1,2}[))]?", text) for text in texts)
    return plain and (texts[0] in lexicon().letters or _counts_up(facts, row, columns))


def _counts_up(facts: Facts, row: int, columns: np.ndarray) -> bool:
    """Whether a row only numbers the columns (1, 2, 3 …)."""
    figures = [facts.raw(row, int(c)) for c in columns if facts.kinds[row, c] == NUMBER]
    texts = [facts.text(row, int(c)).strip() for c in columns if facts.kinds[row, c] != NUMBER]
    try:
        run = [float(value) for value in figures] + [float(text) for text in texts if text.isdigit()]  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    others = [text for text in texts if not text.isdigit()]
    if any(fold(text) not in _COUNTERS and fold(text) not in lexicon().letters for text in others):
        return False
    starts = bool(run) and run[0] in (0, 1, 2)
    return (
        len(run) >= 3 and starts and len(others) <= 1 and all(b - a == 1 for a, b in itertools.pairwise(run))
    )
