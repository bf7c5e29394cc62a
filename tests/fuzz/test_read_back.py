"""Tables made from a known long form are read back exactly, or a question is asked; never wrong."""

import json
from collections import Counter

import pytest
from fuzz_judge import judge, read_case
from fuzz_layouts import Layout

from indicators.catalog import builtin

pytestmark = pytest.mark.tenth(2)

CASES = 4000
"""Random layouts in the long run; an ordinary run takes the first tenth."""


def run(seeds, capsys):
    vocabulary = builtin().vocabulary()
    shares, wrong = Counter(), []
    for seed in seeds:
        case = Layout(seed, vocabulary).build()
        verdict, detail = judge(case, read_case(case, vocabulary))
        shares[verdict] += 1
        if verdict == "wrong":
            wrong.append((seed, case.layout, detail))
    with capsys.disabled():
        print(
            "\nread back:",
            json.dumps({name: f"{n / sum(shares.values()):.3%}" for name, n in shares.items()}),
            end=" ",
        )
    return shares, wrong


def test_a_tenth_of_the_layouts(capsys):
    shares, wrong = run(range(CASES // 10), capsys)
    assert wrong == []
    assert shares["exact"] >= 0.9 * sum(shares.values())


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_all_layouts(capsys):
    shares, wrong = run(range(CASES), capsys)
    assert wrong == []
    assert shares["exact"] >= 0.9 * sum(shares.values())


def test_the_judge_sees_a_wrong_value():
    vocabulary = builtin().vocabulary()
    case = Layout(1, vocabulary).build()
    reading = read_case(case, vocabulary)
    assert judge(case, reading)[0] == "exact"
    reading.records.chunks[0].value[0] += 1
    assert judge(case, reading)[0] == "wrong"
