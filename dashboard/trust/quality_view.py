"""How good is what is known: what is missing, late, revised, contradictory? The part of the Data page that says it."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from dashboard import address
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, nothing, table
from dashboard.reports.model import Table
from dashboard.trust import quality_tables, quality_words
from dashboard.trust.quality import Quality, quality

Draw = Callable[[Page, Quality], None]


def show(page: Page) -> None:
    """A sentence on top, then one kind of fault at a time; of the entity and the years of the bar."""
    if page.known.table("history").is_empty():
        nothing(page)
        return
    found = quality(page)
    st.markdown(plain(quality_words.sentence(page, found)))
    if page.entity:
        st.caption(plain(page.language.t("Of {name} and its members.", name=page.words.entity(page.entity))))
    kinds = _kinds(page, found)
    titles = {code: title for code, (title, _) in kinds.items()}
    chosen = address.part(page.language.t("Kind of fault"), "about", titles, page.language)
    kinds[chosen][1](page, found)


def _kinds(page: Page, found: Quality) -> dict[str, tuple[str, Draw]]:
    t = page.language.t
    return {
        "missing": (t("Missing: {count}", count=found.missing), _missing),
        "late": (t("Late: {count}", count=found.late.height), _late),
        "revised": (t("Revised: {count}", count=found.revised.height), _revised),
        "contradictory": (t("Contradictory: {count}", count=found.contradictory.height), _contradictory),
    }


def _missing(page: Page, found: Quality) -> None:
    t = page.language.t
    st.subheader(t("Targets without an actual figure"))
    _table(page, quality_tables.targets(page, found.targets), found.targets)
    quarter = page.words.period(found.quarter)
    st.subheader(plain(t("Nothing told of {quarter} or later", quarter=quarter)))
    _table(page, quality_tables.silent(page, found.silent), found.silent)
    st.subheader(t("Totals that lack members, in their latest period"))
    _table(page, quality_tables.gaps(page, found.gaps), found.gaps)


def _late(page: Page, found: Quality) -> None:
    st.caption(plain(quality_words.rule_of_lateness(page)))
    _table(page, quality_tables.late(page, found.late), found.late)


def _revised(page: Page, found: Quality) -> None:
    st.caption(page.language.t("Of one publisher: the first figure it gave for a period, and the newest."))
    _table(page, quality_tables.revised(page, found.revised), found.revised)


def _contradictory(page: Page, found: Quality) -> None:
    _table(page, quality_tables.contradictory(page, found.contradictory), found.contradictory)


def _table(page: Page, content: Table, rows: pl.DataFrame) -> None:
    table(content, named="entity")
    if rows.height > quality_tables.MOST:
        shown = page.language.t("The first {shown} of {all} are shown.", shown=quality_tables.MOST, all=rows.height)
        st.caption(shown)
