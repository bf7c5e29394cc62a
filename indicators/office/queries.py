"""The package's SQL by name."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources


@cache
def queries() -> dict[str, str]:
    """The statements of office.sql, each after a line `-- name: …`."""
    text = (resources.files("indicators.office") / "office.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], (part.strip().rstrip(";") for part in parts[1::2]), strict=True))
