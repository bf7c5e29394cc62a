"""Which container gives which cells: one line a case, read from bytes whatever the name says."""

import datetime as dt
import io
import sys
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from odf.number import Number, NumberStyle, PercentageStyle
from odf.number import Text as NumberText
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import ParagraphProperties, Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P
from openpyxl.styles import Alignment

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import makers

from indicators.sheets.container import open_bytes
from indicators.sheets.csv_text import decode

ROWS = [["指标", "2020年"], ["筛查率", 36.5]]
TEXTS = [["指标", "2020年"], ["筛查率", "36.5"]]
CSV = "指标,2020年\n筛查率,36.5\n"
HTML = "<table><tr><td>指标<td>2020年<tr><td>筛查率<td>36.5</table>"
XML = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表1"><Table>'
    '<Row><Cell><Data ss:Type="String">指标</Data></Cell>'
    '<Cell><Data ss:Type="String">2020年</Data></Cell></Row>'
    '<Row><Cell><Data ss:Type="String">筛查率</Data></Cell>'
    '<Cell><Data ss:Type="Number">36.5</Data></Cell></Row>'
    "</Table></Worksheet></Workbook>"
)


def ods(*rows, columns=(), styles=(), tables=()) -> bytes:
    document = OpenDocumentSpreadsheet()
    for style in styles:
        document.automaticstyles.addElement(style)
    sheet = Table(name="表1")
    for part in (*columns, *rows):
        sheet.addElement(part)
    for table in (sheet, *tables):
        document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def ods_row(*cells, **attributes) -> TableRow:
    row = TableRow(**attributes)
    for cell in cells:
        row.addElement(cell)
    return row


def ods_cell(text="", **attributes) -> TableCell:
    cell = TableCell(**({"valuetype": "string"} | attributes))
    cell.addElement(P(text=text))
    return cell


def plain_ods() -> bytes:
    return ods(
        ods_row(ods_cell("指标"), ods_cell("2020年")),
        ods_row(ods_cell("筛查率"), ods_cell("36.5", valuetype="float", value="36.5")),
    )


