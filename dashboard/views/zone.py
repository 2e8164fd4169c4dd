"""Where does one zone or cluster stand, why, and how far can its figures be relied on?"""

from collections.abc import Callable

import polars as pl
import streamlit as st

from dashboard import address
from dashboard.charts.chart_frame import draw
from dashboard.charts.panels import panels
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, current, download, nothing, opening, panel, table
from dashboard.reports import pairs, tables
from dashboard.reports.sentences import file_stem
from dashboard.reports.summary import evidence, summary
from dashboard.zone import facts, trust
from dashboard.zone.behind import behind
from dashboard.zone.progress import progress
from dashboard.zone.tiles import tiles


def show() -> None:
    """The head with its figures, then the one part that is chosen: the others are not computed."""
    page = current()
    t = page.language.t
    entity = page.entity
    if entity is None:
        opening(page, t("Zone or cluster"))
        nothing(page)
        return
    opening(page, page.words.entity(entity), entity)
    st.caption(plain(_about(page, entity)))
    with panel(page.language):
        tiles(page, entity)
    parts = _parts(page)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        titles = {code: title for code, (title, _) in parts.items()}
        chosen = address.part(t("Part of the page"), "part", titles, page.language)
        stem = file_stem(page.known, entity, page.language)
        download(lambda: summary(page.known, entity, page.language), stem, t("Download as XLSX"))
    with panel(page.language):
        parts[chosen][1](page, entity)


def _parts(page: Page) -> dict[str, tuple[str, Callable[[Page, str], None]]]:
    t = page.language.t
    return {
        "progress": (t("Progress"), progress),
        "gap": (t("Who explains the gap"), behind),
        "money": (t("Public money"), _public_money),
        "land": (t("Land"), _land),
        "people": (t("People"), _people),
        "trust": (t("Trust"), _trust),
        "figures": (t("All figures"), _evidence),
    }


def _about(page: Page, entity: str) -> str:
    row = page.known.table("entity").filter(code=entity).row(0, named=True)
    words, language = page.words, page.language
    belongs = page.known.table("membership").filter(pl.col("member") == entity).to_dicts()
    ties = [f"{language.title('role', tie['role'])} → {words.entity(tie['of'])}" for tie in belongs]
    country = page.language.title("country", row["country"]) if row["country"] else ""
    told = (country, row["region"], row["sector"], *ties, row["note"])
    return " · ".join(part for part in (language.title("entity_kind", row["kind"]), *told) if part)


def _public_money(page: Page, entity: str) -> None:
    told = facts.facts(page, entity, facts.PUBLIC_MONEY)
    drawn = facts.over_time(page, entity, ("leverage", "budget_return"))
    _section(page, entity, page.language.t("Public money"), told, facts.PUBLIC_MONEY, drawn)


def _land(page: Page, entity: str) -> None:
    told = facts.facts(page, entity, facts.LAND)
    drawn = facts.over_time(page, entity, ("occupancy",))
    _section(page, entity, page.language.t("Land"), told, facts.LAND, drawn)


def _people(page: Page, entity: str) -> None:
    told = [
        *facts.published(page, entity, facts.OF_PEOPLE),
        *facts.facts(page, entity, facts.PEOPLE),
    ]
    drawn = facts.over_time(page, entity, ())
    _section(page, entity, page.language.t("People"), told, facts.PEOPLE, drawn)


def _section(page: Page, entity: str, title: str, told: facts.Facts, needs: facts.Needs, drawn: pl.DataFrame) -> None:
    """What is known as a table, how it went as panels of one scale, and what is missing in one line."""
    st.header(title)
    if told:
        table(facts.table(page, told))
    missing = facts.missing(page, entity, needs, told)
    if missing:
        st.caption(plain(missing))
    if drawn.height:
        chart = panels(drawn, page.language, title)
        draw(page, chart, "over-time", facts.panel_table(page, drawn), facts.sources(page, entity, needs))


def _trust(page: Page, entity: str) -> None:
    """Who reported, what disagrees, how old each figure is."""
    t = page.language.t
    st.header(t("How far the figures can be relied on"))
    st.markdown("  \n".join(map(plain, trust.sentences(page, entity))))
    with panel(page.language):
        st.header(t("Contradictions"))
        table(trust.contradictions(page, entity), without=("entity",))
    with panel(page.language):
        st.header(t("Who has reported"))
        table(trust.coverage_table(page, trust.coverage(page, entity)))
    with panel(page.language):
        st.header(t("How old each figure is"))
        table(trust.freshness_table(page, trust.freshness(page, entity)))


def _evidence(page: Page, entity: str) -> None:
    """Every target, every figure, every source."""
    t = page.language.t
    with panel(page.language):
        st.header(t("All targets"))
        rows = page.within(pairs.pairs(page.known, entity))
        table(tables.pairs(page.words, rows), without=("entity",))
    with panel(page.language):
        for section in evidence(page.words, entity, page.within):
            if section.table and section.id != "contradictions":
                st.header(plain(section.title))
                table(section.table, without=("entity",))


if __name__ == "__main__":
    show()
