"""Make the files of the fictional district 示例县: areas, plan, and what its departments hand in.

Run `python data/sample/make_sample.py` from the checkout. Every number comes from a seeded generator,
so that the same files come out every time. The planted mistakes are listed in README.md.
"""

from __future__ import annotations

import random
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

from sample_series import BACKGROUND, BIRTHS, CHILDREN, DEATHS, TOWNS, WOMEN, YEARS  # noqa: E402
from sample_sheets import Sheet, save_csv, save_xls, save_xlsx  # noqa: E402

from indicators.catalog import builtin  # noqa: E402

DISTRICT, CODE = "示例县", "999901"
TITLE = "示例县(虚构)"
MARK = "(虚构数据,仅供演示)"
FIRST = "东 西 南 北 上 下 前 后 大 小 新 老 中 长 高".split()  # noqa: SIM905
SECOND = "庄 湾 坪 岗 塘 桥 坝 沟 岭 井".split()  # noqa: SIM905
CATALOG = builtin()
LINES = {line.code: line for line in [*WOMEN, *CHILDREN, *BACKGROUND]}


def chance(*key: object) -> random.Random:
    return random.Random("示例县|" + "|".join(str(part) for part in key))


def rounded(number: float, decimals: int) -> float:
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(f"{number:.9f}").quantize(step, rounding=ROUND_HALF_UP))


def whole(number: float) -> float | int:
    return int(number) if float(number).is_integer() else number


class Figures:
    """An indicator's figures by year with numerator and denominator where the district counts them."""

    def __init__(self, code: str) -> None:
        self.item = CATALOG.by_code[code]
        self.code, self.name, self.unit = code, self.item.name, self.item.unit
        self.decimals = self.item.decimals if self.item.decimals is not None else 1
        self.value: dict[int, float] = {}
        self.top: dict[int, int] = {}
        self.bottom: dict[int, int] = {}
        self._fill(LINES[code])

    def _fill(self, line) -> None:
        raw = dict(line.given)
        if line.first is not None:
            dice = chance(line.code)
            span = YEARS[-1] - YEARS[0]
            for year in YEARS:
                drift = line.first + (line.last - line.first) * (year - YEARS[0]) / span
                ends = year in (YEARS[0], YEARS[-1])
                raw[year] = drift if ends else drift + dice.uniform(-2, 2) * line.chance
        for year, number in sorted(raw.items()):
            if line.of is None:
                most = number if self.item.upper is None else self.item.upper
                self.value[year] = whole(rounded(min(number, most), self.decimals))
                continue
            births = self.item.denominator == "活产数"
            self.bottom[year] = (
                BIRTHS[year] if births else round(line.of * (1 + line.growth) ** (year - 2024))
            )
            part = number if line.counts else number / self.item.multiplier * self.bottom[year]
            self.top[year] = min(round(part), self.bottom[year])
            share = self.top[year] / self.bottom[year] * self.item.multiplier
            self.value[year] = whole(rounded(share, self.decimals))

    def of(self, year: int) -> float | None:
        return self.value.get(year)

    @property
    def label(self) -> str:
        return f"{self.name}({self.unit})"


def figures(*codes: str) -> list[Figures]:
    return [Figures(code) for code in codes]


# ---------------------------------------------------------------- areas and plan


def villages() -> dict[str, list[str]]:
    """Villages by town; a few names stand under several towns, as they do everywhere."""
    found, used = {}, 0
    names = [f"{first}{second}" for second in SECOND for first in FIRST]
    chance("villages").shuffle(names)
    for town, count in TOWNS.items():
        kind = "社区" if town.endswith("街道") else "村"
        own = [f"{name}{kind}" for name in names[used : used + count - 1]]
        found[town] = [f"东庄{kind}", *[name for name in own if not name.startswith("东庄")]][:count]
        used += count - 1
    return found


PLACES = villages()


def make_areas() -> None:
    rows = [["code", "name", "parent_code"], [CODE, DISTRICT, ""]]
    for number, (town, below) in enumerate(PLACES.items(), 1):
        code = f"{CODE}{number:03d}"
        rows.append([code, town, CODE])
        rows += [[f"{code}{200 + at}", village, code] for at, village in enumerate(below, 1)]
    save_csv(HERE / "areas.csv", rows, "utf-8-sig")


