"""Properties of the target grammar: what is written is read back, and nothing breaks or stalls it."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.model import Change, Direction, Milestone, Target, TargetKind
from indicators.targets import parse_target, reading_en, reading_zh, resolve, target_record, write_target
from indicators.targets.words import listed

K = TargetKind
UP, DOWN = Direction.HIGHER, Direction.LOWER
RELAXED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
SOME = settings(max_examples=300, derandomize=True, **RELAXED)
MANY = settings(max_examples=6000, **RELAXED)

texts = st.decimals(0, 99999, places=2).map(lambda number: format(number.normalize(), "f")) | st.sampled_from(
    ["3.0", "100", "0", "12", "2025", "98.50", "1"]
)
units = st.sampled_from([None, "%", "‰", "/万", "/10万", "个", "岁", "名/千名儿童", "小时", "万人次"])
years = st.lists(st.integers(2021, 2035), unique=True, max_size=3).map(sorted)
scopes = st.sampled_from([(), (), ("全县",), ("全市",)])
NAMES = ["城市", "农村", "男童", "女童", "中心城区", "筛查率", "5岁以下儿童贫血率"]


@st.composite
def stones(draw, ops, unit=None, single=False):
    unit = unit if unit is not None else draw(units)
    op = draw(st.sampled_from(ops))
    dates = [] if single else draw(years)
    numbers = [draw(texts) for _ in dates or [None]]
    return tuple(
        Milestone(year, op, float(text), unit, text)
        for year, text in zip(dates or [None], numbers, strict=True)
    )


def one_by_itself(item):
    """A single 1名 above is 'at least one', 100% is full coverage: other kinds than the one asked for."""
    return not any(stone.op == ">=" and stone.text in ("1", "100", "1.00") for stone in item)


@st.composite
def levels(draw):
    hold = draw(st.booleans())
    up = draw(st.booleans())
    found = draw(stones([">=", ">"] if up else ["<=", "<"]).filter(one_by_itself))
    kind = K.HOLD if hold else K.AT_LEAST if up else K.AT_MOST
    every = draw(st.sampled_from([None, None, "乡(镇、街道)", "县"]))
    kind = K.EVERY_AREA if every else kind
    return Target("", kind, UP if up else DOWN, found, hold=hold, every=every, scope=draw(scopes))


@st.composite
def arounds(draw):
    direction, hold = draw(
        st.sampled_from(
            [(DOWN, False), (DOWN, True), (UP, False), (Direction.AROUND, True), (Direction.AROUND, False)]
        )
    )
    return Target("", K.AROUND, direction, draw(stones(["~="])), hold=hold)


@st.composite
def changes(draw):
    text = draw(st.sampled_from(["20", "0.5", "1.5", "1/6", "1/2"]))
    unit = draw(st.sampled_from(["percent", "point", "个", "‰"])) if "/" not in text else "percent"
    amount = {"1/6": 16.6666666667, "1/2": 50.0}.get(text) or float(text)
    sign = draw(st.sampled_from([1, -1]))
    base = draw(st.none() | st.integers(2010, 2024))
    upper = sign * 30.0 if "/" not in text and draw(st.booleans()) else None
    way = UP if sign > 0 else DOWN
    change = Change(sign * amount, unit, draw(st.booleans()), upper, text)
    if change.per_year:
        return Target("", K.YEARLY_STEP, way, base_year=base, change=change)
    year = draw(st.none() | st.integers(2025, 2030))
    printed = ("-" if sign < 0 else "") + text
    stone = Milestone(year, "<=" if sign < 0 else ">=", change.amount, unit, printed)
    return Target("", K.RELATIVE, way, (stone,), base, change=change)


@st.composite
def versus(draw):
    op, text = draw(st.sampled_from([">=", ">", "<", "<="])), draw(st.sampled_from(["0", "5"]))
    text = f"-{text}" if text != "0" and op in ("<", "<=") else text
    stone = Milestone(
        draw(st.none() | st.just(2030)), op, float(text), "百分点" if text != "0" else None, text
    )
    series = draw(st.sampled_from(["全省平均水平", "全市平均", "男性水平", "全国平均水平"]))
    return Target("", K.VERSUS, UP if op[0] == ">" else DOWN, (stone,), comparator=series)


@st.composite
def quotas(draw):
    unit = draw(st.sampled_from(["个", "处", "名", "万人次"]))
    return Target("", K.QUOTA, UP, draw(stones([">="], unit)), cumulative=draw(st.booleans()))


@st.composite
def bands(draw):
    low, high = draw(st.sampled_from([("103", "107"), ("40", "60"), ("0.5", "1")]))
    unit, year, hold = draw(units), draw(st.none() | st.just(2030)), draw(st.booleans())
    floor = Milestone(year, ">=", float(low), unit, low)
    ceiling = Target(
        "", K.HOLD if hold else K.AT_MOST, DOWN, (Milestone(year, "<=", float(high), unit, high),), hold=hold
    )
    kind = K.HOLD if hold else K.AT_LEAST
    return Target("", kind, Direction.AROUND, (floor,), hold=hold, parts=(ceiling,))


plain = st.sampled_from(
    [
        Target("", K.RISE, UP),
        Target("", K.FALL, DOWN),
        Target("", K.RISE, UP, base_year=2020),
        Target("", K.SLOWER_GROWTH, DOWN),
        Target("", K.GAP, DOWN, breakdown="城乡"),
        Target("", K.GAP, DOWN),
        Target("", K.GAP, DOWN, (Milestone(None, "<=", 5.0, "百分点", "5"),), breakdown="性别"),
        Target("", K.BALANCE, Direction.AROUND, (Milestone(None, "~=", 50.0, "%", "50"),)),
        Target("", K.FULL, UP, (Milestone(None, ">=", 100.0, "%", "100"),)),
        Target("", K.FULL, UP, (Milestone(2027, ">=", 100.0, "%", "100"),), hold=True),
        Target("", K.AT_LEAST_ONE, UP, (Milestone(None, ">=", 1.0, "名", "1"),)),
        Target("", K.AT_LEAST_ONE, UP, (Milestone(2025, ">=", 1.0, "个", "1"),)),
    ]
)
single = levels() | arounds() | changes() | versus() | quotas() | bands() | plain


@st.composite
def splits(draw):
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=3, unique=True))
    parts = tuple(
        replace(draw(levels()), breakdown=name, scope=(), every=None, kind=K.AT_LEAST, hold=False)
        for name in names
    )
    parts = tuple(replace(part, kind=K.AT_LEAST if part.direction is UP else K.AT_MOST) for part in parts)
    ways = {part.direction for part in parts}
    way = ways.pop() if len(ways) == 1 else Direction.NONE
    return Target("", K.SPLIT, way, parts=parts, scope=draw(scopes))


@st.composite
def compounds(draw):
    main = replace(draw(levels()), every=None)
    main = replace(main, kind=K.HOLD if main.hold else K.AT_LEAST if main.direction is UP else K.AT_MOST)
    further = draw(st.sampled_from([Target("", K.GAP, DOWN, breakdown="城乡"), Target("", K.RISE, UP)]))
    if further.kind is K.RISE:
        further = replace(further, breakdown=draw(st.sampled_from([None, "女性比例"])))
    return replace(main, parts=(further,))


@st.composite
def conditionals(draw):
    when = draw(st.sampled_from(["人口20万以上的县", "30万人口以上的县", "有条件的地区"]))
    inner = draw(single)
    return Target("", K.CONDITIONAL, inner.direction, parts=(inner,), condition=when)


targets = single | splits() | compounds() | conditionals()


def check_round_trip(target):
    words = write_target(target)
    parsed = parse_target(words)
    assert replace(parsed.target, phrase="") == target, words
    assert parsed.readable
    assert reading_zh(target)
    assert reading_en(target)
    assert target_record(parsed)["reading_zh"] == reading_zh(target)


@SOME
@given(targets)
def test_what_is_written_is_read_back(target):
    check_round_trip(target)


@pytest.mark.long
@MANY
@given(targets)
def test_what_is_written_is_read_back_long(target):
    check_round_trip(target)


words = st.sampled_from(
    listed("""
    达到 以上 以下 控制在 左右 2025年 到 2030年 % ‰ 70 12/10万 每年 降低 提高 个百分点 、 , ; ( )
    分别 城市 农村 和 不低于 不超过 稳定在 在2020年基础上 以乡镇为单位 百分之 七十 七成 1/6 0.5到1
    名 至少 各有 差距 缩小 全省平均水平 高于 上升趋势 人口20万以上的县 应保尽保 5岁以下儿童 - : 年
    的 并保持 累计 建成 翻一番 之间 万 十 / . 率
    """)
)
noise = st.text(max_size=60) | st.lists(words, max_size=25).map("".join)


def check_survives(phrase):
    begun = time.perf_counter()
    parsed = parse_target(phrase)
    record = target_record(parsed)
    assert time.perf_counter() - begun < 2
    assert record["reading_zh"]
    if parsed.target.kind is K.NONE:
        assert not any(char.isdigit() for char in phrase.split("未")[0])
    resolve(parsed.target, base_value=10.0)


@SOME
@given(noise)
def test_any_text_is_survived(phrase):
    check_survives(phrase)


@pytest.mark.long
@MANY
@given(noise)
def test_any_text_is_survived_long(phrase):
    check_survives(phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        "达到" * 50_000,
        "9" * 100_000,
        "1,111" * 20_000,
        "(" * 50_000 + "70%",
        "城市95%、" * 20_000,
        "每千" * 30_000,
        "以乡" * 30_000 + "为单位",
        "差距" * 30_000,
        "百分之" * 30_000,
        "十" * 50_000 + "名",
        "人口" * 30_000 + "的县",
        "0.5到" * 30_000,
        "/" * 100_000,
        "比2020年" * 20_000,
        "不超过全省" * 20_000,
    ],
    ids=lambda phrase: phrase[:6],
)
def test_long_hostile_phrases_end_quickly(phrase):
    begun = time.perf_counter()
    parsed = parse_target(phrase)
    assert time.perf_counter() - begun < 3
    assert not parsed.readable
