"""What do the pages look like? `make screenshots` writes them into docs/screenshots/."""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.dashboard.ways import OPTIONS, served

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
#: File name, address, width, how much of the page's height at the most.
PICTURES = (
    ("overview-ru", "?lang=ru", 1280, 1150),
    ("zone-en", "zone?entity=RU-SEZ-TECHNOPOLIS-MOSCOW&lang=en", 1280, 1250),
    ("zelenograd-ru", "zone?entity=RU-CL-ZELENOGRAD", 1280, 1250),
    ("metric-en", "metric?name=standing&lang=en", 1280, 1000),
    ("data-ru", "data", 1280, 1150),
    ("quality-ru", "data?part=quality", 1280, 1300),
    ("compare-ru", "compare", 1280, 1250),
    ("explain-en", "explain?lang=en&name=attainment&entity=FR-POLE-EUROBIOMED", 1280, 1300),
    ("methods-ru", "methods", 1280, 1000),
    ("summaries-ru", "summaries", 1280, 800),
    ("overview-phone-ru", "", 390, 1400),
    ("zone-phone-en", "zone?entity=RU-SEZ-TECHNOPOLIS-MOSCOW&lang=en", 390, 2600),
)
#: Pages that the invented zone fills: its residents and projects are nobody's.
OF_THE_PANEL = (
    ("residents-ru", "residents", 1280, 1500),
    ("pipeline-ru", "pipeline", 1280, 1600),
    ("invented-zone-ru", "zone?entity=INV-ZONE", 1280, 1700),
    ("gap-en", "zone?entity=INV-ZONE&part=gap&lang=en", 1280, 1500),
    ("wall-ru", "?present=1&zones=INV-ZONE", 1920, 1080),
    ("residents-phone-en", "residents?lang=en", 390, 1800),
)


def take() -> None:
    """One picture a page, over the bundled figures, then over the invented zone beside them, in a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SEZ_DATABASE"] = f"sqlite:///{folder}/sez.db"
        from dashboard.loads.demo_panel import load_panel
        from dashboard.loads.shipped import load_bundled

        list(load_bundled())
        with served() as port, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.find(), args=OPTIONS)
            _pictures(browser, port, PICTURES)
            list(load_panel(seed=1))
            _pictures(browser, port, OF_THE_PANEL)
            browser.close()


def _pictures(browser: Browser, port: int, pictures: tuple[tuple[str, str, int, int], ...]) -> None:
    for name, address, width, height in pictures:
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(f"http://localhost:{port}/{address}")
        page.wait_for_selector("[data-testid=stMain] h1")
        page.wait_for_selector("[data-testid=stStatusWidget]", state="detached", timeout=60_000)
        page.wait_for_timeout(3000)
        page.screenshot(path=FOLDER / f"{name}.png")
        page.close()
        print(FOLDER / f"{name}.png")


if __name__ == "__main__":
    take()
