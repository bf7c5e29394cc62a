"""Wrong usage: one Chinese sentence, exit code 64, nothing in English, no traceback."""

import subprocess
import sys

import pytest

from dashboard import cli

CASES = [
    # arguments, what the sentence says
    (["foo"], "没有这个命令（foo）"),
    (["judge"], "缺少参数“文件”"),
    (["read"], "缺少参数“文件…”"),
    (["read", "--xx"], "没有选项“--xx”"),
    (["demo", "--port", "abc"], "选项 --port的值不对"),
    (["demo", "--port", "99999"], "选项 --port的值不对"),
    (["serve", "--host", "0.0.0.0"], "不能在地址 0.0.0.0 上提供服务"),
    (["demo", "--host", "192.168.1.5"], "不能在地址 192.168.1.5 上提供服务"),
    (["check", "--answer", "无等号", __file__], "--answer 要写成 键=值"),
    (["load", "--explain-warning", "无等号", __file__], "--explain-warning 要写成 键=值"),
    (
        ["load", "--decide", "C2=maybe", __file__],
        "--decide 只能是 new（采用新数）或 old（保留原数），这里不是：C2=maybe",
    ),
    (["undo", "x", "--store", "/nowhere/a.duckdb"], "还没有数据库"),
]


@pytest.mark.parametrize(("arguments", "sentence"), CASES, ids=[" ".join(case[0][:2]) for case in CASES])
def test_usage_errors_say_what_is_wrong(arguments, sentence, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["twoplans", *arguments])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    printed = capsys.readouterr()
    assert stopped.value.code == 64
    assert sentence in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""


def test_a_file_that_is_not_there_exits_2(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(sys, "argv", ["twoplans", "judge", str(tmp_path / "无此文件.csv")])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    assert "打不开" in capsys.readouterr().err


def test_the_module_runs_by_itself():
    done = subprocess.run([sys.executable, "-m", "dashboard.cli", "--help"], capture_output=True, check=False)
    assert done.returncode == 0
    assert "demo" in done.stdout.decode()
