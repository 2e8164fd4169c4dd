"""Which files were loaded, what was refused, and what can be taken back?"""

import json
from typing import Any

import polars as pl
import streamlit as st

from dashboard import change_list, entry_form, session, upload
from dashboard.by_hand import LOADER
from dashboard.format import date as written_date
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, current, panel
from dashboard.reports.sentences import facts
from dashboard.serve import is_read_only
from loaders.run import loaders


def show() -> None:
    """Loads with withdrawal; a file is read and shown before anything is stored."""
    page = current()
    t = page.language.t
    st.title(t("Data"))
    for fact in facts(page.known, page.language):
        st.caption(plain(fact))
    done = st.session_state.pop("done", None)
    if done:
        st.success(plain(done))
    if is_read_only():
        st.info(t("This dashboard is read only: nothing can be loaded or withdrawn here."))
    else:
        st.header(t("Load a file"))
        with panel(page.language):
            upload.show(page)
        entry_form.show(page)
    st.header(t("Loads"))
    with panel(page.language):
        _loads(page)
    st.header(t("What changed"))
    with panel(page.language):
        change_list.show(page)


def _loads(page: Page) -> None:
    t = page.language.t
    rows = session.store().loads()
    if rows.is_empty():
        st.info(t("Nothing has been loaded yet."))
        return
    st.dataframe(_load_table(page, rows), hide_index=True)
    standing = rows.filter(pl.col("withdrawn_at").is_null())
    if is_read_only() or standing.is_empty():
        return
    with st.form("withdraw", border=True):
        names = dict(standing.select("id", "name").iter_rows())
        load = st.selectbox(
            t("Withdraw a load"), list(names)[::-1], format_func=lambda number: f"{number}: {names[number]}"
        )
        note = st.text_input(t("Why"))
        st.caption(t("Nothing is deleted: earlier data versions still show its figures."))
        if st.form_submit_button(t("Withdraw"), icon=":material/undo:"):
            _withdraw(page, load, note)


def _withdraw(page: Page, load: int, note: str) -> None:
    with panel(page.language):
        version = session.store().withdraw(load, by="dashboard", note=note or None)
        st.session_state["done"] = page.language.t(
            "Load {load} is withdrawn; data version {version}.", load=load, version=version
        )
        st.rerun()


def _load_table(page: Page, rows: pl.DataFrame) -> pl.DataFrame:
    t = page.language.t

    def state(row: dict[str, Any]) -> str:
        if row["withdrawn_at"]:
            note = f" ({row['withdrawn_note']})" if row["withdrawn_note"] else ""
            return (
                t(
                    "withdrawn {day} by {who}",
                    day=written_date(row["withdrawn_at"][:10], page.language),
                    who=row["withdrawn_by"],
                )
                + note
            )
        return t("stands")

    return pl.DataFrame(
        [
            {
                t("Number"): row["id"],
                t("File"): row["name"],
                t("Kind of file"): loaders().get(row["loader"], {}).get(page.language.code)
                or (t("by hand") if row["loader"] == LOADER else row["loader"]),
                t("Recorded"): written_date(row["recorded_at"][:10], page.language),
                t("By"): row["recorded_by"],
                t("Accepted"): row["accepted"],
                t("Refused"): row["refused"],
                t("Skipped"): row["skipped"],
                t("Warnings"): len(json.loads(row["warnings"])),
                t("State"): state(row),
            }
            for row in rows.sort("id", descending=True).iter_rows(named=True)
        ]
    )


if __name__ == "__main__":
    show()