@pytest.mark.parametrize("name", ["报表.xlsx", "报表.xls", "报表.csv", "报表"])
@pytest.mark.parametrize(
    ("container", "data", "rows"),
    [
        ("xlsx", makers.xlsx(), ROWS),
        ("biff", makers.xls(), ROWS),
        ("biff", makers.compound(makers.biff5_stream(), "Book"), ROWS),
        ("biff", makers.biff5_stream(), ROWS),
        ("biff", makers.locked_xls(makers.xls()), ROWS),
        ("xlsx", makers.locked_xlsx(makers.xlsx()), ROWS),
        ("ods", plain_ods(), ROWS),
        ("csv", CSV.encode(), TEXTS),
        ("csv", CSV.encode("utf-8-sig"), TEXTS),
        ("csv", CSV.encode("gb18030"), TEXTS),
        ("csv", CSV.encode("utf-16"), TEXTS),
        ("csv", CSV.encode("utf-16-le"), TEXTS),
        ("csv", b"\xfe\xff" + CSV.encode("utf-16-be"), TEXTS),
        ("csv", CSV.replace(",", "\t").encode(), TEXTS),
        ("csv", CSV.replace(",", ";").replace("\n", "\r\n").encode("gb18030"), TEXTS),
        ("html", HTML.encode("gb18030"), TEXTS),
        ("html", ("<meta charset=utf-8><p></p>" + HTML).encode("utf-8-sig"), TEXTS),
        ("xml2003", XML.encode(), ROWS),
    ],
)
def test_content_decides(name, container, data, rows):
    opened = open_bytes(data, name)
    assert [item for item in opened.findings if item.severity != "note"] == []
    (workbook,) = opened.workbooks
    assert (workbook.container, workbook.grids[0].rows) == (container, rows)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("empty_file", b""),
        ("empty_file", b"\xef\xbb\xbf".replace(b"\xef\xbb\xbf", b" \r\n\t ")),
        ("zip_damaged", makers.xlsx()[:2000]),
        ("zip_damaged", makers.xlsx()[:-30]),
        ("file_damaged", makers.xls()[:1500]),
        ("not_a_spreadsheet", b"\x89PNG\r\n\x1a\n" + bytes(400)),
        ("not_a_spreadsheet", b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(400)),
        ("not_a_spreadsheet", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
        ("not_a_spreadsheet", makers.compound(bytes(5000), "WordDocument")),
        ("not_a_spreadsheet", makers.archive({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<T/>"})),
        ("not_a_spreadsheet", bytes(range(256)) * 40),
        ("file_has_password", makers.locked_xls(makers.xls(), "1234")),
        ("file_has_password", makers.locked_xlsx(makers.xlsx(), "1234")),
        ("binary_workbook", makers.archive({"xl/workbook.bin": b"x", "[Content_Types].xml": b"<T/>"})),
        ("text_encoding_unknown", "指标,值\n".encode("gb18030") + b"\xff\xff,1\n"),
        ("no_cells", makers.xlsx(rows=())),
        ("no_cells", b"<html><body><p></p></body></html>"),
    ],
)
def test_each_bad_file_has_its_own_sentence(code, data):
    opened = open_bytes(data, "某局.xls")
    found = [item for item in opened.findings if item.severity == "error"]
    assert [item.code for item in found] == [code]
    assert "某局.xls" in found[0].message
    assert found[0].hint


def formats_of(grid) -> list[list[str]]:
    if grid.formats is None:
        return [["General"] * grid.n_columns for _ in grid.rows]
    return [[grid.format_codes[index] for index in row] for row in grid.formats]


def test_xlsx_facts():
    def edit(sheet):
        sheet["B2"].number_format = "0.0%"
        sheet["C2"] = "#DIV/0!"
        sheet["D2"] = "=B2*2"
        sheet["E2"] = dt.date(2020, 5, 1)
        sheet["F2"], sheet["F2"].number_format = 0, '0.00;-0.00;"—"'
        sheet["G2"] = "007"
        sheet["G2"].quotePrefix = True
        sheet["A4"] = "末"
        sheet["A4"].alignment = Alignment(indent=2)
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B4:XFD4")
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.parent.create_sheet("旧").sheet_state = "hidden"

    shown, hidden = open_bytes(makers.xlsx(edit=edit), "a.xlsx").workbooks[0].grids
    assert hidden.hidden
    assert not shown.hidden
    assert shown.rows[1][1:] == [36.5, None, None, dt.date(2020, 5, 1), 0.0, "007"]
    assert formats_of(shown)[1][1::4] == ["0.0%", '0.00;-0.00;"—"']
    assert shown.errors == {(1, 2): "#DIV/0!"}
    assert shown.uncached == {(1, 3)}
    assert shown.text_quoted == {(1, 6)}
    assert shown.indents == {(3, 0): 2}
    assert shown.merges == ((0, 0, 1, 0), (3, 1, 3, 6))
    assert (shown.hidden_rows, shown.hidden_columns) == ({2}, {2})


@pytest.mark.parametrize(("recalculate", "open_cells"), [(b' fullCalcOnLoad="1"', {(1, 1)}), (b"", set())])
def test_a_stored_zero_is_no_result_where_the_writer_left_the_reckoning_to_excel(recalculate, open_cells):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["筛查人数", 120])
    sheet.write_formula(1, 1, "=B1*2")
    sheet.write_formula(2, 1, "=B1*3", None, 360)
    book.close()

    def change(name, body):
        return body.replace(b' fullCalcOnLoad="1"', recalculate) if name.endswith("workbook.xml") else body

    (grid,) = open_bytes(makers.rezip(out.getvalue(), change), "a.xlsx").workbooks[0].grids
    assert grid.uncached == open_cells
    assert [row[1] for row in grid.rows] == [120.0, None if open_cells else 0.0, 360.0]


def test_errors_and_open_formulas_beyond_the_last_value_are_kept():
    def edit(sheet):
        sheet["D5"], sheet["A7"] = "=1/0", "#N/A"

    (grid,) = open_bytes(makers.xlsx(edit=edit), "a.xlsx").workbooks[0].grids
    assert (grid.n_rows, grid.n_columns) == (7, 4)
    assert (grid.uncached, grid.errors) == ({(4, 3)}, {(6, 0): "#N/A"})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<worksheet ", b'<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '),
        (b'<c r="B2"', b"<c\n r='B2'"),
        (b'<c r="B2" s="1" t="n">', b'<c s="1" r="B2" t="n">'),
        (b'<c r="B2" s="1" t="n">', b'<c r="B2" t="n" s="1">'),
        (b'<c r="B2" s="1" t="n">', b'<c t="n" cm="0" s="1">'),
    ],
)
def test_xlsx_cells_written_in_unusual_ways(old, new):
    def edit(sheet):
        sheet["B2"].number_format = "0.0%"

    data = makers.xlsx(edit=edit)
    changed = makers.sheet_xml(data, old, new)
    assert changed != data
    (grid,) = open_bytes(changed, "a.xlsx").workbooks[0].grids
    assert grid.rows == ROWS
    assert formats_of(grid)[1][1] == "0.0%"


def test_xlsx_tags_with_a_prefix():
    def change(name, body):
        if not name.endswith("sheet1.xml"):
            return body
        text = body.decode().replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
        return text.replace("xmlns=", "xmlns:x=").encode()

    def edit(sheet):
        sheet["B2"].number_format = "0.0%"

    (grid,) = open_bytes(makers.rezip(makers.xlsx(edit=edit), change), "a.xlsx").workbooks[0].grids
    assert (grid.rows, formats_of(grid)[1][1]) == (ROWS, "0.0%")


