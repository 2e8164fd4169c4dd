"""Is a figure explained down to what it was read from, with the numbers in its formula?"""

import pytest

from dashboard import session
from dashboard.commands.metric_graph import drawn
from dashboard.explained.formula import formula
from dashboard.explained.tree import found
from data.snapshot import keep
from metrics.registry import METRICS
from tests.conftest import batch, entities, observations, sources
from tests.dashboard.ways import opened, said

ROWS = """
    entity | source | scenario | period | value
    ZONE   | PAPER  | target   | 2018   | 200
    ZONE   | PAPER  | actual   | 2018   | 150
"""
KEY = {"entity": "ZONE", "indicator": "investment", "scope": "residents", "basis": "cumulative", "unit": "RUB"}


@pytest.fixture
def known(store):
    keep(store, batch("d.csv", entity=entities("ZONE"), source=sources("code | published\nPAPER | 2019")))
    keep(store, batch("o.csv", observation=observations(ROWS)))
    return session.known()


def test_a_formula_that_does_not_give_the_value_is_not_shown():
    assert formula("value = actual / target.", {"value": 9.0, "actual": 1.0, "target": 2.0}) == ""
    assert formula("value = actual / target.", {"value": 9.0, "actual": 1.0, "target": 0.0}) == ""
    assert formula("value = actual / target.", {"value": None, "actual": 1.0, "target": 0.0}) == ""
    assert formula("value = the sum.", {"value": 1.0, "lower": 1.0}) == ""


def test_of_several_formulas_the_one_that_holds_is_shown():
    doc = "One.\n\nvalue = 100 × actual / target; where lower is better 100 × target /\nactual. Null where none."
    assert formula(doc, {"value": 75.0, "actual": 150.0, "target": 200.0}) == "75 = 100 × 150 / 200"
    assert formula(doc, {"value": 400.0, "actual": 50.0, "target": 200.0}) == "400 = 100 × 200 / 50"


def test_a_figure_goes_down_through_the_metrics_to_its_rows(known):
    (part,) = found(known, "standing", {**KEY, "period": "2018"})
    attainment = next(each for each in part.inputs if each.metric == "attainment")
    assert formula(attainment.doc, attainment.result) == "75 = 100 × 150 / 200"
    (pairing,) = attainment.inputs
    assert pairing.rows["source_row"].sort().to_list() == ["row 2", "row 3"]


@pytest.mark.parametrize("form", ["text", "dot", "mermaid"])
def test_the_graph_draws_every_metric_with_what_it_uses(form):
    text = drawn(form)
    assert all(name in text for name in METRICS)
    edge = {"text": "    attainment", "dot": '"pairing" -> "attainment"', "mermaid": "pairing --> attainment"}[form]
    assert edge in text


def test_the_page_shows_formula_inputs_and_rows(bundled_store):
    figure = "members~members~stock~COUNT~2022"
    page = opened("explain.py", lang="en", name="attainment", entity="FR-POLE-EUROBIOMED", figure=figure)
    assert page.error == []
    text = said(page)
    assert "Target attainment: 85.2%" in text
    assert "= 100 × Actual / Target" in text
    assert "85.2 = 100 × 426 / 500" in text
    assert "row " in text
