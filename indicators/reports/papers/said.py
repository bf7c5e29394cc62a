"""Sentences that know where each of their numbers comes from.

A text is a row of pieces: plain words, which may hold no digit, and things said from a source. A number
without a source cannot be written: `say` refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import Formatter

_DIGIT = re.compile(r"[0-9０-９]")
_WIDE = str.maketrans({"(": "（", ")": "）", ";": "；", "?": "？", "!": "！"})
_COMMA = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),")
_COLON = re.compile(r":(?!\d)|(?<!\d):")


class Unsourced(ValueError):  # noqa: N818 - the name says what is the matter
    """A number stands in a sentence without saying where it comes from."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where something said comes from.

    `kind`: observation (key: code, area, year, breakdown, field), verdict and target (key: code, area,
    plan, target set, field of the assessment), count (how: of what; key: what was counted), computed (how:
    the operation; of: what it was computed from), given (key: what was asked for or stands in the
    register), words (names, quotations: key says of what).
    """

    kind: str
    key: tuple[object, ...] = ()
    how: str = ""
    of: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A number or quotation as written, with its source; `value` is the number before it was written."""

    text: str
    source: Source
    value: float | None = None

    def __str__(self) -> str:
        return self.text


Piece = str | Said
Text = tuple[Piece, ...]


def wide(text: str) -> str:
    """The text with Chinese punctuation; commas within numbers and colons within times stay."""
    return _COLON.sub("：", _COMMA.sub("，", text.translate(_WIDE)))


def quoted(text: str, *of: object) -> Said:
    """A name or a quotation, which may hold digits of its own (5岁以下…); `of` says whose words it is."""
    return Said(wide(text), Source("words", of))


def given(value: int | str, *what: object) -> Said:
    """Something that was asked for or stands in a register: the year of a report, a deadline."""
    number = float(value) if isinstance(value, int) else None
    return Said(wide(str(value)), Source("given", what or (value,)), number)


def counted(keys: Iterable[object], what: str) -> Said:
    """How many there are, with what was counted."""
    listed = tuple(keys)
    return Said(str(len(listed)), Source("count", listed, what), float(len(listed)))


def computed(text: str, value: float | None, how: str, *of: Said) -> Said:
    """A number made of others by a named operation."""
    return Said(text, Source("computed", (), how, of), value)


def say(template: str, /, **pieces: Piece | Text) -> Text:
    """A text from a template with named places, as in say("{year}年为{value}", year=…, value=…).

    Raises Unsourced where a digit stands in the template or in a plain word put into it.
    """
    found: list[Piece] = []
    for words, name, _, _ in Formatter().parse(template):
        found.append(words)
        if name is not None:
            piece = pieces[name]
            found += piece if isinstance(piece, tuple) else (piece,)
    return text(*found)


def text(*pieces: Piece | Text) -> Text:
    """Pieces and texts in a row as one text; raises Unsourced for a digit in plain words."""
    flat = [part for piece in pieces for part in (piece if isinstance(piece, tuple) else (piece,))]
    for part in flat:
        if isinstance(part, str) and _DIGIT.search(part):
            raise Unsourced(part)
    return tuple(part for part in flat if not isinstance(part, str) or part)


def joined(texts: Iterable[Text], between: str = "；", end: str = "") -> Text:
    """Texts in a row with something between them; empty ones are left out."""
    found: list[Piece] = []
    for one in texts:
        if one:
            found += [between, *one] if found else one
    return text(*found, end) if found else ()


def listing(names: Iterable[Piece | Text], most: int | None = None, tail: str = "等") -> Text:
    """Names with 、 between them, at most so many, then 等."""
    every = [name if isinstance(name, tuple) else (name,) for name in names]
    shown = every[:most]
    return text(joined(shown, "、"), tail if len(shown) < len(every) else "")


def plain(said: Text) -> str:
    """The text as it is read."""
    return "".join(str(piece) for piece in said)


def sources(said: Text) -> Iterator[Said]:
    """Everything in a text that has a source."""
    return (piece for piece in said if isinstance(piece, Said))


def origins(piece: Said) -> Iterator[Said]:
    """The piece and all that it was computed from, to the last."""
    yield piece
    for part in piece.source.of:
        yield from origins(part)
