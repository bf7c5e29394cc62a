"""What commands print: JSON Lines for programs, sentences for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any


def say(text: str) -> None:
    """A message for people, on standard error."""
    print(text, file=sys.stderr)


def print_records(records: Iterable[Mapping[str, Any]]) -> None:
    """JSON Lines on standard output."""
    write = sys.stdout.write
    for record in records:
        write(json.dumps(record, ensure_ascii=False, default=str, allow_nan=False) + "\n")
    sys.stdout.flush()


def print_findings(records: Iterable[Mapping[str, Any]]) -> None:
    """The same for people: one finding a paragraph."""
    words = {"error": "错误", "warning": "警告", "note": "提示"}
    for record in records:
        if record.get("record") == "submission":
            print(
                f"报送批次 {record['submission']}：{record['file']}，入库 {record['accepted']} 个数据，"
                f"未入库 {record['blocked']} 个{',已撤销' if record['withdrawn'] else ''}。"
            )
        else:
            place = " ".join(str(record[key]) for key in ("file", "sheet", "cell") if record.get(key))
            told = f"{record['message']}{record['hint']}"
            print(
                f"[{words[record['severity']]}] {place}：{told}"
                if place
                else f"[{words[record['severity']]}] {told}"
            )


def print_messages(findings: Iterable[Any]) -> None:
    """Findings as messages, where standard output holds other records."""
    for item in findings:
        place = " ".join(part for part in (item.file, item.sheet, item.cell) if part)
        say(f"{place}：{item.message}{item.hint}" if place else f"{item.message}{item.hint}")


def read_record(record: Any) -> dict[str, Any]:
    """A record in the contract's order; `component` (numerator or denominator) is an addition."""
    return {
        "file": record.file,
        "sheet": record.sheet,
        "cell": record.cell,
        "indicator": record.indicator,
        "code": record.code,
        "score": record.score,
        "area": record.area,
        "year": record.year,
        "as_of": record.as_of.isoformat() if record.as_of else None,
        "period_label": record.period_label,
        "breakdown": dict(record.breakdown),
        "value": record.value,
        "missing": str(record.missing) if record.missing else None,
        "qualifier": str(record.qualifier),
        "unit": record.unit,
        "raw": record.raw,
        "flags": list(record.flags),
        "component": record.component,
    }


def question_record(question: Any) -> dict[str, Any]:
    """An open question with its ranked answers."""
    return {
        "key": question.key,
        "kind": question.kind,
        "text": question.text,
        "file": question.place.file,
        "sheet": question.place.sheet,
        "cell": question.place.cell,
        "answers": [{"value": v, "meaning": m, "score": s} for v, m, s in question.answers],
        "signature": question.signature,
    }


def print_assessments(records: list[dict[str, Any]], as_json: bool) -> None:
    """Verdicts as records, or one sentence a line."""
    if as_json:
        print_records(records)
        return
    for record in records:
        print(f"[{record['word']}] {record['indicator']}：{record['sentence']}")
