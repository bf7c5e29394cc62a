"""`twoplans export` and `twoplans import`: data that travel."""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli_districts import AtOption
from dashboard.cli_input import JsonFlag, NewStoreOption, StoreOption, YearOption, store_path, user_name
from dashboard.cli_output import print_findings, print_records, say
from dashboard.messages import OK, UNREADABLE, USAGE, UserError, store_sentence

PATIENCE = 6 * 3600
OutOption = Annotated[Path, typer.Option("--out", help="写到哪个文件")]
PublishedOption = Annotated[
    str | None, typer.Option("--published", help="按某次发布结果（编号）当时的数据导出")
]
PublicFlag = Annotated[bool, typer.Option("--public", help="公开版：不含按规定不公布的数，也不含来源")]


class Flag(StrEnum):
    """Whether an indicator is sensitive."""

    YES = "yes"
    NO = "no"


def export_xlsx(
    out: OutOption,
    store: StoreOption = None,
    year: YearOption = None,
    published: PublishedOption = None,
    compare: Annotated[
        str | None, typer.Option("--compare", help="加一张表：与这次发布的结果（编号）相比有什么变化")
    ] = None,
    public: PublicFlag = False,
    at: AtOption = None,
    as_json: JsonFlag = False,
) -> int:
    """结果工作簿（xlsx）：评估结论、目标、历年数据、分地区、审核问题、来源和图。"""
    if out.suffix.lower() != ".xlsx":
        raise UserError(f"工作簿是一个xlsx文件，请写成例如 --out {out.with_suffix('.xlsx')}", USAGE)
    options = {"year": year, "published": published, "compare": compare, "public": public, "at": at}
    return _export("xlsx", out, store, options, as_json)


def export_csv(
    out: OutOption,
    store: StoreOption = None,
    year: YearOption = None,
    published: PublishedOption = None,
    public: PublicFlag = False,
    at: AtOption = None,
    as_json: JsonFlag = False,
) -> int:
    """有效数据的长表（CSV，列名按SDMX），一行一个数。"""
    options = {"year": year, "published": published, "public": public, "at": at}
    return _export("csv", out, store, options, as_json)


def export_datapackage(
    out: OutOption,
    store: StoreOption = None,
    year: Annotated[int | None, typer.Option("--year", help="公开版只要这一年")] = None,
    published: PublishedOption = None,
    public: PublicFlag = False,
    no_files: Annotated[bool, typer.Option("--no-files", help="不带部门交来的原文件")] = False,
    licence: Annotated[str, typer.Option("--licence", help="使用条件，写进数据包")] = "",
    at: AtOption = None,
    as_json: JsonFlag = False,
) -> int:
    """数据包（Frictionless Data Package，zip）：全部记录，可以用 import 还原；或公开版。"""
    if out.suffix.lower() != ".zip":
        raise UserError(f"数据包是一个zip文件，请写成例如 --out {out.with_suffix('.zip')}", USAGE)
    if year is not None and not public:
        raise UserError("完整的数据包总是包含全部年份；--year 只用于公开版（--public）。", USAGE)
    options = {"published": published, "public": public, "year": year, "files": not no_files,
               "licence": licence, "at": at}  # fmt: skip
    return _export("datapackage", out, store, options, as_json)


def import_package(
    package: Annotated[Path, typer.Argument(help="数据包：zip文件或解开的文件夹", metavar="数据包")],
    store: NewStoreOption,
    as_json: JsonFlag = False,
) -> int:
    """用数据包还原出一个新的数据库。"""
    from dashboard.commands import Outcome
    from indicators.exports.unpack import load_package
    from indicators.store import BadRecords, StoreError

    outcome = Outcome()
    try:
        counts = load_package(package, store)
    except BadRecords as error:
        outcome.add([error.finding])
        outcome.exit = UNREADABLE
    except StoreError as error:
        raise UserError(store_sentence(error)) from error
    else:
        record = {"record": "import", "file": package.name, "store": str(store), "rows": counts}
        outcome.records.append(record)
        say(f"已还原到：{store}（报送批次{counts['submission']}个，数据{counts['observation']}个）")
    return _shown(outcome, as_json)


def sensitive(
    code: Annotated[str | None, typer.Argument(help="指标编号；不写就列出全部", metavar="指标")] = None,
    flag: Annotated[Flag | None, typer.Argument(help="yes 是敏感指标、no 不是", metavar="是否")] = None,
    reason: Annotated[str, typer.Option("--reason", help="理由")] = "",
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """哪些指标敏感（公开时只有全县合计，人数少的不公布），或改动一个（写明理由）。"""
    from dashboard.commands import run_on

    if (code is None) != (flag is None):
        raise UserError("要改动请把指标编号和 yes 或 no 一起写上，例如：twoplans sensitive W0802 no", USAGE)
    told = {"code": code, "sensitive": flag is Flag.YES, "reason": reason, "by": user_name()}
    outcome = run_on(store_path(store), "sensitive", [], told)
    if not as_json:
        for record in outcome.records:
            if record["record"] == "sensitive":
                said = "敏感" if record["sensitive"] else "不敏感"
                print(f"{record['code']} {record['name']}：{said}（{record['reason']}）")
    return _shown(outcome, as_json)


def _export(kind: str, out: Path, store: Path | None, options: dict[str, Any], as_json: bool) -> int:
    from dashboard.commands import run_on

    with _watched() as note:
        told = options | {"kind": kind, "out": str(out.absolute()), "progress": str(note)}
        outcome = run_on(store_path(store), "export", [], told, patience=PATIENCE)
    for message in outcome.messages:
        say(message)
    return _shown(outcome, as_json)


def _shown(outcome: Any, as_json: bool) -> int:
    if as_json:
        print_records(outcome.records)
    else:
        print_findings(record for record in outcome.records if record.get("record") == "finding")
    return int(outcome.exit or OK)


@contextmanager
def _watched() -> Iterator[Path]:
    """A file into which the work notes how far it is; shown in one line where a person looks on."""
    done = threading.Event()
    with tempfile.TemporaryDirectory(prefix="twoplans-") as folder:
        note = Path(folder) / "progress"
        watcher = threading.Thread(target=_watch, args=(note, done), daemon=True)
        if sys.stderr.isatty():
            watcher.start()
        try:
            yield note
        finally:
            done.set()
            if watcher.is_alive():
                watcher.join(2)


def _watch(note: Path, done: threading.Event) -> None:
    shown = ""
    while not done.wait(0.3):
        try:
            share, _, words = note.read_text(encoding="utf-8").partition(" ")
            line = f"{float(share):4.0%} {words}"
        except (OSError, ValueError):
            continue
        if line != shown:
            print(f"\r\x1b[2K{line}", end="", file=sys.stderr, flush=True)
            shown = line
    if shown:
        print("\r\x1b[2K", end="", file=sys.stderr, flush=True)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="数据导出。", no_args_is_help=True, rich_markup_mode=None)
    group.command("xlsx")(export_xlsx)
    group.command("csv")(export_csv)
    group.command("datapackage")(export_datapackage)
    app.add_typer(group, name="export")
    app.command("import")(import_package)
    app.command()(sensitive)
