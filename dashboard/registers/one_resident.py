"""What is known of one resident: what it promised, what it signed, and what was changed afterwards?"""

from typing import Any

import polars as pl

from dashboard import format as write
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.words import Words

_KEY = ["indicator", "scope", "basis", "unit", "since", "period"]


def agreements(words: Words, code: str) -> Table:
    """The agreements of an entity: with whom, on what, signed when, due when, for how much."""
    t = words.language.t
    columns = (
        Column("kind", t("Kind")),
        Column("signed", t("Signed")),
        Column("with", t("With whom")),
        Column("subject", t("Subject")),
        Column("amount", t("Amount"), "number"),
        Column("due", t("Due")),
        Column("source", t("Source")),
        Column("code", t("Code")),
    )
    is_party = (pl.col("party_a") == code) | (pl.col("party_b") == code)
    rows = words.known.table("agreement").filter(is_party).sort("signed", "code", nulls_last=True).to_dicts()
    return Table(columns, tuple(_agreement(words, code, row) for row in rows), t("No agreement is known here."))


def _agreement(words: Words, code: str, row: dict[str, Any]) -> Row:
    other = row["party_b"] if row["party_a"] == code else row["party_a"]
    figure = {"value": row["amount"], "lower": None, "upper": None, "comparator": row["comparator"] or "="}
    return {
        "kind": Cell.of(words.language.title("agreement_kind", row["kind"])),
        "signed": Cell.of(write.date(row["signed"], words.language)),
        "with": Cell.of(words.entity(other or "")),
        "subject": Cell.of(row.get(f"subject_{words.language.code}") or row["subject_en"]),
        "amount": words.figure(figure, unit=row["currency"]) if row["currency"] else Cell(""),
        "due": Cell.of(write.date(row["due"], words.language)),
        "source": Cell.of(words.source(row["source"])),
        "code": Cell.of(row["code"]),
    }


def amendments(words: Words, code: str) -> Table:
    """Obligations that were told more than once, each as it was told, in the order in which that became known."""
    t = words.language.t
    columns = (
        Column("indicator", t("Indicator")),
        Column("due", t("Due")),
        Column("committed", t("Committed"), "number"),
        Column("known", t("Known since")),
        Column("counts", t("Counts")),
        Column("source", t("Source of the obligation")),
    )
    told = words.known.rows_of(code, "history").filter(scenario="commitment")
    again = told.filter(pl.len().over(_KEY) > 1).sort(*_KEY, "known_on", nulls_last=True)
    return Table(
        columns,
        tuple(_amendment(words, row) for row in again.to_dicts()),
        t("No amendment is known: every obligation was told once."),
    )


def _amendment(words: Words, row: dict[str, Any]) -> Row:
    t = words.language.t
    return {
        "indicator": Cell.of(words.indicator(row["indicator"])),
        "due": Cell.of(words.period(row["period"], row["basis"])),
        "committed": words.figure(row),
        "known": Cell.of(write.date(str(row["known_on"]), words.language) if row["known_on"] else ""),
        "counts": Cell.of(t("yes") if row["is_current"] else t("another figure wins")),
        "source": Cell.of(words.source(row["source"])),
    }
