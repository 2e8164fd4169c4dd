"""Whose projects stand in which stage, how long, how late, and will they reach the target?

Every number is one of a metric; here they are only put beside one another.
"""

from typing import Any

import polars as pl

from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.pairs import LISTED
from dashboard.reports.words import Words, explaining, figure_code
from dashboard.session import Known
from data import codelist

_ENDS = ("value", "lower", "upper")
_COUNTED = "projects"
_KEY = ("entity", "indicator", "scope", "basis", "unit", "period")


def owners(known: Known) -> list[str]:
    """Who has projects with dated stages: zones and clusters first, those with most projects first."""
    rows = known.metric("pipeline_stages").filter(pl.col("indicator") == _COUNTED)
    kinds = known.table("entity").select(entity="code", kind="kind")
    counted = rows.group_by("entity").agg(pl.col("value").sum()).join(kinds, on="entity", how="left")
    listed = counted.with_columns(is_listed=pl.col("kind").is_in(LISTED))
    return listed.sort("is_listed", "value", "entity", descending=[True, True, False])["entity"].to_list()


def role(known: Known, owner: str) -> str:
    """In which role projects belong to an owner: the one in which most of them do."""
    rows = known.metric("pipeline_stages").filter(entity=owner, indicator=_COUNTED)
    counted = rows.group_by("role").agg(pl.col("value").sum()).sort("value", "role", descending=[True, False])
    return str(counted["role"][0])


def measures(known: Known, owner: str) -> list[tuple[str, str]]:
    """In what the projects of an owner are measured: indicator and unit, the number of them last."""
    rows = known.metric("pipeline_stages").filter(entity=owner)
    headline = known.table("indicator").select("indicator", "headline")
    found = rows.select("indicator", "unit").unique().join(headline, on="indicator", how="left")
    is_count = pl.col("indicator") == _COUNTED
    order = found.sort(is_count, "headline", "indicator", "unit", nulls_last=True)
    return list(order.select("indicator", "unit").iter_rows())


def stages(known: Known, owner: str, indicator: str, unit: str) -> list[dict[str, Any]]:
    """The stages in which projects stand now, in their order, with how many and how much."""
    rows = known.metric("pipeline_stages").filter(entity=owner, role=role(known, owner))
    counts = rows.filter(pl.col("indicator") == _COUNTED).select("stage", "rank", count="value", key=pl.struct(_KEY))
    own = rows.filter(indicator=indicator, unit=unit).select("stage", *_ENDS, "with_amount")
    return counts.join(own, on="stage", how="left").sort("rank").to_dicts()


