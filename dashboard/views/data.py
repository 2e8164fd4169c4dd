"""Which files were loaded, what was refused, and what can be taken back?"""

import hashlib
import json
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from dashboard import change_list, entry_form, session
from dashboard.by_hand import LOADER
from dashboard.format import date as written_date
from dashboard.format import escape_markdown as plain
from dashboard.loading import known_codes, store_batch
from dashboard.page import Page, current, panel, table
from dashboard.reports import tables
from dashboard.reports.sentences import facts
from dashboard.serve import is_read_only
from data.batch import Batch, Warning
from data.snapshot import Snapshot
from loaders.run import loaders, read, refused_bytes

_SHOWN = 200
_KEPT = "upload"


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
            _upload(page)
        entry_form.show(page)
    st.header(t("Loads"))
    with panel(page.language):
        _loads(page)
    st.header(t("What changed"))
    with panel(page.language):
        change_list.show(page)


def _upload(page: Page) -> None:
    t = page.language.t
    file = st.file_uploader(t("A CSV or XLSX file"), key=f"file-{st.session_state.get('uploads', 0)}")
    auto = ""
    loader = st.selectbox(
        t("Kind of file"),
        [auto, *loaders()],
        format_func=lambda name: loaders().get(name, {}).get(page.language.code, name) or t("by its headings"),
    )
    if file is None:
        return
    batch = _read(file.name, file.getvalue(), loader or None)
    _counts(page, batch)
    _warnings(page, batch)
    _refused(page, batch)
    _accepted(page, batch)
    if batch.accepted and st.button(t("Store these rows"), type="primary", icon=":material/save:"):
        record = store_batch(batch, by="dashboard")
        Snapshot.of(session.store())
        st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
        st.session_state.pop(_KEPT, None)
        st.session_state["done"] = t(
            "{name} is load {load}; data version {version}.", name=batch.name, load=record.load, version=record.version
        )
        st.rerun()


def _read(name: str, content: bytes, loader: str | None) -> Batch:
    """The file as a batch, read once and not again on every click."""
    key = (hashlib.sha256(content).hexdigest(), name, loader, session.store().version())
    kept = st.session_state.get(_KEPT)
    if not kept or kept[0] != key:
        kept = (key, read(content, name, known_codes(session.store()), loader=loader))
        st.session_state[_KEPT] = kept
    return kept[1]


def _counts(page: Page, batch: Batch) -> None:
    t = page.language.t
    st.markdown(
        plain(
            t(
                "{name}, read as {loader}: {read} rows = {accepted} accepted + {refused} refused + {skipped} skipped. "
                "Nothing is stored yet.",
                name=batch.name,
                loader=batch.loader,
                read=batch.read,
                accepted=batch.accepted,
                refused=batch.refused_count,
                skipped=batch.skipped,
            )
        )
    )


def _warnings(page: Page, batch: Batch) -> None:
    for warning in batch.warnings[:_SHOWN]:
        st.warning(plain(_warning_text(page, warning)))


def _warning_text(page: Page, warning: Warning) -> str:
    return page.language.t(warning.message, **warning.details)


def _refused(page: Page, batch: Batch) -> None:
    if not batch.refused_count:
        return
    t = page.language.t
    st.subheader(page.language.n("{count} row refused", "{count} rows refused", batch.refused_count))
    rows = batch.refused.head(_SHOWN)
    problems = [
        page.language.t(row["problem"], **{name: row[name] for name in ("found", "column", "accepted")})
        for row in rows.iter_rows(named=True)
    ]
    st.dataframe(
        rows.select(
            pl.col("source_row").alias(t("File row")),
            pl.col("column").alias(t("Column")),
            pl.col("found").alias(t("Found")),
            pl.Series(t("Problem"), problems, dtype=pl.String),
            pl.Series(t("What is accepted"), [t(text) for text in rows["accepted"]], dtype=pl.String),
        ),
        hide_index=True,
    )
    st.download_button(
        t("Download refused rows, to mend and load again"),
        data=lambda: refused_bytes(batch),
        file_name=f"{Path(batch.name).name}.refused.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _accepted(page: Page, batch: Batch) -> None:
    for name, frame in batch.frames.items():
        st.subheader(page.language.t("Accepted rows: {table}", table=page.language.title("table", name)))
        if name == "observation":
            table(tables.figures(page.words, frame.head(_SHOWN).to_dicts()))
        else:
            st.dataframe(frame.head(_SHOWN), hide_index=True)
        if frame.height > _SHOWN:
            st.caption(page.language.t("The first {shown} of {all} are shown.", shown=_SHOWN, all=frame.height))


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
