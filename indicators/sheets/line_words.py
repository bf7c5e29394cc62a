"""What the words of a line say by themselves: notes, forms, signatures, lines that number the columns."""

from __future__ import annotations

import itertools
import re

import numpy as np

from indicators.sheets.facts import BLANK, NUMBER, Facts
from indicators.sheets.lexicon import fold, lexicon, nfkc

META = re.compile(
    r"^(?:数据库|指标|时间|地区|區域|频率|分类|指標|填报单位|填表单位|制表机关|表号|报送单位|填报地区|地区名称|单位名称|行政区划|统计年度|年度|年份|填报日期|报告期|区划|填报年度|期别|填报年份|上报年份|数据年份|统计年份|联络员|报送截止日期|上报截止日期|报送期限)\s*(?:[((]\S{1,6}[))])?\s*[::]",
    re.I,
)
_FACT = re.compile(r"^[\u4e00-\u9fff]{2,8}\s*(?:[((]\S{1,6}[))])?\s*[::]")
CONTINUED = re.compile(
    r"^(?:[((]?续(?:表|上表)?[))]?|表?\s*[\d一二三四五六七八九十.\-—－]*\s*[((]?续(?:表)?[一二三四五六七八九十\d]*[))]?)\s*[\d一二三四五六七八九十]*\s*(?:[::].{0,40})?$"
)
SIGNED = re.compile(
    r"^(?:(?:单位|部门|科室)?负责人|填表人|填报人|制表人?|审核人?|复核人?|联系人|联系电话|经办人|统计负责人|报出日期|填表日期|(?:单位)?盖章|签字)\s*(?:[((]\S{1,6}[))])?\s*[::]"
)
_NOTE_BEGINS = (
    r"^(?:[注註]|(?:填[报表])?说明|說明|附[注註]|数据来源|資料來源|资料来源|來源|来源|备注|備註"
    r"|備考|資料)\s*\d?\s*[::]"
)
_COUNTERS = frozenset({"栏次", "栏号", "列次", "列号", "序号", "行次", "编号", "序", "-", "--", "no", "no."})
TABLE_NO = re.compile(r"^(?:附?表|附件)\s*[\d一二三四五六七八九十]+")


def how_to_fill(text: str) -> bool:
    """Whether a text tells how a form is filled in (填表说明：…)."""
    return re.match(r"^填[报表]说明\s*[::]", nfkc(text).strip()) is not None


def is_note(text: str) -> bool:
    """Whether a text begins as notes do (注:, 数据来源:)."""
    plain = nfkc(text).strip()
    return re.match(_NOTE_BEGINS, plain) is not None or plain in ("注", "註", "说明", "說明")


def is_surrounding(text: str) -> bool:
    """Whether a text is a line that stands around tables: 续表, 指标：, 表 3."""
    plain = nfkc(text).strip()
    return bool(CONTINUED.match(plain) or META.match(plain) or TABLE_NO.match(plain))


def states_facts(texts: list[str]) -> bool:
    """Whether every cell of a line states a fact of the whole table (填报单位：…, 填报年份：…)."""
    plain = [nfkc(text).strip() for text in texts]
    return all(_FACT.match(text) for text in plain) and any(META.match(text) for text in plain)


def is_numbering(facts: Facts, row: int) -> bool:
    """Whether a head row only numbers the columns (甲 乙 丙 1 2, or 1 2 3)."""
    columns = np.flatnonzero(facts.kinds[row] != BLANK)
    texts = [fold(facts.text(row, int(c))) for c in columns]
    if len(texts) < 2:
        return False
    plain = all(text in lexicon().letters or re.fullmatch(r"[((]?\d{1,2}[))]?", text) for text in texts)
    return plain and (texts[0] in lexicon().letters or counts_up(facts, row, columns))


def counts_up(facts: Facts, row: int, columns: np.ndarray) -> bool:
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
