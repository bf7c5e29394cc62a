"""Failed sign-ins kept in a file beside the store, so that a restart opens no lock.

Names stand in it as digests only: what somebody types by mistake as a name may be a password.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

MOST = 2000
"""So many names are kept, those tried last."""
log = logging.getLogger(__name__)


def file_of(store: Path) -> Path:
    """The file beside a store."""
    return store.with_name(store.name + ".tries.json")


def digest(key: str) -> str:
    """A key as it is kept: each of its parts (name, browser) as a digest, so that a name finds its own."""
    return "\0".join(hashlib.sha256(part.encode("utf-8", "surrogateescape")).hexdigest()[:32]
                     for part in key.split("\0"))  # fmt: skip


def read(path: Path | None) -> dict[str, tuple[int, float]]:
    """(failures, seconds since the last one) by digest; nothing where the file cannot be read."""
    try:
        told = json.loads(path.read_text(encoding="utf-8")) if path is not None else {}
        now = time.time()
        return {
            str(key): (max(0, int(count)), max(0.0, now - float(at))) for key, (count, at) in told.items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError):
        log.warning("failed sign-ins of before the restart could not be read", exc_info=True)
        return {}


def write(path: Path, counts: Mapping[str, tuple[int, float]]) -> None:
    """Keep (failures, seconds since the last one) by digest, whole or not at all; never raises."""
    now = time.time()
    newest = sorted(counts.items(), key=lambda pair: pair[1][1])[:MOST]
    text = json.dumps({key: [count, round(now - ago, 1)] for key, (count, ago) in newest})
    draft = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as held:
            held.write(text)
        draft.replace(path)
    except OSError:
        log.warning("failed sign-ins could not be kept for a restart", exc_info=True)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
