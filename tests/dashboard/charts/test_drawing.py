"""Is a figure put together as Plotly would have put it together?"""

import json

import plotly.io as pio
import polars as pl
import pytest

from dashboard.charts.bar_charts import attainment_bars, variance_bars
from dashboard.charts.chart_parts import Chart, nothing
from dashboard.charts.drawing import Drawing, bar, scatter
from dashboard.charts.outlook import Outlook
from dashboard.charts.panels import panels
from dashboard.charts.step_bars import step_bars
from dashboard.charts.trajectory import trajectory
from dashboard.charts.variance_chart import variance_columns
from dashboard.charts.waterfall import waterfall
from tests.dashboard.charts import test_charts as over_time
from tests.dashboard.charts import test_zone_charts as of_a_zone

EN = over_time.EN


def steps() -> pl.DataFrame:
    rows = over_time.bars("a | 5 | 4 | 6 | solid |\nb | 7 | 7 | 7 | hatched |\nc | | | | outlined |")
    return rows.rename({"standing": "look", "reason": "note"}).with_columns(start=pl.lit(1.0))


def outlook() -> Outlook:
    line = {
        "value": 21e9,
        "lower": 20e9,
        "upper": 22e9,
        "start": 10e9,
        "start_end": 24155,
        "actual_end": 24239,
        "target": 30e9,
        "target_end": 24287,
        "actual": 18e9,
        "actual_period": "2019",
        "period": "2023",
        "unit": "RUB",
        "basis": "cumulative",
        "how": "line",
    }
    rows = pl.DataFrame([line])
    return Outlook(rows, rows)


CHARTS = {
    "nothing": lambda: nothing("x", EN),
    "trajectory": lambda: trajectory(
        over_time.TECHNOPOLIS.with_columns(mark=pl.lit("1")), over_time.ZELENOGRAD, EN, "x", outlook=outlook()
    ),
    "attainment": lambda: attainment_bars(over_time.bars("a | 5 | 4 | 6 | met |\nb | 5 | 5 | | missed |"), EN, "x"),
    "variance": lambda: variance_bars(over_time.bars("a | 5 | 4 | 6 | favourable |"), "RUB", EN, "x"),
    "columns": lambda: variance_columns(of_a_zone.YEARS, "RUB", EN, "x"),
    "waterfall": lambda: waterfall(of_a_zone.GAP, "RUB", EN, "x"),
    "panels": lambda: panels(of_a_zone.small("a | 2020 | 1\nb | 2021 | 1..3"), EN, "x"),
    "steps": lambda: step_bars(steps(), "RUB", EN, "x"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_plotly_knows_every_part_and_would_have_sent_the_same(name):
    chart: Chart = CHARTS[name]()
    sent = pio.to_json(chart.drawing.as_it_is().to_dict(), validate=False)
    assert json.loads(sent) == json.loads(chart.drawing.checked().to_json())


def test_a_part_that_plotly_does_not_know_is_an_error_where_it_is_checked():
    drawing = Drawing({})
    drawing.add_trace(scatter(y=[1], no_such_part=1))
    with pytest.raises(ValueError, match="no_such_part"):
        drawing.checked()


def test_an_update_changes_what_it_says_and_nothing_that_was_given():
    axis = {"fixedrange": True, "title": {"text": "a", "font": {"size": 9}}}
    drawing = Drawing({"xaxis": axis, "yaxis": axis, "yaxis2": axis})
    drawing.update_yaxes(title={"text": "b"}, range=[0, 1])
    told = {"fixedrange": True, "title": {"text": "b", "font": {"size": 9}}, "range": [0, 1]}
    assert drawing.layout == {"xaxis": axis, "yaxis": told, "yaxis2": told}
    assert axis["title"] == {"text": "a", "font": {"size": 9}}


def test_what_is_nothing_is_left_out_and_what_is_added_lies_above():
    drawing = Drawing({})
    drawing.add_traces([scatter(y=[1], text=None), bar(y=[2])])
    drawing.add_annotation(text="a", x=0)
    drawing.add_shape(type="line", x0=0)
    assert drawing.data == [{"type": "scatter", "y": [1]}, {"type": "bar", "y": [2]}]
    assert drawing.layout == {"annotations": [{"text": "a", "x": 0}], "shapes": [{"type": "line", "x0": 0}]}
