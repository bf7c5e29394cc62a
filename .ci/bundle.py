"""Build the bundle for computers without internet: one zip with wheels, start scripts and notices.

    .venv/bin/python .ci/bundle.py --platform windows-x64 --out dist

Needs pip, `packaging` and the package registry. With `--runtime FOLDER` a Python of that platform (a folder
with `python.exe`, or with `bin/python3`) goes in as well, and the bundle then needs nothing installed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(HERE))

from bundle_parts.notices import third_party  # noqa: E402
from bundle_parts.wheels import PLATFORMS, Platform, closure, fetcher, metadata, read_pins, run_pip  # noqa: E402

FILES = HERE / "bundle_parts" / "files"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
NAME = "两规划监测"
UNPACK = "请先把压缩包完整解压，再从解压出来的文件夹里双击启动。"
MACHINES = {"AMD64": ["amd64", "x86_64"], "x86_64": ["amd64", "x86_64"], "aarch64": ["arm64", "aarch64"]}
START = {
    "Windows": f"双击“启动{NAME}.cmd”。",
    "Linux": f"双击“{NAME}.desktop”（首次可能要选“允许启动”），或在终端里运行：sh start.sh",
}
DATA = {
    "Windows": "%LOCALAPPDATA%\\two-plans（环境变量 TWOPLANS_HOME 可以改到别处）",
    "Linux": "~/.local/share/two-plans（环境变量 TWOPLANS_HOME 可以改到别处）",
}
HOW = {
    "Windows": "下载 “Windows installer (64-bit)”，安装时勾选 “Add python.exe to PATH”。",
    "Linux": "用本机的软件商店或包管理器安装，例如 python3.11。",
}
LEFT_OUT = (
    "__pycache__",
    "test",
    "tests",
    "idlelib",
    "tkinter",
    "turtledemo",
    "site-packages",
    "include",
    "share",
)


def build(platform: Platform, pythons: Iterable[str], out: Path, runtime: Path | None = None) -> Path:
    """Build the zip for a platform into `out`; returns its path. Raises what pip or a missing pin raises."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "bundle"
        (folder / "wheels").mkdir(parents=True)
        (folder / "app").mkdir()
        run_pip("wheel", "--no-deps", "--wheel-dir", str(folder / "wheels"), str(ROOT))
        (own,) = (folder / "wheels").glob("*.whl")
        version = metadata(own)["Version"]
        chosen = [runtime_version(runtime)] if runtime else list(pythons)
        put_wheels(platform, chosen, own, folder)
        if runtime:
            shutil.copytree(
                runtime, folder / "python", ignore=shutil.ignore_patterns(*LEFT_OUT, "*.a", "*.pdb")
            )
        put_files(platform, chosen, version, folder)
        out.mkdir(parents=True, exist_ok=True)
        return zipped(folder, out / f"{NAME}-{version}-{platform.key}.zip", f"{NAME}-{version}")


def runtime_version(runtime: Path) -> str:
    """`3.12` of the Python in a folder. Raises SystemExit when none is there."""
    names = [path.name for path in [*runtime.glob("python3*.dll"), *runtime.glob("lib/python3.*")]]
    minors = {found[1] for name in names if (found := re.fullmatch(r"python3\.?(\d+)(?:\.dll)?", name))}
    if len(minors) != 1:
        raise SystemExit(f"{runtime} holds no Python (python.exe with its DLL, or bin/python3 with lib)")
    return f"3.{minors.pop()}"


def put_wheels(platform: Platform, pythons: list[str], own: Path, folder: Path) -> None:
    """All wheels, and for each Python the list of those it installs, with their hashes."""
    pins = read_pins((HERE / "constraints.txt").read_text(encoding="utf-8"))
    for python in pythons:
        with tempfile.TemporaryDirectory() as work:
            fetch = fetcher(platform, python, Path(work))
            found = closure(own, pins, platform.markers(python), fetch)
            fetch([f"pip=={pins['pip']}"])
            for wheel in Path(work).glob("*.whl"):
                shutil.move(wheel, folder / "wheels" / wheel.name)
            lines = [_hashed(name, folder / "wheels" / path.name) for name, path in sorted(found.items())]
        listed = folder / "app" / f"requirements-cp{python.replace('.', '')}.txt"
        listed.write_text("".join(lines), encoding="utf-8")


