"""Pictures of the guide and the README, by hand: `python -m tests.browser.guide_shots`.

Each is the running product on the sample district, as WebP small enough to travel with the program
(dashboard/assets/guide, dashboard/assets/readme); together they stay under BUDGET bytes.
"""

import datetime as dt
import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from indicators.assess import assess
from indicators.sample import build_sample_store
from indicators.store import ActionText
from tests.browser.conftest import FLAGS, find_browser, start_server, stop_server

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "dashboard" / "assets"
BUDGET = 1_500_000
SIZE = {"width": 1280, "height": 800}
SAMPLE = ROOT / "data" / "sample"
# name -> address; a second part is what to scroll to
GUIDE = {
    "overview": "",
    "alerts": "alerts",
    "progress": "progress",
    "heat": "progress?show=热力图",
    "detail": "indicators?code=W0115",
    "units": "units",
    "compare-map": "compare?show=地图",
    "upload": "upload",
    "reporting": "reporting",
    "plan": "plan",
    "areas": "areas",
    "actions": "actions",
    "papers": "papers",
    "exports": "exports",
    "library": "library",
}
README = {"overview": "", "heat": "progress?show=热力图", "detail": "indicators?code=W0115"}


def settle(page) -> None:
    """Wait until the page's run has ended and its charts are drawn."""
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", timeout=90_000)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1200)


def picture(page, path: Path) -> int:
    """Keep what the window shows as WebP; returns its size in bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(path, "WEBP", quality=72, method=6)
    return path.stat().st_size


def hand_in(page) -> None:
    """Give the upload page its name and a file, so that its card is seen."""
    name = page.get_by_label("您的姓名")
    if name.count():
        name.first.fill("示例员")
        name.first.press("Enter")
        settle(page)
    file = next(path for path in sorted(SAMPLE.iterdir()) if path.name.startswith("06_"))
    page.locator("input[type=file]").first.set_input_files(file)
    page.wait_for_timeout(1500)
    page.get_by_text("正在读取和审核").wait_for(state="detached", timeout=90_000)
    settle(page)
    page.mouse.move(640, 500)
    page.mouse.wheel(0, 260)
    page.wait_for_timeout(600)


def follow(store) -> None:
    """Actions on four of the sample district's red and orange indicators: overdue, due soon, later, done."""
    home, today = store.areas()[0].path, dt.date.today()
    late = [item for item in assess(store, area=home, below=0) if item.alert in ("red", "orange")]
    for item, left in zip(late, (-12, 6, 45, 20), strict=False):
        begun, due = today - dt.timedelta(days=90), today + dt.timedelta(days=left)
        title, lead = f"{item.indicator}整改", item.lead_unit or "县妇联"
        text = ActionText(title, lead, due, item.plan, measure="专项检查，每月调度")
        action = store.actions.open(item.code, home, item.year, text, opened=begun, by="示例员")
        for state in ("assigned", "working", "done")[: 3 if left == 20 else 1]:
            store.actions.move(action.id, state, happened=begun, by="示例员")


def shoot(url: str, only: list[str]) -> int:
    """Every picture; returns how many bytes were written."""
    total = 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_browser(), headless=True, args=FLAGS)
        context = browser.new_context(viewport=SIZE, locale="zh-CN", color_scheme="light")
        page = context.new_page()
        for folder, wanted in (("guide", GUIDE), ("readme", README)):
            for name, path in wanted.items():
                if only and name not in only:
                    continue
                page.goto(f"{url}/{path}")
                settle(page)
                if name == "upload":
                    hand_in(page)
                size = picture(page, ASSETS / folder / f"{name}.webp")
                print(f"{folder}/{name}.webp {size:,}")
                total += size
        browser.close()
    return total


def main() -> None:
    """Build the sample store (or copy one named by --store), serve it, take the pictures, stop."""
    given = [item for item in sys.argv[1:] if item.startswith("--store=")]
    only = [item for item in sys.argv[1:] if not item.startswith("--")]
    with tempfile.TemporaryDirectory() as home:
        store = Path(home) / "sample.duckdb"
        if given:
            shutil.copy(given[0].partition("=")[2], store)
        else:
            with build_sample_store(store) as made:
                follow(made)
        process, url = start_server(store, Path(home))
        try:
            print(f"{shoot(url, only):,} bytes written")
        finally:
            stop_server(process)


if __name__ == "__main__":
    main()