@pytest.mark.parametrize("number", [27, 31, 57])
def test_xlsx_dates_in_the_formats_of_chinese_excel(number):
    def edit(sheet):
        sheet["B2"] = 43952
        sheet["B2"].number_format = "yyyy-mm-dd"

    def change(name, body):
        if not name.endswith("styles.xml"):
            return body
        return body.replace(b'numFmtId="164" fontId', f'numFmtId="{number}" fontId'.encode())

    (grid,) = open_bytes(makers.rezip(makers.xlsx(edit=edit), change), "a.xlsx").workbooks[0].grids
    assert grid.rows[1][1] == dt.date(2020, 5, 1)


def test_xls_facts():
    def edit(book, sheet):
        sheet.write(2, 0, "户籍", xlwt.easyxf("align: indent 3"))
        sheet.write(2, 1, 0.365, xlwt.easyxf(num_format_str="0.0%"))
        sheet.write(2, 2, dt.date(2020, 5, 1), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
        sheet.write(2, 3, 1.5, xlwt.easyxf(num_format_str='0.0"‰"'))
        sheet.row(2).set_cell_error(4, "#DIV/0!")
        sheet.write_merge(4, 5, 0, 1, "合并")
        sheet.write(5, 2, "末")
        sheet.row(1).hidden = True
        sheet.col(2).hidden = True
        book.add_sheet("旧").visibility = 1

    shown, hidden = open_bytes(makers.xls(edit=edit), "a.xls").workbooks[0].grids
    assert hidden.hidden
    assert shown.rows[2] == ["户籍", 0.365, dt.date(2020, 5, 1), 1.5, None]
    assert formats_of(shown)[2][:4] == ["General", "0.0%", "yyyy-mm-dd", '0.0"‰"']
    assert shown.errors == {(2, 4): "#DIV/0!"}
    assert shown.indents == {(2, 0): 3}
    assert shown.merges == ((4, 0, 5, 1),)
    assert (shown.hidden_rows, shown.hidden_columns) == ({1}, {2})


def test_ods_facts():
    percent = PercentageStyle(name="N11")
    percent.addElement(Number(decimalplaces=1, minintegerdigits=1))
    percent.addElement(NumberText(text="%"))
    people = NumberStyle(name="N12")
    people.addElement(Number(decimalplaces=0, minintegerdigits=1, grouping="true"))
    people.addElement(NumberText(text="人"))
    share = Style(name="ce1", family="table-cell", datastylename="N11")
    count = Style(name="ce2", family="table-cell", datastylename="N12")
    count.addElement(ParagraphProperties(marginleft="0.706cm"))
    away = Style(name="ta2", family="table")
    away.addElement(TableProperties(display="false"))
    data = ods(
        ods_row(ods_cell("标题", numbercolumnsspanned=2), CoveredTableCell()),
        ods_row(
            ods_cell("36.5%", valuetype="percentage", value="0.365", stylename="ce1"),
            ods_cell("1,200人", valuetype="float", value="1200", stylename="ce2"),
            ods_cell("2020-05-01", valuetype="date", datevalue="2020-05-01"),
            ods_cell("#DIV/0!", formula="of:=1/0", stringvalue=""),
            TableCell(formula="of:=1+1"),
            visibility="collapse",
        ),
        ods_row(TableCell(numbercolumnsrepeated=1024), numberrowsrepeated=1_000_000),
        columns=(TableColumn(), TableColumn(visibility="collapse")),
        styles=(percent, people, share, count, away),
        tables=(Table(name="旧", stylename="ta2"),),
    )
    shown, hidden = open_bytes(data, "a.ods").workbooks[0].grids
    assert hidden.hidden
    assert shown.rows == [["标题", *[None] * 4], [0.365, 1200.0, dt.date(2020, 5, 1), None, None]]
    assert formats_of(shown)[1][:2] == ["0.0%", '#,##0"人"']
    assert (shown.errors, shown.uncached) == ({(1, 3): "#DIV/0!"}, {(1, 4)})
    assert (shown.merges, shown.indents) == (((0, 0, 0, 1),), {(1, 1): 2})
    assert (shown.hidden_rows, shown.hidden_columns) == ({1}, {1})


def test_html_spans_hidden_rows_and_lines_around_the_table():
    page = (
        "<html><style>td{}</style><body><h2>表1 就业</h2><p>单位:人</p><table>"
        "<tr><td rowspan=2>地区<td colspan=2>2020年<tr><td>男</td><td>女</td></tr>"
        "<tr style='display:none'><td>甲</td><td>1<br>2</td><td>&nbsp;3</td></tr></table>注:无</body></html>"
    )
    (grid,) = open_bytes(page.encode("gb18030"), "a.xls").workbooks[0].grids
    assert grid.rows == [
        ["表1 就业", None, None],
        ["单位:人", None, None],
        ["地区", "2020年", None],
        [None, "男", "女"],
        ["甲", "1\n2", "\xa03"],
        ["注:无", None, None],
    ]
    assert grid.merges == ((2, 0, 3, 0), (2, 1, 2, 2))
    assert grid.hidden_rows == {4}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("标题\n\n地区,值,注\n", [["标题", None, None], [None] * 3, ["地区", "值", "注"]]),
        ('"a\nb",1\n', [["a\nb", "1"]]),
        ('="007",\'008\n', [["007", "008"]]),
        ("代码|名\n01|甲\n", [["代码", "名"], ["01", "甲"]]),
        ("只有一列\n数\n", [["只有一列"], ["数"]]),
        ("=cmd|' /C calc'!A0,1\n", [["=cmd|' /C calc'!A0", "1"]]),
        ("a\x00b\u202e,1\r2,3\n", [["ab", "1"], ["2", "3"]]),
    ],
)
def test_text_tables(text, rows):
    (grid,) = open_bytes(text.encode(), "a.csv").workbooks[0].grids
    assert grid.rows == rows


