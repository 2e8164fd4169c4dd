"""How does the register of obligations look: as a sentence, as a table, as bars?"""

from typing import Any

import polars as pl

from dashboard.registers import obligations
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.pairs import urgency
from dashboard.reports.words import Words, explaining, figure_code

_ENDS = ("", "_lower", "_upper")
_SHARE = {"value": "attainment", "lower": "attainment_lower", "upper": "attainment_upper"}


def sentence(words: Words, rows: list[dict[str, Any]], later: int) -> str:
    """How many obligations are due and how they stand, in one sentence of counts."""
    n, t = words.language.n, words.language.t
    counted: dict[str, int] = {}
    for row in rows:
        counted[row["standing"] or "not_assessable"] = counted.get(row["standing"] or "not_assessable", 0) + 1
    order = sorted(counted.items(), key=lambda item: urgency(item[0]))
    parts = [f"{words.language.title('standing', code).lower()} — {count}" for code, count in order]
    said = n("{count} obligation is due", "{count} obligations are due", len(rows))
    said = f"{said}: {', '.join(parts)}." if parts else f"{said}."
    if not later:
        return f"{said} " + t("None is still to fall due.")
    told = n("{count} obligation is not yet due.", "{count} obligations are not yet due.", later)
    return f"{said} {told}"


def register(words: Words, rows: list[dict[str, Any]], empty: str = "") -> Table:
    """Obligations as a table, in the order given; `empty` says why there are none."""
    t = words.language.t
    columns = (
        Column("entity", t("Who")),
        Column("indicator", t("Indicator")),
        Column("scope", t("Whom it counts")),
        Column("committed", t("Committed"), "number"),
        Column("due", t("Due")),
        Column("done", t("Done"), "number"),
        Column("done_month", t("Done: as of")),
        Column("attainment", t("Fulfilled"), "percent"),
        Column("missing", t("Missing"), "number"),
        Column("late", t("Late"), "number"),
        Column("standing", t("Standing")),
        Column("why", t("Why")),
        Column("source", t("Source of the obligation")),
    )
    return Table(columns, tuple(row_of(words, row) for row in rows), empty or t("No obligation is known here."))


def row_of(words: Words, row: dict[str, Any]) -> Row:
    """One obligation as cells; what is not reported, not yet due or not judged says so.

    What is judged is explained by another metric than what is not.
    """
    t = words.language.t
    waits = Cell.of(t("not yet due"))
    has_done = any(row[f"done{end}"] is not None for end in _ENDS)
    return {
        "entity": Cell.of(words.entity(row["entity"])),
        **explaining("commitments_due" if row["standing"] else "commitments", row["entity"], figure_code(row)),
        "indicator": Cell.of(words.indicator(row["indicator"])),
        "scope": Cell.of(words.scope(row["scope"])),
        "committed": words.figure(row, "target"),
        "due": Cell.of(words.period(row["period"], row["basis"])),
        "done": words.figure(
            {**row, "done_comparator": None if row["is_latest"] else row["actual_comparator"]}, "done"
        ),
        "reached": Cell.of("" if has_done or not row["reached_on"] else words.period(row["reached_on"])),
        "done_month": Cell.of(words.month(row["done_end"]) if has_done and row["done_end"] is not None else ""),
        "attainment": _share(words, row) if row["is_due"] else waits,
        "missing": _or_blank(words, row, "missing") if row["is_due"] else waits,
        "late": _late(words, row) if row["is_due"] else waits,
        "standing": Cell.of(_standing(words, row)),
        "standing_code": Cell.of(row["standing"] or ("not_assessable" if row["is_due"] else "open")),
        "why": Cell.of(_why(words, row)),
        "source": Cell.of(words.source(row["target_source"])),
    }


def _standing(words: Words, row: dict[str, Any]) -> str:
    if not row["is_due"]:
        return words.language.t("not yet due")
    if row["standing"] is None and row["scope"] == "all":
        return words.language.t("replaced")
    return words.language.title("standing", row["standing"] or "not_assessable")


def _why(words: Words, row: dict[str, Any]) -> str:
    if not row["is_due"]:
        return ""
    if row["standing"]:
        return words.sentence("reason", row["why"]) if row["why"] else ""
    if row["scope"] != "all":
        return words.language.t("A published total, not judged: who it counted has changed since.")
    return words.language.t("A later obligation of the same kind has taken its place.")


def _share(words: Words, row: dict[str, Any]) -> Cell:
    cell = words.percent({end: row[name] for end, name in _SHARE.items()})
    return cell if cell.text else Cell("—")


def _late(words: Words, row: dict[str, Any]) -> Cell:
    if row["late"] == 0 and row["late_upper"] == 0:
        return Cell(words.language.t("in time"), 0)
    if row["late_lower"] == 0 and row["late_upper"] is None:
        return Cell.of(words.language.t("not yet known"))
    return _or_blank(words, row, "late", "MONTH")


def _or_blank(words: Words, row: dict[str, Any], name: str, unit: str | None = None) -> Cell:
    if all(row[f"{name}{end}"] is None for end in _ENDS):
        return Cell("—")
    return words.figure(row, name, unit)


def bars(words: Words, rows: list[dict[str, Any]], most: int) -> pl.DataFrame:
    """What the chart of fulfilment draws: the obligations furthest behind that have a percentage."""
    drawn = [
        {
            "label": f"{words.entity(row['entity'])}: {words.indicator(row['indicator'])}, {row['period']}",
            **{end: row[name] for end, name in _SHARE.items()},
            "standing": row["standing"],
            "reason": row["why"],
        }
        for row in rows
        if obligations.has_share(row)
    ]
    schema = {"label": pl.String, **dict.fromkeys(_SHARE, pl.Float64), "standing": pl.String, "reason": pl.String}
    return pl.DataFrame(drawn[:most], schema=schema)
