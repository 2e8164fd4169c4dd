"""What does every page stand in: language, day, what is known, links, downloads, and its faults?"""

import logging
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import polars as pl
import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, StopException

from dashboard import address, reports, session
from dashboard.charts import CONFIG, Chart
from dashboard.format import escape_markdown
from dashboard.language import DEFAULT, Language, languages
from dashboard.reports.model import Summary, Table
from dashboard.reports.sentences import facts, nothing_loaded
from dashboard.reports.words import Words
from dashboard.session import Known
from data.errors import UserError

VIEWS = Path(__file__).with_name("views")
#: A file of ours: Streamlit would fetch the picture of an icon name or emoji from somebody else's server.
ICON = Path(__file__).with_name("icon.png")
_LOG = logging.getLogger("sez.dashboard")
Rows = TypeVar("Rows", pl.DataFrame, list[dict[str, Any]])


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
        asked = {**self._kept, "name": metric, "entity": entity, "figure": figure}
        return "explain?" + urlencode({name: value for name, value in asked.items() if value})

    def explain_link(self, label: str, metric: str, entity: str, figure: str = "") -> None:
        """A link to the page that explains a figure of a metric."""
        self.link("explain", label, name=metric, entity=entity, figure=figure)

    def within(self, rows: Rows) -> Rows:
        """The rows that the bar lets through: periods that meet the chosen years, figures of the chosen kind."""
        return rows

    @cached_property
    def _kept(self) -> dict[str, str]:
        """What the bar says, as the address has it."""
        return {
            "lang": self.language.code if self.language.code != DEFAULT else "",
            "entity": self.entity or "",
            "period": "-".join(map(str, self.years)) if self.years else "",
            "as_of": str(self.known.as_of or ""),
            "currency": self.known.currency or "",
            "prices": str(self.known.prices or ""),
            "scenario": self.scenario or "",
        }


def figure_code(row: Mapping[str, Any]) -> str:
    """A figure of an entity as the address says it; parts that are not known are empty."""
    return "~".join(row[column] or "" for column in ("indicator", "scope", "basis", "unit", "period"))


def opening(page: Page, title: str, entity: str | None = None) -> None:
    """The title of a page, and under it as known when, up to when, in which money, what is invented.

    `entity` is the one that is shown, where it is one.
    """
    st.title(escape_markdown(title))
    for fact in facts(page.known, page.language, entity):
        st.caption(escape_markdown(fact))


def nothing(page: Page) -> None:
    """What stands where nothing is known: what to do about it."""
    st.info(escape_markdown(nothing_loaded(page.language)))


def current() -> Page:
    """The page of this run: language and day from the frame."""
    language = Language.of(st.session_state.get("address-lang"))[0]
    day = address.chosen("as_of", lambda text: not text or address.is_day(text), "")[0]
    currency = address.chosen("currency", lambda code: code in currencies(day), "")[0]
    prices = address.chosen("prices", lambda year: year in price_years(day), "")[0]
    known = session.known(address.as_day(day), currency=currency or None, prices=int(prices) if prices else None)
    return Page(language, known)


def currencies(day: str = "") -> list[str]:
    """The currencies that amounts can be told in: those that have a rate; none is as published."""
    rate = session.known(address.as_day(day)).table("rate")
    return ["", *sorted({*rate["currency_base"], *rate["currency_quote"]})]


def price_years(day: str = "") -> list[str]:
    """The years in whose prices amounts can be told, the newest first; none is as published."""
    deflator = session.known(address.as_day(day)).table("deflator").filter(kind="gdp_deflator")
    return ["", *map(str, deflator["year"].unique().sort(descending=True))]


def choose_money(language: Language, day: date | None) -> None:
    """The switches of currency and prices, in the address as `currency` and `prices`."""
    shown = str(day or "")

    def spoken(code: str) -> str:
        return f"{code}, {language.title('unit', code)}" if code else language.t("as published")

    address.select(language.t("Amounts in"), "currency", currencies(shown), "", spoken, language)
    address.select(
        language.t("Prices of"),
        "prices",
        price_years(shown),
        "",
        lambda year: year or language.t("as published"),
        language,
    )


def choose_language() -> Language:
    """The language switch: in the address as `lang`, else Russian."""
    codes = languages()
    first = Language.of(st.session_state.get("address-lang") or st.query_params.get("lang"))[0]
    code = address.select(
        first.t("Language"),
        "lang",
        codes,
        DEFAULT,
        lambda code: (Language(code).locale.language_name or code).capitalize(),
        first,
    )
    return Language(code)


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


@contextmanager
def panel(language: Language) -> Iterator[None]:
    """A part of a page: a person's fault is told there, a fault of ours gets a number that the log has too."""
    try:
        yield
    except (RerunException, StopException):
        raise
    except UserError as error:
        st.error(escape_markdown(language.t(error.message, **error.details)))
    except Exception:  # the boundary of a panel: the rest of the page stands
        number = uuid.uuid4().hex[:8]
        _LOG.exception("panel failed, number %s", number)
        st.error(
            language.t("This part could not be shown. The log has the cause under number {number}.", number=number)
        )


def draw(chart: Chart) -> None:
    """A chart with its sentence, which is also what a screen reader says."""
    st.plotly_chart(chart.figure, config=CONFIG, alt=chart.sentence)
    st.caption(escape_markdown(chart.sentence))


def table(content: Table, without: tuple[str, ...] = ()) -> None:
    """A table of the content model as the page shows it: the texts; the numbers are in the download.

    Rows with a cell `explain` have a link to the page that explains their figure, its address the cell's value.
    """
    if not content.rows:
        st.info(escape_markdown(content.empty))
        return
    t = Language.of(st.session_state.get("address-lang"))[0].t
    hidden = ("_sign", "_lower", "_upper")
    shown = [column for column in content.columns if not column.id.endswith(hidden) and column.id not in without]
    texts = {
        column.title: [row[column.id].text if column.id in row else "" for row in content.rows] for column in shown
    }
    links = {column.title: st.column_config.LinkColumn() for column in shown if column.kind == "link"}
    if any("explain" in row for row in content.rows):
        title = t("Where from")
        texts[title] = [str(row["explain"].value) if "explain" in row else "" for row in content.rows]
        links[title] = st.column_config.LinkColumn(display_text=t("Explain"))
    st.dataframe(pl.DataFrame(texts), hide_index=True, column_config=links)
