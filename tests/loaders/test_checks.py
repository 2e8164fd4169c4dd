"""What is worth a second look, as small tables: the file, what stands already, and the warnings."""

import polars as pl
import pytest

from data.schema import frame_schema
from loaders.checking import warned
from loaders.checks import worth_a_look
from loaders.known import Known
from loaders.raw import ROW
from tests.conftest import fitted, observations, text_table


class Sheet:
    """A file of one sheet."""

    def source_row(self, row=ROW):
        return pl.format("row {}", row)


def numbered(rows):
    return rows.with_columns(pl.int_range(2, rows.height + 2, dtype=pl.UInt32).alias(ROW))


def warnings(file="", earlier="", **tables):
    """The warnings about a file of observations and other tables, where earlier figures and agreements stand."""
    frames = {name: numbered(fitted(name, text_table(text))) for name, text in tables.items() if name != "standing"}
    if file:
        frames["observation"] = numbered(observations(file))
    stood = {"observation": standing(earlier) if earlier else None}
    if "standing" in tables:
        stood["agreement"] = fitted("agreement", text_table(tables["standing"])).lazy()
        frames.pop("standing", None)
    known = Known(tables=lambda name: stood.get(name))
    return [str(warning) for _, warning in worth_a_look(frames, Sheet(), known)]


def standing(text):
    rows = text_table(text)
    load = rows["load"].cast(pl.Int64) if "load" in rows.columns else pl.lit(1, pl.Int64)
    return observations(text).with_columns(load=load).lazy()


# Parts and wholes


def test_a_part_greater_than_its_whole_is_told_with_both():
    found = warnings("""
        entity | indicator   | basis | unit  | period | value
        Z      | members     | stock | COUNT | 2019   | 40
        Z      | members_sme | stock | COUNT | 2019   | 41
    """)
    assert found == ["row 3: members_sme of Z in 2019 is 41, more than members as a whole: 40"]


def test_a_whole_that_is_loaded_already_counts_unless_the_file_tells_it_anew():
    earlier = """
        entity | indicator | basis | unit | period | value
        Z      | area_ha   | stock | HA   | 2019   | 100
    """
    part = """
        entity | indicator      | basis | unit | period | value
        Z      | area_leased_ha | stock | HA   | 2019   | 120
    """
    assert warnings(part, earlier) == ["row 2: area_leased_ha of Z in 2019 is 120, more than area_ha as a whole: 100"]
    assert warnings(f"{part.rstrip()}\n        Z | area_ha | stock | HA | 2019 | 130", earlier) == []


@pytest.mark.parametrize(
    "whole",
    [
        "Z | members | stock | COUNT | 2018 | 40 | 40 | 40",
        "Y | members | stock | COUNT | 2019 | 40 | 40 | 40",
        "Z | members | stock | COUNT | 2019 | 40 | 40 |",
        "Z | members | stock | COUNT | 2019 | | |",
        "Z | members | stock | COUNT | 2019 | 41 | 41 | 41",
    ],
)
def test_another_period_or_entity_an_open_end_and_nothing_reported_are_no_fault(whole):
    part = "entity | indicator | basis | unit | period | value | lower | upper\nZ | members_sme | stock | COUNT | 2019"
    assert warnings(f"{part} | 41 | 41 | 41\n{whole}") == []


# Magnitude


def test_a_report_in_thousands_is_told_beside_what_stands():
    earlier = """
        entity | period | value
        Z      | 2018   | 1500000000
        Z      | 2019   | 1600000000
    """
    file = """
        entity | period | value
        Z      | 2019   | 1600000
        Z      | 2020   | 1700000000
        Z      | 2021   | 1.9e15
    """
    assert warnings(file, earlier) == [
        "row 2: investment of Z in 2019 is 1600000, about 1000 times less than 1600000000, which is usual for it: is "
        "the unit right?",
        "row 2: investment of Z adds up over time, but is 1600000 by 2019 after 1500000000 by 2018",
        "row 4: investment of Z in 2021 is 1.9e+15, about 1000000 times more than 1600000000, which is usual for it: "
        "is the unit right?",
    ]


