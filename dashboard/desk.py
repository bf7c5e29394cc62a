"""The desk of the upload page: files dropped in this session and not yet accepted or given up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from dashboard import data, roles
from indicators.findings import Finding
from indicators.model import Severity

FILES, ROUND, SAID = "desk_files", "desk_round", "desk_messages"


@dataclass(slots=True)
class Held:
    """One file on the desk with the answers given so far and the last check of it."""

    name: str
    content: bytes
    answers: dict[str, str] = field(default_factory=dict)
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


def checked(digest: str, said: Mapping[str, Any]) -> Any:
    """The file's reading and findings, made again only when something it depends on changed."""
    held = files()[digest]
    key = (data.version(), tuple(sorted(held.answers.items())), tuple(said.items()))
    if held.key != key:
        with st.spinner(f"正在读取和审核：{held.name}"):
            held.intake = data.check(held.name, held.content, {**said, "answers": dict(held.answers)})
        held.key = key
    return held.intake


def take(digest: str, said: Mapping[str, Any], reason: str = "") -> None:
    """Accept what is in order and take the file off the desk; `reason` is kept with its warnings."""
    held = files()[digest]
    intake = data.load(
        held.name,
        held.content,
        {**said, "answers": dict(held.answers), "explanations": explanations(held.intake.findings, reason)},
    )
    done = intake.submission
    if done is None:
        say(f"没有入库：{held.name}，没有可以入库的数据。")
    elif done.repeat:
        say(f"没有重复入库：{held.name}的数据与已入库的{done.file}相同。")
        remove(digest)
    else:
        rest = f",{done.blocked}个有错误的没有入库" if done.blocked else ""
        say(f"已入库：{done.file}，{done.accepted}个数据{rest}。入错了可以在下面撤销。")
        remove(digest)


def explanations(findings: Sequence[Finding], reason: str) -> dict[str, str]:
    """The same written reason for every warning of a file, by the finding's name."""
    reason = reason.strip()
    warned = [item for item in findings if item.severity is Severity.WARNING] if reason else []
    return {f"{item.code}@{item.cell}" if item.cell else item.code: reason for item in warned}


def grids(digest: str, intake: Any) -> dict[str, str]:
    """Each sheet drawn with the role of every cell."""
    held = files()[digest]
    return roles.grids(held.content, held.name, intake.reading)


def say(message: str) -> None:
    """A message to show once, on the next run."""
    st.session_state.setdefault(SAID, []).append(message)


def messages() -> list[str]:
    """The messages to show, then forgotten."""
    return st.session_state.pop(SAID, [])
