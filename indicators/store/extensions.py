"""DuckDB's extensions for a lake, loaded from the files of their wheels: nothing is fetched."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import duckdb

from indicators.store.errors import NoCluster

NEEDED = ("postgres_scanner", "ducklake")


def file_of(name: str) -> Path:
    """The file of an extension for this DuckDB. Raises NoCluster where its wheel is not installed."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    for folder in (found.submodule_search_locations if found else None) or ():
        file = Path(folder) / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        if file.is_file():
            return file
    raise NoCluster(version=duckdb.__version__, missing=name)


def load(connection: duckdb.DuckDBPyConnection, *, s3: bool = False) -> None:
    """Load what a lake needs, and with `s3` what reads and writes S3. Raises NoCluster."""
    try:
        import psycopg  # noqa: F401 - the same extra brings it
    except ImportError as error:
        raise NoCluster(version=duckdb.__version__, missing="psycopg") from error
    for name in (*NEEDED, *(("httpfs",) if s3 else ())):
        quoted = str(file_of(name)).replace("'", "''")
        try:
            connection.execute(f"LOAD '{quoted}'")
        except duckdb.Error as error:
            raise NoCluster(version=duckdb.__version__, missing=name) from error
