"""Audit what is installed, offline: pins, requirements, origin and licences.

Checked: every distribution of this environment is pinned in .ci/constraints.txt at just its version; what
each requires is there in a version it accepts; none comes from an address instead of the registry; what the
product needs at run time has a licence known to allow passing it on, everything else states one or stands in
UNSTATED_KNOWN. Not checked, for want of a database offline: published weaknesses, withdrawn releases.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from bundle_parts.notices import UNSTATED, licence  # noqa: E402
from bundle_parts.wheels import read_pins  # noqa: E402

OWN = "two-plans"
OF_PYTHON = {"pip", "setuptools", "wheel"}
"""They come with the interpreter's own `venv`, in its version."""
PASSED_ON = re.compile(
    r"0BSD|3-Clause BSD License|Apache[ -](Software License|License 2\.0|2\.0)|BSD( License)?|BSD-[23]-Clause"
    r"|CC0-1\.0"
    r"|ISC License|MIT( License)?|MIT-0|MIT-CMU|MPL-2\.0|PSF-2\.0|PSFL|Zlib"
)
UNSTATED_KNOWN = {"axe-playwright-python"}
"""Test tools whose metadata state no licence; their wheels carry its text."""


def audit(installed: Mapping[str, Distribution], pins: Mapping[str, str]) -> list[str]:
    """One sentence for each thing that is not as it should be; none when all is well."""
    shipped = needed(installed, [OWN])
    troubles = []
    for name, found in sorted(installed.items()):
        if name not in OF_PYTHON | {OWN}:
            troubles += _pinned(name, found, pins)
            troubles += _licensed(name, found, name in shipped)
        troubles += _met(name, found, installed)
    return troubles


def _pinned(name: str, found: Distribution, pins: Mapping[str, str]) -> list[str]:
    if name not in pins:
        return [f"{name} {found.version} is installed but .ci/constraints.txt does not pin it"]
    wrong = [f"{name} is {found.version}, pinned {pins[name]}"] if found.version != pins[name] else []
    return wrong + ([f"{name} was installed from an address"] if found.read_text("direct_url.json") else [])


def _licensed(name: str, found: Distribution, shipped: bool) -> list[str]:
    stated = licence(found.metadata)  # type: ignore[arg-type]
    if not shipped:
        return [f"{name} states no licence"] if stated == UNSTATED and name not in UNSTATED_KNOWN else []
    parts = re.split(r" AND |, ", stated)
    allowed = all(any(PASSED_ON.fullmatch(one) for one in part.split(" OR ")) for part in parts)
    return [] if allowed else [f"{name} is shipped under {stated!r}, which the audit does not know"]


def _met(name: str, found: Distribution, installed: Mapping[str, Distribution]) -> list[str]:
    troubles = []
    for item in _asked(found, ()):
        there = installed.get(canonicalize_name(item.name))
        if there is None:
            troubles.append(f"{name} requires {item}, which is not installed")
        elif not item.specifier.contains(there.version, prereleases=True):
            troubles.append(f"{name} requires {item}, but {there.version} is installed")
    return troubles


def _asked(found: Distribution, extras: Iterable[str]) -> list[Requirement]:
    asked = [Requirement(line) for line in found.requires or ()]
    return [
        item
        for item in asked
        if item.marker is None or any(item.marker.evaluate({"extra": extra}) for extra in ("", *extras))
    ]


def needed(installed: Mapping[str, Distribution], roots: Iterable[str]) -> set[str]:
    """The names that these distributions need at run time, themselves included."""
    seen: dict[str, set[str]] = {}
    waiting = [(root, set()) for root in roots]
    while waiting:
        name, extras = waiting.pop()
        if name not in installed or (name in seen and extras <= seen[name]):
            continue
        seen.setdefault(name, set()).update(extras)
        asked = _asked(installed[name], seen[name])
        waiting += [(canonicalize_name(item.name), set(item.extras)) for item in asked]
    return set(seen)


def main() -> int:
    """Audit this environment; 1 when something is not as it should be."""
    installed = {canonicalize_name(found.name): found for found in distributions()}
    troubles = audit(installed, read_pins((HERE / "constraints.txt").read_text(encoding="utf-8")))
    print("\n".join(troubles) or f"{len(installed)} distributions: pinned, complete, licences known")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
