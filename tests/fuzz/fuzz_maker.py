"""Makes spreadsheets of many layouts from a known long form, with that long form beside them.

A case is a workbook (as grids) and the facts it states. `random.Random(seed)` decides everything,
so a failing seed can be looked at alone.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from indicators.model import Missing, Vocabulary
from indicators.sheets.grid import Grid, Workbook
from indicators.sheets.units import as_unit

TOWNS = [
    "城关镇", "河口乡", "柳林镇", "石桥乡", "东山街道", "西湖街道", "白云镇", "新集镇", "马家堡乡", "清水镇", "双河乡", "高桥镇", "临江路街道", "三里桥镇",  # noqa: E501
]  # fmt: skip
VILLAGES = [
    "王家村",
    "李庄村",
    "前营村",
    "后营村",
    "张湾村",
    "南岭村",
    "北沟村",
    "杏花村",
    "幸福社区",
    "和平社区",
]
PROVINCES = ["北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江"]
COUNTIES = ["桥东区", "桥西区", "青山县", "平原县", "临河市", "海西州", "东湖区"]
UNKNOWN = [
    "规模以上企业数",
    "电话用户数",
    "粮食产量",
    "公路里程",
    "城镇登记失业率",
    "医疗机构床位数",
    "年末户籍人口",
    "森林覆盖率",
    "图书馆数量",
    "耕地面积",
]
UNKNOWN_UNITS = {"规模以上企业数": "个", "电话用户数": "户", "粮食产量": "吨", "公路里程": "公里", "城镇登记失业率": "%", "医疗机构床位数": "张",  # noqa: E501
                 "年末户籍人口": "人", "森林覆盖率": "%", "图书馆数量": "个", "耕地面积": "亩"}  # fmt: skip
MARKS = {"—": Missing.NOT_COLLECTED, "…": Missing.NOT_COLLECTED, "－": Missing.NOT_COLLECTED, "无数据": Missing.NOT_COLLECTED,  # noqa: E501
         "NA": Missing.NOT_COLLECTED, "\\N": Missing.NOT_COLLECTED, "/": Missing.NOT_APPLICABLE, "未开展": Missing.NOT_CARRIED_OUT,  # noqa: E501
         "未统计": Missing.NOT_COLLECTED, "不适用": Missing.NOT_APPLICABLE, None: Missing.BLANK}  # fmt: skip
OFFICES = ["卫健局", "教育局", "民政局", "妇联", "人社局"]
PARTS = [("性别", ["男", "女"]), ("城乡", ["城市", "农村"])]


@dataclass(frozen=True)
class What:
    """An indicator as the sheet will name it."""

    label: str
    code: str | None
    unit: str | None


@dataclass(frozen=True)
class Fact:
    """One value of the long form; None in `code` for names outside the vocabulary."""

    name: str
    area: str | None
    year: int | None
    part: tuple[str, str] | None
    value: float | None
    missing: Missing | None
    unit: str | None


@dataclass
class Case:
    """A workbook and what it says."""

    seed: int
    workbook: Workbook
    facts: list[Fact]
    layout: str
    area: str | None = None


@dataclass
class Sheet:
    """A grid under construction."""

    cells: dict[tuple[int, int], object] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def put(self, row: int, column: int, value: object) -> None:
        if value is not None:
            self.cells[row, column] = value

    def grid(self, name: str, *, ghost: tuple[int, int] = (0, 0)) -> Grid:
        rows = max((r for r, _ in self.cells), default=0) + 1 + ghost[0]
        columns = max((c for _, c in self.cells), default=0) + 1 + ghost[1]
        table = [[self.cells.get((r, c)) for c in range(columns)] for r in range(rows)]
        return Grid(name, table, tuple(self.merges))


class Maker:
    """Decides one case from one seed."""

    def __init__(self, seed: int, vocabulary: Vocabulary) -> None:
        self.seed = seed
        self.rng = random.Random(seed)
        self.vocabulary = vocabulary
        self.style()

    def style(self) -> None:
        rng = self.rng
        self.text_numbers = rng.random() < 0.35
        self.full_width = rng.random() < 0.1
        self.thousands = self.text_numbers and rng.random() < 0.4
        self.percent_text = rng.random() < 0.12
        self.merged = rng.random() < 0.6
        self.year_style = rng.choice(["年", "年", "plain", "float", "text", "roc", "度"])
        self.unit_place = rng.choice(["label", "label", "label_full", "row", "none", "title"])
        self.pad = rng.random() < 0.12
        self.left = rng.choice([0, 0, 0, 0, 1])
        self.top = rng.choice([0, 0, 0, 1])
        self.missing_share = rng.choice([0, 0, 0.05, 0.2])
        self.mark = rng.choice(list(MARKS))
        self.newest_first = rng.random() < 0.5
        self.serial = rng.random() < 0.25
        self.office = rng.random() < 0.15
        self.remark = rng.random() < 0.15
        self.wrap = rng.random() < 0.12
        self.english = rng.random() < 0.07
        self.notes = rng.choice([0, 0, 1, 2, 3])
        self.has_total = rng.random() < 0.4
        self.known = rng.random() < 0.75
        self.gaps = rng.random() < 0.06
        self.watermark = rng.random() < 0.06

    # --- the long form -----------------------------------------------------------------------

    def pick_indicators(self, n: int) -> list[What]:
        if self.known:
            pool = [
                e
                for e in self.vocabulary.indicators
                if 3 < len(e.name) < 22 and e.unit and as_unit(e.unit) and not e.breakdown
            ]
            chosen = self.rng.sample(pool, n)
            return [What(self.rng.choice([e.name, e.name, *e.labels]), e.code, e.unit) for e in chosen]
        return [What(x, None, UNKNOWN_UNITS[x]) for x in self.rng.sample(UNKNOWN, n)]

    def pick_years(self, n: int) -> list[int]:
        start = self.rng.randint(2010, 2024 - n)
        years = list(range(start, start + n))
        return years[::-1] if self.newest_first else years

    def pick_areas(self, n: int) -> list[str]:
        pool = self.rng.choice([TOWNS, TOWNS, VILLAGES, PROVINCES, COUNTIES])
        return self.rng.sample(pool, min(n, len(pool)))

    def figure(self, unit: str | None) -> tuple[object, float | None, Missing | None]:
        """A cell's content, its value, its reason for having none."""
        if self.rng.random() < self.missing_share:
            return self.mark, None, MARKS[self.mark]
        big = unit in ("人", "户", "元", "万元", "亩", "吨")
        value = (
            round(self.rng.uniform(0, 90000), 0)
            if big
            else round(self.rng.uniform(0, 100), self.rng.choice([0, 1, 2]))
        )
        if not self.text_numbers:
            return float(value), float(value), None
        text = f"{value:,.10g}" if self.thousands else f"{value:.10g}"
        if "e" in text:
            text = str(int(value))
        if self.thousands and big:
            text = f"{int(value):,}"
        if self.percent_text and unit == "%":
            text += "%"
        if self.full_width:
            text = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else "．" if c == "." else c for c in text)
        return text, float(value), None

    # --- labels ------------------------------------------------------------------------------

    def year_label(self, year: int) -> object:
        return {
            "年": f"{year}年", "plain": year, "float": float(year), "text": str(year), "roc": f"民国{year - 1911}年", "度": f"{year}年度",  # noqa: E501
        }[self.year_style]  # fmt: skip

    def what_label(self, what: What) -> str:
        label = what.label
        if self.unit_place == "label" and what.unit:
            label = f"{label}({what.unit})"
        elif self.unit_place == "label_full" and what.unit:
            label = f"{label}（{what.unit}）"
        if self.english:
            label += "\nIndicator of the plan"
        if self.wrap and len(what.label) > 6:
            label = label[:4] + "\n" + label[4:]
        return label

    def area_label(self, area: str) -> str:
        if self.pad and len(area) == 2:
            return f"{area[0]}    {area[1]}"
        if self.pad and len(area) == 3:
            return f"{area[0]} {area[1]} {area[2]}"
        return area

    def unit_known(self, what: What) -> bool:
        return self.unit_place in ("label", "label_full")


def canonical(name: str) -> str:
    return "".join(name.split()).replace("（", "(").replace("）", ")")
