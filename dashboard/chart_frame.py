"""What stands around every chart: its sentence, how old it is, its sources, its table, its files?"""

from collections.abc import Iterable, Mapping

import streamlit as st

from dashboard import page as pages
from dashboard.chart_parts import CONFIG, Chart
from dashboard.format import date as written_date
from dashboard.format import escape_markdown as plain
from dashboard.page import Page
from dashboard.reports.model import Table


def draw(page: Page, chart: Chart, name: str, table: Table | None = None, sources: Iterable[str] = ()) -> None:
    """A chart, its sentence, as of when and by whom; behind a switch the `table` of the same numbers.

    `name` is unique on the page and is the name of its files. `sources` are codes of sources; as a mapping each with
    the number that its marks bear.
    """
    t = page.language.t
    with st.container(key=f"chart-{name}", gap="small"):
        st.plotly_chart(chart.figure, config=CONFIG, alt=chart.sentence, key=f"figure-{name}")
        st.caption(plain(chart.sentence))
        codes = list(dict.fromkeys(sources))
        day = page.known.as_of or max((page.words.published(code) for code in codes), default="")
        said = [t("Data as of {day}", day=written_date(day, page.language))] if day else []
        if codes:
            said.append(t("Sources: {sources}", sources="; ".join(dict.fromkeys(_named(page, sources, codes)))))
        st.caption(plain(" · ".join(said)))
        if table is not None and st.toggle(t("Table"), key=f"table-{name}"):
            pages.table(table)


def _named(page: Page, sources: Iterable[str], codes: Iterable[str]) -> Iterable[str]:
    numbers = sources if isinstance(sources, Mapping) else {}
    return (f"{numbers.get(code, '')} {page.words.publisher(code)}".strip() for code in codes)
