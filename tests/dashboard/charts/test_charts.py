"""Do charts show what was published, no more, and in words too?"""

import polars as pl
import pytest

from dashboard.charts.bar_charts import attainment_bars, variance_bars
from dashboard.charts.chart_parts import STANDING_STYLE, Chart, number_axis
from dashboard.charts.outlook import Outlook
from dashboard.charts.trajectory import trajectory
from dashboard.language import Language
from data import codelist
from data.period import parse
from tests.conftest import shared_file

RU, EN = Language("ru"), Language("en")
USUAL = {"indicator": "investment", "scope": "residents", "basis": "cumulative", "scenario": "actual", "unit": "RUB"}


def history(text: str) -> pl.DataFrame:
    """`period comparator value lower upper` lines, then `column=value`s; `.` is null; the rest is usual."""
    rows = []
    for line in filter(None, map(str.strip, text.splitlines())):
        period, comparator, *numbers = line.split()[:5]
        value, lower, upper = (None if cell == "." else float(cell) for cell in numbers)
        more = dict(part.split("=", 1) for part in line.split()[5:])
        rows.append(
            {
                **USUAL,
                "period": period,
                "start_month": parse(period).start_month,
                "end_month": parse(period).end_month,
                "comparator": comparator,
                "value": value,
                "lower": lower,
                "upper": upper,
                "status": "A",
                "source": "S",
                "publisher": more.pop("publisher", "Vedomosti"),
                "published": "2019-03-27",
                "is_current": more.pop("is_current", "yes") == "yes",
                **more,
            }
        )
    return pl.DataFrame(
        rows, infer_schema_length=None, schema_overrides={"value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64}
    )


NONE = history("2017 = 1 1 1").clear()
TECHNOPOLIS = history("""
    2019-03 ~ 18.5e9 18.45e9 18.55e9
    2020    > 37.5e9 37.5e9  .
""")
ZELENOGRAD = history("2017 = 153e9 153e9 153e9 scenario=target")


def traces(chart: Chart) -> dict:
    return {trace.name: trace for trace in chart.figure.data}


def texts(chart: Chart) -> list:
    return [annotation.text for annotation in chart.figure.layout.annotations]


def test_nothing_to_draw_is_said_and_has_no_axis_that_looks_like_zero():
    for chart in (trajectory(NONE, NONE, RU, "Инвестиции"), attainment_bars(bars("").clear(), RU)):
        assert chart.sentence == "Нет значений для графика."
        assert not chart.figure.layout.xaxis.visible
        assert not chart.figure.data


def test_a_row_without_a_figure_is_no_point():
    chart = trajectory(history("2019 = . . ."), ZELENOGRAD, RU)
    assert list(traces(chart)) == ["План"]
    assert "Фактическое значение не опубликовано." in chart.sentence


def test_two_units_never_share_an_axis():
    with pytest.raises(ValueError, match="too many values"):
        trajectory(TECHNOPOLIS, history("2017 = 4.7e9 . . scenario=target unit=USD"), RU)


def test_a_lower_bound_is_a_triangle_and_an_approximate_figure_has_a_line_to_its_ends():
    actual = traces(trajectory(TECHNOPOLIS, NONE, EN))["Actual"]
    assert actual.marker.symbol == ("circle", "triangle-up")
    assert actual.y == (18.5, 37.5)
    assert actual.error_y.array == pytest.approx((0.05, 0))
    assert actual.error_y.arrayminus == pytest.approx((0.05, 0))


def test_a_ceiling_points_down_and_a_range_stands_in_its_middle():
    chart = trajectory(history("2019 <= 5 . 5\n2020 .. . 12 15"), NONE, EN)
    actual = traces(chart)["Actual"]
    assert actual.marker.symbol == ("circle", "triangle-down")
    assert actual.y == (13.5, 5)
    assert actual.error_y.array == (1.5, 0)


def test_the_legend_shows_the_shape_of_the_kind_and_not_an_open_end():
    rows = history("2018 > 5 5 .\n2019 = 6 6 6 status=U\n2020 = 7 7 7")
    assert traces(trajectory(rows, NONE, EN))["Actual"].marker.symbol[0] == "circle"


def test_a_long_legend_makes_the_chart_higher_and_not_its_figures_lower():
    few = trajectory(history("2020 = 5 5 5"), NONE, EN)
    other = history("2020 = 5 5 5\n2019 = 4 4 4 is_current=no")
    plan = history("2020 = 6 6 6 scenario=target\n2019 = 5 5 5 is_current=no scenario=target")
    assert trajectory(other, plan, EN).figure.layout.height == few.figure.layout.height + 44


def test_a_number_stands_on_the_side_of_its_mark_where_no_other_mark_is():
    latest = history("2015 = 20 20 20\n2020 = 50 50 50")
    for other, shift in (("55", -18), ("45", 18)):
        plan = history(f"2019 = {other} {other} {other} is_current=no scenario=target")
        (note,) = trajectory(latest, plan, EN).figure.layout.annotations
        assert (note.text, note.yshift) == ("₽50", shift)


def test_a_figure_of_low_reliability_is_hollow():
    chart = trajectory(history("2019 = 5 5 5 status=U\n2020 > 6 6 . status=U"), NONE, EN)
    assert traces(chart)["Actual"].marker.symbol == ("circle-open", "triangle-up-open")
    assert "Low reliability" in traces(chart)["Actual"].hovertext[0]


def test_a_plan_is_outlined_and_labelled():
    chart = trajectory(NONE, ZELENOGRAD, RU, "Инвестиции")
    assert traces(chart)["План"].marker.symbol == ("diamond-open",)
    assert texts(chart) == ["153\u00a0млрд\u00a0₽"]
    assert chart.figure.layout.title.text == "Инвестиции, млрд\u00a0₽"
    assert chart.sentence.replace("\u00a0", " ") == (
        "На графике 1 опубликованное значение. Фактическое значение не опубликовано. "
        "Последний план: 153 млрд ₽, к концу 2017 года."
    )


def test_other_sources_stay_beside_the_winner_fainter():
    chart = trajectory(history("2020 = 48 48 48\n2020 = 35 35 35 is_current=no publisher=Other"), NONE, EN)
    other = traces(chart)["Other sources, earlier figures"]
    assert (other.y, other.opacity) == ((35,), 0.5)
    assert "Other, 27 March 2019" in other.hovertext[0]
    assert chart.sentence.count("Latest actual: ₽48,") == 1


def test_a_figure_stands_at_the_end_of_its_period_and_a_flow_reaches_back_to_its_start():
    chart = trajectory(history("2020 = 5 5 5 basis=period\n2021-Q1 = 2 2 2 basis=period"), NONE, EN)
    actual = traces(chart)["Actual"]
    assert actual.x == (12 * 2021, 12 * 2021 + 3)
    assert actual.error_x.arrayminus == (12, 3)
    ticks = dict(zip(chart.figure.layout.xaxis.tickvals, chart.figure.layout.xaxis.ticktext, strict=True))
    assert ticks[12 * 2021] == "2020"


def lines(chart: Chart) -> list:
    return [trace for trace in chart.figure.data if trace.mode == "lines"]


def test_a_line_joins_what_goes_on_and_breaks_at_an_open_end():
    (line,) = lines(trajectory(history("2018 = 2 2 2\n2019 = 3 3 3\n2020 > 4 4 .\n2021 = 5 5 5"), NONE, EN))
    assert (line.y, line.connectgaps) == ((2, 3, None, 5), False)
    assert trajectory(TECHNOPOLIS, NONE, EN).figure.data[0].y == (18.5, None)


def test_no_line_joins_flows_other_sources_or_a_single_figure():
    flows = history("2019 = 5 5 5 basis=period\n2020 = 6 6 6 basis=period")
    others = history("2019 = 5 5 5\n2020 = 6 6 6 is_current=no\n2021 = 7 7 7 is_current=no")
    for rows in (flows, others, history("2019 = 5 5 5")):
        assert lines(trajectory(rows, NONE, EN)) == []


def test_of_figures_that_end_together_the_line_takes_the_longer_period():
    (line,) = lines(trajectory(history("2019 = 2 2 2\n2020-Q4 = 3 3 3\n2020 = 4 4 4"), NONE, EN))
    assert line.y == (2, 4)


def test_a_plan_is_joined_between_its_published_points_and_dotted():
    plan = history("2019 = 5 5 5 scenario=target\n2020 = 6 6 6 scenario=target\n2021 = 9 9 9 scenario=commitment")
    (line,) = lines(trajectory(NONE, plan, EN))
    assert (line.y, line.line.dash) == ((5, 6), "dot")


def test_a_number_beside_the_mark_names_its_source():
    rows = history("2019 = 5 5 5\n2020 = 6 6 6").with_columns(mark=pl.Series(["1", "<b>2</b>"]))
    actual = traces(trajectory(rows, NONE, EN))["Actual"]
    assert (actual.mode, actual.text) == ("markers+text", ("1", "&lt;b&gt;2&lt;/b&gt;"))


FORECAST = pl.DataFrame(
    {
        "period": ["2022", "2021", "2023"],
        "basis": "cumulative",
        "unit": "RUB",
        "value": [12e9, 11e9, None],
        "lower": [9e9, 10e9, None],
        "upper": [15e9, 12e9, None],
        "actual": 10e9,
        "actual_end": 12 * 2020 + 11,
        "target_end": [12 * 2022 + 11, 12 * 2021 + 11, 12 * 2023 + 11],
    }
)


def expected(how: str) -> pl.DataFrame:
    return FORECAST.head(1).with_columns(
        actual_period=pl.lit("2020"),
        how=pl.lit(how),
        start=pl.lit(None if how == "points" else 0.0),
        start_end=pl.lit(None if how == "points" else 12 * 2015 + 11),
        target=pl.lit(20e9),
    )


def test_a_forecast_is_hatched_and_opens_from_the_latest_actual():
    actual = history("2020 = 10e9 10e9 10e9")
    chart = trajectory(actual, NONE, EN, outlook=Outlook(forecast=FORECAST))
    band = traces(chart)["At the recent pace, eight in ten"]
    first, *_ = chart.figure.data
    assert first.fillpattern.shape == "/"
    assert first.y == (10, 12, 15, 9, 10, 10)
    assert band.y == (10, 11, 12)
    assert "At the recent pace ₽12\u00a0billion to the end of 2022" in chart.sentence
    assert chart.figure.layout.yaxis.range[1] > 15


def test_expected_to_date_is_a_mark_and_an_assumed_line_says_so():
    actual = history("2020 = 10e9 10e9 10e9")
    chart = trajectory(actual, NONE, EN, outlook=Outlook(expected=expected("baseline")))
    assert traces(chart)["Expected to date"].y == (12,)
    assert [line.y for line in lines(chart)] == [(0, 20)]
    assert "on a straight line to the target, an assumption: " in chart.sentence
    chart = trajectory(actual, NONE, EN, outlook=Outlook(expected=expected("points")))
    assert lines(chart) == []
    assert "between the published points of the plan: " in chart.sentence


def test_an_outlook_without_figures_draws_nothing():
    empty = Outlook(expected("points").clear(), FORECAST.tail(1))
    chart = trajectory(history("2020 = 5 5 5"), NONE, EN, outlook=empty)
    assert list(traces(chart)) == ["Actual"]


def test_the_axis_starts_at_zero_and_speaks_the_language():
    for language, tick in ((RU, "2\u00a0000"), (EN, "2,000")):
        axis = trajectory(history("2020 = 2000 . . unit=JOB"), NONE, language).figure.layout.yaxis
        assert axis.range[0] == 0
        assert axis.ticktext[-1] == tick


@pytest.mark.parametrize(("low", "high"), [(0, 0), (-3.4, 1.2), (0, 1e-9), (5, 5e14), (-7, -2), (97, 98)])
def test_round_ticks_enclose_every_figure_and_zero(low, high):
    axis = number_axis(low, high, EN)
    assert axis["tickvals"][0] <= min(low, 0) and axis["tickvals"][-1] >= max(high, 0)
    assert 0 in [round(tick, 12) for tick in axis["tickvals"]]
    assert 2 <= len(axis["tickvals"]) <= 8
    assert len(set(axis["ticktext"])) == len(axis["ticktext"]) or high < 1e-3


NASTY = "<b>ОЭЗ</b> $x$ <a href='javascript:1'>& %{y}"


def test_names_from_data_open_no_tag():
    rows = history("2020 = 5 5 5 publisher=<img/src=x>")
    drawn = [
        trajectory(rows, NONE, RU, NASTY),
        attainment_bars(bars(f"{NASTY} | 5 | 5 | 5 | met |"), RU, NASTY),
    ]
    for chart in drawn:
        said = [chart.figure.layout.title.text, *texts(chart), *(chart.figure.data[0].hovertext or ())]
        for text in said:
            assert "<img" not in text and "<a " not in text and "<b>ОЭЗ" not in text and "$" not in text
    assert "&lt;b&gt;ОЭЗ&lt;/b&gt; &#36;x&#36;" in drawn[0].figure.layout.title.text
    assert not any(trace.hovertemplate or trace.texttemplate for chart in drawn for trace in chart.figure.data)


def bars(text: str) -> pl.DataFrame:
    """`label | value | lower | upper | standing or impact | reason` lines."""
    lines = [[cell.strip() or None for cell in line.split("|")] for line in text.splitlines() if line.strip()]
    names = ["label", "value", "lower", "upper", "standing", "reason"]
    rows = pl.DataFrame(lines, schema=dict.fromkeys(names, pl.String), orient="row")
    return rows.with_columns(pl.col("value", "lower", "upper").cast(pl.Float64), impact="standing")


def test_attainment_is_not_clipped_and_a_missing_report_has_no_bar():
    chart = attainment_bars(
        bars("""
            Томск       | 277  | 277  | 277 | met            |
            Пегас       |      | 33   |     | undetermined   | bounds
            Зеленоград  |      |      |     | not_assessable | no_actual
        """),
        RU,
        "Выполнение плана",
    )
    target, actual, beyond = chart.figure.data
    assert target.x == (100, 100, None)
    assert actual.x == (277, 33, None)
    assert (beyond.marker.symbol[1], beyond.marker.size) == ("triangle-right", (0.1, 14, 0.1))
    assert chart.figure.layout.xaxis.range[1] > 277
    assert chart.sentence.replace("\u00a0", " ") == (
        "Выполнено или идёт по плану: 1 из 3. Томск: ✓ Выполнено · 277 %; Пегас: ◐ Не определено · ≥ 33 %; "
        "Зеленоград: – Оценка невозможна · Нет факта."
    )


def test_a_variance_is_coloured_by_impact_and_told_without_colour():
    rows = bars("""
        2017 |  1.2e9 | 1.2e9  | 1.2e9  | favourable |
        2018 | -3.4e9 | -3.4e9 | -3.4e9 | adverse    |
        2019 |  0     | 0      | 0      | none       |
        2020 |        |        |        |            | no_actual
    """)
    chart = variance_bars(rows, "RUB", EN, "Variance")
    assert chart.figure.data[0].x == (1.2, -3.4, 0, None)
    assert len(set(chart.figure.data[0].marker.color)) == 3
    assert chart.sentence.replace("\u00a0", " ") == (
        "2017: ▲ ₽1.2 billion · Favourable; 2018: ▼ −₽3.4 billion · Adverse; 2019: ₽0 · No difference; "
        "2020: No actual figure."
    )
    assert chart.figure.layout.title.text == "Variance, ₽\u00a0billion"


def test_more_rows_than_fit_a_sentence_are_counted():
    rows = bars("\n".join(f"Z{number} | 5 | 5 | 5 | behind |" for number in range(8)))
    assert attainment_bars(rows, EN).sentence.endswith("And 3 more rows.")


def test_every_standing_has_a_shape_of_its_own():
    assert set(STANDING_STYLE) == set(codelist.ids("standing"))
    assert len({style.shape for style in STANDING_STYLE.values()}) == len(STANDING_STYLE)


@pytest.mark.parametrize("ground", ["#ffffff", "#0e1117"])
def test_every_colour_is_seen_on_light_and_on_dark(ground):
    for style in STANDING_STYLE.values():
        assert contrast(style.colour, ground) >= 3


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05

    return max(light(one) / light(other), light(other) / light(one))


def test_no_chart_is_heavy_however_many_rows_come():
    many = pl.concat([history("2019-03 ~ 18.5e9 18.45e9 18.55e9 publisher=" + "x" * 200)] * 5000)
    drawn = [
        trajectory(many, many.with_columns(scenario=pl.lit("target"), is_current=False), RU, "Инвестиции"),
        attainment_bars(bars("\n".join(["Название зоны | 85.2 | 85.2 | 85.2 | missed |"] * 5000)), RU),
    ]
    assert [len(chart.figure.to_json()) < 200_000 for chart in drawn] == [True, True]


def test_every_published_series_can_be_drawn_in_both_languages():
    rows = pl.read_csv(shared_file("data/observations.csv"), infer_schema=False).filter(pl.col("comparator") != "..")
    spans = [parse(text) for text in rows["period"]]
    number = pl.col("value").cast(pl.Float64)
    rows = rows.with_columns(
        start_month=pl.Series([span.start_month for span in spans]),
        end_month=pl.Series([span.end_month for span in spans]),
        value=number,
        lower=pl.when(pl.col("comparator") != "<=").then(number),
        upper=pl.when(~pl.col("comparator").is_in([">", ">="])).then(number),
    )
    for _, series in rows.group_by("entity", "indicator", "scope", "basis", "unit"):
        is_actual = series["scenario"] == "actual"
        for language in (RU, EN):
            chart = trajectory(series.filter(is_actual), series.filter(~is_actual), language, "x")
            assert chart.sentence.count("{") == 0
            assert len(chart.figure.to_json()) < 60_000
