"""Where things lie on this computer: the user's data folder and the sample district."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

PACKAGE = Path(__file__).resolve().parent


def user_folder() -> Path:
    """The folder for the office's own data; the environment variable TWOPLANS_HOME moves it."""
    moved = os.environ.get("TWOPLANS_HOME")
    return Path(moved) if moved else Path(platformdirs.user_data_dir("two-plans", appauthor=False))


def default_store() -> Path:
    """The office's store; the environment variable TWOPLANS_STORE names another one."""
    named = os.environ.get("TWOPLANS_STORE")
    return Path(named) if named else user_folder() / "district.duckdb"


def demo_store() -> Path:
    """The sample district's own store, apart from the office's."""
    return user_folder() / "demo.duckdb"


def sample_folder() -> Path:
    """The sample district's files, beside the packages in a checkout, inside them when installed."""
    in_checkout = PACKAGE.parent / "data" / "sample"
    return in_checkout if in_checkout.is_dir() else PACKAGE / "_data" / "sample"
