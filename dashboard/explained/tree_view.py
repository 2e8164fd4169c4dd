"""What does the page that explains say of a computed figure: the figure, its formula, then step by step its rows?"""

from collections.abc import Iterator
from typing import Any

import streamlit as st

from dashboard.explained import parts, stages
from dashboard.explained.methods import meaning, title
from dashboard.explained.tree import Node, all_rows
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, table
from dashboard.reports import tables
from metrics.registry import METRICS

#: What need not stand in every row where all rows say the same.
_SERIES = ("entity", "indicator", "scope", "basis", "unit")


def show(page: Page, nodes: list[Node]) -> None:
    """The trees of all rows at a key, then the sources of everything they were read from."""
    t = page.language.t
    for part in nodes:
        _figure(page, part)
    used = {row["source"] for part in nodes for row in all_rows(part)}
    if used:
        st.subheader(t("Sources"))
        table(tables.sources(page.words, used))


def _figure(page: Page, part: Node) -> None:
    """The figure on top, then each step under it."""
    st.header(plain(f"{title(METRICS[part.metric], page.language)}: {_value(page, part)}"))
    st.markdown(plain(_of_what(page, part.result, has_entity=True)))
    _body(page, part)
    for step, (depth, other) in enumerate(_below(part, 1), start=1):
        name = f"{step}. {title(METRICS[other.metric], page.language)}: {_value(page, other)}"
        st.subheader(plain(f"{'→ ' * (depth - 1)}{name}"))
        is_other = other.result["entity"] != part.result["entity"]
        st.caption(plain(_of_what(page, other.result, has_entity=is_other)))
        _body(page, other)


def _below(part: Node, depth: int) -> Iterator[tuple[int, Node]]:
    for other in part.inputs:
        yield depth, other
        yield from _below(other, depth + 1)


def _body(page: Page, part: Node) -> None:
    """The formula in words and numbers, or why there is no figure; its parts; the rows and moves it was read from."""
    metric, t = METRICS[part.metric], page.language.t
    named, put = parts.formulas(page.words, metric, part.result)
    if put:
        st.markdown(plain(f"= {named}") + "  \n" + f"**{plain(put)}**")
    elif part.result["reason"]:
        st.markdown(plain(page.words.sentence("reason", part.result["reason"])))
    else:
        st.caption(plain(meaning(metric, page.language)))
    with st.expander(t("Parts of the figure")):
        table(parts.parts(page.words, metric, part.result))
    with st.expander(t("Formula and rules")):
        st.text(metric.doc)
    if not part.rows.is_empty():
        st.caption(t("Read from these figures, earlier and other ones of the same key beside them:"))
        shared = tuple(name for name in _SERIES if part.rows[name].n_unique() == 1)
        table(tables.figures(page.words, part.rows), without=shared)
    if not part.moves.is_empty():
        st.caption(t("Computed from these moves of projects from stage to stage:"))
        table(stages.table(page.words, part.moves))
        rest = stages.left_out(part.moves)
        if rest:
            st.caption(page.language.n("and {count} move more", "and {count} moves more", rest))


def _value(page: Page, part: Node) -> str:
    return parts.value(page.words, METRICS[part.metric], part.result).text


def _of_what(page: Page, row: dict[str, Any], has_entity: bool) -> str:
    words = page.words
    said = (
        words.entity(row["entity"]) if has_entity else "",
        row["indicator"] and words.indicator(row["indicator"]),
        row["scope"] and words.scope(row["scope"]),
        words.period(row["period"], row["basis"]),
    )
    return " · ".join(part for part in said if part)
