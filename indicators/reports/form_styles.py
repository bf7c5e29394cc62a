"""The cell formats of a form."""

from __future__ import annotations

from typing import Any


class Styles:
    """The formats of a workbook, made once."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}
        cell = base | {"border": 1, "border_color": "#808080", "text_wrap": True}
        self.book, self._cell = book, cell
        self.title = book.add_format(base | {"font_name": "黑体", "font_size": 16, "align": "center"})
        self.fact = book.add_format(base)
        self.hint = book.add_format(base | {"text_wrap": True, "font_color": "#7A1212"})
        self.head = book.add_format(cell | {"bold": True, "bg_color": "#DCE6F1", "align": "center"})
        self.text = book.add_format(cell)
        self.center = book.add_format(cell | {"align": "center"})
        self.fill = book.add_format(cell | {"bg_color": "#FFF9DB", "align": "right"})
        self.note = book.add_format(cell | {"bg_color": "#FFF9DB", "align": "left"})
        self.none = book.add_format(cell | {"bg_color": "#EDEDED"})
        self._past: dict[int, Any] = {}

    def past(self, decimals: int) -> Any:
        """Last year's figure with as many decimals as were printed."""
        if decimals not in self._past:
            code = "0" + ("." + "0" * decimals if decimals else "")
            shade = {"bg_color": "#F5F5F5", "align": "right", "num_format": code}
            self._past[decimals] = self.book.add_format(self._cell | shade)
        return self._past[decimals]
