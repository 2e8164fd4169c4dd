"""Which columns do the faults of quality show?"""

from collections.abc import Callable
from typing import Any

import polars as pl

from dashboard.page import Page
from dashboard.reports import tables
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.words import explaining, figure_code
from dashboard.trust.quality_words import number

#: How many rows of a fault a page shows; the count is told in full.
MOST = 200
Told = dict[str, Any]
#: A column, and what a row says in it.
Part = tuple[Column, Callable[[Told], Cell]]


def targets(page: Page, rows: pl.DataFrame) -> Table:
    """Targets that no actual figure can be held against."""
    t, words = page.language.t, page.words
    parts = (
        *_whose(page),
        _scope(page),
        (Column("target", t("Target"), "number", 20), lambda told: words.figure(told, "target")),
        _period(page, "due", t("Due")),
        _titled(page, "standing", t("Standing"), 20),
        (Column("reason", t("Why"), width=40), lambda told: _why(page, told)),
    )
    return _table("standing", parts, rows, t("Every target has an actual figure."))


def silent(page: Page, rows: pl.DataFrame) -> Table:
    """Zones and clusters without an actual figure of the last quarter."""
    t, words = page.language.t, page.words

    def latest(told: Told) -> Cell:
        return Cell.of(t("never any") if told["actual_end"] is None else words.month(told["actual_end"]))

    who, indicator = _whose(page, t("Zone or cluster"))
    parts = (who, (Column("latest", t("Latest actual figure"), width=20), latest), _age(page), indicator)
    return _table("freshness", parts, rows, t("Every zone and cluster has told of the last quarter."))


def gaps(page: Page, rows: pl.DataFrame) -> Table:
    """Totals in which some members are missing."""
    t, words = page.language.t, page.words

    def have(told: Told) -> Cell:
        return Cell.of(t("{reported} of {expected}", reported=told["reported"], expected=told["expected"]))

    parts = (
        *_whose(page),
        _titled(page, "role", t("Members"), 20),
        _scope(page),
        _period(page, "period", t("Period")),
        (Column("have", t("Have reported"), width=20), have),
        (Column("share", t("Share"), "percent", 12), words.percent),
    )
    return _table("coverage", parts, rows, t("All members have reported in every total."))


def late(page: Page, rows: pl.DataFrame) -> Table:
    """Latest figures whose successor is overdue."""
    t = page.language.t
    latest = _period(page, "period", t("Latest actual figure"))
    parts = (*_whose(page), latest, _age(page), _source(page, "source", t("Source")))
    return _table("freshness", parts, rows, t("No figure is overdue."))


def revised(page: Page, rows: pl.DataFrame) -> Table:
    """Figures that a publisher told again as other ones: the first, the newest, the change."""
    t, words = page.language.t, page.words

    def releases(told: Told) -> Cell:
        return Cell(number(page, told["releases"]), told["releases"])

    parts = (
        *_whose(page),
        _titled(page, "scenario", t("Scenario"), 14),
        _period(page, "period", t("Period")),
        (Column("first", t("First told"), "number", 20), lambda told: words.figure(told, "first")),
        (Column("newest", t("Told at last"), "number", 20), lambda told: words.figure(told, "newest")),
        (Column("change", t("Change"), "percent", 12), lambda told: _change(page, told)),
        (Column("releases", t("Times told"), "number", 10), releases),
        _source(page, "newest_source", t("Newest source")),
    )
    return _table("revision", parts, rows, t("No figure was revised."))


def contradictory(page: Page, rows: pl.DataFrame) -> Table:
    """Pairs of published figures that cannot both be right."""
    content = tables.contradictions(page.words, rows.head(MOST).to_dicts())
    told = rows.head(MOST).iter_rows(named=True)
    said = tuple(row | _leads("contradictions", each) for row, each in zip(content.rows, told, strict=True))
    return Table(content.columns, said, content.empty)


def _table(metric: str, parts: tuple[Part, ...], rows: pl.DataFrame, empty: str) -> Table:
    """The rows, each leading to the explanation of its figure of the metric."""
    columns = tuple(column for column, _ in parts)
    said = tuple(
        {column.id: say(told) for column, say in parts} | _leads(metric, told)
        for told in rows.head(MOST).iter_rows(named=True)
    )
    return Table(columns, said, empty)


def _leads(metric: str, told: Told) -> Row:
    """What its button needs: which metric explains it, whose figure it is, and which; nothing where it is no figure."""
    return explaining(metric, told["entity"], figure_code(told)) if told.get("indicator") else {}


def _whose(page: Page, title: str = "") -> tuple[Part, Part]:
    t, words = page.language.t, page.words
    entity = Column("entity", title or t("Entity"), width=34)
    indicator = Column("indicator", t("Indicator"), width=24)
    return (
        (entity, lambda told: Cell.of(words.entity(told["entity"]))),
        (indicator, lambda told: Cell.of(words.indicator(told["indicator"]) if told["indicator"] else "")),
    )


def _scope(page: Page) -> Part:
    column = Column("scope", page.language.t("Whom it counts"), width=20)
    return column, lambda told: Cell.of(page.words.scope(told["scope"]))


def _period(page: Page, name: str, title: str) -> Part:
    return Column(name, title, width=20), lambda told: Cell.of(page.words.period(told["period"], told["basis"]))


def _titled(page: Page, name: str, title: str, width: int) -> Part:
    return Column(name, title, width=width), lambda told: Cell.of(page.language.title(name, told[name]))


def _age(page: Page) -> Part:
    column = Column("age", page.language.t("Age"), width=20)
    return column, lambda told: Cell.of("" if told["actual_end"] is None else page.words.age(told["actual_end"]))


def _source(page: Page, name: str, title: str) -> Part:
    return Column("source", title, width=44), lambda told: Cell.of(page.words.publisher(told[name]))


def _why(page: Page, told: Told) -> Cell:
    return Cell.of(page.words.sentence("reason", told["reason"]) if told["reason"] else "")


def _change(page: Page, told: Told) -> Cell:
    """With its sign: +5 %, or why there is no percentage."""
    said = page.words.percent(told)
    if not said.text:
        return _why(page, told)
    is_more = told["value"] is not None and told["value"] > 0
    return Cell(f"+{said.text}" if is_more else said.text, said.value, said.number_format)
