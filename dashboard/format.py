"""Pure: numbers, units, changes and status words, each with its icon and colour."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from math import isnan

from indicators.model import Assessment, Direction, Severity

DASH = "—"


@dataclass(frozen=True, slots=True)
class Status:
    """A group of verdicts as shown: never by colour alone, always icon + word + colour.

    `fill`/`ink` are the strong pair (bars, tiles), `pale`/`pale_ink` the chip; the `dark_` ones
    are their counterparts on a dark page.
    """

    key: str
    word: str
    icon: str
    meaning: str
    fill: str
    ink: str
    pale: str
    pale_ink: str
    dark_fill: str
    dark_ink: str
    dark_pale: str
    dark_pale_ink: str


MET = Status(
    "met", "达标", "●", "已达到当前目标",
    "#00806A", "#FFFFFF", "#DDF0EC", "#00544A", "#35A892", "#0B0C0C", "#12352F", "#8FDCCB",
)  # fmt: skip
WATCH = Status(
    "watch", "关注", "▲", "尚未达到，但接近目标或按进度可达",
    "#FFBF00", "#0B0C0C", "#FFF3CC", "#5C4300", "#E5B53A", "#0B0C0D", "#3A2F10", "#FFD978",
)  # fmt: skip
UNMET = Status(
    "unmet", "未达标", "✕", "到期未达到，或照现在的速度难以达到",
    "#A61B1B", "#FFFFFF", "#F9DEDC", "#7A1212", "#E0706B", "#0B0C0C", "#431B1A", "#FFB4AE",
)  # fmt: skip
NO_DATA = Status(
    "nodata", "无数据", "—", "没有报送可用的数据",
    "#FFFFFF", "#3D4449", "#E6E8EA", "#3D4449", "#23272B", "#D5DADE", "#2E3338", "#C9CFD4",
)  # fmt: skip
OTHER = Status(
    "other", "不评", "○", "仅监测、待评定或不适用，不计入达标率",
    "#B4BBC1", "#0B0C0C", "#E6E8EA", "#3D4449", "#5B636A", "#FFFFFF", "#2E3338", "#C9CFD4",
)  # fmt: skip
STATUSES: tuple[Status, ...] = (MET, WATCH, UNMET, NO_DATA, OTHER)

ALERTS: dict[str, tuple[str, str]] = {
    "red": ("✕", "红色预警"),
    "orange": ("◆", "橙色预警"),
    "yellow": ("▲", "黄色预警"),
    "green": ("●", "正常"),
    "grey": ("—", "无法判断"),
}
ALERT_ORDER = {"red": 0, "orange": 1, "yellow": 2, "grey": 3, "green": 4}

ATTAINMENT = {
    "met": "达标",
    "nearly_met": "基本达标",
    "not_met": "未达到目标值",
    "no_data": "无数据",
    "not_applicable": "不适用",
    "awaiting": "待评定",
    "monitored": "仅监测",
}
PACE = {
    "no_data": "无数据",
    "too_few_points": "年数不足，看不出进度",
    "slipped": "退标（曾达标，现未达标）",
    "met_worsening": "达标，但近三期在变差",
    "held_since_base": "基期已达标并保持",
    "ahead": "快于序时进度",
    "on_schedule": "符合序时进度",
    "slow": "略慢于序时进度",
    "behind": "落后于序时进度",
    "moving_away": "背离目标",
}
SECOND = {
    "achieved": "已达到",
    "on_track": "正常",
    "moderate": "偏慢",
    "limited": "进展有限",
    "deteriorating": "变差",
}
OUTLOOK = {"will_meet": "可以达到", "likely": "有望达到", "hard": "较难达到", "will_miss": "难以达到"}
PLANS = {"women": "妇女发展规划", "children": "儿童发展规划", "grassroots": "基层指标"}
PLANS_SHORT = {"women": "妇女", "children": "儿童", "grassroots": "基层"}
SEVERITY = {
    Severity.ERROR: ("✕", "错误"),
    Severity.WARNING: ("▲", "疑问"),
    Severity.NOTE: ("○", "说明"),
}
MISSING = {
    "blank": "空白",
    "not_collected": "未统计",
    "not_carried_out": "未开展",
    "not_applicable": "不适用",
    "not_published": "未公布",
    "suppressed": "不公开",
    "unreadable": "看不清",
}
ANNOTATIONS = {"method": "口径调整", "epidemic": "疫情影响", "other": "其他"}
QUALIFIER = {"exact": "", "at_least": "不少于", "about": "约"}
ROLES = {
    "title": "标题",
    "unit": "单位",
    "header": "表头",
    "group": "分组",
    "stub": "行名",
    "data": "数据",
    "total": "合计",
    "note": "说明",
    "ignored": "未读",
}


def status_of(item: Assessment) -> Status:
    """The group an assessment is counted in; every assessment falls into exactly one."""
    if item.attainment == "met":
        return MET
    if item.attainment == "no_data":
        return NO_DATA
    if item.attainment == "nearly_met":
        return WATCH
    if item.attainment == "not_met":
        return UNMET if item.word in ("未达标", "达标困难") else WATCH
    return OTHER


def counts(items: Iterable[Assessment]) -> dict[str, int]:
    """How many assessments each status group holds, zero included, in the order of STATUSES."""
    found = {status.key: 0 for status in STATUSES}
    for item in items:
        found[status_of(item).key] += 1
    return found


def is_lagging(item: Assessment) -> bool:
    """Whether an assessment belongs on the lagging list: red, orange or yellow, or missed for good.

    A target missed in its year stays grey where the base is unknown; it is on the list all the same.
    """
    missed = item.attainment == "not_met" and item.basis.due
    return missed or item.alert in ("red", "orange", "yellow")


def gap(item: Assessment) -> float | None:
    """Distance behind schedule as a share of the demand; greater is worse, None when unknown."""
    wanted = item.required if item.required is not None else item.milestone_value
    if wanted is None or item.value is None:
        return None
    start = item.base_value if item.base_value is not None else 0.0
    scale = abs(wanted - start) or abs(wanted) or 1.0
    return abs(wanted - item.value) / scale


def urgency(item: Assessment) -> tuple[int, float, str]:
    """Sort key of the lagging list: red, orange, yellow, no data, green; within, the widest gap first.

    A target missed in its year stands with the red ones, though it is grey where the base is unknown.
    """
    level = "red" if is_lagging(item) and item.alert == "grey" else item.alert
    return (ALERT_ORDER.get(level, 5), -(gap(item) or 0.0), item.code)


def number(value: float | None, decimals: int | None = None) -> str:
    """A figure in plain digits; half up, thousands grouped from 10,000; a dash for none.

    Without `decimals` the figure keeps the digits it has (at most six after the point).
    """
    if value is None or isnan(value):
        return DASH
    exact = Decimal(repr(float(value)))
    places = decimals if decimals is not None else _own_decimals(exact)
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}" if abs(rounded) >= 10_000 else f"{rounded:f}"
    return text.replace("-", "−")


def _own_decimals(exact: Decimal) -> int:
    digits = exact.quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP).normalize()
    return max(0, -int(digits.as_tuple().exponent))


def with_unit(value: float | None, unit: str | None, decimals: int | None = None) -> str:
    """A figure with its unit: signs stand close (58.3%), words after a thin space (20 个)."""
    return joined(number(value, decimals), unit)


def joined(text: str, unit: str | None) -> str:
    """An already written figure and its unit: 9.7 and 1/10万 -> 9.7/10万."""
    if text == DASH or not unit:
        return text
    sign = unit.removeprefix("1") if unit.startswith("1/") else unit
    return f"{text}{sign}" if is_sign(sign) else f"{text}\u2009{sign}"


def is_sign(unit: str) -> bool:
    """Whether the unit is a sign written close to its figure (%, ‰, /10万)."""
    return unit[:1] in "%‰/"


def difference_unit(unit: str | None) -> str:
    """The unit of a difference between two figures: percentages differ by percentage points."""
    return {"%": "个百分点", "‰": "个千分点"}.get(unit or "", unit or "")


def coverage(reported: float | None, asked: float | None) -> str:
    """How many of the areas below gave what a figure is put together from: 98/100; "" where unknown."""
    return "" if asked is None else f"{int(reported or 0)}/{int(asked)}"


def change_words(
    now: float | None,
    before: float | None,
    direction: Direction | str,
    unit: str | None,
    decimals: int | None = None,
) -> str:
    """The change since the figure before, direction and judgement joined: 下降1.2个百分点 · 变好."""
    if now is None or before is None:
        return DASH
    moved = Decimal(repr(float(now))) - Decimal(repr(float(before)))
    amount = number(float(abs(moved)), decimals)
    if not any(digit in amount for digit in "123456789"):
        return "持平"
    way = "上升" if moved > 0 else "下降"
    size = f"{way}{with_unit(float(abs(moved)), difference_unit(unit), decimals)}".replace("\u2009", "")
    judged = _judged(moved > 0, Direction(direction))
    return f"{size} · {judged}" if judged else size


def _judged(rising: bool, direction: Direction) -> str:
    if direction is Direction.HIGHER:
        return "变好" if rising else "变差"
    if direction is Direction.LOWER:
        return "变差" if rising else "变好"
    return ""


def share(part: int, whole: int) -> str:
    """A share of two counts as a percentage with one decimal; a dash where nothing was counted."""
    return f"{number(part / whole * 100, 1)}%" if whole else DASH


def headline(area: str, year: int, tally: dict[str, int], lagging: int) -> str:
    """The overview's title: its finding in about ten words."""
    judged = tally["met"] + tally["watch"] + tally["unmet"]
    if not judged:
        return f"{area}{year}年还没有可评定的指标"
    tail = f"{lagging}项需要盯紧" if lagging else "没有落后的指标"
    return f"{area}{year}年：{judged}项中{tally['met']}项达标，{tail}"


