"""Why a file cannot be read: an exception inside the cells layer, a finding outside it."""

from __future__ import annotations

from indicators.findings import Finding, finding
from indicators.model import Place
from indicators.sheets.cage import CageError
from indicators.sheets.clean import clean_text
from indicators.sheets.grid import address

_REASONS = {
    "password": "file_has_password",
    "timeout": "reading_took_too_long",
    "memory": "reading_took_too_much_memory",
    "crash": "reading_broke_off",
    "unsafe": "unsafe_markup",
    "unreadable": "file_damaged",
}


class Refused(Exception):  # noqa: N818 - it is a decision, not a failure
    """The file (or one sheet of it) is not read; carries the code and words of a finding."""

    def __init__(self, code: str, sheet: str | None = None, cell: str | None = None, **words: object) -> None:
        super().__init__(code)
        self.code = code
        self.sheet = sheet
        self.cell = cell
        self.words = words

    def finding(self, file: str) -> Finding:
        """The same as a finding on `file`."""
        return finding(self.code, Place(file, self.sheet, self.cell), **self.words)  # type: ignore[arg-type]


def caged(error: CageError) -> Refused:
    """What a failed child means to the user."""
    if error.reason == "far" and error.detail.count("\t") == 3:
        sheet, row, column, cells = error.detail.split("\t")
        return Refused("cell_far_away", clean_text(sheet), address(int(row), int(column)), value=cells)
    return Refused(_REASONS.get(error.reason, "file_damaged"))
