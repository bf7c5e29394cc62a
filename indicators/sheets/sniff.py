"""What a file is, told by its content alone; its name is never asked."""

from __future__ import annotations

import re

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")
_STRANGERS = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片（PNG）"),
    (b"\xff\xd8\xff", "图片（JPEG）"),
    (b"GIF8", "图片（GIF）"),
    (b"BM", "图片（BMP）"),
    (b"II*\x00", "图片（TIFF）"),
    (b"MM\x00*", "图片（TIFF）"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩文件"),
    (b"{\\rtf", "Word 文档（RTF）"),
    (b"SQLite format 3", "数据库文件"),
    (b"MZ", "程序文件"),
    (b"\x7fELF", "程序文件"),
)
_ZIPPED = (
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "Word 文档"),
    ("ppt/presentation.xml", "PowerPoint 演示文稿"),
)
_CONTROLS = bytes({*range(9), 0x0B, *range(0x0E, 0x20)})
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|table|head|body|meta|style|div|tr)\b", re.IGNORECASE)


def kind_of(data: bytes) -> tuple[str, str]:
    """(kind, word for the user): kind is empty, zip, ole, biff, html, xml2003, mhtml, text or stranger."""
    if not data.strip(b"\0 \t\r\n"):
        return "empty", ""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip", ""
    if data.startswith(_OLE):
        return "ole", ""
    if data.startswith(_BARE_BIFF):
        return "biff", ""
    for start, word in _STRANGERS:
        if data.startswith(start) and (len(start) > 2 or b"\0" in data[:64]):
            return "stranger", word
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "stranger", "图片（WebP）"
    return _kind_of_text(data)


def _kind_of_text(data: bytes) -> tuple[str, str]:
    head = data[:65536]
    if two_byte := two_byte_encoding(head):
        head = head[: len(head) // 2 * 2].decode(two_byte, "replace").encode()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
            return "xml2003", ""
        if _MARKUP.search(head):
            return "html", ""
    letter = re.match(rb"(?:[\w-]{1,40}:[^\n]{0,200}\n){0,8}mime-version:", start[:1000].lower())
    if letter and (b"text/html" in head.lower() or b"multipart/" in head.lower()):
        return "mhtml", ""
    if len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 50 + 3:
        return "stranger", "无法识别的二进制文件"
    return "text", ""


def two_byte_encoding(data: bytes) -> str:
    """UTF-16 by its byte mark, or by where the zero bytes of its ASCII characters stand; else ""."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[:4096]
    low, high = head[1::2].count(0), head[::2].count(0)
    if max(low, high) < 4 + 0.04 * len(head) or min(low, high) > 0.02 * len(head):
        return ""
    encoding = "utf-16-le" if low > high else "utf-16-be"
    text = head[: len(head) // 2 * 2].decode(encoding, "replace")
    odd = sum(1 for char in text if char == "\ufffd" or (char < " " and char not in "\t\r\n"))
    return encoding if odd < 0.01 * len(text) + 1 else ""


def kind_of_ole(data: bytes) -> tuple[str, str]:
    """(kind, word) of an OLE file: biff, encrypted, damaged or stranger."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") + b"\0\0" in data

    if holds("EncryptedPackage"):
        return "encrypted", ""
    if holds("Workbook") or holds("Book") or holds("WORKBOOK"):
        return "biff", ""
    if holds("WordDocument"):
        return "stranger", "Word 文档"
    if holds("PowerPoint Document"):
        return "stranger", "PowerPoint 演示文稿"
    return ("stranger", "无法识别的旧版 Office 文件") if holds("Root Entry") else ("damaged", "")


def kind_of_zip(names: set[str], mimetype: bytes) -> tuple[str, str]:
    """(kind, word) of a zip by its members: xlsx, ods, archive, or stranger."""
    lowered = {name.replace("\\", "/").lower() for name in names}
    if "xl/workbook.xml" in lowered:
        return "xlsx", ""
    for member, word in _ZIPPED:
        if member in lowered:
            return ("xlsb", "") if word == "xlsb" else ("stranger", word)
    if b"opendocument.spreadsheet" in mimetype:
        return "ods", ""
    if b"opendocument" in mimetype:
        return "stranger", "OpenDocument 文字或演示文档"
    if "content.xml" in lowered and "meta-inf/manifest.xml" in lowered:
        return "ods", ""
    if "[content_types].xml" in lowered:
        return ("xlsx", "") if any("worksheets/" in name for name in lowered) else ("stranger", "Office 文档")
    return "archive", ""
