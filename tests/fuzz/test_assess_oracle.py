"""The SQL against the plain Python oracle, over every kind of target and every odd series."""

# ruff: noqa: E501

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import assess_kit
import oracle_assess

FIELDS = (
    "attainment",
    "pace",
    "second",
    "outlook",
    "word",
    "alert",
    "small_number",
    "milestone_year",
    "base_year",
)
NUMBERS = ("value", "base_value", "milestone_value", "required", "pace_ratio", "second_ratio", "outlook_low",
           "outlook_value", "outlook_high", "low", "high")  # fmt: skip
YEARS = st.integers(2014, 2032)

# Zeros, whole numbers, decimals, negatives, more than 100; few enough to meet each other often.
FIGURES = st.one_of(
    st.sampled_from([0.0, 1.0, 50.0, 49.5, 70.0, 69.3, 69.4, 70.7, 95.0, 100.0, 119.9]),
    st.integers(-5, 130).map(float),
    st.integers(-300, 13000).map(lambda n: n / 100),
)


def series(most=8, figures=FIGURES):
    return st.dictionaries(YEARS, figures, max_size=most)


LEVEL_KINDS = ("at_least", "at_most", "hold", "around", "full", "quota", "at_least_one")


@st.composite
def cases(draw):
    case = {
        "year": draw(st.integers(2018, 2032)),
        "series": draw(series()),
        "direction": draw(st.sampled_from(["higher", "lower"])),
        "limits": draw(st.sampled_from([(None, None), (0, 100), (0, None), (None, 119.9)])),
        "frequency": draw(st.sampled_from(["annual", "annual", "annual", "term", "census"])),
        "period": (2021, 2030),
    }
    if draw(st.booleans()):
        case["base_year"] = draw(st.integers(2018, 2023))
    if "base_year" in case and draw(st.booleans()):
        case["base_value"] = draw(FIGURES)
    if draw(st.integers(0, 4)) == 0:
        year = draw(st.integers(2020, 2032))
        case["series"].pop(year, None)
        case["missing"] = {year: draw(st.sampled_from(["blank", "not_applicable", "not_collected"]))}
    kind = draw(st.sampled_from(KINDS))
    return case | {"kind": kind} | draw(MORE.get(kind, levels)(kind, case))


@st.composite
def levels(draw, kind, case):
    """One demand or two milestones, in the sense of the direction."""
    up = case["direction"] == "higher"
    signs = [">=", ">=", ">"] if up else ["<=", "<=", "<"]
    if kind == "around":
        direction = draw(st.sampled_from(["around", "higher", "lower"]))
        return {"ops": [(2030, "~=", draw(FIGURES))], "direction": direction}
    if kind in ("full", "at_least_one"):
        return {"ops": [], "direction": "higher"}
    sign = draw(st.sampled_from(signs))
    ops = [(draw(st.sampled_from([None, 2025, 2030])), sign, draw(FIGURES))]
    if kind not in ("quota",) and ops[0][0] == 2025 and draw(st.booleans()):
        ops.append((2030, draw(st.sampled_from([*signs, "~="])), draw(FIGURES)))
        if draw(st.booleans()):
            ops.append((2028, draw(st.sampled_from([*signs, "~="])), draw(FIGURES)))
            ops.sort()
    return {"ops": ops, "cumulative": draw(st.booleans())}


def trends(kind, case):
    return st.just({"direction": "higher" if kind == "rise" else "lower"})


@st.composite
def changes(draw, kind, case):
    amount = draw(st.sampled_from([-20.0, 20.0, 5.0, -0.5, 0.5, -2.5, 10.0, -100.0]))
    unit = draw(st.sampled_from(["percent", "point"]))
    return {"change": (amount, unit, kind == "yearly_step"), "direction": "higher" if amount > 0 else "lower"}


@st.composite
def everywhere(draw, kind, case):
    found = draw(levels("at_least", case))
    names = ["东镇", "西镇", "南乡"][: draw(st.integers(0, 3))]
    children = {name: draw(series(3)) for name in names}
    return {"ops": found["ops"][:1], "every": "town", "children": children}


@st.composite
def sides(draw):
    """Figures of some breakdowns."""
    names = draw(st.sets(st.sampled_from(["城市", "城镇", "农村", "男", "女"]), min_size=1))
    return {name: draw(series(6)) for name in ("城市", "城镇", "农村", "男", "女") if name in names}


@st.composite
def parts(draw, case):
    """Two or three demands: each on a breakdown or on the whole, with a number, a change or a way."""
    out = []
    for label in draw(st.lists(st.sampled_from(["城市", "农村", "女", None]), min_size=1, max_size=3)):
        direction = draw(st.sampled_from(["higher", "lower"]))
        part = {"label": label, "direction": direction}
        kind = draw(
            st.sampled_from(["at_least", "hold", "around", "full", "rise", "relative", "gap", "quota"])
        )
        if kind == "rise":
            part["kind"] = {"higher": "rise", "lower": "fall"}[direction]
        elif kind == "gap":
            part |= {"kind": "gap", "label": None, "direction": "lower", "ops": []}
        elif kind == "relative":
            part |= {"kind": kind} | draw(changes(kind, case))
        else:
            part |= {"kind": kind} | draw(levels(kind, {**case, "direction": direction}))
        out.append(part)
    return out


