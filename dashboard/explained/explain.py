"""Where does a figure come from, down to the row it was read from?"""

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.explained import stages
from dashboard.explained.formula import formula, plain
from dashboard.explained.money_words import of_figure
from dashboard.language import Language
from dashboard.select import rows as selected
from dashboard.session import Known
from data import codelist
from data.errors import UserError
from data.period import Period

_SERIES = ("scope", "basis", "unit")
_KEY = ("entity", "indicator", *_SERIES, "period")
#: The tables whose rows are figures; a metric that reads one of them is explained by those rows.
_FIGURES = ("observation", "history")
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


def explain(known: Known, name: str, entity: str, indicator: str, period: str, **series: str | None) -> str:
    """The explanation of one figure as text.

    Raises UserError where no figure fits, naming those there are, or where several fit, listing them.
    """
    fitting = selected(known, name, entity=entity, indicator=indicator, period=period)
    for column, wanted in series.items():
        if wanted:
            fitting = fitting.filter(pl.col(column) == wanted)
    if fitting.is_empty():
        raise _nothing(known, name, entity, indicator, period)
    if fitting.n_unique(list(_KEY)) > 1:
        raise _several(name, fitting)
    nodes = [node(known, name, row) for row in fitting.iter_rows(named=True)]
    return "\n\n".join("\n".join(_text(part, known)) for part in nodes)


def node(known: Known, name: str, result: dict[str, Any]) -> Node:
    """The tree below one row of a metric's result."""
    from metrics.registry import METRICS

    metric = METRICS[name]
    of_members = "membership" in metric.inputs
    inputs = [_inputs(known, other, result, of_members) for other in metric.inputs if other in METRICS]
    reads = any(table in metric.inputs for table in _FIGURES)
    others = _named(metric.function, result) if "denominator" in metric.dimensions else []
    rows = _read(known, result, of_members, others) if reads else pl.DataFrame()
    moves = stages.moves(known, result) if "stage" in metric.inputs else pl.DataFrame()
    return Node(name, metric.doc, result, tuple(part for parts in inputs for part in parts), rows, moves)


def found(known: Known, name: str, result: dict[str, str]) -> list[Node]:
    """The trees below the rows of a metric at a key: every column of the key is said."""
    same = known.metric(name).filter(*[pl.col(column) == result[column] for column in _KEY])
    return [node(known, name, row) for row in same.iter_rows(named=True)]


def _inputs(known: Known, name: str, result: dict[str, Any], of_members: bool) -> list[Node]:
    """The rows of another metric that a result was computed from: at its key, else at as much of it as they share.

    Where the entity itself has none, those of its members.
    """
    rows = known.metric(name)
    ways = (_KEY[1:], ("indicator", "scope", "period"), ("indicator", "period"), ("period",))
    own = _alike(rows.filter(pl.col("entity") == result["entity"]), result, ways)
    if own.is_empty() and of_members:
        theirs = rows.filter(pl.col("entity").is_in(_members(known, result)))
        own = _alike(theirs, result, (*ways[:-1], ("indicator", "basis"), ("indicator",)))
    return [node(known, name, row) for row in own.head(_MOST).iter_rows(named=True)]


def _alike(rows: pl.DataFrame, result: dict[str, Any], ways: tuple[tuple[str, ...], ...]) -> pl.DataFrame:
    """The rows that share the most with a result, by the first of the ways that finds any."""
    for shared in ways:
        same = rows.filter(*[pl.col(column).is_in(_told(result, column)) for column in shared])
        if same.height:
            return same
    return rows.clear()


def _members(known: Known, result: dict[str, Any]) -> list[str]:
    return known.table("membership").filter(pl.col("of") == result["entity"])["member"].to_list()


def _read(known: Known, result: dict[str, Any], members: bool, others: list[str]) -> pl.DataFrame:
    """The rows of the figure's series in every period the result names, the losing ones beside the winners.

    Of a quotient those of every indicator it names, in any series: what is divided differs in more than the period.
    """
    whom = [result["entity"]]
    if members:
        whom += _members(known, result)
    of_indicator = known.rows_of(whom, "history").filter(pl.col("indicator").is_in([result["indicator"], *others]))
    rows = of_indicator.filter(
        pl.col("period").is_in(_told(result, "period")), pl.col("basis").is_in(_told(result, "basis"))
    )
    if result["basis"] == "ytd" and rows.is_empty():
        return _of_the_year(of_indicator, result)
    if others:
        return rows.filter(pl.col("scenario") == "actual")
    rows = rows.filter(pl.col("unit").is_in(_told(result, "unit")))
    return rows if members else rows.filter(pl.col("scope") == result["scope"])


