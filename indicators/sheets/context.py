"""What stands around a table: title, unit line, 指标： line, sheet and file name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from indicators.sheets.areas import area_name, looks_like_area
from indicators.sheets.bilingual import beside_unit_line
from indicators.sheets.dims import Reader, clean_label
from indicators.sheets.facts import BLANK, Facts
from indicators.sheets.lexicon import fold, lexicon, nfkc
from indicators.sheets.line_words import CONTINUED, how_to_fill, is_note
from indicators.sheets.numeral_years import with_figures
from indicators.sheets.units import as_unit, split_unit, unit_row
from indicators.sheets.year_notes import BELOW, WHOLE, year_notes
from indicators.sheets.years import Period, parse_period, years_in

_META = re.compile(r"^(?P<key>[\u4e00-\u9fff]{2,8})\s*(?:[((]\S{1,6}[))])?\s*[::]\s*(?P<value>.*)$", re.S)
_NUMBER = re.compile(r"^(?:附?表|附件|续表)\s*[\d一二三四五六七八九十]*(?:[-—–.．]\d+)*\s*[::]?\s*")
_SERIAL = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[a-z]?\d{1,2}(?:[-—–.．]\d{1,2})*[a-z]?[、.\s]\s*)", re.I
)
_TAIL = re.compile(
    r"(?:统计监测表|监测统计表|情况统计表|统计汇总表|基本情况表|情况一览表|统计报表|监测表|统计表|情况表|一览表|汇总表|对比表|调查表|数据表|监测数据|统计数据|基本情况|情况|统计|数据|表)$"
)
_YEARS = re.compile(
    r"(?:截至|截止)?(?:19|20)\d{2}\s*年?\s*(?:[-—–~至]\s*(?:19|20)?\d{2}\s*年?)?(?:度|底|末)?(?:\d{1,2}月(?:\d{1,2}日)?)?|民[国國]\s*\d{2,3}\s*年"
)
_BY = re.compile(
    r"^(?:[各分](?:地区|县[((]市、?区[))]|县市区|市县区|区县|县区|市县|乡镇[((]街道[))]|乡[((]镇、?街道[))]|乡镇街道|镇街|乡镇|街道|村[((]社区[))]|村社区|村居|社区|省市|省份"
    r"|盟市|旗县|地市|市州|[省市州县区旗镇乡村]|区域|性别|城乡|年度|年(?![龄齡])))+的?"
)
_SPLIT_BY = re.compile(r"^(?:[分按][^()]{1,30}?分的|[分按、和][^的()]{1,30}的)(?=.{2})")
_SPAN = re.compile(r"[((](?:19|20)\d\d[^()()]*(?:19|20)\d\d[^()()]*[))]")
"""Words of a title that only say how its figures are split: 分性别、年龄的死亡人口."""
_LEADS = re.compile(
    r"^(?P<area>[\u4e00-\u9fff]{1,9}?(?:省|市|县|区|镇|乡|街道|旗|州|村|社区))(?=各|妇女|儿童|妇幼|两规|两纲|统计|监测|主要|教育|卫生|民政|的|$|\s|分|历年|年)"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_BRACKETS = re.compile(r"[((]([^()()]{1,20})[))]")
_AREA_KEYS = frozenset(
    {"地区", "填报地区", "行政区划", "区划", "地区名称", "行政区域", "所属地区", "区域", "地域"}
)
_OFFICE_KEYS = frozenset(
    {
        "填报单位",
        "填表单位",
        "报送单位",
        "单位名称",
        "制表单位",
        "填报部门",
        "报送部门",
        "上报单位",
        "编报单位",
        "责任部门",
        "填报科室",
    }
)
_INDICATOR_KEYS = frozenset({"指标", "指标名称", "指標", "监测指标", "项目"})
_YEAR_KEYS = frozenset(
    {
        "时间",
        "年份",
        "年度",
        "统计年度",
        "报告期",
        "数据年份",
        "数据年度",
        "填报年度",
        "填报年份",
        "上报年份",
        "期别",
        "统计时间",
        "统计年份",
    }
)


_OTHER_KEYS = frozenset(
    {
        "数据库", "频率", "表号", "制表机关", "填报日期", "分类", "来源", "数据来源", "联络员", "联系人",
        "联系电话", "电话", "报送截止日期", "上报截止日期", "填报截止日期", "报送期限", "报送时限", "填报人",
        "填表人", "制表人", "审核人", "单位负责人", "负责人", "填表日期", "报送日期", "上报日期",
    }
)  # fmt: skip


@dataclass(slots=True)
class Context:
    """What the surroundings say of a whole table; `sources` names the cell (or name) of each fact."""

    title: str = ""
    indicator: str | None = None
    named: bool = False
    units: tuple[str, ...] = ()
    unit: str | None = None
    period: Period | None = None
    area: str | None = None
    breakdown: dict[str, str] = field(default_factory=dict)
    continued: bool = False
    flags: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    lines: dict[tuple[int, int], str] = field(default_factory=dict)


def read_context(facts: Facts, titles: list[int], columns: tuple[int, int], reader: Reader) -> Context:
    """Read the lines above a table."""
    found = Context()
    first, last = columns
    candidates: list[tuple[tuple[int, int], str]] = []
    for row in titles:
        filled = np.flatnonzero(facts.kinds[row] != BLANK)
        for column in filled:
            # a lone cell speaks of the whole line, even from beside the table's own columns
            if not first <= column <= max(last, first) and last >= 0 and len(filled) > 1:
                continue
            text = facts.text(row, int(column))
            if len(filled) > 1 and beside_unit_line(facts, row, int(column)):
                found.lines[row, int(column)] = "unit"
                continue
            if not _line(found, text, reader, (row, int(column))):
                candidates.append(((row, int(column)), text))
    _titles(found, candidates, reader)
    return found


def _line(found: Context, text: str, reader: Reader, cell: tuple[int, int]) -> bool:
    """Take in a line that states one fact (单位：, 指标：, 时间：); False for a title."""
    units = unit_row(text)
    plain = re.sub(r"^[(【](.*)[)】]$", r"\1", nfkc(text).strip(), flags=re.S)
    if units is None and as_unit(text) and not parse_period(text):
        units = (as_unit(text) or "",)
    if units is not None:
        found.units, found.lines[cell] = units, "unit"
        return True
    if CONTINUED.match(plain):
        found.continued, found.lines[cell] = True, "title"
        return len(plain) < 8
    match = _META.match(plain)
    if match is None:
        return False
    key, value = match["key"], match["value"].strip()
    if not value and key not in _OTHER_KEYS | _OFFICE_KEYS:
        return False
    if key in _INDICATOR_KEYS:
        label, unit = split_unit(value)
        found.indicator, found.named, found.unit = label, True, unit or found.unit
    elif key in _YEAR_KEYS:
        found.period = parse_period(value) if not _is_range(value) else found.period
    elif key in _AREA_KEYS or (key in _OFFICE_KEYS and reader.is_area(value)):
        found.area = area_name(value)
    elif key not in _OFFICE_KEYS and key not in _OTHER_KEYS:
        return False
    found.lines[cell] = "title"
    return True


def _is_range(value: str) -> bool:
    period = parse_period(value)
    return period is None or bool(period.label and re.search(r"\d{4}\D+\d{4}", period.label))


def _titles(found: Context, candidates: list[tuple[tuple[int, int], str]], reader: Reader) -> None:
    told: list[Period] = []
    for cell, text in candidates:
        found.lines[cell] = "title"
        plain = clean_label(text)
        notes = [note for note in year_notes(plain) if note.what in (BELOW, WHOLE)]
        if notes and (is_note(plain) or notes[0].what == BELOW):
            found.period = notes[0].period
            continue
        if how_to_fill(plain) or _only_place_or_time(found, plain, reader):
            continue
        longer = len(plain) > len(found.title) and len(found.title) < 6
        if not found.title or longer or (_CHINESE.search(plain) and not _CHINESE.search(found.title)):
            found.title = plain
        years = years_in(plain)
        if len({period.year for period in years}) == 1:
            told.append(years[0])
        _scopes(found, plain)
    found.years = tuple(dict.fromkeys(period.year for period in told if period.year))
    if len(found.years) == 1:
        found.period = found.period or told[0]
    if found.title:
        label, unit = title_label(found.title, reader)
        found.unit = found.unit or unit
        if found.indicator is None and label:
            found.indicator = label
        if found.area is None:
            found.area = leading_area(found.title, reader)


def _only_place_or_time(found: Context, plain: str, reader: Reader) -> bool:
    """Take in a line that is nothing but a year or one of the district's areas; such a line is no title."""
    period = parse_period(plain)
    if period is not None and period.year is not None:
        handed_in = period.as_of is not None and not re.match(r"截|至", plain)
        found.period = found.period or (None if handed_in else period)
        return True
    if fold(area_name(plain)) in reader.areas:
        found.area = area_name(plain)
        return True
    return False


