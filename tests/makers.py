"""Small files of every container, made in memory for the tests of the reader."""

import hashlib
import io
import re
import struct
import zipfile

import olefile
import openpyxl
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from xlwt.CompoundDoc import XlsDoc

_SHEET_DATA = re.compile(rb"<sheetData ?/>|<sheetData></sheetData>")
TABLE = (("指标", "2020年"), ("筛查率", 36.5))


def xlsx(rows=TABLE, edit=None) -> bytes:
    """An .xlsx by openpyxl; `edit(worksheet)` may change it before saving."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if edit:
        edit(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(rows=TABLE, edit=None) -> bytes:
    """A .xls (BIFF 8) by xlwt; `edit(book, sheet)` may change it before saving."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表1")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    if edit:
        edit(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """An OLE file with one stream."""
    out = io.BytesIO()
    XlsDoc().save(out, stream)
    data = out.getvalue()
    if name == "Workbook":
        return data
    old = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 18)
    new = name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2)
    assert old in data
    return data.replace(old, new)


def workbook_stream(data: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        return ole.openstream("Workbook").read()


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def biff5_stream(rows=TABLE, encoding="gb18030", codepage=936) -> bytes:
    """A BIFF 5 workbook stream written by hand: texts as byte strings, numbers as doubles."""
    cells = b""
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                raw = value.encode(encoding)
                cells += record(0x204, struct.pack("<HHHH", r, c, 0, len(raw)) + raw)
            else:
                cells += record(0x203, struct.pack("<HHHd", r, c, 1, value))
    size = struct.pack("<HHHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    sheet = (
        record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0)) + record(0x200, size) + cells + record(0x0A)
    )
    head = record(0x809, struct.pack("<HHHH", 0x500, 0x05, 0, 0)) + record(0x42, struct.pack("<H", codepage))
    head += record(0x41E, struct.pack("<HB", 164, 4) + b"0.0%")
    head += record(0xE0, struct.pack("<HHH10x", 0, 0, 1)) + record(0xE0, struct.pack("<HHH10x", 0, 164, 1))
    name = "表".encode(encoding)
    place = len(head) + 4 + 7 + len(name) + 4
    bound = record(0x85, struct.pack("<IBBB", place, 0, 0, len(name)) + name)
    return head + bound + record(0x0A) + sheet


def rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def locked_xls(data: bytes, password: str = "VelvetSweatshop") -> bytes:
    """The .xls under Office's 40-bit RC4 encryption ([MS-OFFCRYPTO] 2.3.6), as Excel writes it."""
    salt, stream = bytes(range(16)), workbook_stream(data)
    base = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
    middle = hashlib.md5((base + salt) * 16).digest()[:5]

    def key(block: int) -> bytes:
        return hashlib.md5(middle + struct.pack("<I", block)).digest()

    verifier = b"0123456789abcdef"
    proof = rc4(key(0), verifier + hashlib.md5(verifier).digest())
    filepass = record(0x2F, struct.pack("<HHH", 1, 1, 1) + salt + proof)
    pieces, at, first = [], 0, True
    while at < len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        pieces.append([kind, stream[at + 4 : at + 4 + size]])
        at += 4 + size
        if kind == 0:
            pieces.pop()  # the container's padding
    pieces.append([0x863, bytes((-len(filepass) - sum(len(body) for _, body in pieces)) % 4)])
    plain, clear = bytearray(), bytearray()
    for kind, body in pieces:
        if kind == 0x85:  # where each sheet starts has moved
            place = struct.unpack_from("<I", body)[0] + len(filepass)
            body = struct.pack("<I", place) + body[4:]  # noqa: PLW2901
        open_bytes = len(body) if kind in {0x809, 0x2F, 0xE1} else 4 if kind == 0x85 else 0
        plain += struct.pack("<HH", kind, len(body)) + body
        clear += b"\1" * (4 + open_bytes) + b"\0" * (len(body) - open_bytes)
        if first:
            plain, clear, first = plain + filepass, clear + b"\1" * len(filepass), False
    blocks = [plain[i : i + 1024] for i in range(0, len(plain), 1024)]
    secret = b"".join(rc4(key(number), bytes(block)) for number, block in enumerate(blocks))
    mixed = bytes(p if c else s for p, s, c in zip(plain, secret, clear, strict=True))
    return compound(mixed)


def locked_xlsx(data: bytes, password: str = "VelvetSweatshop") -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def rezip(data: bytes, change) -> bytes:
    """The same zip with `change(name, body)` applied to every member (None drops it)."""
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = change(name, source.read(name))
            if body is not None:
                target.writestr(name, body)
    return out.getvalue()


def sheet_xml(data: bytes, old: bytes, new: bytes) -> bytes:
    """The .xlsx with `old` replaced by `new` in its first sheet."""

    def change(name: str, body: bytes) -> bytes:
        return body.replace(old, new) if name.endswith("sheet1.xml") else body

    return rezip(data, change)


def archive(members: dict[str, bytes], *, gbk: bool = False) -> bytes:
    """A zip; with `gbk`, names are stored as Chinese Windows does, without the UTF-8 flag."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for number, (name, body) in enumerate(members.items()):
            raw = name.encode("gb18030")
            target.writestr(f"{number:0{len(raw)}}" if gbk else name, body)
    data = out.getvalue()
    for number, name in enumerate(members if gbk else ()):
        raw = name.encode("gb18030")
        data = data.replace(f"{number:0{len(raw)}}".encode(), raw)
    return data


def big_xlsx(n_rows: int, n_columns: int, style: str = "", formula: str = "") -> bytes:
    """A large .xlsx of numbers, its sheet written as text so that it is made fast."""
    letters = [chr(65 + c // 26 - 1) * (c >= 26) + chr(65 + c % 26) for c in range(n_columns)]
    rows = []
    for r in range(1, n_rows + 1):
        cells = "".join(f'<c r="{x}{r}"{style}>{formula}<v>{r * 7 % 1000 + 0.5}</v></c>' for x in letters)
        rows.append(f'<row r="{r}">{cells}</row>')
    body = ("<sheetData>" + "".join(rows) + "</sheetData>").encode()
    return rezip(xlsx(rows=()), lambda name, old: _SHEET_DATA.sub(body, old) if "sheet1.xml" in name else old)
