"""The map as a pure value: groups, outlines, words, and nothing that a browser would fetch."""

import json

import pytest

from dashboard import format as fmt
from dashboard.charts import DARK, LIGHT
from dashboard.compare import RATE, Measure, Site
from dashboard.map_chart import area_map, classes

JUDGED = Measure("接种率", "X1", op=">=", goal=95.0)


def square(x):
    return (((((x, 30.0), (x + 1, 30.0), (x + 1, 31.0), (x, 31.0), (x, 30.0)),)),)


SHAPES = {"a": square(110.0), "b": square(111.0), "c": square(112.0)}
PLACES = [
    Site("a", "甲镇", value=96.0, decimals=1, status=fmt.MET, word="达标", rank=1),
    Site("b", "乙镇", value=90.0, decimals=1, status=fmt.UNMET, word="未达标", rank=2),
    Site("c", "丙乡", reason="未统计"),
    Site("d", "没有边界", value=99.0),
]


def test_areas_are_grouped_by_verdict_and_written_with_sign_and_figure():
    figure = area_map(PLACES, SHAPES, JUDGED)
    fills = [trace.name for trace in figure.data if trace.fill == "toself"]
    assert fills == ["● 达标", "✕ 未达标", "未报"]
    texts = next(trace for trace in figure.data if trace.mode == "text")
    assert list(texts.text) == ["甲镇<br>● 96.0%", "乙镇<br>✕ 90.0%", "丙乡<br>— 未报"]
    assert "toself" in figure.to_json()
    assert {trace.type for trace in figure.data} == {"scatter"}
    assert "geo" not in json.loads(figure.to_json())["layout"]


def test_what_no_target_concerns_is_apart_from_what_was_not_reported():
    told = [
        *PLACES[:3],
        Site("d", "丁街道", reason="不适用", exempt=True),
        Site("e", "戊街道", value=3.0, exempt=True),
    ]
    figure = area_map(told, SHAPES | {"d": square(113.0), "e": square(114.0)}, JUDGED)
    assert [trace.name for trace in figure.data if trace.fill == "toself"][2:] == ["○ 不适用", "未报"]
    texts = next(trace for trace in figure.data if trace.mode == "text").text
    assert list(texts[2:]) == ["丙乡<br>— 未报", "丁街道<br>○ 不适用", "戊街道<br>○ 3%"]
    size = Measure("人次", "X2", unit="人次", direction="none")
    assert classes(told[2:4], size, LIGHT)["d"].word == "○ 不适用"


def test_a_degree_of_longitude_is_shorter_up_north():
    assert area_map(PLACES, SHAPES, JUDGED).layout.yaxis.scaleratio == pytest.approx(1.16, abs=0.01)


def test_without_a_target_areas_are_grouped_by_size():
    measure = Measure("人次", "X2", unit="人次", direction="none")
    places = [Site(str(n), f"{n}镇", value=float(n)) for n in range(20)]
    shapes = {str(n): square(100.0 + n) for n in range(20)}
    kinds = classes(places, measure, LIGHT)
    assert len(set(kinds.values())) == 5
    assert [kinds[str(n)].word for n in (0, 19)] == ["0\u2009人次–3\u2009人次", "16\u2009人次–19\u2009人次"]
    few = [Site(str(n), "镇", value=value, decimals=1) for n, value in enumerate((66.7, 66.7, 100.0))]
    assert [kind.word for kind in dict.fromkeys(classes(few, Measure(RATE), DARK).values())] == [
        "66.7%",
        "100.0%",
    ]
    assert len(area_map(places, shapes, measure, DARK).data) == 7


def test_many_areas_bear_only_the_signs_of_those_that_fail():
    places = [
        Site(str(n), f"{n}村", value=96.0 - n, status=fmt.MET if n < 49 else fmt.UNMET) for n in range(50)
    ]
    shapes = {str(n): square(100.0 + n) for n in range(50)}
    texts = next(trace for trace in area_map(places, shapes, JUDGED).data if trace.mode == "text")
    assert set(texts.text) == {"", "✕"}


def test_names_are_text_and_never_markup():
    places = [Site("a", "<a href=x>甲</a>", value=1.0)]
    texts = next(
        trace for trace in area_map(places, SHAPES, JUDGED, names_only=True).data if trace.mode == "text"
    )
    assert "<a" not in texts.text[0]


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_words_on_the_map_can_be_read(palette):
    measure = Measure("人次", "X2", unit="人次", direction="none")
    places = [Site(str(n), "镇", value=float(n)) for n in range(5)]
    for kind in (*classes(places, measure, palette).values(), *classes(PLACES, JUDGED, palette).values()):
        light, dark = sorted((luminance(kind.fill), luminance(kind.ink)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, kind
