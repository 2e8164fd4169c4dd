"""How does a person say on a page whom an unknown spelling means?"""

import polars as pl
import streamlit as st

from dashboard import session
from dashboard.loads import alias
from dashboard.loads.alias import Unknown
from dashboard.loads.loading import known_codes
from dashboard.page import Page
from data.batch import Batch
from data.snapshot import Snapshot

_SHOWN = 50
_KEPT = "unknown"


def show(page: Page, batch: Batch) -> None:
    """The unknown spellings of a file with the nearest known names, and a form to accept one; nothing without them."""
    found = _unknown(batch)
    if not found:
        return
    t = page.language.t
    st.subheader(t("Names nobody is known by"))
    st.dataframe(_table(page, found), hide_index=True)
    st.caption(t("An accepted spelling is kept: this file is read again at once, and later ones know it."))
    spellings = {each.spelling: each for each in found}
    left, right = st.columns(2)
    spelling = left.selectbox(t("This spelling"), list(spellings))
    entity = right.selectbox(t("means"), _choices(spellings[spelling]), format_func=lambda code: _named(page, code))
    by = st.text_input(t("Your name"), key="alias-by")
    if st.button(t("Keep this spelling"), icon=":material/link:"):
        _accept(page, spelling, entity, by)


def _unknown(batch: Batch) -> list[Unknown]:
    """Looked up once, not again on every click."""
    key = (batch.sha256, batch.loader_sha256, session.store().version())
    kept = st.session_state.get(_KEPT)
    if not kept or kept[0] != key:
        kept = (key, alias.unknown(batch, known_codes(session.store()), _SHOWN))
        st.session_state[_KEPT] = kept
    found: list[Unknown] = kept[1]
    return found


def _table(page: Page, found: list[Unknown]) -> pl.DataFrame:
    t = page.language.t
    near = ["; ".join(_named(page, code) for _, code in each.nearest) for each in found]
    return pl.DataFrame(
        {
            t("As the file spells it"): [each.spelling for each in found],
            t("Rows"): [each.rows for each in found],
            t("Nearest known names"): near,
        }
    )


def _choices(unknown: Unknown) -> list[str]:
    """The nearest first, then everybody."""
    near = [code for _, code in unknown.nearest]
    known = session.known().table("entity")["code"].to_list()
    return [*near, *(code for code in known if code not in near)]


def _named(page: Page, code: str) -> str:
    name = page.words.entity(code)
    return name if name == code else f"{name} ({code})"


def _accept(page: Page, spelling: str, entity: str, by: str) -> None:
    record = alias.accept(session.store(), spelling, entity, by or "dashboard")
    Snapshot.of(session.store())
    st.session_state["done"] = page.language.t(
        "{spelling} means {entity} from now on: load {load}; the file was read again.",
        spelling=spelling,
        entity=page.words.entity(entity),
        load=record.load,
    )
    st.rerun()
