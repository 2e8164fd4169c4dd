"""Does the page of a metric show what it means, its chart, its rows and its file?"""

import polars as pl
import pytest

from dashboard import session
from dashboard.explained import metric_drawn
from dashboard.language import Language
from dashboard.reports.words import Words
from metrics.registry import METRICS
from tests.dashboard.ways import opened, said

KEY = "entity | indicator | scope | basis | unit | period | value | lower | upper"


@pytest.fixture
def rows(table):
    def made(text: str) -> pl.DataFrame:
        return table(f"{KEY}\n{text.strip()}").with_columns(pl.col("value", "lower", "upper").cast(pl.Float64))

    return made


def test_nothing_is_drawn_of_nothing_nor_of_a_single_figure(rows, bundled_store):
    metric, known = METRICS["attainment"], session.known()
    assert metric_drawn.over_time(known, metric, rows("")).is_empty()
    assert metric_drawn.over_time(known, metric, rows("A | i | s | stock | RUB | 2020 | 1 | 1 | 1")).is_empty()
    assert metric_drawn.beside(known, metric, rows("A | i | s | stock | RUB |  | 1 | 1 | 1")).is_empty()


def test_rows_that_share_a_key_are_no_course_of_time(rows, bundled_store):
    told = rows("""
        A | i | s | stock | RUB | 2020 | 1 | 1 | 1
        A | i | s | stock | RUB | 2020 | 2 | 2 | 2
        A | i | s | stock | RUB | 2021 | 3 | 3 | 3
    """)
    assert metric_drawn.over_time(session.known(), METRICS["attainment"], told).is_empty()


def test_an_open_bound_is_drawn_and_what_is_not_reported_is_not(rows, bundled_store):
    told = rows("""
        A | i | s | stock | RUB | 2020 |  |   |
        A | i | s | stock | RUB | 2021 |  | 2 |
        A | i | s | stock | RUB | 2022 | 3 | 3 | 3
    """)
    drawn = metric_drawn.over_time(session.known(), METRICS["attainment"], told)
    assert drawn["period"].to_list() == ["2021", "2022"]


def test_series_of_other_times_or_units_are_panels_of_their_own(rows, bundled_store):
    told = rows("""A | investment | all | period | RUB | 2020 | 1 | 1 | 1
        A | investment | all | period | RUB | 2021 | 2 | 2 | 2
        A | investment | all | cumulative | RUB | 2020 | 1 | 1 | 1
        A | investment | all | cumulative | RUB | 2021 | 3 | 3 | 3
        A | investment | all | period | USD | 2020 | 1 | 1 | 1
        A | investment | all | period | USD | 2021 | 2 | 2 | 2""")
    metric = METRICS["growth"]
    drawn = metric_drawn.over_time(session.known(), metric, told)
    panels = metric_drawn.panels_of(Words(session.known(), Language("en")), metric, drawn)["panel"]
    assert sorted(panels.unique()) == [
        "Investment, As a whole, Cumulative",
        "Investment, As a whole, In the period, Russian roubles",
        "Investment, As a whole, In the period, US dollars",
    ]


def test_everybody_is_shown_in_one_series_and_nobody_invented(panel_store):
    known = session.known()
    drawn = metric_drawn.beside(known, METRICS["attainment"], known.metric("attainment"))
    assert drawn.height > 1
    assert drawn.n_unique(["indicator", "scope", "basis", "unit"]) == 1
    assert not any(code.startswith("INV") for code in drawn["entity"])


@pytest.mark.parametrize("name", ["attainment", "roll_up", "data_quality", "members_change", "stage_conversion"])
@pytest.mark.parametrize("entity", ["", "INV-ZONE"])
def test_a_metric_of_any_shape_is_shown(panel_store, name, entity):
    page = opened("metric.py", lang="en", name=name, **({"entity": entity} if entity else {}))
    assert page.error == []
    assert METRICS[name].title["en"] in said(page)
    assert [button.label for button in page.get("download_button")].count("Download as CSV") == 1
