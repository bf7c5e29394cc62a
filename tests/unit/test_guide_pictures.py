"""The guide covers every page, and its pictures are there and small."""

import re
from pathlib import Path

from dashboard.views.guide import PICTURE

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "dashboard" / "assets"
GUIDE = (ASSETS / "guide.md").read_text(encoding="utf-8")
APP = (ROOT / "dashboard" / "app.py").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_page_of_the_navigation_is_in_the_guide():
    titles = set(re.findall(r'\(\w+\.page, "([^"]+)", "[\w-]+"\)', APP)) - {"怎样使用", "说明", "开始使用"}
    assert len(titles) > 10
    assert [title for title in titles if f"**{title}**" not in GUIDE] == []


def test_every_picture_named_is_there_and_every_one_there_is_named():
    named = {name for _, name in PICTURE.findall(GUIDE)}
    assert len(named) > 8
    assert named == {path.name for path in (ASSETS / "guide").iterdir()}
    shown = set(re.findall(r"\(dashboard/assets/readme/([\w-]+\.webp)\)", README))
    assert shown == {path.name for path in (ASSETS / "readme").iterdir()}


def test_all_pictures_together_are_small():
    sizes = [path.stat().st_size for path in ASSETS.rglob("*.webp")]
    assert sum(sizes) < 1_500_000
