"""How does a zone get on: one series against its plan, over time, and period by period?"""

import polars as pl
import streamlit as st

from dashboard import address
from dashboard.charts.chart_frame import draw
from dashboard.charts.trajectory import trajectory
from dashboard.charts.variance_chart import variance_columns
from dashboard.explained.nearest import nearest
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, figure_code, panel
from dashboard.reports import pairs, tables
from dashboard.reports.model import Table
from dashboard.reports.sentences import near
from dashboard.reports.tables import pair_row
from dashboard.zone import drawable
from dashboard.zone.lines import pair_line

_FEWEST = 2


def progress(page: Page, entity: str) -> None:
    """One series: its next and its last target with their verdicts, over time, and period by period."""
    t = page.language.t
    series = drawable.series(page, entity)
    if not series:
        st.info(t("No figure has been loaded for this entity."))
        return
    names = list(series)

    def spoken(name: str) -> str:
        return f"{drawable.title(page.words, series[name])}, {page.words.unit(series[name]['unit'])}"

    chosen = address.select(t("Series"), "series", names, names[0], spoken, page.language)
    of = series[chosen]
    with panel(page.language):
        _targets(page, entity, of)
    with panel(page.language):
        _over_time(page, entity, of)
    with panel(page.language):
        _by_period(page, entity, of)


def _targets(page: Page, entity: str, of: drawable.Series) -> None:
    """The next and the last target; where nothing can be held against one that is due, the nearest figures."""
    rows = [row for row in pairs.pairs(page.known, entity) if all(row[name] == of[name] for name in drawable.SERIES)]
    rows = page.within(rows)
    shown = [row for row in rows if row["is_next"] or row["is_last"]] or rows[-1:]
    if not rows:
        st.caption(page.language.t("No target of this series has been published."))
    said: set[str] = set()
    for number, row in enumerate(shown):
        pair_line(page, pair_row(page.words, row), number, figure_code(row))
        found = nearest(page.known, row) if row["actual_period"] is None and row["is_due"] else []
        for sentence in dict.fromkeys(near(page.words, each) for each in found):
            if sentence not in said:
                st.caption(plain(sentence))
                said.add(sentence)


def _over_time(page: Page, entity: str, of: drawable.Series) -> None:
    t, n = page.language.t, page.language.n
    st.header(t("Over time"))
    history = drawable.history(page, entity, of)
    if history.height < _FEWEST:
        _alone(page, history)
        return
    rows, sources, more = drawable.numbered(history)
    is_actual = pl.col("scenario") == "actual"
    title = drawable.title(page.words, of)
    ahead = drawable.outlook(page, entity, of)
    actual, other = rows.filter(is_actual), rows.filter(~is_actual)
    chart = trajectory(actual, other, page.language, title, outlook=ahead)
    draw(page, chart, "trajectory", lambda: _figures(page, rows), sources)
    if more:
        said = n(
            "And {count} earlier source, under “All figures”.",
            "And {count} earlier sources, under “All figures”.",
            more,
        )
        st.caption(plain(said))


def _figures(page: Page, rows: pl.DataFrame) -> Table:
    """The figures in the order of their periods."""
    return tables.figures(page.words, rows.sort("end_month", "scenario"))


def _alone(page: Page, history: pl.DataFrame) -> None:
    """A single figure makes no line: it is told."""
    for row in history.to_dicts():
        told = {
            "scenario": page.language.title("scenario", row["scenario"]).lower(),
            "figure": page.words.figure(row).text,
            "period": page.words.period(row["period"], row["basis"]),
            "source": page.words.publisher(row["source"]),
        }
        said = page.language.t(
            "The only published figure of this series: {scenario} {figure}, {period} ({source}).", **told
        )
        st.caption(plain(said))


def _by_period(page: Page, entity: str, of: drawable.Series) -> None:
    """Columns of actual and plan; a single period is told by its target above."""
    t = page.language.t
    rows = drawable.columns(page, entity, of)
    if rows.height < _FEWEST:
        return
    st.header(t("Period by period"))
    chart = variance_columns(rows, of["unit"], page.language, page.words.indicator(of["indicator"]))
    draw(page, chart, "variance", lambda: drawable.table(page, entity, of, rows), drawable.sources(page, entity, of))