def test_without_earlier_figures_the_neighbours_in_the_file_say_what_is_usual():
    file = """
        entity | basis  | period | value
        Z      | period | 2015   | 1000000
        Z      | period | 2016   | 1500
        Z      | period | 2017   | 1100000
        Z      | period | 2018   | 1200000
        Y      | period | 2015   | 1
        Y      | period | 2016   | 1000
    """
    assert warnings(file) == [
        "row 3: investment of Z in 2016 is 1500, about 1000 times less than 1050000, which is usual for it: is the "
        "unit right?"
    ]


def test_growth_by_a_hundred_another_unit_and_ratios_are_no_fault():
    earlier = """
        entity | indicator         | basis  | unit | period | value
        Z      | investment        | period | RUB  | 2018   | 1
        Z      | members_sme_share | stock  | PT   | 2018   | 0.05
    """
    file = """
        entity | indicator         | basis  | unit | period | value
        Z      | investment        | period | RUB  | 2019   | 100
        Z      | investment        | period | USD  | 2019   | 1000
        Z      | members_sme_share | stock  | PT   | 2019   | 50
        Z      | investment        | period | RUB  | 2020   | 0
    """
    assert warnings(file, earlier) == []


# Sums over time


def test_a_cumulative_figure_that_falls_is_told_wherever_the_earlier_one_stands():
    earlier = "entity | period | value\nZ | 2018 | 10\nZ | 2020 | 30"
    assert warnings("entity | period | value\nZ | 2019 | 9", earlier) == [
        "row 2: investment of Z adds up over time, but is 9 by 2019 after 10 by 2018"
    ]
    assert warnings("entity | period | value\nZ | 2019 | 31", earlier) == [
        "row 2: investment of Z adds up over time, but is 30 by 2020 after 31 by 2019"
    ]


def test_a_year_begins_anew_and_a_figure_that_may_be_as_high_is_no_fault():
    file = """
        entity | basis      | period  | value | lower | upper
        Z      | ytd        | 2018-06 | 10    | 10    | 10
        Z      | ytd        | 2018-12 | 20    | 20    | 20
        Z      | ytd        | 2019-06 | 12    | 12    | 12
        Z      | cumulative | 2018    | 10    | 10    | 10
        Z      | cumulative | 2019    | 9     | 9     |
        Y      | period     | 2018    | 10    | 10    | 10
        Y      | period     | 2019    | 9     | 9     | 9
    """
    assert warnings(file) == []
    assert warnings(f"{file.rstrip()}\n Z | ytd | 2018-09 | 9 | 9 | 9") == [
        "row 9: investment of Z adds up over time, but is 9 by 2018-09 after 10 by 2018-06"
    ]


# Who reports


def test_fewer_that_report_than_in_the_load_before_are_told_with_who_is_missing():
    earlier = """
        entity | period | value | load
        A      | 2018   | 1     | 1
        B      | 2018   | 1     | 1
        C      | 2018   | 1     | 1
        OTHER  | 2018   | 1     | 2
    """
    file = "entity | period | value\nA | 2019 | 1\nB | 2019 | 2\nC | 2019 |"
    assert warnings(file, earlier) == [
        "row 2: investment is reported by 2 for 2019, by 3 for 2018; missing, among others: C"
    ]
    assert warnings("entity | period | value\nA | 2019 | 1", earlier) == []  # a correction
    assert warnings("entity | period | value\nX | 2019 | 1\nY | 2019 | 2", earlier) == []  # others


def test_projects_of_one_year_each_are_no_report_that_thins_out():
    file = "entity | period | value\nA | 2018 | 1\nB | 2018 | 1\nC | 2018 | 1\nD | 2019 | 1\nE | 2019 | 1"
    assert warnings(file) == []


def test_within_one_file_its_last_period_is_held_against_the_one_before():
    file = "entity | period | value\nA | 2018 | 1\nB | 2018 | 1\nC | 2018 | 1\nA | 2019 | 1\nB | 2019 | 1"
    assert warnings(file) == ["row 5: investment is reported by 2 for 2019, by 3 for 2018; missing, among others: C"]


