"""The bundle for computers without internet: which wheels go in, what its scripts and notices say."""

import importlib.util
import json
import platform
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CI = Path(__file__).resolve().parents[2] / ".ci"
FILES = CI / "bundle_parts" / "files"


def module(name: str, path: Path):
    spec = importlib.util.spec_from_file_location(name, path)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def bundle():
    return module("bundle", CI / "bundle.py")


@pytest.fixture(scope="module")
def wheels(bundle):
    return sys.modules["bundle_parts.wheels"]


@pytest.fixture
def start(tmp_path):
    """start.py as it lies in a bundle for this computer and this Python."""
    app = tmp_path / "解压 到这里" / "app"
    app.mkdir(parents=True)
    (app / "start.py").write_bytes((FILES / "start.py").read_bytes())
    made = {
        "platform": "这一种", "system": platform.system(), "machines": [platform.machine().lower()],
        "pythons": ["3.11"], "version": "1",
    }  # fmt: skip
    (app / "bundle.json").write_text(json.dumps(made))
    (app / f"requirements-cp{sys.version_info[0]}{sys.version_info[1]}.txt").write_text("")
    return module("start", app / "start.py")


def wheel(folder: Path, name: str, version: str, *lines: str, texts: tuple[str, ...] = ()) -> Path:
    made = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(made, "w") as archive:
        facts = "\n".join([f"Name: {name}", f"Version: {version}", *lines])
        archive.writestr(f"{name}-{version}.dist-info/METADATA", facts + "\n\n")
        for text in texts:
            archive.writestr(f"{name}-{version}.dist-info/{text}", "words")
    return made


def store_of(folder: Path):
    """A registry of wheels in a folder, and what was asked of it."""
    asked = []

    def fetch(pinned):
        asked.extend(pinned)
        return [folder / f"{line.replace('==', '-')}-py3-none-any.whl" for line in pinned]

    return fetch, asked


@pytest.mark.parametrize(
    ("key", "expected"),
    [("windows-x64", ["b==2", "winonly==4"]), ("linux-x64", ["b==2"]), ("linux-arm64", ["b==2"])],
)
def test_markers_are_judged_for_the_target_not_for_this_computer(tmp_path, wheels, key, expected):
    own = wheel(tmp_path, "own", "1", "Requires-Dist: b", "Requires-Dist: winonly; sys_platform == 'win32'")
    wheel(tmp_path, "b", "2", "Requires-Dist: old; python_version < '3.11'")
    wheel(tmp_path, "winonly", "4")
    fetch, asked = store_of(tmp_path)
    wheels.closure(own, {"b": "2", "winonly": "4"}, wheels.PLATFORMS[key].markers("3.12"), fetch)
    assert asked == expected


def test_an_extra_asked_for_late_is_still_followed(tmp_path, wheels):
    own = wheel(tmp_path, "own", "1", "Requires-Dist: a", "Requires-Dist: b")
    wheel(tmp_path, "a", "1", "Requires-Dist: more; extra == 'x'")
    wheel(tmp_path, "b", "1", "Requires-Dist: a[x]")
    wheel(tmp_path, "more", "1")
    fetch, asked = store_of(tmp_path)
    found = wheels.closure(own, dict.fromkeys("ab", "1") | {"more": "1"}, {}, fetch)
    assert sorted(found) == ["a", "b", "more", "own"]
    assert sorted(asked) == ["a==1", "b==1", "more==1"]


@pytest.mark.parametrize(
    ("pins", "told"),
    [({}, "no line for it"), ({"b": "1"}, "constraints.txt pins 1")],
    ids=["no pin", "too old"],
)
def test_what_the_constraints_do_not_allow_stops_the_build(tmp_path, wheels, pins, told):
    own = wheel(tmp_path, "own", "1", "Requires-Dist: b>=2")
    with pytest.raises(wheels.NotPinnedError, match=told):
        wheels.closure(own, pins, wheels.PLATFORMS["linux-x64"].markers("3.11"), store_of(tmp_path)[0])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["License-Expression: MIT", "License: whatever"], "MIT"),
        (["License: BSD"], "BSD"),
        (["Classifier: License :: OSI Approved :: MIT License"], "MIT License"),
        ([f"License: {'word ' * 40}", "Classifier: License :: OSI Approved :: ISC"], "ISC"),
        ([], "not stated in the metadata"),
    ],
    ids=["expression first", "short field", "classifier", "long field", "nothing"],
)
def test_the_licence_a_wheel_states(tmp_path, bundle, lines, expected):
    notices = sys.modules["bundle_parts.notices"]
    made = wheel(tmp_path, "a", "1", *lines, texts=("licenses/LICENSE.txt", "RECORD"))
    assert notices.licence(bundle.metadata(made)) == expected
    text = notices.third_party([made, wheel(tmp_path, "own", "1")], "own")
    assert "a 1\n" in text
    assert "a-1.dist-info/licenses/LICENSE.txt" in text
    assert "wheels/a-1-py3-none-any.whl" in text
    assert "own 1" not in text


@pytest.fixture
def made_files(tmp_path, bundle):
    """The files beside the wheels, for each platform."""

    def make(key, own=True):
        folder = tmp_path / key
        (folder / "wheels").mkdir(parents=True)
        (folder / "app").mkdir()
        wheel(folder / "wheels", "a", "1", "License: MIT")
        if not own:
            (folder / "python").mkdir()
        bundle.put_files(bundle.PLATFORMS[key], ["3.11", "3.12"], "9.8", folder)
        return folder

    return make


