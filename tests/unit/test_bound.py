"""Files in memory answer only the sign-in that was told their address."""

import asyncio
import threading

import pytest

from dashboard.bound import Bound, signed_in

PICTURE = "/media/" + "a1" * 28 + ".png"
UPLOAD = "/_stcore/upload_file/0b6a1c9e-1111-2222-3333-444455556666/f1"


async def app(scope, receive, send):
    if scope["type"] == "websocket":
        await send({"type": "websocket.send", "bytes": f"…{PICTURE}…{UPLOAD}…".encode()})
    else:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"secret"})


def ask(bound, kind, path, owner):
    """The status and body that an owner gets; None for a WebSocket."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": kind, "path": path, "headers": [], "owner": owner}
    # in a thread of its own: a browser test of the same process may hold this one's loop
    thread = threading.Thread(target=lambda: asyncio.run(bound(scope, None, send)))
    thread.start()
    thread.join()
    return (sent[0]["status"], sent[1]["body"]) if kind == "http" else None


@pytest.fixture
def bound():
    made = Bound(app, owner=lambda scope: scope["owner"])
    ask(made, "websocket", "/_stcore/stream", "li 1")
    return made


@pytest.mark.parametrize(
    ("path", "owner", "status"),
    [
        (PICTURE, "li 1", 200),
        (UPLOAD, "li 1", 200),
        (PICTURE, "li 2", 404),  # the same account, signed in anew
        (PICTURE, "wang 1", 404),
        (UPLOAD, "wang 1", 404),
        ("/media/" + "b2" * 28 + ".png", "li 1", 404),  # guessed
        ("/media/../" + "a1" * 28, "wang 1", 404),
        ("/media/", "li 1", 404),
        ("/static/x.js", "wang 1", 200),
        (PICTURE, None, 200),  # no account in the store: nobody has to sign in
    ],
)
def test_who_is_given_what(bound, path, owner, status):
    got = ask(bound, "http", path, owner)
    assert got[0] == status
    assert (got[1] == b"secret") is (status == 200)


def test_an_owner_is_the_account_with_the_session_of_its_cookie():
    def scope(cookie):
        return {"headers": [(b"cookie", cookie)]}

    one = signed_in("li", scope(b"a=b; twoplans_session=T1"))
    assert one == signed_in("li", scope(b"twoplans_session=T1"))
    assert one != signed_in("li", scope(b"twoplans_session=T2"))
    assert one != signed_in("wang", scope(b"twoplans_session=T1"))
    assert "T1" not in one
