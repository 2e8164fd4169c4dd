"""Where does a figure come from, in the words of a command: down to the row it was read from?"""

from typing import Any

import polars as pl

from dashboard.explained import published_text, stages
from dashboard.explained.formula import formula, plain
from dashboard.explained.published import published
from dashboard.explained.tree import KEY, Node, all_rows, node
from dashboard.reports.words import PUBLISHED
from dashboard.select import rows as selected
from dashboard.session import Known
from data.errors import UserError
from data.period import Period, parse
from data.schema import KEY as KEY_OF_FIGURES

_SERIES = ("scope", "basis", "unit")


def explain(known: Known, name: str, entity: str, indicator: str, period: str, **series: str | None) -> str:
    """The explanation of one figure as text.

    `name` is that of a metric, or `observation` for a figure as published. Raises UserError where no figure fits,
    naming those there are, or where several fit, listing them.
    """
    if name == PUBLISHED:
        return _published(known, entity, indicator, period, series)
    fitting = selected(known, name, entity=entity, indicator=indicator, period=period)
    fitting = _of_series(fitting, {column: wanted for column, wanted in series.items() if column in fitting.columns})
    if fitting.is_empty():
        others = _candidates(selected(known, name, entity=entity, indicator=indicator))
        raise _nothing(name, entity, indicator, period, others)
    if fitting.n_unique(list(KEY)) > 1:
        raise _several(name, _candidates(fitting))
    nodes = [node(known, name, row) for row in fitting.iter_rows(named=True)]
    return "\n\n".join("\n".join(_text(part, known)) for part in nodes)


def _of_series(rows: pl.DataFrame, series: dict[str, str | None]) -> pl.DataFrame:
    return rows.filter(*[pl.col(column) == wanted for column, wanted in series.items() if wanted is not None])


def _published(known: Known, entity: str, indicator: str, period: str, series: dict[str, str | None]) -> str:
    """The explanation of a figure as published."""
    told = selected(known, PUBLISHED, entity=entity, indicator=indicator)
    fitting = _of_series(told.filter(period=parse(period).text), series)
    if fitting.height > 1:
        raise _several(PUBLISHED, published_text.candidates(fitting))
    figure = published(known, fitting.select(KEY_OF_FIGURES).row(0, named=True)) if fitting.height else None
    if figure is None:
        raise _nothing(PUBLISHED, entity, indicator, period, published_text.candidates(told))
    return "\n".join(published_text.lines(figure, known))


def _text(part: Node, known: Known, depth: int = 0, above: dict[str, Any] | None = None) -> list[str]:
    """The tree as lines; an input repeats nothing that stands above it."""
    pad = "    " * depth
    said = {name: _said(name, value) for name, value in part.result.items() if name not in KEY}
    new = {name: text for name, text in said.items() if text and (above or {}).get(name) != text}
    lines = [f"{pad}{part.metric}: " + ", ".join(str(part.result[column]) for column in KEY)]
    lines += [f"{pad}  {line}".rstrip() for line in part.doc.strip().splitlines()]
    lines += [f"{pad}  {line}" for line in [formula(part.doc, part.result)] if line]
    lines += [f"{pad}  {name} = {text}" for name, text in new.items()]
    # The rows stand where the figures were read first, below everything that was computed from them.
    for other in part.inputs:
        lines += ["", *_text(other, known, depth + 1, said)]
    below = {_place(row) for other in part.inputs for row in all_rows(other)}
    for row in part.rows.iter_rows(named=True):
        if _place(row) not in below:
            lines += [f"{pad}  {line}" for line in published_text.row_lines(row, known)]
    if not part.moves.is_empty():
        lines += [f"{pad}  {line}" for line in stages.lines(part.moves, known)]
    return lines


def _place(row: dict[str, Any]) -> tuple[int, str, str]:
    return row["load"], row["source_row"], row["scenario"]


def _said(name: str, value: Any) -> str:
    """A part of a result in words; nothing where it says nothing. Months are counted from the year 0."""
    if value is None or (name == "since" and value == 0):
        return ""
    return Period(value, value).text if name == "since" or name.endswith("_end") else plain(value)


def _nothing(name: str, entity: str, indicator: str, period: str, others: str) -> UserError:
    return UserError(
        "{metric} has no figure for {entity}, {indicator}, {period}.\nThere are: {others}",
        metric=name,
        entity=entity,
        indicator=indicator,
        period=period,
        others=others or "none of this indicator",
    )


def _several(name: str, others: str) -> UserError:
    return UserError(
        "Several figures of {metric} fit; name one with --scenario, --scope, --basis or --unit:\n{others}"
        if name == PUBLISHED
        else "Several figures of {metric} fit; name one with --scope, --basis or --unit:\n{others}",
        metric=name,
        others=others,
    )


def _candidates(found: pl.DataFrame) -> str:
    keys = found.select("period", *_SERIES).unique(maintain_order=True)
    return "\n".join(
        f"--period {row['period']} --scope {row['scope']} --basis {row['basis']} --unit {row['unit']}"
        for row in keys.iter_rows(named=True)
    )
