"""The page's small script knows every page of the product."""

import re

from dashboard.components import ASSETS


def test_the_theme_is_carried_to_every_page():
    app = (ASSETS.parent / "app.py").read_text(encoding="utf-8")
    script = (ASSETS / "bridge.js").read_text(encoding="utf-8")
    pages = set(re.findall(r'\(\w+\.page, "[^"]+", "([^"]+)"\)', app))
    assert pages
    assert {f"/{page}" for page in pages} <= set(re.findall(r'"(/[a-z-]*)"', script))
