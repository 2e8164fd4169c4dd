"""Does every figure in a table lead to the page that explains it?

Over the bundled figures and over the invented panel; a table that need not lead there stands below with its reason.
"""

import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.ways import PAGES, opened

#: A figure as a person reads it: a sign, a currency, digits, a scale or unit; a share.
_FIGURE = re.compile(r"^[≈≥≤<>±−+▲▼ \u00a0]*[₽$€£¥]?\d[\d\s\u00a0.,–-]*(thousand|million|billion|trillion|%|ha|×)?$")
#: Columns whose numbers are no figures: times, places in files, what a reader counts by.
_NO_FIGURES = {
    "Period", "Published", "Known since", "From", "File row", "Code", "Rank", "No.", "Target: period", "Actual: period",
    "Latest period", "Agreed for", "Came about", "Entered", "Left", "Edition", "Since", "Year", "Due", "How much, or which",
    "Load", "Version",
}  # fmt: skip
_WHERE_FROM = "Where from"
#: Tables that need no way to an explanation, by page and first two columns: why.
EXEMPT = {
    ("explain.py", "What", "How much, or which"): "the parts of the very figure that is explained",
    ("explain.py", "Value", "Counts"): "who told the very figure that is explained",
    ("explain.py", "From", "Value"): "what counted before of the very figure that is explained",
    ("summaries.py", "Zone or cluster", "Published figures"): "how much a file will hold is no figure of a zone",
    ("methods.py", "Methodology", "Edition"): "the numbers of a methodology have their source beside them",
}
WAYS = [(view, {}) for view in PAGES if view != "data.py"] + [
    ("zone.py", {"part": part}) for part in ("gap", "money", "land", "people", "trust", "figures")
]


def _tables(page: AppTest) -> Iterator[tuple[tuple[str, ...], list[dict[str, str]]]]:
    for frame in page.dataframe:
        yield tuple(map(str, frame.value.columns)), frame.value.astype(str).to_dict("records")


def without_a_way(page: AppTest, view: str) -> list[str]:
    """The rows with a figure that do not lead to its explanation."""
    return [
        f"{view}: {', '.join(columns[:4])} … {column} {row[column]!r}"
        for columns, rows in _tables(page)
        if (view, *columns[:2]) not in EXEMPT
        for row in rows
        for column in columns
        if column not in _NO_FIGURES and _FIGURE.match(row[column]) and row.get(_WHERE_FROM, "") in ("", "None")
    ]


def _with_tables(page: AppTest) -> AppTest:
    """The page with the tables behind its charts."""
    for toggle in page.toggle:
        toggle.set_value(True)
    return page.run() if page.toggle else page


@pytest.mark.parametrize(("view", "asked"), WAYS)
def test_every_figure_of_the_bundled_ones_leads_to_its_explanation(bundled_store, view, asked):
    assert without_a_way(_with_tables(opened(view, lang="en", **asked)), view)[:12] == []


@pytest.mark.parametrize(("view", "asked"), WAYS)
def test_every_figure_of_the_panel_leads_to_its_explanation(panel_store, view, asked):
    whom = {"entity": "INV-ZONE"} if view in ("zone.py", "residents.py", "pipeline.py", "metric.py") else {}
    assert without_a_way(_with_tables(opened(view, lang="en", **whom, **asked)), view)[:12] == []


def test_the_figures_of_the_cards_are_links_to_their_explanation(panel_store):
    page = opened("overview.py", lang="en", rows="all")
    figures = [each for text in page.markdown for each in re.findall(r"(.)\*\*[^\w*]*\d[^*]*\*\*(.{0,10})", text.value)]
    assert len(figures) > 50
    assert [each for each in figures if each[0] != "[" or each[1] != "](explain?"] == []
