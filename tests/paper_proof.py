"""Holds papers against a store: every number said is looked up or worked out again, in plain Python.

Slow and obvious on purpose: nothing of the papers' own reckoning is used.
"""

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal

import docx
import openpyxl
from docx.oxml.ns import qn

from indicators.assess import assess
from indicators.assess.wording import count_word
from indicators.reports.papers.blocks import Chart, Fill, Para, Table, fill_words
from indicators.reports.papers.said import plain

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
LAYOUT = re.compile(
    r"^(?:\d+\.|（\d+）|[一二三四五六七八九十百零]+、|（[一二三四五六七八九十百零]+）|[表图]\d+　)"
)
GIVEN = {"year", "period", "deadline", "due", "today", "line", "axis", "rank", "owed", "done"}


class Ledger:
    """The store's figures and verdicts, read once."""

    def __init__(self, store, home, year, towns=True):
        self.figures = {
            (row.code, row.area, int(row.year), row.breakdown): row
            for row in store.current().itertuples(index=False)
        }
        self.verdicts = {}
        for item in assess(store, year=year, area=home, below=int(towns)):
            self.verdicts[(item.code, item.area, item.plan, item.basis.target_set)] = item
        count = store.query(
            "SELECT count(DISTINCT submission) AS n FROM current_observation WHERE year = ?"
            " AND value IS NOT NULL", [year],
        )  # fmt: skip
        self.files = int(count["n"].iloc[0])
        self.actions = {item.id: item for item in store.actions.every() if not item.retracted}
        self.remarks = {item.id: item for item in store.annotations.every() if not item.retracted}


def wrong(paper, ledger):
    """What a paper says that the store does not bear out, as sentences; empty where all is proved."""
    found = []
    for piece in paper.said():
        problem = _proved(piece, ledger)
        if problem:
            found.append(
                f"{piece.text}: {problem} ({piece.source.kind} {piece.source.key} {piece.source.how})"
            )
    return found


def _proved(piece, ledger):
    source = piece.source
    match source.kind:
        case "observation":
            return _observation(piece, ledger)
        case "verdict" | "target":
            return _verdict(piece, ledger)
        case "count":
            return (
                None
                if piece.text == str(len(set(source.key))) == str(len(source.key))
                else "counts otherwise"
            )
        case "computed":
            inner = next(filter(None, (_proved(part, ledger) for part in source.of)), None)
            return inner or _computed(piece, ledger)
        case "given":
            return None if source.key[0] in GIVEN else "given by nobody"
        case "action":
            return _action(piece, ledger)
        case "remark":
            said = ledger.remarks.get(source.key[0])
            return None if said and piece.text == str(said.year) else "no such remark"
        case "words":
            return "a bare number is no quotation" if re.fullmatch(r"[\d.,]+", piece.text) else None
    return "a source of no known kind"


def _shown(text, value):
    """Whether a text shows a value: its number is the value, rounded half up to the decimals written."""
    token = NUMBER.search(text)
    if token is None:
        return text in (count_word(int(value)),) if value == int(value) else False
    written = Decimal(token[0])
    exact = Decimal(repr(value))
    return abs(written - exact) <= Decimal(1).scaleb(written.as_tuple().exponent) / 2 + Decimal("1e-9")


def _observation(piece, ledger):
    *key, field = piece.source.key
    row = ledger.figures.get(tuple(key))
    if row is None:
        return "no such figure"
    value = getattr(row, field)
    if piece.value is None:
        return None if not NUMBER.search(piece.text) else "a number where there is none"
    return None if value == piece.value and _shown(piece.text, value) else f"the store says {value}"


def _verdict(piece, ledger):
    *key, _, field = piece.source.key
    item = ledger.verdicts.get(tuple(key))
    if item is None:
        return "no such verdict"
    if field.startswith("path:"):
        at = int(field.partition(":")[2])
        known = {item.milestone_year: item.milestone_value, item.basis.final_year: item.basis.final_value}
        known[item.base_year] = item.base_value
        if at in known and item.basis.kind not in ("around", "balance", "hold") and known[at] is not None:
            return None if abs(known[at] - piece.value) < 1e-6 else f"the target says {known[at]}"
        return None
    if field in ("part", "part_value"):
        told = [p.demand if field == "part" else p.value for p in item.basis.parts]
        return None if piece.value is None or piece.value in told else f"the parts say {told}"
    value = getattr(item, field) if hasattr(item, field) else getattr(item.basis, field)
    if isinstance(value, (str, tuple)):
        words = value if isinstance(value, str) else ";".join(value)
        return None if NUMBER.findall(words) == NUMBER.findall(piece.text) else f"the verdict says {words}"
    if value is None:
        return None if not NUMBER.search(piece.text) else "the verdict knows none"
    if field == "confidence":
        value *= 100
    shown = abs(value) if field in ("needed", "recent_slope") else value
    return None if _shown(piece.text, shown) else f"the verdict says {value}"


