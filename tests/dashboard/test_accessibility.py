"""Can everybody use the pages? axe-core looks at each, light and dark; headings stand in order."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from dashboard.page import VIEWS
from tests.dashboard.ways import browsed

pytestmark = pytest.mark.browser
VIEWED = sorted(path.stem for path in VIEWS.glob("*.py") if path.name != "__init__.py")
#: Streamlit's own faults that cannot be mended from here: axe's rule, and why.
NOT_OURS: dict[str, str] = {}
GRAVE = ("serious", "critical")


def looked_at(page: Page, root: str, view: str) -> None:
    page.goto(f"{root}/{'' if view == 'overview' else view}")
    page.locator("[data-testid=stMain] h1").first.wait_for()
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    page.wait_for_timeout(1500)


def faults(page: Page) -> list[str]:
    """What axe-core calls grave, by rule and place."""
    found = Axe().run(page).response["violations"]
    grave = [each for each in found if each["impact"] in GRAVE and each["id"] not in NOT_OURS]
    return [f"{each['id']}: {node['html'][:200]}" for each in grave for node in each["nodes"]]


def jumps(page: Page) -> list[str]:
    """Headings that stand more than one level below the one before, or a first that is none of the first level."""
    heads = page.locator("[data-testid=stMain] :is(h1, h2, h3, h4, h5, h6)").all()
    levels = [(int(head.evaluate("each => each.tagName[1]")), head.inner_text()) for head in heads]
    before = [0, *(level for level, _ in levels)]
    return [text for (level, text), last in zip(levels, before, strict=False) if level > last + 1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anybody_out(panel_store, scheme):
    wrong: dict[str, list[str]] = {}
    with browsed() as page:
        root = page.url.rstrip("/")
        page.emulate_media(color_scheme=scheme)
        for view in VIEWED:
            looked_at(page, root, view)
            wrong[view] = faults(page) + jumps(page)
    assert wrong == {view: [] for view in VIEWED}


def test_a_phone_has_the_page_on_its_first_screen(bundled_store):
    with browsed() as page:
        root = page.url.rstrip("/")
        page.set_viewport_size({"width": 390, "height": 844})
        for view in VIEWED:
            looked_at(page, root, view)
            place = page.locator("[data-testid=stMain] h1").first.bounding_box()
            assert place is not None
            assert place["y"] < 844 / 3, view
