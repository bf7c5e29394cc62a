"""Finding texts: every code can be told, nothing is left blank."""

import re

import pytest

from indicators.findings import after_figure, finding, has_errors, kinds
from indicators.model import Place, Severity


def test_every_text_is_chinese_and_ends_as_a_sentence():
    for kind in kinds().values():
        assert kind.message.rstrip("”)").endswith(("。", "?", "?")), kind.code
        assert kind.hint.endswith(("。", "?", "?")), kind.code


HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”）][,;:?!(]|[,;:?!)](?=[\u4e00-\u9fff“])")


def test_texts_use_chinese_punctuation():
    told = [text for kind in kinds().values() for text in (kind.message, kind.hint)]
    assert [text for text in told if HALF_WIDTH.search(text)] == []


def test_place_and_value_stand_in_the_record():
    found = finding("empty_file", Place("a.xlsx", "表1", "B2"), value=0)
    record = found.as_record()
    assert (record["file"], record["sheet"], record["cell"], record["value"]) == ("a.xlsx", "表1", "B2", "0")
    assert "a.xlsx" in found.message


@pytest.mark.parametrize(("unit", "read"), [("1/10万", "/10万"), ("%", "%"), ("人", "人"), ("", "")])
def test_a_unit_after_a_figure_is_no_second_figure(unit, read):
    assert after_figure(unit) == read


def test_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        finding("no_such_code")


def test_has_errors():
    assert has_errors([finding("empty_file")])
    assert not has_errors([finding("empty_file", severity=Severity.NOTE)])
