"""Where does each figure of a card lead: to the page that says where it comes from?

A computed figure leads to its metric, a published one to who told it.
"""

from typing import Any

from dashboard.page import Page, figure_code
from dashboard.reports import cards

_SERIES = ("indicator", "scope", "basis", "unit")
Row = dict[str, Any]


def linked(text: str, address: str) -> str:
    """A text as a link, as markdown."""
    return f"[{text}]({address})"


def of_figure(page: Page, row: Row) -> str:
    """The address of a part's own figure, which has a period."""
    if row["metric"]:
        return page.explain_address(row["metric"], row["entity"], cards.figure_code(row))
    return page.published_address(row, "actual")


def of_later(page: Page, row: Row) -> str:
    """The address of the figure that came after the one that is held against the target."""
    return page.published_address(row, "actual", row["now_period"])


def of_target(page: Page, row: Row, period: str) -> str:
    """The address of a target of the part's series; `period` is that of the target or of the last one."""
    return page.published_address(_aim(row), "target", period)


def of_plan(page: Page, row: Row) -> str:
    """The address of where the plan stands by the time of the figure."""
    code = figure_code({**_aim(row), "period": row["target_period"]})
    return page.explain_address("expected_to_date", row["entity"], code)


def _aim(row: Row) -> Row:
    return {"entity": row["entity"], **{name: row[f"target_{name}"] for name in _SERIES}}
