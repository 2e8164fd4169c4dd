"""What is known of one zone or cluster, and where does each figure come from?"""

from typing import Any

import polars as pl
import streamlit as st

from dashboard import address, charts
from dashboard.format import escape_markdown as plain
from dashboard.lines import pair_line
from dashboard.nearest import nearest
from dashboard.page import Page, current, download, draw, panel, table
from dashboard.reports import pairs
from dashboard.reports.sentences import facts, file_stem, near, nothing_loaded
from dashboard.reports.summary import evidence, summary
from dashboard.reports.tables import pair_row

_SERIES = ("indicator", "scope", "basis", "unit")


def show() -> None:
    """One entity: its targets, over time, contradictions, and every figure with its source."""
    page = current()
    t = page.language.t
    codes = _choices(page)
    if not codes:
        st.title(t("Zone or cluster"))
        st.info(plain(nothing_loaded(page.language)))
        return
    entity = address.select(t("Zone or cluster"), "entity", codes, codes[0], page.words.entity, page.language)
    st.title(plain(page.words.entity(entity)))
    st.caption(plain(_about(page, entity)))
    for fact in facts(page.known, page.language, entity):
        st.caption(plain(fact))
    stem = file_stem(page.known, entity, page.language)
    download(lambda: summary(page.known, entity, page.language), stem, t("Download as XLSX"))
    with panel(page.language):
        _targets(page, entity)
    with panel(page.language):
        _trajectory(page, entity)
    with panel(page.language):
        for section in evidence(page.words, entity):
            st.header(plain(section.title))
            if section.table:
                table(section.table, without=("entity",))


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
    told = (row["country"], row["region"], row["sector"], *ties, row["note"])
    return " · ".join(part for part in (language.title("entity_kind", row["kind"]), *told) if part)


def _targets(page: Page, entity: str) -> None:
    """Every target with its verdict; where nothing can be held against it, the nearest figures in words."""
    t = page.language.t
    st.header(t("Targets"))
    rows = pairs.pairs(page.known, entity)
    if not rows:
        st.info(t("No target has been published; the figures below are what is known."))
    said: set[str] = set()
    for number, row in enumerate(rows):
        pair_line(page, pair_row(page.words, row), number, is_linked=False)
        figure = "~".join(row[column] for column in (*_SERIES, "period"))
        page.link("explain", t("Where this comes from"), name="standing", entity=entity, figure=figure)
        if row["actual_period"] is None:
            for found in nearest(page.known, row):
                sentence = near(page.words, found)
                if sentence not in said:
                    st.caption(plain(sentence))
                    said.add(sentence)


def _trajectory(page: Page, entity: str) -> None:
    t = page.language.t
    rows = page.known.table("history").filter(pl.col("entity") == entity)
    series = _series(page, rows)
    titles = {name: f"{_series_title(page, row)}, {page.words.unit(row['unit'])}" for name, row in series.items()}
    names = list(series)
    st.header(t("Over time"))
    chosen = address.select(t("Series"), "series", names, names[0], lambda name: titles[name], page.language)
    same = rows.filter(*[pl.col(column) == series[chosen][column] for column in _SERIES])
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
    return " · ".join(parts)


if __name__ == "__main__":
    show()
