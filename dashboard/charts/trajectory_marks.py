"""How does a published figure look where it stands over time: its shape, its bounds, the time it counts?"""

from typing import Any

from dashboard.charts.chart_parts import FAINT, SCENARIO_SYMBOL, SLATE, lines_from, shown
from dashboard.charts.drawing import Part, scatter
from dashboard.charts.trajectory_words import story
from dashboard.language import Language

_OPEN_END = {">": "triangle-up", ">=": "triangle-up", "<": "triangle-down", "<=": "triangle-down"}
Row = dict[str, Any]


def marks(name: str, rows: list[Row], divisor: float, language: Language) -> Part:
    """Marks that share a line of the legend."""
    # The legend shows the first mark: the shape of the kind, where any has it, and not an open end's.
    rows = sorted(rows, key=lambda row: _symbol(row) != SCENARIO_SYMBOL.get(row["scenario"]))
    levels = [level(row) / divisor for row in rows]
    up, down = ([_reach(row, end) / divisor for row in rows] for end in ("upper", "lower"))
    is_winner = is_current(rows[0])
    # Many marks stand close to one another.
    size = (12 if len(rows) <= 16 else 7) if is_winner else 8
    look = {"symbol": [_symbol(row) for row in rows], "size": size, "color": SLATE}
    numbers = [shown(str(row.get("mark") or "")) for row in rows]
    return scatter(
        name=name,
        x=[row["end_month"] + 1 for row in rows],
        y=levels,
        mode="markers+text" if any(numbers) else "markers",
        text=numbers if any(numbers) else None,
        textposition="top center" if rows[0]["scenario"] == "actual" else "bottom center",
        textfont={"size": 11},
        opacity=1 if is_winner else FAINT,
        marker={**look, "line": {"width": 2, "color": SLATE}},
        error_y=lines_from(up, down, thickness=1.5),
        error_x=lines_from([0.0] * len(rows), [float(length(row)) for row in rows], thickness=1.5),
        hovertext=[story(row, language) for row in rows],
        hoverinfo="text",
        cliponaxis=False,
    )


def level(row: Row) -> float:
    """Where the mark of a row stands: the figure, the middle of a range, or the one end that is known."""
    if row["value"] is not None:
        return float(row["value"])
    known = [float(row[end]) for end in ("lower", "upper") if row[end] is not None]
    return sum(known) / len(known)


def length(row: Row) -> int:
    """How many months a figure of a period counts; 0 for a level or a sum since the beginning."""
    return int(row["end_month"] - row["start_month"] + 1) if row["basis"] == "period" else 0


def is_current(row: Row) -> bool:
    """Whether a row is the figure that counts at its key."""
    return bool(row.get("is_current", True))


def _symbol(row: Row) -> str:
    """The shape of a scenario; a triangle where the published figure is only one end."""
    symbol = SCENARIO_SYMBOL.get(row["scenario"], "circle")
    if row["scenario"] == "actual":
        symbol = _OPEN_END.get(row["comparator"], symbol)
    return f"{symbol}-open" if row["status"] == "U" and not symbol.endswith("-open") else symbol


def _reach(row: Row, end: str) -> float:
    """How far a bound lies from the mark; 0 where one side is open, which the triangle says."""
    return 0.0 if row["lower"] is None or row["upper"] is None else abs(float(row[end]) - level(row))
