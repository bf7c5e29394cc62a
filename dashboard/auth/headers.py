"""What every answer tells the browser: what it may load, keep and send on."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

Headers = list[tuple[bytes, bytes]]
COMMON = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # not no-referrer: under it browsers send the origin of our own forms as "null"
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
}
FORMS_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""For the pages of this package: no script at all."""
LONG = "max-age=31536000"


@cache
def inline_scripts() -> tuple[str, ...]:
    """Hashes of the scripts that stand in the text of Streamlit's own page, as it is installed."""
    import streamlit

    page = Path(streamlit.__file__).parent / "static" / "index.html"
    texts = re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL)
    return tuple(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts
    )


def app_policy(host: str) -> str:
    """The policy of the dashboard's pages, for a browser that reached it under `host` (name:port).

    `blob:` lets run what the page itself made: Streamlit loads our small script, and the maps their
    workers, that way. Styles in the text are how Streamlit and the charts set theirs.
    """
    scripts = " ".join(("'self'", "blob:", *inline_scripts()))
    sockets = f"ws://{host} wss://{host}" if re.fullmatch(r"[A-Za-z0-9.\-\[\]:_]+", host) else ""
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; "
        f"connect-src 'self' data: blob: {sockets}; worker-src 'self' blob:; "
        "object-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def dressed(
    headers: Iterable[tuple[bytes, bytes]], *, policy: str, secure: bool, keep: bool = False
) -> Headers:
    """An answer's headers with ours added; the answer's own policy stays where it has one.

    `secure`: the browser came by TLS. `keep`: the browser may keep the answer.
    """
    given = [(key.lower(), value) for key, value in headers]
    ours = dict(COMMON)
    if not any(key == b"content-security-policy" for key, _ in given):
        ours["content-security-policy"] = policy
    if secure:
        ours["strict-transport-security"] = LONG
    if not keep:
        ours["cache-control"] = "no-store"
    replaced = {key.encode() for key in ours}
    kept = [(key, value) for key, value in given if key not in replaced]
    return kept + [(key.encode(), value.encode("latin-1")) for key, value in ours.items()]
