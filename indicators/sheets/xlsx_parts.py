"""The parts of an .xlsx beside its cells: which sheets there are, and what each style means."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from indicators.sheets.faults import Refused
from indicators.sheets.markup import start_tags
from indicators.sheets.package import Package
from indicators.sheets.sheet_facts import Styles, StyleTable


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet: its name, its member in the package, whether it is hidden."""

    name: str
    member: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """The workbook's sheets, its styles and its date system.

    `unreckoned`: the file asks to be calculated when opened, so that a formula's stored 0 may be no result.
    """

    sheets: tuple[SheetPart, ...]
    styles: Styles
    epoch_1904: bool
    shared_strings: str | None
    unreckoned: bool = False


def read_parts(package: Package) -> Parts:
    """Read workbook, relations and styles. Raises Refused."""
    main = _main_member(package)
    folder = posixpath.dirname(main)
    relations = _relations(package, main)
    sheets, epoch, unreckoned = [], False, False
    for _, name, attributes in _tags(package, main):
        if name == "workbookPr":
            epoch = attributes.get("date1904", "").lower() in {"1", "true"}
        if name == "calcPr":
            unreckoned = attributes.get("fullCalcOnLoad", "").lower() in {"1", "true"}
        if name == "sheet":
            kind, target = relations.get(attributes.get("id", ""), ("", ""))
            member = package.find(posixpath.normpath(posixpath.join(folder, target))) if target else None
            if member and kind in {"worksheet", ""}:
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(SheetPart(attributes.get("name", ""), member, hidden))
    if len(sheets) > package.limits.sheets:
        raise Refused("too_many_sheets", value=len(sheets))
    styles = package.find(posixpath.join(folder, "styles.xml"))
    shared = package.find(posixpath.join(folder, "sharedStrings.xml"))
    return Parts(tuple(sheets), _styles(package, styles) if styles else Styles(), epoch, shared, unreckoned)


def _tags(package: Package, member: str) -> list[tuple[str, str, dict[str, str]]]:
    return list(start_tags(package.read(member), depth=package.limits.xml_depth))


def _main_member(package: Package) -> str:
    roots = package.find("_rels/.rels")
    if roots:
        for _, _, attributes in _tags(package, roots):
            if attributes.get("Type", "").endswith("/officeDocument"):
                member = package.find(posixpath.normpath(attributes.get("Target", "").lstrip("/")))
                if member:
                    return member
    member = package.find("xl/workbook.xml")
    if member is None:
        raise Refused("file_damaged")
    return member


def _relations(package: Package, main: str) -> dict[str, tuple[str, str]]:
    folder, base = posixpath.split(main)
    member = package.find(f"{folder}/_rels/{base}.rels")
    if member is None:
        return {}
    found = {}
    for _, name, attributes in _tags(package, member):
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))
    return found


def _styles(package: Package, member: str) -> Styles:
    table = StyleTable()
    styles: list[list[int]] = []  # number format, indent, quoted
    inside = False
    for parent, name, attributes in _tags(package, member):
        if name == "numFmt" and parent == "numFmts":
            table.name_format(_number(attributes.get("numFmtId")), attributes.get("formatCode", ""))
        elif name == "xf":
            inside = parent == "cellXfs"
            if inside:
                quoted = int(attributes.get("quotePrefix", "0") in {"1", "true"})
                styles.append([_number(attributes.get("numFmtId")), 0, int(quoted)])
        elif name == "alignment" and parent == "xf" and inside:
            styles[-1][1] = min(_number(attributes.get("indent")), 255)
    for number, indent, quoted in styles:
        table.add(number, indent, bool(quoted))
    return table.styles()


def _number(text: str | None) -> int:
    try:
        return max(0, int(text or 0))
    except ValueError:
        return 0