def make_plan() -> None:
    rows = [["规划", "领域", "指标", "目标", "责任单位", "配合单位"]]
    for plan, lines in (("妇女发展规划", WOMEN), ("儿童发展规划", CHILDREN)):
        for line in lines:
            item = CATALOG.by_code[line.code]
            rows.append([plan, item.domain, item.name, line.target, line.lead, line.coop])
    save_csv(HERE / "plan.csv", rows, "utf-8-sig")


def make_units() -> None:
    """The register: whom the plans name, with a liaison nobody could ring."""
    leads = sorted({line.lead for line in (*WOMEN, *CHILDREN) if line.lead})
    rows = [["责任单位", "简称", "联络员", "联系电话", "备注"]]
    for number, name in enumerate(leads, 1):
        rows.append([name, "卫健局" if "卫生健康" in name else "", f"联络员{number:02d}", "", "虚构"])
    save_csv(HERE / "units.csv", rows, "utf-8-sig")


# ---------------------------------------------------------------- layouts


def indicator_by_year(sheet: Sheet, rows: list[tuple[str, str, dict]], years=YEARS) -> Sheet:
    sheet.head(["序号", "指标名称", "单位", *[f"{year}年" for year in years]])
    for number, (name, unit, values) in enumerate(rows, 1):
        sheet.add([number, name, unit, *[values.get(year) for year in years]])
    return sheet


def with_parts(one: Figures) -> list[tuple[str, str, dict]]:
    lines = [(one.name, one.unit, one.value)]
    if one.top:
        lines += [(one.item.numerator, "人", one.top)]
        if one.item.denominator != "活产数":
            lines += [(one.item.denominator, "人", one.bottom)]
    return lines


def only(*items: Figures) -> list[tuple[str, str, dict]]:
    return [(one.name, one.unit, one.value) for one in items]


def notes(sheet: Sheet, *texts: str) -> Sheet:
    return sheet.add(*[[text] for text in texts])


def file_01() -> None:
    births = ("活产数", "人", BIRTHS)
    care = [births, *[row for one in figures("W0107", "W0109") for row in with_parts(one)]]
    codes = "W0108 W0111 W0113 W0114 W0117 W0118 W0120 W0130 C0105 C0106 C0107 C0111 C0112 C0114 C0128 C0129"
    care += only(*figures(*codes.split()))
    marked = [(name, unit, dict(values)) for name, unit, values in care]
    by_name = {name: values for name, _, values in marked}
    by_name["妇女常见病筛查率"][2021] = "未开展"  # planted: a missing mark with its reason
    by_name["新生儿访视率"][2024] = "９７．４"  # planted: a number typed in full width
    first = Sheet("妇幼健康").title(f"{TITLE}妇女儿童健康主要指标", 10)
    indicator_by_year(first.add(["填报单位:县卫生健康局"]), marked)
    notes(first, "注:统计年度为上年10月1日至本年9月30日。", "　　婚前医学检查含免费婚检。")
    second = Sheet("筛查与资源").title(f"{TITLE}两癌筛查与儿科资源", 10)
    early = range(2018, 2023)
    cancer = [
        (one.name, one.unit, {year: one.of(year) for year in early}) for one in figures("W0115", "W0116")
    ]
    indicator_by_year(second, cancer, early)
    third = Sheet("儿科资源").title(f"{TITLE}儿科资源、托育与伤害", 10)
    indicator_by_year(third, only(*figures("C0125", "C0126", "C0201", "W0601", "W0705")))
    save_xlsx(HERE / "01_卫生健康局_妇幼健康.xlsx", [first, second, third])


def file_02() -> None:
    sheet = Sheet("死亡监测").title(f"{TITLE}孕产妇和儿童死亡监测", 10)
    top, leaf = ["年份", "活产数(人)"], [None, None]
    codes = {"W0103": "孕产妇", "C0101": "新生儿", "C0102": "婴儿", "C0103": "5岁以下儿童"}
    start = len(sheet.rows)
    for at, (code, group) in enumerate(codes.items()):
        item = CATALOG.by_code[code]
        top += [f"{group}死亡情况", None]
        leaf += [f"{item.numerator}(人)", f"{item.name}({item.unit})"]
        sheet.merges.append((start, 2 + 2 * at, start, 3 + 2 * at))
    sheet.merges += [(start, 0, start + 1, 0), (start, 1, start + 1, 1)]
    sheet.head(top, leaf)
    for year in YEARS:
        row = [year, BIRTHS[year]]
        for code in codes:
            item, dead = CATALOG.by_code[code], DEATHS[code][year]
            row += [dead, whole(rounded(dead / BIRTHS[year] * item.multiplier, 2))]
        sheet.add(row)
    sheet.rows[-2][7] = rounded(DEATHS["C0102"][2023] / BIRTHS[2023] * 100, 2)  # planted: % in a column of ‰
    notes(sheet, "资料来源:县妇幼保健院生命监测")
    save_xlsx(HERE / "02_妇幼保健院_死亡监测.xlsx", [sheet])


