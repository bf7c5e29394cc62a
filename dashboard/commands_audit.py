"""Commands on the audit: is its chain whole, what does it say, take it away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dashboard import audit_words
from dashboard.commands import Files, Outcome
from dashboard.messages import ERRORS, os_reason
from indicators.findings import finding
from indicators.model import Place
from indicators.store import Store
from indicators.store.audit_log import Wanted


def audit_verify(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """One record: whether no row was changed, removed, added or moved, and the head."""
    del files
    found = store.audit.verify((options.get("head") or "").strip().lower() or None)
    record = {"record": "audit_check", "whole": found.whole, **asdict(found)}
    return Outcome([record], 0 if found.whole else ERRORS)


def audit_list(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """The rows wanted, the newest first."""
    del files
    rows = store.audit.entries(_wanted(options), limit=options.get("limit"))
    return Outcome([audit_words.record(row) for row in rows])


def audit_export(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Write the rows wanted to the file `out` (a full path; xlsx, else CSV), the oldest first."""
    del files
    from dashboard.downloads import safe_csv, safe_xlsx

    out, outcome = Path(options["out"]), Outcome()
    rows = store.audit.entries(_wanted(options))[::-1]
    frame, (number, head) = audit_words.frame(rows), store.audit.head()
    try:
        xlsx = out.suffix.lower() == ".xlsx"
        out.write_bytes(safe_xlsx(frame, "操作记录") if xlsx else safe_csv(frame))
    except OSError as error:
        outcome.add([finding("export_failed", Place(str(out)), reason=os_reason(error))])
        return outcome
    store.audit.record("audit_export", out.name, by=str(options.get("by") or ""), after={"rows": len(rows)})
    record = {"record": "export", "kind": "audit", "file": str(out), "rows": len(rows), "head": head}
    outcome.records.append(record)
    outcome.messages.append(
        f"已写到：{out}（{len(rows)}条）。导出时第{number}条的校验值：{head}，请另外记下，以后可以核对。"
    )
    return outcome


def _wanted(options: Mapping[str, Any]) -> Wanted:
    since = options.get("since")
    kinds = options.get("kinds")
    moment = dt.datetime.fromisoformat(since).astimezone(dt.UTC).replace(tzinfo=None) if since else None
    return Wanted(since=moment, by=options.get("who") or None, kinds=kinds or None)


COMMANDS = {"audit_verify": audit_verify, "audit_list": audit_list, "audit_export": audit_export}
