"""Does every metric over figures end in rows of files, also where it speaks of members, of years or of quotients?"""

import random

import pytest

from dashboard import session
from dashboard.explained.explain import explain
from dashboard.explained.tree import Node, node
from metrics.registry import METRICS

#: What is made of memberships alone, or of all figures of an entity together, has no rows of its own to end in.
_OF_NO_FIGURE = {"members_change", "data_quality"}


def rows_below(part: Node) -> int:
    return part.rows.height + part.moves.height + sum(rows_below(each) for each in part.inputs)


@pytest.mark.parametrize("name", [name for name in METRICS if name not in _OF_NO_FIGURE])
def test_five_figures_of_each_metric_end_in_the_rows_they_were_read_from(panel_store, name):
    known = session.known()
    found = known.metric(name)
    for index in random.Random(5).sample(range(found.height), min(5, found.height)):
        assert rows_below(node(known, name, found.row(index, named=True))) > 0


def test_a_quotient_shows_both_its_parts(panel_store):
    text = explain(session.known(), "leverage", "INV-ZONE", "investment", "2020", basis="cumulative")
    assert "INV-ZONE actual 2020" in text
    assert text.count("file panel-1-observations.csv") >= 2


def test_a_figure_of_the_pipeline_names_the_moves_and_their_rows(panel_store):
    known = session.known()
    row = known.metric("slippage").row(0, named=True)
    text = explain(known, "slippage", row["entity"], row["indicator"], row["period"])
    assert f"stage: {row['entity']} application, entered 20" in text
    assert "file panel-1-stages.csv" in text


def test_a_year_to_date_shows_the_figures_it_was_made_of(panel_store):
    known = session.known()
    rows = known.metric("year_to_date").filter(how="summed", entity="INV-R-01", indicator="investment")
    row = rows.filter(rows["period"].str.ends_with("Q4")).row(0, named=True)
    part = node(known, "year_to_date", row)
    assert part.rows.filter("is_current").height == 4
    assert part.rows.filter("is_current")["value"].sum() == pytest.approx(row["value"])
