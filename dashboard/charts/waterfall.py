"""Who explains what is missing: how do the parts of a gap run together into the whole?"""

from itertools import pairwise
from typing import Any

import polars as pl

from dashboard.charts.bar_sheet import Grid, bars_from, ranges, sheet
from dashboard.charts.chart_parts import BAD, GOOD, GRID, SLATE, Chart, edges, nothing, number_axis, titled
from dashboard.format import axis_scale, figure
from dashboard.language import Language

_MOST, _TOLD = 40, 3
_TOTAL = "whole"
Row = dict[str, Any]


def waterfall(rows: pl.DataFrame, unit: str, language: Language, title: str = "") -> Chart:
    """Parts one after the other, each beginning where the one before ended, and at the end the whole from zero.

    Columns: label, value, lower, upper (in `unit`; above zero something is missing, below zero there is more than was
    planned), look (part, unexplained: hatched, whole: from zero). What is missing runs to the right with ▼, what is
    above the plan to the left with ▲. A row without a number has no bar, its bounds in words. The first 40 rows are
    drawn.
    """
    table = _placed(rows.head(_MOST).to_dicts())
    if not table:
        return nothing(title, language)
    words = [_said(row, unit, language) for row in table]
    reach = [row["start"] + each for row in table for each in (0.0, *edges(row))]
    divisor, label = axis_scale(max(map(abs, reach)), unit, language)
    drawing, grid = sheet(titled(title, label), table, words)
    drawing.add_trace(bars_from(grid, table, divisor, _look(table)))
    drawing.add_trace(ranges(grid, table, divisor))
    drawing.update_layout(shapes=_joints(grid, table, divisor))
    drawing.update_xaxes(**number_axis(min(reach) / divisor, max(reach) / divisor, language))
    return Chart(drawing, _sentence(table, words, language))


def _placed(table: list[Row]) -> list[Row]:
    """The rows, each with the place where its bar begins."""
    placed, run = [], 0.0
    for row in table:
        is_total = row["look"] == _TOTAL
        placed.append({**row, "start": 0.0 if is_total else run})
        run = run if is_total else run + (row["value"] or 0.0)
    return placed


def _look(table: list[Row]) -> dict[str, Any]:
    shapes = ["/" if row["look"] == "unexplained" else "" for row in table]
    return {"color": [_colour(row) for row in table], "pattern": {"shape": shapes, "fillmode": "replace"}}


def _colour(row: Row) -> str:
    known = edges(row)
    if not known or min(known) < 0 < max(known):
        return SLATE
    return BAD if max(known) > 0 else GOOD


def _joints(grid: Grid, table: list[Row], divisor: float) -> list[dict[str, Any]]:
    """Thin lines from where one bar ends to where the next goes on; faint, for they run through the words."""
    places = list(zip(table, grid.places, strict=True))
    line = {"color": GRID, "width": 1.5}
    return [
        {"type": "line", "x0": end, "x1": end, "y0": place, "y1": below, "line": line, "layer": "below"}
        for (row, place), (_, below) in pairwise(places)
        for end in [(row["start"] + (row["value"] or 0.0)) / divisor]
    ]


def _said(row: Row, unit: str, language: Language) -> str:
    """▼ and what is missing, or ▲ and what is there above the plan; ranges that hold both with their signs."""
    known = edges(row)
    told = (row["value"], row["lower"], row["upper"])
    if not known:
        text = language.t("cannot be told")
    elif max(known) > 0 > min(known):
        text = figure(*told, None, unit, language)
    elif max(known) > 0:
        text = "▼ " + language.t("missing {figure}", figure=figure(*told, None, unit, language))
    elif min(known) < 0:
        value, lower, upper = (None if row[name] is None else -row[name] for name in ("value", "upper", "lower"))
        text = "▲ " + language.t("{figure} above the plan", figure=figure(value, lower, upper, None, unit, language))
    else:
        text = figure(*told, None, unit, language)
    return text


def _sentence(table: list[Row], words: list[str], language: Language) -> str:
    """The whole and the first parts in words; the others are counted."""
    said = [f"{row['label']}: {word}" for row, word in zip(table, words, strict=True)]
    wholes = [told for row, told in zip(table, said, strict=True) if row["look"] == _TOTAL]
    parts = [told for row, told in zip(table, said, strict=True) if row["look"] != _TOTAL]
    rest = len(parts) - _TOLD
    more = " " + language.n("And {count} more row.", "And {count} more rows.", rest) if rest > 0 else ""
    return f"{'; '.join([*wholes, *parts[:_TOLD]])}.{more}"
