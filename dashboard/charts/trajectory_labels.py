"""Which figures over time have their number beside them, and on which side is room for it?"""

from collections.abc import Iterator
from typing import Any

from dashboard.charts.chart_parts import shown
from dashboard.charts.drawing import Part
from dashboard.charts.outlook import Outlook
from dashboard.charts.trajectory_marks import is_current, level
from dashboard.charts.trajectory_words import written
from dashboard.language import Language

_LABELLED = 4
#: The room of a label, as parts of the width of the chart and of its height: how far it goes, where it begins and ends.
_WIDE, _NEAR, _FAR = 0.22, 0.02, 0.12
Row = dict[str, Any]


def labels(past: list[Row], plan: list[Row], ahead: Outlook, divisor: float, language: Language) -> Iterator[Part]:
    """The numbers beside the latest actual figure and the plans where they are few, else the last of them."""
    drawn = [(row["end_month"], level(row)) for row in (*past, *plan)] + list(ahead.points())
    months, heights = ([point[place] for point in drawn] for place in (0, 1))
    width, height = max(months) - min(months) or 1, max(*heights, 0.0) - min(*heights, 0.0) or 1.0
    for row in _labelled(past, plan):
        is_right = row["end_month"] > (min(months) + max(months)) / 2
        others = [((x - row["end_month"]) / width, (y - level(row)) / height) for x, y in drawn]
        above, below = (_crowd(others, is_right, up) for up in (1, -1))
        is_above = ahead.leaves_room_above(row) if above == below else above < below
        yield _label(row, divisor, is_right, is_above, language)


def _crowd(others: list[tuple[float, float]], is_right: bool, up: int) -> int:
    """How many marks stand where the label would: before its mark where that is on the right, else after it."""
    left, right = (-_WIDE, 0.01) if is_right else (-0.01, _WIDE)
    return sum(left <= x <= right and _NEAR <= up * y <= _FAR for x, y in others)


def _labelled(past: list[Row], plan: list[Row]) -> list[Row]:
    facts, plans = ([row for row in rows if is_current(row)] for rows in (past, plan))
    return facts[-1:] + (plans if len(plans) <= _LABELLED else plans[-1:])


def _label(row: Row, divisor: float, is_right: bool, is_above: bool, language: Language) -> Part:
    return {
        "x": row["end_month"] + 1,
        "y": level(row) / divisor,
        "text": shown(written(row, language)),
        "showarrow": False,
        "xanchor": "right" if is_right else "left",
        "yshift": 18 if is_above else -18,
        "font": {"size": 13},
    }
