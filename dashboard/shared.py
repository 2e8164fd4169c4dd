"""Which pieces of a page are made once for everybody who has chosen the same?

What is known is of one data version, day and money; the page adds its language, its entity and what its bar leaves out.
"""

from collections.abc import Callable
from typing import TypeVar

from dashboard.cards.frames import Within
from dashboard.cards.scoreboard import as_it_is
from dashboard.page import Page

T = TypeVar("T")


def within(page: Page) -> Within:
    """What the bar leaves out; where it leaves out nothing, what everybody shares."""
    return page.within if page.years or page.scenario else as_it_is


def shared(page: Page, name: str, make: Callable[[], T]) -> T:
    """A piece by its name, which says what it depends on beside the page's own choices; nobody may change it."""
    return page.known.shared((name, page.language, page.entity, page.years, page.scenario), make)
