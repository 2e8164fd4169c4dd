"""Do variance, waterfall and small panels show what was computed, no more, and in words too?"""

import polars as pl
import pytest

from dashboard.charts.bar_charts import variance_bars
from dashboard.charts.chart_parts import BAD, GOOD, SLATE
from dashboard.charts.panels import panels
from dashboard.charts.step_bars import step_bars
from dashboard.charts.variance_chart import variance_columns
from dashboard.charts.waterfall import waterfall
from dashboard.language import Language

RU, EN = Language("ru"), Language("en")
KINDS = ("actual", "target", "before", "forecast", "variance")
NASTY = "<b>ОЭЗ</b> $x$ <a href='javascript:1'>& %{y}"


def cells(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]


def ends(cell: str) -> tuple[float | None, float | None, float | None]:
    """`5` is a number, `>5` one with an open end above, `4..6` a range around 5, nothing is nothing."""
    if not cell:
        return None, None, None
    if cell.startswith(">"):
        return float(cell[1:]), float(cell[1:]), None
    if ".." in cell:
        low, high = map(float, cell.split(".."))
        return (low + high) / 2, low, high
    return float(cell), float(cell), float(cell)


def periods(text: str) -> pl.DataFrame:
    """`label | actual | target | before | forecast | variance | impact` lines; a plan is due where `!` follows it."""
    rows = []
    for label, *figures, impact in cells(text):
        row = {"label": label, "told": label, "impact": impact or None, "is_due": figures[1].endswith("!")}
        figures[1] = figures[1].removesuffix("!")
        for kind, cell in zip(KINDS, figures, strict=True):
            row |= dict(zip((kind, f"{kind}_lower", f"{kind}_upper"), ends(cell), strict=True))
        rows.append(row)
    numbers = {f"{kind}{end}": pl.Float64 for kind in KINDS for end in ("", "_lower", "_upper")}
    return pl.DataFrame(
        rows, schema={"label": pl.String, "told": pl.String, "impact": pl.String, "is_due": pl.Boolean} | numbers
    )


def gap(text: str) -> pl.DataFrame:
    """`label | value | look` lines."""
    rows = [(label, *ends(value), look) for label, value, look in cells(text)]
    numbers = dict.fromkeys(("value", "lower", "upper"), pl.Float64)
    return pl.DataFrame(rows, schema={"label": pl.String, **numbers, "look": pl.String}, orient="row")


def small(text: str, unit: str = "RATIO") -> pl.DataFrame:
    """`panel | year | value` lines."""
    rows = [(panel, year, 12 * int(year) + 11, *ends(value), unit) for panel, year, value in cells(text)]
    numbers = dict.fromkeys(("value", "lower", "upper"), pl.Float64)
    names = {"panel": pl.String, "label": pl.String, "end_month": pl.Int64, **numbers, "unit": pl.String}
    return pl.DataFrame(rows, schema=names, orient="row")


def named(chart) -> dict:
    return {trace.name: trace for trace in chart.figure.data}


def texts(chart) -> list[str]:
    return [note.text for note in chart.figure.layout.annotations]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


YEARS = periods("""
    2023 | 4e9  | 5e9  |     |       | -1e9   | adverse
    2024 | 8e9  | 7e9  | 4e9 |       | 1e9    | favourable
    2025 |      | 9e9  | 8e9 |       |        |
    2026 |      | 10e9 |     | 11e9  |        |
""")


def test_nothing_is_said_and_has_no_axis_that_looks_like_zero():
    drawn = (
        variance_columns(periods("2025 | | | | | |"), "RUB", EN, "x"),
        variance_columns(YEARS.clear(), "RUB", EN),
        waterfall(gap("").clear(), "RUB", EN),
        panels(small("").clear(), EN),
        panels(pl.DataFrame(), EN),
        panels(small("a | 2020 | "), EN),
    )
    for chart in drawn:
        assert chart.sentence == "There is no figure to draw."
        assert not chart.figure.layout.xaxis.visible
        assert not chart.figure.data


def test_actual_is_solid_plan_outlined_the_year_before_lighter_and_a_forecast_hatched():
    kinds = named(variance_columns(YEARS, "RUB", EN, "Investment"))
    assert kinds["Actual"].y == (4, 8, None, None)
    assert kinds["Actual"].marker.color == SLATE
    assert (kinds["Target"].y, kinds["Target"].marker.color) == ((5, 7, 9, 10), "rgba(0,0,0,0)")
    assert kinds["Target"].marker.line.width == 1.5
    assert (kinds["Year before"].y, kinds["Year before"].opacity) == ((None, 4, 8, None), 0.5)
    assert kinds["At the recent pace"].marker.pattern.shape == "/"


def test_the_axis_of_columns_begins_at_zero_and_the_unit_is_in_the_title():
    layout = variance_columns(YEARS, "RUB", RU, "Инвестиции").figure.layout
    assert layout.yaxis.range[0] == 0
    assert plain(layout.title.text) == "Инвестиции, млрд ₽"


