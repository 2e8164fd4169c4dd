"""Is attainment a percentage only where there is something to divide?"""

from metrics.attainment import attainment
from metrics.variance import variance
from tests.metrics.conftest import Computed, assert_same, quantities


def test_a_missing_report_is_not_zero() -> None:
    pairing = quantities(
        """
        entity  | indicator  | period | actual | target
        ALABUGA | investment | 2025   | 150    | 200
        LIPETSK | investment | 2025   |        | 80
        """
    )
    expected = """
        entity  | indicator  | period | value | reason
        ALABUGA | investment | 2025   | 75    |
        LIPETSK | investment | 2025   |       | no_actual
    """
    assert_same(attainment(pairing), expected)


def test_a_published_ratio_is_shown_and_never_calculated_with(compute: Computed) -> None:
    rows = """
        indicator | basis  | scenario | period | value | unit
        score     | period | target   | 2019   | ~90   | PT
        score     | period | actual   | 2019   | 83    | PT
    """
    assert_same(compute("pairing", rows), "value | reason\n 83 |")
    assert_same(compute("attainment", rows), "value | lower | upper | actual | reason\n | | | 83 | reported_ratio")
    assert_same(compute("variance", rows), "value | actual | reason | impact\n | 83 | reported_ratio | undetermined")


def test_a_ceiling_is_not_reached(compute: Computed) -> None:
    found = compute("attainment", "scenario | period | value\n target | 2017 | <=500\n actual | 2017 | 400")
    assert_same(found, "value | actual | target | reason\n | 400 | 500 | ceiling")


def test_a_figure_of_low_reliability_keeps_its_value_and_says_so(compute: Computed) -> None:
    found = compute(
        "attainment",
        """
        entity | scenario | period | value | status
        A      | target   | 2014   | 200   | U
        A      | actual   | 2014   | 100   | A
        B      | target   | 2014   | 200   | A
        B      | actual   | 2014   | 100   | U
        C      | target   | 2014   | 200   | P
        C      | actual   | 2014   | 100   | E
        """,
    )
    assert_same(found, "entity | value | reason\n A | 50 | low_reliability\n B | 50 | low_reliability\n C | 50 |")


def test_more_than_the_target_is_shown_as_it_is(compute: Computed) -> None:
    found = compute("attainment", "scenario | period | value\n target | 2017 | 100\n actual | 2017 | 137")
    assert_same(found, "value | lower | upper\n 137 | 137 | 137")


def test_more_than_37_5_of_38_7_is_at_least_96_9_per_cent(compute: Computed) -> None:
    found = compute("attainment", "scenario | period | value\n target | 2025 | 38.7\n actual | 2020 | >37.5")
    assert_same(found, "value | lower | upper | final\n 96.899 | 96.899 | | false")


def test_where_lower_is_better_the_target_is_divided_by_the_actual(compute: Computed) -> None:
    found = compute(
        "attainment",
        """
        entity | indicator | basis | scenario | period | value
        A      | vacancies | stock | target   | 2017   | 100
        A      | vacancies | stock | actual   | 2017   | 150
        B      | vacancies | stock | target   | 2017   | 100
        B      | vacancies | stock | actual   | 2017   | 80
        C      | vacancies | stock | target   | 2017   | 100
        C      | vacancies | stock | actual   | 2017   | 0
        D      | vacancies | stock | target   | 2017   | 100
        """,
    )
    assert_same(found, "entity | value | reason\n A | 66.667 |\n B | 125 |\n C | | zero_actual\n D | | no_actual")


def test_from_a_baseline_the_way_done_is_a_share_of_the_whole_way_in_both_directions(compute: Computed) -> None:
    found = compute(
        "attainment",
        """
        entity | indicator | basis | scenario | period | value
        UP     | jobs      | stock | baseline | 2010   | 100
        UP     | jobs      | stock | target   | 2017   | 300
        UP     | jobs      | stock | actual   | 2017   | 150
        DOWN   | vacancies | stock | baseline | 2010   | 300
        DOWN   | vacancies | stock | target   | 2017   | 100
        DOWN   | vacancies | stock | actual   | 2017   | 250
        BACK   | jobs      | stock | baseline | 2010   | 100
        BACK   | jobs      | stock | target   | 2017   | 300
        BACK   | jobs      | stock | actual   | 2017   | 60
        LAND   | area_ha   | stock | baseline | 2010   | 100
        LAND   | area_ha   | stock | target   | 2017   | 80
        LAND   | area_ha   | stock | actual   | 2017   | 95
        """,
    )
    assert_same(found, "entity | value | reason\n UP | 25 |\n DOWN | 25 |\n BACK | -20 |\n LAND | 25 |")


def test_a_target_no_further_than_the_baseline_is_met_or_not_and_has_no_percentage(compute: Computed) -> None:
    figures = """
        entity | indicator | basis | scenario | period | value
        KEPT   | jobs      | stock | baseline | 2010   | 100
        KEPT   | jobs      | stock | target   | 2017   | 100
        KEPT   | jobs      | stock | actual   | 2017   | 100
        LOST   | jobs      | stock | baseline | 2010   | 100
        LOST   | jobs      | stock | target   | 2017   | 100
        LOST   | jobs      | stock | actual   | 2017   | 99
        LESS   | jobs      | stock | baseline | 2010   | 100
        LESS   | jobs      | stock | target   | 2017   | 90
        LESS   | jobs      | stock | actual   | 2017   | 95
    """
    assert_same(
        compute("attainment", figures),
        "entity | value | reason\n KEPT | | no_distance\n LOST | | no_distance\n LESS | | no_distance",
    )
    assert_same(
        compute("standing", figures),
        "entity | standing | reason\n KEPT | met | no_distance\n LOST | missed | no_distance\n LESS | met | no_distance",
    )


def test_a_baseline_known_within_bounds_widens_the_answer(compute: Computed) -> None:
    found = compute(
        "attainment",
        """
        indicator | basis | scenario | period | value
        jobs      | stock | baseline | 2010   | 90..110
        jobs      | stock | target   | 2017   | 300
        jobs      | stock | actual   | 2017   | 200
        """,
    )
    assert_same(found, "value | lower | upper | reason\n | 42.857 | 57.895 | bounds")


def test_attainment_and_variance_have_the_rows_of_pairing() -> None:
    pairing = quantities("entity | actual | target | actual_period\n A | 5 | 4 | 2016\n B | | 4 |")
    for metric in (attainment, variance):
        assert_same(metric(pairing), "entity | actual | target | actual_period\n A | 5 | 4 | 2016\n B | | 4 |")


def test_at_least_is_a_limit_where_less_is_better_and_a_level_where_more_is(compute: Computed) -> None:
    rows = """
        indicator | basis | scenario | period | value
        vacancies | stock | target   | 2017   | >100
        vacancies | stock | actual   | 2017   | 125
        jobs      | stock | target   | 2017   | >100
        jobs      | stock | actual   | 2017   | 125
    """
    assert_same(compute("attainment", rows), "indicator | value | reason\n vacancies | | ceiling\n jobs | 125 |")
