"""Who explains what is missing to a target of an entity? Every number is one of `gap_decomposition`."""

from typing import Any

import polars as pl

from dashboard.page import Page, figure_code
from dashboard.registers import obligations
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.words import Words, explaining
from dashboard.session import Known

_KEY = ("entity", "indicator", "scope", "basis", "unit", "since", "period")
_GAP = (*_KEY, "role")
_SCHEMA = {
    "label": pl.String,
    **dict.fromkeys(("value", "lower", "upper"), pl.Float64),
    "look": pl.String,
}
Target = dict[str, Any]


def targets(page: Page, entity: str) -> list[Target]:
    """The targets whose gap can be told, the foremost indicator first, of each the next, then the latest."""
    own = page.known.metric("gap_decomposition").filter(pl.col("entity") == entity, pl.col("contributor") == "whole")
    pairs = page.known.metric("pairing").select(*_KEY, "is_next", "target_end", "actual_period", "actual_end")
    headline = page.known.table("indicator").select("indicator", "headline")
    rows = page.within(own).join(pairs, on=_KEY, how="left").join(headline, on="indicator", how="left")
    order = ("headline", ~pl.col("is_next"), -pl.col("target_end"), "scope", "basis", "unit", "role")
    return rows.sort(*order, nulls_last=True).to_dicts()


def name(target: Target) -> str:
    """A target as the address says it."""
    return ".".join(str(target[column]) for column in ("indicator", "scope", "basis", "unit", "period", "role"))


def parts(known: Known, target: Target) -> list[dict[str, Any]]:
    """The members furthest behind, the rest of them, what they do not explain, and at the end the whole."""
    same = [pl.col(column).eq_missing(target[column]) for column in _GAP]
    rows = known.metric("gap_decomposition").filter(*same).sort("rank").to_dicts()
    return [row for row in rows if row["rank"] != 0 and _says(row)] + [row for row in rows if row["rank"] == 0]


def _says(row: dict[str, Any]) -> bool:
    """A rest of nobody is none."""
    return row["contributor"] != "rest" or bool(row["members"])


def frame(words: Words, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """What `waterfall` draws of the parts."""
    drawn = [
        {
            "label": label(words, row),
            **{end: row[end] for end in ("value", "lower", "upper")},
            "look": row["contributor"] if row["contributor"] in ("whole", "unexplained") else "part",
        }
        for row in rows
    ]
    return pl.DataFrame(drawn, schema=_SCHEMA)


def label(words: Words, row: dict[str, Any]) -> str:
    """Who a part is."""
    t, n = words.language.t, words.language.n
    match row["contributor"]:
        case "whole":
            return t("The whole: {entity}", entity=words.entity(row["entity"]))
        case "rest":
            return n("{count} other member together", "{count} other members together", row["members"])
        case "unexplained":
            return t("Not explained by the members' own promises")
        case code:
            return words.entity(code)


def sentence(words: Words, target: Target) -> str:
    """What is missing to the target, or how far it is exceeded, and how many members promised a part of it."""
    t = words.language.t
    told = {
        "actual": words.figure(target, "actual").text,
        "target": words.figure(target, "target").text,
        "when": words.period(target["actual_period"], target["basis"]),
        "due": words.period(target["period"], target["basis"]),
    }
    is_same = target["actual_period"] == target["period"]
    first = t("{actual} of {target}, {due}.", **told) if is_same else t("{actual} {when} of {target} {due}.", **told)
    counted = words.language.n(
        "{count} member promised a part of it and reports.",
        "{count} members promised a part of it and report.",
        target["members"],
    )
    return f"{first} {counted}"


def sources(known: Known, target: Target) -> list[str]:
    """Who told the figures of the whole and of its members, of the time of the actual one; then who told the target."""
    whom = [*obligations.residents(known, target["entity"]), target["entity"]]
    alike = [pl.col(column) == target[column] for column in ("indicator", "basis", "unit")]
    told = known.table("observation").filter(pl.col("entity").is_in(whom), *alike)
    actual = told.filter(pl.col("scenario") == "actual", pl.col("end_month") == target["actual_end"])
    aim = told.filter(entity=target["entity"], scenario="target", period=target["period"])
    return pl.concat([actual, aim])["source"].unique(maintain_order=True).to_list()


def unreported(page: Page, target: Target) -> list[str]:
    """The members that promised a part of this and have told no figure of it, by name."""
    members = obligations.residents(page.known, target["entity"])
    asked = pl.col("target_end") <= target["target_end"]
    alike = [pl.col(column) == target[column] for column in ("indicator", "basis", "unit")]
    owed = page.known.metric("commitments").filter(pl.col("entity").is_in(members), asked, *alike)
    told = pl.any_horizontal(pl.col("actual", "actual_lower", "actual_upper").is_not_null())
    silent = owed.group_by("entity").agg(told.any().alias("_told")).filter(~pl.col("_told"))["entity"]
    return sorted(map(page.words.entity, silent), key=str.casefold)


def table(page: Page, rows: list[dict[str, Any]]) -> Table:
    """The parts as a table, the whole last."""
    t = page.language.t
    columns = (
        Column("who", t("Who")),
        Column("value", t("Missing"), "number"),
        Column("actual", t("Actual"), "number"),
        Column("target", t("Promised"), "number"),
        Column("members", t("Members"), "number"),
    )
    return Table(columns, tuple(_row(page, row) for row in rows), t("Nobody's part of the gap is known."))


def _row(page: Page, row: dict[str, Any]) -> Row:
    words = page.words
    held = {
        column: words.figure(row, column) if row[column] is not None else Cell("") for column in ("actual", "target")
    }
    return {
        "who": Cell.of(label(words, row)),
        "value": words.figure(row),
        **words.parts(row),
        **held,
        "members": Cell(str(row["members"]), row["members"]) if row["members"] else Cell(""),
        **explaining("gap_decomposition", row["entity"], figure_code(row)),
    }
