"""What does a screen on the wall show?"""

import pytest
from playwright.sync_api import expect

from tests.dashboard.ways import browsed, opened, said

TWO = {"zones": "RU-CL-ZELENOGRAD,FR-POLE-EUROBIOMED", "present": "1", "lang": "en"}


def title(page) -> str:
    return page.title[0].value


def press(page, label: str):
    return next(button for button in page.button if button.label == label).click().run()


def test_it_begins_with_the_first_zone_that_is_named_and_turns_with_each_run(bundled_store):
    page = opened("overview.py", **TWO)
    assert title(page) == "Zelenograd cluster"
    assert "1 of 2" in said(page)
    assert title(page.run()) == "Eurobiomed"
    assert title(page.run()) == "Zelenograd cluster"


def test_without_names_it_shows_who_is_furthest_behind(bundled_store):
    page = opened("overview.py", present="1", lang="en")
    assert "1 of 12" in said(page)


@pytest.mark.parametrize("told", ["NOWHERE", "<b>,,"])
def test_unknown_names_are_left_out_and_none_at_all_is_said(bundled_store, told):
    page = opened("overview.py", **{**TWO, "zones": told})
    assert page.info
    assert title(opened("overview.py", **{**TWO, "zones": f"{told},FR-POLE-EUROBIOMED"})) == "Eurobiomed"


def test_what_moves_can_be_stopped_and_moved_by_hand(bundled_store):
    page = press(opened("overview.py", **TWO), "Pause")
    assert title(page) == "Zelenograd cluster"
    assert title(page.run()) == "Zelenograd cluster"
    page = press(page, "Next")
    assert title(page) == "Eurobiomed"
    page = press(page, "Back")
    assert title(page) == "Zelenograd cluster"
    page = press(page, "Go on")
    assert title(page) == "Zelenograd cluster"
    assert title(page.run()) == "Eurobiomed"


def test_an_empty_database_says_so(store):
    page = opened("overview.py", present="1", lang="en")
    assert "Nothing has been loaded yet" in said(page)


def test_in_a_browser_it_turns_by_itself_without_chrome_and_can_be_left(bundled_store):
    with browsed() as page:
        page.goto(f"{page.url.rstrip('/')}/?present=1&seconds=5&lang=en&zones={TWO['zones']}")
        expect(page.get_by_role("heading", name="Zelenograd cluster")).to_be_visible()
        expect(page.get_by_role("combobox")).to_have_count(0)
        expect(page.get_by_role("heading", name="Eurobiomed")).to_be_visible()
        page.get_by_role("button", name="Leave").click()
        expect(page.get_by_role("combobox").first).to_be_visible()
        assert "present" not in page.url