@st.composite
def split(draw, kind, case):
    return {"breakdowns": draw(sides()), "parts": draw(parts(case)), "missing": {}}


@st.composite
def compound(draw, kind, case):
    """A main demand, now and then of every area, and further conditions."""
    main = draw(st.sampled_from(["at_least", "rise", "every_area", "at_least_one"]))
    more = draw(MORE.get(main, levels)(main, case))
    return {"kind": main, **more, "breakdowns": draw(sides()), "parts": draw(parts(case)), "missing": {}}


@st.composite
def gaps(draw, kind, case):
    ops = draw(st.sampled_from([[], [(2030, "<=", 5.0)]]))
    label = draw(st.sampled_from([None, "城乡", "性别"]))
    return {"breakdowns": draw(sides()), "direction": "lower", "ops": ops, "label": label}


@st.composite
def against(draw, kind, case):
    sign = {"higher": ">", "lower": "<="}[case["direction"]]
    return {
        "comparator": draw(st.sampled_from(["全省平均水平", "男性水平", "城市水平"])), "ops": [(2030, sign, 0.0)],
        "others": {"全省": draw(series(5))}, "breakdowns": draw(sides()),
    }  # fmt: skip


def nothing(kind, case):
    return st.just({})


# Few years, so that judgements, answers and figures meet in one.
NEAR = st.integers(2020, 2025)
JUDGEMENTS = st.lists(st.tuples(NEAR, st.sampled_from(["yes", "partly", "no"])), max_size=4)
ANSWERS = st.lists(st.tuples(NEAR, st.booleans()), max_size=3)


@st.composite
def by_people(draw, kind, case):
    """Judged by people, sometimes by figures of 1 and 0, or not at all; conditional ones by a demand too."""
    said = {"year": draw(st.integers(2021, 2026)), "answers": draw(ANSWERS)}
    if kind == "conditional" and draw(st.booleans()):
        part = {"kind": "at_least", **draw(levels("at_least", case)), "direction": case["direction"]}
        return {**said, "parts": [part]}
    figures = st.dictionaries(NEAR, st.sampled_from([0.0, 1.0, 3.5]), max_size=3)
    return {**said, "series": draw(figures), "judgements": draw(JUDGEMENTS)}


@st.composite
def chances(draw, kind, case):
    """Deaths and cases: the value goes with its counts."""
    scale = draw(st.sampled_from([100.0, 1000.0, 100000.0]))
    counts = {}
    for year in draw(st.sets(YEARS, min_size=1, max_size=5)):
        size = draw(st.integers(1, 40000))
        counts[year] = (draw(st.integers(0, min(size, 40))), size)
    values = {year: round(n / d * scale, 2) for year, (n, d) in counts.items()}
    wanted = draw(st.sampled_from([6.0, 12.0, 2.0, 0.5]))
    return {
        "kind": "at_most", "direction": "lower", "ops": [(2030, "<=", wanted)], "series": values, "counts": counts,
        "random": True, "multiplier": scale, "missing": {},
    }  # fmt: skip


MORE = {
    "rise": trends, "fall": trends, "relative": changes, "yearly_step": changes, "every_area": everywhere,
    "gap": gaps, "versus": against, "slower_growth": nothing, "balance": nothing, "yes_no": by_people,
    "qualitative": by_people, "conditional": by_people, "none": nothing, "chance": chances, "split": split, "compound": compound,
}  # fmt: skip
KINDS = [*LEVEL_KINDS, *MORE]


def differences(case, found, wanted):
    out = []
    for name in FIELDS:
        if found[name] != wanted[name]:
            out.append((name, found[name], wanted[name]))
    for name in NUMBERS:
        got, want = found[name], wanted[name]
        if name.startswith("outlook") and found["outlook"] is None:
            got = None
        if (got is None) != (want is None) or (got is not None and abs(got - want) > 2e-9 + 1e-9 * abs(want)):
            out.append((name, got, want))
    return out


def compare(batch):
    batch = [{**case, "direction": "higher"} if case["kind"] == "balance" else case for case in batch]
    for case, found in zip(batch, assess_kit.rows(batch), strict=True):
        wrong = differences(case, found, oracle_assess.judge(case))
        assert not wrong, f"{case}\n  {wrong}"


BATCHES = st.lists(cases(), min_size=40, max_size=80)
CHECKS = list(HealthCheck)
# A batch that fails names its case; shrinking it would only take long.
PHASES = [Phase.generate]


@seed(20261121)
@settings(max_examples=12, deadline=None, database=None, suppress_health_check=CHECKS, phases=PHASES)
@given(BATCHES)
def test_sql_and_oracle_agree(batch):
    compare(batch)


@pytest.fixture
def only_long(whole):
    if not whole:
        pytest.skip("long: run with -m long")


@pytest.mark.long
@pytest.mark.usefixtures("only_long")
@pytest.mark.timeout(3000)
@settings(max_examples=400, deadline=None, database=None, suppress_health_check=CHECKS, phases=PHASES)
@given(BATCHES)
def test_sql_and_oracle_agree_at_length(batch):
    compare(batch)