def _hashed(name: str, wheel: Path) -> str:
    return f"{name}=={metadata(wheel)['Version']} --hash=sha256:{digest(wheel)}\n"


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put_files(platform: Platform, pythons: list[str], version: str, folder: Path) -> None:
    """Start scripts, words for people, notices, and last the checksums of all of it."""
    windows = platform.system == "Windows"
    made = {
        "platform": platform.key,
        "system": platform.system,
        "machines": MACHINES[platform.machine],
        "pythons": pythons,
        "version": version,
    }
    (folder / "app" / "bundle.json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    bundled = (folder / "python").is_dir()
    fit = "、".join(pythons)
    needs = (
        ""
        if bundled
        else f"\n本安装包不含 Python。需要先装好 64 位的 Python {fit} 之一：{HOW[platform.system]}\n"
    )
    words = {
        "PYTHONS": fit,
        "HOW": HOW[platform.system],
        "VERSION": version,
        "PLATFORM": platform.key,
        "START": START[platform.system],
        "NEEDS": needs,
        "DATA": DATA[platform.system],
        "UNPACK": _escaped(UNPACK),
        "TITLE": _escaped(NAME),
    }
    end = "\r\n" if windows else "\n"
    shutil.copy(FILES / "start.py", folder / "app")
    missing = filled("no-python.txt", words)
    (folder / "app" / "no-python.txt").write_text(missing, encoding="utf-8")
    (folder / "app" / "no-python.html").write_text(page(missing), encoding="utf-8")
    readme = filled("使用说明.txt", words)
    (folder / "使用说明.txt").write_text(readme, encoding="utf-8-sig" if windows else "utf-8", newline=end)
    if windows:
        script = folder / f"启动{NAME}.cmd"
        script.write_text(filled("start.cmd", words), encoding="ascii", newline=end)
    else:
        for name in ("start.sh", f"{NAME}.desktop"):
            shutil.copy(FILES / name, folder)
            (folder / name).chmod(0o755)
        shutil.copytree(FILES / "server", folder / "server")
    shutil.copy(ROOT / "LICENSE", folder)
    notices = third_party((folder / "wheels").glob("*.whl"), "two-plans")
    (folder / "THIRD_PARTY.txt").write_text(notices, encoding="utf-8")
    sums = [f"{digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files_of(folder)]
    (folder / "SHA256SUMS.txt").write_text("".join(sums), encoding="utf-8")


def _escaped(words: str) -> str:
    """Words as escapes that a script of ASCII letters may hold."""
    return "".join(f"\\u{ord(letter):04x}" for letter in words)


def filled(name: str, words: dict[str, str]) -> str:
    """A file of the bundle with its marks `@WORD@` replaced; a mark without a word is an error."""
    text = (FILES / name).read_text(encoding="utf-8")
    return re.sub(r"@([A-Z]+)@", lambda mark: words[mark[1]], text)


def page(words: str) -> str:
    """The same words as a page that any browser shows."""
    lines = "".join(f"<p>{line}</p>" for line in words.splitlines() if line)
    style = "body{font:18px/1.7 sans-serif;max-width:40em;margin:3em auto;padding:0 1em}"
    head = f'<meta charset="utf-8"><title>{NAME}</title><style>{style}</style>'
    return f'<!doctype html><html lang="zh-CN"><head>{head}</head><body>{lines}</body></html>\n'


def files_of(folder: Path) -> Iterator[Path]:
    """Every file below a folder, in a steady order."""
    return iter(sorted(path for path in folder.rglob("*") if path.is_file()))


def zipped(folder: Path, target: Path, top: str) -> Path:
    """One zip of a folder below a folder `top`, with Unix modes; wheels are packed already."""
    part = target.with_suffix(".part")
    with zipfile.ZipFile(part, "w") as archive:
        for path in files_of(folder):
            item = zipfile.ZipInfo(f"{top}/{path.relative_to(folder).as_posix()}", (2020, 1, 1, 0, 0, 0))
            item.external_attr = (0o100755 if path.stat().st_mode & 0o100 else 0o100644) << 16
            item.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(item, "w") as packed:
                shutil.copyfileobj(source, packed, 2**20)
    part.replace(target)
    sums = target.with_name(target.name + ".sha256")
    sums.write_text(f"{digest(target)}  {target.name}\n", encoding="utf-8")
    return target


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--platform", choices=[*PLATFORMS, "all"], required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder for the zip and its .sha256")
    parser.add_argument("--python", nargs="+", choices=PYTHONS, default=PYTHONS, help="CPythons to serve")
    parser.add_argument("--runtime", type=Path, help="folder of a Python for the platform, to go in as well")
    args = parser.parse_args()
    for platform in PLATFORMS.values() if args.platform == "all" else [PLATFORMS[args.platform]]:
        made = build(platform, args.python, args.out, args.runtime)
        print(f"{made}  {made.stat().st_size / 2**20:.0f} MiB", flush=True)


if __name__ == "__main__":
    main()
