"""The help on findings: no code without a place, a heading and readable text."""

import pytest

from dashboard.views import checks_help
from indicators.findings import kinds


def test_every_code_has_its_place_in_the_help():
    listed = [kind.code for found in checks_help.topics().values() for kind in found]
    assert sorted(listed) == sorted(kinds())


@pytest.mark.parametrize("code", sorted(kinds()))
def test_every_entry_says_what_is_wrong_and_how_to_mend_it(code):
    html = checks_help.entry(kinds()[code])
    assert f'id="{code}"' in html
    assert "{" not in html


def test_a_check_between_figures_explains_how_it_judges():
    more = checks_help.words()["more"]
    assert {code for code, kind in kinds().items() if kind.topic == "cross"} <= set(more)


def test_no_explanation_of_a_code_that_is_gone():
    assert set(checks_help.words()["more"]) <= set(kinds())
    assert set(checks_help.words()["fields"]) >= {name for kind in kinds().values() for name in kind.fields}
