"""The pages as they come out of an office program: LibreOffice -> PDF -> words with their places, pixels.

One run of the program over a paper of every kind. Fonts of Windows are absent on the machines that run
this, so that no line is compared; what is held to is the layout of GB/T 9704: paper, margins, page
numbers, indents, headings, tables and charts.
"""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import docx
import paper_kit
import test_assess_sentences
from PIL import Image

from indicators.reports.papers.blocks import Chart, Heading, Para
from indicators.reports.papers.said import plain
from indicators.reports.papers.sets import KINDS, make, wanted
from indicators.reports.word import docx_bytes

pytestmark = pytest.mark.tenth(3)

MM = 72 / 25.4
TALL, LYING = (210 * MM, 297 * MM), (297 * MM, 210 * MM)
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
PROGRAMS = ("soffice", "pdftotext", "pdftoppm")


@dataclass
class Page:
    """A page's size in points and its words: (left, top, right, bottom, text)."""

    size: tuple
    words: list

    @property
    def text(self):
        return "".join(word[4] for word in self.words)


@dataclass
class Printed:
    paper: object
    pdf: Path
    pages: list


def _papers():
    matter = paper_kit.district([case for _, case, *_ in test_assess_sentences.CASES])
    return {kind: make(matter, wanted(matter, kind)[0]) for kind in KINDS}


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """A paper of every kind as PDF, by one run of LibreOffice; skips where it or its Writer is absent."""
    lacking = [name for name in PROGRAMS if shutil.which(name) is None]
    if lacking:
        pytest.skip(f"not installed: {', '.join(lacking)}")
    folder = tmp_path_factory.mktemp("pages")
    papers = _papers()
    for kind, paper in papers.items():
        (folder / f"{kind}.docx").write_bytes(docx_bytes(paper))
    docx.Document().save(folder / "plain.docx")
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", own, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(
        [*command, *map(str, sorted(folder.glob("*.docx")))], capture_output=True, timeout=280, check=False
    )
    if not (folder / "plain.pdf").exists():
        pytest.skip("LibreOffice is here without its Writer")
    return {
        kind: Printed(paper, folder / f"{kind}.pdf", _pages(folder / f"{kind}.pdf"))
        for kind, paper in papers.items()
    }


def _pages(pdf):
    assert pdf.exists(), f"LibreOffice could not open {pdf.stem}.docx"
    told = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = []
    for part in re.split(r"<page ", told)[1:]:
        size = tuple(float(re.search(rf'{side}="([\d.]+)"', part)[1]) for side in ("width", "height"))
        words = [(*map(float, found[:4]), found[4]) for found in WORD.findall(part)]
        pages.append(Page(size, words))
    return pages


def _every_page(printed):
    return [(kind, at, page) for kind, one in printed.items() for at, page in enumerate(one.pages, start=1)]


def test_pages_are_a4(printed):
    for kind, at, page in _every_page(printed):
        fits = [size for size in (TALL, LYING) if page.size == pytest.approx(size, abs=1)]
        assert fits, (kind, at, page.size)


def test_text_stays_within_the_margins(printed):
    for kind, at, page in _every_page(printed):
        if page.size[0] > page.size[1]:
            continue
        body = [word for word in page.words if word[1] < page.size[1] - 35 * MM]
        assert min(word[0] for word in body) >= 28 * MM - 2, (kind, at)
        # punctuation may hang over the edge
        assert max(word[2] for word in body) <= page.size[0] - 26 * MM + 17, (kind, at)
        assert min(word[1] for word in body) >= 37 * MM - 4, (kind, at)


def test_page_numbers_stand_between_dashes_right_on_odd_pages_left_on_even_ones(printed):
    for kind, at, page in _every_page(printed):
        foot = [word for word in page.words if word[1] > page.size[1] - 35 * MM]
        if page.size[0] > page.size[1]:
            foot = [word for word in page.words if word[1] > page.size[1] - 26 * MM]
        assert "".join(word[4] for word in foot) == f"—{at}—", (kind, at)
        middle = page.size[0] / 2
        assert (foot[0][0] > middle) == (at % 2 == 1), (kind, at)


def test_no_heading_stands_alone_at_the_foot_of_a_page(printed):
    for kind, one in printed.items():
        heads = {plain(block.text) for block in one.paper.blocks if isinstance(block, Heading)}
        for page in one.pages[:-1]:
            body = [word for word in page.words if word[1] < page.size[1] - 40 * MM]
            lowest = max((word[1] for word in body), default=0)
            last = "".join(word[4] for word in body if word[1] > lowest - 3)
            assert not any(last.endswith(head) and len(last) < len(head) + 6 for head in heads), (kind, last)


def test_the_brief_is_one_page(printed):
    assert len(printed["brief"].pages) == 1


def test_paragraphs_begin_two_letters_in(printed):
    one = printed["annual"]
    first = next(plain(block.text) for block in one.paper.blocks if isinstance(block, Para))[:6]
    start = next(word for word in one.pages[0].words if word[4].startswith(first))
    assert start[0] - 28 * MM == pytest.approx(32, abs=3)


def test_the_heading_row_of_a_long_table_stands_on_each_of_its_pages(printed):
    lying = [page for page in printed["annual"].pages if page.size[0] > page.size[1]]
    assert len(lying) > 1
    assert all("序号" in page.text and "牵头单位" in page.text for page in lying)


def test_the_landscape_list_lies_on_its_side_from_the_first_page(printed):
    assert all(page.size[0] > page.size[1] for page in printed["hard-list"].pages)


def test_charts_are_drawn(printed, tmp_path):
    """Every chart leaves ink of its own colours: a line's blue, a bar's green."""
    for kind in ("annual", "brief", "indicator"):
        one = printed[kind]
        charts = [block for block in one.paper.blocks if isinstance(block, Chart)]
        assert charts, kind
        subprocess.run(["pdftoppm", "-r", "40", "-png", str(one.pdf), str(tmp_path / kind)], check=True)
        colours = {colour for file in tmp_path.glob(f"{kind}-*.png") for colour in _colours(file)}
        wanted_ = {"line": (0x12, 0x43, 0x6D), "bars": (0x00, 0x80, 0x6A)}
        for chart in charts:
            assert any(_near(colour, wanted_[chart.kind]) for colour in colours), (kind, plain(chart.title))


def _colours(file):
    with Image.open(file) as image:
        return {colour for _, colour in image.convert("RGB").getcolors(1 << 24)}


def _near(one, other):
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=True))
