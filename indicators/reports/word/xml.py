"""The few pieces of WordprocessingML that papers are built of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from indicators.reports.papers.said import Text
from indicators.reports.word.look import MARK

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FOR_PEOPLE = re.compile(r"(【[^】]*】)")
Element = Any


def clean(words: str) -> str:
    """Words without the control characters that no XML may hold."""
    return _CONTROL.sub("", words)


def el(tag: str, *children: Element, **attributes: object) -> Element:
    """An element in the w: namespace unless the tag names another; attributes likewise."""
    made = OxmlElement(tag if ":" in tag else f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


def twips(points: float) -> int:
    """Points as twentieths, as the format counts them."""
    return round(points * 20)


def millimetres(length: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(length * 1440 / 25.4)


def fonts(east: str, latin: str) -> Element:
    """A font for Chinese and one for digits and Latin letters."""
    return el("rFonts", ascii=latin, hAnsi=latin, eastAsia=east, cs=latin)


def run(words: str, *, bold: bool = False, mark: bool = False, face: Element = None) -> Element:
    """A run of text; `mark` highlights it for a person to fill in."""
    made = el("r")
    looks = [face] if face is not None else []
    looks += [el("b")] if bold else []
    looks += [el("highlight", val=MARK)] if mark else []
    if looks:
        made.append(el("rPr", *looks))
    for at, line in enumerate(clean(words).split("\n")):
        if at:
            made.append(el("br"))
        content = el("t")
        content.text = line
        content.set(qn("xml:space"), "preserve")
        made.append(content)
    return made


def runs(text: Text, *, bold: bool = False) -> Iterator[Element]:
    """The runs of a text: neighbours in one, words wanted from a person (【…】) highlighted."""
    words = ""
    for piece in text:
        if isinstance(piece, str) and "【" in piece:
            if words:
                yield run(words, bold=bold)
            words = ""
            for part in filter(None, _FOR_PEOPLE.split(piece)):
                yield run(part, bold=bold, mark=part[0] == "【")
        else:
            words += str(piece)
    if words:
        yield run(words, bold=bold)


def paragraph(style: str, *content: Element, keep: bool = False, section: Element = None) -> Element:
    """A paragraph in a style; `keep` holds it on the page of the next one."""
    looks = el("pPr", el("pStyle", val=style))
    if keep:
        looks.append(el("keepNext"))
    if section is not None:
        looks.append(section)
    return el("p", looks, *content)


def field(instruction: str, face: Element) -> Iterator[Element]:
    """A field that Word works out, as the page's number."""
    import copy

    for part in (
        el("fldChar", fldCharType="begin"),
        None,
        el("fldChar", fldCharType="separate"),
        "1",
        el("fldChar", fldCharType="end"),
    ):
        made = el("r", el("rPr", *(copy.deepcopy(one) for one in face)))
        if part is None:
            code = el("instrText")
            code.text = f" {instruction} "
            code.set(qn("xml:space"), "preserve")
            made.append(code)
        elif isinstance(part, str):
            words = el("t")
            words.text = part
            made.append(words)
        else:
            made.append(part)
        yield made
