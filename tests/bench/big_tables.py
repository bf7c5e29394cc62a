"""Long tables as .xlsx bytes, written by hand: a million lines in seconds, and each way of writing texts."""

import io
import random
import zipfile
from html import escape

from indicators.model import NameEntry, Vocabulary

VOCABULARY = Vocabulary((NameEntry("W1", "孕产妇死亡率", "1/10万", ("孕产妇死亡率",)),))
HEAD = ("地区", "年份", "指标", "单位", "甲值", "乙值", "丙值", "丁值")
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_XML}<workbook {_MAIN} xmlns:r="{_REL}">'
    '<sheets><sheet name="数据" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId3" Type="{_REL}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'{_XML}<styleSheet {_MAIN}><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="10" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


def long_table(rows: int, texts: str = "shared", villages: int = 3000) -> bytes:
    """A table of `rows` data lines of 8 cells, four of them texts or years; the sixth column in per cent.

    `texts`: "shared" as Excel writes them, "inline" in UTF-8, "references" (&#31532;) as openpyxl does.
    """
    seen: dict[str, int] = {}

    def text(cell: str, value: str) -> str:
        if texts == "shared":
            return f'<c r="{cell}" t="s"><v>{seen.setdefault(value, len(seen))}</v></c>'
        return f'<c r="{cell}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'

    rng = random.Random(1)
    lines = ['<row r="1">', *(text(f"{x}1", word) for x, word in zip("ABCDEFGH", HEAD, strict=True))]
    for at in range(rows):
        r, village = at + 2, f"第{at % villages}村"
        lines.append(
            f'</row><row r="{r}">{text(f"A{r}", village)}<c r="B{r}"><v>{2010 + at % 15}</v></c>'
            f"{text(f'C{r}', '孕产妇死亡率')}{text(f'D{r}', '1/10万')}"
            f'<c r="E{r}"><v>{rng.random() * 100}</v></c><c r="F{r}" s="1"><v>{at % 997 / 1000}</v></c>'
            f'<c r="G{r}"><v>{at}</v></c><c r="H{r}"><v>{at * 2}</v></c>'
        )
    sheet = f"{_XML}<worksheet {_MAIN}><sheetData>{''.join(lines)}</row></sheetData></worksheet>"
    items = "".join(f"<si><t>{escape(word)}</t></si>" for word in seen)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
        for name, part in _PARTS.items():
            package.writestr(name, part)
        package.writestr("xl/sharedStrings.xml", f"{_XML}<sst {_MAIN}>{items}</sst>")
        coded = sheet.encode("ascii", "xmlcharrefreplace") if texts == "references" else sheet.encode()
        package.writestr("xl/worksheets/sheet1.xml", coded)
    return out.getvalue()
