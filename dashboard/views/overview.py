"""Where does every zone and cluster stand?"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from dashboard import address
from dashboard import page as pages
from dashboard.cards import scoreboard
from dashboard.cards.lines import Said, badge, card, said
from dashboard.charts import bar_charts, chart_frame
from dashboard.charts.chart_parts import Chart
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, current, download, panel
from dashboard.reports import pairs, tables
from dashboard.reports.cards import parts_of
from dashboard.reports.model import Table
from dashboard.reports.sentences import file_stem, of_everything, pair
from dashboard.reports.summary import summary
from dashboard.shared import shared, within

#: How many cards are shown at first, and how many names on a tile.
_FIRST, _NAMED = 12, 4
#: What the address may ask for, the usual first.
_SORTS, _ROWS = ("behind", "name"), ("first", "all")


def show() -> None:
    """The overview: in words, as counts, as a card for each zone or cluster, as a chart."""
    page = current()
    pages.opening(page, page.language.t("Zones and clusters: targets and actual figures"))
    with panel(page.language):
        leads = shared(page, "leads", lambda: _leads(page))
        st.markdown(shared(page, "in words", lambda: _said(page, leads)))
        if page.entity is None:
            _standings(page, leads)
    with panel(page.language):
        _cards(page, leads)
    with panel(page.language):
        _attainment(page, leads)


def _leads(page: Page) -> list[dict[str, Any]]:
    """Of each entity of the page the target that is furthest behind: its place, its verdict, its bar are of this."""
    rows = scoreboard.leading(page.known, within(page))
    return (rows.filter(entity=page.entity) if page.entity else rows).to_dicts()


def _said(page: Page, leads: list[dict[str, Any]]) -> str:
    """What is known in one paragraph: of everybody, or of the one that is chosen."""
    if page.entity is None:
        *told, last = map(plain, of_everything(page.known, page.language, within(page)))
        return " ".join([*told, f"**{last}**" if told else last])
    told = [pair(page.words, row) for row in leads]
    untold = page.language.t("No target has been published; the figures below are what is known.")
    return plain(" ".join(told) or untold)


def _standings(page: Page, leads: Sequence[dict[str, Any]]) -> None:
    """A tile for each standing, in shape, word and colour: how many stand so, and who, the furthest behind first."""
    made_up = pairs.invented(page.known)
    by_standing: dict[str, list[dict[str, Any]]] = {}
    for row in leads:
        if row["entity"] not in made_up:
            by_standing.setdefault(row["standing"], []).append(row)
    if not by_standing:
        return
    for place, (standing, rows) in zip(st.columns(len(by_standing)), by_standing.items(), strict=True):
        with place.container(key=f"line-tile-{standing}", gap=None):
            st.metric(badge(page, standing), len(rows), help=page.words.sentence("standing", standing))
            for row in rows[:_NAMED]:
                told = " ".join(filter(None, (page.words.indicator(row["indicator"]), page.words.percent(row).text)))
                page.link("zone", f"{page.words.entity(row['entity'])} · {told}", entity=row["entity"])
            if len(rows) > _NAMED:
                st.caption(page.language.n("and {count} more", "and {count} more", len(rows) - _NAMED))


def _cards(page: Page, leads: Sequence[dict[str, Any]]) -> None:
    """The cards: the first of them, or all; or the one of the entity that is chosen."""
    codes = _asked(page, leads)
    shown = codes if page.entity or _is_all() else codes[:_FIRST]
    for told in shared(page, f"cards {' '.join(shown)}", lambda: _told(page, shown, leads)):
        card(page, told)
    if len(shown) < len(codes):
        label = page.language.t("Show all {count}", count=len(codes))
        st.button(label, on_click=lambda: address.write("rows", "all", _ROWS[0]), icon=":material/expand_more:")


def _told(page: Page, codes: Sequence[str], leads: Sequence[dict[str, Any]]) -> list[Said]:
    """What the card of each of these says."""
    lead = {row["entity"]: row for row in leads}
    parts = parts_of(scoreboard.board(page.known, within(page)), codes)
    return [said(page, code, lead.get(code), parts[code]) for code in codes]


def _asked(page: Page, leads: Sequence[dict[str, Any]]) -> list[str]:
    """Whose cards are asked for, in the order that is chosen; above them the choice, the way back and the file."""
    t = page.language.t
    if page.known.table("entity").is_empty():
        return []
    head, order, file = st.columns([5, 3, 3], vertical_alignment="bottom")
    with head:
        st.header(t("Where each stands"))
    with file:
        _file(page)
    with order:
        if page.entity is None:
            return _ordered(page, leads)
        st.button(t("Back to all zones and clusters"), on_click=lambda: address.keep("entity", "", is_shown=True))
        return [page.entity]


def _file(page: Page) -> None:
    t = page.language.t
    stem = file_stem(page.known, page.entity, page.language)
    label = t("Download this as XLSX") if page.entity else t("Download everything as XLSX")
    download(lambda: summary(page.known, page.entity, page.language), stem, label)


def _ordered(page: Page, leads: Sequence[dict[str, Any]]) -> list[str]:
    """Every zone and cluster: as the leads come, those without a target after them; or all by name."""
    t = page.language.t
    titles = {"behind": t("the furthest behind first"), "name": t("by name")}
    chosen = address.select(t("Order"), "sort", _SORTS, _SORTS[0], titles.__getitem__, page.language)
    every = page.known.table("entity").filter(pl.col("kind").is_in(pairs.LISTED))["code"].to_list()
    by_name = sorted(every, key=lambda code: (page.words.entity(code).casefold(), code))
    first = [row["entity"] for row in leads] if chosen == "behind" else []
    made_up = pairs.invented(page.known)
    return sorted(dict.fromkeys([*first, *by_name]), key=lambda code: code in made_up)


def _is_all() -> bool:
    """Whether the address asks for all cards, and not for the first."""
    return address.chosen("rows", lambda text: text in _ROWS, _ROWS[0])[0] == "all"


def _attainment(page: Page, leads: Sequence[dict[str, Any]]) -> None:
    """The chart of the targets that have a share, with its table."""
    made_up = pairs.invented(page.known)
    rows = [row for row in leads if row["value"] is not None and (page.entity or row["entity"] not in made_up)]
    if not rows:
        return
    st.header(page.language.t("How far each has come"))
    chart, table = shared(page, "attainment", lambda: _drawn(page, rows))
    sources = [row[name] for row in rows for name in ("actual_source", "target_source") if row[name]]
    chart_frame.draw(page, chart, "attainment", table, sources)


def _drawn(page: Page, rows: Sequence[dict[str, Any]]) -> tuple[Chart, Table]:
    shown = [tables.pair_row(page.words, row) for row in rows]
    title = page.language.t("Attainment of targets")
    chart = bar_charts.attainment_bars(tables.attainment_frame(list(rows), shown), page.language, title)
    return chart, replace(tables.pairs(page.words, []), rows=tuple(shown))


if __name__ == "__main__":
    show()
