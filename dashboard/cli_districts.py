"""`twoplans district`, `rollup`: many districts in one store by terminal."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli_input import JsonFlag, StoreOption, YearOption, files_of
from dashboard.cli_run import run, told

AtOption = Annotated[
    str | None,
    typer.Option("--at", help="哪个有办公室的地区，写路径，不重复时可以只写名称；不写就是本库的地区"),
]


class Level(StrEnum):
    """Levels with an office of their own."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"


LevelOption = Annotated[Level | None, typer.Option("--level", help="只比哪一级：county 区县，city 市")]
WORDS = {"province": "省", "city": "市", "county": "区县"}


def add(
    name: Annotated[str, typer.Option("--name", help="区县（市、省）名称")],
    parent: Annotated[str | None, typer.Option("--parent", help="上级地区的路径，如 示例省/示例市")] = None,
    level: Annotated[Level, typer.Option("--level", help="county 区县，city 市，province 省")] = Level.COUNTY,
    areas: Annotated[Path | None, typer.Option("--areas", help="地区表：code,name,parent_code")] = None,
    plan: Annotated[Path | None, typer.Option("--plan", help="规划目标表：指标、目标、牵头、配合")] = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """在库里加入一个区县（市、省），带它自己的地区和规划。"""
    given = {kind: file for kind, file in (("areas", areas), ("plan", plan)) if file is not None}
    options = {"name": name, "parent": parent, "level": level.value, "given": list(given)}
    return told(run(store, "district_add", options, files_of(list(given.values()))), as_json, str)


def every(store: StoreOption = None, as_json: JsonFlag = False) -> int:
    """列出库里有办公室的地区。"""

    def line(record: dict[str, Any]) -> str:
        years = "、".join(f"{year}年" for year in record["open_years"])
        open_ = f"，正在收集{years}" if years else ""
        indent, level = "　" * record["path"].count("/"), WORDS.get(record["level"], record["level"])
        return (
            f"{indent}{record['name']}（{level}）："
            f"规划目标{record['goals']}项，责任单位{record['units']}个{open_}"
        )

    return told(run(store, "district_list", {}), as_json, line)


def compare(
    code: Annotated[str | None, typer.Option("--code", help="指标编号；不写就比达标率")] = None,
    at: AtOption = None,
    year: YearOption = None,
    level: LevelOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """各区县比一个指标，或比达标率。"""
    options = {"code": code, "at": at, "year": year, "level": level.value if level else None}
    return told(run(store, "district_compare", options), as_json, _rate_line if code is None else _line)


def _line(record: dict[str, Any]) -> str:
    from indicators.assess.wording import amount, difference

    if record["value"] is None:
        return f"{record['name']}：无数据"
    text = f"{record['name']}：{amount(record['value'], record['unit'])}"
    if record["low"] is not None:
        low, high = (amount(record[end], record["unit"], 2) for end in ("low", "high"))
        text += f"（{low}–{high}）"
    if record["rolled"]:
        text += f"，由下级汇总（{record['parts_reported']:.0f}/{record['parts_asked']:.0f}）"
    if record["against"] is not None:
        way = "高" if record["against"] > 0 else "低"
        far = difference(record["against"], record["unit"])
        text += f"，比上级{way}{far}" if record["against"] else "，与上级相同"
    text += f"，{record['caution']}" if record["caution"] else ""
    return text + (f"；本级规划：{record['word']}" if record["word"] else "") + (
        f"；上级规划：{record['above_word']}" if record["above_word"] else ""
    )  # fmt: skip


def _rate_line(record: dict[str, Any]) -> str:
    def rate(met: int, judged: int, share: float | None) -> str:
        return f"{met}/{judged}" + ("" if share is None else f"={share:.1f}%")

    own = rate(record["met"], record["judged"], record["share"])
    above = rate(record["above_met"], record["above_judged"], record["above_share"])
    return f"{record['name']}：本级规划达标{own}，按上级规划{above}，无数据{record['no_data']}项"


def rollup(
    area: Annotated[str | None, typer.Option("--area", help="哪个地区，写路径；不写就是本库的地区")] = None,
    year: YearOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """由下级汇总出来的数和覆盖面，以及与本级上报不一致的地方。"""
    from indicators.assess.wording import amount

    def line(record: dict[str, Any]) -> str:
        shown = "不能汇总" if record["value"] is None else amount(record["value"], record["unit"])
        part = f"{record['parts_reported']:.0f}/{record['parts_asked']:.0f}"
        whole = "" if record["complete"] else "，不全"
        own = f"；本级上报{amount(record['own'], record['unit'])}" if record["own"] is not None else ""
        kind = f"（{record['breakdown']}）" if record["breakdown"] else ""
        return f"{record['code']} {record['indicator']}{kind}：{shown}（{part}{whole}）{own}"

    return told(run(store, "rollup", {"area": area, "year": year}), as_json, line)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(
        help="多个区县在一个库里：加入、列出、比较。", no_args_is_help=True, rich_markup_mode=None
    )
    group.command("add")(add)
    group.command("list")(every)
    group.command("compare")(compare)
    app.add_typer(group, name="district")
    app.command()(rollup)