def _scopes(found: Context, title: str) -> None:
    """Scope in brackets that no column holds: (城市), (市辖区)."""
    for match in _BRACKETS.finditer(title):
        word = fold(match[1])
        part = lexicon().breakdown.get(word)
        if part is not None:
            found.breakdown[part[0]] = part[1]
        elif word in ("市辖区", "辖区", "全市", "市区"):
            found.breakdown["范围"] = match[1].strip()


def leading_area(title: str, reader: Reader) -> str | None:
    """The area a title begins with (示例县2023年…), if it is one of the district's or has the form."""
    text = _YEARS.sub("", _SERIAL.sub("", _NUMBER.sub("", with_figures(nfkc(title))))).strip()
    for size in range(min(len(text), 12), 1, -1):
        if fold(text[:size]) in reader.areas:
            return text[:size]
    match = _LEADS.match(text)
    if match and looks_like_area(match["area"]) and match["area"][0] not in "各分按全本我":
        return match["area"]
    return None


def title_label(title: str, reader: Reader) -> tuple[str, str | None]:
    """A title without number, years, area, scope and the words for a table; and its unit in brackets."""
    text, unit = split_unit(with_figures(nfkc(title)))
    area = leading_area(text, reader)
    text = _SERIAL.sub("", _NUMBER.sub("", text)).strip()
    text = _YEARS.sub("", _SPAN.sub("", text)).strip(" 年、,")
    if area and text.startswith(area):
        text = text[len(area) :]
    for strip in (lambda t: t, lambda t: _BY.sub("", t)):
        if reader.matcher.knows(strip(text)):
            return strip(text), unit
    for _ in range(2):
        text = _SPLIT_BY.sub("", _BY.sub("", text))
        text = re.sub(r"^(?:全国|全省|全市|全县|全区|历年|年度|主要)", "", text)
    text = re.sub(
        r"[((](?:续表?|城市|农村|城镇|乡村|市辖区|分[^()]*|按[^()]*|截[至止][^()]*|[^()]*单位[^()]*)?[))]",
        "",
        text,
    ).strip()
    text, inner = split_unit(text)
    if reader.matcher.knows(text):
        return text, unit or inner
    return _TAIL.sub("", text).strip("的—- "), unit or inner


def name_context(found: Context, sheet: str, file: str, reader: Reader) -> None:
    """Let sheet and file name say what the lines above the table did not."""
    stem = re.sub(r"\.[A-Za-z]{2,4}$", "", file.rsplit("/", 1)[-1])
    for name, flag in ((sheet, ""), (stem, "year_from_file_name")):
        years = years_in(name)
        if found.period is None and len({period.year for period in years}) == 1:
            found.period, found.flags = years[0], (*found.flags, *((flag,) if flag else ()))
    if found.area is None and sheet:
        bare = area_name(sheet)
        if fold(bare) in reader.areas or (
            looks_like_area(bare) and not re.search(r"^sheet|[()\d、,及含不_-]", bare, re.I)
        ):
            found.area = bare
    if found.indicator is None and sheet and reader.matcher.knows(sheet):
        found.indicator = split_unit(clean_label(sheet))[0]
