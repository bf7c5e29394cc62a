"""Pure: areas of one level side by side: ranks with ties, those without a figure apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dashboard import format as fmt
from indicators.assess import AttainmentRate

RATE = "达标率"
NEVER = "从未报过"
EXEMPT = "不适用"


@dataclass(frozen=True, slots=True)
class Site:
    """One area as compared. `value` is None where it has no figure, and `reason` says why.

    `exempt`: the target does not concern this area, with or without a figure.
    `coverage`: how many of the areas below gave what the value was put together from, "" for one reported.
    `numerator` and `denominator` made the value (for the attainment rate: met and judged); `low` and
    `high` are the interval of small numbers; `doubtful`: chance could put it on either side of the target.
    """

    path: str
    name: str
    within: str = ""
    value: float | None = None
    year: int | None = None
    decimals: int | None = None
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    pooled: float | None = None
    doubtful: bool = False
    status: fmt.Status | None = None
    word: str = ""
    change: str = fmt.DASH
    reason: str = ""
    exempt: bool = False
    coverage: str = ""
    rank: int | None = None

    @property
    def label(self) -> str:
        """The name, with the town where villages of several towns stand together."""
        return f"{self.name}（{self.within}）" if self.within else self.name


@dataclass(frozen=True, slots=True)
class Measure:
    """What areas are compared on. `code` is empty for the attainment rate.

    `op` and `goal` are the target now in force for all of them, where it is a figure; `own`: each area has
    a demand of its own (比2020年下降20%, each from its own base), and there is none for all.
    """

    name: str
    code: str = ""
    plan: str | None = None
    unit: str = "%"
    direction: str = "higher"
    target: str = ""
    op: str = ""
    goal: float | None = None
    goal_year: int | None = None
    every: bool = False
    sensitive: bool = False
    own: bool = False

    @property
    def judged(self) -> bool:
        """Whether a target judges the areas."""
        return bool(self.code and (self.own or self.goal is not None))


def sites(
    areas: Iterable[tuple[str, str]], rows: pd.DataFrame, measure: Measure, year: int, top: str
) -> list[Site]:
    """The areas (path, name) with their verdicts of one indicator; villages below `top` bear their town.

    `rows`: verdicts of `assess_frame`, one or more an area (the first counts).
    """
    known = {str(row["area"]): row for row in reversed(records(rows))}
    return [_site(path, name, known.get(path), measure, year, top) for path, name in areas]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dicts; what a frame writes as NaN or NA is None."""
    plain = frame.astype(object)
    found: list[dict[str, Any]] = plain.where(plain.notna(), None).to_dict("records")
    return found


def _within(path: str, top: str) -> str:
    steps = path[len(top) + 1 :].split("/") if path.startswith(f"{top}/") else []
    return steps[-2] if len(steps) > 1 else ""


def _site(path: str, name: str, row: Mapping[str, Any] | None, measure: Measure, year: int, top: str) -> Site:
    place = Site(path, name, _within(path, top), reason=NEVER)
    if row is None:
        return place
    if row["attainment"] == "not_applicable":
        place = replace(place, exempt=True, reason=EXEMPT)
    if row["figure_year"] is None and row["missing"] is None:
        return place
    if row["value"] is None:
        return place if place.exempt else replace(place, reason=_why(row, year))
    before = row["previous_value"]
    moved = fmt.change_words(row["value"], before, row["direction"] or measure.direction, measure.unit)
    if before is not None and row["previous_year"] != row["figure_year"] - 1:
        moved = f"较{row['previous_year']}年{moved}"
    judged = measure.judged and row["attainment"] in ("met", "nearly_met", "not_met")
    return replace(
        place, value=float(row["value"]), year=int(row["figure_year"] or year), decimals=row["decimals"],
        numerator=row["numerator"], denominator=row["denominator"], low=row["low"], high=row["high"],
        pooled=row["pooled"], doubtful=bool(row["small_number"]), change=moved, reason="",
        status=status_of(row["attainment"], row["word"]) if judged else None,
        word=row["word"] or "" if judged else "",
        coverage=fmt.coverage(row["parts_reported"], row["parts_asked"]) if row.get("rolled") else "",
    )  # fmt: skip


def status_of(attainment: str, word: str | None) -> fmt.Status:
    """The group of a verdict, as on the other pages."""
    if attainment == "met":
        return fmt.MET
    return fmt.UNMET if attainment == "not_met" and word in ("未达标", "达标困难") else fmt.WATCH


def _why(row: Mapping[str, Any], year: int) -> str:
    """Why there is no figure that counts: what was said of it, or how old the last one is."""
    if row["missing"] is not None and row["missing_year"] == year:
        return fmt.MISSING.get(str(row["missing"]), str(row["missing"]))
    return f"最近的数是{row['figure_year']}年" if row["figure_year"] is not None else NEVER


def rates(
    areas: Iterable[tuple[str, str]],
    now: Mapping[str, AttainmentRate],
    past: Mapping[str, AttainmentRate],
    top: str,
    year: int,
) -> list[Site]:
    """The areas with the share of their judged indicators that are met; none where nothing was judged."""
    found = []
    for path, name in areas:
        rate, before = now.get(path), past.get(path)
        place = Site(path, name, _within(path, top), reason="没有评定过的指标")
        if rate is not None and rate.share is not None:
            value = round(rate.share, 1)
            earlier = round(before.share, 1) if before is not None and before.share is not None else None
            place = replace(
                place, value=value, year=year, decimals=1, numerator=rate.met, denominator=rate.judged,
                reason="", change=fmt.change_words(value, earlier, "none", "%"),
            )  # fmt: skip
        found.append(place)
    return found


