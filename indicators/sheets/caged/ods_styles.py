"""What the styles of an .ods say: its number styles written as Excel format codes, indents, hidden tables."""

import re

from collect import number

_NUMBER_STYLES = {
    "number-style",
    "percentage-style",
    "currency-style",
    "date-style",
    "time-style",
    "text-style",
}
_DATE_PARTS = {"year": "yyyy", "month": "m", "day": "d", "hours": "h", "minutes": "mm", "seconds": "ss"}
_LENGTH = re.compile(r"([\d.]{1,12})(cm|mm|in|pt)")
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}
_STEP = 0.353  # one level of indent, in centimetres


class Styles:
    """Filled by the reader's events; asked per cell."""

    def __init__(self) -> None:
        self.codes: dict = {}  # number style -> code
        self.maps: dict = {}  # number style -> [(condition, other style)]
        self.cells: dict = {}  # cell style -> (number style, parent, indent)
        self.hidden_tables: set = set()
        self.known: dict = {}
        self._style = self._number = None
        self._parts: list = []
        self._text = False

    def opened(self, name, given) -> None:  # noqa: ANN001
        """A start tag outside the tables."""
        if name == "style":
            self._style = given.get("name")
            self.cells[self._style] = (given.get("data-style-name"), given.get("parent-style-name"), 0)
        elif name == "paragraph-properties" and self._style in self.cells:
            data, parent, _ = self.cells[self._style]
            self.cells[self._style] = (data, parent, _indent(given.get("margin-left")))
        elif name == "table-properties" and given.get("display") == "false":
            self.hidden_tables.add(self._style)
        elif name in _NUMBER_STYLES:
            self._number, self._parts = given.get("name"), []
        elif self._number:
            self._number_part(name, given)

    def _number_part(self, name, given) -> None:  # noqa: ANN001
        if name in {"number", "scientific-number"}:
            places = number(given.get("decimal-places"), 0, 20)
            whole = "#,##0" if given.get("grouping") == "true" else "0" * max(1, _digits(given))
            self._parts.append(whole + ("." + "0" * places if places else ""))
        elif name == "text":
            self._text = True
            self._parts.append("")
        elif name in _DATE_PARTS:
            self._parts.append(_DATE_PARTS[name])
        elif name == "map":
            condition = given.get("condition", "").replace(" ", "")
            self.maps.setdefault(self._number, []).append((condition, given.get("apply-style-name")))

    def text(self, text) -> None:  # noqa: ANN001
        """Text inside a number style."""
        if self._text and self._parts:
            self._parts[-1] += text

    def closed(self, name) -> None:  # noqa: ANN001
        """An end tag outside the tables."""
        if name == "text" and self._text:
            self._text = False
            literal = self._parts[-1]
            if literal.strip("%-/:. ,"):
                self._parts[-1] = '"' + literal.replace('"', "") + '"'
            elif literal == "-":
                self._parts[-1] = '"-"'
        elif name in _NUMBER_STYLES:
            self.codes[self._number] = "".join(self._parts) or "General"
            self._number = None
        elif name == "style":
            self._style = None

    def of_cell(self, name):  # noqa: ANN001, ANN201
        """(format code, indent level) of a cell style."""
        if name not in self.known:
            self.known[name] = self._resolve(name)
        return self.known[name]

    def _resolve(self, name):  # noqa: ANN001, ANN202
        data, indent = None, 0
        for _ in range(20):
            if name not in self.cells:
                break
            own, parent, level = self.cells[name]
            data, indent, name = data or own, indent or level, parent
        code = self._code(data)
        return ("General" if code in {"0", "@"} else code), indent

    def _code(self, name) -> str:  # noqa: ANN001
        base = self.codes.get(name, "General")
        sections = dict(self.maps.get(name, ()))
        positive = sections.get("value()>0") or sections.get("value()>=0")
        negative = sections.get("value()<0")
        zero = sections.get("value()=0")
        if not (positive or negative or zero):
            return base
        codes = [self.codes.get(other, base) if other else base for other in (positive, negative, zero)]
        return ";".join(codes) if zero or (positive and negative) else ";".join(codes[:2])


def _digits(given) -> int:  # noqa: ANN001
    return number(given.get("min-integer-digits"), 1, 20)


def _indent(text) -> int:  # noqa: ANN001
    found = _LENGTH.fullmatch(text or "")
    if not found:
        return 0
    try:
        return min(15, round(float(found[1]) * _CENTIMETRES[found[2]] / _STEP))
    except ValueError:
        return 0
