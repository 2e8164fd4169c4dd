import pytest

from tests.conftest import text_table
from tests.loaders.conftest import load


def only(batch):
    return batch.frames["observation"].row(0, named=True)


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        ("entity", "ALABUGGA", "ALABUGGA is not a known zone, cluster or organisation"),
        ("indicator", "investments", "investments is not one of the codes"),
        ("scope", "everyone", "everyone is not one of the codes"),
        ("basis", "monthly", "monthly is not one of the codes"),
        ("basis", "stock", "the basis stock does not fit this indicator"),
        ("scenario", "plan", "plan is not one of the codes"),
        ("period", "2017-13", "2017-13 is not a period"),
        ("period", "2019/2017", "2019/2017 is not a period"),
        ("unit", "EURO", "EURO is not one of the codes"),
        ("unit", "JOB", "the unit JOB does not measure this indicator"),
        ("status", "X", "X is not one of the codes"),
        ("status", "O", "the status O says that no value was reported, but there is one"),
        ("comparator", "≈", "≈ is not one of the codes"),
        ("source", "RUMOUR", "RUMOUR is not a known source"),
        ("value", "many", "many is not a number"),
        ("value", "1,5", "1,5 is not a number"),
        ("value", "NaN", "NaN is not a number"),
        ("value", "-inf", "-inf is not a number"),
        ("value", "1e19", "1e19 is too large"),
        ("value", "9007199254740993", "9007199254740993 has more digits than can be kept"),
        ("lower", "2", "the lower end 2.0 is above the value"),
        ("upper", "0.5", "the upper end 0.5 is below the value"),
        ("note", "a\x00b", "a\ufffdb holds characters that cannot be read"),
        ("note", "a\x1bb", "a\ufffdb holds characters that cannot be read"),
        ("note", "a\ufffdb", "a\ufffdb holds characters that cannot be read"),
        ("entity", "", "the cell is empty"),
        ("unit", "", "the cell is empty"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_row_and_column(refused, column, cell, problem):
    batch = load(f"{column} | locator\n{cell} | p. 1\n")
    assert f"row 2, {column}: {problem}" in refused(batch)
    assert (batch.read, batch.accepted, batch.refused_count) == (1, 0, 1)


def test_an_unknown_entity_is_shown_the_three_nearest():
    from loaders.run import Known
    from tests.loaders.conftest import KNOWN

    many = Known(frozenset({f"ZONE-{letter}" for letter in "ABCDEFGHIJKLMN"}) | {"ALABUGA"}, KNOWN.sources)
    assert load("entity\nALABUGGA\n", many).refused["accepted"][0].startswith("ALABUGA, ")
    assert load("entity\nALABUGGA\n", many).refused["accepted"][0].count(",") == 3


def test_one_wrong_row_costs_no_other(refused):
    batch = load("entity | value\nALABUGA | 1\nDUBNA | x\nLIPETSK | 3\n")
    assert batch.frames["observation"]["entity"].to_list() == ["ALABUGA", "LIPETSK"]
    assert refused(batch) == ["row 3, value: x is not a number"]
    assert (batch.read, batch.accepted, batch.refused_count, batch.skipped) == (3, 2, 1, 0)


def test_all_faults_of_a_row_are_told_at_once(refused):
    batch = load("entity | value | scope\nNOWHERE | x | nobody\n")
    assert len(refused(batch)) == 3
    assert batch.refused_count == 1


def test_the_same_figure_twice_refuses_both_and_names_the_rows(refused):
    batch = load("entity | period\nALABUGA | 2017\nDUBNA | 2017\nALABUGA | 2017-01/2017-12\n")
    assert refused(batch) == [
        "row 2, period: the same figure of the same source stands in the rows 2, 4 (investment, 2017)",
        "row 4, period: the same figure of the same source stands in the rows 2, 4 (investment, 2017)",
    ]
    assert batch.accepted == 1


def test_a_row_refused_for_something_else_is_no_second_telling(refused):
    batch = load("entity | period | value\nALABUGA | 2017 | 1\nALABUGA | 2017 | x\n")
    assert refused(batch) == ["row 3, value: x is not a number"]
    assert batch.accepted == 1


def test_two_sources_may_tell_one_figure():
    assert load("period | source\n2017 | PAPER\n2017 | FORM\n").accepted == 2


BOUNDS = """
    comparator | value       | lower | upper | low         | high        | status
               | 150         |       |       | 150         | 150         | A
    =          | 150         | 150   |       | 150         | 150         | A
    >          | 150         |       |       | 150         |             | A
    >=         | 150         |       |       | 150         |             | A
    <          | 150         |       |       |             | 150         | A
    <=         | 150         |       |       |             | 150         | A
    ~          | 18500000000 |       |       | 18450000000 | 18550000000 | A
    ~          | 33.3        |       |       | 33.25       | 33.35       | A
    ~          | 130         | 117   | 130   | 117         | 130         | A
    ~          | 105         |       |       | 104.5       | 105.5       | A
    ~          | −70         |       |       | -75         | -65         | A
    ~          | 1.85e10     |       |       | 18450000000 | 18550000000 | A
    ~          | 0           |       |       | -0.5        | 0.5         | A
    ..         |             | 11    | 12    | 11          | 12          | A
               |             |       |       |             |             | O
    >          |             |       |       |             |             | O
"""


def test_bounds_follow_the_comparator():
    asked = text_table(BOUNDS)
    lines = BOUNDS.strip().splitlines()
    batch = load("\n".join("|".join(line.split("|")[:4]) for line in lines))
    found = batch.frames["observation"].select("lower", "upper", "status")
    expected = [
        (low and float(low), high and float(high), status)
        for low, high, status in asked.select("low", "high", "status").iter_rows()
    ]
    assert found.rows() == expected


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("..|  |12|11", "lower: the lower end 12.0 is above the upper end"),
        ("..|  |11|", "lower: a range needs both its ends"),
        ("..|11|11|12", "value: a range has no value: 11.0"),
        ("= |10|9 |", "lower: the lower end 9.0 is not the value"),
        ("> |10|9 |", "lower: the lower end 9.0 is not the value"),
        ("<=|10|  |11", "upper: the upper end 11.0 is not the value"),
        ("= |  |1 |2", "value: there are ends but no value"),
    ],
)
def test_ends_that_contradict_their_row_are_refused(refused, row, problem):
    batch = load(f"comparator|value|lower|upper\n{row}\n")
    assert refused(batch)[0] == f"row 2, {problem}"


def test_a_value_not_reported_is_neither_zero_nor_an_error():
    row = only(load("value | status\n | A\n"))
    assert (row["value"], row["lower"], row["upper"], row["status"]) == (None, None, None, "O")
    assert only(load("value\n0\n"))["value"] == 0


def test_a_retraction_stays_a_retraction():
    assert only(load("value | status\n | Q\n"))["status"] == "Q"
    assert only(load("value | status\n5 | Q\n"))["status"] == "Q"


def test_text_is_tidied_and_nothing_else():
    row = only(load("note\n\u200b Caf\u0065\u0301 \u00ad— 15\u00a0% \n"))
    assert row["note"] == "Café — 15\u00a0%"


def test_periods_are_stored_in_their_shortest_spelling():
    row = only(load("period\n2016-01/2016-12\n"))
    assert (row["period"], row["start_month"], row["end_month"]) == ("2016", 2016 * 12, 2016 * 12 + 11)