def test_the_windows_script_can_be_garbled_by_no_code_page(made_files):
    raw = (made_files("windows-x64") / "启动两规划监测.cmd").read_bytes()
    assert raw.isascii()
    assert raw.count(b"\r\n") == raw.count(b"\n") == len(raw.decode().splitlines())
    text = raw.decode()
    labels = set(re.findall(r"^:(\w+)\r?$", text, flags=re.MULTILINE))
    assert set(re.findall(r"(?:goto|call :)\s*(\w+)", text)) == labels
    assert '"%~dp0"' in text
    assert text.count("%~dp0") == text.count('"%~dp0"')
    assert "@" not in text.replace("@echo off", "")
    assert all(line.count('"') % 2 == 0 for line in text.splitlines())
    words = re.findall(r"Unescape\('((?:\\u[0-9a-f]{4})+)'\)", text)
    assert [word.encode().decode("unicode_escape") for word in words] == [
        "请先把压缩包完整解压，再从解压出来的文件夹里双击启动。",
        "两规划监测",
    ]


def test_the_linux_scripts_are_sound(made_files):
    folder = made_files("linux-x64")
    script = folder / "start.sh"
    assert b"\r" not in script.read_bytes()
    assert script.stat().st_mode & 0o111
    subprocess.run(["sh", "-n", str(script)], check=True)
    entry = dict(
        line.split("=", 1) for line in (folder / "两规划监测.desktop").read_text().splitlines() if "=" in line
    )
    assert entry["Type"] == "Application"
    assert entry["Exec"].endswith(" %k")


@pytest.mark.parametrize("key", ["windows-x64", "linux-x64", "linux-arm64"])
def test_people_are_told_what_to_install_and_where_the_data_are(made_files, key):
    folder = made_files(key)
    for name in ("app/no-python.txt", "app/no-python.html", "使用说明.txt"):
        text = (folder / name).read_text(encoding="utf-8")
        assert "3.11、3.12" in text, name
        assert "@" not in text, name
    guide = (folder / "使用说明.txt").read_text(encoding="utf-8")
    assert ("LOCALAPPDATA" in guide) == (key == "windows-x64")
    assert "TWOPLANS_HOME" in guide
    assert "不含 Python" in guide
    sums = (folder / "SHA256SUMS.txt").read_text(encoding="utf-8")
    listed = {line.split("  ", 1)[1] for line in sums.splitlines()}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there - listed == {"SHA256SUMS.txt"}


def test_a_bundle_with_a_python_asks_for_none(made_files):
    guide = (made_files("linux-x64", own=False) / "使用说明.txt").read_text(encoding="utf-8")
    assert "不含 Python" not in guide


def test_the_zip_keeps_names_and_modes_and_is_the_same_twice(tmp_path, made_files, bundle):
    folder = made_files("linux-x64")
    first, again = (bundle.zipped(folder, tmp_path / name, "顶层") for name in ("a.zip", "b.zip"))
    assert first.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(first) as archive:
        modes = {item.filename: item.external_attr >> 16 & 0o777 for item in archive.infolist()}
        assert archive.getinfo("顶层/使用说明.txt").flag_bits & 0x800
    assert modes["顶层/start.sh"] == 0o755
    assert modes["顶层/LICENSE"] == 0o644
    assert first.with_name("a.zip.sha256").read_text().split()[0] == bundle.digest(first)


def test_the_python_of_a_runtime_is_told_by_its_files(tmp_path, bundle):
    (tmp_path / "lib" / "python3.12").mkdir(parents=True)
    assert bundle.runtime_version(tmp_path) == "3.12"
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "python3.dll").touch()
    (tmp_path / "w" / "python313.dll").touch()
    assert bundle.runtime_version(tmp_path / "w") == "3.13"
    with pytest.raises(SystemExit, match="holds no Python"):
        bundle.runtime_version(tmp_path / "lib")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"system": "Plan9"}, "请换用对应的安装包"),
        ({"machines": ["vax"]}, "请换用对应的安装包"),
        ({"drop": True}, "这个安装包需要 Python 3.11"),
    ],
    ids=["other system", "other machine", "other python"],
)
def test_a_computer_that_does_not_fit_is_told_so(start, capsys, monkeypatch, change, told):
    note = start.APP / "bundle.json"
    note.write_text(json.dumps(json.loads(note.read_text()) | change))
    if "drop" in change:
        start.requirements().unlink()
    monkeypatch.setattr("sys.stdin", None)
    assert start.main(["--probe"]) == 1
    assert told in capsys.readouterr().out


def test_the_environment_is_made_anew_for_other_wheels_another_place_or_half_a_job(start):
    assert start.main(["--probe"]) == 0
    start.env_python().parent.mkdir(parents=True)
    start.env_python().touch()
    assert not start.ready()
    (start.ENV / "ready.json").write_text(json.dumps(start.state()))
    assert start.ready()
    start.requirements().write_text("a==2")
    assert not start.ready()
    (start.ENV / "ready.json").write_text(json.dumps(start.state() | {"at": "elsewhere"}))
    assert not start.ready()


def test_a_damaged_wheel_is_told_and_leaves_nothing_that_counts_as_ready(start, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    (start.FOLDER / "wheels").mkdir()
    (start.FOLDER / "wheels" / "pip-1-py3-none-any.whl").write_bytes(b"no wheel")
    monkeypatch.setattr(start.venv.EnvBuilder, "create", lambda self, folder: folder.mkdir(parents=True))
    monkeypatch.setattr(start, "env_python", lambda: sys.executable)
    assert start.main([]) == 1
    assert "请重新解压一次安装包再试" in capsys.readouterr().out
    assert (start.FOLDER / "env" / "install.log").stat().st_size
    assert not (start.ENV / "ready.json").exists()
