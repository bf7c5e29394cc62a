"""The parts of an .xlsx beside its cells: which sheets there are, and what each style means."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from indicators.sheets.faults import Refused
from indicators.sheets.markup import start_tags
from indicators.sheets.package import Package

GENERAL = "General"
_BUILTIN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
CHINESE_DATES = frozenset({27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58})
"""Built-in date formats that exist only in Chinese Excel; calamine leaves their cells as numbers."""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet: its name, its member in the package, whether it is hidden."""

    name: str
    member: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Styles:
    """What the cell styles mean: per style number the format code, indent, text mark, Chinese date."""

    codes: tuple[str, ...] = (GENERAL,)
    format_of: tuple[int, ...] = ()
    indent_of: tuple[int, ...] = ()
    quoted: frozenset[int] = frozenset()
    dates: frozenset[int] = frozenset()

    @property
    def matter(self) -> bool:
        """Whether any style says something that the value alone does not."""
        return len(self.codes) > 1 or any(self.indent_of) or bool(self.quoted)


@dataclass(frozen=True, slots=True)
class Parts:
    """The workbook's sheets, its styles and its date system."""

    sheets: tuple[SheetPart, ...]
    styles: Styles
    epoch_1904: bool
    shared_strings: str | None


def read_parts(package: Package) -> Parts:
    """Read workbook, relations and styles. Raises Refused."""
    main = _main_member(package)
    folder = posixpath.dirname(main)
    relations = _relations(package, main)
    sheets, epoch = [], False
    for _, name, attributes in _tags(package, main):
        if name == "workbookPr":
            epoch = attributes.get("date1904", "").lower() in {"1", "true"}
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
    return Parts(tuple(sheets), _styles(package, styles) if styles else Styles(), epoch, shared)


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
    own: dict[int, str] = {}
    styles: list[list[int]] = []  # number format, indent, quoted
    inside = False
    for parent, name, attributes in _tags(package, member):
        if name == "numFmt" and parent == "numFmts":
            own[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", GENERAL)
        elif name == "xf":
            inside = parent == "cellXfs"
            if inside:
                quoted = attributes.get("quotePrefix", "0") in {"1", "true"}
                styles.append([_number(attributes.get("numFmtId")), 0, int(quoted)])
        elif name == "alignment" and parent == "xf" and inside:
            styles[-1][1] = min(_number(attributes.get("indent")), 255)
    return _meaning(own, styles)


def _meaning(own: dict[int, str], styles: list[list[int]]) -> Styles:
    places: dict[str, int] = {GENERAL: 0}
    format_of = []
    for number, _, _ in styles:
        code = own.get(number) or _BUILTIN.get(number, GENERAL)
        plain = code in {"@", ""} or code.lower() == "general"
        format_of.append(0 if plain else places.setdefault(code, len(places)))
    return Styles(
        codes=tuple(places),
        format_of=tuple(format_of),
        indent_of=tuple(style[1] for style in styles),
        quoted=frozenset(place for place, style in enumerate(styles) if style[2]),
        dates=frozenset(p for p, style in enumerate(styles) if style[0] in CHINESE_DATES - own.keys()),
    )


def _number(text: str | None) -> int:
    try:
        return max(0, int(text or 0))
    except ValueError:
        return 0