# Jobs and investment

JOBS = """
    entity | indicator    | unit | period | value
    A      | jobs_created | JOB  | 2018   | 5
    A      | jobs_created | JOB  | 2019   | 6
    B      | jobs_created | JOB  | 2018   | 0
    C      | jobs_created | JOB  | 2018   | 7
    C      | investment   | RUB  | 2018   | 1
    D      | jobs_created | JOB  | 2018   | 8
    E      | jobs_created | JOB  | 2018   | 9
    E      | investment   | RUB  | 2018   |
    A      | investment   | RUB  | 2018   | 0
"""


def test_jobs_without_investment_are_told_once_for_whoever_has_them():
    assert warnings(JOBS) == [
        "row 2: A has 5 as jobs_created in 2018, but no investment is reported of it",
        "row 8: E has 9 as jobs_created in 2018, but no investment is reported of it",
    ]


def test_investment_of_another_load_counts_and_a_file_of_jobs_alone_is_no_fault():
    assert warnings(JOBS, "entity | period | value\nA | 2017 | 3\nE | 2019 | 3") == [
        "row 10: investment of A adds up over time, but is 0 by 2018 after 3 by 2017"
    ]
    assert warnings("entity | indicator | unit | period | value\nA | jobs_created | JOB | 2018 | 5") == []


# Agreements

AGREEMENT = """
    code | kind      | signed     | due     | party_a | party_b
    A-1  | residency | 2018-03-10 | 2020-06 | PRJ     | ZONE
"""


def test_stages_that_follow_the_signing_lie_within_the_agreement():
    stages = """
        project | stage        | entered
        PRJ     | application  | 2016
        PRJ     | land         | 2017-12-31
        PRJ     | design       | 2018
        PRJ     | construction | 2020-07-01
        PRJ     | withdrawn    | 2021-01-01
        OTHER   | land         | 1999
    """
    told = [
        "row 3: land of PRJ is dated 2017-12-31, before its agreement was signed: 2018-03-10",
        "row 5: construction of PRJ is dated 2020-07-01, after its agreement is due: 2020-06",
    ]
    assert warnings(stage=stages, standing=AGREEMENT) == told
    assert warnings(stage=stages, agreement=AGREEMENT) == told
    assert warnings(stage=stages) == []


def test_commitments_for_a_time_after_the_agreement_is_due_are_told():
    file = """
        entity | scenario   | period | value
        PRJ    | commitment | 2017   | 1
        PRJ    | commitment | 2020   | 2
        PRJ    | commitment | 2021   | 2
        PRJ    | actual     | 2022   | 3
    """
    assert warnings(file, standing=AGREEMENT) == [
        "row 2: investment of PRJ is dated 2017, before its agreement was signed: 2018-03-10",
        "row 4: investment of PRJ is dated 2021, after its agreement is due: 2020-06",
    ]


def test_an_agreement_that_leaves_its_end_open_ends_never():
    open_ended = f"{AGREEMENT.rstrip()}\n    A-2  | residency | 2019       |         | PRJ     | ZONE"
    file = "entity | scenario | period | value\nPRJ | commitment | 2040 | 1"
    assert warnings(file, standing=open_ended) == []


# Shares and per cents


def test_shares_that_pass_for_per_cent_are_told_once():
    rows = "\n".join(f"Z{place} | {value}" for place, value in enumerate(["0.85", "0.5", "", "0", "1"]))
    head = "entity | indicator | basis | unit | period | value\n"
    file = head + rows.replace(" | ", " | investment_growth_yoy | period | PT | 2019 | ")
    told = "row 2: all 3 figures of investment_growth_yoy lie within 1 per cent: are they shares that are shown as per cent?"
    assert warnings(file) == [told]
    assert warnings(file.replace("0.5", "5")) == []


PEERS = """
    entity | indicator             | basis  | unit | period | value
    A      | investment_growth_yoy | period | PT   | 2019   | 90
    B      | investment_growth_yoy | period | PT   | 2019   | 85.5
    C      | investment_growth_yoy | period | PT   | 2019   | 0.85
    D      | investment_growth_yoy | period | PT   | 2019   | 70
    E      | investment_growth_yoy | period | PT   | 2019   | 9000
"""


