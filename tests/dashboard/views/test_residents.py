"""The register of obligations: who is furthest behind first; what is not reported, due or judged says so."""

import polars as pl
import pytest

from dashboard import session
from dashboard.language import Language
from dashboard.registers import obligations, register
from dashboard.registers.one_resident import agreements, amendments
from dashboard.reports.words import Words
from data.snapshot import keep
from tests.conftest import batch, entities, fitted, observations, sources
from tests.dashboard.ways import HOSTILE, opened, said

EN = Language("en")
HEADING = "entity | source | period | value | scenario | scope\n"


@pytest.fixture
def told(store):
    """Keeps a zone Z with the residents A, B and C, and their figures."""

    def add(text: str, **frames: pl.DataFrame) -> Words:
        listed = sources("code | publisher | published | kind\nS | P | 2020 | press\nT | P | 2021 | press")
        members = pl.DataFrame({"member": ["A", "B", "C"]}).with_columns(
            of=pl.lit("Z"), role=pl.lit("resident"), counted=pl.lit(True), source_row=pl.lit("row 2")
        )
        who = entities("Z", "A", "B", "C").with_columns(
            kind=pl.when(pl.col("code") == "Z").then(pl.lit("zone")).otherwise(pl.lit("organisation"))
        )
        keep(store, batch("e.csv", entity=who, source=listed, membership=fitted("membership", members), **frames))
        keep(store, batch("o.csv", observation=observations(HEADING + text)))
        return Words(session.known(), EN)

    return add


def rows_of(words: Words) -> list[dict]:
    due = obligations.every(words.known, ["Z", *obligations.residents(words.known, "Z")])
    return [{name: cell.text for name, cell in register.row_of(words, row).items()} for row in due]


def test_who_is_furthest_behind_comes_first_and_who_is_not_due_last(told):
    words = told("""A | S | 2020 | 100 | commitment | all
        A | S | 2020 | 90 | actual | all
        B | S | 2020 | 100 | commitment | all
        B | S | 2020 | 40 | actual | all
        C | S | 2090 | 100 | commitment | all""")
    assert [row["entity"] for row in rows_of(words)] == ["B", "A", "C"]
    first, _, last = rows_of(words)
    assert (first["committed"], first["done"], first["missing"]) == ("₽100", "₽40", "₽60")
    assert first["standing"] == "Missed"
    assert first["late"] == "not yet known"
    assert (last["standing"], last["missing"], last["late"]) == ("not yet due", "not yet due", "not yet due")


def test_who_has_not_reported_is_not_at_zero(told):
    (row,) = rows_of(told("A | S | 2020 | 100 | commitment | all"))
    assert (row["done"], row["done_month"], row["missing"], row["attainment"]) == ("not reported", "", "—", "—")
    assert row["standing"] == "No final report"


def test_what_was_done_in_time_is_not_late(told):
    (row,) = rows_of(told("A | S | 2020 | 100 | commitment | all\nA | S | 2020 | 130 | actual | all"))
    assert (row["late"], row["standing"], row["missing"]) == ("in time", "Met", "₽0")


def test_a_published_total_is_not_judged_and_says_why(told):
    (row,) = rows_of(told("Z | S | 2020 | 100 | commitment | new_residents"))
    assert row["standing"] == "Not assessable"
    assert row["why"].startswith("A published total")


def test_a_total_that_was_reached_later_says_by_when(told):
    (row,) = rows_of(
        told("Z | S | 2018 | 100 | commitment | new_residents\nZ | S | 2020 | 130 | actual | new_residents")
    )
    assert (row["done"], row["reached"]) == ("not reported", "2020")
    assert row["late"] == "24\u00a0months"


def test_an_earlier_obligation_is_replaced_by_a_later_one(told):
    words = told("""A | S | 2018 | 50 | commitment | all
        A | S | 2020 | 100 | commitment | all
        A | S | 2020 | 100 | actual | all""")
    every = obligations.every(words.known, ["A"])
    assert [row["period"] for row in obligations.last_due(every)] == ["2020"]
    assert "replaced" in [row["standing"] for row in rows_of(words)]
    assert register.sentence(words, obligations.last_due(every), 0) == (
        "1 obligation is due: met — 1. None is still to fall due."
    )


def test_an_amended_obligation_shows_each_figure_in_turn(told):
    words = told("A | S | 2025 | 100 | commitment | all\nA | T | 2025 | 80 | commitment | all")
    table = amendments(words, "A")
    assert [row["committed"].text for row in table.rows] == ["₽100", "₽80"]
    assert {row["counts"].text for row in table.rows} == {"yes", "another figure wins"}
    assert amendments(words, "B").rows == ()
    assert amendments(words, "B").empty.startswith("No amendment")


def test_an_agreement_says_with_whom(told):
    signed = pl.DataFrame({"code": ["G"], "kind": "residency", "party_a": "A", "party_b": "Z", "subject_en": HOSTILE})
    signed = signed.with_columns(amount=pl.lit(5.0), currency=pl.lit("RUB"), source_row=pl.lit("row 2"))
    words = told("A | S | 2020 | 1 | commitment | all", agreement=fitted("agreement", signed))
    (row,) = agreements(words, "Z").rows
    assert (row["with"].text, row["amount"].text) == ("A", "₽5")
    assert row["kind"].text == "Agreement on activity as a resident"


def test_the_register_of_a_zone_and_the_page_of_a_resident(panel_store):
    text = said(opened("residents.py", lang="en", entity="INV-ZONE"))
    assert "120 obligations are due" in text
    assert "All residents together" in text
    text = said(opened("residents.py", lang="en", entity="INV-ZONE", resident="INV-R-01"))
    for heading in ("Obligations", "Agreements", "Amendments", "All figures"):
        assert heading in text
    assert "something unknown under “resident”" in said(
        opened("residents.py", lang="en", entity="INV-ZONE", resident="NOBODY")
    )


def test_a_zone_without_named_residents_shows_what_it_published(bundled_store):
    text = said(opened("residents.py", lang="en", entity="RU-SEZ-ALABUGA"))
    assert "No resident of this zone is named in the data" in text
    assert "A published total, not judged" in text


def test_a_line_leads_on_to_how_its_figure_was_computed(panel_store):
    page = opened("residents.py", lang="en", entity="INV-ZONE")
    asked = [link.proto.query_string for link in page.get("page_link") if link.proto.page == "explain"]
    assert any(
        "name=commitments_due" in each and "figure=jobs_created~all" in each.replace("%7E", "~") for each in asked
    )
