"""The synthetic province: its shape, its sums, its records, the same every time."""

import pytest

from indicators.assess import assess, engine
from indicators.store import Store
from tests.bench.province import PROVINCE, Size, district, fill

TINY = Size(districts=2, cities=2, towns=2, villages=4, indicators=20, years=1)
FIGURES = "indicator, area, year, value, numerator, denominator, missing"


@pytest.fixture(scope="module")
def store():
    with Store.memory() as made:
        fill(made, TINY)
        yield made


def rows(store, sql):
    return store.cursor().execute(sql).fetchall()


def test_the_whole_province_has_the_size_it_says():
    whole = Size.of(1)
    first, last = district(whole, 0), district(whole, 99)
    assert {len(first.areas), len(last.areas)} == {1 + 15 + 250}
    assert not {area.name for area in first.areas} & {area.name for area in last.areas}
    assert (first.city, last.city) == (f"{PROVINCE}/示例市01", f"{PROVINCE}/示例市12")
    assert last.areas[-1].name == "示例村25000"


def test_a_smaller_one_has_fewer_districts_of_the_same_kind():
    assert Size.of(0.1).districts == 10
    assert Size.of(0.01) == Size(1, 1)
    assert Size.of(0.001).villages < 250


def test_towns_and_districts_have_the_sums_of_their_villages(store):
    differing = rows(
        store,
        """
        WITH o AS (SELECT c.*, a.level, a.parent FROM current_observation c JOIN current_area a USING (area)
            WHERE c.numerator IS NOT NULL)
        SELECT t.indicator FROM o t JOIN (
            SELECT parent, indicator, year, sum(numerator) n, sum(denominator) d
            FROM o WHERE level = 'village' GROUP BY ALL
        ) v ON v.parent = t.area AND v.indicator = t.indicator AND v.year = t.year
        WHERE t.level = 'town' AND (t.numerator, t.denominator) <> (v.n, v.d)
        """,
    )
    assert not differing


def test_every_kind_of_record_is_there_and_the_audit_is_whole(store):
    assert store.audit.verify().whole
    for table in ("withdrawal", "open_conflict", "current_target"):
        assert rows(store, f"SELECT count(*) FROM {table}")[0][0], table
    (made,), (standing,) = (
        rows(store, f"SELECT count(*) FROM {name}")[0] for name in ("observation", "current_observation")
    )
    assert 0 < made - standing < made / 10  # some were corrected
    assert rows(store, "SELECT 1 FROM current_observation WHERE missing IS NOT NULL LIMIT 1")
    accepted = sum(item.accepted for item in store.submissions())
    assert accepted == made
    assert {item.area for item in store.submissions()} == {district(TINY, n).path for n in (0, 1)}


def test_a_district_alone_has_the_figures_and_verdicts_that_it_has_among_the_others(store):
    path = district(TINY, 1).path
    below = "area IN (SELECT area FROM current_area WHERE starts_with(path, '{}'))"
    mine = f"SELECT {FIGURES} FROM current_observation WHERE {below} ORDER BY ALL"
    with Store.memory() as alone:
        fill(alone, TINY, only=1)
        assert rows(alone, mine.format("")) == rows(store, mine.format(path))
        for below in (0, 1):
            asked = {"year": 2024, "area": path, "below": below}
            assert assess(alone, **asked) == assess(store, **asked)


def test_a_province_is_judged_alike_whatever_is_left_out_below_its_counties(store, monkeypatch):
    script = engine.script
    asked = {"year": 2024, "area": PROVINCE}
    found = assess(store, **asked)
    every = {"series_some.sql": "series_all.sql"}
    monkeypatch.setattr(engine, "script", lambda name: script(every.get(name, name)))
    assert assess(store, **asked) == found


@pytest.mark.long
def test_another_seed_gives_other_figures(store):
    with Store.memory() as other:
        fill(other, TINY, seed=2, only=0)
        path = district(TINY, 0).path
        current = "current_observation JOIN current_area USING (area)"
        mine = f"SELECT value FROM {current} WHERE starts_with(path, '{path}') ORDER BY ALL"
        assert rows(other, mine) != rows(store, mine)
