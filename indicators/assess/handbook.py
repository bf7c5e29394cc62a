"""The method as a person reads it, made from the constants in force; its examples are judged when shown."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib import resources

from indicators.assess.judge import judge_csv
from indicators.assess.settings import Settings
from indicators.assess.wording import plain
from indicators.catalog import Catalog
from indicators.model import Assessment

SHARE, RATIO, YEARS, COUNT, YES = "share", "ratio", "years", "count", "yes"
LABELS: dict[str, tuple[str, str]] = {
    "near_miss": ("基本达标的差距（占目标值或要求的变化量）", SHARE),
    "around_tolerance": ("“左右”的允许范围（占目标值）", SHARE),
    "stale_after": ("年度指标的数据有效年数", YEARS),
    "stale_term": ("换届指标的数据有效年数", YEARS),
    "stale_census": ("普查指标的数据有效年数", YEARS),
    "stale_survey": ("抽样调查指标的数据有效年数", YEARS),
    "base_neighbour": ("可代替基期的前后年数", YEARS),
    "pace_ahead": ("进度比：超前的下限", RATIO),
    "pace_on_schedule": ("进度比：正常的下限", RATIO),
    "pace_slow": ("进度比：偏慢的下限", RATIO),
    "pace_behind": ("进度比：滞后的下限", RATIO),
    "pace_min_change": ("目标与基期至少相差多少才算进度比（占目标值）", SHARE),
    "worsening_figures": ("“达标但变差”看近几期", COUNT),
    "slower_figures": ("“增速减缓”至少要几年数据", COUNT),
    "second_on_track": ("复合增长比：正常的下限", RATIO),
    "second_moderate": ("复合增长比：偏慢的下限", RATIO),
    "second_limited": ("复合增长比：滞后的下限", RATIO),
    "second_free_on_track": ("没有目标时年均变化：正常的下限", SHARE),
    "second_free_moderate": ("没有目标时年均变化：偏慢的下限", SHARE),
    "second_free_limited": ("没有目标时年均变化：滞后的下限", SHARE),
    "limit_exponent": ("接近自然上限时收窄的次方", RATIO),
    "target_zero": ("目标为0时代替它的数", RATIO),
    "outlook_window": ("预期所用的最近期数", COUNT),
    "outlook_min": ("预期至少要几期", COUNT),
    "outlook_years": ("预期所用数据最早到几年前", YEARS),
    "outlook_low": ("预期区间的下端（变化的百分位）", SHARE),
    "outlook_high": ("预期区间的上端（变化的百分位）", SHARE),
    "word_pace": ("没有预期时“预期可达标”的进度比下限", RATIO),
    "confidence": ("置信区间的把握程度", SHARE),
    "byar_from": ("从多少例起用拜尔近似", COUNT),
    "pooled_years": ("合并几年的率", YEARS),
    "disclose_from": ("敏感指标从多少人起公布", COUNT),
    "rollup_share": ("下级汇总的率至少要有多少下级地区报数才作评估", SHARE),
    "no_data_in_denominator": ("达标率：无数据的指标是否计入分母", YES),
    "nearly_counts": ("达标率：基本达标是否算作达标", YES),
}
"""Every constant's name for people, and what sort of number it is."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the method page: plain text with Markdown marks, then worked examples."""

    title: str
    body: str
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """Made-up figures of one indicator, and what the engine makes of them."""

    figures: tuple[tuple[int, str], ...]
    unit: str
    verdict: Assessment


@dataclass(frozen=True, slots=True)
class Constant:
    """One constant as shown: `value` and `default` as text."""

    name: str
    label: str
    value: str
    default: str


def shown(name: str, value: float | bool) -> str:
    """A constant as people write it: 1%, 0.95, 2, 是."""
    kind = LABELS[name][1]
    if kind == YES:
        return "是" if value else "否"
    return f"{plain(100 * value)}%" if kind == SHARE else plain(value)


def constants(settings: Settings) -> list[Constant]:
    """Every constant with its value in force and its default."""
    default = Settings()
    return [
        Constant(
            item.name,
            LABELS[item.name][0],
            shown(item.name, getattr(settings, item.name)),
            shown(item.name, getattr(default, item.name)),
        )
        for item in fields(Settings)
    ]


