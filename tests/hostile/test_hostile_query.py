# ruff: noqa: E501 - tables of values
"""Addresses as nobody's link makes them, opened by every role over real WebSockets.

A page answers with itself or with a sentence: never with a failure, and a unit never sees another's data.
"""

import random
from urllib.parse import urlencode

import pytest
from door_kit import Browser
from google.protobuf import text_format
from hostile_kit import ROLES, stream
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PAGES = [
    "", "alerts", "actions", "progress", "indicators", "units", "compare", "upload", "hand-in", "approval",
    "reporting", "papers", "plan", "areas", "users", "audit", "backup", "exports", "guide", "library", "checks",
    "method", "overview/../users", "users?x", "_stcore", "no-such-page",
]  # fmt: skip
KEYS = [
    "year", "area", "plan", "domain", "status", "alert", "unit", "q", "view", "code", "vs", "order", "page", "level",
    "by", "show", "seen", "attained", "office", "sort", "print", "flag", "action", "new", "step", "look", "month",
    "part", "areas_part", "plan_part", "uploader",
]  # fmt: skip
VALUES = [
    "", "0", "-1", "1e309", "NaN", "99999999999999999999999", "' or 1=1--", "\x00", "\u202e", "../../etc/passwd",
    "<img src=x onerror=alert(1)>", "[]", "{}", "x" * 5000, "%00", "\r\nSet-Cookie: x=1", "示例县/东镇", "2024;2025",
    "０", "null", "true", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "= 1 + 1", "\\",
]  # fmt: skip


def tampered(chance: random.Random) -> str:
    """An address with keys of ours and values of nobody's, some of them several times."""
    pairs = [(chance.choice(KEYS), chance.choice(VALUES)) for _ in range(chance.randrange(1, 12))]
    return urlencode(pairs) if chance.random() < 0.9 else "&&&=;" + urlencode(pairs) + "&%zz=%e4%b8"


def texts(opened, page: str, query: str) -> str:
    """Run a page with an address; everything that it says."""
    message = BackMsg()
    message.rerun_script.page_name, message.rerun_script.query_string = page, query
    opened.send(message.SerializeToString())
    found = []
    while True:
        answer = ForwardMsg.FromString(opened.recv(timeout=120))
        found.append(
            text_format.MessageToString(answer.delta.new_element, as_utf8=True)
            if answer.WhichOneof("type") == "delta"
            else ""
        )
        done = answer.WhichOneof("type") == "script_finished"
        if done and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return "".join(found)


@pytest.mark.long
@pytest.mark.parametrize("login", ROLES)
def test_no_tampered_address_breaks_a_page(server, login, whole):
    chance = random.Random(login)
    browser = Browser(server)
    assert browser.sign_in(login).status == 303
    with stream(browser) as opened:
        first = texts(opened, "", "")
        assert len(first) > 500
        for _ in range(120 if whole else 8):
            page, query = chance.choice(PAGES), tampered(chance)
            said = texts(opened, page, query)
            assert "没有显示出来" not in said, (page, query)
            assert "Traceback" not in said, (page, query)
    assert "a page failed" not in server.said()
