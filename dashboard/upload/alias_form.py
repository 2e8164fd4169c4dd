"""How does a person say on a page whom unknown spellings mean?"""

import polars as pl
import streamlit as st

from dashboard import session
from dashboard.loads import alias
from dashboard.loads.alias import Unknown
from dashboard.loads.loading import known_codes
from dashboard.page import Page
from dashboard.reports.pairs import LISTED
from data.batch import Batch
from data.snapshot import Snapshot

_ASKED = 12  # at a time: each has a list of names to choose from
_LISTED = 300  # names in a list beside the nearest
_KEPT = "unknown"
_NOBODY = ""


def show(page: Page, batch: Batch, by: str) -> None:
    """The unknown spellings of a file, each with the names that come nearest, to accept some; nothing without them."""
    found = _unknown(batch)
    if not found:
        return
    t = page.language.t
    st.subheader(t("Names nobody is known by"))
    st.caption(t("An accepted spelling is kept: this file is read again at once, and later ones know it."))
    with st.form("aliases"):
        meant = {each.spelling: _asked(page, number, each) for number, each in enumerate(found[:_ASKED])}
        if len(found) > _ASKED:
            st.caption(t("The first {shown} of {all} are shown.", shown=_ASKED, all=len(found)))
        is_said = st.form_submit_button(t("Keep what is chosen"), icon=":material/link:")
    if is_said:
        _accept(page, {spelling: code for spelling, code in meant.items() if code}, by)


def _asked(page: Page, number: int, unknown: Unknown) -> str:
    """Whom one spelling means; nobody, until a person says so."""
    t, n = page.language.t, page.language.n
    rows = n("{count} row", "{count} rows", unknown.rows)
    # Without markdown: a screen reader is told the label as it is written.
    words = t("“{spelling}” ({rows}) means", spelling=unknown.spelling, rows=rows)
    code: str = st.selectbox(
        words,
        _choices(page, unknown),
        format_func=lambda code: _named(page, code) if code else t("nobody known: its rows stay refused"),
        key=f"alias-{number}-{unknown.spelling}",
    )
    return code


def _unknown(batch: Batch) -> list[Unknown]:
    """Looked up once, not again on every click."""
    key = (batch.sha256, batch.loader_sha256, session.store().version())
    kept = st.session_state.get(_KEPT)
    if not kept or kept[0] != key:
        kept = (key, alias.unknown(batch, known_codes(session.store())))
        st.session_state[_KEPT] = kept
    found: list[Unknown] = kept[1]
    return found


def _choices(page: Page, unknown: Unknown) -> list[str]:
    """The nearest first, then others of their kinds by name, as many as a list may hold."""
    near = [code for _, code in unknown.nearest]
    known = page.known.table("entity")
    kinds = known.filter(pl.col("code").is_in(near))["kind"].unique().to_list()
    alike = known.filter(pl.col("kind").is_in(kinds or list(LISTED)), ~pl.col("code").is_in(near))["code"]
    others = sorted(alike.head(_LISTED), key=lambda code: page.words.entity(code).casefold())
    return [_NOBODY, *near, *others]


def _named(page: Page, code: str) -> str:
    name = page.words.entity(code)
    return name if name == code else f"{name} ({code})"


def _accept(page: Page, meant: dict[str, str], by: str) -> None:
    t, n = page.language.t, page.language.n
    if not meant:
        st.warning(t("Say first whom a spelling means."))
        return
    record = alias.accept(session.store(), meant, by or "dashboard")
    Snapshot.of(session.store())
    told = "; ".join(
        t("{spelling} means {entity}", spelling=each, entity=page.words.entity(code)) for each, code in meant.items()
    )
    kept = n("{count} spelling is kept", "{count} spellings are kept", len(meant))
    again = t("the file was read again, data version {version}", version=record.version)
    st.session_state["done"] = f"{kept}: {told}; {again}."
    st.rerun()