def file_03() -> None:
    years = YEARS[::-1]
    sheet = Sheet("Sheet1").title(f"{TITLE}学前教育和义务教育情况", 8)
    sheet.add(["填报单位:县教育局"]).head(["指标", *years])
    for one in figures("C0301", "C0302", "C0303", "C0304", "C0305", "C0306", "C0124"):
        sheet.add([one.label, *[one.of(year) for year in years]])
    save_xls(HERE / "03_教育局_学前与义务教育.xls", [sheet, Sheet("Sheet2"), Sheet("Sheet3")])


def form(year: int) -> Sheet:
    """The single-area form: last year and this year side by side."""
    sheet = Sheet(f"{year}年").title(f"{TITLE}学生近视与体质健康情况表", 5).title(f"{year}年", 5)
    sheet.head(["指标名称", "计量单位", "代码", "上年", "本年"]).add(["甲", "乙", "丙", 1, 2])
    for number, one in enumerate(figures("C0116", "C0117", "C0118", "C0122"), 1):
        sheet.add([one.name, one.unit, f"{number:02d}", one.of(year - 1), one.of(year)])
    return notes(sheet, "说明:数据来自县教育局年度调查。")


def file_04() -> None:
    save_xlsx(HERE / "04_教育局_学生近视体质_历年.xlsx", [form(year) for year in (2019, 2021, 2023)])
    save_xlsx(HERE / "05_教育局_学生近视体质_2024年.xlsx", [form(2024)])


def file_06() -> None:
    rows = [["年份", "指标名称", "数值", "单位", "备注"]]
    for one in figures("C0401", "C0402", "C0403", "C0404", "C0406", "C0409"):
        rows += [[year, one.name, number, one.unit, ""] for year, number in one.value.items()]
    rows.append([*rows[8][:4], "重报"])  # planted: the same figure twice, equal
    save_csv(HERE / "06_民政局_儿童福利.csv", rows, "gb18030")


def file_07() -> None:
    sheet = Sheet("女干部").title(f"{TITLE}女干部配备情况", 14)
    items = figures("W0406", "W0407", "W0408", "W0409")
    start = len(sheet.rows)
    groups = ["政府工作部门领导班子", "乡镇(街道)领导班子", "正职干部", "公务员"]
    top, leaf = ["年份"], [None]
    for at, (one, group) in enumerate(zip(items, groups, strict=True)):
        top += [f"{group}情况", None, None]
        leaf += [f"{one.item.denominator}", f"{one.item.numerator}", f"{one.name}(%)"]
        sheet.merges.append((start, 1 + 3 * at, start, 3 + 3 * at))
    sheet.merges.append((start, 0, start + 1, 0))
    team = Figures("W0405")
    sheet.head([*top, "县级政府领导班子情况"], [*leaf, f"{team.name}(人)"])
    for year in YEARS:
        row = [f"{year}年"]
        for one in items:
            row += [one.bottom[year], one.top[year], one.of(year)]
        sheet.add([*row, team.of(year)])
    line = sheet.rows[-3]
    line[1], line[2] = line[2], line[1]  # planted: numerator and denominator of 2022 changed over
    save_xlsx(HERE / "07_组织部_女干部配备.xlsx", [sheet])


def term_rows(code: str) -> list[list]:
    one = Figures(code)
    rows = [["年份", one.item.denominator, one.item.numerator, f"{one.name}(%)"]]
    return rows + [[f"{year}年", one.bottom[year], one.top[year], one.of(year)] for year in sorted(one.value)]


def file_08() -> None:
    sheet = Sheet("代表").title(f"{TITLE}县级人大代表构成", 4)
    save_xlsx(HERE / "08_人大办公室_代表构成.xlsx", [sheet.add(*term_rows("W0401"))])
    save_csv(
        HERE / "09_政协办公室_委员构成.csv", [[f"{TITLE}县级政协委员构成"], *term_rows("W0403")], "utf-8-sig"
    )


