"""What every test may use: the shared folder, and a guard around the real database."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files and published verdicts beside the checkout; skips where it is absent."""
    folder = Path(os.environ.get("TWOPLANS_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"no shared folder at {folder}: its real files are not here to be tried")
    return folder


@pytest.fixture(autouse=True)
def _no_real_database(tmp_path, monkeypatch):
    """Every test has a user data folder of its own, so that none can touch the office's store."""
    home = tmp_path / "user-data"
    home.mkdir()
    monkeypatch.setenv("TWOPLANS_HOME", str(home))
    monkeypatch.delenv("TWOPLANS_STORE", raising=False)


@pytest.fixture(scope="session")
def whole(request) -> bool:
    """Whether long suites run whole (`pytest -m long`) and not a seeded tenth."""
    return (request.config.option.markexpr or "").strip() == "long"
