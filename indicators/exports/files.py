"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def replaced(out: Path) -> Iterator[Path]:
    """A draft beside `out` that takes its name when the block ends well. Raises OSError."""
    draft = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        draft.touch()
        yield draft
        os.replace(draft, out)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
