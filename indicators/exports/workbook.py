"""The results workbook: verdicts, targets, figures, findings and sources, with native charts."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Any

from indicators.assess import Settings, attainment_rate
from indicators.catalog.book import Book
from indicators.catalog.handbook import PLAN_WORDS
from indicators.exports.files import replaced
from indicators.exports.progress import Progress, nobody
from indicators.exports.results import Results, gather
from indicators.model import Assessment
from indicators.neutral import neutral
from indicators.store import Published, Store

WORDS: dict[str, Any] = tomllib.loads(
    (resources.files("indicators.exports") / "workbook.toml").read_text(encoding="utf-8")
)
ALERTS: dict[str, str] = WORDS["alerts"]
COLOURS: dict[str, str] = WORDS["colours"]
PACE: dict[str, str] = WORDS["pace"]
OUTLOOK: dict[str, str] = WORDS["outlook"]
LEVELS: dict[str, str] = WORDS["levels"]
OTHER = "其他"
CAUSES: dict[str, str] = WORDS["causes"]
SEVERITY: dict[str, str] = WORDS["severity"]
MISSING: dict[str, str] = WORDS["missing"]
HIDDEN = "按规定不公布"
MOST_CHARTS = 24
"""Indicators drawn one by one: those that lag, the gravest first."""


def write_workbook(
    store: Store,
    out: Path,
    *,
    year: int | None = None,
    result: Published | None = None,
    public: bool = False,
    compare: str | None = None,
    home: str | None = None,
    progress: Progress = nobody,
) -> int:
    """Write the workbook to `out`, whole or not at all; how many verdicts it holds.

    See `results.gather`. Raises OSError, StoreError kinds.
    """
    progress(0.1, "评估和数据")
    found = gather(store, year=year, result=result, public=public, compare=compare, home=home)
    progress(0.5, "写工作簿")
    data = results_book(found)
    with replaced(out) as draft:
        draft.write_bytes(data)
    progress(1.0, "完成")
    return len(found.items)


def results_book(found: Results) -> bytes:
    """The workbook of gathered results, as xlsx; the same results give the same bytes."""
    from indicators.exports.workbook_charts import lagging_charts, overview

    book = Book(f"{found.home}{found.year}年监测结果")
    about(book, found)
    overview(book, found)
    _verdicts(book, found.items)
    _targets(book, found.items)
    _years(book, found)
    lagging_charts(book, found)
    _places(book, found)
    if found.compared:
        _changes(book, *found.compared)
    if not found.public:
        _findings(book, found.findings)
        _sources(book, found.figures)
    _constants(book, found.settings)
    return book.bytes()


def about(book: Book, found: Results) -> None:
    """说明: what the workbook holds and from what it was made."""
    sheet = book.sheet("说明")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    book.merged(sheet, (0, 0), (0, 1), neutral(f"{found.home}{found.year}年两规划监测结果"), book.title)
    made = found.result
    rate = attainment_rate(found.items, found.settings)
    kind = "public" if found.public else "internal"
    said = WORDS["about"]
    given = f"{made.at.astimezone():%Y-%m-%d %H:%M}，{made.by}" if made else ""
    rows = [
        ("地区", found.home),
        ("评估年份", f"{found.year}年"),
        ("达标率", f"{rate.text}（{rate.meaning}）"),
        ("依据", f"已发布的结果“{made.title}”（{given}）" if made else "现在的数据"),
        ("数据版本", found.data_version or "无数据"),
        ("目标版本", "" if found.catalog_version is None else str(found.catalog_version)),
        ("范围", said[kind]),
        ("工作表", said[f"{kind}_sheets"]),
        ("注意", said["note"]),
    ]
    for line, (name, text) in enumerate(rows, 2):
        sheet.write_string(line, 0, name, book.head)
        sheet.write_string(line, 1, neutral(text), book.body)


def table(book: Book, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]],
          freeze: int = 0) -> tuple[Any, int]:  # fmt: skip
    """A sheet with a head, frozen panes and a filter: the sheet and how many rows it has."""
    sheet = book.sheet(name)
    for at, (word, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, neutral(word), book.head)
    count = 0
    for line, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            put(book, sheet, line, at, value)
        count = line
    sheet.freeze_panes(1, freeze)
    sheet.repeat_rows(0)
    if count:
        sheet.autofilter(0, 0, count, len(columns) - 1)
    return sheet, count


def put(book: Book, sheet: Any, line: int, at: int, value: Any) -> None:
    """A number as a number, anything else as text that runs nothing."""
    if value is None or value == "":
        sheet.write_blank(line, at, None, book.body)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(line, at, value, book.middle)
    else:
        sheet.write_string(line, at, neutral(str(value))[:32000], book.body)


def heads(name: str) -> list[tuple[str, int]]:
    """The columns of a sheet: head and width."""
    return [(word, width) for word, width in WORDS["columns"][name]["heads"]]


def plan_word(plan: str | None) -> str:
    """妇女, 儿童, 基层."""
    return next((word for key, word in PLAN_WORDS.items() if key == plan), "")


def _verdicts(book: Book, items: Sequence[Assessment]) -> None:
    rows = (
        (plan_word(item.plan), item.domain, item.code, item.indicator, item.unit, item.lead_unit,
         item.basis.figure_year, item.value, item.basis.previous_value, item.target, item.milestone_year,
         item.milestone_value, _round(item.required), item.word, PACE.get(item.pace or ""),
         OUTLOOK.get(item.outlook or ""), ALERTS[item.alert], item.sentence)
        for item in items
    )  # fmt: skip
    sheet, count = table(book, "指标评估", heads("verdicts"), rows, 4)
    if count:
        for alert, word in ALERTS.items():
            style = book.book.add_format({"font_color": COLOURS[alert], "bold": True})
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": style}
            sheet.conditional_format(1, 16, count, 16, rule)


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _targets(book: Book, items: Sequence[Assessment]) -> None:
    rows = (
        (plan_word(item.plan), item.domain, item.code, item.indicator, item.unit, item.target,
         item.basis.target_set, item.target_version, item.base_year, item.base_value, item.milestone_year,
         item.milestone_value, item.basis.final_year, item.basis.final_value)
        for item in items if item.target
    )  # fmt: skip
    table(book, "目标", heads("targets"), rows, 4)


def wholes(found: Results, area: str) -> dict[str, dict[int, Mapping[str, Any]]]:
    """Code -> year -> the figure of the whole and the whole year, of one area."""
    series: dict[str, dict[int, Mapping[str, Any]]] = {}
    for row in found.figures:
        if row["path"] == area and not row["breakdown"]:
            years = series.setdefault(row["code"], {})
            if row["year"] not in years or not row["period_label"]:
                years[row["year"]] = row
    return series


def shown(row: Mapping[str, Any] | None) -> Any:
    """What stands in a cell for a figure."""
    if row is None:
        return None
    if row["hidden"]:
        return HIDDEN
    return row["value"] if row["value"] is not None else MISSING.get(row["missing"] or "")


def _years(book: Book, found: Results) -> None:
    series = wholes(found, found.home)
    years = sorted({year for known in series.values() for year in known})
    names = {row["code"]: (row["name"], row["unit"]) for row in found.figures}
    columns = [("代码", 9), ("指标", 34), ("单位", 9), *((f"{year}年", 10) for year in years), ("走势", 16)]
    rows = [
        (code, *names[code], *(shown(known.get(year)) for year in years), None)
        for code, known in series.items()
    ]
    sheet, count = table(book, "历年数据", columns, rows, 3)
    for line in range(1, count + 1) if years else ():
        cells = f"历年数据!{_cell(line, 3)}:{_cell(line, 2 + len(years))}"
        sheet.add_sparkline(line, 3 + len(years), {"range": cells, "markers": True})


def _cell(line: int, at: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(line, at))


def _places(book: Book, found: Results) -> None:
    places = list(dict.fromkeys(row["path"] for row in found.figures))
    places = [found.home, *(path for path in places if path != found.home)]
    by_place = {path: wholes(found, path) for path in places}
    names = {row["code"]: (row["name"], row["unit"]) for row in found.figures}
    columns = [("代码", 9), ("指标", 34), ("单位", 9), *((path.rpartition("/")[2], 11) for path in places)]
    rows = []
    for code, said in names.items():
        here = [by_place[path].get(code, {}).get(found.year) for path in places]
        if any(row is not None for row in here[1:]):
            rows.append((code, *said, *(shown(row) for row in here)))
    table(book, f"{found.year}年分地区", columns, rows, 3)


def _changes(book: Book, title: str, found: Sequence[Any]) -> None:
    rows: list[tuple[Any, ...]] = []
    for change in found:
        one = change.after or change.before
        was, now = (item.word if item else None for item in (change.before, change.after))
        why = "、".join(CAUSES.get(cause, cause) for cause in change.causes)
        rows.append((plan_word(one.plan), one.code, one.indicator, was, now, why, change.text))
    columns = [*heads("changes")[:-1], (f"与“{title}”相比", 70)]
    table(book, "与上次比较", columns, rows or [(*[None] * 6, "各项评定和预警都一样")])


def _findings(book: Book, found: Sequence[Mapping[str, Any]]) -> None:
    names = ("unit", "file", "sheet", "cell", "indicator", "area", "year", "message", "hint", "said")
    rows = ((SEVERITY.get(row["severity"]), *(row[name] for name in names)) for row in found)
    table(book, "审核问题", heads("findings"), rows)


def _sources(book: Book, figures: Sequence[Mapping[str, Any]]) -> None:
    names = ("file", "sheet", "cell", "sender", "uploader")
    rows = (
        (row["code"], row["name"], row["path"], row["year"], row["period_label"], row["breakdown"],
         shown(row),
         row["unit"], *(row[name] for name in names), f"{row['recorded_at']:%Y-%m-%d %H:%M}")
        for row in figures[:1_000_000]
    )  # fmt: skip
    table(book, "数据来源", heads("sources"), rows, 2)


def _constants(book: Book, settings: Settings) -> None:
    usual = asdict(Settings())
    rows = [
        (
            name,
            value if not isinstance(value, bool) else ("是" if value else "否"),
            "改过" if value != usual[name] else None,
        )
        for name, value in asdict(settings).items()
    ]
    table(book, "评估常数", (("常数", 26), ("值", 12), ("与默认不同", 12)), rows)


def tally(items: Iterable[Assessment]) -> Counter[str]:
    """How many verdicts have each level."""
    return Counter(LEVELS.get(item.attainment, OTHER) for item in items)
