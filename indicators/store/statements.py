"""SQL by name: the statements stand in `sql/*.sql`, each after a line `-- name: …`."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

_NAME = re.compile(r"^-- name: (\w+)\s*$", re.MULTILINE)


def folder() -> Traversable:
    """The folder of the store's SQL files."""
    return resources.files("indicators.store") / "sql"


@cache
def statements(topic: str) -> dict[str, str]:
    """The named statements of `sql/<topic>.sql`."""
    parts = _NAME.split((folder() / f"{topic}.sql").read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))


def migrations() -> list[tuple[int, str]]:
    """Number and SQL of every step of the schema, in order; step n brings version n - 1 to n."""
    files = [item for item in (folder() / "migrations").iterdir() if item.name.endswith(".sql")]
    return sorted((int(item.name[:4]), item.read_text(encoding="utf-8")) for item in files)


def views() -> tuple[str, str]:
    """The SQL that makes the views, and its digest."""
    text = (folder() / "views.sql").read_text(encoding="utf-8")
    return text, hashlib.sha256(text.encode()).hexdigest()
