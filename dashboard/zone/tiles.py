"""What stands at the head of the page of a zone or cluster: the figures of its card, each in a tile of its own?"""

from collections.abc import Iterator
from typing import Any

import polars as pl
import streamlit as st

from dashboard.cards import links, scoreboard
from dashboard.cards.lines import badge, grown
from dashboard.cards.links import linked
from dashboard.format import escape_markdown as plain
from dashboard.page import Page
from dashboard.reports import cards
from dashboard.reports.model import Row
from dashboard.shared import within

#: The parts of the card that have a tile, in their order; `coverage` and `freshness` stand under the title.
_TILES = (
    "investment",
    "jobs",
    "residents",
    scoreboard.OTHER,
    "revenue",
    "taxes",
    "public_money",
    "occupancy",
    "pipeline",
)
#: Parts that stand in the tile of another one.
_WITH = {"taxes": "relief", "public_money": "leverage", "residents": "new_residents"}
_ASKED = ("investment", "jobs", "residents", "revenue", "taxes", "public_money", "occupancy")
_IN_A_ROW = 4
Parts = dict[str, dict[str, Any]]


def tiles(page: Page, entity: str) -> None:
    """A tile for each part of the card that is known or awaited, and one line for what is not."""
    rows = scoreboard.board(page.known, within(page)).filter(pl.col("entity") == entity).to_dicts()
    parts: Parts = {row["part"]: row for row in rows}
    told = cards.cells(page.words, parts)
    shown = [name for name in _TILES if name in parts or _WITH.get(name) in parts]
    for start in range(0, len(shown), _IN_A_ROW):
        for place, name in zip(st.columns(_IN_A_ROW, gap="small"), shown[start : start + _IN_A_ROW], strict=False):
            with place.container(border=True, height="stretch", gap=None, key=f"tile-{name}"):
                _tile(page, name, parts, told)
    said = " ".join(_beneath(page, parts, told))
    if said:
        st.caption(plain(said))


def _tile(page: Page, name: str, parts: Parts, told: Row) -> None:
    first = name if name in parts else _WITH[name]
    row = parts[first]
    st.caption(plain(cards.title(page.language, first, row)))
    st.markdown(f"**{_figure(page, first, row, told)}**")
    st.markdown("  \n".join(_lines(page, first, row, told)))
    other = _WITH.get(name, "")
    if other in parts and other != first:
        title = plain(cards.title(page.language, other, parts[other]))
        st.markdown(f":small[{title}: {_figure(page, other, parts[other], told)}]")


def _figure(page: Page, part: str, row: dict[str, Any], told: Row) -> str:
    """The figure as a link to where it comes from; in words where nobody has told it."""
    if row["period"] is None:
        return page.language.t("not reported") if row["is_due"] else page.language.t("no figure yet")
    return linked(plain(told[part].text), links.of_figure(page, row))


def _lines(page: Page, part: str, row: dict[str, Any], told: Row) -> Iterator[str]:
    """The time of the figure, how it stands and why so, the target, and the way it goes."""
    t = page.language.t
    small = []
    if row["period"] is not None and row["period"] != row["target_period"] and part != "pipeline":
        when = " · ".join(told[name].text for name in (f"{part}_period", f"{part}_sum") if name in told)
        yield f":small[{plain(when)}]"
    if row["standing"]:
        why = f" :small[{plain(page.language.title('reason', row['reason']))}]" if row["reason"] else ""
        yield badge(page, row["standing"]) + why
        target = linked(plain(told[f"{part}_target"].text), links.of_target(page, row, row["target_period"]))
        aim = f"{target}, {plain(told[f'{part}_target_period'].text)}"
        share = f" — {plain(told[f'{part}_share'].text)}" if f"{part}_share" in told else ""
        small.append(t("target {target}", target=aim) + share)
    if part == "pipeline":
        small.append(page.language.n("{count} project", "{count} projects", row["projects"]))
    small += grown(page, row, told.get(f"{part}_growth"))
    yield from (f":small[{line}]" for line in small)


def _beneath(page: Page, parts: Parts, told: Row) -> Iterator[str]:
    """Who reported, how old the newest figure is, and what nobody has told."""
    t = page.language.t
    if "coverage" in parts:
        yield t("Reported: {figure}, {period}.", figure=told["coverage"].text, period=told["coverage_period"].text)
    if "freshness" in parts:
        age = told["freshness"].text
        yield t("Newest figure: {period} ({age}).", period=told["freshness_period"].text, age=age)
    missing = [cards.title(page.language, name) for name in _ASKED if name not in parts]
    if missing:
        yield t("Not reported: {parts}.", parts=", ".join(f"{each[:1].lower()}{each[1:]}" for each in missing))
