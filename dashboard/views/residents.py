"""Who owes what to a zone, who is furthest behind, and what is known of one resident?"""

from typing import Any

import polars as pl
import streamlit as st

from dashboard import address
from dashboard.charts.bar_charts import attainment_bars
from dashboard.charts.chart_frame import draw
from dashboard.charts.chart_parts import STANDING_STYLE
from dashboard.charts.trajectory import trajectory
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, current, nothing, opening, opening_of, panel, table
from dashboard.registers import obligations, register
from dashboard.registers.members_total import together
from dashboard.registers.one_resident import agreements, amendments
from dashboard.reports import tables
from dashboard.reports.model import Row
from dashboard.reports.summary import evidence

_FIRST, _DRAWN = 5, 10


def show() -> None:
    """The register of a zone, or the page of one resident."""
    page = current()
    title = page.language.t("Residents and their obligations")
    zone = page.entity
    if zone is None:
        opening(page, title)
        _nothing(page)
        return
    resident = opening_of(page, title, lambda: _resident(page, zone))
    if resident:
        _one(page, resident)
    else:
        _register(page, zone)


def _nothing(page: Page) -> None:
    if page.known.table("observation").is_empty():
        nothing(page)
    else:
        st.info(page.language.t("No obligation is known here."))


def _resident(page: Page, zone: str) -> str | None:
    t = page.language.t
    codes = sorted(obligations.residents(page.known, zone), key=lambda code: page.words.entity(code).casefold())
    if not codes:
        return None
    return address.one_or_all(t("Resident"), "resident", codes, t("all residents"), page.words.entity, page.language)


def _register(page: Page, zone: str) -> None:
    t, words = page.language.t, page.words
    members = obligations.residents(page.known, zone)
    rows = page.within(obligations.every(page.known, [zone, *members]))
    due, later = obligations.last_due(rows), obligations.to_come(rows)
    with panel(page.language):
        st.markdown(plain(register.sentence(words, due, len(later))))
        if not members:
            st.info(t("No resident of this zone is named in the data; what follows the zone published in total."))
    with panel(page.language):
        if members:
            st.header(t("All residents together"))
            table(together(words, zone))
    with panel(page.language):
        if due:
            st.header(t("Furthest behind"))
        _lines(page, zone, due)
    with panel(page.language):
        drawn = register.bars(words, due, _DRAWN)
        if drawn.height:
            chart = attainment_bars(drawn, page.language, t("Fulfilment of obligations due"))
            shown = [row for row in due if obligations.has_share(row)][:_DRAWN]
            told = register.register(words, shown)
            draw(page, chart, "fulfilment", told, obligations.sources(page.known, shown))
    with panel(page.language):
        st.header(t("Due by now"))
        table(register.register(words, due, t("No obligation is due.")))
        st.header(t("Not yet due"))
        coming = register.register(words, later, t("None is still to fall due."))
        table(coming, without=("attainment", "missing", "late", "why"))


def _lines(page: Page, zone: str, due: list[dict[str, Any]]) -> None:
    """The first obligations with a link to who owes them; the rest is in the table."""
    for number, row in enumerate(due[:_FIRST]):
        _line(page, zone, register.row_of(page.words, row), number)
    if len(due) > _FIRST:
        said = page.language.n(
            "And {count} more obligation in the table.", "And {count} more obligations in the table.", len(due) - _FIRST
        )
        st.caption(plain(said))


def _line(page: Page, zone: str, row: Row, number: int) -> None:
    t = page.language.t
    with st.container(key=f"line-{number}", gap=None):
        who, figures, verdict = st.columns([3, 4, 3], gap="small")
        with who.container(gap=None):
            if row["code"].text == zone:
                page.link("zone", row["entity"].text, entity=zone)
            else:
                page.link("residents", row["entity"].text, entity=zone, resident=row["code"].text)
            st.caption(plain(f"{row['indicator'].text} · {row['scope'].text}"))
        with figures.container(gap=None):
            aim = plain(f"{row['committed'].text}, {row['due'].text}")
            if row["done_month"].text:
                st.markdown(t("**{actual}** of {target}", actual=plain(row["done"].text), target=aim))
            elif row["reached"].text:
                when = plain(row["reached"].text)
                st.markdown(t("**reached by {period}**, committed {figure}", period=when, figure=aim))
            else:
                st.markdown(t("**not reported**, committed {figure}", figure=aim))
            missing = t("missing: {figure}", figure=row["missing"].text)
            st.caption(plain(f"{missing} · {t('late: {figure}', figure=row['late'].text)}"))
        with verdict.container(gap=None):
            style = STANDING_STYLE[row["standing_code"].text]
            share = row["attainment"].text if not row["why"].text else ""
            st.markdown(f":{style.badge}-badge[{style.shape} {plain(row['standing'].text)}] {plain(share)}".strip())
            if row["why"].text:
                st.caption(plain(row["why"].text))
            page.explain_link(t("Where this comes from"), row["explains"].text, row["code"].text, row["figure"].text)


def _one(page: Page, resident: str) -> None:
    """One resident: obligations, each series over time, agreements, amendments, figures and sources."""
    t, words = page.language.t, page.words
    rows = page.within(obligations.every(page.known, [resident]))
    due = obligations.last_due(rows)
    st.header(plain(words.entity(resident)))
    page.link("zone", t("All its figures on a page of its own"), entity=resident)
    with panel(page.language):
        st.markdown(plain(register.sentence(words, due, len(obligations.to_come(rows)))))
        st.header(t("Obligations"))
        table(register.register(words, rows), without=("entity",))
    with panel(page.language):
        _over_time(page, resident, rows)
    with panel(page.language):
        st.header(t("Agreements"))
        table(agreements(words, resident))
        st.header(t("Amendments"))
        table(amendments(words, resident))
    with panel(page.language):
        for section in evidence(words, resident, page.within):
            st.header(plain(section.title))
            if section.table:
                table(section.table, without=("entity",))


def _over_time(page: Page, resident: str, rows: list[dict[str, Any]]) -> None:
    """A chart for each of the first two series that something is owed in."""
    names = ("indicator", "scope", "basis", "unit")
    series = list(dict.fromkeys(tuple(row[name] for name in names) for row in rows))[:2]
    history = page.within(page.known.rows_of(resident, "history"))
    for place, each in zip(st.columns(max(len(series), 1)), series, strict=False):
        own = history.filter(*[pl.col(name) == value for name, value in zip(names, each, strict=True)])
        is_actual = pl.col("scenario") == "actual"
        title = f"{page.words.entity(resident)}: {page.words.indicator(each[0])}"
        chart = trajectory(own.filter(is_actual), own.filter(~is_actual), page.language, title)
        with place:
            told = tables.figures(page.words, own.sort("end_month", "scenario"))
            draw(page, chart, f"series-{'-'.join(each)}", told, own["source"])


if __name__ == "__main__":
    show()
