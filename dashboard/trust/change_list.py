"""How is it shown on a page what changed between two data versions?"""

from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from dashboard import session
from dashboard.format import date as written_date
from dashboard.output import as_csv
from dashboard.page import Page
from dashboard.reports.words import Words
from dashboard.trust.changes import changes, versions
from data.events import events

_SHOWN = 200
_LARGE = 200_000  # rows from which two versions are compared only when somebody asks
Say = Callable[..., str]


def show(page: Page) -> None:
    """Two versions to choose, the last two at first; the figures and the standings that differ, and a download."""
    t = page.language.t
    newest = session.store().version()
    if not newest:
        st.info(t("Nothing has been loaded yet."))
        return
    is_large = session.store().loads()["accepted"].sum() > _LARGE
    if is_large and not st.toggle(t("Compare two data versions (with this many figures it takes a while)")):
        return
    labels = _labels(page)
    left, right = st.columns(2)
    choices = list(range(newest, -1, -1))
    last = right.selectbox(t("… to data version"), choices, format_func=labels.__getitem__)
    first = left.selectbox(
        t("From data version …"), choices, index=choices.index(newest - 1), format_func=labels.__getitem__
    )
    found = changes(*versions(first, None, last))
    if found.is_empty():
        st.info(t("No figure and no standing differs."))
        return
    _figures(page, found.filter(pl.col("what") != "standing"))
    _standings(page, found.filter(pl.col("what") == "standing"))
    st.download_button(
        t("Download these changes as CSV"),
        data=lambda: as_csv(found).encode(),
        file_name=f"changes-{first}-{last}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _labels(page: Page) -> dict[int, str]:
    """What each version came from: its day, and the load that was taken or withdrawn."""
    t, store = page.language.t, session.store()
    names = dict(store.loads().select("id", "name").iter_rows())
    labels = {0: t("0: nothing yet")}
    for row in events(store).iter_rows(named=True):
        day, name = written_date(row["at"][:10], page.language), names[row["load"]]
        what = t("withdrawn: {name}", name=name) if row["kind"] == "withdrawal" else name
        labels[row["version"]] = f"{row['version']}: {day}, {what}"
    return labels


def _figures(page: Page, rows: pl.DataFrame) -> None:
    if rows.is_empty():
        return
    words = page.words
    st.subheader(page.language.n("{count} figure", "{count} figures", rows.height))
    _table(page, rows, [_figure(page.language.t, words, row) for row in rows.head(_SHOWN).iter_rows(named=True)])


def _standings(page: Page, rows: pl.DataFrame) -> None:
    if rows.is_empty():
        return
    words = page.words
    st.subheader(page.language.n("{count} standing moved", "{count} standings moved", rows.height))
    _table(page, rows, [_standing(page.language.t, words, row) for row in rows.head(_SHOWN).iter_rows(named=True)])


def _table(page: Page, rows: pl.DataFrame, texts: list[dict[str, str]]) -> None:
    st.dataframe(pl.DataFrame(texts), hide_index=True)
    if rows.height > _SHOWN:
        st.caption(page.language.t("The first {shown} of {all} are shown.", shown=_SHOWN, all=rows.height))


def _figure(t: Say, words: Words, row: dict[str, Any]) -> dict[str, str]:
    names = {
        "added": t("added"),
        "beside": t("beside the current one"),
        "revised": t("revised"),
        "withdrawn": t("withdrawn with its load"),
        "retracted": t("taken back"),
    }
    return {
        t("What happened"): names[row["what"]],
        **_key(t, words, row),
        t("Before"): _said(words, row, "old"),
        t("Now"): _said(words, row, "new"),
        t("Source before"): words.publisher(row["old_source"]),
        t("Source now"): words.publisher(row["new_source"]),
    }


def _standing(t: Say, words: Words, row: dict[str, Any]) -> dict[str, str]:
    return {
        **_key(t, words, row),
        t("Before"): _verdict(t, words, row["old_standing"], row["old_reason"]),
        t("Now"): _verdict(t, words, row["new_standing"], row["new_reason"]),
    }


def _key(t: Say, words: Words, row: dict[str, Any]) -> dict[str, str]:
    return {
        t("Name"): words.entity(row["entity"]),
        t("Indicator"): words.indicator(row["indicator"]),
        t("Scenario"): words.language.title("scenario", row["scenario"]),
        t("Period"): words.period(row["period"], row["basis"]),
        t("Whom it counts"): words.scope(row["scope"]),
    }


def _said(words: Words, row: dict[str, Any], age: str) -> str:
    """A figure with its bounds; nothing where there was or is none."""
    if row[f"{age}_load"] is None:
        return ""
    figure = {name: row[f"{age}_{name}"] for name in ("comparator", "value", "lower", "upper")}
    return words.figure({**figure, "unit": row["unit"]}).text


def _verdict(t: Say, words: Words, standing: str | None, reason: str | None) -> str:
    title = words.language.title
    parts = [title("standing", standing) if standing else "", title("reason", reason) if reason else ""]
    return ": ".join(part for part in parts if part) or t("no such target")
