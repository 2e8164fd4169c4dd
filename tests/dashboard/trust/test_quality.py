"""What is missing, late, revised and contradictory is told in counts, tables and links, as the bar narrows it."""

from datetime import date

import polars as pl
import pytest

from dashboard import session
from dashboard.language import Language
from dashboard.page import Page
from dashboard.trust import quality_tables, quality_words, source_list
from dashboard.trust.quality import quality
from data.snapshot import keep
from data.store import Store
from tests.conftest import batch, entities, fitted, observations, sources, text_table
from tests.dashboard.ways import opened, said

SOURCES = """
    code  | publisher | published  | kind
    FIRST | Ministry  | 2019-06-01 | government
    AGAIN | Ministry  | 2020-11-01 | government
    PAPER | Paper     | 2020-11-02 | press
"""
FIGURES = """
    entity | source | scenario | basis      | period  | value
    ALPHA  | FIRST  | actual   | period     | 2018    | 100
    ALPHA  | AGAIN  | actual   | period     | 2018    | 110
    ALPHA  | AGAIN  | actual   | period     | 2020-Q3 | 40
    ALPHA  | PAPER  | actual   | period     | 2020-Q3 | 50
    ALPHA  | AGAIN  | target   | period     | 2020-Q3 | 45
    BETA   | FIRST  | actual   | period     | 2018    | 7
    BETA   | FIRST  | target   | period     | 2019    | 9
    ONE    | AGAIN  | actual   | period     | 2020-Q3 | 1
"""
MEMBERS = """
    member | of    | role     | counted
    ONE    | ALPHA | resident | true
    TWO    | ALPHA | resident | true
"""


@pytest.fixture
def known_figures(store: Store) -> Store:
    zones = entities("ALPHA", "BETA", "GAMMA")
    firms = entities("ONE", "TWO").with_columns(kind=pl.lit("organisation"))
    members = text_table(MEMBERS).with_columns(counted=pl.lit(True), source_row=pl.lit("row 2"))
    keep(
        store,
        batch(
            "d.csv", entity=pl.concat([zones, firms]), source=sources(SOURCES), membership=fitted("membership", members)
        ),
    )
    rows = observations(FIGURES).with_columns(
        scope=pl.when(pl.col("entity") == "ONE").then(pl.lit("all")).otherwise("scope")
    )
    keep(store, batch("o.csv", observation=rows))
    return store


def page(**chosen: object) -> Page:
    return Page(Language("en"), session.known(date(2020, 12, 31)), **chosen)  # type: ignore[arg-type]


def test_every_kind_of_fault_is_found_and_nothing_else(known_figures):
    found = quality(page())
    assert found.quarter == "2020-Q4"
    assert found.listed == 3
    assert found.targets.select("entity", "period").rows() == [("BETA", "2019")]
    assert found.silent["entity"].to_list() == ["GAMMA", "BETA", "ALPHA"]
    gaps = found.gaps.select("entity", "role", "period", "reported", "expected")
    assert gaps.rows() == [("ALPHA", "resident", "2020-Q3", 1, 2)]
    # Of 2020 a year's figure is due in 2021: that of BETA for 2018 has waited for two years; a quarter's not yet.
    assert found.late.select("entity", "period").rows() == [("BETA", "2018")]
    assert found.revised.select("entity", "first", "newest", "releases").rows() == [("ALPHA", 100, 110, 2)]
    assert found.contradictory.select("entity", "value", "other_value").rows() == [("ALPHA", 40, 50)]


def test_the_sentence_counts_them(known_figures):
    told = quality_words.sentence(page(), quality(page()))
    assert told == (
        "1 target has no actual figure; 3 of 3 zones and clusters have said nothing of Q4 2020 or later; "
        "1 total lacks some of its members; 1 latest figure is overdue; 1 figure was revised; "
        "1 pair of figures contradicts."
    ).replace("Q4 2020", page().words.period("2020-Q4"))


def test_the_entity_of_the_bar_brings_its_members_and_nobody_else(known_figures):
    found = quality(page(entity="ALPHA"))
    assert found.listed == 1
    assert found.targets.is_empty()
    assert found.late.is_empty()
    assert found.gaps.height == 1
    assert quality(page(entity="BETA")).revised.is_empty()


def test_the_years_of_the_bar_leave_out_what_is_told_of_others(known_figures):
    found = quality(page(years=(2020, 2020)))
    assert found.revised.is_empty()
    assert found.targets.is_empty()
    assert found.contradictory.height == 1


def test_each_row_leads_to_its_explanation(known_figures):
    found = quality(page())
    content = quality_tables.revised(page(), found.revised)
    (row,) = content.rows
    assert row["change"].text == "+10%"
    address = page().explain_address("revision", row["code"].text, row["figure"].text)
    assert "name=revision" in address
    assert "entity=ALPHA" in address
    assert "figure=investment~residents~period~RUB~2018" in address.replace("%7E", "~")


def test_the_sources_are_told_with_how_many_figures_rest_on_each(known_figures):
    rows = source_list.sources(page()).rows
    counts = [(row["code"].text, row["figures"].value, row["beside"].value) for row in rows]
    assert counts == [("AGAIN", 4, 0), ("FIRST", 2, 1), ("PAPER", 0, 1)]
    rows = source_list.sources(page(entity="BETA")).rows
    assert [(row["code"].text, row["figures"].value) for row in rows] == [("FIRST", 2)]


def test_the_page_shows_one_kind_of_fault_at_a_time_and_says_so_in_its_address(known_figures, writable):
    shown = opened("data.py", lang="en", part="quality", as_of="2020-12-31")
    assert "1 figure was revised" in said(shown)
    assert [button.options[0] for button in shown.segmented_control][1:] == ["Missing: 5"]
    shown.segmented_control[1].set_value("revised").run()
    assert shown.query_params["about"] == "revised"
    assert "First told" in said(shown)
    assert "Explain" in said(shown)


def test_an_unknown_part_falls_back_with_a_notice(known_figures, writable):
    assert "something unknown under “part”" in said(opened("data.py", lang="en", part="nothing"))


def test_of_nothing_there_is_no_quality(store, writable):
    assert "Nothing has been loaded yet" in said(opened("data.py", lang="en", part="quality"))
