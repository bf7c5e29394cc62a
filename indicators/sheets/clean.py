"""Texts and names made safe to show: no control or bidirectional marks, bounded length."""

from __future__ import annotations

import re

import numpy as np

_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_BREAK = re.compile("\r\n?|\u2028|\u2029|\x85")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_E2 = re.compile(rb"\xe2\x80[\x8b-\x8f\xa8-\xae]")
_C2 = re.compile(rb"\xc2[\x80-\x9f\xad]")
NAME_LENGTH = 120


def is_clean(text: str) -> bool:
    """Whether the text holds nothing that `clean_text` takes out (line ends apart)."""
    return text.replace("\n", "").isprintable() or not _HARMFUL.search(text)


def unescape(text: str) -> str:
    """The text with the `_x000D_` notation of .xlsx resolved."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def clean_text(text: str, *, length: int = 32_767) -> str:
    """The text without control, zero-width and bidirectional characters, cut at `length`.

    Line ends become "\\n".
    """
    if "\r" in text or not text.isprintable():
        text = _HARMFUL.sub("", _BREAK.sub("\n", text))
    return text[:length]


def suspicious(data: bytes) -> bool:
    """Whether UTF-8 bytes of XML may hold characters that need cleaning (may err towards yes)."""
    if b"&" in data and b"&#" in data:
        return True
    if b"_" in data and b"_x" in data:
        return True
    if b"\xe2" in data and (b"\xe2\x81" in data or _E2.search(data)):
        return True
    if b"\xc2" in data and _C2.search(data):
        return True
    if b"\xef" in data and (b"\xef\xbb\xbf" in data or b"\xef\xbf\xb9" in data):
        return True
    if b"\x7f" in data:
        return True
    codes = np.frombuffer(data, dtype=np.uint8)
    if not codes.size or codes.min() >= 32:
        return False
    breaks = data.count(b"\n") + data.count(b"\r") + data.count(b"\t")
    return int(np.count_nonzero(codes < 32)) > breaks


def shown_name(name: str) -> str:
    """A file name for display and records: no folders, no control characters, bounded length."""
    name = clean_text(str(name)).replace("\\", "/").rstrip("/").rpartition("/")[2].strip()
    name = name.replace("\n", " ").strip(". ") if set(name) <= {".", " "} else name.replace("\n", " ")
    if len(name) > NAME_LENGTH:
        stem, dot, ending = name.rpartition(".")
        keep = dot + ending if dot and len(ending) <= 5 else ""
        name = (stem if keep else name)[: NAME_LENGTH - len(keep) - 1] + "…" + keep
    return name or "未命名文件"