def test_a_variance_has_impact_as_colour_and_a_mark_and_sign_besides():
    chart = variance_columns(YEARS, "RUB", RU)
    panel = chart.figure.data[-1]
    assert (panel.y, panel.yaxis) == ((-1, 1, None, None), "y2")
    assert panel.marker.color == (BAD, GOOD, SLATE, SLATE)
    assert texts(chart)[:2] == ["▼<br>−1,0", "▲<br>+1,0"]
    low, high = chart.figure.layout.yaxis2.range
    assert low < -1 < 1 < high


def test_more_than_planned_of_what_should_be_less_is_adverse_and_still_goes_up():
    chart = variance_columns(periods("2024 | 8 | 7 | | | 1 | adverse\n2025 | 7 | 7 | | | 0 | none"), "JOB", EN)
    assert chart.figure.data[-1].marker.color == (BAD, SLATE)
    assert texts(chart)[:2] == ["▲<br>+1.0", "0"]
    assert "0 favourable, 1 adverse. 2025: 0" in chart.sentence


def test_an_open_end_is_a_triangle_and_a_range_a_line():
    chart = variance_columns(
        periods("2024 | >8 | 7 | | | >1 | favourable\n2025 | 6..8 | 9 | | | -3..-1 | adverse"), "JOB", EN
    )
    (marks,) = (trace for trace in chart.figure.data if trace.type == "scatter")
    assert marks.marker.symbol == ("triangle-up", "triangle-down")
    assert marks.marker.size == (11, 0.1)
    assert (marks.error_y.array, marks.error_y.arrayminus) == ((0, 1), (0, 1))
    assert texts(chart)[0] == "▲<br>≥+1.0"


def test_without_a_plan_there_is_no_panel_of_variances():
    chart = variance_columns(periods("2024 | 8 | | 5 | | |\n2025 | 9 | | 8 | | |"), "JOB", EN)
    assert "yaxis2" not in chart.figure.layout
    assert chart.sentence.startswith("No period has both a plan and an actual figure. 2025: 9")


def test_what_is_not_reported_and_what_is_not_yet_due_look_different_and_are_told():
    chart = variance_columns(
        periods("2023 | 5 | 6! | | | -1 | adverse\n2024 | | 7! | | | |\n2025 | | 8 | | 9 | |\n2026 | 4 | | | | |"),
        "JOB",
        EN,
    )
    assert chart.figure.layout.xaxis.ticktext == ("2023", "2024<br>◌", "2025<br>○", "2026")
    assert chart.sentence.endswith("◌ Not reported: 2024. ○ Not yet due: 2025.")


def test_one_period_makes_no_column_as_wide_as_the_page():
    assert variance_columns(YEARS.head(1), "RUB", EN).figure.layout.xaxis.range[1] > 4


def test_of_eighty_periods_the_latest_ten_are_drawn():
    many = periods("\n".join(f"{1940 + year} | {year} | {year} | | | 0 | none" for year in range(80)))
    chart = variance_columns(many, "JOB", EN)
    assert chart.figure.layout.xaxis.ticktext[0] == "2010"
    assert len(chart.figure.to_json()) < 200_000


def test_long_labels_of_variances_stand_upright():
    wide = periods("\n".join(f"{2015 + year} | 9e4 | 1e5 | | | -{10_000 + year} | adverse" for year in range(10)))
    notes = variance_columns(wide, "JOB", EN).figure.layout.annotations
    assert {note.textangle for note in notes[:10]} == {-90}
    assert notes[0].text == "▼ −10,000"


GAP = gap("""
    Anchor        | 3e9  | part
    Second        | 1e9  | part
    3 others      | -2e9 | part
    Not explained | 5e8  | unexplained
    Zone          | 25e8 | whole
""")


def test_each_part_begins_where_the_one_before_ended_and_they_end_at_the_whole():
    bars = waterfall(GAP, "RUB", EN).figure.data[0]
    assert bars.base == (0, 3, 4, 2, 0)
    assert bars.x == (3, 1, -2, 0.5, 2.5)
    assert bars.base[3] + bars.x[3] == bars.x[4]


def test_what_is_missing_is_adverse_what_is_above_the_plan_favourable_and_the_rest_hatched():
    bars = waterfall(GAP, "RUB", EN).figure.data[0]
    assert bars.marker.color == (BAD, BAD, GOOD, BAD, BAD)
    assert bars.marker.pattern.shape == ("", "", "", "/", "")


def test_a_waterfall_is_told_without_colour():
    chart = waterfall(GAP, "RUB", RU)
    assert plain(chart.sentence).startswith("Zone: ▼ ")
    assert "2,5 млрд ₽" in plain(chart.sentence)
    assert "▲ " in chart.sentence and "−" not in chart.sentence


