"""Ten thousand damaged and forged files: never a crash, a hang or a swollen server; always an answer.

Files of every container are mutated as bytes, and, deeper, inside: XML members are mutated and
zipped again, BIFF records mutated and wrapped again. The ordinary run takes a seeded tenth.
"""

import io
import random
import resource
import sys
import time
import zipfile
from collections import Counter, deque
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import makers

from indicators.sheets.container import open_bytes
from indicators.sheets.limits import Limits

WHOLE = 10_000
LIMITS = Limits(seconds=5, memory=512 << 20)
SLOWEST = 12.0
MOST_GROWTH = 400 << 20
NASTY = (
    b"XFD1048576",
    b"1048576",
    b"4294967295",
    b"-1",
    b"&#0;",
    b"&a;",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"\0" * 8,
    b"\xff" * 8,
    b'<c r="ZZ9999999"><v>1</v></c>',
    b"</row>",
    b"<row>",
    b"\xe2\x80\xae",
    b"]]>",
    b"<![CDATA[",
    b"1e999",
    b"nan",
    b'number-rows-repeated="1048576"',
    b'colspan="1000000"',
    b"=cmd|' /C calc'!A0",
    b'"',
    b"\xd7\xff\xd8",
)


def percent(sheet) -> None:
    sheet["B2"].number_format = "0.0%"
    sheet["C1"], sheet["C2"] = "#DIV/0!", "=B2*2"
    sheet.merge_cells("A3:C4")
    sheet.row_dimensions[2].hidden = True


def seeds() -> list[bytes]:
    rows = [["地区", "指标", 2020, 2021], *([f"镇{n}", "筛查率", n / 7, n * 3] for n in range(30))]
    csv = "\n".join(",".join(map(str, row)) for row in rows)
    html = "<table><tr><td rowspan=2>a<td colspan=3>b" + "<tr><td>1<td>2" * 20 + "</table>"
    xml = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>'
        + '<Row ss:Index="3"><Cell ss:MergeAcross="2"><Data ss:Type="Number">1</Data></Cell></Row>' * 5
        + "</Table></Worksheet></Workbook>"
    )
    ods = makers.archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": (
                b'<o:document-content xmlns:o="o" xmlns:t="t" xmlns:x="x"><o:spreadsheet><t:table t:name="a">'
                b'<t:table-row t:number-rows-repeated="3"><t:table-cell o:value-type="float" o:value="1"/>'
                b'<t:table-cell t:number-columns-repeated="2" o:value-type="percentage" o:value="0.5">'
                b"<x:p>50%</x:p>"
                b"</t:table-cell></t:table-row></t:table></o:spreadsheet></o:document-content>"
            ),
        }
    )
    return [
        makers.xlsx(rows, percent), makers.xls(rows), makers.compound(makers.biff5_stream(rows), "Book"), ods,
        makers.biff5_stream(rows),
        csv.encode(), csv.encode("gb18030"), csv.encode("utf-16"), html.encode("gb18030"), xml.encode(),
        makers.archive({"a/b.xlsx": makers.xlsx(), "c.csv": csv.encode()}),
    ]  # fmt: skip


def locked() -> deque[bytes]:
    """Encrypted files; deriving their keys takes long, so they come more seldom."""
    return deque([makers.locked_xls(makers.xls()), makers.locked_xlsx(makers.xlsx())])


def mutate(data: bytes, chance: random.Random) -> bytes:
    """One to eight small wounds."""
    body = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        if not body:
            break
        at = chance.randrange(len(body))
        size = chance.choice((1, 2, 4, 16, 200))
        match chance.randrange(8):
            case 0:
                body[at] ^= 1 << chance.randrange(8)
            case 1:
                body[at : at + size] = chance.randbytes(size)
            case 2:
                del body[at : at + size]
            case 3:
                body[at:at] = body[at : at + size] * chance.choice((1, 2, 50))
            case 4:
                body[at:at] = chance.choice(NASTY)
            case 5:
                body[at : at + size] = b"\xff" * size
            case 6:
                other = chance.randrange(len(body))
                body[at : at + size] = body[other : other + size]
            case 7 if chance.random() < 0.3:
                del body[at:]
    return bytes(body)


def wounded(seed: bytes, chance: random.Random) -> bytes:
    """The file with wounds: on its bytes, or on one part inside it."""
    if seed.startswith(b"PK") and chance.random() < 0.7:
        names = zipfile.ZipFile(io.BytesIO(seed)).namelist()
        weights = [5 if "sheet1" in name or "styles" in name or "content" in name else 1 for name in names]
        (hit,) = chance.choices(names, weights)
        return makers.rezip(seed, lambda name, body: mutate(body, chance) if name == hit else body)
    if seed.startswith(b"\xd0\xcf") and b"W\0o\0r\0k\0b\0o\0o\0k\0" in seed and chance.random() < 0.7:
        return makers.compound(mutate(makers.workbook_stream(seed), chance))
    return mutate(seed, chance)


def sound(grid) -> bool:
    """Rectangular, facts inside the grid, texts bounded and clean."""
    height, width = grid.n_rows, grid.n_columns
    inside = all(0 <= a <= c < height and 0 <= b <= d < width for a, b, c, d in grid.merges)
    shaped = grid.formats is None or (
        grid.formats.shape == (height, width) and int(grid.formats.max(initial=0)) < len(grid.format_codes)
    )
    texts = [value for row in grid.rows for value in row if isinstance(value, str)]
    clean = all(len(text) <= 32_767 and "\u202e" not in text for text in texts)
    return all(len(row) == width for row in grid.rows) and inside and shaped and clean


def run(numbers: range, capsys) -> None:
    files, slow, outcomes, slowest = seeds(), locked(), Counter(), 0.0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    for number in numbers:
        chance = random.Random(number)
        data = wounded(slow[0] if number % 50 == 40 else chance.choice(files), chance)
        slow.rotate(1 if number % 50 == 40 else 0)
        began = time.monotonic()
        opened = open_bytes(data, "表.xlsx", limits=LIMITS)
        slowest = max(slowest, time.monotonic() - began)
        outcomes[opened.findings[0].code if opened.findings and not opened.workbooks else "read"] += 1
        codes = [item.code for item in opened.findings]
        assert opened.workbooks or codes, number
        assert "reading_failed" not in codes, number
        assert all(sound(grid) for book in opened.workbooks for grid in book.grids), number
    growth = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    with capsys.disabled():
        print(f"\n{len(numbers)} wounded files in {time.monotonic() - start:.0f} s, slowest {slowest:.1f} s,")
        print(f"server grew {growth >> 20} MB, largest ended child {children} MB")
        print(dict(outcomes.most_common()))
    assert slowest < SLOWEST
    assert growth < MOST_GROWTH


def test_a_tenth_of_the_wounded_files(capsys):
    run(range(0, WHOLE, 10), capsys)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_all_wounded_files(capsys):
    run(range(WHOLE), capsys)
