"""What an indicator's page is made of besides its trend, as pure values."""

import pandas as pd
import pytest
from store_kit import AREAS, COUNTY, figures, indicator

from dashboard import data
from dashboard.charts import DARK, LIGHT
from dashboard.data_detail import grids
from dashboard.multiples import MOST, multiples
from dashboard.parts import gap_words, gaps, group_figure, group_lines
from dashboard.rows import Row
from dashboard.views.below import ranked
from dashboard.views.source import place, window
from dashboard.views.targets_past import past
from dashboard.views.trends import chance_words
from indicators.catalog import Catalog
from indicators.model import Assessment, Basis, Direction, Indicator, PlanKind
from indicators.sheets.grid import Grid
from indicators.store import Store, StoreError

ROWS = [
    ({"性别": "男"}, 2023, 96.0), ({"性别": "女"}, 2023, 94.0), ({"性别": "男"}, 2024, 96.4),
    ({"性别": "女"}, 2024, 95.2), ({"城乡": "城镇"}, 2024, 97.0),
]  # fmt: skip


def row(direction="higher", **fields):
    item = {
        "code": "X1", "indicator": "甲率", "plan": "women", "domain": "健康", "area": "县", "year": 2024,
        "value": 95.0, "unit": "%", "target": "达到95%以上", "attainment": "met", "word": "达标",
    }  # fmt: skip
    known = Indicator("X1", "甲率", "%", (PlanKind.WOMEN,), "健康", Direction(direction))
    return Row(Assessment(**(item | fields)), known)


def test_figures_are_grouped_by_the_way_they_divide():
    sex, place_ = group_lines(ROWS)
    assert (sex.name, place_.name) == ("性别", "城乡")
    assert sex.lines == (("男", ((2023, 96.0), (2024, 96.4))), ("女", ((2023, 94.0), (2024, 95.2))))


def test_the_gap_is_said_in_words_with_its_change():
    sex, place_ = group_lines(ROWS)
    assert [gap.size for gap in gaps(sex)] == [2.0, 1.2]
    assert gap_words(sex, "%") == "2024年男96.4%，女95.2%，相差1.2个百分点；差距比2023年缩小0.8个百分点。"
    assert gap_words(place_, "%") == ""  # one part alone has no gap
    even = group_lines([({"性别": "男"}, 2024, 5.0), ({"性别": "女"}, 2024, 5.0)])[0]
    assert gap_words(even, "个") == "2024年男5个，女5个，没有差距。"


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_group_lines_stand_with_one_part_in_one_year(palette):
    for group in group_lines(ROWS):
        figure = group_figure(group, [(2023, 95.0), (2024, None)], "%", palette)
        assert {trace.name for trace in figure.data} == {"全部", *(name for name, _ in group.lines)}
        low, high = figure.layout.yaxis.range
        assert low < high


def test_small_multiples_share_one_scale_and_mark_who_fails():
    areas = [(f"镇{i}", [(2023, 90.0 + i), (2024, 91.0 + i)]) for i in range(5)]
    figure = multiples(areas, [(2023, 92.0)], goal=95.0, unit="%", failing={"镇0": True})
    ranges = {
        tuple(figure.layout[name].range)
        for name in figure.layout.to_plotly_json()
        if name.startswith("yaxis")
    }
    assert len(ranges) == 1
    titles = [note.text for note in figure.layout.annotations]
    assert [title for title in titles if "✕" in title] == [titles[0]]
    assert "镇4 <b>95%</b>" in titles[4]
    many = multiples([(f"村{i}", [(2024, 1.0)]) for i in range(100)], [])
    assert len(many.layout.annotations) == MOST


def test_areas_below_are_ranked_with_ties_and_those_without_figures_last():
    frame = pd.DataFrame(
        {
            "area": ["县/甲", "县/乙", "县/丙", "县/丁"], "value": [3.0, 5.0, 5.0, None],
            "text": ["3", "5", "5", None],
            "numerator": None, "denominator": None, "qualifier": "exact",
            "missing": [None, None, None, "blank"],
            "unit": "%",
        }
    )  # fmt: skip
    assert [(one.path[-1], one.rank) for one in ranked(row(), frame)] == [
        ("丙", 1),
        ("乙", 1),
        ("甲", 3),
        ("丁", None),
    ]
    assert [one.rank for one in ranked(row("lower"), frame)] == [1, 2, 2, None]
    near = ranked(row("around", milestone_value=4.0), frame)
    assert [(one.path[-1], one.rank) for one in near[:3]] == [("丙", 1), ("乙", 1), ("甲", 1)]
    assert [one.path[-1] for one in ranked(row("around", milestone_value=3.5), frame)] == [
        "甲",
        "丙",
        "乙",
        "丁",
    ]
    every = row(basis=Basis(kind="every_area", failing=("甲",), lacking=("丁",)))
    assert [one.verdict for one in ranked(every, frame)] == ["达到", "达到", "未达到", "缺数"]


def test_a_file_purged_is_not_shown_from_memory(monkeypatch):
    with Store.memory() as store:
        store.put_areas(AREAS)
        store.put_catalog(Catalog((indicator("T1"),)), by="t")
        made = store.accept(
            figures(("T1", COUNTY, 2024, 1.0)), file="名单.csv", data="姓名\n王某".encode(), by="t"
        )
        monkeypatch.setattr(data, "store", lambda: store)
        monkeypatch.setattr(data, "version", store.data_version)
        assert grids(made.id)
        store.desk.purge(made.id, reason="误传名单", by="t")
        with pytest.raises(StoreError):
            grids(made.id)


def test_the_cell_is_shown_in_its_sheet_with_heads_and_marked():
    grid = Grid("表1", [[f"{r}-{c}" for c in range(40)] for r in range(60)])
    html = window(grid, "T50")
    assert '<td class="chosen" aria-label="这个数所在的单元格：49-19">49-19</td>' in html
    assert ">0-0<" in html  # the first rows and columns are heads
    assert ">49-0<" in html
    assert ">20-5<" not in html
    assert "⋯" in html
    assert "<th>T</th>" in html
    assert window(Grid("x", [["<b>", 2]]), "A1").count("&lt;b&gt;") == 2


@pytest.mark.parametrize(("cell", "found"), [("A1", (0, 0)), ("Z9", (8, 25)), ("AB12", (11, 27))])
def test_addresses(cell, found):
    assert place(cell) == found


def test_chance_is_said_in_words():
    rare = {"low": 0.0, "high": 142.6, "unit": "1/10万", "value": 0.0}
    assert "与目标的差异可能只是随机波动" in chance_words(row("lower", **rare, milestone_value=12.0))
    assert "不像是随机波动" in chance_words(row("lower", **rare, milestone_value=200.0))
    assert chance_words(row()) == ""


def test_wordings_of_a_target_are_listed_once_with_the_day_they_came():
    def line(version, phrase, stands, day):
        return {
            "version": version, "at": pd.Timestamp(f"2025-01-{day:02d}"), "by": "王", "file": "plan.xlsx",
            "plan": "women",
            "phrase": phrase, "parsed": None, "target_set": "", "target_version": "", "in_force_from": 2021,
            "period_start": 2021, "period_end": 2030, "area": "县", "lead": "", "stands": stands,
        }  # fmt: skip

    frame = pd.DataFrame(
        [line(3, "达到70%", True, 9), line(2, "达到60%", False, 5), line(1, "达到60%", False, 2)]
    )
    found = past(frame)
    assert list(found["目标原文"]) == ["达到70%", "达到60%"]
    assert list(found["状态"]) == ["现行", "已被替换"]
    assert found["记入时间"][1].startswith("2025-01-02")
