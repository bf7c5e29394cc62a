"""Every docx is read back, and every number in it is held against the store."""

import datetime as dt
import random
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import paper_proof

from indicators.assess import assess
from indicators.reports.papers.blocks import Chart
from indicators.reports.papers.gather import gather
from indicators.reports.papers.said import Said, Source
from indicators.reports.papers.sets import KINDS, make, wanted
from indicators.reports.word import docx_bytes
from indicators.sample import build_sample_store
from indicators.store import ActionText

pytestmark = pytest.mark.tenth(3)


@pytest.fixture(scope="module")
def district(tmp_path_factory):
    """The sample district's matter, and its store's figures and verdicts."""
    with build_sample_store(tmp_path_factory.mktemp("proof") / "s.duckdb") as store:
        _followed(store)
        matter = gather(store, towns=True)
        yield matter, paper_proof.Ledger(store, matter.home, matter.year)


def _followed(store):
    """Actions on two units, one overdue with a log and evidence, and remarks on years."""
    home, today = store.areas()[0].path, dt.date.today()
    late = [item for item in assess(store, area=home, below=0) if item.alert in ("red", "orange")]
    for at, item in enumerate(late[:4]):
        due = today + dt.timedelta(days=20 * at - 30)
        title = f"{item.indicator}整改"
        text = ActionText(title, item.lead_unit, due, item.plan, ("县妇联",), measure="调度")
        made = store.actions.open(
            item.code, home, item.year, text, opened=due - dt.timedelta(days=90), by="王"
        )
        if at:
            continue
        store.actions.log(made.id, "召开2次协调会", happened=today, by="王")
        store.actions.add_evidence(made.id, "纪要.pdf", b"%PDF", happened=today, by="王")
    store.annotations.add(late[0].code, home, late[0].year, "method", "改为常住人口口径。", by="王")
    store.annotations.add(None, home, late[0].year, "epidemic", "入户调查推迟", by="王")


def papers(matter, whole):
    """Every paper of every kind, or in an ordinary run two of each."""
    chance = random.Random(9704)
    for kind in KINDS:
        of_kind = wanted(matter, kind)
        assert of_kind, kind
        for one in of_kind if whole else chance.sample(of_kind, min(2, len(of_kind))):
            yield make(matter, one)


@pytest.mark.long
def test_every_number_is_in_the_store_and_comes_back_from_the_docx(district, whole):
    matter, ledger = district
    for paper in papers(matter, whole):
        assert paper_proof.wrong(paper, ledger) == [], paper.name
        data = docx_bytes(paper)
        told = paper_proof.read_back(data)
        assert paper_proof.numbered(told, paper) == paper_proof.expected(paper), paper.name
        _punctuation(told)
        _charts(paper, data)


def _punctuation(texts):
    """Chinese throughout: no half-width comma, semicolon, colon, bracket or mark beside Chinese."""
    for text in texts:
        assert not re.search(r"[一-鿿][,;:()?!]|[,;:()?!][一-鿿]", text), text


def _charts(paper, data):
    drawn = [block for block in paper.blocks if isinstance(block, Chart)]
    found = paper_proof.charts_of(data)
    assert len(found) == len(drawn)
    for block, (xml, sheet) in zip(drawn, found, strict=True):
        meant = {one.name: [v.value if v else None for v in one.values] for one in block.series}
        for seen in (xml, sheet):
            assert seen.keys() == meant.keys()
            for name, values in meant.items():
                assert seen[name] == pytest.approx(values, nan_ok=True), (paper.name, name)


WRONG = [
    (Said("58.8%", Source("observation", ("W0115", "示例县", 2024, "", "value")), 58.8), "the store says"),
    (Said("3", Source("count", ("a", "b"), "met"), 3.0), "counts otherwise"),
    (Said("4.2", Source("computed", (), "difference", (Said("5", Source("given", ("year",)), 5.0),
          Said("1", Source("given", ("year",)), 1.0))), 4.2), "works out at"),
    (Said("12", Source("given", ("whim",))), "given by nobody"),
    (Said("12", Source("words", ("name",))), "no quotation"),
    (Said("12", Source("elsewhere")), "no known kind"),
    (Said("7", Source("computed", (), "guess"), 7.0), "no known name"),
]  # fmt: skip


@pytest.mark.parametrize(("piece", "problem"), WRONG, ids=[problem for _, problem in WRONG])
def test_the_proof_finds_what_is_wrong(district, piece, problem):
    class Paper:
        def said(self):
            return [piece]

    (found,) = paper_proof.wrong(Paper(), district[1])
    assert problem in found


def test_the_lead_paragraph_counts_the_verdicts(district):
    matter, ledger = district
    for plan in matter.plans:
        mine = [item for item in ledger.verdicts.values() if item.plan == plan and item.area == matter.home]
        tally = {
            word: sum(item.attainment == word for item in mine) for word in ("met", "nearly_met", "not_met")
        }
        lead = paper_proof.read_back(docx_bytes(make(matter, wanted(matter, "annual", plan=plan)[0])))[1]
        judged = sum(tally.values())
        good = tally["met"] + tally["nearly_met"]
        assert f"共监测{len(mine)}项指标" in lead
        assert f"达标{tally['met']}项、基本达标{tally['nearly_met']}项" in lead
        assert f"{100 * good / judged:.1f}%（{good}/{judged}）" in lead
        assert f"尚未达到目标的{tally['not_met']}项" in lead
