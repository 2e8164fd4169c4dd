"""How does the card of a zone or cluster look on the page?

A line a part: what it is, the figure (a link to where it comes from), its target, how it stands in shape, word and
colour, and apart from that an arrow for the change on the year before. What is not known is told in one line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.cards import links
from dashboard.cards.links import linked
from dashboard.cards.scoreboard import OTHER
from dashboard.charts.chart_parts import STANDING_STYLE
from dashboard.format import escape_markdown as plain
from dashboard.page import Page
from dashboard.reports import cards
from dashboard.reports.model import Cell, Row

#: Parts that are held against a target, on the left, and the others, on the right.
_HELD = ("investment", "jobs", "residents", "enterprises", OTHER)
_BESIDE = ("revenue", "taxes", "public_money", "occupancy", "pipeline")
#: Parts that stand on the line of another one.
_WITH = {"taxes": ("relief",), "public_money": ("leverage",), "residents": ("new_residents", "change")}
_ASKED = ("investment", "jobs", "residents", "revenue", "taxes", "relief", "public_money", "occupancy")


@dataclass(frozen=True)
class Said:
    """What a card says, as markdown: how it stands, what is held against targets, what else is known, what is not."""

    code: str
    name: str
    verdict: str
    held: str
    beside: str
    unknown: str


def said(page: Page, code: str, lead: dict[str, Any] | None, parts: cards.Parts) -> Said:
    """What the card of one zone or cluster says; `lead` is the target that speaks for it."""
    told = cards.cells(page.words, parts)
    return Said(
        code,
        page.words.entity(code),
        "  \n".join([verdict(page, lead), *_reported(page, parts, told)]),
        _lines(page, parts, told, _HELD),
        _lines(page, parts, told, _BESIDE),
        plain(" ".join(_unknown(page, parts))),
    )


def card(page: Page, told: Said) -> None:
    """One zone or cluster: its name and verdict, what is held against targets, what else is known, what is not."""
    with st.container(key=f"line-card-{told.code}", gap=None):
        who, held, beside = st.columns([3, 5, 4], gap="small")
        with who.container(gap=None):
            page.link("zone", told.name, entity=told.code)
            st.markdown(told.verdict)
        with held.container(gap=None):
            if told.held:
                st.markdown(told.held)
        with beside.container(gap=None):
            if told.beside:
                st.markdown(told.beside)
            if told.unknown:
                st.caption(told.unknown)


def verdict(page: Page, lead: dict[str, Any] | None) -> str:
    """How the target that is furthest behind stands, of what it is and how far; that there is none, where none."""
    if lead is None:
        return f":small[{plain(page.language.t('no target is published'))}]"
    told = " ".join(filter(None, (page.words.indicator(lead["indicator"]), page.words.percent(lead).text)))
    return f"{badge(page, lead['standing'])} :small[{plain(told)}]"


def badge(page: Page, standing: str) -> str:
    """A standing as markdown: shape and word on its colour."""
    style = STANDING_STYLE[standing]
    return f":{style.badge}-badge[{style.shape} {plain(page.language.title('standing', standing))}]"


def _reported(page: Page, parts: cards.Parts, told: Row) -> Iterator[str]:
    """How old the newest figure is; how many of the members have reported for the last period."""
    t = page.language.t
    if "freshness" in parts:
        newest = t("newest figure: {period}", period=told["freshness_period"].text)
        address = links.of_figure(page, parts["freshness"])
        yield f":small[{linked(plain(newest), address)}, {plain(told['freshness'].text)}]"
    if "coverage" in parts:
        figure = linked(plain(told["coverage"].text), links.of_figure(page, parts["coverage"]))
        period = plain(told["coverage_period"].text)
        yield f":small[{t('reported: {figure}, {period}', figure=figure, period=period)}]"


def _lines(page: Page, parts: cards.Parts, told: Row, which: tuple[str, ...]) -> str:
    return "\n\n".join(filter(None, (_line(page, part, parts, told) for part in which)))


def _line(page: Page, part: str, parts: cards.Parts, told: Row) -> str:
    """One part and those that stand on its line: 37.5 bn of 38.7 bn, 2020, 97 %, how it stands, the arrow."""
    names = [name for name in (part, *_WITH.get(part, ())) if name in parts]
    said = " · ".join(_told(page, name, parts[name], told) for name in names)
    whose = f"{plain(page.words.indicator(parts['change']['indicator']))}: " if names[:1] == ["change"] else ""
    return f"{whose}{said}"


def _told(page: Page, part: str, row: dict[str, Any], told: Row) -> str:
    figure = _figure(page, part, row, told)
    words = [figure if part == "change" else f"{plain(cards.title(page.language, part, row))}: {figure}"]
    if row["standing"]:
        words.append(badge(page, row["standing"]))
    words += grown(page, row, told.get(f"{part}_growth"))
    small = " · ".join(_small(page, part, row, told))
    return " ".join([*words, f":small[{small}]"] if small else words)


def grown(page: Page, row: dict[str, Any], cell: Cell | None) -> Iterator[str]:
    """The arrow, the change and between which two times; nothing where its bounds leave open which way it went."""
    if cell is not None and cards.arrow(row):
        basis = row["growth_basis"] if row["growth_basis"] == "ytd" else None
        now, before = (page.words.period(row[name], basis) for name in ("growth_period", "before_period"))
        said = {"change": cell.text, "period": now, "before": before}
        t = page.language.t
        if row["growth_basis"] != row["basis"]:  # a sum since the beginning, and how its yearly amount went
            yield plain(t("{period} alone: {change} on {before}", **said))
        elif row["growth_period"] == row["period"]:
            yield plain(t("{change} on {before}", **said))
        else:
            yield plain(t("{change} ({period} on {before})", **said))


def _figure(page: Page, part: str, row: dict[str, Any], told: Row) -> str:
    """The figure, and how much it is of its target; where there is none, since when or until when it is awaited."""
    t = page.language.t
    has_target = bool(row["standing"])
    aim = _aim(page, part, row, told) if has_target else ""
    if row["period"] is None:
        is_late = t("**not reported**, target {target}", target=aim)
        return is_late if row["is_due"] else t("**no figure yet**, target {target} is not yet due", target=aim)
    figure = linked(f"**{plain(told[part].text)}**", links.of_figure(page, row)) + _when(part, told)
    if not has_target:
        return figure
    if f"{part}_share" not in told:
        return t("{actual}, target {target}", actual=figure, target=aim)
    return t("{actual} of {target}", actual=figure, target=aim) + f" — {plain(told[f'{part}_share'].text)}"


def _aim(page: Page, part: str, row: dict[str, Any], told: Row) -> str:
    """The target with its time."""
    target = linked(plain(told[f"{part}_target"].text), links.of_target(page, row, row["target_period"]))
    return f"{target}, {plain(told[f'{part}_target_period'].text)}"


def _when(part: str, told: Row) -> str:
    """Of which time the figure is, unless its target says the same; projects on their way are those of today."""
    period, target = told[f"{part}_period"].text, told.get(f"{part}_target_period")
    is_told = part == "pipeline" or (target is not None and target.text == period)
    return "" if is_told else f" :small[{plain(period)}]"


def _small(page: Page, part: str, row: dict[str, Any], told: Row) -> Iterator[str]:
    """Whether the figure is a sum, where the plan stands by then, what came later, the last target, why no verdict."""
    t = page.language.t

    def of(name: str) -> str:
        return plain(told[f"{part}_{name}"].text)

    if f"{part}_sum" in told:
        yield of("sum")
    if part == "pipeline":
        yield page.language.n("{count} project", "{count} projects", row["projects"])
    if f"{part}_plan" in told and row["end_month"] != row["target_end"]:
        plan = linked(of("plan"), links.of_plan(page, row))
        sure = row["how"] == "points"
        yield t("plan to date {figure}", figure=plan) if sure else t("on a straight line {figure}", figure=plan)
    if row["now_period"] and row["now_end"] > row["end_month"]:
        later = linked(of("now"), links.of_later(page, row))
        yield t("later: {figure}, {period}", figure=later, period=of("now_period"))
    if f"{part}_final_target" in told:
        share = f" — {of('final_share')}" if f"{part}_final_share" in told else ""
        last = linked(of("final_target"), links.of_target(page, row, row["final_target_period"]))
        yield t("final: {target}, {period}", target=last, period=of("final_target_period")) + share
    if row["standing"] and row["reason"] and (row["period"] is not None or row["reason"] != "no_actual"):
        yield plain(page.language.title("reason", row["reason"]))


def _unknown(page: Page, parts: cards.Parts) -> Iterator[str]:
    """What has no target, and what is not reported at all: one line, not one for each."""
    t = page.language.t
    told = {name for name, row in parts.items() if row["period"] is not None}
    aimless = [name for name in _HELD if name in told and name in _ASKED and not parts[name]["standing"]]
    missing = [name for name in _ASKED if name not in parts]
    if aimless:
        yield t("No target: {parts}.", parts=_named(page, aimless, parts))
    if missing:
        yield t("Not reported: {parts}.", parts=_named(page, missing, parts))


def _named(page: Page, names: list[str], parts: cards.Parts) -> str:
    titles = [cards.named(page.language, name, parts.get(name)) for name in names]
    return ", ".join(f"{each[:1].lower()}{each[1:]}" for each in titles)
