"""Attack on counts that several sensitive indicators show: what one keeps back no other gives away."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from indicators.assess.linked import Given, Shows, count_name, kept_back_together

LEAST = 5
SMALL = set(range(1, LEAST))
CITY = "市"
NAMES = ("甲县", "乙县", "丙县")
# cases; closed of the cases; cases of the people; people without a case; closed of all that were tried
SHOWS = (
    Shows("A", ("案件",)),
    Shows("B", ("结案",), "案件"),
    Shows("C", ("案件",), "人口"),
    Shows("D", ("无案人口",), "人口"),
    Shows("E", ("结案",), "审理"),
)
COUNTS = {"A": ("案件", None), "B": ("结案", "案件"), "C": ("案件", "人口"), "D": ("无案人口", "人口"),
          "E": ("结案", "审理")}  # fmt: skip
OPEN = {"人口", "审理"}
"""Counts that are no sensitive indicator's own: shown wherever a figure is."""


def district(cases, closed, people, left_out, unreported):
    """The figures of a city and its counties, and every count as it is; some figures were never given."""
    truth = {}
    for at, name in enumerate(cases):
        done = min(closed[at], cases[name])
        truth[f"{CITY}/{name}"] = {"案件": cases[name], "结案": done, "人口": people[at],
                                   "无案人口": people[at] - cases[name], "审理": done + 7}  # fmt: skip
    truth[CITY] = {what: sum(one[what] for one in truth.values()) for what in next(iter(truth.values()))}
    truth[CITY]["案件"] += unreported
    truth[CITY]["无案人口"] = truth[CITY]["人口"] - truth[CITY]["案件"]
    figures = []
    for area, counts in truth.items():
        for code, (above, below) in COUNTS.items():
            if (code, area) not in left_out:
                whole = float(counts[below]) if below else None
                figures.append(Given(code, (area, ()), float(counts[above]), whole))
    return figures, truth


AREAS = (CITY, *(f"{CITY}/{name}" for name in NAMES))
LEFT_OUT = st.sets(st.tuples(st.sampled_from(sorted(COUNTS)), st.sampled_from(AREAS)), max_size=12)
MANY = st.one_of(st.integers(0, 9), st.integers(0, 40))


def known(figures, gone, counties):
    """All counts that follow from what is shown: read off, added, subtracted, complemented."""
    found = {}
    for one in figures:
        if (one.code, one.place) not in gone:
            above, below = COUNTS[one.code]
            found[above, one.place[0]] = one.numerator
            if below:
                found[below, one.place[0]] = one.denominator
    while True:
        more = {}
        for area in (CITY, *counties):
            for what, other in (("案件", "无案人口"), ("无案人口", "案件")):
                if (what, area) not in found and {("人口", area), (other, area)} <= found.keys():
                    more[what, area] = found["人口", area] - found[other, area]
        for what in {what for what, _ in found} | OPEN:
            places = [(what, area) for area in (CITY, *counties)]
            lacking = [place for place in places if place not in found]
            if len(lacking) == 1 and lacking[0][1] != CITY:
                more[lacking[0]] = found[what, CITY] - sum(found[p] for p in places[1:] if p in found)
        if not more.keys() - found.keys():
            return found
        found = more | found


def attack(cases, closed, people, left_out, unreported):
    named = dict(zip(NAMES, cases, strict=False))
    figures, truth = district(named, closed, people, left_out, unreported)
    counties = [f"{CITY}/{name}" for name in named]
    gone = kept_back_together(
        figures, SHOWS, above={CITY: None, **dict.fromkeys(counties, CITY)}, least=LEAST
    )
    found = known(figures, gone, counties)
    for (what, area), count in found.items():
        if what not in OPEN and any(COUNTS[one.code][0] == what for one in figures if one.place[0] == area):
            assert not 0 < count < LEAST, (what, area, truth, gone)
    _every_number_is_possible(found, truth, counties, unreported)


