"""What is known of one zone or cluster, and where does each figure come from?"""

from typing import Any

import polars as pl
import streamlit as st

from dashboard import address, charts
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, current, download, draw, panel, table
from dashboard.reports import pairs
from dashboard.reports.summary import facts, summary

_SERIES = ("indicator", "scope", "basis", "unit")


def show() -> None:
    """One entity: sentences, the trajectory of a series, its targets, contradictions, and every figure with its source."""
    page = current()
    t = page.language.t
    codes = _choices(page)
    if not codes:
        st.title(t("Zone or cluster"))
        st.info(t("Nothing has been loaded yet: load figures on the page “Data”, or run `sez demo`."))
        return
    entity = address.select(t("Zone or cluster"), "entity", codes, codes[0], page.words.entity, page.language)
    content = summary(page.known, entity, page.language)
    st.title(plain(content.title))
    st.caption(plain(_about(page, entity)))
    for fact in facts(page.known, page.language):
        st.caption(plain(fact))
    with panel(page.language):
        _in_words(content.section("overview").sentences)
    download(lambda: content, content.file_stem, t("Download as XLSX"))
    with panel(page.language):
        _trajectory(page, entity)
    for name in ("overview", "contradictions", "figures", "sources"):
        with panel(page.language):
            section = content.section(name)
            st.header(plain(section.title if name != "overview" else t("Targets")))
            if section.table:
                table(section.table)


def _in_words(sentences: tuple[str, ...]) -> None:
    for sentence in sentences:
        st.markdown(f"- {plain(sentence)}")


def _choices(page: Page) -> list[str]:
    """Every entity that has a figure, zones and clusters before groups and projects, by name."""
    told = page.known.table("observation")["entity"].unique()
    rows = page.known.table("entity").filter(pl.col("code").is_in(told.to_list())).to_dicts()
    rows.sort(key=lambda row: (row["kind"] not in pairs.LISTED, page.words.entity(row["code"]).casefold()))
    return [row["code"] for row in rows]


def _about(page: Page, entity: str) -> str:
    row = page.known.table("entity").filter(code=entity).row(0, named=True)
    words, language = page.words, page.language
    belongs = page.known.table("membership").filter(pl.col("member") == entity).to_dicts()
    ties = [f"{language.title('role', tie['role'])} → {words.entity(tie['of'])}" for tie in belongs]
    parts = [language.title("entity_kind", row["kind"]), row["country"], row["region"], row["sector"], *ties, row["note"]]
    return " · ".join(part for part in parts if part)


def _trajectory(page: Page, entity: str) -> None:
    t = page.language.t
    rows = page.known.table("history").filter(pl.col("entity") == entity)
    series = _series(page, rows)
    st.header(t("Over time"))
    names = list(series)
    chosen = address.select(t("Series"), "series", names, names[0], lambda name: _series_title(page, series[name]), page.language)
    same = rows.filter(*[pl.col(column) == value for column, value in series[chosen].items() if column in _SERIES])
    is_actual = pl.col("scenario") == "actual"
    title = _series_title(page, series[chosen])
    draw(charts.trajectory(same.filter(is_actual), same.filter(~is_actual), page.language, title))
    sources = dict.fromkeys(page.words.source(code) for code in same.sort("end_month")["source"])
    st.caption(plain(t("Sources: {sources}", sources="; ".join(sources))))


def _series(page: Page, rows: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """The entity's series by a name for the address: those with a target and many figures first."""
    counted = rows.group_by(*_SERIES).agg(
        targets=(pl.col("scenario") == "target").any(), figures=pl.col("period").n_unique()
    )
    counted = counted.join(page.known.table("indicator").select("indicator", "headline"), on="indicator", how="left")
    order = counted.sort(
        "targets", "headline", "figures", *_SERIES, descending=[True, False, True, *[False] * 4], nulls_last=True
    )
    return {".".join(row[column] for column in _SERIES): row for row in order.to_dicts()}


def _series_title(page: Page, series: dict[str, Any]) -> str:
    words = page.words
    parts = (words.indicator(series["indicator"]), words.scope(series["scope"]), words.basis(series["basis"]))
    return f"{' · '.join(parts)}, {words.unit(series['unit'])}"


if __name__ == "__main__":
    show()