def when(moment: object) -> str:
    """A moment as staff write it: 2026-05-20 14:03."""
    if not isinstance(moment, dt.datetime) or str(moment) == "NaT":
        return DASH
    return f"{moment:%Y-%m-%d %H:%M}"


def breakdown_words(text: str) -> str:
    """A breakdown's canonical JSON as words: {"sex":"女"} -> 女; the whole is 全部."""
    return "、".join(str(value) for value in json.loads(text).values()) if text else "全部"


def leaf(path: str | None) -> str:
    """The last name of an area's path."""
    return (path or "").rsplit("/", 1)[-1]


_MARKS = re.compile(r"([\\`*_\[\]$~<>#|]|:(?=\w))")
_JOINED = re.compile(r"(?<=https:)(?=//)|(?<=http:)(?=//)|(?<=www)(?=\.)|(?<=[-<>~])(?=[-=>])", re.I)
_JOINER = "\u2060"


def plain(text: object) -> str:
    """Text made safe for titles, captions and messages, where it would be read as Markdown.

    A name with * or ~ in it stays as it is, and no picture, link, icon, formula or arrow comes of one:
    addresses and arrows are made of plain text too, so that a joiner without width parts them.
    """
    return _MARKS.sub(r"\\\1", _JOINED.sub(_JOINER, "" if text is None else str(text)))


def html(text: object) -> str:
    """Text made safe for HTML; nothing becomes an empty string."""
    return escape("" if text is None else str(text), quote=True)
