"""Commands on a store in a lake: its upkeep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import upkeep
from dashboard.commands import Files, Outcome
from indicators.store import Store


def tidy(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Tidy the lake; a record of what was done. Raises NotOnLake for a file."""
    del files
    done = upkeep.tidy(store, by=str(options.get("by") or ""), keep_days=int(options["keep_days"]))
    record = {
        "record": "lake_tidy", "rows": done.rows, "merged": done.merged, "snapshots": done.snapshots,
        "files": done.files,
    }  # fmt: skip
    told = (
        f"已整理：{done.rows}行从目录库写进数据文件，合并了{done.merged}个小文件，"
        f"清掉{done.snapshots}个旧版本、{done.files}个不再用的文件。数据没有改动。"
    )
    return Outcome([record], messages=[told])


COMMANDS = {"lake_tidy": tidy}
