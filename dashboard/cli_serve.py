"""`twoplans demo`, `serve` and `init`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli_input import (
    BrowserFlag,
    HostOption,
    JsonFlag,
    PortOption,
    StoreOption,
    files_of,
    store_place,
    user_name,
)
from dashboard.cli_output import print_findings, print_records, say
from dashboard.cli_terms import (
    CertOption,
    HostsOption,
    IdleOption,
    KeyOption,
    LongestOption,
    OidcOption,
    ProxyOption,
    TrustedOption,
    terms_of,
)
from dashboard.messages import OK, USAGE, UserError, os_reason, plainly, store_sentence

if TYPE_CHECKING:
    from indicators.model import AreaLevel


def demo(
    port: PortOption = 8501,
    host: HostOption = "127.0.0.1",
    no_browser: BrowserFlag = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="重新生成示例数据")] = False,
) -> int:
    """用示例县（虚构）的数据试用：单独的数据库，不影响本单位数据。"""
    from dashboard.address import bind, refuse_other_hosts
    from dashboard.server import serve
    from indicators.paths import demo_store

    bind(refuse_other_hosts(host), port).close()
    path = demo_store()
    _make_demo(path, fresh)
    serve(path, host=host, port=port, browser=not no_browser)
    return OK


def _make_demo(path: Path, fresh: bool) -> None:
    """Build the sample store in a folder aside and move it in place, so that it is whole or absent."""
    if path.exists() and not fresh:
        return
    import tempfile

    from indicators.sample import build_sample_store
    from indicators.store import StoreError

    say("正在生成示例县（虚构）的数据，请稍候……")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            made = Path(folder) / path.name
            build_sample_store(made).close()
            path.with_name(path.name + ".wal").unlink(missing_ok=True)
            made.replace(path)
    except PermissionError as error:
        raise UserError(
            f"没有权限写入文件夹 {path.parent}，示例数据没有生成。"
            "如果示例正在运行，请先关闭；否则请设置环境变量 TWOPLANS_HOME 指向一个可以写的文件夹。"
        ) from error
    except OSError as error:
        raise UserError(
            f"示例数据写不进 {path.parent}（{os_reason(error)}）。请检查磁盘空间和文件夹，再试一次。"
        ) from error
    except StoreError as error:
        raise UserError(store_sentence(error)) from error


def serve(
    store: StoreOption = None,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8501,
    no_browser: BrowserFlag = False,
    allowed_host: HostsOption = None,
    tls_cert: CertOption = None,
    tls_key: KeyOption = None,
    idle_minutes: IdleOption = 30,
    session_hours: LongestOption = 12,
    proxy_header: ProxyOption = None,
    trusted_proxy: TrustedOption = None,
    oidc: OidcOption = None,
) -> int:
    """打开本单位的监测系统；第一次使用时在网页上建立，多人使用要先建立账号。"""
    from dashboard.address import open_browser
    from dashboard.already import address_of_running
    from dashboard.server import serve as run_server
    from indicators.store import StoreError
    from indicators.store.opening import is_lake

    pair = (tls_cert, tls_key)
    terms = terms_of(allowed_host, pair, idle_minutes, session_hours, proxy_header, trusted_proxy, oidc)
    path = store_place(store)
    if not is_lake(path) and (address := address_of_running(path)) is not None:
        say(f"两规划监测已经在运行：{address}")
        if not no_browser:
            open_browser(address)
        return OK
    try:
        run_server(path, host=host, port=port, browser=not no_browser, terms=terms, invite=True)
    except StoreError as error:
        raise UserError(store_sentence(error)) from error
    except OSError as error:
        raise UserError(f"打不开数据文件夹（{os_reason(error)}）。请检查 --store 的位置和权限。") from error
    return OK


def init(
    district: Annotated[str, typer.Option("--district", help="本县（市、区）名称")],
    store: StoreOption = None,
    areas: Annotated[Path | None, typer.Option("--areas", help="地区表：code,name,parent_code")] = None,
    plan: Annotated[Path | None, typer.Option("--plan", help="规划目标表：指标、目标、牵头、配合")] = None,
    level: Annotated[
        str, typer.Option("--level", help="county 区县，city 市，province 省", metavar="级别")
    ] = "county",
    as_json: JsonFlag = False,
) -> int:
    """建立本单位的数据库：地区和规划目标。"""
    from indicators.intake import init_store
    from indicators.store import opening

    path = store_place(store)
    given = [item for item in (areas, plan) if item is not None]
    read = dict(zip([str(item) for item in given], files_of(given), strict=True))
    with plainly():
        found = init_store(
            path, district, areas=read.get(str(areas)), plan=read.get(str(plan)), by=user_name(),
            level=_level(level),
        )  # fmt: skip
        there = opening.exists(path)
    from dashboard.commands import Outcome

    outcome = Outcome()
    outcome.add(found)
    (print_records if as_json else print_findings)(outcome.records)
    say(f"已建立：{opening.shown(path)}" if there else "没有建立，请按上面的提示改正后重试。")
    return outcome.exit


def _level(text: str) -> AreaLevel:
    from indicators.model import AreaLevel

    if text not in ("county", "city", "province"):
        raise UserError(f"--level 只能是 county、city 或 province，这里是：{text}", USAGE)
    return AreaLevel(text)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (demo, serve, init):
        app.command()(command)
