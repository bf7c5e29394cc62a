"""A small district of its own for each test of the pages, built through the real engine."""

import csv
import functools
import io
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard import data, runtime
from indicators.catalog import builtin, read_plan
from indicators.model import Area, AreaLevel
from indicators.store import Store

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
COUNTY = "测试县"
TOWNS = ("东镇", "西乡")
FIGURES = {
    # name -> figures of 2020 to 2024, target in the plan's words
    "适龄妇女宫颈癌人群筛查率": ((30.0, 36.0, 44.0, 52.0, 60.0), "2025年达到50%以上，2030年达到70%以上"),
    "婚前医学检查率": ((70.0, 69.0, 66.0, 62.0, 58.0), "达到80%以上"),
    "5岁以下儿童死亡率": ((6.0, 5.8, 5.5, 5.3, 5.1), "控制在5‰以下"),
    "学前教育毛入园率": (None, "达到95%以上"),
}


def observations(catalog, figures=FIGURES, area=COUNTY):
    names = {item.name: item.code for item in catalog.indicators}
    rows = []
    for name, (values, _) in figures.items():
        for year, value in zip(range(2020, 2025), values or (), strict=False):
            rows.append(
                {
                    "code": names[name], "area": area, "breakdown": "", "year": year, "value": value,
                    "text": str(value), "decimals": 1, "qualifier": "exact", "sheet": "表1",
                    "cell": f"C{year - 2010}", "raw": str(value),
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def plan_goals(catalog, figures=FIGURES):
    text = io.StringIO()
    lines = [("indicator", "target", "lead")]
    csv.writer(text).writerows(lines + [(name, target, "县卫健局") for name, (_, target) in figures.items()])
    goals, findings = read_plan(text.getvalue().encode(), "plan.csv", catalog)
    assert not findings
    return goals


@pytest.fixture(scope="session", autouse=True)
def _components_looked_for_once():
    """Every run of an AppTest reads the metadata of all installed distributions: once is enough."""
    with pytest.MonkeyPatch.context() as patch:
        kept = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", kept)
        yield


@pytest.fixture(scope="session")
def _place(tmp_path_factory):
    """The one folder in which every test's store lies."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture
def empty_store(_place, monkeypatch):
    """The path of a store that is not there yet, the same for all tests.

    What pages keep is kept by path and data version: a store laid there again comes with its version, so
    that verdicts made for one test serve the next one; a store that is changed has a version of its own.
    """
    path = _place / "district.duckdb"
    clear(path)
    monkeypatch.setenv("TWOPLANS_STORE", str(path))
    data.forget_run()  # what an earlier test saw in this thread
    yield path
    runtime.close_all()
    clear(path)


def clear(path):
    for old in path.parent.glob("*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()


@pytest.fixture(scope="session")
def lay(tmp_path_factory):
    """`lay(path, name, make)`: the store that `make(path)` makes, made once a name and copied after that."""
    shelf = tmp_path_factory.mktemp("made")

    def put(path, name, make):
        kept = shelf / f"{name}.duckdb"
        if not kept.exists():
            make(path)
            assert not path.with_name(path.name + ".wal").exists(), "the store must come closed"
            shutil.copy(path, kept)
        else:
            shutil.copy(kept, path)
        return path

    return put


@pytest.fixture
def district(empty_store, lay):
    """A county with two towns, four indicators, five years; figures of three."""
    return lay(empty_store, "district", make_district)


def make_district(path):
    catalog = builtin()
    with Store.create(path) as store:
        towns = [
            Area(f"99{i}", name, f"{COUNTY}/{name}", AreaLevel.TOWN, "99") for i, name in enumerate(TOWNS)
        ]
        store.put_areas([Area("99", COUNTY, COUNTY, AreaLevel.COUNTY), *towns], by="测试")
        store.put_catalog(catalog, goals=plan_goals(catalog), area=COUNTY, source="test", by="测试")
        store.accept(observations(catalog), file="卫健局.xlsx", data=b"made", by="测试员", unit="县卫健局")


ONE_PAGE = """
from dashboard import components
from dashboard.views import {page}
components.dress()
with components.guard():
    components.banner()
    {page}.page()
"""


def open_page(page, **params):
    """A page run once with this address; it may not fail, not even behind the guard."""
    test = AppTest.from_string(ONE_PAGE.format(page=page), default_timeout=60)
    for key, value in params.items():
        test.query_params[key] = value
    return sound(test.run())


def sound(test):
    """The same run, once it is certain that nothing failed in it."""
    assert not test.exception
    assert "这一页没有显示出来" not in words(test)
    return test


def words(test) -> str:
    """All that a page says, as one text without tags."""
    plain = [*test.title, *test.header, *test.subheader, *test.markdown, *test.caption, *test.success]
    texts = [str(element.value) for element in plain] + [element.proto.body for element in test.get("html")]
    text = re.sub(r"<style>.*?</style>", "", "\n".join(texts), flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", text)