def _action(piece, ledger):
    number, field = piece.source.key
    action = ledger.actions.get(number)
    if action is None:
        return "no such action"
    day = re.match(r"(\d+)年(\d+)月(\d+)日$", piece.text)
    told = dt.date(*map(int, day.groups())) if day else None
    if field == "deadline":
        return None if told == action.deadline else f"the action says {action.deadline}"
    if field.startswith("day:"):
        return None if told in [step.happened for step in action.standing] else "no step of that day"
    left = abs((action.deadline - dt.date.fromisoformat(field.removeprefix("left:"))).days)
    return None if piece.text == str(left) else f"works out at {left}"


def _computed(piece, ledger):
    source, of = piece.source, [part.value for part in piece.source.of]
    if source.how == "difference":
        value = abs(float(Decimal(repr(of[0])) - Decimal(repr(of[1]))))
    elif source.how == "difference_shown":
        value = abs(float(Decimal(repr(of[0])) - Decimal(NUMBER.search(source.of[1].text)[0])))
    elif source.how == "share":
        value = 100 * of[0] / of[1] if of[1] else None
    elif source.how == "rank":
        value = of[0] + 1
    elif source.how == "files":
        value = ledger.files
    elif source.how == "figures":
        return None
    else:
        return "an operation of no known name"
    if value is None:
        return None if piece.text == "—" else "nothing to divide by"
    return None if _shown(piece.text, value) else f"works out at {value}"


def read_back(data):
    """All texts of a docx in order: paragraphs and the cells of tables, without layout's own numbers."""
    body = docx.Document(io.BytesIO(data)).element.body
    texts = []
    for paragraph in body.iter(qn("w:p")):
        parts = []
        for node in paragraph.iter(qn("w:t"), qn("w:br")):
            parts.append("\n" if node.tag == qn("w:br") else node.text or "")
        texts.append("".join(parts))
    return [text for text in texts if text]


def expected(paper):
    """The texts a docx of this paper must hold, in order."""
    texts = [plain(paper.title), plain(paper.subtitle)]
    for block in paper.blocks:
        match block:
            case Fill():
                texts.append(fill_words(block))
            case Para():
                texts.append(plain(block.lead) + plain(block.text))
            case Table():
                texts += [plain(block.title), *(column.head for column in block.columns)]
                texts += [plain(cell) for row in block.rows for cell in row]
                texts.append(plain(block.note))
            case Chart():
                texts.append(plain(block.title))
            case _ if hasattr(block, "text"):
                texts.append(plain(block.text))
    return [text for text in texts if text]


def numbered(texts, paper):
    """The texts read back without the numbers that the layout puts before headings, tables and figures."""
    wanted = expected(paper)
    return [
        text if text == want else LAYOUT.sub("", text, count=1)
        for text, want in zip(texts, [*wanted, *[""] * len(texts)], strict=False)
    ]


def charts_of(data):
    """For each chart of a docx: {series name: [values]} of its XML, and the same of its workbook."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = sorted(
            (name for name in packed.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", name)),
            key=lambda name: int(re.search(r"\d+", name)[0]),
        )
        for name in names:
            xml = packed.read(name).decode()
            number = re.search(r"\d+", name)[0]
            book = openpyxl.load_workbook(io.BytesIO(packed.read(f"word/embeddings/chart{number}.xlsx")))
            found.append((_of_xml(xml), _of_sheet(book.worksheets[0])))
    return found


def _of_xml(xml):
    series = {}
    for part in re.findall(r"<c:ser>.*?</c:ser>", xml, re.DOTALL):
        head = re.search(r"<c:tx>.*?<c:v>(.*?)</c:v>", part, re.DOTALL)[1]
        cache = re.search(r"<c:val>.*?</c:val>", part, re.DOTALL)[0]
        count = int(re.search(r'<c:ptCount val="(\d+)"', cache)[1])
        points = {
            int(at): float(value) for at, value in re.findall(r'<c:pt idx="(\d+)"><c:v>(.*?)</c:v>', cache)
        }
        series[head] = [points.get(at) for at in range(count)]
    return series


def _of_sheet(sheet):
    rows = list(sheet.iter_rows(values_only=True))
    return {name: [row[at] for row in rows[1:]] for at, name in enumerate(rows[0]) if at}
