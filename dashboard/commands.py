"""The commands that need a store, as plain functions: run here, or by the server that holds it."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dashboard.messages import ERRORS, OK, UNREADABLE, UserError, plainly
from indicators.findings import Finding, has_errors
from indicators.model import Role
from indicators.store import Store, StoreError, acting
from indicators.store.audit import COMMAND

Files = list[tuple[str, bytes]]
PATIENCE = 600
"""Seconds for which a server's answer is waited for."""


@dataclass(slots=True)
class Outcome:
    """What a command gives: records for standard output, an exit code, messages for people."""

    records: list[dict[str, Any]] = field(default_factory=list)
    exit: int = OK
    messages: list[str] = field(default_factory=list)

    def add(self, findings: Iterable[Finding]) -> None:
        """Append findings as records; an error among them makes the exit code 1 at least."""
        found = list(findings)
        self.records += [{"record": "finding", **item.as_record()} for item in found]
        if has_errors(found):
            self.exit = max(self.exit, ERRORS)


def check(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Read and check; nothing is stored."""
    from indicators.intake import check_file

    return _each_file(store, files, options, check_file)


def load(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Read, check and accept what is in order; a submission record ends each file."""
    from indicators.intake import load_file

    return _each_file(store, files, options, load_file)


def _each_file(store: Store, files: Files, options: Mapping[str, Any], work: Callable[..., Any]) -> Outcome:
    outcome = Outcome()
    for name, data in files:
        intake = work(store, data, name, **options)
        outcome.add(intake.findings)
        if not len(intake.reading.records):
            outcome.exit = UNREADABLE
        outcome.messages += [
            f"问题（{question.key}）：{question.text}" for question in intake.reading.questions
        ]
        if getattr(intake, "submission", None) is not None:
            outcome.records.append({"record": "submission", **submission_record(intake.submission)})
    return outcome


def submission_record(submission: Any) -> dict[str, Any]:
    """A submission as the contract's record."""
    record = asdict(submission)
    record["submission"] = record.pop("id")
    record["at"] = submission.at.isoformat()
    return record


def undo(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Withdraw a submission; what it replaced counts again."""
    del files
    submission = store.undo(options["submission"], by=options["by"], reason=options.get("reason") or "")
    return Outcome([{"record": "submission", **submission_record(submission)}])


def submissions(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Every submission with its state, newest first; with `at` those of an office."""
    del files
    found = [item for item in store.submissions() if of_seat(store, item.area, options.get("at"))]
    return Outcome([{"record": "submission", **submission_record(item)} for item in found])


def of_seat(store: Store, area: str | None, at: str | None) -> bool:
    """Whether what is said of an area, or of none, is an office's (its path); None: everybody's."""
    from indicators.office import is_within, seat

    return at is None or is_within(area or seat(store).path, at)


COMMANDS: dict[str, Callable[[Store, Files, Mapping[str, Any]], Outcome]] = {
    "check": check,
    "load": load,
    "undo": undo,
    "submissions": submissions,
}


def run(command: str, store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Run a command by name; a StoreError becomes its finding and exit code 1."""
    from dashboard.commands_actions import COMMANDS as ACTIONS
    from dashboard.commands_annotate import COMMANDS as ANNOTATE
    from dashboard.commands_approval import COMMANDS as APPROVAL
    from dashboard.commands_areas import COMMANDS as AREAS
    from dashboard.commands_audit import COMMANDS as AUDIT
    from dashboard.commands_backup import COMMANDS as BACKUP
    from dashboard.commands_boundaries import COMMANDS as BOUNDARIES
    from dashboard.commands_desk import COMMANDS as DESK
    from dashboard.commands_districts import COMMANDS as DISTRICTS
    from dashboard.commands_exports import COMMANDS as EXPORTS
    from dashboard.commands_flags import COMMANDS as FLAGS
    from dashboard.commands_forms import COMMANDS as FORMS
    from dashboard.commands_lake import COMMANDS as LAKE
    from dashboard.commands_office import COMMANDS as OFFICE
    from dashboard.commands_plan import COMMANDS as PLAN
    from dashboard.commands_reports import COMMANDS as REPORTS
    from dashboard.commands_users import COMMANDS as USERS

    try:
        groups = (
            COMMANDS, OFFICE, DESK, PLAN, AREAS, BOUNDARIES, FORMS, FLAGS, ANNOTATE, EXPORTS, REPORTS,
            ACTIONS, USERS, AUDIT, BACKUP, APPROVAL, DISTRICTS, LAKE,
        )  # fmt: skip
        work = {name: work for group in groups for name, work in group.items()}[command]
        with acting("", Role.ADMIN, COMMAND, str(options.get("by") or "")):
            return work(store, files, _with_seat(store, options))
    except StoreError as error:
        outcome = Outcome()
        outcome.add([error.finding])
        outcome.exit = max(outcome.exit, ERRORS)
        return outcome
    except UserError as error:
        return Outcome(exit=error.exit, messages=[str(error)])


def _with_seat(store: Store, options: Mapping[str, Any]) -> Mapping[str, Any]:
    """The options with the path of the seat that `at` means. Raises UnknownSeat."""
    from indicators.office import seat_called

    return {**options, "at": seat_called(store, options["at"]).path} if options.get("at") else options


def run_on(
    path: Path, command: str, files: Files, options: Mapping[str, Any], *, patience: int = PATIENCE
) -> Outcome:
    """Run a command on the store at `path`: by the server that holds it, else in this process.

    `patience`: so many seconds a server's answer is waited for.
    """
    answer = ask_server(path, command, files, options, patience=patience)
    if answer is not None:
        return answer
    with plainly(), Store.open(path) as store:
        return run(command, store, files, options)


def ask_server(
    path: Path, command: str, files: Files, options: Mapping[str, Any], *, patience: int = PATIENCE
) -> Outcome | None:
    """The running server's answer, or None where no server holds the store."""
    from dashboard.address import COMMAND_PATH, note_path

    try:
        note = json.loads(note_path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    body = json.dumps(
        {
            "command": command,
            "options": dict(options),
            "files": [{"name": name, "data": base64.b64encode(data).decode()} for name, data in files],
        }
    )
    headers = {"content-type": "application/json", "x-twoplans-token": note["token"]}
    connection = connection_to(note, patience)
    try:
        connection.request("POST", COMMAND_PATH, body.encode(), headers)
        reply = connection.getresponse()
        text = reply.read()
    except ssl.SSLError as error:
        raise UserError("正在运行的两规划监测程序的证书已经换了，请重新启动它，再用命令。") from error
    except OSError:
        return None  # the note is stale: its server is gone
    finally:
        connection.close()
    if reply.status != 200:
        raise UserError("正在运行的两规划监测程序没有接受这条命令。请在浏览器里操作，或先把它关掉再试。")
    answer = json.loads(text)
    return Outcome(answer["records"], answer["exit"], answer["messages"])


def connection_to(note: Mapping[str, Any], patience: int) -> http.client.HTTPConnection:
    """A connection to the server of the note; under TLS to the one with just this certificate."""
    certificate = note.get("certificate")
    if not certificate:
        return http.client.HTTPConnection(note["host"], note["port"], timeout=patience)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # reached by its number; the certificate itself is what is known
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.load_verify_locations(cadata=certificate)
    return http.client.HTTPSConnection(note["host"], note["port"], timeout=patience, context=context)
