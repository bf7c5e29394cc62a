"""A second start finds the server that holds the store, and is not misled by a note left behind."""

import http.server
import json
import threading

import pytest

from dashboard import address
from dashboard.already import address_of_running


@pytest.fixture
def answering():
    """A server in this process that gives one answer; the port it listens on."""
    made = []

    def serve(status, body):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["content-length"]))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        made.append(http.server.HTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=made[-1].serve_forever, daemon=True).start()
        return made[-1].server_port

    yield serve
    for one in made:
        one.shutdown()
        one.server_close()


@pytest.mark.parametrize(
    ("status", "body", "ours"),
    [(403, b'{"error":"no token"}', True), (403, b"forbidden", False), (200, b"no token", False)],
    ids=["ours", "another that refuses", "another that answers"],
)
def test_only_our_own_server_counts(tmp_path, answering, status, body, ours):
    store = tmp_path / "a.duckdb"
    port = answering(status, body)
    with address.server_note(store, "127.0.0.1", port, "secret"):
        assert address_of_running(store) == (f"http://127.0.0.1:{port}" if ours else None)
    assert address_of_running(store) is None


def test_a_note_left_behind_counts_for_nothing(tmp_path):
    store = tmp_path / "a.duckdb"
    port = 1  # nobody listens there
    address.note_path(store).write_text(
        json.dumps({"host": "127.0.0.1", "port": port, "token": "x", "pid": 1})
    )
    assert address_of_running(store) is None
    address.note_path(store).write_text("half a no")
    assert address_of_running(store) is None
