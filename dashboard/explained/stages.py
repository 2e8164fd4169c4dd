"""Which moves of projects from stage to stage was a figure of the pipeline computed from?"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from dashboard import format as write
from dashboard.reports.model import Cell, Column, Table
from dashboard.reports.words import Words
from dashboard.session import Known

#: So many moves are named; the others are counted.
_MOST = 24


def moves(known: Known, result: dict[str, Any]) -> pl.DataFrame:
    """The stages that the projects of a result entered: of the one it names, of the entity itself, or of its members.

    Where the result is of one stage, the moves into that stage, if there are any. Columns: those of `stage`.
    """
    told = known.table("stage")
    entered = told.filter(pl.col("project").is_in([result.get("project") or result["entity"]]))
    if entered.is_empty():
        belonging = known.table("membership").filter(of=result["entity"])
        if result.get("role"):
            belonging = belonging.filter(role=result["role"])
        entered = told.filter(pl.col("project").is_in(belonging["member"].to_list()))
        of_stage = entered.filter(stage=result.get("stage"))
        entered = entered if of_stage.is_empty() else of_stage
    return entered.sort("project", "entered")


def lines(rows: pl.DataFrame, known: Known) -> Iterator[str]:
    """The moves as text, each with the file and the row it was read from."""
    loads = dict(known.loads().select("id", "name").iter_rows())
    for row in rows.head(_MOST).iter_rows(named=True):
        left = f", left {row['left']}" if row["left"] else ""
        yield f"stage: {row['project']} {row['stage']}, entered {row['entered']}{left}"
        yield f"    file {loads.get(row['load'], '?')} (load {row['load']}), {row['source_row']}"
    if rows.height > _MOST:
        yield f"and {rows.height - _MOST} moves more"


def table(words: Words, rows: pl.DataFrame) -> Table:
    """The first of the moves as a page shows them, each with the file and the row it was read from."""
    t = words.language.t
    columns = (
        Column("project", t("Project")),
        Column("stage", t("Stage")),
        Column("entered", t("Entered")),
        Column("left", t("Left")),
        Column("file", t("File")),
        Column("row", t("File row")),
        Column("source", t("Source")),
    )
    files = dict(words.known.loads().select("id", "name").iter_rows())
    told = tuple(
        {
            "project": Cell.of(words.entity(row["project"])),
            "stage": Cell.of(words.language.title("stage", row["stage"])),
            "entered": Cell.of(write.date(row["entered"], words.language)),
            "left": Cell.of(write.date(row["left"], words.language)),
            "file": Cell.of(files.get(row["load"])),
            "row": Cell.of(words.file_row(row["source_row"])),
            "source": Cell.of(words.source(row["source"])),
        }
        for row in rows.head(_MOST).iter_rows(named=True)
    )
    return Table(columns, told, t("No move of a project is known."))


def left_out(rows: pl.DataFrame) -> int:
    """How many moves the table leaves out."""
    return max(rows.height - _MOST, 0)
