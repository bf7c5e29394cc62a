"""Text tables (.csv, .tsv, .txt): strict decoding, the separator found, ragged rows made even."""

from __future__ import annotations

import contextlib
import csv
import re
from collections import Counter

from indicators.findings import Finding, finding
from indicators.model import Place
from indicators.sheets.assemble import clean_rows
from indicators.sheets.clean import is_clean
from indicators.sheets.faults import Refused
from indicators.sheets.grid import CellValue, Grid
from indicators.sheets.limits import Limits
from indicators.sheets.sniff import two_byte_encoding

_SEPARATORS = "\t,;|,"
_SAMPLE_LINES = 200
_AS_TEXT = re.compile(r'="([^"]*)"')
_SWALLOWED_LINES = 30
_COMMON = {"gb2312": range(0xA1, 0xD8), "cp950": range(0xA1, 0xC7), "cp932": range(0x81, 0x98)}
"""First bytes of an encoding's punctuation and everyday characters."""
_TOO_RARE, _COMMON_ENOUGH, _FEW = 0.75, 0.93, 8
_ELSEWHERE = {"cp950": "繁体中文 Big5", "cp932": "日文 Shift JIS"}
csv.field_size_limit(1 << 26)


def decode(data: bytes) -> tuple[str, str]:
    """(text, encoding). UTF by its mark, then strict UTF-8, then strict GB18030. Raises Refused.

    What GB18030 turns into rare characters is Big5 or Shift JIS, if that gives everyday ones.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        order = ["utf-8-sig", "gb18030"]
    elif data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        order = ["utf-32"]
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        order = ["utf-16"]
    elif two_byte := two_byte_encoding(data):
        order = [two_byte]
    else:
        order = ["utf-8", "gb18030"]
    line = 1
    for encoding in order:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            continue
        other = _of_elsewhere(data, text) if encoding == "gb18030" else None
        return (data.decode(other), other) if other else (text, encoding)
    if other := _of_elsewhere(data, None) if order[-1] == "gb18030" else None:
        return data.decode(other), other
    raise Refused("text_encoding_unknown", value=line)


def _of_elsewhere(data: bytes, text: str | None) -> str | None:
    """Big5 or Shift JIS, where GB18030 fails or gives rare characters and that one common ones."""
    if text is not None and _common(text, "gb2312", _COMMON["gb2312"]) >= _TOO_RARE:
        return None
    scores = {}
    for encoding in ("cp950", "cp932"):
        with contextlib.suppress(UnicodeDecodeError):
            scores[encoding] = _common(data.decode(encoding), encoding, _COMMON[encoding])
    best = max(scores, key=lambda encoding: scores[encoding], default="")
    return best if best and scores[best] >= _COMMON_ENOUGH else None


def _common(text: str, encoding: str, leads: range) -> float:
    """Share of the first characters beyond ASCII that are among an encoding's everyday ones."""
    some = [char for char in text[:100_000] if char > "\x7f"][:2000]
    if len(some) < _FEW:
        return 1.0 if encoding == "gb2312" else 0.0
    found = [char.encode(encoding, "ignore") for char in some]
    return sum(len(code) == 2 and code[0] in leads for code in found) / len(some)


def read_csv(data: bytes, file: str, limits: Limits) -> tuple[list[Grid], list[Finding]]:
    """The one sheet of a text table; every cell stays text. Raises Refused."""
    text, encoding = decode(data)
    lines = _sample(text)
    if _binary(text[:20_000]):
        raise Refused("not_a_spreadsheet", kind="无法识别的二进制文件")
    separator = find_separator(lines)
    rows, findings = _parse(text, separator, file)
    width = max(map(len, rows), default=0)
    cells = sum(map(len, rows))
    if limits.too_sparse(len(rows), width, cells):
        longest = max(range(len(rows)), key=lambda place: len(rows[place]))
        raise Refused("line_too_wide", value=longest + 1)
    even, quoted = _even(rows, width, '="' in text or "'" in text)
    if "\0" in text or not is_clean(text) or len(text) > limits.text_length:
        changed = clean_rows(even, limits.text_length)
        if changed:
            findings.append(finding("characters_removed", Place(file), value=changed))
    if encoding in _ELSEWHERE:
        findings.append(finding("text_encoding_elsewhere", Place(file), kind=_ELSEWHERE[encoding]))
    return [Grid(name="", rows=even, text_quoted=frozenset(quoted))], findings


def find_separator(lines: list[str]) -> str:
    """The separator that gives the most lines the same number of fields, more than one."""
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if row)
        wide = {size: times for size, times in counts.items() if size > 1}
        if not wide:
            continue
        size, times = max(wide.items(), key=lambda item: (item[1] * min(item[0], 4), item[0]))
        score = times * min(size, 4) + sum(wide.values()) / 1000
        if score > best_score:
            best, best_score = separator, score
    return best


def _sample(text: str) -> list[str]:
    return [line[:20_000] for line in text[:400_000].splitlines()[:_SAMPLE_LINES]]


def _binary(head: str) -> bool:
    odd = sum(1 for char in head if char < " " and char not in "\t\r\n\x0c")
    return odd > 0.02 * len(head) + 2


def _parse(text: str, separator: str, file: str) -> tuple[list[list[str]], list[Finding]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    try:
        rows = list(csv.reader((line + "\n" for line in lines), delimiter=separator))
    except csv.Error as error:
        raise Refused("file_damaged") from error
    for number, row in enumerate(rows if '"' in text else ()):
        if any(len(value) > 200 and value.count("\n") > _SWALLOWED_LINES for value in row):
            plain = list(csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE))
            return plain, [finding("quote_not_closed", Place(file, None, f"A{number + 1}"))]
    return rows, []


def _even(
    rows: list[list[str]], width: int, marks: bool
) -> tuple[list[list[CellValue]], list[tuple[int, int]]]:
    """Rows of equal length, blanks as None; with `marks`, cells marked as text are freed of the mark."""
    even: list[list[CellValue]] = []
    quoted: list[tuple[int, int]] = []
    for r, row in enumerate(rows):
        line: list[CellValue] = [value or None for value in row]
        if len(row) < width:
            line.extend([None] * (width - len(row)))
        for c, value in enumerate(row if marks else ()):
            if value[:1] in {"=", "'"} and (text := _unquoted(value)) is not None:
                line[c] = text or None
                quoted.append((r, c))
        even.append(line)
    return even, quoted


def _unquoted(value: str) -> str | None:
    """The text inside `="007"` or after an apostrophe: two ways to say "this is text"."""
    if found := _AS_TEXT.fullmatch(value):
        return found[1]
    return value[1:] if value.startswith("'") else None
