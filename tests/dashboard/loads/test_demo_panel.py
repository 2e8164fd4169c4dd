"""Is the invented panel loaded once, and counted apart from what is real?"""

import polars as pl
import pytest
from typer.testing import CliRunner

from dashboard import session
from dashboard.cards import scoreboard
from dashboard.cli import app
from dashboard.language import Language
from dashboard.loads import demo_panel
from dashboard.reports import sentences
from dashboard.reports.summary import summary
from data.errors import UserError
from data.panel import PREFIX, ZONE


def test_a_panel_of_another_seed_is_refused_while_one_stands_and_nothing_changes(panel_copy):
    version = session.store().version()
    with pytest.raises(UserError, match="panel of another seed is loaded already"):
        list(demo_panel.load_panel(2))
    assert session.store().version() == version


def test_a_second_time_loads_nothing_twice(panel_copy):
    version = session.store().version()
    assert all(line.endswith("already loaded") for line in demo_panel.load_panel(1))
    assert session.store().version() == version


def test_a_mistake_whose_withdrawal_was_cut_short_is_taken_back_the_next_time(store, monkeypatch):
    monkeypatch.setattr(demo_panel, "_take_back", lambda *_: None)
    list(demo_panel.load_panel(1))
    assert session.store().loads()["withdrawn_at"].null_count() == 7
    monkeypatch.undo()
    monkeypatch.setenv("SEZ_DATABASE", store.settings.database)
    list(demo_panel.load_panel(1))
    withdrawn = session.store().loads().filter(pl.col("withdrawn_at").is_not_null())
    assert withdrawn["name"].to_list() == ["panel-1-wrong-unit.csv"]


def test_a_seed_below_nought_is_no_seed(store):
    assert CliRunner().invoke(app, ["demo", "--panel", "--seed", "-1"]).exit_code == 2


def test_the_real_entities_are_counted_as_before_and_the_invented_apart(panel_store):
    known, language = session.known(), Language("en")
    said = sentences.of_everything(known, language)
    assert "Of 46 zones and clusters 24 have a published target, and 11 of those an actual figure" in said[0]
    assert scoreboard.leading(known)["entity"].to_list().index(ZONE) == 24
    assert "211 of the entities known here are invented" in sentences.facts(known, language)[-1]
    assert "211 из известных здесь субъектов вымышлены" in sentences.facts(known, Language("ru"))[-1].replace(
        "\xa0", " "
    )


@pytest.mark.parametrize("code", ["en", "ru"])
def test_the_file_of_an_invented_entity_says_so_and_that_of_a_real_one_does_not(panel_store, code):
    known, language = session.known(), Language(code)
    word = {"en": "Invented for demonstration", "ru": "Вымышлено для показа"}[code]
    assert summary(known, ZONE, language).facts[-1].startswith(word)
    assert summary(known, "INV-R-01", language).facts[-1].startswith(word)
    assert not any(word in fact for fact in summary(known, "RU-CL-ZELENOGRAD", language).facts)


def test_no_real_entity_is_tied_to_an_invented_one_and_its_metrics_stay_the_same(panel_store, bundled, monkeypatch):
    known = session.known()
    ties = known.table("membership")
    assert (ties["member"].str.starts_with(PREFIX) == ties["of"].str.starts_with(PREFIX)).all()
    monkeypatch.setenv("SEZ_DATABASE", bundled)
    before = session.known()
    for name in ("standing", "coverage"):
        real = known.metric(name).filter(~pl.col("entity").str.starts_with(PREFIX))
        assert sorted(map(repr, real.rows())) == sorted(map(repr, before.metric(name).rows()))


def test_the_wrong_unit_is_gone_and_the_lowered_plan_is_in_force(panel_store):
    known = session.known()
    history = known.table("history")
    assert history.filter(pl.col("source") == "INV-REPORT-2022-Q1").n_unique(["entity", "indicator"]) == (
        history.filter(pl.col("source") == "INV-REPORT-2022-Q1").height
    )
    plan = known.table("observation").filter(entity=ZONE, scenario="target", indicator="investment", basis="cumulative")
    assert set(plan.filter(pl.col("period") > "2019")["source"]) == {"INV-PLAN-2019"}
