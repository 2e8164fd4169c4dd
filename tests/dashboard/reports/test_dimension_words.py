"""Does a table of a metric say words where the metric has codes, in both languages?"""

import narwhals.stable.v2 as nw
import pytest

from dashboard import session
from dashboard.language import Language
from dashboard.reports import tables
from dashboard.reports.dimension_words import dimension
from dashboard.reports.summary import of_metric
from dashboard.reports.words import Words
from data.panel import ZONE
from metrics.registry import METRICS


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("stage", "supervisory_board", "Наблюдательный совет"),
        ("bridge", "contracted", "По соглашениям"),
        ("basis_of", "convention", "По перечню стадий"),
        ("contributor", "unexplained", "Не объяснено участниками"),
        ("contributor", "INV-R-01", "Резидент 1, "),
        ("project", "INV-P-001", "Проект 1 (вымышлено)"),
        ("denominator_unit", "HA", ""),
        ("actual_period", "2016-Q4", "2016"),
        ("verdict", "effective", ""),
        ("sector", "optics", "optics"),
    ],
)
def test_a_code_is_said_by_its_title_a_member_by_its_name_a_period_as_people_say_it(panel_store, name, code, said):
    cell = dimension(Words(session.known(), Language("ru")), name, {name: code, "basis": "cumulative"})
    assert said in cell.text.replace("\xa0", " ")
    assert cell.text != code or name == "sector"


def test_a_figure_of_the_series_is_said_in_its_unit_and_a_period_with_its_basis(panel_store):
    words = Words(session.known(), Language("en"))
    row = {"before": 238e9, "before_lower": 238e9, "before_upper": None, "unit": "RUB", "basis": "ytd"}
    assert dimension(words, "before", row).text == "≥\xa0₽238\xa0billion"
    assert dimension(words, "before_period", {**row, "before_period": "2024-Q3"}).text == "9 months of 2024"
    assert dimension(words, "before", {**row, "before": None}).text == "≥\xa0₽238\xa0billion"
    assert dimension(words, "before", {**row, "before": None, "before_lower": None}).text == ""


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", ["gap_decomposition", "pipeline_bridge", "open_projects", "pipeline_stages"])
def test_no_code_of_the_metric_is_left_in_its_table(panel_store, name, language):
    known, metric = session.known(), METRICS[name]
    rows = of_metric(known, name, ZONE)
    shown = tables.of_metric(Words(known, Language(language)), metric, rows).rows
    assert rows.height
    for dimension_name, dtype in metric.dimensions.items():
        codes = set(rows[dimension_name]) - {None}
        if dtype == nw.String:
            assert not codes & {row[f"dim-{dimension_name}"].text for row in shown}
