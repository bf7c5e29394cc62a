"""What every test may use: the shared folder, and a guard around the real database."""

import hashlib
import os
import pickle
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAKES = os.environ.get("TWOPLANS_TEST_STORE") == "lake"
PARTS = {"app": 8, "browser": 6}
"""Of these folders, whose tests start whole pages, an ordinary run takes one in so many of each module."""


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
def sample_built(tmp_path_factory):
    """The sample district, built once: its file, closed (copy it), and what became of each file."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample-built"
    path, told = folder / "sample.duckdb", folder / "told.pickle"
    if not _first_to_make(folder, told):
        return path, pickle.loads(told.read_bytes())
    intakes = build_sample_here(path)
    part = told.with_suffix(".part")
    part.write_bytes(pickle.dumps(intakes))
    part.replace(told)
    return path, intakes


def build_sample_here(path):
    from indicators.sample import build_sample

    store, intakes = build_sample(path)
    assert store.areas()[0].path == "示例县"  # it comes open
    store.close()
    return intakes


def _first_to_make(folder: Path, done: Path) -> bool:
    """Whether this worker of the run is the one that makes `folder`; the others wait for `done`."""
    try:
        folder.mkdir()
        return True
    except FileExistsError:
        begun = time.monotonic()
        while not done.exists():
            assert time.monotonic() - begun < 290, "the other worker never finished the sample district"
            time.sleep(0.2)
        return False


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """The PostgreSQL of this run, on loopback; skips where none can be made, and fails so in CI."""
    from lake_kit import Cluster, cluster_of_the_run, lacking

    if told := os.environ.get("TWOPLANS_TEST_POSTGRES"):  # that of the run which started this one
        return Cluster(Path(told.partition(" ")[2]), int(told.partition(" ")[0]))
    if why := lacking():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no lake here: {why}")
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "postgres"
    return cluster_of_the_run(folder, _first_to_make)


@pytest.fixture
def lake_place(postgres, tmp_path, monkeypatch):
    """A place for a lake where none is yet: an empty database of the run's PostgreSQL, an empty folder."""
    from lake_kit import Unsealed, fresh_place

    from indicators.store import lake_opening

    monkeypatch.setattr(lake_opening, "duckdb", Unsealed())

    with fresh_place(postgres, tmp_path) as place:
        yield place


@pytest.fixture(scope="session", autouse=True)
def _stores_are_lakes(request, tmp_path_factory):
    """With TWOPLANS_TEST_STORE=lake every store that a test makes or opens by a path is a lake."""
    if not LAKES:
        yield
        return
    from lake_seam import Seam

    cluster = request.getfixturevalue("postgres")
    with Seam(cluster, tmp_path_factory.mktemp("lakes")).on():
        yield


@pytest.fixture(scope="session")
def whole(request) -> bool:
    """Whether long suites run whole (`pytest -m long`) and not a seeded tenth."""
    return (request.config.option.markexpr or "").strip() == "long"


def pytest_collection_modifyitems(config, items):
    """Everything in the folder of benchmarks is one; whole suites run only when asked for.

    A long test that takes the fixture `whole` runs a tenth of itself in an ordinary run; the others
    have a twin for that, and stay out of it. Of a test marked `tenth` an ordinary run takes a tenth of
    the cases, or one in `tenth(n)`, chosen by TWOPLANS_SEED; all where a case is named on the command line.
    A module marked so gives a part of its tests and of each one's cases.
    """
    long_run = (config.option.markexpr or "").strip() in ("long", "bench")
    named = any("::" in argument for argument in config.args)
    for item in items:
        share = PARTS.get(item.path.parent.name)
        if share and not item.get_closest_marker("tenth"):
            item.add_marker(pytest.mark.tenth(share))
    spared = set() if long_run or named else _beyond_a_tenth(items)
    if LAKES:
        from lake_seam import leave_out

        leave_out(items)
        spared |= set(_in_turn(items)[int(os.environ.get("TWOPLANS_TEST_PART") or len(items)) :])
    kept, left = [], []
    for item in items:
        if "bench" in item.path.parts:
            item.add_marker(pytest.mark.bench)
        only_whole = item.get_closest_marker("long") and "whole" not in item.fixturenames
        if long_run and item.get_closest_marker("tenth"):
            item.add_marker(pytest.mark.long)
        (left if (only_whole and not long_run) or item.nodeid in spared else kept).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


def _beyond_a_tenth(items) -> set[str]:
    """The cases that an ordinary run leaves out, the same in every worker of a run."""
    cases: dict[tuple, list[str]] = {}
    for item in items:
        if mark := item.get_closest_marker("tenth"):
            share = mark.args[0] if mark.args else 10
            group = item.originalname if hasattr(item, "callspec") else ""
            cases.setdefault((item.path, group, share), []).append(item)
    spared: set[str] = set()
    for (_, _, share), found in cases.items():
        spared |= set(_in_turn(found)[-(-len(found) // share) :])
    return spared


def _in_turn(items) -> list[str]:
    """The tests' names in an order that TWOPLANS_SEED chooses."""
    seed = os.environ.get("TWOPLANS_SEED", "")
    ids = [item.nodeid for item in items]
    return sorted(ids, key=lambda nodeid: hashlib.sha256((seed + nodeid).encode()).digest())