def _words(settings: Settings) -> dict[str, str]:
    words = {item.name: item.value for item in constants(settings)}
    words["nearly_counts"] = "" if settings.nearly_counts else "不"
    words["no_data_in_denominator"] = "" if settings.no_data_in_denominator else "不"
    return words


def _text(name: str) -> str:
    return (resources.files("indicators.assess") / name).read_text(encoding="utf-8")


def chapters(settings: Settings) -> list[Chapter]:
    """The method's rules, chapter by chapter, with examples judged by these constants."""
    judged = _examples(settings)
    return [
        Chapter(title, body, tuple(judged[name] for name in names)) for title, body, names in rules(settings)
    ]


def rules(settings: Settings) -> list[tuple[str, str, list[str]]]:
    """Title, text and names of the examples of each chapter, with these constants in the text."""
    words = _words(settings)
    found = []
    for part in _text("method.md").split("\n## "):
        title, _, body = part.removeprefix("## ").partition("\n")
        names = re.findall(r"^\{example:(\w+)\}$", body, flags=re.M)
        text = re.sub(r"^\{example:\w+\}\n?", "", body, flags=re.M).format(**words).strip()
        found.append((title, text, names))
    return found


def decisions(settings: Settings) -> list[tuple[str, str]]:
    """(what the text leaves open, how it is decided)."""
    words = _words(settings)
    listed = tomllib.loads(_text("decisions.toml"))["decision"]
    return [(item["case"].format(**words), item["answer"].format(**words)) for item in listed]


# name -> unit, direction, base year, target, rows of (year, figure[, numerator, denominator])
_CASES: dict[str, tuple[str, str, int, str, tuple[tuple[str, ...], ...]]] = {
    "level": ("%", "higher", 2020, "2030年达到70%以上", (("2020", "50.0"), ("2024", "58.3"))),
    "near": ("/10万", "lower", 2020, "2030年控制在20/10万以下", (("2020", "25.0"), ("2024", "20.1"))),
    "around": ("%", "around", 2020, "2030年保持在50%左右", (("2020", "40.0"), ("2024", "49.2"))),
    "path": ("%", "higher", 2020, "2025年达到50%以上，2030年达到70%以上", (("2020", "10"), ("2026", "52"))),
    "slipped": (
        "%", "higher", 2020, "2030年达到95%以上", (("2020", "93.0"), ("2022", "95.5"), ("2024", "94.0")),
    ),
    "second": ("‰", "lower", 2020, "2030年降至5‰以下", (("2020", "20.0"), ("2024", "14.2"))),
    "outlook": (
        "%", "higher", 2018, "2030年达到70%以上",
        (("2018", "50.0"), ("2019", "51.0"), ("2020", "52.5"), ("2021", "53.0"), ("2022", "55.0"),
         ("2023", "56.0"), ("2024", "57.5")),
    ),
    "missed": ("%", "higher", 2020, "2030年达到70%以上", (("2030", "65.0"),)),
    "small": (
        "/10万", "lower", 2020, "2025年降至12/10万以下",
        (("2020", "21.3", "1", "4700"), ("2023", "0", "0", "4300"), ("2024", "0", "0", "4150"),
         ("2025", "25.0", "1", "4000")),
    ),
    "yes": ("项", "none", 2020, "建立婚姻家庭纠纷调解机制", (("2024", "1"),)),
}  # fmt: skip
_HEAD = "indicator,unit,direction,base_year,target,year,value,numerator,denominator"


@lru_cache(maxsize=4)
def _examples(settings: Settings) -> dict[str, Example]:
    """The examples, all judged in one go by the engine itself."""
    lines = [_HEAD]
    for name, (unit, direction, base, target, rows) in _CASES.items():
        lines += [
            ",".join([name, unit, direction, str(base), f'"{target}"', *row, *[""] * (4 - len(row))])
            for row in rows
        ]
    items, _ = judge_csv("\n".join(lines).encode(), settings=settings, catalog=Catalog(()))
    last = {item.indicator: item for item in items}
    return {
        name: Example(tuple((int(row[0]), row[1]) for row in rows), unit, last[name])
        for name, (unit, _, _, _, rows) in _CASES.items()
    }
