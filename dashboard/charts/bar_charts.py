"""How do rows of one comparison look beside one another?"""

from typing import Any

import polars as pl

from dashboard.charts.bar_sheet import Grid, sheet
from dashboard.charts.chart_parts import (
    IMPACT_COLOUR,
    SLATE,
    STANDING_STYLE,
    Chart,
    edges,
    end,
    is_open,
    lines_from,
    nothing,
    number_axis,
    reach,
    titled,
)
from dashboard.charts.drawing import Drawing, Part, bar, scatter
from dashboard.format import axis_scale, figure
from dashboard.language import Language

_TOLD, _MOST = 5, 60
Row = dict[str, Any]


def attainment_bars(rows: pl.DataFrame, language: Language, title: str = "") -> Chart:
    """How much of its target each row has reached: a solid bar inside the outline of the target.

    Columns: label, value, lower, upper (per cent), standing, reason; the last two may be null. A bar ends with what is
    certain: bounds go on as a line, an open end as a triangle. A row without a value has no bar, its reason in words.
    The first 60 rows are drawn.
    """
    table = rows.head(_MOST).to_dicts()
    if not table:
        return nothing(title, language)
    words = [_attained(row, language) for row in table]
    colours = [STANDING_STYLE[row["standing"]].colour if row["standing"] else SLATE for row in table]
    drawing, grid = sheet(titled(title, "%"), table, words)
    drawing.add_trace(_bars(grid, [100.0 if edges(row) else None for row in table], ["rgba(0,0,0,0)"] * len(table), 20))
    _draw(drawing, grid, table, 1.0, colours, language, least=100.0)
    met = sum(row["standing"] in ("met", "ahead", "on_track") for row in table)
    sentence = language.t("Reached or on the way: {met} of {count}.", met=met, count=len(table))
    return Chart(drawing, f"{sentence} {_told(table, words, language)}".strip(), sentence)


def variance_bars(rows: pl.DataFrame, unit: str, language: Language, title: str = "") -> Chart:
    """How far each row is from its target: bars from zero, ▲ above and ▼ below it, coloured by impact.

    Columns: label, value, lower, upper (in `unit`), impact, reason; the last two may be null. As in `attainment_bars`,
    a row without a value has no bar, its reason in words; the first 60 rows are drawn.
    """
    table = rows.head(_MOST).to_dicts()
    if not table:
        return nothing(title, language)
    words = [_missed(row, unit, language) for row in table]
    divisor, label = axis_scale(max((abs(edge) for row in table for edge in edges(row)), default=0), unit, language)
    colours = [IMPACT_COLOUR.get(row["impact"] or "", SLATE) for row in table]
    drawing, grid = sheet(titled(title, label), table, words)
    _draw(drawing, grid, table, divisor, colours, language, least=0.0)
    return Chart(drawing, _told(table, words, language))


def _draw(
    drawing: Drawing,
    grid: Grid,
    table: list[Row],
    divisor: float,
    colours: list[str],
    language: Language,
    least: float,
) -> None:
    """The solid bars, what lies beyond them, and an axis from zero that reaches at least `least`."""
    ends = [None if (known := end(row)) is None else known / divisor for row in table]
    drawing.add_trace(_bars(grid, ends, colours, 10))
    drawing.add_trace(_beyond(grid, table, ends, divisor, colours))
    heights = [edge / divisor for row in table for edge in edges(row)] or [0.0]
    drawing.update_xaxes(**number_axis(min(heights), max(*heights, least), language))


def _bars(grid: Grid, ends: list[float | None], colours: list[str], thickness: int) -> Part:
    line = {"color": SLATE, "width": [1.5 if colour.startswith("rgba") else 0 for colour in colours]}
    marker = {"color": colours, "line": line}
    return bar(x=ends, y=grid.places, orientation="h", width=thickness, marker=marker, hoverinfo="skip")


def _beyond(grid: Grid, table: list[Row], ends: list[float | None], divisor: float, colours: list[str]) -> Part:
    """Bounds as a line on from the bar's end; a triangle to the right or left where one side is open."""
    up, down = ([reach(row, side) / divisor for row in table] for side in ("upper", "lower"))
    sizes = [14 if is_open(row) else 0.1 for row in table]
    return scatter(
        x=ends,
        y=grid.places,
        mode="markers",
        marker={"symbol": [_open_side(row) for row in table], "size": sizes, "color": colours},
        error_x=lines_from(up, down, thickness=3),
        hoverinfo="skip",
        cliponaxis=False,
    )


def _open_side(row: Row) -> str:
    return "triangle-right" if row["upper"] is None else "triangle-left"


def _attained(row: Row, language: Language) -> str:
    """Shape, standing and percentage, or the reason why there is none."""
    verdict = row["standing"]
    words = [f"{STANDING_STYLE[verdict].shape} {language.title('standing', verdict)}"] if verdict else []
    if edges(row):
        words.append(figure(row["value"], row["lower"], row["upper"], None, "PT", language))
    elif row["reason"]:
        words.append(language.title("reason", row["reason"]))
    return " · ".join(words) or "—"


def _missed(row: Row, unit: str, language: Language) -> str:
    """▲ or ▼, the difference with its sign, and whether that is good."""
    if not edges(row):
        return language.title("reason", row["reason"]) if row["reason"] else "—"
    known = end(row) or 0.0
    mark = ("▲ " if known > 0 else "▼ ") if known else ""
    text = mark + figure(row["value"], row["lower"], row["upper"], None, unit, language)
    return f"{text} · {language.title('impact', row['impact'])}" if row["impact"] else text


def _told(table: list[Row], words: list[str], language: Language) -> str:
    """The first rows in words, and how many more there are."""
    told = "; ".join(f"{row['label']}: {word}" for row, word in zip(table[:_TOLD], words, strict=False))
    rest = len(table) - _TOLD
    more = " " + language.n("And {count} more row.", "And {count} more rows.", rest) if rest > 0 else ""
    return f"{told}.{more}"
