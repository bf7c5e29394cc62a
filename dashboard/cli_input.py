"""What commands take: shared options, files, answers, the store's place."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated

import typer

from dashboard.messages import UNREADABLE, USAGE, UserError, os_reason, plainly

FileList = Annotated[list[Path], typer.Argument(help="要读的文件，可以多个", metavar="文件…")]


def _place(text: str) -> Path:
    """What --store means: a file's path; of a lake the path of its own file on this computer."""
    from indicators.store.lake_place import path_at

    with plainly(USAGE):
        return path_at(text, _data_path.get())


_data_path: ContextVar[str | None] = ContextVar("data_path", default=None)

NewStoreOption = Annotated[
    Path,
    typer.Option(
        "--store",
        parser=_place,
        metavar="位置",
        help="新数据库写到哪里（文件或 ducklake:postgres:…）；不能是已有的",
    ),
]
StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        parser=_place,
        metavar="位置",
        help="数据库文件，或多机共用的 ducklake:postgres:…；不写就用本机的默认位置",
    ),
]
DataPathOption = Annotated[
    str | None,
    typer.Option(
        "--data-path",
        callback=lambda value: _data_path.set(value) and value,
        is_eager=True,
        metavar="文件夹",
        help="多机共用时数据放在哪里：共享文件夹的完整路径，或 s3://桶/前缀；"
        "也可以用环境变量 TWOPLANS_DATA_PATH",
    ),
]
JsonFlag = Annotated[bool, typer.Option("--json", help="每行一条 JSON 记录")]
AreaOption = Annotated[str | None, typer.Option("--area", help="表中没有地区时，数据属于哪个地区")]
PlaceOption = Annotated[str | None, typer.Option("--area", help="哪个地区；不写就是全县（区）")]
CodeArgument = Annotated[str, typer.Argument(help="指标编号", metavar="指标")]
YearOption = Annotated[int | None, typer.Option("--year", help="年份")]
UnitOption = Annotated[str | None, typer.Option("--unit", help="报送单位")]
PortOption = Annotated[int, typer.Option("--port", help="端口", min=1, max=65535)]
HostOption = Annotated[str, typer.Option("--host", help="地址；0.0.0.0 是本机所有网卡，要先有管理员账号")]
BrowserFlag = Annotated[bool, typer.Option("--no-browser", help="不自动打开浏览器")]
AnswerOption = Annotated[list[str] | None, typer.Option("--answer", help="对问题的回答，写成 键=值，可多次")]


def files_of(paths: Iterable[Path]) -> list[tuple[str, bytes]]:
    """Names and bytes; all that cannot be read are named at once."""
    found, failed = [], []
    for path in paths:
        try:
            found.append((path.name, path.read_bytes()))
        except OSError as error:
            failed.append(f"文件“{path}”打不开（{os_reason(error)}）。请检查路径和读取权限。")
    if failed:
        raise UserError("\n".join(failed), UNREADABLE)
    return found


def answers_of(pairs: list[str] | None, option: str = "--answer") -> dict[str, str]:
    """Pairs written KEY=VALUE. Raises UserError naming all that are not."""
    wrong = [pair for pair in pairs or [] if "=" not in pair]
    if wrong:
        raise UserError(f"{option} 要写成 键=值，这里不是：{'、'.join(wrong)}", USAGE)
    return dict(pair.split("=", 1) for pair in pairs or [])


def decisions_of(pairs: list[str] | None) -> dict[str, str]:
    """Decisions on contradicting figures, PLACE=new or PLACE=old. Raises UserError naming all others."""
    found = answers_of(pairs, "--decide")
    wrong = [f"{place}={choice}" for place, choice in found.items() if choice not in ("new", "old")]
    if wrong:
        raise UserError(
            f"--decide 只能是 new（采用新数）或 old（保留原数），这里不是：{'、'.join(wrong)}", USAGE
        )
    return found


def store_path(store: Path | None) -> Path:
    """The named store or the default one. Raises UserError where there is none yet."""
    from indicators.store import opening

    path = store_place(store)
    with plainly():
        there = opening.exists(path)
    if not there:
        raise UserError(
            f"还没有数据库：{path}。请先建立，例如：twoplans init --store {path} --district 某某县", USAGE
        )
    return path


def store_place(store: Path | None) -> Path:
    """The named store or the default one, whether it is there or not."""
    from indicators.paths import default_store
    from indicators.store.places import is_lake

    if store is not None:
        return store
    path = default_store()
    return _place(str(path)) if is_lake(str(path)) else path


def user_name() -> str:
    """Who is at the keyboard, for the records."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "命令行"
