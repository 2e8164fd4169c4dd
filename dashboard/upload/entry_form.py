"""How does a person enter, correct or take back one figure on a page?"""

from dataclasses import fields
from typing import Any

import polars as pl
import streamlit as st

from dashboard import session
from dashboard.format import escape_markdown as plain
from dashboard.loads import by_hand
from dashboard.loads.by_hand import Figure, NewSource
from dashboard.page import Page, panel
from dashboard.reports.words import Words
from dashboard.session import Known
from dashboard.upload.preview import warning_text
from data import codelist
from data.batch import Batch
from data.schema import KEY
from data.snapshot import Snapshot

_ENTRY = "entry"


def show(page: Page) -> None:
    """Two folded parts: enter or correct one figure, and take one back."""
    t = page.language.t
    with st.expander(t("Enter or correct one figure"), expanded=True, icon=":material/edit:"), panel(page.language):
        if session.known().table("entity").is_empty():
            st.info(t("Nobody is known yet whom a figure could be about: load a file of zones and clusters first."))
        else:
            _enter(page)
    with st.expander(t("Take one figure back"), icon=":material/undo:"), panel(page.language):
        _take_back(page)


def _enter(page: Page) -> None:
    with st.form("figure", border=False):
        said = _key(page) | _value(page) | _origin(page)
        if st.form_submit_button(page.language.t("Check this figure"), icon=":material/fact_check:"):
            st.session_state[_ENTRY] = said
    if _ENTRY in st.session_state:
        _preview(page, st.session_state[_ENTRY])


def _key(page: Page) -> dict[str, str]:
    t, known = page.language.t, session.known()
    left, right = st.columns(2)
    with left:
        entity = st.selectbox(
            t("Zone, cluster or organisation"), known.table("entity")["code"].to_list(), format_func=page.words.entity
        )
        indicator = _code(page, "indicator", t("Indicator"))
        scope = _code(page, "scope", t("Whom it counts"))
        basis = _code(page, "basis", t("Over which time"))
    with right:
        scenario = _code(page, "scenario", t("Scenario"))
        period = st.text_input(t("Period: 2017, 2017-Q3, 2017-09 or 2016-09/2019-03"))
        unit = _code(page, "unit", t("Unit"))
        status = _code(page, "status", t("Status"))
    return {
        "entity": entity,
        "indicator": indicator,
        "scope": scope,
        "basis": basis,
        "scenario": scenario,
        "period": period,
        "unit": unit,
        "status": status,
    }


def _value(page: Page) -> dict[str, str]:
    t = page.language.t
    comparator, value, lower, upper = st.columns(4)
    with comparator:
        sign = _code(page, "comparator", t("As published"))
    said = {
        "value": value.text_input(t("Value; empty means not reported")),
        "lower": lower.text_input(t("Lower end, of a range")),
        "upper": upper.text_input(t("Upper end, of a range")),
    }
    # Blanks only group digits; a comma could part thousands or decimals, so it is asked about and not guessed.
    return {"comparator": sign} | {name: "".join(text.split()) for name, text in said.items()}


def _origin(page: Page) -> dict[str, str]:
    t, words = page.language.t, page.words
    codes = ["", *session.known().table("source")["code"]]
    new = t("a new one, described below")
    left, right = st.columns(2)
    with left:
        said = {
            "source": st.selectbox(
                t("Where it was published"), codes, format_func=lambda code: words.source(code) or new
            ),
            "title": st.text_input(t("New source: title")),
            "publisher": st.text_input(t("New source: publisher")),
            "kind": _code(page, "source_kind", t("New source: kind")),
        }
    with right:
        said |= {
            "published": st.text_input(t("New source: published on, 2020-06-17, 2020-06 or 2020")),
            "url": st.text_input(t("New source: web address")),
            "locator": st.text_input(t("Where in the source: page, table, row")),
            "note": st.text_input(t("Note")),
        }
    return said | {"by": st.text_input(t("Your name"), key="figure-by")}


def _code(page: Page, name: str, label: str) -> str:
    found: str = st.selectbox(
        label, codelist.ids(name), format_func=lambda code: page.language.title(name, code), key=f"figure-{name}"
    )
    return found