def file_10() -> None:
    sheets = []
    for year in YEARS:
        sheet = (
            Sheet(f"{year}年").title(f"{TITLE}{year}年妇女就业与社会保障", 3).head(["指标", "单位", "数值"])
        )
        for one in figures("W0213", "W0301", "W0303", "W0502"):
            sheet.add([one.name, one.unit, one.of(year)])
            if one.top:
                sheet.add(
                    [one.item.numerator, "人", one.top[year]], [one.item.denominator, "人", one.bottom[year]]
                )
        sheets.append(sheet)
    save_xlsx(HERE / "10_人力资源社会保障局_就业与养老.xlsx", sheets)


def file_11() -> None:
    rows = [[f"{TITLE}基本医疗和生育保险参保情况"], ["指标名称", "单位", *[f"{year}年" for year in YEARS]]]
    for one in figures("W0501", "W0503", "C0413"):
        texts = [f"{one.of(year):,}" if one.unit == "人" else one.of(year) for year in YEARS]
        rows.append([one.name, one.unit, *texts])
    rows[-1][4] = f"{rows[-1][4] * 10:g}"  # planted: the decimal point of 2020 lost
    rows.append(["注:参保人数为年末数。"])
    save_csv(HERE / "11_医疗保障局_参保情况.csv", rows, "utf-8")


def spread(total: int, key: str) -> list[int]:
    """A count of the district over its towns."""
    dice = chance("spread", key)
    counts = [0] * len(TOWNS)
    for _ in range(total):
        counts[dice.randrange(len(counts))] += 1
    return counts


def file_12() -> None:
    women, children, peace = figures("W0801", "C0703", "W0604A")
    sheets = [Sheet("历年").title(f"{TITLE}法律服务历年情况", 10)]
    early = YEARS[:5]
    indicator_by_year(sheets[0], only(women, children), early)
    for year in (2023, 2024):
        sheet = Sheet(f"{year}年").title(f"{TITLE}{year}年法律援助情况", 3)
        sheet.head(["乡镇(街道)", women.label, children.label])
        parts = zip(
            TOWNS, *[spread(int(one.of(year)), f"{one.code}{year}") for one in (women, children)], strict=True
        )
        sheet.add(*parts, ["合计", women.of(year), children.of(year)])
        sheets.append(sheet)
    sheets.append(indicator_by_year(Sheet("调解").title(f"{TITLE}婚姻家庭纠纷调解", 10), only(peace)))
    save_xlsx(HERE / "12_司法局_法律服务.xlsx", sheets)


def file_13() -> None:
    items = figures("W0802", "W0803", "C0207", "C0702")
    sheet = (
        Sheet("公检法").title(f"{TITLE}妇女儿童权益保护情况", 5).head(["年份", *[one.label for one in items]])
    )
    sheet.add(*[[f"{year}年", *[one.of(year) for one in items]] for year in YEARS])
    save_xlsx(HERE / "13_法院公安局_权益保护.xlsx", [sheet])


def town_values(one: Figures, town: str) -> dict[int, float]:
    """A town's share: the district's with the town's own distance to it."""
    away = chance("town", one.code, town).uniform(-3.5, 3.5)
    drawn = chance("year", one.code, town)
    return {
        year: whole(rounded(min(100.0, value + away + drawn.uniform(-0.3, 0.3)), 1))
        for year, value in one.value.items()
    }


def file_14() -> None:
    one = Figures("W0701")
    sheet = Sheet("自来水").title(f"{DISTRICT}{one.name}", 8).add([MARK, *[None] * 6, "单位:%"])
    sheet.head(["地区", *[f"{year}年" for year in YEARS]])
    sheet.add(["全县", *[one.of(year) for year in YEARS]])
    for town in list(TOWNS)[2:]:
        values = town_values(one, town)
        sheet.add([f"　{town}", *[values[year] for year in YEARS]])
    save_xlsx(HERE / "14_水利局_农村自来水.xlsx", [sheet])


def file_15() -> None:
    one = Figures("W0702")
    sheet = Sheet("卫生厕所").title(f"{DISTRICT}{one.label}", 5).add([MARK])
    for at, years in enumerate((YEARS[:4], YEARS[4:])):
        if at:
            sheet.add([None], ["续表"])
        sheet.add(["乡镇", *[f"{year}年" for year in years]], ["全县", *[one.of(year) for year in years]])
        sheet.add(*[[town, *[town_values(one, town)[year] for year in years]] for town in list(TOWNS)[2:]])
    save_xls(HERE / "15_农业农村局_卫生厕所.xls", [sheet])


