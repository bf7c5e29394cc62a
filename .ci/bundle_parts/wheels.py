"""The wheels that one platform and one Python need: exact pins, found by the wheels' own metadata.

pip judges environment markers by the Python it runs on, not by the one it downloads for. So the closure is
walked here: a wheel's METADATA is read, its markers are judged for the target, the next pins are fetched.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

LINUX = [f"manylinux_2_{minor}" for minor in range(28, 16, -1)] + ["manylinux2014"]


class NotPinnedError(Exception):
    """A wheel asks for a distribution that the constraints do not name, or for another version."""


@dataclass(frozen=True)
class Platform:
    """One kind of computer: its wheel tags and what environment markers say of it."""

    key: str
    system: str
    machine: str
    tags: tuple[str, ...]

    def markers(self, python: str) -> dict[str, str]:
        """The marker environment of CPython `python` (`3.12`) on this platform."""
        windows = self.system == "Windows"
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{python}.0",
            "os_name": "nt" if windows else "posix",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": self.system,
            "platform_version": "",
            "python_full_version": f"{python}.0",
            "python_version": python,
            "sys_platform": "win32" if windows else "linux",
        }


PLATFORMS = {
    "windows-x64": Platform("windows-x64", "Windows", "AMD64", ("win_amd64",)),
    "linux-x64": Platform("linux-x64", "Linux", "x86_64", tuple(f"{tag}_x86_64" for tag in LINUX)),
    "linux-arm64": Platform("linux-arm64", "Linux", "aarch64", tuple(f"{tag}_aarch64" for tag in LINUX)),
}


def read_pins(text: str) -> dict[str, str]:
    """`name==version` lines as canonical name -> version."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    pairs = (line.partition("==") for line in lines if line)
    return {canonicalize_name(name): version for name, _, version in pairs}


def metadata(wheel: Path) -> Message:
    """The METADATA of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (item for item in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", item))
        return BytesParser().parsebytes(archive.read(name))


def asked_by(wheel: Path, extras: Iterable[str], markers: Mapping[str, str]) -> list[Requirement]:
    """What a wheel requires, with these extras, in this marker environment."""
    asked = [Requirement(line) for line in metadata(wheel).get_all("Requires-Dist", [])]
    return [
        item
        for item in asked
        if item.marker is None or any(item.marker.evaluate({**markers, "extra": e}) for e in ("", *extras))
    ]


def closure(
    own: Path,
    pins: Mapping[str, str],
    markers: Mapping[str, str],
    fetch: Callable[[list[str]], Iterable[Path]],
) -> dict[str, Path]:
    """Every wheel that `own` needs, itself included, by canonical name; `fetch` gets `name==pin` lines.

    Raises NotPinnedError where a requirement has no pin or the pin does not meet it.
    """
    have = {canonicalize_name(metadata(own)["Name"]): own}
    extras: dict[str, set[str]] = {name: set() for name in have}
    waiting = set(have)
    while waiting:
        asked = [item for name in sorted(waiting) for item in asked_by(have[name], extras[name], markers)]
        waiting = set()
        for item in asked:
            name = _pinned(item, pins)
            if name not in extras or not item.extras <= extras[name]:
                extras.setdefault(name, set()).update(item.extras)
                waiting.add(name)
        wanted = sorted(waiting - set(have))
        have |= _named(fetch([f"{name}=={pins[name]}" for name in wanted])) if wanted else {}
    return have


def _pinned(item: Requirement, pins: Mapping[str, str]) -> str:
    """The canonical name of a requirement that a pin meets; else NotPinnedError."""
    name = canonicalize_name(item.name)
    if name not in pins:
        raise NotPinnedError(f"{item.name} is asked for, but .ci/constraints.txt has no line for it")
    if not item.specifier.contains(pins[name], prereleases=True):
        raise NotPinnedError(f"{item} is asked for, but .ci/constraints.txt pins {pins[name]}")
    return name


def _named(wheels: Iterable[Path]) -> dict[str, Path]:
    return {canonicalize_name(parse_wheel_filename(path.name)[0]): path for path in wheels}


def fetcher(platform: Platform, python: str, folder: Path) -> Callable[[list[str]], Iterable[Path]]:
    """A function that downloads pinned wheels for a platform and a Python into `folder`."""

    def fetch(pinned: list[str]) -> list[Path]:
        before = set(folder.glob("*.whl"))
        tags = [part for tag in platform.tags for part in ("--platform", tag)]
        target = [*tags, "--python-version", python, "--implementation", "cp"]
        run_pip("download", "--no-deps", "--only-binary=:all:", *target, "--dest", str(folder), *pinned)
        return sorted(set(folder.glob("*.whl")) - before)

    return fetch


def run_pip(*args: str) -> None:
    """Run this Python's pip quietly. Raises RuntimeError with its last lines when it fails."""
    command = [sys.executable, "-m", "pip", args[0], "--quiet", "--disable-pip-version-check", *args[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"pip {args[0]} failed:\n{done.stderr[-2000:]}")
