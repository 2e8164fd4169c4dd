"""Will what is done and what is on its way reach the target of an owner of projects?

Every number is one of a metric; here they are only put beside one another.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from dashboard.registers.projects import exactly, frame
from dashboard.reports.model import Cell, Column, Table
from dashboard.reports.words import Words, explaining, figure_code
from dashboard.session import Known

_ENDS = ("value", "lower", "upper")
_LOOK = {"actual": "solid", "target": "outlined"}


def targets(known: Known, owner: str) -> list[dict[str, Any]]:
    """The targets to which a bridge leads: indicator, unit, period and scope, the nearest first."""
    rows = known.metric("pipeline_bridge").filter(entity=owner, bridge="target")
    return rows.select("indicator", "scope", "basis", "unit", "since", "period").sort("period", "indicator").to_dicts()


def parts(known: Known, owner: str, target: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of the way to a target, in their order."""
    same = [pl.col(name) == value for name, value in target.items()]
    return known.metric("pipeline_bridge").filter(entity=owner).filter(*same).sort("rank").to_dicts()


def drawn(words: Words, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """What the chart of the bridge draws: what is added begins where the part before it ends."""
    return frame(list(_steps(words, rows)))


def _steps(words: Words, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The parts as bars: what is added begins where the part before it ends, the gap where everything ends."""
    reached = 0.0
    for row in rows:
        is_added = row["bridge"] in ("contracted", "pipeline")
        yield {
            "label": words.language.title("bridge", row["bridge"]),
            **{end: row[end] for end in _ENDS},
            "start": reached if is_added or row["bridge"] == "gap" else 0.0,
            "look": _LOOK.get(row["bridge"], "hatched"),
            "note": _noted(words, row),
        }
        if row["bridge"] == "actual" or is_added:
            reached += row["value"] or 0.0


def _noted(words: Words, row: dict[str, Any]) -> str | None:
    """What stands after the amount of a part: of how many projects it is; what a gap below zero means."""
    if row["bridge"] == "gap" and (row["upper"] or 0) < 0:
        return words.language.t("more is expected than planned")
    if row["projects"] is None:
        return None
    return words.language.n("{count} project", "{count} projects", row["projects"])


def sentence(words: Words, rows: list[dict[str, Any]]) -> str:
    """Whether what is done and what is on its way reach the target, in numbers."""
    t = words.language.t
    parts = {row["bridge"]: row for row in rows}
    target, expected = parts["target"], parts["expected"]
    said = t(
        "Target {target} {when}: {expected} is expected, four cases in five between {low} and {high}.",
        target=words.figure(target).text,
        when=words.period(target["period"], target["basis"]),
        expected=exactly(words, expected["value"], expected["unit"]),
        low=exactly(words, expected["lower"], expected["unit"]),
        high=exactly(words, expected["upper"], expected["unit"]),
    )
    if expected["chance"] is None:
        return said
    chance = exactly(words, expected["chance"], "PT")
    return f"{said} " + t(
        "In {chance} of the draws the target is reached. Shocks that meet all projects at once, delays and projects "
        "not yet known are not drawn: the true band is wider.",
        chance=chance,
    )


def table(words: Words, rows: list[dict[str, Any]]) -> Table:
    """The parts of the way to a target as a table."""
    t = words.language.t
    columns = (
        Column("part", t("Part")),
        Column("value", t("Value"), "number"),
        Column("range", t("Between")),
        Column("projects", t("Projects"), "number"),
    )
    told = tuple(
        {
            "part": Cell.of(words.language.title("bridge", row["bridge"])),
            "value": Cell(exactly(words, row["value"], row["unit"]), row["value"]),
            "range": words.figure({**row, "value": None, "comparator": ".."}),
            "projects": Cell("" if row["projects"] is None else str(row["projects"]), row["projects"]),
            **explaining("pipeline_bridge", row["entity"], figure_code(row)),
        }
        for row in rows
    )
    return Table(columns, told, t("No target that is still to come has projects on their way to it."))
