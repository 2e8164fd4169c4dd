"""What does a summary say? One content for the page and for every file."""

import logging
from collections.abc import Callable
from typing import Any

import polars as pl

from dashboard.cards import scoreboard
from dashboard.language import Language
from dashboard.reports import cards, sentences, tables
from dashboard.reports import pairs as paired
from dashboard.reports.model import Chart, Section, Summary, Table
from dashboard.reports.words import Words
from dashboard.session import Known
from metrics.registry import METRICS, Metric

_LOG = logging.getLogger("sez.dashboard")
#: Has a section of its own, with both figures side by side.
_TOLD_ELSEWHERE = ("contradictions",)
Within = Callable[[pl.DataFrame], pl.DataFrame]


def _all_of(rows: pl.DataFrame) -> pl.DataFrame:
    return rows


def summary(known: Known, entity: str | None, language: Language) -> Summary:
    """The summary of one entity, or of everything known where none is named."""
    words = Words(known, language)
    rows = paired.pairs(known, entity) if entity else scoreboard.leading(known).to_dicts()
    said = sentences.of_entity(words, rows) if entity else sentences.of_everything(known, language)
    return Summary(
        title=words.entity(entity) if entity else language.t("Zones and clusters: targets and actual figures"),
        facts=sentences.facts(known, language, entity),
        sections=(
            Section("overview", language.t("Targets and actual figures"), said, _overview(words, rows, entity)),
            *([] if entity else _of_everybody(words)),
            *evidence(words, entity),
            *_of_metrics(words, entity),
        ),
        file_stem=sentences.file_stem(known, entity, language),
        chart=_chart(words, rows),
        too_long=language.t(
            "There are more rows than a sheet takes. Choose one zone or cluster; the CSV files of the pages "
            "“Summaries” and “Metrics” hold all rows."
        ),
    )


def figures(known: Known, entity: str | None, within: Within = _all_of) -> pl.DataFrame:
    """Every standing figure, of one entity or of all: the foremost indicator first, then by time, the winner first.

    `within` leaves out what the page does not show.
    """
    headline = known.table("indicator").select("indicator", "headline")
    told = known.table("history")
    own = told.filter(pl.col("entity") == entity) if entity else told
    rows = within(own).join(headline, on="indicator", how="left")
    order = [
        "entity",
        "headline",
        "indicator",
        "scope",
        "basis",
        "unit",
        "end_month",
        "scenario",
        "is_current",
        "source",
    ]
    return rows.sort(order, nulls_last=True, descending=[c == "is_current" for c in order])


def of_metric(
    known: Known, name: str, entity: str | None, within: Within = _all_of, most: int | None = None
) -> pl.DataFrame:
    """The rows of a metric, of one entity or of all, in a steady order; `within` leaves out what is not shown, `most`
    all but the first ones."""
    told = known.metric(name)
    rows = within(told.filter(pl.col("entity") == entity) if entity else told)
    first = ["entity", "indicator", "scope", "basis", "unit", "period"]
    order = first + [column for column in rows.columns if column not in first]
    return rows.sort(order) if most is None else rows.lazy().sort(order).head(most).collect()


def _overview(words: Words, rows: list[dict[str, Any]], entity: str | None) -> Table:
    """The targets; where the summary is of everybody with what the card of each tells."""
    table = tables.pairs(words, rows)
    return table if entity else cards.with_cards(words, table)


def _of_everybody(words: Words) -> list[Section]:
    t, known = words.language.t, words.known
    untold = tables.known(words, paired.without_target(known))
    return [
        Section("without_target", t("Without a target"), (), cards.with_cards(words, untold)),
        Section("pairs", t("All targets"), (), tables.pairs(words, paired.pairs(known))),
    ]


def evidence(words: Words, entity: str | None, within: Within = _all_of) -> list[Section]:
    """What everything rests on: what contradicts, the figures, their sources; of one entity or of all.

    `within` leaves out what the page does not show.
    """
    t, known = words.language.t, words.known
    told = figures(known, entity, within)
    disputed = of_metric(known, "contradictions", entity, within).to_dicts()
    used = set(told["source"]) if entity else None
    return [
        Section("contradictions", t("Contradictions"), (), tables.contradictions(words, disputed)),
        Section("figures", t("All figures"), (), tables.figures(words, told)),
        Section("sources", t("Sources"), (), tables.sources(words, used)),
    ]


def _of_metrics(words: Words, entity: str | None) -> list[Section]:
    shown = [metric for name, metric in METRICS.items() if name not in _TOLD_ELSEWHERE]
    return [_of_metric(words, metric, entity) for metric in shown]


def _of_metric(words: Words, metric: Metric, entity: str | None) -> Section:
    """A metric as computed: a new metric file has its place here without an edit; one that fails says so."""
    title = metric.title.get(words.language.code) or metric.title["en"]
    table: Table | None = None
    said: tuple[str, ...] = ()
    try:
        table = tables.of_metric(words, metric, of_metric(words.known, metric.id, entity))
    except Exception:  # the boundary of one metric: the others stand
        _LOG.exception("metric %s failed", metric.id)
        said = (words.language.t("The metric {name} could not be computed; its page says why.", name=metric.id),)
    return Section(f"metric-{metric.id}", title, said, table)


def _chart(words: Words, rows: list[dict[str, Any]]) -> Chart | None:
    shown = [row for row in rows if row["value"] is not None][: tables.MOST_BARS]
    if not shown:
        return None
    t = words.language.t
    return Chart(
        title=t("Attainment of targets"),
        categories=tuple(
            f"{words.entity(row['entity'])}: {words.indicator(row['indicator'])}, {row['period']}" for row in shown
        ),
        actual=tuple(row["value"] for row in shown),
        target=tuple(100.0 for _ in shown),
        unit="%",
        actual_title=t("Actual, % of target"),
        target_title=t("Target"),
    )
