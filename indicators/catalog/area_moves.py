"""A change of areas worked out: which area becomes which, with all that lies below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indicators.catalog.area_rows import SEPARATOR, kind_of
from indicators.findings import Finding, finding
from indicators.model import Area

RENAME, MERGE, SPLIT, MOVE = "rename", "merge", "split", "move"
WORDS = {RENAME: "改名", MERGE: "合并", SPLIT: "拆分", MOVE: "划转"}


@dataclass(frozen=True, slots=True)
class Move:
    """What is to happen: `sources` (paths) become areas named `names` on a day.

    `parent`: path of the area above afterwards (None: as before). `codes`: division codes of the new
    areas, in their order. `assign`: for a split, the part (a name of `names`) to which each area below goes.
    """

    kind: str
    happened: dt.date
    sources: tuple[str, ...]
    names: tuple[str, ...] = ()
    parent: str | None = None
    codes: tuple[str, ...] = ()
    assign: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One area that becomes another; the same path where a merged or split area keeps its name."""

    kind: str
    source: str
    target: Area

    @property
    def joins(self) -> bool:
        """Whether other areas come into the same target."""
        return self.kind == MERGE


def plan_move(areas: Sequence[Area], move: Move) -> tuple[list[Step], list[Finding]]:
    """Every pair of old and new area of a change, the named ones first, or the findings that forbid it."""
    known = {area.path: area for area in areas}
    findings = list(_refused(move, known))
    if findings:
        return [], findings
    heads = _heads(move, known)
    steps = list(heads)
    for source in move.sources:
        steps += _below(source, move, [step for step in heads if step.source == source], areas, findings)
    _collisions(steps, move, known, findings)
    return ([] if findings else steps), findings


def _refused(move: Move, known: Mapping[str, Area]) -> list[Finding]:
    found = [finding("area_move_unknown", value=path) for path in move.sources if path not in known]
    found += [finding("area_move_top", value=path) for path in move.sources if SEPARATOR not in path]
    if move.parent is not None and move.parent not in known:
        found.append(finding("area_move_unknown", value=move.parent))
    if any(SEPARATOR in name or not name.strip() for name in move.names):
        found.append(finding("area_bad_name", value="、".join(move.names)))
    levels = {known[path].level for path in move.sources if path in known}
    wanted = {RENAME: (1, 1), MERGE: (2, 1), SPLIT: (1, 2), MOVE: (1, 0)}[move.kind]
    enough = len(set(move.sources)) >= wanted[0] and len(set(move.names)) >= wanted[1]
    many = move.kind in (RENAME, SPLIT, MOVE) and len(move.sources) > 1
    many |= move.kind in (RENAME, MERGE) and len(move.names) > 1
    if not enough or many or len(levels) > 1 or (move.kind == MOVE and move.parent is None):
        found.append(finding("area_move_shape", value=WORDS[move.kind]))
    return found


def _heads(move: Move, known: Mapping[str, Area]) -> list[Step]:
    first = known[move.sources[0]]
    above = known[move.parent or first.path.rpartition(SEPARATOR)[0]]
    names = tuple(name.strip() for name in move.names) or (first.name,)
    steps = []
    for source in move.sources:
        for at, name in enumerate(names):
            path = f"{above.path}{SEPARATOR}{name}"
            same = known.get(path)
            code = move.codes[at] if at < len(move.codes) and move.codes[at] else ""
            code = code or (same.code if same else first.code if move.kind in (RENAME, MOVE) else path)
            kind = kind_of(name) or first.kind
            steps.append(Step(move.kind, source, Area(code, name, path, first.level, above.code, kind)))
    return steps


def _below(
    source: str, move: Move, heads: Sequence[Step], areas: Sequence[Area], findings: list[Finding]
) -> list[Step]:
    """The areas below go along; those of a split go where the answer says, or stay where the name stays."""
    prefix = source + SEPARATOR
    steps: list[Step] = []
    lost: list[str] = []
    for area in areas:
        if not area.path.startswith(prefix):
            continue
        head = heads[0]
        if move.kind == SPLIT:
            child = prefix + area.path[len(prefix) :].partition(SEPARATOR)[0]
            wanted = move.assign.get(child, source.rpartition(SEPARATOR)[2])
            part = next((one for one in heads if one.target.name == wanted), None)
            if part is None:
                lost.append(area.name)
                continue
            head = part
        path = head.target.path + SEPARATOR + area.path[len(prefix) :]
        if path != area.path:
            parent = (
                head.target.code if path.count(SEPARATOR) == head.target.path.count(SEPARATOR) + 1 else None
            )
            steps.append(
                Step(MOVE, area.path, replace(area, path=path, parent_code=parent or area.parent_code))
            )
    if lost:
        parts = "、".join(step.target.name for step in heads)
        findings.append(finding("area_move_unassigned", value="、".join(lost), parts=parts))
    return steps


def _collisions(
    steps: Sequence[Step], move: Move, known: Mapping[str, Area], findings: list[Finding]
) -> None:
    """No two areas become one unless they are merged; none takes a standing area's place."""
    sources = {step.source for step in steps}
    seen: dict[str, str] = {}
    for step in steps:
        path, merged = step.target.path, step.kind in (MERGE, SPLIT)
        if path in known and path not in sources:
            findings.append(finding("area_move_taken", value=path))
        elif path in seen and not merged:
            findings.append(finding("area_move_same", value=path, first=seen[path], second=step.source))
        seen.setdefault(path, step.source)
    if all(step.source == step.target.path for step in steps):
        findings.append(finding("area_move_shape", value=WORDS[move.kind]))