def ranked(places: Sequence[Site], measure: Measure) -> tuple[list[Site], list[Site]]:
    """Those with a figure, the best first, equal ones with the same rank; and those without, as listed.

    Where less is better the lowest comes first; where a figure is to be near its target, the nearest;
    where nothing says which is better, the highest. Figures get as many decimals as the most exact has.
    """
    goal = measure.goal

    def key(place: Site) -> float:
        value = round(place.value or 0.0, 9)
        if measure.direction == "around" and goal is not None:
            return round(abs(value - goal), 9)
        return value if measure.direction == "lower" else -value

    have = sorted((place for place in places if place.value is not None), key=key)
    digits = [place.decimals for place in have if place.decimals is not None]
    most = max(digits) if len(digits) == len(have) and digits else None
    numbered: list[Site] = []
    for at, place in enumerate(have):
        tied = at > 0 and key(have[at - 1]) == key(place)
        numbered.append(replace(place, rank=numbered[-1].rank if tied else at + 1, decimals=most))
    return numbered, [place for place in places if place.value is None]


def absent(without: Sequence[Site]) -> list[str]:
    """Those without a figure, counted: what the target does not concern apart from what is owed."""
    exempt = sum(place.exempt for place in without)
    owed = len(without) - exempt
    return [f"{count}个{word}" for count, word in ((owed, "未报"), (exempt, EXEMPT)) if count]


def finding(kept: Sequence[Site], without: Sequence[Site], measure: Measure, kind: str) -> str:
    """The page's title: what the comparison shows. `kind` is 乡镇 or 村."""
    if not kept:
        return f"{measure.name}：{len(without)}个{kind}都没有数"
    gone = "".join(f"，{said}" for said in absent(without))
    if measure.judged:
        bad = failing(kept)
        names = f"（{'、'.join(place.name for place in bad)}）" if 0 < len(bad) <= 3 else ""
        told = f"{len(bad)}个没有达到{names}" if bad else "全部达到"
        apart = sum(place.status is None for place in kept)
        gone = (f"，{apart}个不评定" if apart else "") + gone
        told = f"{apart}个都不评定" if apart == len(kept) else told
        return f"{measure.name}：{len(kept)}个{kind}中{told}{gone}"
    best, last = _end(kept, kept[0], measure), _end(kept, kept[-1], measure)
    if kept[0].value == kept[-1].value:
        return f"{measure.name}：{len(kept)}个{kind}都是{words(kept[0], measure)}{gone}"
    good, bad_ = ("最好", "最后") if measure.direction in ("lower", "around") else ("最高", "最低")
    return f"{measure.name}：{best}{good}，{last}{bad_}{gone}"


def failing(kept: Sequence[Site]) -> list[Site]:
    """Those that a target judges and that do not meet it; one it does not hold is not among them."""
    return [place for place in kept if place.status is not None and place.status is not fmt.MET]


def _end(kept: Sequence[Site], end: Site, measure: Measure) -> str:
    """Who stands at an end of the ranking, with the figure; several are counted."""
    same = [place for place in kept if place.rank == end.rank]
    who = same[0].name if len(same) == 1 else f"{len(same)}个并列（{words(end, measure)}）"
    return f"{who}{words(end, measure)}" if len(same) == 1 else who


def words(place: Site, measure: Measure) -> str:
    """A figure with its unit, or why there is none."""
    if place.value is None:
        return EXEMPT if place.exempt else f"未报（{place.reason}）"
    return fmt.with_unit(place.value, measure.unit, place.decimals)


def made_of(place: Site) -> str:
    """What a figure was made of; an empty text where that is not known."""
    if place.numerator is None or place.denominator is None:
        return ""
    return f"{fmt.number(place.numerator)} / {fmt.number(place.denominator)}"


def interval(place: Site, measure: Measure) -> str:
    """The interval of a small number in words."""
    if place.low is None or place.high is None:
        return ""
    return f"{fmt.number(round(place.low, 2))}–{fmt.with_unit(round(place.high, 2), measure.unit)}"


def table(kept: Sequence[Site], without: Sequence[Site], measure: Measure) -> pd.DataFrame:
    """The comparison as a table to download; areas without a figure come last, with the reason."""
    rate = not measure.code
    names = ("达标数", "评定数") if rate else ("分子", "分母")
    lines = [
        {
            "名次": place.rank, "地区": place.name, "路径": place.path, "指标": measure.name,
            "年份": place.year, "数值": place.value, "单位": measure.unit,
            names[0]: place.numerator, names[1]: place.denominator,
            "目标": measure.target, "评定": place.word, "比上年": place.change,
            "区间下限": place.low, "区间上限": place.high, "三年合并": place.pooled,
            "说明": "基数小，差异可能是随机波动" if place.doubtful else "",
            "未报原因": place.reason, "由下级汇总": place.coverage,
        }
        for place in (*kept, *without)
    ]  # fmt: skip
    frame = pd.DataFrame(lines)
    empty = [
        name
        for name in ("区间下限", "区间上限", "三年合并", "说明", "评定", "目标", "由下级汇总")
        if not _any(frame, name)
    ]
    return frame.drop(columns=empty).astype({"名次": "Int64", "年份": "Int64"})


def _any(frame: pd.DataFrame, name: str) -> bool:
    return bool(frame[name].map(lambda value: value not in (None, "") and not pd.isna(value)).any())
