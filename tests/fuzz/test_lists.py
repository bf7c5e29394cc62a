"""Plans and area lists of any content: findings, never an exception; and trees come back as they were."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalog import builtin, read_areas, read_plan
from indicators.model import Area

WORDS = st.one_of(
    st.sampled_from(
        ["指标", "目标", "牵头单位", "code", "name", "parent_code", "W0103", "C0308", "婴儿死亡率", "5‰以下",
         "", "2030年目标", "一、健康", "注:", "逐步提高", "妇女", "计量单位", "%", "=1+1", "0", "95"]
    ),
    st.text(max_size=12),
)  # fmt: skip
ROWS = st.lists(st.lists(WORDS, min_size=1, max_size=6), max_size=12)


def as_csv(rows) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


@settings(max_examples=120, deadline=None)
@given(ROWS)
def test_any_list_gives_goals_or_findings(rows):
    goals, findings = read_plan(as_csv([["指标", "目标", "牵头单位"], *rows]), "a.csv", builtin())
    known = builtin().by_code
    assert all(goal.code in known or goal.definition for goal in goals)
    assert all(one.message and one.hint for one in findings)


@settings(max_examples=120, deadline=None)
@given(ROWS)
def test_any_list_gives_areas_whose_parents_stand_before_them(rows):
    areas, findings = read_areas(as_csv([["code", "name", "parent_code"], *rows]), "a.csv")
    seen: set[str] = set()
    for area in areas:
        assert "/" not in area.path or area.path.rpartition("/")[0] in seen
        assert area.path not in seen
        seen.add(area.path)
    assert all(one.message and one.hint for one in findings)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=30), max_size=25), st.randoms(use_true_random=False))
def test_a_tree_in_any_order_comes_back(parents, random):
    """Area n hangs below area parents[n] % n; the lines are shuffled; every path must be rebuilt."""
    paths = ["县"]
    lines = [["a0", "县", ""]]
    for number, parent in enumerate(parents, 1):
        above = parent % number
        paths.append(f"{paths[above]}/地{number}")
        lines.append([f"a{number}", f"地{number}", f"a{above}"])
    random.shuffle(lines)
    areas, findings = read_areas(as_csv([["code", "name", "parent_code"], *lines]), "a.csv")
    assert findings == []
    assert {area.path for area in areas} == set(paths)
    assert all(isinstance(area, Area) for area in areas)
