"""Pure HTML: where a file handed in stands, as a line of steps, and what was done with it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import format as fmt
from indicators.store.handed_in import (
    ACCEPTED,
    LOCKED,
    PURGED,
    RETURNED,
    REVIEWED,
    STATES,
    SUBMITTED,
    UNDONE,
    WITHDRAWN,
    HandedIn,
    Step,
)

h = fmt.html
WAY = (SUBMITTED, REVIEWED, ACCEPTED, LOCKED)
CHIPS = {
    SUBMITTED: ("watch", "◐"), REVIEWED: ("watch", "◐"), ACCEPTED: ("met", "●"), LOCKED: ("met", "■"),
    RETURNED: ("unmet", "▲"), WITHDRAWN: ("other", "○"), UNDONE: ("other", "○"), PURGED: ("other", "✕"),
}  # fmt: skip
DONE = {**STATES, SUBMITTED: "提交", REVIEWED: "审核通过", RETURNED: "退回", WITHDRAWN: "撤回",
        ACCEPTED: "入库", PURGED: "删除"}  # fmt: skip


def chip(item: HandedIn) -> str:
    """The state as a chip."""
    key, icon = CHIPS[item.state]
    return f'<span class="tp-chip {key}">{icon} {STATES[item.state]}</span>'


def way(item: HandedIn, steps: Sequence[Step]) -> str:
    """The way from handing in to the lock, what is behind in full, what is ahead pale."""
    passed = {step.state for step in steps} | ({LOCKED} if item.state == LOCKED else set())
    if item.state not in WAY:
        again = ' <span class="tp-quiet">改好的已另交</span>' if item.later and item.state == RETURNED else ""
        return f"<div>{chip(item)}{again}</div>"
    at = WAY.index(item.state)
    parts = []
    for number, state in enumerate(WAY):
        behind = number <= at
        skipped = behind and state == REVIEWED and state not in passed
        word = "未经审核" if skipped else STATES[state]
        now = ' aria-current="step"' if number == at else ""
        kind = "tp-way-now" if number == at else "tp-way-done" if behind else "tp-way-next"
        mark = "–" if skipped else "✓" if behind else "○"
        parts.append(f'<li class="{kind}"{now}>{mark} {word}</li>')
    return f'<ol class="tp-way" aria-label="审批走到哪一步">{"".join(parts)}</ol>'


def told(steps: Sequence[Step]) -> str:
    """What was done, a line each."""
    lines = [
        f'<b>{DONE[step.state]}</b> {h(step.by)} <span class="tp-quiet tp-small">'
        f"{fmt.when(step.at.astimezone())}</span>" + (f"：{h(step.note)}" if step.note else "")
        for step in steps
    ]
    return "<br>".join(lines)