def stage_frame(words: Words, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """What the chart of stages draws: the amount in each, and the number of projects in words."""
    n = words.language.n
    drawn = [
        {
            "label": words.language.title("stage", row["stage"]),
            **{end: row[end] for end in _ENDS},
            "start": 0.0,
            "look": "solid",
            "note": n("{count} project", "{count} projects", int(row["count"])),
        }
        for row in rows
    ]
    return frame(drawn)


def fullest(words: Words, rows: list[dict[str, Any]]) -> str:
    """In which stage most projects stand: their number is known where their amounts are not."""
    if not rows:
        return ""
    row = max(rows, key=lambda row: row["count"])
    stage = words.language.title("stage", row["stage"])
    return words.language.t("Most projects stand at “{stage}”: {count}.", stage=stage, count=int(row["count"]))


def weighted(words: Words, owner: str) -> list[str]:
    """What is to be expected of the open projects, by measure: how many, of how much, weighted by probability."""
    rows = words.known.metric("weighted_pipeline").filter(entity=owner, role=role(words.known, owner))
    money = rows.filter(pl.col("indicator") != _COUNTED).sort("indicator", "unit").to_dicts()
    return [
        words.language.n(
            "{indicator}: {count} open project, {amount} agreed, {expected} expected by the probability of each stage.",
            "{indicator}: {count} open projects, {amount} agreed, {expected} expected by the probability of each "
            "stage.",
            row["projects"],
            indicator=words.indicator(row["indicator"]),
            amount=exactly(words, row["amount"], row["unit"]),
            expected=words.figure(row).text,
        )
        for row in money
    ]


def funnel_rows(known: Known, owner: str) -> list[dict[str, Any]]:
    """The stages of the way in their order: how many projects of all years came to each, how many may still."""
    ends = codelist.codes("stage").filter(pl.col("probability") <= 0)["id"].to_list()
    rows = known.metric("stage_conversion").filter(entity=owner, role=role(known, owner))
    counted = (
        rows.filter(~pl.col("stage").is_in(ends))
        .group_by("stage", "rank")
        .agg(pl.col("projects", "reached", "still_open").sum())
    )
    return counted.sort("rank").with_columns(entity=pl.lit(owner)).to_dicts()


def funnel(words: Words, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """What the chart of the way draws: how many projects came to each stage, and their share in words."""
    drawn = [
        {
            "label": words.language.title("stage", row["stage"]),
            **dict.fromkeys(_ENDS, float(row["reached"])),
            "start": 0.0,
            "look": "solid",
            "note": _came(words, row),
        }
        for row in rows
    ]
    return frame(drawn)


def arrived(words: Words, rows: list[dict[str, Any]]) -> str:
    """How many came to the last stage, of how many."""
    if not rows:
        return ""
    stage = words.language.title("stage", rows[-1]["stage"])
    reached, projects = (rows[-1][name] for name in ("reached", "projects"))
    return words.language.t(
        "{reached} of {projects} projects came to “{stage}”.", reached=reached, projects=projects, stage=stage
    )


def funnel_table(words: Words, rows: list[dict[str, Any]]) -> Table:
    """The way as a table: how many projects came to each stage, of how many, and how many may still come there."""
    t = words.language.t
    columns = (
        Column("stage", t("Stage")),
        Column("reached", t("Came there"), "number"),
        Column("projects", t("Of all projects"), "number"),
        Column("still_open", t("May still come"), "number"),
    )
    told = tuple(
        {
            "stage": Cell.of(words.language.title("stage", row["stage"])),
            **{name: Cell(str(row[name]), row[name]) for name in ("reached", "projects", "still_open")},
            # Projects of all years: the page that explains tells them year by year.
            **explaining("stage_conversion", row["entity"], ""),
        }
        for row in rows
    )
    return Table(columns, told, t("No project with dated stages is known."))


def _came(words: Words, row: dict[str, Any]) -> str:
    share = exactly(words, 100.0 * row["reached"] / row["projects"], "PT")
    said = words.language.t("{share} of all", share=share)
    if not row["still_open"]:
        return said
    more = words.language.n("{count} more may come", "{count} more may come", row["still_open"])
    return f"{said}, {more}"


def frame(drawn: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of a chart of steps: label, value, lower, upper, start, look, note."""
    numbers = dict.fromkeys((*_ENDS, "start"), pl.Float64)
    texts = dict.fromkeys(("label", "look", "note"), pl.String)
    return pl.DataFrame(drawn, schema={**numbers, **texts})


def exactly(words: Words, number: float | None, unit: str) -> str:
    """A number that has no bounds, in words."""
    return words.figure({"value": number, "lower": number, "upper": number}, unit=unit).text


def durations(words: Words, owner: str) -> Table:
    """How many days projects stay in each stage, and who still waits there."""
    t = words.language.t
    columns = (
        Column("stage", t("Stage")),
        Column("median", t("Usual stay (median)"), "number"),
        Column("middle", t("Middle half")),
        Column("completed", t("Have left it"), "number"),
        Column("there", t("Still there"), "number"),
        Column("longest", t("Longest there"), "number"),
    )
    rows = words.known.metric("time_in_stage").filter(entity=owner, role=role(words.known, owner)).sort("rank")
    return Table(columns, tuple(_stay(words, row) for row in rows.to_dicts()), t("No stay in a stage is known."))


def _stay(words: Words, row: dict[str, Any]) -> Row:
    between = {"value": None, "lower": row["quartile_lower"], "upper": row["quartile_upper"]}
    is_few = row["reason"] == "few_cases"
    return {
        "stage": Cell.of(words.language.title("stage", row["stage"])),
        "median": _usual(words, row),
        "middle": Cell("") if is_few else words.figure({**between, "comparator": ".."}, unit="DAY"),
        "completed": Cell(str(row["completed"]), row["completed"]),
        "there": Cell(str(row["still_there"]), row["still_there"]),
        **explaining("time_in_stage", row["entity"], figure_code(row)),
        "longest": Cell(exactly(words, row["longest_there"], "DAY") if row["longest_there"] is not None else "—"),
    }


def _usual(words: Words, row: dict[str, Any]) -> Cell:
    """The median; where too many still wait for one, the days that it is at least."""
    if row["reason"] == "not_over" and row["lower"] is not None:
        days = words.language.n("at least {count} day", "at least {count} days", int(row["lower"]))
        return Cell(days, row["lower"])
    return Cell.of(words.language.title("reason", row["reason"])) if row["reason"] else words.figure(row, unit="DAY")


def stage_table(words: Words, rows: list[dict[str, Any]], unit: str) -> Table:
    """The stages as a table: how many projects, how much, and for how many an amount is known."""
    t = words.language.t
    columns = (
        Column("stage", t("Stage")),
        Column("count", t("Projects"), "number"),
        Column("value", t("Value"), "number"),
        Column("known", t("With an amount")),
    )
    told = tuple(
        {
            "stage": Cell.of(words.language.title("stage", row["stage"])),
            "count": Cell(str(int(row["count"])), row["count"]),
            "value": words.figure(row, unit=unit),
            "known": Cell.of(t("{part} of {whole}", part=row["with_amount"] or 0, whole=int(row["count"]))),
            **explaining("pipeline_stages", row["key"]["entity"], figure_code(row["key"])),
        }
        for row in rows
    )
    return Table(columns, told, t("No project with dated stages is known."))
