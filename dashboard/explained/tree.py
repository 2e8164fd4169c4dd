"""From what was a computed figure computed: the tree below it, down to the rows it was read from?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.explained import stages
from dashboard.explained.figures_read import FIGURES, members_of, named, read, told
from dashboard.session import Known

KEY = ("entity", "indicator", "scope", "basis", "unit", "period")
#: So many rows of one other metric are followed.
_MOST = 12


@dataclass(frozen=True)
class Node:
    """A computed figure: the metric's own words, its result, what it was computed from, the rows and moves it read."""

    metric: str
    doc: str
    result: dict[str, Any]
    inputs: tuple["Node", ...]
    rows: pl.DataFrame
    moves: pl.DataFrame


def node(known: Known, name: str, result: dict[str, Any]) -> Node:
    """The tree below one row of a metric's result."""
    from metrics.registry import METRICS

    metric = METRICS[name]
    of_members = "membership" in metric.inputs
    inputs = [_inputs(known, other, result, of_members) for other in metric.inputs if other in METRICS]
    reads = any(table in metric.inputs for table in FIGURES)
    others = named(metric.function, result) if "denominator" in metric.dimensions else []
    rows = read(known, result, of_members, others) if reads else pl.DataFrame()
    moves = stages.moves(known, result) if "stage" in metric.inputs else pl.DataFrame()
    return Node(name, metric.doc, result, tuple(part for parts in inputs for part in parts), rows, moves)


def found(known: Known, name: str, result: dict[str, str]) -> list[Node]:
    """The trees below the rows of a metric at a key: every column of the key is said."""
    same = known.metric(name).filter(*[pl.col(column) == result[column] for column in KEY])
    return [node(known, name, row) for row in same.iter_rows(named=True)]


def _inputs(known: Known, name: str, result: dict[str, Any], of_members: bool) -> list[Node]:
    """The rows of another metric that a result was computed from: at its key, else at as much of it as they share.

    Where the entity itself has none, those of its members.
    """
    rows = known.metric(name)
    ways = (KEY[1:], ("indicator", "scope", "period"), ("indicator", "period"), ("period",))
    own = _alike(rows.filter(pl.col("entity") == result["entity"]), result, ways)
    if own.is_empty() and of_members:
        theirs = rows.filter(pl.col("entity").is_in(members_of(known, result)))
        own = _alike(theirs, result, (*ways[:-1], ("indicator", "basis"), ("indicator",)))
    return [node(known, name, row) for row in own.head(_MOST).iter_rows(named=True)]


def _alike(rows: pl.DataFrame, result: dict[str, Any], ways: tuple[tuple[str, ...], ...]) -> pl.DataFrame:
    """The rows that share the most with a result, by the first of the ways that finds any."""
    for shared in ways:
        same = rows.filter(*[pl.col(column).is_in(told(result, column)) for column in shared])
        if same.height:
            return same
    return rows.clear()


def all_rows(part: Node) -> Iterator[dict[str, Any]]:
    """The published figures a tree was read from, those of its inputs too."""
    yield from part.rows.iter_rows(named=True)
    for other in part.inputs:
        yield from all_rows(other)
