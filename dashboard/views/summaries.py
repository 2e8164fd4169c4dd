"""What is there to download, of whom and as what?"""

from collections.abc import Callable

import polars as pl
import streamlit as st

from dashboard import reports
from dashboard.format import escape_markdown as plain
from dashboard.language import Language
from dashboard.page import Page, current, nothing, opening, panel, table
from dashboard.reports import pairs
from dashboard.reports.model import Cell, Column, Table
from dashboard.reports.sentences import file_stem
from dashboard.reports.summary import summary
from dashboard.session import Known
from metrics.registry import METRICS


def show() -> None:
    """One summary, of everything or of one entity, in every format there is; and what it will hold."""
    page = current()
    t = page.language.t
    entity = page.entity
    opening(page, t("Summaries"), entity)
    held = page.known.table("history")["entity"].value_counts(name="figures")
    if held.is_empty():
        nothing(page)
        return
    with panel(page.language):
        st.header(plain(page.words.entity(entity) if entity else t("Everything")))
        st.markdown(plain(_content(page, entity, held)))
        _formats(page, entity)
    with panel(page.language):
        st.header(t("What is known of whom"))
        table(_everybody(page, held))


def _content(page: Page, entity: str | None, held: pl.DataFrame) -> str:
    """How much the file will hold, counted and not yet written."""
    n = page.language.n
    figures = held.filter(pl.col("entity") == entity) if entity else held
    standing = page.known.metric("standing")
    targets = standing.filter(pl.col("entity") == entity) if entity else standing
    parts = (
        n("{count} published figure", "{count} published figures", int(figures["figures"].sum())),
        n("{count} target", "{count} targets", targets.height),
        n("{count} metric", "{count} metrics", len(METRICS)),
    )
    return page.language.t("The summary holds: {parts}.", parts=", ".join(parts))


def _formats(page: Page, entity: str | None) -> None:
    """A button a format; the file is made when the button is pressed."""
    t = page.language.t
    stem = file_stem(page.known, entity, page.language)
    for ending, writer in reports.WRITERS.items():
        with st.container(key=f"line-{ending}", gap=None):
            st.download_button(
                t("Download as {format}", format=writer.name),
                data=_made(page.known, entity, page.language, ending),
                file_name=f"{stem}.{ending}",
                mime=writer.mime,
                on_click="ignore",
                icon=":material/download:",
                key=f"download-{ending}",
            )
            st.caption(plain(writer.holds(page.language)))
    st.caption(plain(t("One metric as CSV is on the page “Metrics”.")))


def _made(known: Known, entity: str | None, language: Language, ending: str) -> Callable[[], bytes]:
    """What makes the bytes when they are asked for."""
    return lambda: reports.build(summary(known, entity, language), ending)


def _everybody(page: Page, held: pl.DataFrame) -> Table:
    """Zones and clusters with how many figures and targets there are of each; an invented one says so in its name."""
    t, words = page.language.t, page.words
    columns = (
        Column("entity", t("Zone or cluster")),
        Column("figures", t("Published figures"), "number"),
        Column("targets", t("Targets"), "number"),
        Column("code", t("Code")),
    )
    listed = page.known.table("entity").filter(pl.col("kind").is_in(pairs.LISTED)).select(entity="code")
    targets = page.known.metric("standing")["entity"].value_counts(name="targets")
    counted = listed.join(held, on="entity", how="left").join(targets, on="entity", how="left").to_dicts()
    counted.sort(key=lambda row: words.entity(row["entity"]).casefold())
    rows = tuple(
        {
            "entity": Cell.of(words.entity(row["entity"])),
            "figures": Cell.of(str(row["figures"]) if row["figures"] else t("nothing published")),
            "targets": Cell.of(str(row["targets"]) if row["targets"] else t("none published")),
            "code": Cell.of(row["entity"]),
        }
        for row in counted
    )
    return Table(columns, rows, t("No zone or cluster has been loaded."))


if __name__ == "__main__":
    show()