def _every_number_is_possible(found, truth, counties, unreported):
    """Of cases kept back below a shown total each could still be any small number."""
    hidden = [area for area in counties if ("案件", area) not in found and truth[area]["案件"] > 0]
    if ("案件", CITY) not in found or not hidden:
        return
    rest = int(truth[CITY]["案件"] - sum(found.get(("案件", area), 0) for area in counties))
    unknown = [*hidden, *(["未报"] if unreported else [])]
    possible = [set() for _ in unknown]
    for values in product(range(1, rest + 1), repeat=len(unknown) - 1):
        last = rest - sum(values)
        if last >= 1:
            for position, value in enumerate((*values, last)):
                possible[position].add(value)
    assert all(numbers >= SMALL for numbers in possible), (truth, found)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_no_count_is_given_away_by_another_indicator(whole):
    @seed(20215)
    @settings(max_examples=4000 if whole else 400, deadline=None, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(
        st.lists(MANY, min_size=1, max_size=3), st.lists(MANY, min_size=3, max_size=3),
        st.lists(st.integers(50, 99), min_size=3, max_size=3), LEFT_OUT, st.sampled_from([0, 0, 0, 2, 9]),
    )  # fmt: skip
    def run(cases, closed, people, left_out, unreported):
        attack(cases, closed, people, left_out, unreported)

    run()


def test_shares_never_given_together_are_looked_at_as_one():
    left_out = {(code, area) for code, area in (("A", "市/乙县"), ("B", "市"), ("D", "市/丙县"), ("C", "市"),
                ("D", "市/甲县"), ("B", "市/乙县"), ("C", "市/乙县"), ("A", "市"))}  # fmt: skip
    attack([0, 0, 1], [0, 0, 0], [50, 50, 50], left_out, 0)


def gone_of(figures, shows, counties=("市/甲县", "市/乙县", "市/丙县")):
    above = {CITY: None, **dict.fromkeys(counties, CITY)}
    return {(code, place[0]) for code, place in kept_back_together(figures, shows, above=above, least=LEAST)}


def test_a_denominator_does_not_give_away_the_count_that_another_keeps_back():
    figures = [
        Given("A", ("县", ()), 3.0),
        Given("B", ("县", ()), 0.0, 3.0),
    ]
    assert gone_of(figures, SHOWS) == {("A", "县"), ("B", "县")}


def test_two_indicators_of_one_count_keep_back_the_same_places():
    """A has figures of three counties, C of two: each alone would take another sibling along."""
    cases = {CITY: 63.0, "市/甲县": 3.0, "市/乙县": 20.0, "市/丙县": 40.0}
    figures = [Given("A", (area, ()), count) for area, count in cases.items()]
    figures += [Given("C", (area, ()), count, 900.0) for area, count in cases.items() if area != "市/乙县"]
    gone = gone_of(figures, SHOWS)
    assert gone == {("A", "市/甲县"), ("A", "市/乙县"), ("C", "市/甲县")}


def test_two_shares_of_one_whole_are_each_others_count():
    figures = [Given("C", ("县", ()), 3.0, 80.0), Given("D", ("县", ()), 77.0, 80.0)]
    assert gone_of(figures, SHOWS) == {("C", "县"), ("D", "县")}


def test_indicators_of_the_same_people_but_other_counts_stay_apart():
    shows = (Shows("X", ("病例",), "人口"), Shows("Y", ("检查",), "人口"))
    figures = [Given("X", ("县", ()), 3.0, 80.0), Given("Y", ("县", ()), 60.0, 80.0)]
    assert gone_of(figures, shows) == {("X", "县")}


@pytest.mark.parametrize(("one", "other"), [
    ("家庭暴力案件数", "家庭暴力 案件"), ("受援人数", "受援人"), ("案件（起）", "案件起"),
])  # fmt: skip
def test_names_of_counts_are_compared_without_their_signs_and_tails(one, other):
    assert count_name(one) == count_name(other)


def test_a_name_that_is_only_a_tail_stays():
    assert count_name("总数") == "总数"
