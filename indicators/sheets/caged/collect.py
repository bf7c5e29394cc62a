"""Collects the cells of one sheet from a markup reader, within bounds, and sends them."""

import array

from frames import send_rows

FREE_ROWS = 150_000


class TooMuchError(Exception):
    """More cells than the limits allow; the file is refused."""

    reason = "memory"


class FarCellError(Exception):
    """A cell far below everything else; the rows between would only cost time and memory."""

    reason = "far"


class Collector:
    """One sheet in the making; rows and columns are 0-based."""

    def __init__(self, name, hidden, options) -> None:  # noqa: ANN001
        self.name, self.hidden, self.options = name, hidden, options
        self.rows: list = []
        self.cells = 0
        self.codes = {"General": 0}
        self.formats: list = []
        self.facts: dict = {
            "errors": [],
            "merges": [],
            "hidden_rows": [],
            "hidden_columns": [],
            "indents": [],
        }
        self.facts |= {"indents": [], "uncached": [], "quoted": []}

    def put(self, r, c, value, code="General") -> None:  # noqa: ANN001
        """Set a cell. Raises TooMuchError or FarCellError beyond the limits."""
        self.cells += 1
        if self.cells > self.options["cells"] or r > 2_000_000 or c > 20_000:
            raise TooMuchError
        if r > FREE_ROWS and r > self.options["sparseness"] * (self.cells + 1000):
            raise FarCellError(f"{self.name}\t{r}\t{c}\t{self.cells}")
        while len(self.rows) <= r:
            self.rows.append([])
        row = self.rows[r]
        if len(row) <= c:
            row.extend([""] * (c + 1 - len(row)))
        row[c] = value
        if code != "General":
            self.formats.append((r, c, self.codes.setdefault(code, len(self.codes))))

    def note(self, kind, *place) -> None:  # noqa: ANN001, ANN002
        """Add a fact: note("merges", r1, c1, r2, c2), note("errors", r, c, text), note("hidden_rows", r)."""
        if len(self.facts[kind]) < 200_000:
            self.facts[kind].append(place if len(place) > 1 else place[0])

    def send(self, send) -> None:  # noqa: ANN001
        """Send the sheet, rectangular; or ("refused", …) where its rectangle is far too large."""
        height, width = len(self.rows), max(map(len, self.rows), default=0)
        free, sparse = self.options["free_cells"], self.options["sparseness"]
        if height * width > min(self.options["cells"], max(free, sparse * (self.cells + 1000))):
            send(("refused", self.name, height, width, self.cells))
            return
        send(("sheet", self.name, self.hidden, width))
        send_rows((row + [""] * (width - len(row)) for row in self.rows), width, send)
        facts = dict(self.facts)
        if self.formats:
            table = array.array("H", bytes(2 * height * width))
            for r, c, code in self.formats:
                table[r * width + c] = min(code, 65_535)
            facts |= {"formats": table.tobytes(), "codes": list(self.codes)}
        send(("done", facts))


def local(name: str) -> str:
    """An element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


def number(text, otherwise=0, most=2_000_000):  # noqa: ANN001, ANN201
    """A whole number within 0..most; `otherwise` where the text is none."""
    try:
        return min(max(0, int(text)), most)
    except (TypeError, ValueError):
        return otherwise
