"""How was a figure computed, down to the rows it was read from?"""

from functools import partial
from typing import Any

import streamlit as st
from babel.numbers import format_decimal

from dashboard import address
from dashboard.explained.explain import Node, found
from dashboard.explained.formula import formula
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, current, figure_code, panel, table
from dashboard.reports import tables
from dashboard.reports.pairs import invented
from dashboard.reports.sentences import facts
from dashboard.reports.summary import of_metric
from dashboard.whom import first
from metrics.registry import METRICS

_KEY = ("entity", "indicator", "scope", "basis", "unit", "period")


def show() -> None:
    """One figure: its formula with the numbers put in, then each input, down to file, row and source."""
    page = current()
    t = page.language.t
    st.title(t("Where a figure comes from"))
    name = address.select(t("Metric"), "name", list(METRICS), first(), lambda each: _title(page, each), page.language)
    with panel(page.language):
        entity = page.entity
        if entity is None:
            st.info(t("No figure of this metric is known."))
            return
        of_entity = {figure_code(row): row for row in of_metric(page.known, name, entity)}
        names = list(of_entity)
        chosen = address.select(
            t("Figure"), "figure", names, names[0], lambda code: _figure(page, of_entity[code]), page.language
        )
        # Of a real entity what is invented elsewhere is said as well: a sum of everybody may be asked for.
        for fact in facts(page.known, page.language, entity if entity in invented(page.known) else None):
            st.caption(plain(fact))
        for part in found(page.known, name, {column: of_entity[chosen][column] for column in _KEY}):
            _node(page, part, 0)


def _title(page: Page, name: str) -> str:
    return METRICS[name].title.get(page.language.code) or METRICS[name].title["en"]


def _figure(page: Page, row: dict[str, Any]) -> str:
    words = page.words
    parts = (row["indicator"] and words.indicator(row["indicator"]), row["scope"] and words.scope(row["scope"]))
    said = (*parts, words.period(row["period"], row["basis"]), row["unit"] and words.unit(row["unit"]))
    return ", ".join(part for part in said if part)


def _node(page: Page, part: Node, depth: int) -> None:
    """A computed figure, then what it was computed from, then the rows it read."""
    metric = METRICS[part.metric]
    (st.subheader if depth else st.header)(
        plain(f"{'→ ' * depth}{_title(page, part.metric)}: {_figure(page, part.result)}")
    )
    number = partial(format_decimal, format="#,##0.######", locale=page.language.locale)
    st.text(formula(part.doc, part.result, number) or metric.doc.partition("\n")[0])
    with st.expander(page.language.t("Formula and rules")):
        st.text(metric.doc)
    table(tables.of_metric(page.words, metric, [part.result]), without=("entity", "indicator"))
    if not part.rows.is_empty():
        st.caption(page.language.t("Read from these figures, earlier and other ones of the same key beside them:"))
        table(tables.figures(page.words, part.rows.to_dicts()))
    for other in part.inputs:
        _node(page, other, depth + 1)


if __name__ == "__main__":
    show()
