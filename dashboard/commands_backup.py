"""Commands on backups: make one, list those that are there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboard import backups, restart
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


def restore(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Let the server that holds the store put the backup `file` in its place; a record on what begins."""
    del files
    manifest = restart.begin(store, Path(options["file"]), by=str(options.get("by") or ""))
    told = "备份已核对无误，正在换上；打开着的网页都要重新登录。"
    record = {"record": "restore", "file": str(options["file"]), "store": str(store.path)}
    return Outcome([{**record, "made": manifest.made, "head": manifest.head}], messages=[told])


COMMANDS = {"backup": backup, "restore": restore}
