"""Can everybody use the pages? axe-core looks at each, light and dark; headings stand in order."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from dashboard.page import VIEWS
from tests.dashboard.ways import at_rest, seen, served

pytestmark = pytest.mark.browser
#: Every page, and what is only seen on the page of one zone, resident or project.
VIEWED = (
    *sorted(path.stem for path in VIEWS.glob("*.py") if path.name != "__init__.py"),
    "zone?entity=INV-ZONE",
    "zone?entity=INV-ZONE&part=gap",
    "zone?entity=INV-ZONE&part=land",
    "zone?entity=INV-ZONE&part=trust",
    "residents?entity=INV-ZONE&resident=INV-R-01",
    "pipeline?entity=INV-ZONE&project=INV-P-001",
)
PHONE = {"width": 390, "height": 844}
#: Streamlit's own faults that cannot be mended from here: axe's rule, and why.
NOT_OURS: dict[str, str] = {}
#: What may be otherwise in the dark: the page is the same in all but its colours.
OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
GRAVE = ("serious", "critical")


@pytest.fixture(scope="module")
def port(panel_database: Path) -> Iterator[int]:
    """Where the bundled figures and the invented panel are served to all tests of this module."""
    with served(SEZ_DATABASE=f"sqlite:///{panel_database}") as told:
        yield told


@pytest.fixture
def page(browser: Browser, port: int) -> Iterator[Page]:
    with seen(browser, port) as opened:
        yield opened


def look_at(page: Page, view: str) -> None:
    page.goto(f"{re.match(r'http://[^/]+', page.url)[0]}/{view.replace('overview', '')}")
    at_rest(page)


def faults(page: Page, **chosen: object) -> list[str]:
    """What axe-core calls grave, by rule and place, of all its rules or of chosen ones."""
    found = Axe().run(page, options={"resultTypes": ["violations"], **chosen}).response["violations"]
    grave = [each for each in found if each["impact"] in GRAVE and each["id"] not in NOT_OURS]
    return [f"{each['id']}: {node['html'][:200]}" for each in grave for node in each["nodes"]]


def jumps(page: Page) -> list[str]:
    """Headings that stand more than one level below the one before, or a first that is none of the first level."""
    heads = page.locator("[data-testid=stMain] :is(h1, h2, h3, h4, h5, h6)").all()
    levels = [(int(head.evaluate("each => each.tagName[1]")), head.inner_text()) for head in heads]
    before = [0, *(level for level, _ in levels)]
    return [text for (level, text), last in zip(levels, before, strict=False) if level > last + 1]


def brightness(page: Page) -> int:
    """How bright the page's own background is: the sum of red, green and blue."""
    colour = page.get_by_test_id("stApp").evaluate("each => getComputedStyle(each).backgroundColor")
    return sum(map(int, re.findall(r"\d+", colour)[:3]))


def test_no_page_shuts_anybody_out_in_the_light_nor_in_the_dark(page: Page):
    wrong: dict[str, list[str]] = {}
    for view in VIEWED:
        page.emulate_media(color_scheme="light")
        look_at(page, view)
        assert brightness(page) > 600
        wrong[view] = faults(page) + jumps(page)
        page.emulate_media(color_scheme="dark")
        at_rest(page)
        assert brightness(page) < 200
        wrong[f"{view}, dark"] = faults(page, runOnly=OF_COLOUR)
    assert {view: found for view, found in wrong.items() if found} == {}


def touching(page: Page) -> list[str]:
    """Texts in charts that lie over one another, or go beyond the chart."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
            const frame = plot.getBoundingClientRect();
            const texts = [...plot.querySelectorAll('text')].filter(text => text.textContent.trim());
            const boxes = texts.map(text => [text.textContent, text.getBoundingClientRect()])
                .filter(([, box]) => box.width > 1);
            const out = boxes.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1);
            const over = boxes.flatMap(([one, a], place) => boxes.slice(place + 1).filter(([, b]) =>
                Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
                Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3).map(([other]) => `${one} × ${other}`));
            return [...out.map(([text]) => `${text} →`), ...over];
        })"""
    )


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_phone_shows_every_page_without_scrolling_sideways(page: Page, language: str):
    wrong: dict[str, object] = {}
    page.set_viewport_size(PHONE)
    for view in VIEWED:
        look_at(page, f"{view}{'&' if '?' in view else '?'}lang={language}")
        place = page.locator("[data-testid=stMain] h1").first.bounding_box()
        wide = page.evaluate(
            "[document.documentElement, document.querySelector('[data-testid=stMain]')]"
            ".map(each => each.scrollWidth - each.clientWidth)"
        )
        is_first = place is not None and place["y"] < PHONE["height"] / 3
        found = (is_first, wide, touching(page))
        if found != (True, [0, 0], []):
            wrong[view] = found
    assert wrong == {}
