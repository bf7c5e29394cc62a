"""The child that opens a department's .xlsx whole: reads (head, file) on stdin, writes the marked file."""

from __future__ import annotations

import contextlib
import io
import json
import struct
import sys


def main() -> None:
    """Mark one workbook within the memory given in the head."""
    source = sys.stdin.buffer
    (size,) = struct.unpack("<I", source.read(4))
    head = json.loads(source.read(size))
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):  # macOS knows the limit but does not take it
            resource.setrlimit(resource.RLIMIT_AS, (head["memory"], head["memory"]))
    import openpyxl

    from indicators.reports.markup_book import mark_book, saved

    book = openpyxl.load_workbook(io.BytesIO(source.read()))
    mark_book(book, head["findings"], head["notes"])
    book.calculation.fullCalcOnLoad = True
    sys.stdout.buffer.write(saved(book))


if __name__ == "__main__":
    main()