def test_a_part_that_is_only_a_range_has_no_bar_and_one_that_holds_zero_no_colour():
    rows = gap("A | 2 | part\nB | -1..3 | part\nC | | part\nZ | 3 | whole")
    rows = rows.with_columns(value=pl.when(pl.col("label") == "B").then(None).otherwise("value"))
    bars = waterfall(rows, "JOB", EN).figure.data[0]
    assert bars.x == (2, None, None, 3)
    assert bars.base == (0, 2, 2, 0)
    assert bars.marker.color[1:3] == (SLATE, SLATE)


def test_nothing_missing_at_all_is_drawn_at_zero():
    chart = waterfall(gap("A | 0 | part\nZ | 0 | whole"), "JOB", EN)
    assert chart.figure.data[0].x == (0, 0)
    assert "▼" not in chart.sentence and "▲" not in chart.sentence


def test_panels_share_their_scale():
    layout = panels(small("a | 2020 | 1\na | 2021 | 2\nb | 2021 | 9"), EN, "Ratios").figure.layout
    assert layout.yaxis.range == layout.yaxis2.range
    assert layout.yaxis.range[0] == 0 and layout.yaxis.range[1] > 9
    assert layout.xaxis.ticktext == ("2020", "2021")


def test_a_panel_has_a_dash_where_nothing_is_told_and_a_column_of_no_height_where_zero_is():
    chart = panels(small("a | 2020 | 0\na | 2021 | 2\nb | 2021 | 9"), EN)
    (zero, none), (_, dashes) = chart.figure.data[:2], chart.figure.data[2:]
    assert (zero.y, none.x) == ((0, 2), ())
    assert (dashes.x, dashes.text, dashes.yaxis) == ((0,), ("–",), "y2")


def test_a_panel_that_ended_before_the_latest_periods_is_left_out():
    years = "\n".join(f"b | {year} | 2" for year in range(2001, 2021))
    chart = panels(small(f"a | 1999 | 7\n{years}"), EN)
    assert [note.text for note in chart.figure.layout.annotations] == ["b"]
    assert len(chart.figure.data[0].x) == 16
    assert chart.sentence == "b: 2 (2005), 2 (2020)."


def test_panels_of_two_units_never_share_an_axis():
    with pytest.raises(ValueError, match="too many values"):
        panels(pl.concat([small("a | 2020 | 1"), small("b | 2020 | 1", unit="PT")]), EN)


def test_a_panel_is_told_by_its_first_and_its_latest_figure():
    chart = panels(small("a | 2021 | 2\na | 2020 | >1"), EN)
    assert plain(chart.sentence) == "a: ≥ 1 (2020), 2 (2021)."


def test_steps_that_are_known_are_solid_expected_ones_hatched_and_a_plan_outlined():
    rows = GAP.head(3).with_columns(start=pl.lit(0.0), note=pl.lit(None, pl.String))
    looks = ("solid", "hatched", "outlined")
    bars = step_bars(rows.with_columns(look=pl.Series(looks)), "RUB", EN).figure.data[0]
    assert bars.marker.pattern.shape == ("", "/", "")
    assert bars.marker.color == (SLATE, SLATE, "rgba(0,0,0,0)")
    assert bars.marker.line.width == (0, 0, 1.5)


def test_every_axis_of_bars_holds_zero_and_the_unit_stands_in_the_title_alone():
    bars = GAP.with_columns(standing=pl.lit(None), impact=pl.lit("adverse"), reason=pl.lit(None), start=pl.lit(0.0))
    steps = bars.with_columns(look=pl.lit("solid"), note=pl.lit(None, pl.String))
    drawn = {
        "y": (variance_columns(YEARS, "RUB", RU, "x"), panels(small("a | 2020 | 5e9\nb | 2021 | 6e9", "RUB"), RU, "x")),
        "x": (waterfall(GAP, "RUB", RU, "x"), variance_bars(bars, "RUB", RU, "x"), step_bars(steps, "RUB", RU, "x")),
    }
    for way, charts in drawn.items():
        for layout in (chart.figure.layout for chart in charts):
            axis = layout[f"{way}axis"]
            assert axis.range[0] <= 0 <= axis.range[1]
            assert plain(layout.title.text) == "x, млрд ₽"
            assert not any(sign in tick for tick in axis.ticktext for sign in ("₽", "млрд"))


def test_names_from_data_open_no_tag():
    rows = YEARS.with_columns(label=pl.lit(NASTY), told=pl.lit(NASTY))
    drawn = (
        variance_columns(rows, "RUB", EN, NASTY),
        waterfall(GAP.with_columns(label=pl.lit(NASTY)), "RUB", EN, NASTY),
        panels(small("a | 2020 | 1").with_columns(panel=pl.lit(NASTY), label=pl.lit(NASTY)), EN, NASTY),
    )
    for chart in drawn:
        said = chart.figure.to_json()
        for sign in ("<a ", "\\u003ca ", "<b>ОЭЗ", "$x"):
            assert sign not in said
