"""Commands on backups: make one, list those that are there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboard import backups
from dashboard.commands import Files, Outcome
from indicators.store import Store


def backup(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Make a backup in the file or folder `out` (None: where the schedule puts them); a record on it."""
    del files
    out = Path(options["out"]) if options.get("out") else None
    made = backups.make(store, out, by=str(options.get("by") or ""))
    record = {
        "record": "backup", "file": str(made.path), "bytes": made.size, "sha256": made.sha256,
        "made": made.manifest.made, "schema_version": made.manifest.schema_version,
        "rows": sum(count for count, _ in made.manifest.tables.values()), "head": made.manifest.head,
    }  # fmt: skip
    told = f"已备份到：{made.path}（{made.size / 1e6:.1f} MB），并读回核对过。"
    return Outcome([record], messages=[told, f"操作记录的校验值：{made.manifest.head}"])


COMMANDS = {"backup": backup}
