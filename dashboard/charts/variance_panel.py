"""What lay between actual and plan, above the columns: bars from zero, coloured by impact?"""

from collections.abc import Iterator
from typing import Any

from babel.numbers import format_decimal

from dashboard.charts.chart_parts import IMPACT_COLOUR, SLATE, ZERO, end, is_open, shown
from dashboard.charts.drawing import Drawing, Part, bar
from dashboard.charts.variance_words import part_of
from dashboard.language import Language

_PANEL = (0.74, 1.0)
#: What a phone has for all columns, and what a letter takes there, in pixels.
_ROOM, _LETTER = 300, 6.0
Row = dict[str, Any]


def panel(drawing: Drawing, table: list[Row], divisor: float, language: Language) -> None:
    """The variance of each row of `variance_columns`: a bar from zero with its mark, ▲ or ▼, and its sign."""
    parts = [part_of(row, "variance") for row in table]
    ends = [None if (known := end(part)) is None else known / divisor for part in parts]
    texts = [_signed(part, divisor, language) for part in parts]
    marker = {"color": [IMPACT_COLOUR.get(row["impact"] or "", SLATE) for row in table]}
    places = list(range(len(table)))
    drawing.add_trace(bar(x=places, y=ends, width=0.44, marker=marker, yaxis="y2", hoverinfo="skip", showlegend=False))
    is_narrow = max(len(line) for text in texts for line in text.split("<br>")) * _LETTER > _ROOM / len(table)
    for label in _labels(ends, texts, is_narrow):
        drawing.add_annotation(**label)
    drawing.update_layout(yaxis2=_axis([each for each in ends if each is not None], is_narrow))
    zero = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y2", "y0": 0, "y1": 0, "layer": "below"}
    drawing.add_shape(**zero, line={"color": ZERO, "width": 1})
    drawing.add_annotation(**_title(language))


def _labels(ends: list[float | None], texts: list[str], is_narrow: bool) -> Iterator[Part]:
    """What each bar says, beyond its end; upright where the columns are too narrow for it."""
    for place, (height, text) in enumerate(zip(ends, texts, strict=True)):
        if height is not None:
            yield {
                "x": place,
                "y": height,
                "yref": "y2",
                "text": text.replace("<br>", " ") if is_narrow else text,
                "textangle": -90 if is_narrow else 0,
                "yanchor": "bottom" if height >= 0 else "top",
                "showarrow": False,
                "font": {"size": 11},
            }


def _axis(heights: list[float], is_narrow: bool) -> Part:
    """An axis that is not drawn, from zero, with room for the labels beyond the bars."""
    low, high = min(0.0, *heights), max(0.0, *heights)
    room = (1.3 if is_narrow else 0.75) * ((high - low) or 1.0)
    below, above = (room if low < 0 else 0.05 * room), (room if high > 0 else 0.05 * room)
    return {"domain": _PANEL, "anchor": "x", "range": [low - below, high + above], "visible": False, "fixedrange": True}


def _title(language: Language) -> Part:
    place = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1.0, "yref": "paper", "yanchor": "bottom"}
    return {**place, "text": shown(language.t("Variance from plan")), "showarrow": False, "font": {"size": 12}}


def _signed(part: Row, divisor: float, language: Language) -> str:
    """▲ or ▼, and beneath it the difference with its sign, in the unit of the axis."""
    known = end(part)
    if known is None:
        return ""
    number = known / divisor
    digits = "#,##0" if abs(number) >= 10 else "@@" if abs(number) >= 0.1 else "@"
    text = format_decimal(abs(number), format=digits, locale=language.locale)
    sign = ("+" if number > 0 else "−") if number else ""
    bound = ("≥" if part["upper"] is None else "≤") if is_open(part) else ""
    return "<br>".join(filter(None, (("▲" if number > 0 else "▼") if number else "", f"{bound}{sign}{text}")))
