"""A lake's own file on this computer: it names the lake, and what belongs to it stands beside it.

Whatever takes the path of a database file takes this file's path as well. It holds no password: this
process remembers the one it was given, and libpq knows PGPASSWORD and its password file.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from indicators.paths import user_folder
from indicators.store.errors import translate
from indicators.store.places import Lake, is_lake, lake_of

Given = Path | str | Lake
DATA_PATH = "TWOPLANS_DATA_PATH"
"""The environment variable that names a lake's data path where none is given."""

_NAME = "lake.txt"
_secrets: dict[str, tuple[tuple[str, str], ...]] = {}


def path_of(lake: Lake) -> Path:
    """Where the lake's own file is."""
    return (user_folder() / "lakes" / lake.name / _NAME).resolve()


def remember(lake: Lake) -> Path:
    """Write the lake's own file, for this user alone; its path. Raises StoreError where that fails."""
    path = path_of(lake)
    if lake.secrets:
        _secrets[lake.digest] = lake.secrets
    text = "\n".join((lake.shown, *([lake.data] if lake.data else []), ""))
    try:
        if path.exists() and (not lake.data or path.read_text(encoding="utf-8") == text):
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        draft.replace(path)
    except OSError as error:
        raise translate(error, path) from error
    return path


def path_at(text: str, data: str | None = None) -> Path:
    """The path that a place's text means: a file's own, or that of a lake's own file. Raises BadPlace."""
    if not is_lake(text):
        return Path(text)
    return remember(_completed(lake_of(text, data or os.environ.get(DATA_PATH))))


def place_at(given: Given) -> Lake | Path:
    """What a place means: a lake as written out or named by its own file, else a file's path."""
    if isinstance(given, Lake):
        return given
    if is_lake(str(given)):
        return _completed(lake_of(str(given), os.environ.get(DATA_PATH)))
    path = Path(given)
    if path.name == _NAME:
        with suppress(OSError, UnicodeDecodeError):
            place, *more = path.read_text(encoding="utf-8").splitlines() or [""]
            if is_lake(place):
                return _completed(lake_of(place, more[0] if more else None))
    return path


def _completed(lake: Lake) -> Lake:
    """The lake with the password that this process was given for it before."""
    return lake.with_secrets(_secrets.get(lake.digest, ()))
