"""A few of the engine's tests, chosen by TWOPLANS_SEED, with lakes in place of every store.

The whole is `TWOPLANS_TEST_STORE=lake pytest tests/unit tests/spec tests/conformance`.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tests.lake_seam import LEFT_OUT

TESTS = Path(__file__).resolve().parents[1]
FOLDERS = ("unit", "spec", "conformance")
MODULES, PART = 4, 5


def about_stores(path):
    """Whether a module's tests make stores, and not the whole sample district first."""
    text = path.read_text(encoding="utf-8")
    made = "Store.create(" in text or "Store.memory(" in text
    return path.name not in LEFT_OUT and made and "sample" not in text


def test_a_part_of_the_engines_tests_passes_on_lakes(postgres):
    seed = os.environ.get("TWOPLANS_SEED", "")
    found = [path for folder in FOLDERS for path in (TESTS / folder).glob("test_*.py") if about_stores(path)]
    assert len(found) > 20
    found.sort(key=lambda path: hashlib.sha256((seed + path.name).encode()).digest())
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")} | {
        "TWOPLANS_TEST_STORE": "lake", "TWOPLANS_TEST_PART": str(PART),
        "TWOPLANS_TEST_POSTGRES": f"{postgres.port} {postgres.folder}", "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    command = [sys.executable, "-m", "pytest", *map(str, found[:MODULES]), "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        command, cwd=TESTS.parent, env=env, capture_output=True, check=False, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
