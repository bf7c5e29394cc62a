"""The table of rights as a table, and that nothing stands outside of it."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from dashboard import commands, rights
from dashboard.rights import Right, allowed, opens
from indicators.model import Role

DASHBOARD = Path(rights.__file__).parent
A, O, U, L, S = Role.ADMIN, Role.OFFICE, Role.UNIT, Role.LEADER, Role.STATISTICS  # noqa: E741

PAGES = {
    "overview": {A, O, L, S}, "alerts": {A, O, L, S}, "actions": {A, O, U, L, S}, "progress": {A, O, L, S},
    "indicators": {A, O, U, L, S}, "units": {A, O, U, L, S}, "compare": {A, O, L, S}, "upload": {A, O},
    "hand-in": {U}, "approval": {A, O, S}, "reporting": {A, O}, "papers": {A, O, U, L, S}, "plan": {A, O},
    "areas": {A, O}, "users": {A}, "audit": {A, O}, "backup": {A}, "exports": {A, O, L, S},
    "guide": {A, O, U, L, S}, "library": {A, O, U, L, S}, "checks": {A, O, U, L, S}, "method": {A, O, L, S},
    "setup": {A},
}  # fmt: skip

RIGHTS = {
    Right.HELP: {A, O, U, L, S}, Right.VIEW: {A, O, L, S}, Right.OWN: {U}, Right.FILES: {A, O, U, S},
    Right.FORMS: {A, O, U, L, S}, Right.HAND_IN: {U}, Right.CHECK: {A, O, U}, Right.LOAD: {A, O},
    Right.UNDO: {A, O}, Right.DESK: {A, O}, Right.JUDGE: {A, O}, Right.WARN: {A, O}, Right.ACT: {A, O},
    Right.LOG: {A, O, U}, Right.NOTE: {A, O}, Right.PLAN: {A, O}, Right.AREAS: {A, O}, Right.METHOD: {A, O},
    Right.PUBLISH: {A, O}, Right.PAPERS: {A, O, U, L, S}, Right.EXPORT: {A, O, L, S},
    Right.APPROVAL: {A, O, S}, Right.REVIEW: {A, O, S}, Right.SEND_BACK: {A, O, S}, Right.ACCEPT: {A, O},
    Right.LOCK: {A, O}, Right.USERS: {A}, Right.AUDIT: {A, O}, Right.BACKUP: {A}, Right.SETUP: {A},
}  # fmt: skip


@pytest.mark.parametrize("page", rights.PAGES)
def test_who_may_open_which_page(page):
    assert {role for role in Role if opens(role, page)} == PAGES[page]


@pytest.mark.parametrize("right", list(Right), ids=lambda right: right.name)
def test_who_may_do_what(right):
    assert {role for role in Role if allowed(role, right)} == RIGHTS[right]


def test_what_has_no_right_named_stays_shut():
    assert not any(opens(role, "no-such-page") for role in Role)


def test_every_page_of_the_navigation_has_its_right():
    """A new page fails here until the table names who may open it."""
    tree = ast.parse((DASHBOARD / "app.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    pages = [call for call in calls if getattr(call.func, "attr", "") == "Page"]
    assert len(pages) == 1, "every page goes through `shown`, which asks the table"
    listed = [call for call in calls if getattr(call.func, "id", "") == "shown"]
    paths = {item.elts[2].value for call in listed for item in call.args}
    assert paths
    assert paths <= set(rights.PAGES)


def test_every_command_has_its_right():
    files = DASHBOARD.glob("commands*.py")
    known = {
        name for file in files for name in getattr(import_module(f"dashboard.{file.stem}"), "COMMANDS", ())
    }
    assert known >= set(commands.COMMANDS)
    assert known - set(rights.COMMANDS) == set()


READS = {
    "refresh",
    "forget_run",
    "ready",
}  # what renews the page's own state


def test_every_door_that_writes_names_its_right():
    """A function of data*.py that takes a person's name, or renews the data after a write, is guarded."""
    bare = []
    for file in sorted(DASHBOARD.glob("data*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or node.name in READS:
                continue
            named = {arg.arg for arg in (*node.args.args, *node.args.kwonlyargs)} & {"by", "work"}
            inside = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
            calls = {getattr(func, "id", getattr(func, "attr", "")) for func in inside}
            marks = [item.func for item in node.decorator_list if isinstance(item, ast.Call)]
            guarded = any(getattr(func, "id", "") == "needs" for func in marks)
            if (named or calls & {"refresh", "_write", "_after", "uploader"}) and not guarded:
                bare.append(f"{file.name}:{node.name}")
    assert bare == ["data.py:start"], "the first store is made before there is anybody to have a right"