def test_one_share_among_per_cents_and_one_per_cent_of_per_cents_are_told():
    assert warnings(PEERS) == [
        "row 4: investment_growth_yoy of C in 2019 is 0.85, about 100 times less than 85.5, which is usual for it: is the "
        "unit right?",
        "row 6: investment_growth_yoy of E in 2019 is 9000, about 100 times more than 85.5, which is usual for it: is the "
        "unit right?",
    ]


@pytest.mark.parametrize(
    ("unit", "values"),
    [
        ("PT", (90, 3, 0.85, 12, 0.4)),  # so unlike each other that nothing is usual
        ("PT", (90, 85, 0.85)),  # too few
        ("PT", (90, 85, 8.5, 70)),  # ten times is a difference
        ("PT", (0.5, 0.7, 70, 0.4, 0.6)),  # and 70 per cent are possible
        ("COUNT", (90, 85, 0.85, 70, 80)),
    ],
)
def test_where_nothing_is_usual_no_share_is_told(unit, values):
    rows = "".join(
        f"{chr(65 + place)} | jobs_share | period | {unit} | 2019 | {value}\n" for place, value in enumerate(values)
    )
    assert warnings("entity | indicator | basis | unit | period | value\n" + rows) == []


def test_a_series_that_turns_from_per_cents_to_shares_is_told_beside_what_stands():
    head = "entity | indicator | basis | unit | period | value\n"
    rows = "Z | investment_growth_yoy | period | PT | {} | {}\n"
    earlier = head + rows.format(2018, 85) + rows.format(2017, 80)
    told = "is 0.82, about 100 times less than 85, which is usual for it: is the unit right?"
    assert warnings(head + rows.format(2019, 0.82), earlier) == [f"row 2: investment_growth_yoy of Z in 2019 {told}"]
    assert warnings(head + rows.format(2019, 8.2), earlier) == []
    assert warnings(head + rows.format(2019, 2.5), earlier.replace("85", "250")) == []  # growth, no share


# Beginnings and ends


def test_what_ends_before_it_begins_is_told():
    membership = """
        member | of   | role     | from       | to
        A      | ZONE | resident | 2019-05-02 | 2019-05-01
        B      | ZONE | resident | 2019-05-02 | 2019
        C      | ZONE | resident | 2019-05-02 | 2018
        D      | ZONE | resident |            | 2018
        E      | ZONE | resident | 2019       |
        F      | ZONE | resident | 2019       | 2019
    """
    stage = "project | stage | entered | left\nPRJ | land | 2019-02 | 2019-01-31"
    agreement = "code | kind | signed | due\nA-1 | residency | 2028-03-10 | 2019"
    assert warnings(membership=membership) == [
        "row 2: A, ZONE: the end 2019-05-01 lies before the beginning 2019-05-02",
        "row 4: C, ZONE: the end 2018 lies before the beginning 2019-05-02",
    ]
    assert warnings(stage=stage) == ["row 2: PRJ, land: the end 2019-01-31 lies before the beginning 2019-02"]
    assert warnings(agreement=agreement) == ["row 2: A-1, residency: the end 2019 lies before the beginning 2028-03-10"]


# Files as such


def test_a_file_without_figures_and_one_of_figures_not_reported_have_nothing_to_look_at():
    assert warnings() == []
    assert warnings("entity | period | value\nZ | 2018 |") == []
    assert worth_a_look({"entity": pl.DataFrame(schema=frame_schema("entity"))}, Sheet(), Known()) == []


def test_a_file_in_which_everything_is_odd_is_told_about_once(monkeypatch):
    monkeypatch.setattr(warned, "MOST", 2)
    pair = "Z{n} | members | stock | COUNT | 2019 | 1\nZ{n} | members_sme | stock | COUNT | 2019 | 2"
    rows = "\n".join(pair.format(n=n) for n in range(5))
    found = warnings(f"entity | indicator | basis | unit | period | value\n{rows}")
    assert len(found) == 3
    assert found[-1] == "3 more rows are like row 5"