def file_16() -> None:
    name, unit = CATALOG.by_code["C0109"].name, "%"
    sheet = Sheet("接种率").title(f"{DISTRICT}{name}({unit})", 14).add([MARK]).head(["年份", "全县", *TOWNS])
    dice = chance("vaccine")
    for year in YEARS:
        shares = [rounded(dice.uniform(95.6, 99.4), 1) for _ in TOWNS]
        if year == 2024:
            shares[-1] = 93.8
        sheet.add([f"{year}年", rounded(sum(shares) / len(shares), 1), *[whole(share) for share in shares]])
    save_xlsx(HERE / "16_疾控中心_免疫接种.xlsx", [sheet])


def file_17() -> None:
    items = figures("B0001A", "B0001B", "B0002", "B0005")
    sheet = Sheet("人口").title(f"{TITLE}人口与经济基本情况", 6)
    sheet.head(["年份", *[one.label for one in items], "活产数(人)"])
    sheet.add(*[[year, *[one.of(year) for one in items], BIRTHS[year]] for year in YEARS])
    save_xls(HERE / "17_统计局_人口.xls", [sheet])


def file_18() -> None:
    one = Figures("C0203")
    sheet = Sheet("抽检").title(f"{TITLE}儿童食品抽检情况", 4)
    sheet.head(["年份", one.item.denominator, one.item.numerator, f"{one.name}(%)"])
    sheet.add(*[[f"{year}年", one.bottom[year], one.top[year], one.of(year)] for year in YEARS])
    sheet.rows[-5][3] = rounded(sheet.rows[-5][3] - 1.3, 1)  # planted: 2020 disagrees with its parts
    save_xlsx(HERE / "18_市场监管局_食品抽检.xlsx", [sheet])


def file_19() -> None:
    family = Sheet("家庭与阵地").title(f"{TITLE}家庭建设与妇女儿童阵地", 10)
    rows = only(*figures("W0605A", "W0707", "C0501", "C0502", "C0503"))
    rows.append(
        ("巾帼健身广场个数", "个", {year: 3 + year - 2018 for year in YEARS})
    )  # planted: not in the catalogue
    indicator_by_year(family, rows)
    nursing = Sheet("母婴设施").title(f"{TITLE}公共场所母婴设施", 4)
    one = Figures("W0703")
    nursing.head(["年份", one.item.denominator, one.item.numerator, f"{one.name}(%)"])
    nursing.add(*[[f"{year}年", one.bottom[year], one.top[year], one.of(year)] for year in YEARS])
    survey = Sheet("调查").title(f"{TITLE}抽样调查与试点指标", 4).head(["指标名称", "年份", "数值", "单位"])
    for item in figures("W0126", "W0131", "C0110", "C0601"):
        survey.add(*[[item.name, year, number, item.unit] for year, number in item.value.items()])
    survey.add(["妇女健康素养水平", 2024, 26.4, "%"])  # planted: 2024 once more, with another value
    save_xlsx(HERE / "19_妇联_家庭与阵地.xlsx", [family, nursing, survey])


def file_20() -> None:
    item, women, secretaries = CATALOG.by_code["W0411"], Figures("W0412"), Figures("W0416")
    sheets = []
    for year, tilt in ((2018, 0.0), (2021, 0.05)):
        sheet = Sheet(f"{year}年换届").title(f"{TITLE}{year}年村委会换届情况", 5)
        sheet.head(["乡镇", "村", f"{item.denominator}(人)", f"{item.numerator}(人)", f"{item.name}(%)"])
        total = [0, 0]
        for town, below in list(PLACES.items())[2:]:
            for village in below:
                dice = chance("committee", year, town, village)
                members = dice.choice((5, 5, 5, 7))
                chosen = sum(dice.random() < 0.22 + tilt for _ in range(members)) or (
                    1 if dice.random() < 0.85 else 0
                )
                total = [total[0] + members, total[1] + chosen]
                sheet.add([town, village, members, chosen, whole(rounded(chosen / members * 100, 1))])
        sheet.add(["合计", None, *total, whole(rounded(total[1] / total[0] * 100, 1))])
        sheets.append(sheet)
    line = next(row for row in sheets[1].rows if row[0] == "桃林镇" and row[1] != "东庄村")
    line[1] = "虎" + line[1][1:]  # planted: a misspelt village
    last = Sheet("负责人").title(f"{TITLE}村级组织负责人中女性比例", 4)
    indicator_by_year(last, only(women, secretaries), (2018, 2021))
    save_xlsx(HERE / "20_民政局_村委会换届.xlsx", [*sheets, last])


