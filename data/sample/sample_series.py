"""What the fictional district aims at and how its figures run, 2018–2024; read by make_sample.py.

One line an indicator: its code, the plan's words, lead and cooperating units, then the series:
`a → b` runs from 2018 to 2024 with a little chance, a list names its years. `of` is the
denominator of 2024, with its yearly change; `counts` says that the series are numerators.
"""

from __future__ import annotations

from dataclasses import dataclass

YEARS = tuple(range(2018, 2025))


@dataclass(frozen=True)
class Line:
    code: str
    target: str
    lead: str
    coop: str = ""
    first: float | None = None
    last: float | None = None
    given: tuple[tuple[int, float], ...] = ()
    of: float | None = None
    growth: float = 0.0
    chance: float = 0.15
    counts: bool = False


def line(code, target, lead, coop="", series=None, of=None, growth=0.0, chance=0.15, counts=False):
    ends = series if isinstance(series, tuple) else (None, None)
    given = tuple(sorted(series.items())) if isinstance(series, dict) else ()
    return Line(code, target, lead, coop, *ends, given, of, growth, chance, counts)


def by_year(*values):
    return dict(zip(YEARS, values, strict=True))


HEALTH, EDUCATION, CIVIL, FEDERATION = "县卫生健康局", "县教育局", "县民政局", "县妇联"
PARTY, LABOUR, INSURANCE, JUSTICE = "县委组织部", "县人力资源社会保障局", "县医疗保障局", "县司法局"
COURT, POLICE, WATER, FARMS = "县法院", "县公安局", "县水利局", "县农业农村局"
MARKET, STATISTICS, UNION, CONGRESS = "县市场监管局", "县统计局", "县总工会", "县人大办公室"
CONFERENCE, HOUSING = "县政协办公室", "县住房城乡建设局"

BIRTHS = by_year(3412, 3305, 3168, 2984, 2831, 2704, 2587)
DEATHS = {
    "W0103": by_year(1, 0, 1, 0, 0, 1, 0),
    "C0101": by_year(9, 8, 7, 7, 5, 5, 4),
    "C0102": by_year(14, 13, 12, 10, 9, 8, 9),
    "C0103": by_year(20, 19, 18, 15, 13, 12, 17),
}
"""Deaths among the children born, and mothers: few, so that a year's rate says little."""

