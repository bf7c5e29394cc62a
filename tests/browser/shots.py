"""Screenshots of the running product, by hand: `python -m tests.browser.shots FOLDER`.

Every page at 1440 and 390 pixels, light and dark, on the sample district, to be looked at.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from indicators.sample import build_sample_store
from tests.browser.conftest import FLAGS, find_browser, start_server, stop_server

PAGES = {
    "overview": "",
    "alerts": "alerts",
    "alerts-act": "alerts?flag=W0130",
    "actions": "actions",
    "actions-board": "actions?look=看板",
    "actions-calendar": "actions?look=日历",
    "action-new": "actions?new=W0130",
    "units": "units",
    "unit": "units?office=县卫生健康局",
    "units-print": "units?print=1",
    "progress": "progress",
    "heat": "progress?show=热力图",
    "indicators": "indicators",
    "detail": "indicators?code=W0115",
    "upload": "upload",
    "approval": "approval",
    "approval-locks": "approval?approval_part=锁定",
    "reporting": "reporting",
    "conflicts": "reporting?part=待裁定",
    "without": "reporting?part=无数据指标",
    "hand": "reporting?part=手工录入",
    "year": "reporting?part=年度与名册",
    "library": "library",
    "library-one": "library?code=W0103",
    "method": "method",
    "judged": "indicators?code=W0806",
    "plan": "plan",
    "plan-in": "plan?plan_part=放入规划表",
    "plan-past": "plan?plan_part=历次版本",
    "areas": "areas",
    "audit": "audit",
    "backup": "backup",
    "compare": "compare",
    "compare-rate": "compare?by=达标率",
    "compare-table": "compare?show=表格",
    "compare-map": "compare?show=地图",
    "compare-map-rate": "compare?show=地图&by=达标率",
    "compare-map-villages": "compare?show=地图&level=村（社区）",
    "compare-villages": "compare?level=村（社区）",
    "areas-shapes": "areas?areas_part=边界",
    "areas-change": "areas?areas_part=区划调整",
    "papers": "papers",
    "exports": "exports",
    "users": "users",
    "guide": "guide",
}
WIDTHS = {1440: 900, 390: 844}


def shoot(url: str, folder: Path, only: list[str]) -> None:
    """Write one PNG a page, width and colour scheme into `folder`."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_browser(), headless=True, args=FLAGS)
        for scheme in ("light", "dark"):
            for width, height in WIDTHS.items():
                context = browser.new_context(
                    viewport={"width": width, "height": height}, locale="zh-CN", color_scheme=scheme
                )
                page = context.new_page()
                for name, path in PAGES.items():
                    if only and name not in only:
                        continue
                    page.goto(f"{url}/{path}")
                    page.wait_for_selector("[data-test-script-state='notRunning']", timeout=60_000)
                    page.wait_for_load_state("networkidle")
                    page.wait_for_timeout(800)
                    tall = page.evaluate(
                        "Math.max(...[...document.querySelectorAll('*')].map(e => e.scrollHeight))"
                    )
                    page.set_viewport_size({"width": width, "height": min(max(height, int(tall) + 20), 4000)})
                    page.wait_for_timeout(400)
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")
                    page.set_viewport_size({"width": width, "height": height})
                context.close()
        browser.close()


def main() -> None:
    """Build the sample store, serve it, shoot, stop."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        store = Path(home) / "sample.duckdb"
        build_sample_store(store).close()
        process, url = start_server(store, Path(home))
        try:
            shoot(url, folder, sys.argv[2:])
        finally:
            stop_server(process)


if __name__ == "__main__":
    main()