def file_21() -> None:
    item, rate = CATALOG.by_code["C0411"], CATALOG.by_code["C0412"]
    years = range(2020, 2025)
    sheet = Sheet("儿童之家").title(f"{DISTRICT}{item.name}", 6).add([MARK, *[None] * 4, "单位:个"])
    sheet.head(["地区", *[f"{year}年" for year in years]])
    start = len(sheet.rows)
    sheet.add(["全县"])
    every, covered = [0] * 5, [0] * 5
    for town, below in PLACES.items():
        row = len(sheet.rows)
        sheet.add([f"　{town}"])
        sums = [0] * 5
        for village in below:
            since = chance("home", town, village).choice(
                (2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2026)
            )
            homes = [int(year >= since) + int(year >= since + 5) for year in years]
            sums = [a + b for a, b in zip(sums, homes, strict=True)]
            covered = [a + (b > 0) for a, b in zip(covered, homes, strict=True)]
            sheet.add([f"　　{village}", *homes])
        sheet.rows[row] += sums
        every = [a + b for a, b in zip(every, sums, strict=True)]
    sheet.rows[start] += every
    count = sum(TOWNS.values())
    share = Sheet("覆盖率").title(f"{TITLE}{rate.name}", 4)
    share.head(["年份", rate.denominator, rate.numerator, f"{rate.name}(%)"])
    for year, some in zip(years, covered, strict=True):
        share.add([f"{year}年", count, some, whole(rounded(some / count * 100, 1))])
    save_xlsx(HERE / "21_妇联_儿童之家.xlsx", [sheet, share])


def file_22() -> None:
    sheets = []
    items = {"W0115": {2023: 0.556, 2024: 0.583}, "W0116": {2023: 0.379, 2024: 0.396}}
    for year in (2023, 2024):
        sheet = Sheet(f"{year}年").title(f"{TITLE}{year}年农村和城镇适龄妇女“两癌”筛查情况", 8)
        head = ["乡镇(街道)", "村(社区)"]
        for code in items:
            item = CATALOG.by_code[code]
            head += [f"{item.denominator}(人)", f"{item.numerator}(人)", f"{item.name}(%)"]
        sheet.head(head)
        totals = [[0, 0], [0, 0]]
        for town, below in PLACES.items():
            first = len(sheet.rows)
            for village in below:
                dice = chance("screening", year, town, village)
                women = dice.randint(140, 420)
                row = [town if village == below[0] else None, village]
                for at, shares in enumerate(items.values()):
                    seen = round(women * min(0.98, max(0.05, dice.gauss(shares[year], 0.09))))
                    totals[at] = [totals[at][0] + women, totals[at][1] + seen]
                    row += [women, seen, whole(rounded(seen / women * 100, 1))]
                sheet.add(row)
            sheet.merges.append((first, 0, len(sheet.rows) - 1, 0))
        last = ["合计", None]
        for women, seen in totals:
            last += [women, seen, whole(rounded(seen / women * 100, 1))]
        sheets.append(sheet.add(last))
    save_xlsx(HERE / "22_卫生健康局_两癌筛查.xlsx", sheets)


def file_23() -> None:
    one = Figures("C0309")
    early = Sheet("2018-2023").title(f"{TITLE}{one.name}", 7).add([*[None] * 6, "单位:万元"])
    early.head(["指标", *[f"{year}年" for year in YEARS[:-1]]])
    early.add([one.name, *[one.of(year) for year in YEARS[:-1]]])
    late = (
        Sheet("2024").title(f"{TITLE}2024年{one.name}", 2).add([None, "单位:亿元"])
    )  # planted: another unit
    late.head(["指标", "2024年"]).add([one.name, rounded(one.of(2024) / 10000, 2)])
    save_xlsx(HERE / "23_财政局_教育经费.xlsx", [early, late])


def file_24() -> None:
    one = Figures("W0305")
    rows = [["年份", f"{one.name}(%)"], *[[year, one.of(year)] for year in YEARS]]
    save_csv(HERE / "24_总工会_女职工保护.csv", rows, "utf-8-sig")


def main() -> None:
    make_areas()
    make_plan()
    make_units()
    for name, make in sorted(globals().items()):
        if name.startswith("file_"):
            make()


if __name__ == "__main__":
    main()
