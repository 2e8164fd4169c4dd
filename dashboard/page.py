"""What does every page stand in: language, day, what is known, links, downloads, and its faults?"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import bar, reports
from dashboard.format import escape_markdown
from dashboard.language import DEFAULT, Language
from dashboard.narrow import Rows, narrowed
from dashboard.panel import panel
from dashboard.reports.model import Summary
from dashboard.reports.sentences import facts, nothing_loaded
from dashboard.reports.words import PUBLISHED, Words, figure_code, published_code
from dashboard.session import Known
from dashboard.table import VIEWS, address, begin, table

__all__ = [
    "ICON",
    "PUBLISHED",
    "VIEWS",
    "Page",
    "current",
    "download",
    "figure_code",
    "nothing",
    "opening",
    "panel",
    "published_code",
    "table",
]

#: A file of ours: Streamlit would fetch the picture of an icon name or emoji from somebody else's server.
ICON = Path(__file__).with_name("icon.png")


@dataclass(frozen=True)
class Page:
    """A page's own view of the product, made anew on each run."""

    language: Language
    known: Known
    #: The entity chosen in the bar; None is all of them.
    entity: str | None = None
    #: The years chosen in the bar, first and last.
    years: tuple[int, int] | None = None
    #: The kind of figure chosen in the bar: target, commitment, forecast, or actual alone.
    scenario: str | None = None

    @cached_property
    def words(self) -> Words:
        """Names and figures in the page's language; its lists of names are made once a run."""
        return Words(self.known, self.language)

    def link(self, view: str, label: str, **parameters: str) -> None:
        """A link to another page that keeps language, day and money."""
        said = {name: value for name, value in {**self._kept, **parameters}.items() if value}
        st.page_link(VIEWS / f"{view}.py", label=escape_markdown(label), query_params=said)

    def explain_address(self, metric: str, entity: str, figure: str = "") -> str:
        """The address of the page that explains a figure of a metric; `figure` as `figure_code` writes it."""
        return address(self._kept, metric, entity, figure)

    def published_address(self, row: dict[str, Any], scenario: str | None = None, period: str | None = None) -> str:
        """The address of the page that explains a published figure: who told it, what it was, what it is used for.

        `scenario` and `period` are those of the figure where the row does not say them under these names.
        """
        return self.explain_address(PUBLISHED, row["entity"], published_code(row, scenario, period))

    def explain_link(self, label: str, metric: str, entity: str, figure: str = "") -> None:
        """A link to the page that explains a figure of a metric."""
        self.link("explain", label, name=metric, entity=entity, figure=figure)

    def within(self, rows: Rows) -> Rows:
        """The rows that the bar lets through: periods that meet the chosen years, figures of the chosen kind."""
        return narrowed(rows, self.years, self.scenario)

    @cached_property
    def _kept(self) -> dict[str, str]:
        """What the bar says, as the address has it."""
        return {
            "lang": self.language.code if self.language.code != DEFAULT else "",
            "period": "-".join(map(str, self.years)) if self.years else "",
            "as_of": str(self.known.as_of or ""),
            "currency": self.known.currency or "",
            "prices": str(self.known.prices or ""),
            "scenario": self.scenario or "",
        }


def opening(page: Page, title: str, entity: str | None = None) -> None:
    """The title of a page, and under it as known when, up to when, in which money, what is invented.

    `entity` is the one that is shown, where it is one.
    """
    st.title(escape_markdown(title))
    for fact in facts(page.known, page.language, entity):
        st.caption(escape_markdown(fact))


def opening_of(page: Page, title: str, choose: Callable[[], str | None]) -> str | None:
    """The title above a box in which one of the entity's is chosen; under the title stands what is said of that one."""
    head = st.container()
    one = choose()
    with head:
        opening(page, title, one or page.entity)
    return one


def nothing(page: Page) -> None:
    """What stands where nothing is known: what to do about it."""
    st.info(escape_markdown(nothing_loaded(page.language)))


def current() -> Page:
    """The page of this run: its language, and what the bar says."""
    told = bar.choice()
    language = Language.of(st.session_state.get("address-lang"))[0]
    page = Page(language, told.known(), told.entity or None, told.years, told.scenario or None)
    begin(page._kept)
    return page


def download(content: Callable[[], Summary], stem: str, label: str) -> None:
    """A button that builds the workbook when it is pressed.

    The data version is in the file's name: Streamlit tells large files apart by name and a few samples only.
    """
    st.download_button(
        label,
        data=lambda: reports.build(content(), "xlsx"),
        file_name=f"{stem}.xlsx",
        mime=reports.MIME["xlsx"],
        on_click="ignore",
        icon=":material/download:",
    )
