"""The desk of the upload page: files dropped in this session and not yet accepted or given up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from dashboard import data, data_desk, data_every
from dashboard import format as fmt
from indicators.findings import Finding
from indicators.intake.returned import with_remarks
from indicators.model import Severity, Submission

FILES, ROUND, SAID = "desk_files", "desk_round", "desk_messages"
DECIDED = {"new": "contradicts_accepted", "old": "contradicts_left_out", "held": "contradicts_other_unit"}


@dataclass(slots=True)
class Held:
    """One file on the desk with what was said of it so far and the last check of it.

    `decisions` and `reason`: which of two contradicting figures counts, and why. `told`: explanations
    of warnings by code or code@cell.
    """

    name: str
    content: bytes
    answers: dict[str, str] = field(default_factory=dict)
    unit: str | None = None
    decisions: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    told: dict[str, str] = field(default_factory=dict)
    key: tuple | None = None
    intake: Any = None


def files() -> dict[str, Held]:
    """The files on the desk by their hash; they stay while the session lasts."""
    return st.session_state.setdefault(FILES, {})


def put(name: str, content: bytes) -> None:
    """Lay a file on the desk; the same bytes twice are one file."""
    files().setdefault(hashlib.sha256(content).hexdigest(), Held(name, content))


def remove(digest: str) -> None:
    """Take a file off the desk; nothing of it is kept."""
    files().pop(digest, None)


def uploader_key() -> str:
    """The upload box's key; a new one empties the box."""
    return f"drop-{st.session_state.get(ROUND, 0)}"


def clear_uploader() -> None:
    """Empty the upload box: its files now lie on the desk."""
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def answer(digest: str, key: str, value: str) -> None:
    """Answer one of the reader's questions; the file is read again with it."""
    files()[digest].answers[key] = value


def choose_unit(digest: str, unit: str | None) -> None:
    """Say which department this file is from."""
    files()[digest].unit = unit


def settle(digest: str, decisions: Mapping[str, str], reason: str) -> None:
    """Decide the figures that contradict accepted ones; takes effect when the file is accepted."""
    held = files()[digest]
    held.decisions, held.reason = dict(decisions), reason.strip()


def _said(held: Held, said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of all files, with what is said of this one."""
    own = {"answers": dict(held.answers), "decisions": dict(held.decisions)}
    return {**said, **own, "unit": held.unit or said.get("unit")}


def checked(digest: str, said: Mapping[str, Any]) -> Any:
    """The file's reading and findings, made again only when something it depends on changed."""
    held = files()[digest]
    key = _key(held, said)
    if held.key != key:
        held.intake = data.check(held.name, held.content, _said(held, said))
        if held.intake.unit is None and (named := unit_in_name(held.name)):
            held.unit = named
            held.intake = data.check(held.name, held.content, _said(held, said))
        held.key = _key(held, said)
    return held.intake


def is_fresh(digest: str, said: Mapping[str, Any]) -> bool:
    """Whether the file need not be read again."""
    held = files()[digest]
    return held.key == _key(held, said)


def _key(held: Held, said: Mapping[str, Any]) -> tuple:
    own = (held.unit, tuple(sorted(held.answers.items())), tuple(sorted(held.decisions.items())))
    return (data.figures_version(), own, tuple(said.items()))


def unit_in_name(name: str) -> str | None:
    """The one department whose name or other name stands in a file's name."""
    register = data_desk.register()
    names = {label: unit.name for unit in register for label in (unit.name, *unit.aliases)}
    names |= {lead: lead for lead in data_desk.leads() if lead not in names}
    found = {label for label in names if len(label) > 1 and label in name}
    longest = {label for label in found if not any(label != other and label in other for other in found)}
    units = {names[label] for label in longest}
    return data_every.unit_called(units.pop()) if len(units) == 1 else None


def explanations(digest: str) -> dict[str, str]:
    """All that was written of a file: its explanations, and the reason for decided figures."""
    held = files()[digest]
    found = {key: text for key, text in held.told.items() if text.strip()}
    revision = held.intake.revision
    if held.reason and revision is not None:
        for row in revision.conflicts.itertuples():
            if row.key in held.decisions or "*" in held.decisions:
                found[f"{DECIDED[row.choice]}@{row.cell}"] = held.reason
    return found


def unexplained(digest: str) -> list[Finding]:
    """The warnings that nobody explained yet, neither here nor in the file itself."""
    held = files()[digest]
    told = with_remarks(held.intake.reading, held.intake.findings, explanations(digest))
    warned = (item for item in held.intake.findings if item.severity is Severity.WARNING)
    return [item for item in warned if not ({item.code, f"{item.code}@{item.cell}"} & set(told))]


def earlier(digest: str) -> Submission | None:
    """The standing batch that holds this very file, where nothing new was said of it."""
    held = files()[digest]
    again = any(item.code == "same_file_again" for item in held.intake.findings)
    if not again or held.answers or held.decisions:
        return None
    same = (item for item in data.submissions() if item.sha256 == digest and not item.withdrawn)
    return next(same, None)


def take(digest: str, said: Mapping[str, Any]) -> None:
    """Accept what is in order and take the file off the desk."""
    held = files()[digest]
    left = len(unexplained(digest))
    intake = data.load(held.name, held.content, {**_said(held, said), "explanations": explanations(digest)})
    done = intake.submission
    if done is None:
        say(f"没有入库：{held.name}，没有可以入库的数据。")
        return
    if done.repeat:
        say(f"没有重复入库：{held.name}的数据与已入库的{done.file}相同。")
    else:
        parts = [f"{done.accepted}个数据"]
        parts += [f"{done.blocked}个有错误的没有入库"] if done.blocked else []
        parts += [f"{done.held}个与已入库的数不同，等待裁定"] if done.held else []
        parts += [f"{left}条警告待说明，可在报送批次里补写"] if left else []
        say(f"已入库：{done.file}，{'，'.join(parts)}。入错了可以在下面撤销。")
    remove(digest)


def say(message: str) -> None:
    """A message to show once, on the next run."""
    st.session_state.setdefault(SAID, []).append(message)


def messages() -> list[str]:
    """The messages to show, as safe Markdown, then forgotten."""
    return [fmt.plain(message) for message in st.session_state.pop(SAID, [])]