WOMEN = [
    line("W0103", "控制在12/10万以下", HEALTH, POLICE),
    line("W0107", "达到95%以上", HEALTH, "", (92.8, 96.3), of=2600, growth=-0.045),
    line("W0108", "保持在99.9%以上", HEALTH, "", (99.95, 99.97)),
    line("W0109", "达到并保持在98%以上", HEALTH, "", (98.6, 99.2), of=2587, growth=-0.045),
    line("W0111", "达到96%以上", HEALTH, "", (93.9, 95.3), of=2587, growth=-0.045),
    line("W0113", "2025年达到70%以上，2030年达到80%以上", HEALTH, CIVIL, (52.1, 66.4), of=1420, growth=-0.05),
    line("W0114", "稳定在90%以上", HEALTH, "", (96.5, 104.2)),
    line("W0115", "2025年达到50%以上，2030年达到70%以上", HEALTH, FEDERATION, (31.2, 58.3)),
    line("W0116", "2025年达到50%以上，2030年达到70%以上", HEALTH, FEDERATION, (29.8, 39.6)),
    line("W0117", "达到90%以上", HEALTH, "", (86.2, 93.8)),
    line("W0118", "达到85%以上", HEALTH, "", (70.6, 78.4)),
    line("W0120", "达到98%以上", HEALTH, "", (98.8, 99.6)),
    line("W0125", "达到40%以上", "县文化广电体育局"),
    line("W0126", "提高到30%以上", HEALTH, "", {2018: 15.2, 2020: 18.1, 2022: 21.9, 2024: 24.6}),
    line("W0130", "控制在40%以下", HEALTH, "", (41.2, 44.1), of=2587, growth=-0.045),
    line(
        "W0131",
        "2025年达到60%以上，2030年达到90%以上",
        HEALTH,
        EDUCATION,
        {2022: 21.5, 2023: 48.2, 2024: 66.7},
    ),
    line("W0213", "保持在40%以上", LABOUR, FEDERATION, (43.5, 46.2), of=8600, growth=0.03),
    line("W0301", "保持在45%左右", LABOUR, STATISTICS, (43.6, 44.4)),
    line("W0303", "达到40%以上", LABOUR, PARTY, (35.8, 38.9)),
    line("W0305", "达到100%", UNION, LABOUR, (82.4, 93.5)),
    line("W0401", "不低于30%", CONGRESS, PARTY, {2018: 27.9, 2021: 29.8}, of=218),
    line("W0403", "达到30%以上", CONFERENCE, PARTY, {2018: 28.6, 2021: 31.1}, of=206),
    line("W0405", "至少1名", PARTY, "", by_year(1, 1, 1, 1, 2, 2, 2), chance=0),
    line("W0406", "2025年达到60%以上，2030年达到80%以上", PARTY, "", (44.4, 50.0), of=36, chance=2),
    line("W0407", "达到100%", PARTY, "", by_year(10, 10, 11, 12, 12, 12, 12), of=12, counts=True),
    line("W0408", "逐步提高", PARTY, "", (17.4, 15.2), of=92, chance=1),
    line("W0409", "逐步提高", PARTY, "", (29.1, 33.6), of=1980, growth=0.01),
    line("W0411", "达到30%以上", CIVIL, FEDERATION),
    line("W0412", "达到10%以上", CIVIL, FEDERATION, {2018: 5.9, 2021: 8.1}),
    line("W0416", "逐步提高", PARTY, "", {2018: 6.6, 2021: 8.8}),
    line("W0501", "稳定在95%以上", INSURANCE, "", (96.8, 97.9)),
    line("W0502", "达到95%以上", LABOUR, "", by_year(90.8, 92.4, 94.1, 95.6, 95.4, 94.6, 93.7), chance=0),
    line("W0503", "逐步提高", INSURANCE, "", (15230, 19870), chance=150),
    line("W0601", "2025年达到4.5个以上，2030年达到5.5个以上", HEALTH, "", (0.86, 3.94), chance=0.03),
    line("W0604A", "达到98%以上", JUSTICE, FEDERATION, (95.8, 97.6)),
    line("W0605A", "逐步增加", FEDERATION, "", (1260, 2145), chance=12),
    line("W0701", "达到95%以上", WATER, HEALTH, (87.2, 94.6)),
    line("W0702", "2025年达到90%以上，2030年达到95%以上", FARMS, HEALTH, (71.3, 88.9)),
    line("W0703", "达到100%", HEALTH, HOUSING, (61.8, 83.9), of=62, growth=0.02, chance=1),
    line("W0705", "到2030年达到60个以上", HEALTH, FEDERATION, (16, 49), chance=0),
    line("W0707", "达到100%", FEDERATION, "", (96.2, 100.0), chance=0),
    line("W0801", "", JUSTICE, FEDERATION, (182, 264), chance=6),
    line("W0802", "", COURT, FEDERATION, by_year(2, 3, 3, 5, 6, 8, 11), chance=0),
    line("W0803", "", POLICE, FEDERATION, by_year(9, 12, 16, 21, 24, 31, 35), chance=0),
    line("W0806", "建立县级政策性别平等评估机制", JUSTICE, FEDERATION),
]

