"""What does a metric say of everybody, and how is it defined?"""

import polars as pl
import streamlit as st

from dashboard import address
from dashboard.charts.chart_frame import draw
from dashboard.charts.panels import panels
from dashboard.charts.step_bars import step_bars
from dashboard.explained import methods, metric_drawn
from dashboard.explained.money_words import file_parts
from dashboard.format import escape_markdown as plain
from dashboard.output import as_csv
from dashboard.page import Page, current, opening, panel, table
from dashboard.reports import tables
from dashboard.reports.model import Row
from dashboard.reports.summary import of_metric
from dashboard.select import rows
from metrics.registry import METRICS, Metric

#: Rows of everybody that are shown; the file has all.
_MOST = 300


def show() -> None:
    """Any metric by its file's name: what it means, its rows, its file. A broken one shows its error here."""
    page = current()
    t = page.language.t
    names = [*METRICS, *METRICS.broken]
    head = st.container()  # above the box that says which metric it is
    name = address.select(t("Metric"), "name", names, names[0], lambda each: _title(page, each), page.language)
    with head:
        opening(page, _title(page, name), page.entity)
    with panel(page.language):
        _passport(page, METRICS.find(name))
    if name not in METRICS:
        return
    metric = METRICS[name]
    with panel(page.language):
        _chart(page, metric, page.entity)
    with panel(page.language):
        _result(page, metric, page.entity)


def _title(page: Page, name: str) -> str:
    if name in METRICS:
        return METRICS[name].title.get(page.language.code) or METRICS[name].title["en"]
    return page.language.t("{name}: cannot be used", name=name)


def _passport(page: Page, metric: Metric) -> None:
    """What it means, its unit, which way is good, from what it is computed; folded, the formula and its origin."""
    t = page.language.t
    st.markdown(plain(methods.meaning(metric, page.language)))
    said = (
        t("Unit: {unit}", unit=methods.unit(metric, page.language)),
        methods.better(metric, page.language),
        t("Computed from: {inputs}", inputs=", ".join(methods.called(each, page.language) for each in metric.inputs)),
    )
    st.caption(plain(" · ".join(said)))
    with st.expander(t("Formula and rules")):
        st.text(metric.doc)
        st.caption(plain(t("Definition: {reference}", reference=metric.reference)))


def _chart(page: Page, metric: Metric, entity: str | None) -> None:
    """Of one entity how its series went; of everybody the latest figures beside one another; else no chart."""
    own = _own(page, metric, entity)
    drawn = (metric_drawn.over_time if entity else metric_drawn.beside)(page.known, metric, own)
    if drawn.is_empty():
        return
    title, words = _title(page, metric.id), page.words
    if entity:
        chart = panels(metric_drawn.panels_of(words, metric, drawn), page.language, f"{words.entity(entity)}: {title}")
    else:
        row = drawn.row(0, named=True)
        whose = metric_drawn.of_what(words, row)
        unit = metric_drawn.unit(metric, row)
        chart = step_bars(metric_drawn.bars_of(words, drawn), unit, page.language, f"{title}: {whose}")
    told = tables.of_metric(words, metric, drawn.drop("end_month"))
    draw(page, chart, f"metric-{metric.id}", told, metric_drawn.sources(drawn))


def _own(page: Page, metric: Metric, entity: str | None) -> pl.DataFrame:
    """The rows of a metric that the bar lets through."""
    rows = page.within(page.known.metric(metric.id))
    return rows.filter(pl.col("entity") == entity) if entity else rows


def _result(page: Page, metric: Metric, entity: str | None) -> None:
    count = _own(page, metric, entity).height
    told = of_metric(page.known, metric.id, entity, page.within, most=_MOST)
    found = tables.of_metric(page.words, metric, told).first(_MOST)
    silent = tuple(column.id for column in found.columns if not any(_says(row, column.id) for row in found.rows))
    table(found, without=silent, named="entity", count=count)
    st.download_button(
        page.language.t("Download as CSV"),
        data=lambda: as_csv(rows(page.known, metric.id, entity=entity)),
        file_name=f"sez-{metric.id}-v{page.known.version}"
        + (f"-{page.known.as_of}" if page.known.as_of else "")
        + "".join(f"-{part}" for part in file_parts(page.known))
        + ".csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _says(row: Row, name: str) -> bool:
    return name in row and bool(row[name].text)


if __name__ == "__main__":
    show()
