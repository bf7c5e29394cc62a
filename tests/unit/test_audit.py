"""The audit of what is installed tells each thing that is not as it should be."""

import importlib.util
from email.message import Message
from pathlib import Path

import pytest

CI = Path(__file__).resolve().parents[2] / ".ci"


@pytest.fixture(scope="module")
def audit():
    spec = importlib.util.spec_from_file_location("audit", CI / "audit.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


class Made:
    """A distribution as importlib.metadata shows one."""

    def __init__(self, version="1", licence="MIT", requires=(), direct=None):
        self.version, self.requires, self._direct = version, list(requires), direct
        self.metadata = Message()
        if licence:
            self.metadata["License-Expression"] = licence

    def read_text(self, name):
        return self._direct if name == "direct_url.json" else None


OWN = {"two-plans": Made(requires=["a>=1", 'tool; extra == "test"'])}


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ({"a": Made()}, []),
        ({"a": Made(), "tool": Made(licence="GPL")}, []),
        ({"a": Made(), "extra-one": Made()}, ["extra-one 1 is installed but"]),
        ({"a": Made(version="2")}, ["a is 2, pinned 1"]),
        ({}, ["two-plans requires a>=1, which is not installed"]),
        ({"a": Made(requires=["tool>=3"]), "tool": Made()}, ["a requires tool>=3, but 1 is installed"]),
        ({"a": Made(direct="{}")}, ["a was installed from an address"]),
        ({"a": Made(licence="GPL")}, ["a is shipped under 'GPL'"]),
        ({"a": Made(licence="MIT AND GPL")}, ["a is shipped under"]),
        ({"a": Made(licence="GPL OR MIT")}, []),
        ({"a": Made(licence="")}, ["a is shipped under 'not stated"]),
        ({"a": Made(), "tool": Made(licence="")}, ["tool states no licence"]),
        ({"a": Made(), "pip": Made(version="99")}, []),
    ],
    ids=[
        "well", "a tool may have any licence", "no pin", "other version", "missing", "unmet", "address",
        "unknown licence", "one part unknown", "a choice", "unstated", "tool unstated", "comes with Python",
    ],
)  # fmt: skip
def test_what_is_told(audit, others, told):
    found = audit.audit(OWN | others, {"a": "1", "tool": "1"})
    assert len(found) == len(told)
    assert all(part in line for part, line in zip(told, found, strict=True))


def test_an_extra_that_a_need_names_is_shipped_too(audit):
    chain = {
        "two-plans": Made(requires=["a[x]"]),
        "a": Made(requires=["b; extra == 'x'", "c; extra == 'y'"]),
        "b": Made(),
        "c": Made(),
    }
    assert audit.needed(chain, ["two-plans"]) == {"two-plans", "a", "b"}
