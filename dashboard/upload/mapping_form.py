"""How does a person who writes no TOML say what a file means? By questions, each of which is a key of the mapping."""

from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl
import streamlit as st

from dashboard.page import Page, panel
from dashboard.upload import (
    mapping_codes,
    mapping_outside,
    mapping_period,
    mapping_rows,
    mapping_values,
    mapping_who,
    mapping_words,
    own_mapping,
)
from dashboard.upload.mapping_field import Form
from loaders.raw import ROW
from loaders.sniffing import toml_edit
from loaders.sniffing.sniffed import Sniffed

_FIRST_ROWS = 5


def show(page: Page, seen: Sniffed, is_folded: bool) -> None:
    """The first rows of the file, the questions, and the text that holds the answers."""
    t = page.language.t
    st.caption(t("The first rows, as the file has them:"))
    row = pl.col(ROW).alias(t("File row"))
    st.dataframe(seen.data.head(_FIRST_ROWS).select(row, pl.exclude(ROW)), hide_index=True, placeholder="")
    folded = st.expander(t("How it is understood: every answer, to be changed"), not is_folded, icon=":material/edit:")
    with folded, panel(page.language):
        text = own_mapping.text()
        _questions(Form(page, seen, text, toml_edit.document(text)))
    with st.expander(t("The mapping as text (TOML)"), icon=":material/schema:"):
        own_mapping.box(page)
    own_mapping.keep(page)


def is_open() -> bool:
    """Whether a question waits for its answer, so that nothing can be read yet."""
    return open_questions() > 0


def open_questions() -> int:
    """How many keys the mapping leaves open."""
    return len(list(toml_edit.open_keys(toml_edit.document(own_mapping.text()))))


def _questions(form: Form) -> None:
    t = form.page.language.t
    with _part(t("Whom the rows are about")):
        mapping_who.show(form)
        mapping_rows.show(form)
    if form.blocks("values"):
        with _part(t("When, and what holds for all columns")):
            mapping_period.period(form)
            mapping_codes.shared(form)
        with _part(t("Columns of figures")):
            mapping_values.columns(form)
    if mapping_words.there_are(form):
        with _part(t("Words of the file")):
            mapping_words.show(form)
    if form.blocks("values"):
        with _part(t("Source")):
            mapping_outside.source(form)
    with _part(t("Numbers, dates, rows left out")):
        mapping_outside.numbers(form)
        mapping_outside.skipped(form)


@contextmanager
def _part(title: str) -> Iterator[None]:
    with st.container(border=True):
        st.subheader(title)
        yield
