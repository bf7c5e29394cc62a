"""The rules for texts known at first sight never differ from the full ones."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.sheets import glance
from indicators.sheets.glance import all_plain_figures, all_plain_words, plain_figure, plain_word
from indicators.sheets.lexicon import lexicon
from indicators.sheets.values import parse_text
from indicators.sheets.years import parse_period

LETTERS = (
    "年月日度季半上下前后本去今当期届轮次批民国公元西元截至止学一二三四五十百第全无未缺暂不约近大达超少于低"
    "以左右余多人万村镇县率数019285.,-/~—:：%‰()（）①²  \u3000\u200b'Oolx*#"
)
words = lexicon()
KNOWN = sorted({*words.missing, *words.words["this_year"], *words.words["last_year"], *words.column})


def texts():
    part = st.one_of(st.sampled_from(KNOWN), st.text(LETTERS, max_size=6), st.integers(0, 10**6).map(str))
    return st.lists(part, min_size=1, max_size=3).map("".join)


def check(text):
    bare = text.strip()
    if not bare or len(bare) > 24:
        return
    read = parse_text(text)
    if plain_word(bare):
        assert (read.value, read.suggestion, parse_period(text)) == (None, None, None), text
        assert read.flags, text
    if plain_figure(bare):
        assert read.value is not None or read.suggestion is not None, text
        assert parse_period(text) is None, text


@given(texts())
@settings(max_examples=400)
def test_any_text(text):
    check(text)


def test_every_known_word_alone_and_with_a_character_before_or_after():
    for word, before, after in itertools.product(KNOWN, ("", "第", "数"), ("", "1", "(年)", "月")):
        check(f"{before}{word}{after}")


@given(st.lists(texts().map(str.strip).filter(bool), min_size=1, max_size=3))
@settings(max_examples=400)
def test_many_texts_are_judged_as_each_alone(many):
    if all_plain_words(many):
        assert all(map(plain_word, many))
    if all_plain_figures(many):
        assert all(map(plain_figure, many))


@pytest.mark.parametrize("year", ["2018", "2018.0", "2018.5", "201803", "112", "99", "2021-2030", "20180301"])
def test_years(year):
    check(year)


def test_the_rules_are_of_use():
    assert plain_word("示例村12")
    assert plain_word("第12村")
    assert plain_figure("110101001001")
    assert not plain_word("第12次普查")
    assert not plain_word("本年")
    assert not plain_figure("2018")


def test_the_rules_for_many_are_of_use():
    assert all_plain_words(["第1村", "示例镇"])
    assert all_plain_figures(["110101", "110101001001"])
    assert not all_plain_words(["第1村", "第2次"])
    assert not all_plain_figures(["110101", "2018"])


def test_a_rule_that_takes_too_much_is_noticed(monkeypatch):
    monkeypatch.setattr(glance, "_telling", frozenset)
    with pytest.raises(AssertionError):
        test_every_known_word_alone_and_with_a_character_before_or_after()
