"""Which projects stand where, which are late, and through which stages has one project gone?"""

from typing import Any

import polars as pl

from dashboard import format as write
from dashboard.registers.projects import role
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.words import Words, explaining, figure_code
from dashboard.session import Known


def of_owner(known: Known, owner: str) -> list[str]:
    """Every project that belongs or belonged to an owner and has a dated stage."""
    dated = known.table("stage")["project"].unique().to_list()
    ties = known.table("membership").filter(pl.col("of") == owner, pl.col("member").is_in(dated))
    return sorted(ties["member"].unique())


def board(known: Known, owner: str) -> dict[str, list[dict[str, Any]]]:
    """The open projects of an owner by the stage they stand in, those that have waited longest first."""
    rows = known.metric("open_projects").filter(entity=owner, role=role(known, owner), indicator="projects")
    entered = known.table("stage").select("project", "stage", "entered", "entered_month", "entered_day")
    newest = entered.sort("entered_month", "entered_day").unique(["project", "stage"], keep="last")
    placed = rows.join(newest, on=["project", "stage"], how="left")
    found: dict[str, list[dict[str, Any]]] = {}
    for row in placed.sort("rank", "entered_month", "entered_day", "project", nulls_last=True).to_dicts():
        found.setdefault(row["stage"], []).append(row)
    return found


def late(known: Known, projects: list[str]) -> list[dict[str, Any]]:
    """Slippage of some projects, the latest first, those not yet due last."""
    rows = known.metric("slippage").filter(pl.col("entity").is_in(projects))
    return rows.sort("lower", "entity", descending=[True, False], nulls_last=True).to_dicts()


def late_sentence(words: Words, rows: list[dict[str, Any]]) -> str:
    """How many projects came later than agreed, how many in time, how many are not yet due."""
    n = words.language.n
    known = [row["lower"] for row in rows if row["lower"] is not None]
    behind, waiting = sum(months > 0 for months in known), len(rows) - len(known)
    parts = (
        n("{count} project is later than agreed", "{count} projects are later than agreed", behind),
        n("{count} came in time", "{count} came in time", len(known) - behind),
        n("{count} is not yet due", "{count} are not yet due", waiting),
    )
    return f"{', '.join(parts)}."


def late_table(words: Words, rows: list[dict[str, Any]]) -> Table:
    """Projects with the month agreed, the month in which they came about, and the months between."""
    t = words.language.t
    columns = (
        Column("project", t("Project")),
        Column("stage", t("Stage")),
        Column("agreed", t("Agreed for")),
        Column("came", t("Came about")),
        Column("late", t("Late"), "number"),
    )
    empty = t("No project has an agreed month.")
    return Table(columns, tuple(_late(words, row) for row in rows), empty)


def _late(words: Words, row: dict[str, Any]) -> Row:
    t = words.language.t
    early = row["lower"] is not None and row["upper"] is not None and row["upper"] <= 0
    told = t("not yet due") if row["lower"] is None else words.figure(row, unit="MONTH").text
    return {
        "project": Cell.of(words.entity(row["entity"])),
        **explaining("slippage", row["entity"], figure_code(row)),
        "stage": Cell.of(words.language.title("stage", row["stage"]) if row["stage"] else ""),
        "agreed": Cell.of(words.month(row["due_end"])),
        "came": Cell.of(words.month(row["reached_end"]) if row["reached_end"] is not None else t("not yet")),
        "late": Cell(t("in time") if early else told, row["value"]),
    }


def stages(words: Words, project: str) -> Table:
    """The stages of one project with their dates, in the order in which it entered them."""
    t = words.language.t
    columns = (
        Column("stage", t("Stage")),
        Column("entered", t("Entered")),
        Column("left", t("Left")),
        Column("days", t("Days there"), "number"),
        Column("source", t("Source")),
    )
    ranks = words.known.table("pipeline_stage").select("stage", "rank")
    rows = words.known.table("stage").filter(project=project).join(ranks, on="stage", how="left")
    told = rows.sort("entered_month", "entered_day", "rank", nulls_last=True).to_dicts()
    return Table(columns, tuple(_stage(words, row) for row in told), t("No stage of this project is dated."))


def _stage(words: Words, row: dict[str, Any]) -> Row:
    t = words.language.t
    has_days = row["entered_day"] is not None and row["left_day"] is not None
    days = row["left_day"] - row["entered_day"] if has_days else None
    return {
        "stage": Cell.of(words.language.title("stage", row["stage"])),
        "entered": Cell.of(write.date(row["entered"], words.language)),
        "left": Cell.of(write.date(row["left"], words.language) if row["left"] else t("still there")),
        "days": Cell("" if days is None else words.figure({"value": days, "comparator": "="}, unit="DAY").text, days),
        "source": Cell.of(words.source(row["source"])),
    }
