"""How does a set of figures look?

Pure functions from rows to a Plotly figure and its sentence; figures are never filled in or clipped.
"""

from dashboard.bar_charts import attainment_bars, variance_bars
from dashboard.chart_parts import CONFIG, STANDING_STYLE, Chart, StandingStyle
from dashboard.outlook import Outlook
from dashboard.trajectory import trajectory

__all__ = [
    "CONFIG",
    "STANDING_STYLE",
    "Chart",
    "Outlook",
    "StandingStyle",
    "attainment_bars",
    "trajectory",
    "variance_bars",
]
