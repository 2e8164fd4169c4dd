"""The page of a zone: its figures in tiles, one part at a time, and what is not known said in a line."""

import re

import polars as pl
import pytest

from dashboard import session
from dashboard.cards.scoreboard import board
from dashboard.charts.panels import panels
from dashboard.charts.trajectory import trajectory
from dashboard.charts.variance_chart import variance_columns
from dashboard.charts.waterfall import waterfall
from dashboard.language import Language, languages
from dashboard.page import Page, figure_code
from dashboard.reports import cards
from dashboard.zone import drawable, facts, gap, progress, trust
from data import codelist
from data.snapshot import keep
from metrics.registry import METRICS
from tests.conftest import batch, entities, fitted, observations, sources
from tests.dashboard.ways import HOSTILE, opened, said

EN = Language("en")
PARTS = ("progress", "gap", "money", "land", "people", "trust", "figures")
HEADING = "entity | source | period | value | scenario | basis | scope\n"


@pytest.fixture
def told(store):
    """Keeps a zone Z with the residents A, B and C, and their figures."""

    def add(text: str, name: str = "Z") -> Page:
        listed = sources("code | publisher | published | kind\nS | P | 2020 | press\nT | Q | 2021 | press")
        members = pl.DataFrame({"member": ["A", "B", "C"]}).with_columns(
            of=pl.lit("Z"), role=pl.lit("resident"), counted=pl.lit(True), source_row=pl.lit("row 2")
        )
        who = entities("Z", "A", "B", "C").with_columns(
            kind=pl.when(pl.col("code") == "Z").then(pl.lit("zone")).otherwise(pl.lit("organisation")),
            name_en=pl.when(pl.col("code") == "Z").then(pl.lit(name)).otherwise("name_en"),
        )
        keep(store, batch("e.csv", entity=who, source=listed, membership=fitted("membership", members)))
        keep(store, batch("o.csv", observation=observations(HEADING + text)))
        return Page(EN, session.known())

    return add


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_a_full_page_opens(panel_store, part, code):
    page = opened("zone.py", lang=code, entity="INV-ZONE", part=part)
    assert page.error == []
    assert page.warning == []


