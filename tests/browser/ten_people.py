"""Ten people with a small file each, and the ledger of what the store must hold of them."""

from __future__ import annotations

from dataclasses import dataclass

COUNTY = "示例县"
TOWNS = ("东湖街道", "青石镇", "柳溪镇")
AREAS = "code,name,parent_code\n999901,示例县,\n" + "".join(
    f"99990100{number},{town},999901\n" for number, town in enumerate(TOWNS, 1)
)
CONTESTED = ("县级人大代表中女性比例", COUNTY, 2021)
UNITS = ("县卫生健康局", "县教育局", "县民政局", "县医疗保障局", "县水利局", "县农业农村局", "县司法局")
RIVALS = ("县人大办公室", "县委组织部", "县统计局")

Figure = tuple[str, str, int]
"""Indicator, area path and year."""


@dataclass(frozen=True)
class Person:
    """Who sits at a browser: a name, a department, an indicator of their own, perhaps a contested figure."""

    number: int
    unit: str
    indicator: str
    by_town: bool = False
    contested: float | None = None

    @property
    def name(self) -> str:
        """The name under which the figures are kept."""
        return f"经办人{self.number}"

    @property
    def file(self) -> str:
        """The file's name."""
        return f"报表{self.number}.csv"

    @property
    def own(self) -> dict[Figure, float]:
        """The figures that nobody else sends; each says whose it is."""
        if self.by_town:
            values = {town: 60 + self.number + place / 10 for place, town in enumerate(TOWNS, 1)}
            return {(self.indicator, f"{COUNTY}/{town}", 2021): value for town, value in values.items()}
        return {(self.indicator, COUNTY, year): 80 + self.number + year % 10 / 10 for year in (2021, 2022)}

    @property
    def figures(self) -> dict[Figure, float]:
        """All figures of the file."""
        return self.own | ({} if self.contested is None else {CONTESTED: self.contested})

    @property
    def content(self) -> bytes:
        """The file: areas downwards, or years to the right."""
        if self.by_town:
            lines = [f"{area.rpartition('/')[2]},{value}" for (_, area, _), value in self.own.items()]
            head = [f"2021年各乡镇{self.indicator}", f"填报单位：{self.unit}", f"乡镇,{self.indicator}(%)"]
            return "\n".join(head + lines).encode()
        names = list(dict.fromkeys(name for name, _, _ in self.figures))
        heads = [f"填报单位：{self.unit}", "指标,单位,2021年,2022年"]
        cells = [[self.figures.get((name, COUNTY, year), "") for year in (2021, 2022)] for name in names]
        rows = [f"{name},%,{one},{two}" for name, (one, two) in zip(names, cells, strict=True)]
        return "\n".join(heads + rows).encode()


OWN = (
    "孕产妇系统管理率", "学前教育毛入园率", "婚前医学检查率", "妇女基本医疗保险参保率", "农村自来水普及率",
    "农村卫生厕所普及率", "婚姻家庭纠纷人民调解成功率", "产后访视率", "新生儿访视率", "妇女常见病筛查率",
)  # fmt: skip


def people() -> list[Person]:
    """Seven departments with figures of their own, and three that also claim one and the same figure."""
    quiet = [Person(n, unit, OWN[n], by_town=n in (4, 5)) for n, unit in enumerate(UNITS)]
    return quiet + [Person(n, unit, OWN[n], contested=20.0 + n) for n, unit in enumerate(RIVALS, len(UNITS))]
