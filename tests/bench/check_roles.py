"""How well the learned roles carry over: python tests/bench/check_roles.py BENCH_FOLDER books|offices

`books`: learned on four fifths of the workbooks, scored on the fifth left out, five times. `offices`:
learned on the sets of the other offices, scored on the one left out (two sets hold the same sheets of one
office). Scores go through the whole reader and the published scorer, each class apart. Needs what
learn_roles.py needs; takes some minutes.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tempfile
from pathlib import Path

from learn_roles import Sheet, annotated, learn
from role_scores import SETS, macro_f1, predictions

FOLDS = 5


def office(sheet: Sheet) -> str:
    """Who made the sheet."""
    return "saus" if "saus" in sheet.name else sheet.name


def fifth(sheet: Sheet) -> str:
    """Which fifth of the workbooks the sheet belongs to: all sheets of a workbook to one, in every set."""
    book = re.split(r"[.]xlsx?|[.]csv", sheet.gold["sheet"])[0]
    return str(int(hashlib.sha256(book.encode()).hexdigest(), 16) % FOLDS)


def main() -> None:
    folder, split = Path(sys.argv[1]), {"books": fifth, "offices": office}[sys.argv[2]]
    found = list(annotated(folder))
    told: dict[str, list[dict]] = {name: [] for name, *_ in SETS}
    for part in sorted({split(sheet) for sheet in found}):
        learn([sheet for sheet in found if split(sheet) != part])
        for name in told:
            left = {sheet.gold["sheet"] for sheet in found if sheet.name == name and split(sheet) == part}
            told[name] += predictions(folder, name, left) if left else []
        print(f"left out and scored: {part}", flush=True)
    for name, kind, options, *_ in SETS:
        with tempfile.TemporaryDirectory() as where:
            written = Path(where) / "found.json"
            written.write_text(json.dumps(told[name]), encoding="utf-8")
            print(macro_f1(folder, name, kind, *options, "--errors", "6", predicted=written)[1])


if __name__ == "__main__":
    main()
