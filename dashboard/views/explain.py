"""Where does a figure come from: what was it computed from, or who told it, down to file, row and source?"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import address
from dashboard.explained import published_view, tree_view
from dashboard.explained.tree import KEY, found
from dashboard.format import escape_markdown as plain
from dashboard.page import PUBLISHED, Page, current, figure_code, opening, panel
from dashboard.reports.pairs import invented
from dashboard.reports.summary import of_metric
from dashboard.whom import first
from metrics.registry import METRICS


def show() -> None:
    """One figure, computed or as published: first the figure and its formula, then every step down to its rows."""
    page = current()
    t = page.language.t
    # Of a real entity what is invented elsewhere is said as well: a sum of everybody may be asked for.
    opening(page, t("Where a figure comes from"), page.entity if page.entity in invented(page.known) else None)
    name = address.select(
        t("Metric"), "name", [*METRICS, PUBLISHED], first(), lambda each: _title(page, each), page.language
    )
    with panel(page.language):
        entity = page.entity
        if entity is None:
            st.info(t("No figure of this metric is known."))
        elif name == PUBLISHED:
            _published(page, entity)
        else:
            _computed(page, name, entity)


def _title(page: Page, name: str) -> str:
    if name == PUBLISHED:
        return page.language.t("A figure as it was published")
    return METRICS[name].title.get(page.language.code) or METRICS[name].title["en"]


def _published(page: Page, entity: str) -> None:
    codes = published_view.choices(page, entity)
    if not codes:
        st.info(page.language.t("No figure has been loaded for this entity."))
        return
    code = _chosen(page, codes, lambda each: published_view.said(page, entity, each))
    if code:
        published_view.show(page, entity, code)


def _computed(page: Page, name: str, entity: str) -> None:
    of_entity = {figure_code(row): row for row in of_metric(page.known, name, entity).iter_rows(named=True)}
    if not of_entity:
        st.info(page.language.t("No figure of this metric is known."))
        return
    known = next((code for code, row in of_entity.items() if row["value"] is not None), None)
    code = _chosen(page, list(of_entity), lambda each: _figure(page, of_entity[each]), known)
    if code:
        tree_view.show(page, found(page.known, name, {column: of_entity[code][column] for column in KEY}))


def _chosen(page: Page, codes: list[str], said: Callable[[str], str], usual: str | None = None) -> str:
    """The figure that the address names, else the usual or the first one; none where it names one that there is not.

    Another figure than the one that was asked for would pass for it. What another choice on the page has made
    impossible was not asked for.
    """
    t = page.language.t
    asked = st.query_params.get("figure")
    if asked and asked not in codes and asked != st.session_state.get("address-figure"):
        st.warning(
            plain(
                t(
                    "The figure that was asked for is not known here: it may have been withdrawn, or it became known "
                    "after the chosen day, or it is told in other money. Choose one that is known."
                )
            )
        )
        st.selectbox(t("Figure"), codes, index=None, format_func=said, key="widget-unknown-figure", on_change=_take)
        return ""
    return address.select(t("Figure"), "figure", codes, usual or codes[0], said, page.language)


def _take() -> None:
    """The figure that was chosen in place of one that is not known."""
    st.query_params["figure"] = st.session_state["widget-unknown-figure"]


def _figure(page: Page, row: dict[str, Any]) -> str:
    words = page.words
    parts = (row["indicator"] and words.indicator(row["indicator"]), row["scope"] and words.scope(row["scope"]))
    said = (*parts, words.period(row["period"], row["basis"]), row["unit"] and words.unit(row["unit"]))
    return ", ".join(part for part in said if part)


if __name__ == "__main__":
    show()
