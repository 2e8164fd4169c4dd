"""Projects by stage, on a board, late or not, and the way to the target: what the page shows is what metrics say."""

import polars as pl
import pytest

from dashboard import session
from dashboard.charts.step_bars import step_bars
from dashboard.language import Language
from dashboard.registers import bridge, one_project, project_sources, projects
from dashboard.reports.words import Words
from data.snapshot import keep
from tests.conftest import batch, entities, fitted, observations, sources, text_table
from tests.dashboard.ways import opened, said

EN = Language("en")


@pytest.fixture
def told(store):
    """Keeps a zone Z with the projects P and Q in the stages of a text table."""

    def add(stages: str, figures: str) -> Words:
        listed = sources("code | publisher | published | kind\nS | P | 2020 | press")
        who = entities("Z", "P", "Q").with_columns(
            kind=pl.when(pl.col("code") == "Z").then(pl.lit("zone")).otherwise(pl.lit("project"))
        )
        tie = pl.DataFrame({"member": ["P", "Q"]}).with_columns(
            of=pl.lit("Z"), role=pl.lit("project"), counted=pl.lit(True), source_row=pl.lit("row 2")
        )
        dated = fitted("stage", text_table(stages).with_columns(source_row=pl.lit("row 2")))
        frames = {"entity": who, "source": listed, "membership": fitted("membership", tie), "stage": dated}
        keep(store, batch("e.csv", **frames))
        head = "entity | source | period | value | scenario | scope\n"
        keep(store, batch("o.csv", observation=observations(head + figures)))
        return Words(session.known(), EN)

    return add


STAGES = """project | stage | entered | left | source
    P | application | 2020-01-10 | 2020-02-10 | S
    P | agreement | 2020-02-10 | | S
    Q | application | 2020-03-01 | | S"""


def test_stages_are_told_in_value_and_count(told):
    words = told(STAGES, "P | S | 2021 | 100 | commitment | all")
    (application, agreement) = projects.stages(words.known, "Z", "investment", "RUB")
    assert (application["stage"], application["count"], application["value"]) == ("application", 1, None)
    assert (agreement["stage"], agreement["count"], agreement["value"]) == ("agreement", 1, 100)
    drawn = projects.stage_frame(words, [application, agreement])
    chart = step_bars(drawn, "RUB", EN, "Investment")
    assert chart.sentence == "Application: no amount is known · 1 project; Agreement: ₽100 · 1 project."
    assert list(chart.figure.data[0].x) == [None, 100.0]


def test_what_stands_under_the_charts_of_stages_is_counted(told):
    words = told(STAGES, "P | S | 2021 | 100 | commitment | all")
    rows = projects.stages(words.known, "Z", "investment", "RUB")
    assert projects.fullest(words, [*rows, {"stage": "construction", "count": 5}]) == (
        "Most projects stand at “Construction”: 5."
    )
    came = projects.funnel_rows(words.known, "Z")
    assert projects.arrived(words, came[:2]).startswith("1 of 2 projects came to")
    assert projects.fullest(words, []) == projects.arrived(words, []) == ""


def test_who_dated_the_stages_and_who_told_the_amounts_stand_under_the_charts(told):
    words = told(STAGES, "P | S | 2021 | 100 | commitment | all")
    assert project_sources.of_stages(words.known, "Z") == ["S"]
    assert project_sources.of_stages(words.known, "Z", "investment") == ["S"]
    assert project_sources.of_stages(words.known, "nobody", "investment") == []


def test_where_too_many_still_wait_the_usual_stay_is_at_least_the_longest_one(told):
    stay = {"entity": "Z", "stage": "application", "completed": 3, "still_there": 4, "longest_there": 58.0}
    few = {"value": None, "lower": None, "upper": None, "quartile_lower": None, "quartile_upper": None}
    words = told(STAGES, "P | S | 2021 | 100 | commitment | all")
    row = projects.durations(words, "Z").rows[0]
    assert (row["median"].text, row["middle"].text) == ("Too few cases", "")
    found = words.known.metric("time_in_stage").row(0, named=True) | stay | few
    waiting = projects._stay(words, {**found, "lower": 58.0, "quartile_lower": 20.0, "reason": "not_over"})
    assert (waiting["median"].text, waiting["median"].value) == ("at least 58 days", 58.0)
    assert waiting["middle"].text != ""


def test_the_funnel_counts_who_came_to_each_stage_and_who_may_come(told):
    words = told(STAGES, "P | S | 2021 | 100 | commitment | all")
    rows = projects.funnel(words, projects.funnel_rows(words.known, "Z")).to_dicts()
    assert [(row["label"], row["value"]) for row in rows] == [("Application", 2.0), ("Agreement", 1.0)]
    assert rows[1]["note"] == "50% of all, 1 more may come"


def test_the_board_puts_each_open_project_under_its_stage_once(told):
    words = told(STAGES, "P | S | 2021 | 100 | commitment | all")
    found = one_project.board(words.known, "Z")
    assert {stage: [row["project"] for row in rows] for stage, rows in found.items()} == {
        "application": ["Q"],
        "agreement": ["P"],
    }


def test_a_project_that_is_overdue_is_late_by_at_least_the_months_since(told):
    words = told(STAGES, "P | S | 2021 | 100 | commitment | all\nQ | S | 2090 | 1 | commitment | all")
    rows = one_project.late(words.known, ["P", "Q"])
    first, last = one_project.late_table(words, rows).rows
    assert first["late"].text.startswith("≥")
    assert (first["came"].text, last["late"].text) == ("not yet", "not yet due")
    assert one_project.late_sentence(words, rows) == (
        "1 project is later than agreed, 0 came in time, 1 is not yet due."
    )


def test_a_project_shows_its_dated_stages_in_turn(told):
    words = told(STAGES, "P | S | 2021 | 100 | commitment | all")
    first, last = one_project.stages(words, "P").rows
    assert (first["stage"].text, first["days"].value) == ("Application", 31)
    assert (last["stage"].text, last["left"].text, last["days"].text) == ("Agreement", "still there", "")


def test_the_bridge_adds_up_and_its_gap_leads_to_the_target(panel_store):
    words = Words(session.known(), EN)
    target = bridge.targets(words.known, "INV-ZONE")[0]
    rows = bridge.parts(words.known, "INV-ZONE", target)
    bars = {row["label"]: row for row in bridge.drawn(words, rows).to_dicts()}
    added = bars["Under agreements"]
    assert added["start"] == bars["Done"]["value"]
    assert added["start"] + added["value"] == pytest.approx(bars["Expected in all"]["value"])
    gap = bars["Gap to the target"]
    assert gap["start"] + gap["value"] == pytest.approx(bars["Target"]["value"])
    assert "four cases in five between" in bridge.sentence(words, rows)
    assert [row["part"].text for row in bridge.table(words, rows).rows] == list(bars)


def test_the_page_of_a_zone_and_of_a_project(panel_store):
    text = said(opened("pipeline.py", lang="en", entity="INV-ZONE"))
    for heading in ("In each stage now", "Where each project stands", "Bridge to the target", "Time in stage"):
        assert heading in text
    text = said(opened("pipeline.py", lang="en", entity="INV-ZONE", project="INV-P-043"))
    assert "Agreed for February 2024; late: in time." in text
    assert "Days there" in text


def test_without_dated_stages_the_page_says_how_they_come(bundled_store):
    assert "No project with dated stages is known" in said(opened("pipeline.py", lang="en"))


def test_no_rows_have_no_axes():
    empty = projects.frame([])
    assert step_bars(empty, "RUB", EN, "Investment").sentence == "There is no figure to draw."