def _preview(page: Page, said: dict[str, str]) -> None:
    t, known = page.language.t, session.known()
    batch = _draft(said)
    if batch.refused_count:
        for row in batch.refused.iter_rows(named=True):
            problem = t(row["problem"], **{name: row[name] for name in ("found", "column", "accepted")})
            accepted = t("What is accepted") + ": " + t(row["accepted"]) if row["accepted"] else ""
            st.error(plain(f"{row['column']}: {problem}. {accepted}"))
        return
    for warning in batch.warnings:
        st.warning(plain(warning_text(page, warning)))
    row = batch.frames["observation"].row(0, named=True)
    _told(page, t("This figure"), row)
    current = by_hand.winner(known, row)
    if current:
        _told(page, t("The current figure"), current)
    st.markdown(plain(_effect(page, known, batch, current)))
    if st.button(t("Store this figure"), type="primary", icon=":material/save:"):
        _store(page, batch, said["by"])


def _effect(page: Page, known: Known, batch: Batch, current: dict[str, Any] | None) -> str:
    t = page.language.t
    if not by_hand.would_win(known, batch):
        return t("It would stand beside the current figure, which stays: its source or its status ranks higher.")
    return t("It would take the place of the current figure.") if current else t("No figure stands there yet.")


def _draft(said: dict[str, str]) -> Batch:
    """The entry as a batch, read once and not again on every click."""
    key = (tuple(said.items()), session.store().version())
    kept = st.session_state.get("entry-draft")
    if not kept or kept[0] != key:
        wanted = {field.name: said[field.name] for field in fields(Figure)}
        kept = (key, by_hand.draft(session.store(), Figure(**wanted), _new_source(said)))
        st.session_state["entry-draft"] = kept
    batch: Batch = kept[1]
    return batch


def _new_source(said: dict[str, str]) -> NewSource | None:
    described = [said[name] for name in ("title", "publisher", "kind", "published", "url")]
    return by_hand.described(said["source"], *described)


def _told(page: Page, label: str, row: dict[str, Any]) -> None:
    source = page.words.source(row["source"])
    parts = [page.words.figure(row).text, page.language.title("status", row["status"]), source]
    st.markdown(f"{plain(label)}: {plain(' · '.join(part for part in parts if part))}")


def _take_back(page: Page) -> None:
    t, words, known = page.language.t, page.words, session.known()
    figures = known.table("history").unique([*KEY, "source"], keep="last", maintain_order=True)
    if figures.is_empty():
        st.info(t("No figure stands that could be taken back."))
        return
    codes = figures["entity"].unique().sort().to_list()
    entity = st.selectbox(t("Whose figure"), codes, format_func=words.entity)
    rows = figures.filter(pl.col("entity") == entity).to_dicts()
    chosen = st.selectbox(t("Which figure"), range(len(rows)), format_func=lambda number: _line(words, rows[number]))
    note = st.text_input(t("Why it is taken back"))
    by = st.text_input(t("Your name"), key="retract-by")
    st.caption(t("Nothing is deleted: earlier data versions still show its figures."))
    if st.button(t("Take it back"), icon=":material/undo:"):
        wanted = {name: rows[chosen][name] for name in (*KEY, "source")}
        _store(page, by_hand.retraction(session.store(), known, wanted, note), by)


def _line(words: Words, row: dict[str, Any]) -> str:
    key = (words.indicator(row["indicator"]), words.language.title("scenario", row["scenario"]))
    parts = (*key, words.scope(row["scope"]), words.period(row["period"], row["basis"]), words.figure(row).text)
    return " · ".join((*parts, words.publisher(row["source"])))


def _store(page: Page, batch: Batch, by: str) -> None:
    record = by_hand.enter(session.store(), session.known(), batch, by or "dashboard")
    Snapshot.of(session.store())
    st.session_state.pop(_ENTRY, None)
    st.session_state["done"] = page.language.t(
        "{name} is load {load}; data version {version}.", name=batch.name, load=record.load, version=record.version
    )
    st.rerun()