@pytest.mark.parametrize("entity", ["RU-CL-ZELENOGRAD", "RU-SEZ-ZELENOGRAD", "RU-SEZ-ARKHYZ", "FR-POLE-MINALOGIC"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_a_page_of_few_figures_opens(bundled_store, part, entity):
    page = opened("zone.py", lang="en", entity=entity, part=part)
    assert page.error == []


def test_an_unknown_part_falls_back_with_a_notice(bundled_store):
    page = opened("zone.py", lang="en", entity="RU-CL-MIC", part="nonsense")
    assert "something unknown under “part”" in said(page)
    assert "Over time" in said(page)


def test_what_is_not_chosen_is_not_computed(bundled_store, monkeypatch):
    def asked(*_):
        raise AssertionError("computed")

    monkeypatch.setattr(gap, "targets", asked)
    monkeypatch.setattr(trust, "coverage", asked)
    monkeypatch.setattr(facts, "facts", asked)
    assert opened("zone.py", lang="en", entity="RU-CL-MIC").error == []


def test_a_fault_of_a_chart_leaves_the_rest_of_its_part(panel_store, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(progress, "variance_columns", broken)
    page = opened("zone.py", lang="en", entity="INV-ZONE")
    assert len(page.error) == 1
    assert "Latest actual" in said(page)


def test_the_tiles_say_what_the_card_of_the_overview_says(panel_store):
    page = opened("zone.py", lang="en", entity="INV-ZONE")
    text = said(page)
    shown = Page(EN, session.known())
    rows = board(shown.known).filter(pl.col("entity") == "INV-ZONE").to_dicts()
    cells = cards.cells(shown.words, {row["part"]: row for row in rows})
    for part in ("investment", "jobs", "residents", "revenue", "taxes", "relief", "public_money", "occupancy"):
        assert f"[{cells[part].text}](explain?" in text
    for name in ("investment_target", "investment_share", "investment_standing", "jobs_standing", "coverage"):
        assert cells[name].text in text


def test_who_has_no_figure_of_something_has_one_line_for_it_and_no_empty_tile(bundled_store):
    page = opened("zone.py", lang="en", entity="RU-SEZ-ARKHYZ")
    assert "Not reported: investment, " in said(page)
    assert "0%" not in said(page)


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("gap", "Not known: it takes a target of the whole"),
        ("gap", "no member of it is named"),
        ("money", "investment per unit of public money (investment, public money for infrastructure)"),
        ("land", "Not known, and in brackets what is missing: occupancy of useful land"),
        ("trust", "no member of this zone is named in the data"),
    ],
)
def test_what_is_not_known_names_what_is_missing(bundled_store, part, sentence):
    page = opened("zone.py", lang="en", entity="RU-SEZ-ARKHYZ", part=part)
    assert sentence.lower() in said(page).lower()
    assert page.get("plotly_chart") == []


def test_a_single_figure_is_told_and_not_drawn(bundled_store):
    page = opened("zone.py", lang="en", entity="RU-CL-ZELENOGRAD")
    assert "The only published figure of this series: target ₽153" in said(page)
    assert page.get("plotly_chart") == []


def test_the_parts_of_every_gap_run_together_into_the_whole(panel_store):
    page = Page(EN, session.known())
    targets = gap.targets(page, "INV-ZONE")
    assert targets
    for target in targets:
        rows = gap.parts(page.known, target)
        *parts, whole = gap.frame(page.words, rows).to_dicts()
        assert whole["look"] == "whole"
        assert sum(row["value"] for row in parts) == pytest.approx(whole["value"], abs=1e-3)
        named = [row["value"] for row in rows if row["rank"] and row["rank"] <= 10]
        assert named == sorted(named, reverse=True)


GAP = """Z | S | 2020 | 100 | target | cumulative | residents
    Z | S | 2020 | 60 | actual | cumulative | residents
    A | S | 2020 | 50 | commitment | cumulative | all
    A | S | 2020 | 20 | actual | cumulative | all
    B | S | 2020 | 10 | commitment | cumulative | all
    B | S | 2020 | 15 | actual | cumulative | all
    C | S | 2020 | 30 | commitment | cumulative | all"""


def test_who_promised_and_reports_nothing_is_named_apart(told):
    page = told(GAP)
    (target,) = gap.targets(page, "Z")
    told_parts = {row["contributor"]: row["value"] for row in gap.parts(page.known, target)}
    assert told_parts == {"A": 30, "rest": -5, "unexplained": 15, "whole": 40}
    assert gap.unreported(page, target) == ["C"]
    text = said(opened("zone.py", lang="en", entity="Z", part="gap"))
    assert "1 member that promised a part of it reports nothing: C." in text


def test_the_furthest_behind_lead_to_their_own_pages(told):
    told(GAP)
    page = opened("zone.py", lang="en", entity="Z", part="gap")
    links = {link.label: link.proto.query_string for link in page.page_link}
    assert {"A", "B", "C"} <= set(links)
    assert "resident=A" in links["A"] and "entity=Z" in links["A"]


def test_a_name_from_data_is_shown_letter_by_letter(told):
    told(GAP, name=HOSTILE)
    for part in PARTS:
        page = opened("zone.py", lang="en", entity="Z", part=part)
        assert page.error == []
        for element in (*page.title, *page.caption, *page.markdown):
            assert "<img" not in re.sub(r"\\.", "", element.value)


def test_the_first_series_has_figures_and_not_plans_alone(told):
    page = told(
        """Z | S | 2025 | 12 | target | cumulative | residents
        Z | S | 2025 | 500 | actual | period | residents
        Z | S | 2026 | 700 | actual | period | residents"""
    )
    assert [of["basis"] for of in drawable.series(page, "Z").values()] == ["period", "cumulative"]


def test_a_chosen_period_and_kind_of_figure_hold_on_the_page(told):
    told(
        """Z | S | 2018 | 10 | actual | cumulative | residents
        Z | S | 2019 | 20 | actual | cumulative | residents
        Z | S | 2020 | 30 | actual | cumulative | residents
        Z | T | 2020 | 50 | target | cumulative | residents"""
    )
    assert "The chart shows 4 published figures" in said(opened("zone.py", lang="en", entity="Z"))
    assert "The chart shows 2 published figures" in said(opened("zone.py", lang="en", entity="Z", period="2018-2019"))


def test_the_periods_of_a_flow_have_the_year_before_and_only_what_ended_together(told):
    page = told(
        """Z | S | 2018 | 10 | actual | period | residents
        Z | S | 2019 | 20 | actual | period | residents
        Z | S | 2019 | 25 | target | period | residents
        Z | S | 2020 | 30 | target | period | residents
        Z | S | 2019-Q4 | 9 | actual | period | residents"""
    )
    of = {"indicator": "investment", "scope": "residents", "basis": "period", "unit": "RUB"}
    rows = drawable.columns(page, "Z", of).select("label", "actual", "target", "variance", "before").rows()
    assert rows == [
        ("2018", 10, None, None, None),
        ("2019", 20, 25, -5, 10),
        ("2020", None, 30, None, None),
    ]


def test_a_sum_since_the_beginning_is_held_against_a_target_only_where_both_end(told):
    page = told(
        """Z | S | 2019 | 20 | actual | cumulative | residents
        Z | S | 2019 | 25 | target | cumulative | residents
        Z | S | 2090 | 90 | target | cumulative | residents"""
    )
    of = {"indicator": "investment", "scope": "residents", "basis": "cumulative", "unit": "RUB"}
    rows = drawable.columns(page, "Z", of).select("label", "actual", "variance").rows()
    assert rows == [("2019", 20, -5), ("2090", None, None)]


def test_what_a_metric_waits_for_are_indicators_there_are():
    sections = (facts.PUBLIC_MONEY, facts.LAND, facts.PEOPLE)
    named = {each for needs in sections for names in needs.values() for each in names}
    assert named | set(facts.OF_PEOPLE) <= set(codelist.ids("indicator"))
    assert {name for needs in sections for name in needs} <= set(METRICS)


def history(count: int) -> pl.DataFrame:
    return pl.DataFrame(
        {"source": [f"S{number:02}" for number in range(count)], "end_month": range(count)}
    ).with_columns(is_current=True)


@pytest.mark.parametrize(
    ("count", "numbers", "more"), [(1, [""], 0), (2, ["1", "2"], 0), (9, None, 0), (48, [""] * 3, 45)]
)
def test_few_sources_have_numbers_and_of_many_the_latest_are_told(count, numbers, more):
    rows, sources_told, others = drawable.numbered(history(count))
    assert others == more
    assert list(sources_told.values()) == (numbers or [str(place) for place in range(1, 10)])
    assert ("mark" in rows.columns) == (2 <= count <= 9)
    if count == 48:
        assert list(sources_told) == ["S47", "S46", "S45"]


def test_every_figure_of_a_part_leads_to_a_figure_that_is_explained(panel_store):
    page = Page(EN, session.known())
    of = next(iter(drawable.series(page, "INV-ZONE").values()))
    target = gap.targets(page, "INV-ZONE")[0]
    content = (
        facts.table(page, facts.facts(page, "INV-ZONE", facts.PUBLIC_MONEY)),
        facts.table(page, facts.facts(page, "INV-ZONE", facts.LAND)),
        facts.table(page, facts.published(page, "INV-ZONE", facts.OF_PEOPLE)),
        trust.coverage_table(page, trust.coverage(page, "INV-ZONE")),
        trust.freshness_table(page, trust.freshness(page, "INV-ZONE")),
        gap.table(page, gap.parts(page.known, target)),
        drawable.table(page, "INV-ZONE", of, drawable.columns(page, "INV-ZONE", of)),
    )
    for table in content:
        assert table.rows
        for row in table.rows:
            found = page.known.metric(row["explains"].text).filter(pl.col("entity") == row["code"].text)
            assert row["figure"].text in {figure_code(each) for each in found.to_dicts()}


def test_no_chart_of_any_entity_is_heavy(panel_store):
    page = Page(EN, session.known())
    listed = page.known.table("entity").filter(pl.col("kind").is_in(["zone", "cluster"]))["code"].to_list()
    drawn = []
    for entity in listed:
        for of in list(drawable.series(page, entity).values())[:6]:
            rows = drawable.history(page, entity, of)
            is_actual = pl.col("scenario") == "actual"
            ahead = drawable.outlook(page, entity, of)
            drawn.append(trajectory(rows.filter(is_actual), rows.filter(~is_actual), EN, "x", outlook=ahead))
            drawn.append(variance_columns(drawable.columns(page, entity, of), of["unit"], EN))
        drawn.append(panels(facts.over_time(page, entity, ("leverage", "budget_return")), EN))
        for target in gap.targets(page, entity)[:2]:
            rows = gap.frame(page.words, gap.parts(page.known, target))
            drawn.append(waterfall(rows, target["unit"], EN))
    assert max(len(chart.figure.to_json()) for chart in drawn) < 200_000
    assert all(chart.sentence and "{" not in chart.sentence for chart in drawn)


def test_every_row_behind_small_panels_leads_to_where_its_figure_comes_from(panel_store):
    page = Page(EN, session.known())
    rows = facts.panel_table(page, facts.over_time(page, "INV-ZONE", ("leverage",))).rows
    assert {(row["explains"].text, row["code"].text) for row in rows} == {("leverage", "INV-ZONE")}
    assert len({row["figure"].text for row in rows}) > 10


def test_every_row_behind_the_line_over_time_leads_to_who_told_it(panel_store):
    page = opened("zone.py", lang="en", entity="INV-ZONE")
    before = len(page.dataframe)
    page.toggle[0].set_value(True).run()
    assert (page.error, len(page.dataframe)) == ([], before + 1)
