"""The engine's tests on lakes (`TWOPLANS_TEST_STORE=lake`): what they make and open as files are lakes then.

A path stands for a lake of its own: the file there holds the name of a database in the run's PostgreSQL.
A copy of such a file is a store of its own, as a copy of a store's file is: the database is copied when it
is first opened. All lakes of a run keep their data files in one folder (their names never meet).
"""

import contextlib
import json
import secrets
import weakref
from pathlib import Path

import duckdb
import pytest
from lake_kit import Unsealed

from indicators.store import Store, StoreExists, StoreFolderMissing, lake_opening
from indicators.store.places import Lake, lake_of

MARK = "twoplans test lake\n"
LEFT_OUT = {
    "test_backup_schedule.py": "about the folder beside a store's file",
    "test_server.py": "starts servers, which know nothing of this seam",
    "test_server_files.py": "starts servers, which know nothing of this seam",
    "test_audit_tampering.py": "writes into the file by itself",
    "test_bundle_runs.py": "starts servers, which know nothing of this seam",
    "test_door.py": "starts servers, which know nothing of this seam",
    "test_store_trouble.py": "about damaged, locked and full files",
    "test_store_versions.py": "opens files of earlier versions; test_lake_versions.py has the lakes",
    "test_engine_on_lakes.py": "runs other tests on lakes by itself",
    "test_swap.py": "about a file put in the place of a file",
    "test_lake_password.py": "makes its own lakes",
    "test_lake_s3.py": "makes its own lakes",
    "test_lake_store.py": "makes its own lakes",
    "test_lake_versions.py": "makes its own lakes",
    "test_move.py": "makes its own lakes",
    "test_the_store_is_written_in_the_format_both_duckdb_lines_open": "about the file's format",
}
"""Modules and tests that are not about what a store holds, and why they are left out with lakes."""


def leave_out(items) -> None:
    """Skip, with the reason, what is about files."""
    for item in items:
        why = LEFT_OUT.get(item.path.name) or LEFT_OUT.get(getattr(item, "originalname", item.name))
        if why:
            item.add_marker(pytest.mark.skip(reason=f"with lakes: {why}"))


class Seam:
    """Lakes in place of files, while `on` lasts."""

    def __init__(self, cluster, folder: Path) -> None:
        self.cluster = cluster
        self.data = folder / "data"
        self.data.mkdir(parents=True, exist_ok=True)
        self._template = ""
        self._own: dict = {name: Store.__dict__[name] for name in ("create", "open", "memory")}

    @property
    def template(self) -> str:
        """An empty store of the present version, made once, from which every other is copied."""
        if not self._template:
            name = f"template_{secrets.token_hex(4)}"
            self.cluster.sql(f"CREATE DATABASE {name}")
            self._call("create", self._place(name, str(self.data))).close()
            self._template = name
        return self._template

    @contextlib.contextmanager
    def on(self):
        """Let `Store.create`, `open` and `memory` use lakes."""
        seam = self
        lake_opening.duckdb = Unsealed()
        Store.create = classmethod(lambda cls, path: seam.create(path))
        Store.open = classmethod(lambda cls, path: seam.open(path))
        Store.memory = classmethod(lambda cls: seam.memory())
        try:
            yield self
        finally:
            lake_opening.duckdb = duckdb
            for name, own in self._own.items():
                setattr(Store, name, own)

    def create(self, path):
        """A new lake under the name of a file."""
        if isinstance(path, Lake) or str(path).startswith("ducklake:"):
            return self._call("create", path)
        path = Path(path).expanduser().resolve()
        if path.exists():
            raise StoreExists(path)
        if not path.parent.is_dir():
            raise StoreFolderMissing(path)
        name = self._fresh(self.template)
        path.write_text(MARK + json.dumps({"path": str(path), "database": name}))
        return self._opened(name)

    def open(self, path):
        """The lake under a file's name; a file that is none is opened as what it is."""
        if isinstance(path, Lake) or str(path).startswith("ducklake:"):
            return self._call("open", path)
        told = _told(Path(path))
        if told is None:
            return self._call("open", path)
        path = Path(path).expanduser().resolve()
        if told["path"] != str(path):
            told = {"path": str(path), "database": self._fresh(told["database"])}
            path.write_text(MARK + json.dumps(told))
        return self._opened(told["database"])

    def memory(self):
        """A new lake that nobody has a name for; its database goes with the object."""
        name = self._fresh(self.template)
        store = self._opened(name)
        weakref.finalize(store, self._drop, store._database, name)
        return store

    def _drop(self, held, name):
        with contextlib.suppress(Exception):
            held.close()
        with contextlib.suppress(Exception):
            self.cluster.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _fresh(self, template):
        name = f"e{secrets.token_hex(6)}"
        self.cluster.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _place(self, name, data=None):
        return lake_of(f"ducklake:postgres:{self.cluster.words(name)}", data)

    def _opened(self, name):
        return self._call("open", self._place(name))

    def _call(self, name, *given):
        return self._own[name].__get__(None, Store)(*given)


def _told(path: Path):
    with contextlib.suppress(OSError, UnicodeDecodeError, ValueError), path.open("rb") as file:
        if file.read(len(MARK)) == MARK.encode():
            return json.loads(file.read())
    return None
