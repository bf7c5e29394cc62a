"""What a paper is made of, before it is laid out: headings, paragraphs, tables, charts, places to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from indicators.reports.papers.said import Said, Text, plain


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (一、) to 4 (（1）); its number is written by the layout."""

    level: int
    text: Text
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; `lead` is a bold beginning in the same line (with a number when `numbered`).

    `style`: body (indented), left (no indent: 主送), right (落款), center, note (small, below tables).
    """

    text: Text
    lead: Text = ()
    numbered: bool = False
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Fill:
    """Words that only a person can write: 【此处由…填写：…】, marked in colour."""

    who: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: head, width as a share of the table, left, center or right."""

    head: str
    share: float
    align: str = "center"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading row that repeats on every page; `blank` cells are for a person's words."""

    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    note: Text = ()
    small: bool = True


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values of a chart, None where there is none. `role`: figure, target, path, or a status."""

    name: str
    values: tuple[Said | None, ...]
    role: str = "figure"


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart with its data inside. `kind`: line (years along) or bars (stacked, names down)."""

    title: Text
    kind: str
    names: tuple[Said, ...]
    series: tuple[Series, ...]
    unit: str = ""
    decimals: int = 0
    height: float = 62.0
    """In millimetres."""


@dataclass(frozen=True, slots=True)
class Turn:
    """From here on pages lie on their side (landscape) or stand again."""

    landscape: bool


@dataclass(frozen=True, slots=True)
class NewPage:
    """The next block begins a page."""


Block = Heading | Para | Fill | Table | Chart | Turn | NewPage


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: its title, its file name without ending, its blocks in order."""

    name: str
    title: Text
    blocks: tuple[Block, ...]
    subtitle: Text = ()
    compact: bool = field(default=False)
    """One-page papers: smaller letters and closer lines."""

    def texts(self) -> Iterator[Text]:
        """Every text of the paper in reading order (charts apart)."""
        yield self.title
        yield self.subtitle
        for block in self.blocks:
            yield from texts_of(block)

    def said(self) -> Iterator[Said]:
        """Everything in it that has a source, charts included."""
        for text in self.texts():
            yield from (piece for piece in text if isinstance(piece, Said))
        for block in self.blocks:
            if isinstance(block, Chart):
                yield from block.names
                for series in block.series:
                    yield from (value for value in series.values if value is not None)


def texts_of(block: Block) -> Iterator[Text]:
    """The texts of one block in reading order."""
    match block:
        case Heading() | Para():
            if isinstance(block, Para):
                yield block.lead
            yield block.text
        case Table():
            yield block.title
            for row in block.rows:
                yield from row
            yield block.note
        case Chart():
            yield block.title


def fill_words(block: Fill) -> str:
    """What stands where a person's words are wanted."""
    return f"【此处由{block.who}填写{'：' + block.what if block.what else ''}】"


def words(paper: Paper) -> str:
    """All its text, a line each, for tests and previews."""
    return "\n".join(filter(None, map(plain, paper.texts())))
