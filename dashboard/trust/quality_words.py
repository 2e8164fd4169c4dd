"""In which words are the faults of quality summed up, and when does a figure count as late?"""

from babel.numbers import format_decimal

from dashboard.page import Page
from dashboard.trust.quality import GRACE, Quality


def sentence(page: Page, found: Quality) -> str:
    """What is missing, late, revised and contradictory, in one sentence of counts."""
    t, n = page.language.t, page.language.n
    parts = (
        n("{count} target has no actual figure", "{count} targets have no actual figure", found.targets.height),
        t(
            "{silent} of {all} zones and clusters have said nothing of {quarter} or later",
            silent=number(page, found.silent.height),
            all=number(page, found.listed),
            quarter=page.words.period(found.quarter),
        ),
        n("{count} total lacks some of its members", "{count} totals lack some of their members", found.gaps.height),
        n("{count} latest figure is overdue", "{count} latest figures are overdue", found.late.height),
        n("{count} figure was revised", "{count} figures were revised", found.revised.height),
        n("{count} pair of figures contradicts", "{count} pairs of figures contradict", found.contradictory.height),
    )
    told = "; ".join(parts)
    return f"{told[:1].upper()}{told[1:]}."


def rule_of_lateness(page: Page) -> str:
    """When a figure counts as late, in words."""
    return page.language.t(
        "Late: the next figure of the same rhythm (month, quarter, year) should have been told, and {grace} "
        "months more have passed. The {grace} months are this product's convention. What fell due last comes first.",
        grace=GRACE,
    )


def number(page: Page, count: int) -> str:
    """A count as the page's language writes it."""
    return str(format_decimal(count, locale=page.language.locale))