@pytest.mark.parametrize(
    ("text", "encoding", "read_as"),
    [
        ("區域別,人口數,戶數\n青石鎮,30,10\n桃林鄉,20,9\n備註:內政部統計處編製\n", "cp950", "cp950"),
        (
            "都道府県,人口総数,世帯数\nひばり町,30,10\nさくら村,20,9\n注:届出による\n",
            "cp932",
            "cp932",
        ),
        (
            "地区,常住人口,户数\n青石镇,30,10\n桃林乡,20,9\n注:公安部门资料\n",
            "gb18030",
            "gb18030",
        ),
        ("區域別,人口數,戶數\n青石鎮,30,10\n桃林鄉,20,9\n備註:內政部統計處編製\n", "gb18030", "gb18030"),
        ("镇,数\n甲,1\n", "gb18030", "gb18030"),
    ],
)
def test_text_of_other_places(text, encoding, read_as):
    assert decode(text.encode(encoding)) == (text, read_as)


def test_a_quote_that_is_never_closed_does_not_swallow_the_rest():
    opened = open_bytes(('指标,"值\n' + "甲,1\n" * 100).encode(), "a.csv")
    assert opened.workbooks[0].grids[0].n_rows == 101
    assert [item.code for item in opened.findings] == ["quote_not_closed"]


def test_archives_with_chinese_names_and_folders():
    members = {"民政局/报表.csv": CSV.encode("gb18030"), "卫健局.xlsx": makers.xlsx(), "说明.pdf": b"%PDF-1"}
    opened = open_bytes(makers.archive(members, gbk=True), "../../汇总.zip")
    names = [workbook.file for workbook in opened.workbooks]
    assert names == ["汇总.zip/民政局/报表.csv", "汇总.zip/卫健局.xlsx"]
    assert [workbook.grids[0].rows for workbook in opened.workbooks] == [TEXTS, ROWS]
    assert [(item.code, item.file) for item in opened.findings] == [
        ("archive_member_skipped", "汇总.zip/说明.pdf")
    ]


def test_one_bad_member_does_not_spoil_the_others():
    members = {"a.xlsx": b"", "b/../../c.csv": CSV.encode(), "d.zip": makers.archive({"x.csv": b"1"})}
    opened = open_bytes(makers.archive(members), "e.zip")
    assert [workbook.file for workbook in opened.workbooks] == ["e.zip/b/c.csv"]
    assert [(item.code, item.file) for item in opened.findings] == [
        ("empty_file", "e.zip/a.xlsx"),
        ("archive_in_archive", "e.zip/d.zip"),
    ]


def test_formula_text_stays_text_and_marks_are_removed():
    def edit(sheet):
        sheet["A2"] = "\u202e筛查\u200b率\x07".replace("\x07", "")
        sheet["C2"] = "第一行_x000D_\n第二行"

    opened = open_bytes(makers.xlsx(edit=edit), "a.xlsx")
    assert opened.workbooks[0].grids[0].rows[1] == ["筛查率", 36.5, "第一行\n第二行"]
    assert [item.code for item in opened.findings] == ["characters_removed"]


def test_very_long_labels_are_cut():
    (grid,) = open_bytes(("指标,1\n" + "长" * 100_000 + ",2\n").encode(), "a.csv").workbooks[0].grids
    assert len(grid.rows[1][0]) == 32_767


def test_shared_files_open(shared):
    for path in sorted((shared / "data").iterdir()):
        opened = open_bytes(path.read_bytes(), path.name)
        assert opened.workbooks, path
        assert opened.findings == [], path