def _of_the_year(rows: pl.DataFrame, result: dict[str, Any]) -> pl.DataFrame:
    """The actual figures of a series that a year to date is made of: its periods, or its sums since the beginning."""
    end = result["actual_end"]
    start = end // 12 * 12
    of_series = rows.filter(*(pl.col(name) == result[name] for name in ("scope", "unit")), scenario="actual")
    if result.get("how") == "difference":
        return of_series.filter(pl.col("end_month").is_in([start - 1, end]), basis="cumulative")
    return of_series.filter(pl.col("start_month") >= start, pl.col("end_month") <= end, basis="period")


def _named(function: Callable[..., Any], result: dict[str, Any]) -> list[str]:
    """The indicators that a metric's file names, and those that its result does: by whose money, on which land."""
    text = Path(inspect.getfile(function)).read_text(encoding="utf-8")
    words = {each.value for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Constant)}
    return [code for code in codelist.ids("indicator") if code in words or code in result.values()]


def _told(result: dict[str, Any], what: str) -> list[str]:
    """What a result says of, say, periods: `period`, `actual_period`, `other_period`."""
    return [value for column, value in result.items() if value and (column == what or column.endswith(f"_{what}"))]


def _text(part: Node, known: Known, depth: int = 0, above: dict[str, Any] | None = None) -> list[str]:
    """The tree as lines; an input repeats nothing that stands above it."""
    pad = "    " * depth
    said = {name: _said(name, value) for name, value in part.result.items() if name not in _KEY}
    new = {name: text for name, text in said.items() if text and (above or {}).get(name) != text}
    lines = [f"{pad}{part.metric}: " + ", ".join(str(part.result[column]) for column in _KEY)]
    lines += [f"{pad}  {line}".rstrip() for line in part.doc.strip().splitlines()]
    lines += [f"{pad}  {line}" for line in [formula(part.doc, part.result)] if line]
    lines += [f"{pad}  {name} = {text}" for name, text in new.items()]
    # The rows stand where the figures were read first, below everything that was computed from them.
    for other in part.inputs:
        lines += ["", *_text(other, known, depth + 1, said)]
    below = {_place(row) for other in part.inputs for row in _all_rows(other)}
    for row in part.rows.iter_rows(named=True):
        if _place(row) not in below:
            lines += [f"{pad}  {line}" for line in _row_text(row, known)]
    if not part.moves.is_empty():
        lines += [f"{pad}  {line}" for line in stages.lines(part.moves, known)]
    return lines


def _all_rows(part: Node) -> Iterator[dict[str, Any]]:
    yield from part.rows.iter_rows(named=True)
    for other in part.inputs:
        yield from _all_rows(other)


def _place(row: dict[str, Any]) -> tuple[int, str, str]:
    return row["load"], row["source_row"], row["scenario"]


def _said(name: str, value: Any) -> str:
    """A part of a result in words; nothing where it says nothing. Months are counted from the year 0."""
    if value is None or (name == "since" and value == 0):
        return ""
    return Period(value, value).text if name == "since" or name.endswith("_end") else plain(value)


def _row_text(row: dict[str, Any], known: Known) -> list[str]:
    sources = known.table("source").filter(code=row["source"])
    source = sources.row(0, named=True) if sources.height else {"title": row["source"], "url": None}
    loads = {load["id"]: load["name"] for load in known.loads().iter_rows(named=True)}
    wins = "wins" if row["is_current"] else "beside it"
    figure = f"{row['comparator'] or ''} {plain(row['value'])}".strip()
    bounds = f"[{plain(row['lower'])}, {plain(row['upper'])}]"
    return [
        f"row ({wins}): {row['entity']} {row['scenario']} {row['period']} {figure} {row['unit']} {bounds} "
        f"status {row['status']}",
        f"    file {loads.get(row['load'], '?')} (load {row['load']}), {row['source_row']}; known on {row['known_on']}",
        f"    source {row['source']}: {source['title']}, {row['publisher']}, {row['published'] or 'undated'}"
        + (f", {row['locator']}" if row["locator"] else ""),
        *([f"    {source['url']}"] if source["url"] else []),
        *([f"    note: {row['note']}"] if row["note"] else []),
        *[f"    {line}" for line in [of_figure(row, Language("en"))] if line],
    ]


def _nothing(known: Known, name: str, entity: str, indicator: str, period: str) -> UserError:
    others = selected(known, name, entity=entity, indicator=indicator)
    return UserError(
        "{metric} has no figure for {entity}, {indicator}, {period}.\nThere are: {others}",
        metric=name,
        entity=entity,
        indicator=indicator,
        period=period,
        others=_candidates(others) or "none of this indicator",
    )


def _several(name: str, found: pl.DataFrame) -> UserError:
    return UserError(
        "Several figures of {metric} fit; name one with --scope, --basis or --unit:\n{others}",
        metric=name,
        others=_candidates(found),
    )


def _candidates(found: pl.DataFrame) -> str:
    keys = found.select("period", *_SERIES).unique(maintain_order=True)
    return "\n".join(
        f"--period {row['period']} --scope {row['scope']} --basis {row['basis']} --unit {row['unit']}"
        for row in keys.iter_rows(named=True)
    )
