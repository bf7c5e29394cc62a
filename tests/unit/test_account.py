"""What a file's card says of the figures that are not offered."""

from types import SimpleNamespace

import pandas as pd

from dashboard.views.card import account


def intake(rows, ready, blocked=0):
    frame = pd.DataFrame(rows, columns=["component", "missing", "area"])
    return SimpleNamespace(
        reading=SimpleNamespace(records=SimpleNamespace(frame=lambda: frame)),
        checked=SimpleNamespace(observations=[None] * ready, blocked=blocked),
    )


def test_every_figure_is_accounted_for():
    rows = [(None, None, "甲镇")] * 3 + [("活产数", None, "甲镇")] * 2 + [(None, "blank", "甲镇")]
    assert account(intake(rows, 2, blocked=1), "某县") == [
        "其余4个：1个空格，2个分子、分母（随指标一起保存），1个有错误，改好再报"
    ]


def test_figures_without_an_area_are_said_to_go_to_the_district():
    told = account(intake([(None, None, None)] * 2, 2), "某县")
    assert told == ["表里没有写地区的2个数据，按“某县”收；如果不是，请在页面上方指定地区。"]


def test_nothing_is_said_where_all_is_plain():
    assert account(intake([(None, None, "甲镇")], 1), "某县") == []
