"""Attack on the public version: adding and subtracting what is shown gives no small count away."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from indicators.assess.suppress import Cell, suppressed

LEAST = 5
SMALL = set(range(1, LEAST))


def table(totals, sexes):
    """A city with counties: totals by county (None: did not report), the women among them or None."""
    cells, above = [], {"市": None}
    for name, total in totals.items():
        above[f"市/{name}"] = "市"
        if total is not None:
            cells.append(Cell(f"市/{name}", (), float(total)))
            if sexes.get(name) is not None:
                cells.append(Cell(f"市/{name}", (("性别", "女"),), float(sexes[name])))
                cells.append(Cell(f"市/{name}", (("性别", "男"),), float(total - sexes[name])))
    return cells, above


def line_values(shown, hidden_names, rest):
    """Every way to fill the hidden counts of one line, as an attacker who knows only the sum would."""
    top = int(rest)
    for values in product(range(top + 1), repeat=max(0, len(hidden_names) - 1)):
        if sum(values) <= top:
            yield (*values, top - sum(values))


COUNTS = st.one_of(st.integers(0, 9), st.integers(0, 40))


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_line_of_totals_gives_no_small_count_away(whole):
    @seed(20213)
    @settings(max_examples=4000 if whole else 400, deadline=None, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.lists(COUNTS, min_size=1, max_size=4), st.integers(0, 12))
    def attack(counts, unreported):
        names = [f"县{at}" for at in range(len(counts))]
        cells, above = table(dict(zip(names, counts, strict=True)), {})
        whole_count = float(sum(counts) + unreported)
        cells.append(Cell("市", (), whole_count))
        hidden = suppressed(cells, below=(), above=above, least=LEAST)
        truth = {cell.area: cell.count for cell in cells}
        assert all(count < 1 or count >= LEAST for area, count in truth.items() if (area, ()) not in hidden)
        if ("市", ()) in hidden:
            assert all((f"市/{name}", ()) in hidden for name in names), "what is below goes with it"
            return
        kept_back = [name for name in names if (f"市/{name}", ()) in hidden]
        unknown = kept_back + (["未报"] if unreported else [])
        if not kept_back:
            assert not 0 < unreported < LEAST, "what is left over would be a small count"
            return
        rest = whole_count - sum(truth[f"市/{name}"] for name in names if name not in kept_back)
        # Whoever knows that what is kept back is small, or was taken along (5 and more), sees this much:
        possible = [set() for _ in unknown]
        for values in line_values(truth, unknown, rest):
            fits = any(value in SMALL for value in values) and all(value >= 1 for value in values)
            if fits:
                for position, value in enumerate(values):
                    possible[position].add(value)
        for found in possible:
            assert found >= SMALL, (counts, unreported, hidden)

    attack()


@pytest.mark.long
@pytest.mark.timeout(900)
def test_breakdowns_give_no_small_count_away(whole):
    @seed(20214)
    @settings(max_examples=4000 if whole else 400, deadline=None, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(
        st.dictionaries(st.sampled_from(["甲县", "乙县", "丙县"]), st.tuples(COUNTS, COUNTS), min_size=1),
        st.sets(st.sampled_from(["市", "女", "男"])),
    )
    def attack(counts, left_out):
        totals = {name: women + men for name, (women, men) in counts.items()}
        cells, above = table(totals, {name: women for name, (women, _) in counts.items()})
        cells.append(Cell("市", (), float(sum(totals.values()))))
        for sex, at in (("女", 0), ("男", 1)):
            cells.append(Cell("市", (("性别", sex),), float(sum(pair[at] for pair in counts.values()))))
        cells = [cell for cell in cells if not (cell.parts and cell.parts[0][1] in left_out)]
        if "市" in left_out:
            cells = [cell for cell in cells if cell.area != "市"]
        hidden = suppressed(cells, below=(), above=above, least=LEAST)
        shown = {cell.place: cell.count for cell in cells if cell.place not in hidden}
        known = dict(shown)
        for _ in range(4):  # all that follows by adding and subtracting along every line
            known |= derived(known, [f"市/{name}" for name in counts])
        for place, count in known.items():
            assert not 0 < count < LEAST, (place, counts, left_out, hidden)

    attack()


def derived(known, counties):
    """What is missing of any sum of which all else is known."""
    parts = [(), (("性别", "女"),), (("性别", "男"),)]
    lines = [[(area, parts[0]), (area, parts[1]), (area, parts[2])] for area in ["市", *counties]]
    lines += [[("市", part), *((area, part) for area in counties)] for part in parts]
    found = {}
    for total, *terms in lines:
        lacking = [place for place in [total, *terms] if place not in known]
        if len(lacking) == 1:
            rest = sum(known[place] for place in terms if place in known)
            found[lacking[0]] = rest if lacking[0] == total else known[total] - rest
    return found


def test_towns_are_never_shown_and_hide_nothing_else():
    above = {"县": None, "县/东镇": "县"}
    cells = [Cell("县", (), 20.0), Cell("县/东镇", (), 2.0), Cell("县", (("性别", "女"),), 9.0)]
    found = suppressed(cells, below={"县/东镇"}, above=above, least=LEAST)
    assert found == {("县/东镇", ())}


CASES = [
    # counts, kept back
    ({"市": 100, "甲": 40, "乙": 60}, set()),
    ({"市": 43, "甲": 3, "乙": 40}, {"甲", "乙"}),
    ({"市": 50, "甲": 3, "乙": 7, "丙": 40}, {"甲", "乙"}),
    ({"市": 48, "甲": 3, "乙": 5, "丙": 40}, {"甲", "丙"}),  # 3 and 5 are 8: 乙 cannot be 4 and 甲 not small
    ({"市": 8, "甲": 3, "乙": 5}, {"市", "甲", "乙"}),
    ({"市": 3, "甲": 3, "乙": 0}, {"市", "甲", "乙"}),
    ({"市": 2, "甲": 1, "乙": 1}, {"市", "甲", "乙"}),
    ({"市": 42, "甲": 20, "乙": 20}, {"乙"}),  # 2 of a county that did not report
]


@pytest.mark.parametrize(("counts", "kept_back"), CASES, ids=lambda part: "".join(map(str, sorted(part))))
def test_totals(counts, kept_back):
    names = {name: "市" if name == "市" else f"市/{name}" for name in counts}
    above = {path: None if name == "市" else "市" for name, path in names.items()}
    cells = [Cell(names[name], (), float(count)) for name, count in counts.items()]
    found = suppressed(cells, below=(), above=above, least=LEAST)
    assert found == {(names[name], ()) for name in kept_back}


def test_a_rate_whose_count_is_unknown_is_shown():
    assert suppressed([Cell("县", (), None)], below=(), above={"县": None}, least=LEAST) == set()
