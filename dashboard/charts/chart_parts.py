"""What do all charts share: colours, shapes, axes, and room for a phone?

IBCS: actual solid, other figures lighter, plan outlined, forecast hatched. Blue and orange are told apart by people
who cannot see red or green; every colour has at least 3:1 on white and on Streamlit's dark ground. Text has no colour
of its own, so that the theme's is used.
"""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any, Literal

import plotly.graph_objects as go
from babel.numbers import format_decimal

from dashboard.charts.drawing import Drawing
from dashboard.format import escape_html
from dashboard.language import Language

SLATE = "#5F6F84"
GOOD = "#0072B2"
BAD = "#D55E00"
FAINT = 0.5
GRID = "rgba(128,128,128,0.25)"
ZERO = "rgba(128,128,128,0.7)"

CONFIG = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False}
IMPACT_COLOUR = {"favourable": GOOD, "adverse": BAD}
SCENARIO_SYMBOL = {
    "actual": "circle",
    "target": "diamond-open",
    "commitment": "square-open",
    "forecast": "diamond-x-open",
}


@dataclass(frozen=True)
class Chart:
    """A figure and what it shows in words, for who cannot see it and beside it.

    `brief` stands beside a figure that bears the numbers of its sentence itself.
    """

    drawing: Drawing
    sentence: str
    brief: str = ""

    @property
    def figure(self) -> go.Figure:
        """The figure as one of Plotly's, every part of it looked at: for who reads it back."""
        return self.drawing.checked()


@dataclass(frozen=True)
class StandingStyle:
    """How a standing looks beside its word: a shape, a colour for marks, the name Streamlit has for that colour."""

    shape: str
    colour: str
    badge: Literal["blue", "orange", "gray"]


STANDING_STYLE = {
    "met": StandingStyle("✓", GOOD, "blue"),
    "ahead": StandingStyle("◆", GOOD, "blue"),
    "on_track": StandingStyle("●", GOOD, "blue"),
    "behind": StandingStyle("■", BAD, "orange"),
    "missed": StandingStyle("✕", BAD, "orange"),
    "no_final_report": StandingStyle("◌", SLATE, "gray"),
    "open": StandingStyle("○", SLATE, "gray"),
    "undetermined": StandingStyle("◐", SLATE, "gray"),
    "not_assessable": StandingStyle("–", SLATE, "gray"),
}


def shown(text: str, width: int = 44) -> str:
    """A text from data as Plotly shows it letter by letter, broken into lines no longer than `width`."""
    return "<br>".join(escape_html(line) for line in textwrap.wrap(text, width)) or escape_html(text)


def canvas(title: str, height: int) -> Drawing:
    """An empty figure: title on top, legend below, no ground of its own, nothing that catches a scrolling finger."""
    axis = {"gridcolor": GRID, "zerolinecolor": ZERO, "fixedrange": True, "automargin": True, "ticks": ""}
    return Drawing(
        {
            "title": {"text": shown(title), "x": 0, "xanchor": "left", "font": {"size": 14}},
            "height": height,
            "margin": {"l": 8, "r": 8, "t": 24 + 20 * (1 + shown(title).count("<br>")), "b": 8},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "legend": {
                "orientation": "h",
                "x": 0,
                "y": -0.14,
                "yanchor": "top",
                "xanchor": "left",
                "title": {"text": ""},
            },
            "showlegend": True,
            "dragmode": False,
            "hovermode": "closest",
            "xaxis": axis,
            "yaxis": axis,
        }
    )


def nothing(title: str, language: Language) -> Chart:
    """What stands where there is nothing to draw: no axes, which would look like zero, but a sentence."""
    sentence = language.t("There is no figure to draw.")
    drawing = canvas(title, 120)
    drawing.update_xaxes(visible=False)
    drawing.update_yaxes(visible=False)
    drawing.add_annotation(
        text=shown(sentence), xref="paper", yref="paper", x=0, y=0.5, xanchor="left", showarrow=False
    )
    return Chart(drawing, sentence)


def number_axis(lowest: float, highest: float, language: Language) -> dict[str, Any]:
    """Ticks at round numbers written in the language, from zero, with room for what stands beside the last mark."""
    low, high = min(lowest, 0.0), max(highest, 0.0) or float(lowest >= 0)
    step = _round_step((high - low) / 4)
    ticks = [index * step for index in range(floor(low / step), ceil(high / step) + 1)]
    return {
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [format_decimal(round(tick, 9) + 0.0, locale=language.locale).replace("-", "−") for tick in ticks],
        "range": [ticks[0] - (0.12 * step if low < 0 else 0), ticks[-1] + 0.3 * step],
    }


def years_axis(first_month: int, last_month: int, language: Language) -> dict[str, Any]:
    """Ticks at the ends of years, at most seven; the position of a month is the month after it."""
    first, last = first_month // 12, max(last_month // 12, first_month // 12)
    ends = range(last + 1, first - 1, -ceil((last - first + 2) / 7))
    return {
        "tickmode": "array",
        "tickvals": [12 * year for year in ends],
        "ticktext": [str(year - 1) for year in ends],
        "range": [first_month - 4, max(last_month, first_month + 11) + 5],
        "title": {"text": language.t("end of the year"), "font": {"size": 12}},
        "showgrid": False,
        "zeroline": False,
    }


def _round_step(least: float) -> float:
    """The smallest 1, 2 or 5 with zeros that is not below."""
    power = 10.0 ** floor(log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * 0.999)


def lines_from(above: list[float], below: list[float], thickness: float) -> dict[str, Any]:
    """Lines from marks to their bounds, without caps, so that a line of no length is not seen."""
    ends = {"array": above, "arrayminus": below, "symmetric": False, "type": "data"}
    return {**ends, "color": SLATE, "thickness": thickness, "width": 0}


def edges(row: Mapping[str, Any]) -> list[float]:
    """The numbers a row has: its figure and its ends."""
    return [float(row[name]) for name in ("value", "lower", "upper") if row[name] is not None]


def end(row: Mapping[str, Any]) -> float | None:
    """Where the bar of a row ends, at what is certain: its figure, else its lower end, else its upper one."""
    return next((float(row[name]) for name in ("value", "lower", "upper") if row[name] is not None), None)


def is_open(row: Mapping[str, Any]) -> bool:
    """Whether a row is bounded on one side only."""
    return (row["lower"] is None) != (row["upper"] is None)


def reach(row: Mapping[str, Any], side: str) -> float:
    """How far a bound lies from where the bar ends; 0 where one side is open, which a triangle says."""
    known = end(row)
    return 0.0 if known is None or is_open(row) or row[side] is None else abs(float(row[side]) - known)


def titled(title: str, unit: str) -> str:
    """A title with the unit of its axis: Инвестиции, млрд ₽."""
    return ", ".join(filter(None, (title, unit)))
