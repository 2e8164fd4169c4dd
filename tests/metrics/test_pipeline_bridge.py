"""Do the parts make up what is expected, and is nothing counted twice?"""

import polars as pl
import pytest

from tests.metrics.conftest import Computed, assert_same

_STAGES = """
    project | stage        | entered
    SIGNED  | agreement    | 2021
    NEW     | application  | 2021
    LATER   | agreement    | 2021
    BUILT   | construction | 2021
    TOLD    | construction | 2021
"""
_OF = "member | of | role\n" + "\n".join(
    f"{code} | ZONE | project" for code in ("SIGNED", "NEW", "LATER", "BUILT", "TOLD")
)
_ZONE = """
    entity | scope     | scenario   | period | value
    ZONE   | residents | actual     | 2024   | 500
    ZONE   | residents | target     | 2026   | 700
"""
_FIGURES = (
    _ZONE
    + """
    SIGNED | all       | commitment | 2025   | 100
    NEW    | all       | forecast   | 2026   | 100
    LATER  | all       | commitment | 2027   | 100
    BUILT  | all       | commitment | 2025   | 100
    TOLD   | all       | commitment | 2025   | 100
    TOLD   | all       | actual     | 2024   | 80
"""
)


def test_what_is_built_unreported_may_be_spent_and_what_is_due_later_is_not_added(compute: Computed) -> None:
    found = compute("pipeline_bridge", _FIGURES.replace("\n\n", "\n"), stage=_STAGES, membership=_OF)
    assert_same(
        found.filter(~pl.col("bridge").is_in(["expected", "gap"])),
        """
        bridge     | rank | value | lower | upper | projects | period
        actual     | 1    | 500   | 500   | 500   |          | 2026
        contracted | 2    | 113   | 68    | 158   | 3        | 2026
        pipeline   | 3    | 10    | 10    | 10    | 1        | 2026
        target     | 5    | 700   | 700   | 700   |          | 2026
        later      | 7    | 50    | 50    | 50    | 1        | 2026
        """,
    )
    assert_same(found.filter(bridge="expected"), "value | projects\n 623 | 4")
    assert_same(found.filter(bridge="gap"), "value\n 77")


def test_the_band_holds_what_is_expected_and_the_chance_is_that_of_the_draws(compute: Computed) -> None:
    figures = _ZONE + "    SIGNED | all | commitment | 2025 | 300"
    found = compute("pipeline_bridge", figures.replace("\n\n", "\n"), stage=_STAGES, membership=_OF)
    row = found.filter(bridge="expected").row(0, named=True)
    assert (row["lower"], row["value"], row["upper"]) == (500, 650, 800)
    assert row["chance"] == pytest.approx(50, abs=2)
    assert found.filter(bridge="gap").select("lower", "value", "upper").row(0) == (-100, 50, 200)


def test_a_bound_of_the_actual_opens_the_band(compute: Computed) -> None:
    figures = _ZONE.replace("500", ">500") + "    SIGNED | all | commitment | 2025 | 300"
    found = compute("pipeline_bridge", figures.replace("\n\n", "\n"), stage=_STAGES, membership=_OF)
    assert found.filter(bridge="expected").select("lower", "upper").row(0) == (500, None)


def test_without_an_actual_or_projects_or_for_a_target_that_is_due_there_is_no_bridge(compute: Computed) -> None:
    known = {"stage": _STAGES, "membership": _OF}
    assert compute("pipeline_bridge", _FIGURES.replace("\n\n", "\n"), "2027-01", **known).is_empty()
    assert compute("pipeline_bridge", _ZONE, **known).is_empty()
    only_target = _FIGURES.replace("\n\n", "\n").replace("residents | actual    ", "residents | forecast  ")
    assert compute("pipeline_bridge", only_target, **known).is_empty()