CHILDREN = [
    line("C0101", "控制在3‰以下", HEALTH),
    line("C0102", "控制在5‰以下", HEALTH),
    line("C0103", "控制在6‰以下", HEALTH),
    line("C0105", "达到95%以上", HEALTH, "", (94.9, 97.4), of=2587, growth=-0.045),
    line("C0106", "达到90%以上", HEALTH, "", (89.2, 93.6), of=8250, growth=-0.04),
    line("C0107", "保持在90%以上", HEALTH, "", (92.4, 95.0), of=22600, growth=-0.03),
    line("C0109", "以乡（镇、街道）为单位达到95%以上", HEALTH),
    line("C0110", "达到50%以上", HEALTH, "", {2019: 34.5, 2022: 39.8, 2024: 43.1}),
    line("C0111", "控制在10%以下", HEALTH, "", (13.9, 10.1), of=16200, growth=-0.03),
    line("C0112", "控制在5%以下", HEALTH, "", (1.42, 1.05), of=16200, growth=-0.03, chance=0.03),
    line("C0114", "控制在4%以下", HEALTH, "", (3.61, 4.52), of=2587, growth=-0.045, chance=0.05),
    line("C0116", "控制在38%以下", EDUCATION, HEALTH, (42.6, 38.2), of=24800, growth=-0.01),
    line("C0117", "以2020年数据为基数，每年降低0.5个百分点", EDUCATION, HEALTH, (70.9, 68.3), of=13200),
    line("C0118", "控制在70%以下", EDUCATION, HEALTH, (79.8, 77.1), of=9900),
    line("C0122", "2025年达到55%以上，2030年达到60%以上", EDUCATION, "", (38.4, 53.7), of=46900),
    line("C0124", "达到80%以上", EDUCATION, "", (41.2, 72.6), of=84, chance=1),
    line("C0125", "达到1.12名以上", HEALTH, "", (0.58, 0.87), chance=0.01),
    line("C0126", "达到3.17张以上", HEALTH, "", (1.86, 2.31), chance=0.02),
    line("C0128", "达到98%以上", HEALTH, "", (98.1, 99.4), of=2587, growth=-0.045),
    line("C0129", "达到90%以上", HEALTH, "", (95.2, 98.8), of=2587, growth=-0.045),
    line("C0201", "以2020年为基数下降20%", HEALTH, POLICE, (14.2, 10.6), chance=0.6),
    line("C0203", "达到98%以上", MARKET, "", (97.2, 98.9), of=620, growth=0.05),
    line("C0207", "", POLICE, "", by_year(3, 2, 2, 1, 2, 1, 1), chance=0),
    line("C0301", "达到95%以上", EDUCATION, "", (91.8, 96.7), of=10900, growth=-0.05),
    line("C0302", "保持在85%以上", EDUCATION, "", (78.6, 92.4), of=10500, growth=-0.05),
    line("C0303", "达到50%以上", EDUCATION, "", (38.9, 57.5), of=10500, growth=-0.05),
    line("C0304", "保持在96%以上", EDUCATION, "", (97.3, 101.8)),
    line("C0305", "达到93%以上", EDUCATION, "", (88.1, 92.6)),
    line("C0306", "达到97%以上", EDUCATION, CIVIL, (94.0, 96.4), of=412, chance=0.5),
    line("C0309", "逐步增长", "县财政局", EDUCATION, (91500, 118600), chance=700),
    line("C0401", "逐步提高", CIVIL, "", by_year(900, 950, 1000, 1100, 1200, 1300, 1400), chance=0),
    line("C0402", "", CIVIL, "", {2020: 62, 2021: 71, 2022: 76, 2023: 74, 2024: 79}, chance=0),
    line("C0403", "达到100%", CIVIL, "", by_year(6, 8, 10, 12, 12, 12, 12), of=12, counts=True),
    line("C0404", "达到100%", CIVIL, "", (81.3, 98.1), of=160, chance=0.5),
    line(
        "C0406",
        "2025年达到50%以上，2030年达到100%",
        CIVIL,
        "",
        {2021: 1, 2022: 2, 2023: 4, 2024: 4},
        of=12,
        counts=True,
    ),
    line("C0409", "", CIVIL, EDUCATION, (2410, 1630), chance=20),
    line("C0411", "", FEDERATION, CIVIL),
    line("C0412", "2025年达到90%以上，2030年达到100%", FEDERATION, CIVIL),
    line("C0413", "稳定在95%以上", INSURANCE, EDUCATION, (97.6, 98.7)),
    line("C0501", "达到90%以上", EDUCATION, FEDERATION, (72.1, 88.6)),
    line("C0502", "达到80%以上", EDUCATION, FEDERATION, (48.3, 63.1)),
    line("C0503", "达到100%", EDUCATION, FEDERATION, (92.1, 100.0), chance=0),
    line("C0504", "达到60%以上", EDUCATION, FEDERATION),
    line("C0601", "到2030年达到10个以上", FEDERATION, HOUSING, {2022: 1, 2023: 3, 2024: 4}, chance=0),
    line("C0702", "控制在2%以下", COURT, "县检察院", (1.32, 2.31), chance=0.05),
    line("C0703", "", JUSTICE, "", (24, 41), chance=2),
]

BACKGROUND = [
    line("B0001A", "", STATISTICS, "", (48.92, 46.15), chance=0.03),
    line("B0001B", "", STATISTICS, "", (48.61, 48.83), chance=0.02),
    line("B0002", "", STATISTICS, "", (98200, 87600), chance=150),
    line("B0005", "", STATISTICS, "", (43800, 61200), chance=300),
]

TOWNS = {
    "东湖街道": 15, "西园街道": 14, "青石镇": 15, "柳溪镇": 14, "白云镇": 13, "石桥镇": 14,
    "桃林镇": 13, "清河镇": 14, "双塔镇": 12, "枫岭乡": 13, "竹溪乡": 12, "云顶乡": 11,
}  # fmt: skip
"""Towns and the number of their villages (communities in the two streets); all invented."""
