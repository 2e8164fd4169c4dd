"""Is land divided into only where its area at the time is known, and is the land named?"""

from tests.metrics.conftest import Computed, assert_same

_LAND = """
    entity | indicator      | scope     | basis      | period | value | unit
    ZONE   | area_ha        | all       | stock      | 2017   | 400   | HA
    ZONE   | area_useful_ha | all       | stock      | 2017   | 300   | HA
    ZONE   | area_leased_ha | all       | stock      | 2017   | 150   | HA
    ZONE   | investment     | residents | cumulative | 2017   | 6000  | RUB
    ZONE   | revenue        | residents | period     | 2017   | 1200  | RUB
    ZONE   | jobs           | residents | stock      | 2017   | 900   | JOB
"""


def test_another_date_or_no_useful_land_gives_no_share(compute: Computed) -> None:
    assert compute("occupancy", _LAND.replace("| 2017   | 300", "| 2016   | 300")).is_empty()
    assert compute("occupancy", _LAND.replace("area_leased_ha", "area_added_ha ")).is_empty()
    assert_same(compute("occupancy", _LAND.replace("300 ", "0   ")), "value | reason\n | zero_denominator")


def test_what_residents_own_is_added_where_it_is_told(compute: Computed) -> None:
    assert_same(compute("occupancy", _LAND), "unit | value | lower | upper | land\n PT | 50 | 50 | 50 | area_leased_ha")
    owned = f"{_LAND.rstrip()}\n    ZONE | area_owned_ha | all | stock | 2017 | 30 | HA"
    assert_same(compute("occupancy", owned), "value | land | numerator\n 60 | area_leased_and_owned_ha | 180")


def test_each_density_names_its_land(compute: Computed) -> None:
    for name, of_leased, of_useful, of_all in (
        ("investment_density", 40, 20, 15),
        ("revenue_density", 8, 4, 3),
        ("jobs_density", 6, 3, 2.25),
    ):
        assert_same(
            compute(name, _LAND),
            f"""
            scope     | value       | land           | denominator_unit
            residents | {of_leased} | area_leased_ha | HA
            residents | {of_useful} | area_useful_ha | HA
            residents | {of_all}    | area_ha        | HA
            """,
        )


def test_a_growing_zone_is_divided_by_the_land_of_the_time(compute: Computed) -> None:
    rows = f"{_LAND.rstrip()}\n    ZONE | area_ha | all | stock | 2020 | 4000 | HA"
    found = compute("investment_density", rows).filter(land="area_ha")
    assert_same(found, "period | value | denominator_period\n 2017 | 15 | 2017")
