"""Which files were loaded, what was refused of them, what stands, and what can be taken back?"""

import json
from typing import Any

import polars as pl
import streamlit as st

from dashboard import session
from dashboard.format import date as written_date
from dashboard.loads.by_hand import LOADER
from dashboard.page import Page, panel
from dashboard.serve import is_read_only
from data.snapshot import Snapshot
from loaders.run import loaders


def show(page: Page) -> None:
    """Every load, the newest first; the form to withdraw one where anything may be changed."""
    t = page.language.t
    rows = session.store().loads()
    if rows.is_empty():
        st.info(t("Nothing has been loaded yet."))
        return
    standing = rows.filter(pl.col("withdrawn_at").is_null())
    counted = page.language.n("{count} load stands.", "{count} loads stand.", standing.height)
    gone = page.language.n("{count} was withdrawn.", "{count} were withdrawn.", rows.height - standing.height)
    st.markdown(f"{counted} {gone}" if rows.height > standing.height else counted)
    shown = _table(page, rows)
    said = [name for name in shown.columns if (shown[name].cast(pl.String) != "").any()]
    widths = {t("State"): st.column_config.TextColumn(width=260), t("File"): st.column_config.TextColumn(width=220)}
    st.dataframe(shown.select(said), hide_index=True, column_config=widths)
    if is_read_only():
        return
    st.caption(
        t("A corrected file takes the place of a load: load it, and say so before it is stored, under “In place of”.")
    )
    if standing.height:
        _form(page, standing)


def _form(page: Page, standing: pl.DataFrame) -> None:
    t = page.language.t
    names = dict(standing.select("id", "name").iter_rows())
    with st.form("withdraw", border=True):
        load = st.selectbox(
            t("Withdraw a load"), list(names)[::-1], format_func=lambda number: f"{number}: {names[number]}"
        )
        left, right = st.columns(2)
        note = left.text_input(t("Why"))
        by = right.text_input(t("Your name"), key="withdraw-by")
        st.caption(t("Nothing is deleted: earlier data versions still show its figures."))
        if st.form_submit_button(t("Withdraw"), icon=":material/undo:"):
            _withdraw(page, load, note, by)


def _withdraw(page: Page, load: int, note: str, by: str) -> None:
    with panel(page.language):
        version = session.store().withdraw(load, by=by or "dashboard", note=note or None)
        Snapshot.of(session.store())
        st.session_state["done"] = page.language.t(
            "Load {load} is withdrawn; data version {version}.", load=load, version=version
        )
        st.rerun()


def _table(page: Page, rows: pl.DataFrame) -> pl.DataFrame:
    t = page.language.t
    titles = {name: title.get(page.language.code, name) for name, title in loaders().items()}
    by_load = {row["replaces"]: row["id"] for row in rows.iter_rows(named=True) if row["replaces"]}
    return pl.DataFrame(
        [
            {
                t("Number"): row["id"],
                t("File"): row["name"],
                t("State"): _state(page, row, by_load.get(row["id"])),
                t("Read"): row["read"],
                t("Accepted"): row["accepted"],
                t("Refused"): row["refused"],
                t("Skipped"): row["skipped"],
                t("Why skipped"): _reasons(page, row),
                t("Warnings"): len(json.loads(row["warnings"])),
                t("Kind of file"): t("by hand")
                if row["loader"] == LOADER
                else titles.get(row["loader"], row["loader"]),
                t("Recorded"): written_date(row["recorded_at"][:10], page.language),
                t("By"): row["recorded_by"],
            }
            for row in rows.sort("id", descending=True).iter_rows(named=True)
        ]
    )


def _reasons(page: Page, row: dict[str, Any]) -> str:
    return "; ".join(
        f"{page.language.t(reason)}: {count}" for reason, count in json.loads(row["skipped_reasons"]).items()
    )


def _state(page: Page, row: dict[str, Any], replaced_by: int | None) -> str:
    t = page.language.t
    if not row["withdrawn_at"]:
        return t("stands, in place of load {load}", load=row["replaces"]) if row["replaces"] else t("stands")
    day = written_date(row["withdrawn_at"][:10], page.language)
    if replaced_by:
        return t("replaced by load {load}, {day}", load=replaced_by, day=day)
    note = f" ({row['withdrawn_note']})" if row["withdrawn_note"] else ""
    return t("withdrawn {day} by {who}", day=day, who=row["withdrawn_by"]) + note
