"""What stands around every chart: its sentence, how old it is, its sources, its table, its files?"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dashboard import page as pages
from dashboard.charts.chart_parts import CONFIG, Chart
from dashboard.format import date as written_date
from dashboard.format import escape_markdown as plain
from dashboard.page import Page
from dashboard.reports.csv import of_table
from dashboard.reports.model import Table
from dashboard.reports.sentences import file_stem

_SCRIPT = Path(__file__).with_name("chart_png.js")
_STYLE = """
button {
  font: inherit; font-size: 0.875rem; line-height: 1.6; min-height: 2.5rem; padding: 0.25rem 0.75rem; cursor: pointer;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
button:hover, button:focus-visible { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
"""
_NAMED = 5
#: A table, or what makes it when somebody asks for it.
Told = Table | Callable[[], Table]


def draw(page: Page, chart: Chart, name: str, table: Told | None = None, sources: Iterable[str] = ()) -> None:
    """A chart, its sentence, as of when and by whom; behind a switch the `table` of the same numbers; its files.

    `name` is unique on the page and is the name of its files. `sources` are codes of sources; as a mapping each with
    the number that its marks bear.
    """
    key = re.sub(r"[^A-Za-z0-9_-]", "-", name)
    with st.container(key=f"chart-{key}", gap="small"):
        st.plotly_chart(chart.drawing.as_it_is(), config=CONFIG, alt=chart.sentence, key=f"figure-{key}")
        foot = (chart.brief or chart.sentence, _provenance(page, sources))
        for line in foot:
            st.caption(plain(line))
        if _tools(page, key, table, foot) and table is not None:
            pages.table(_made(table))


def _provenance(page: Page, sources: Iterable[str]) -> str:
    """As of when the figures are, and who published them: the first few by name."""
    t = page.language.t
    codes = list(dict.fromkeys(sources))
    said = _day(page, [page.words.published(code) for code in codes])
    names = list(dict.fromkeys(_named(page, sources, codes)))
    if names:
        rest = len(names) - _NAMED
        more = [page.language.n("{count} more", "{count} more", rest)] if rest > 0 else []
        said.append(t("Sources: {sources}", sources="; ".join([*names[:_NAMED], *more])))
    return " · ".join(said)


def _day(page: Page, published: list[str]) -> list[str]:
    """As of when the figures are, and whether one of them is of a source without a date, which may be newer."""
    t = page.language.t
    day = str(page.known.as_of or max(published, default="") or page.known.extent["published_on"] or "")
    if not day:
        return []
    written = written_date(day, page.language)
    if page.known.as_of or all(published):
        return [t("Data as of {day}", day=written)]
    return [t("Data as of {day}, and of a source without a date", day=written)]


def _named(page: Page, sources: Iterable[str], codes: Iterable[str]) -> Iterable[str]:
    """Each source with the number its marks bear; where they bear none, each publisher once, by the newest of its."""
    words = page.words
    if isinstance(sources, Mapping):
        return (f"{sources[code]} {words.publisher(code)}" for code in codes)
    theirs: dict[str, list[str]] = {}
    for code in codes:
        theirs.setdefault(words.who(code), []).append(code)
    newest = ((max(own, key=words.published), len(own) - 1) for own in theirs.values())
    return (_and_earlier(page, words.publisher(code), more) for code, more in newest)


def _and_earlier(page: Page, newest: str, more: int) -> str:
    if not more:
        return newest
    return page.language.n("{source} and {count} other", "{source} and {count} others", more, source=newest)


def _tools(page: Page, key: str, table: Told | None, foot: tuple[str, ...]) -> bool:
    """The switch of the table and the files; whether the table is wanted."""
    t = page.language.t
    stem = file_stem(page.known, key, page.language)
    with st.container(key=f"tools-{key}", horizontal=True, vertical_alignment="center", gap="small"):
        is_wanted = table is not None and bool(st.toggle(t("Table"), key=f"table-{key}"))
        said = {"help": t("Download the chart as a picture"), "file": f"{stem}.png", "foot": foot}
        _picture()(key=f"png-{key}", data={**said, "frame": f"chart-{key}"}, width="content")
        if table is not None:
            st.download_button(
                "CSV",
                data=lambda: of_table(_made(table)),
                file_name=f"{stem}.csv",
                mime="text/csv",
                key=f"csv-{key}",
                help=t("Download the numbers of the chart"),
                on_click="ignore",
            )
    return is_wanted


def _made(table: Told) -> Table:
    return table if isinstance(table, Table) else table()


def _picture() -> ComponentRenderer:
    """The button that makes a picture of the chart it stands by, in the browser."""
    return st.components.v2.component(
        "sez-chart-png", html='<button type="button">PNG</button>', css=_STYLE, js=_script()
    )


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")
