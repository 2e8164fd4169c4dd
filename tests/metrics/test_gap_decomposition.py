"""Do the parts of a gap add up to it, and is nobody blamed for what he never promised?"""

import polars as pl
import pytest

from tests.metrics.conftest import Computed, assert_same

_OF = """
    member | of   | role     | to
    A      | ZONE | resident |
    B      | ZONE | resident |
    C      | ZONE | resident |
    GONE   | ZONE | resident | 2019
"""
_ROWS = """
    entity | scope     | scenario   | period | value
    ZONE   | residents | target     | 2022   | 1000
    ZONE   | residents | actual     | 2021   | 700
    A      | all       | commitment | 2020   | 300
    A      | all       | commitment | 2022   | 400
    A      | all       | commitment | 2024   | 999
    A      | all       | target     | 2022   | 111
    A      | all       | actual     | 2020   | 100
    A      | all       | actual     | 2021   | 250
    A      | all       | actual     | 2022   | 390
    B      | all       | target     | 2021   | 200
    B      | all       | actual     | 2021   | 220
    C      | all       | commitment | 2022   | 100
    GONE   | all       | commitment | 2019   | 500
    GONE   | all       | actual     | 2019   | 1
"""


def test_who_reports_nothing_promised_nothing_or_is_gone_is_in_what_is_left_unexplained(compute: Computed) -> None:
    found = compute("gap_decomposition", _ROWS, membership=_OF).filter(period="2022")
    assert_same(
        found,
        """
        entity | contributor | rank | value | lower | upper | target | actual | members | reason
        ZONE   | whole       | 0    | 300   | 300   | 300   | 1000   | 700    | 2       |
        ZONE   | A           | 1    | 150   | 150   | 150   | 400    | 250    | 1       |
        ZONE   | rest        | 11   | -20   | -20   | -20   | 200    | 220    | 1       |
        ZONE   | unexplained | 12   | 170   | 170   | 170   |        |        | 0       |
        """,
    )


def test_entities_whose_members_promised_nothing_have_no_rows(compute: Computed) -> None:
    rows = "entity | scope | scenario | period | value\n ZONE | residents | target | 2022 | 10\n ZONE | residents | actual | 2022 | 1\n A | all | actual | 2022 | 1"
    assert compute("gap_decomposition", rows, membership=_OF).is_empty()


@pytest.mark.parametrize("actual", ["", "ZONE | residents | actual | 2023 | 1"])
def test_a_target_without_an_actual_has_no_gap_to_explain(compute: Computed, actual: str) -> None:
    rows = "entity | scope | scenario | period | value\n ZONE | residents | target | 2022 | 10\n A | all | commitment | 2022 | 9\n A | all | actual | 2022 | 1\n"
    assert compute("gap_decomposition", rows + actual, membership=_OF).is_empty()


def test_more_than_a_bound_leaves_the_gap_at_most(compute: Computed) -> None:
    found = compute("gap_decomposition", _ROWS.replace("| 250", "| >250"), membership=_OF).filter(period="2022")
    assert_same(
        found.filter(pl.col("contributor").is_in(["A", "unexplained"])),
        "contributor | value | lower | upper\n A | 150 | | 150\n unexplained | 170 | 170 |",
    )


def test_ten_are_named_and_the_others_summed(compute: Computed) -> None:
    names = [f"R-{number:02d}" for number in range(13)]
    members = "\n".join(["member | of | role", *(f"{name} | ZONE | resident" for name in names)])
    head = "entity | scope | scenario | period | value\n ZONE | residents | target | 2022 | 500\n"
    own = [
        f"{name} | all | {kind} | 2022 | {value}"
        for place, name in enumerate(names)
        for kind, value in (("commitment", 10 + place), ("actual", 5))
    ]
    found = compute(
        "gap_decomposition", head + "ZONE | residents | actual | 2022 | 65\n" + "\n".join(own), membership=members
    )
    assert found.filter(pl.col("rank").is_between(1, 10)).sort("rank")["contributor"].to_list() == names[:2:-1]
    assert_same(found.filter(contributor="rest"), "value | members\n 18 | 3")
    parts = found.filter(pl.col("contributor") != "whole")["value"].sum()
    assert parts == found.filter(contributor="whole")["value"].item() == 435
