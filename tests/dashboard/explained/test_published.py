"""Is a figure explained as it was published: who told it, which one counts and why, what counted before?"""

import polars as pl
import pytest

from dashboard import session
from dashboard.explained.explain import explain
from dashboard.explained.published import key_of, published
from dashboard.explained.uses import uses
from data.errors import UserError
from data.snapshot import keep
from tests.conftest import batch, entities, observations, sources
from tests.dashboard.ways import opened, said

SOURCES = """
    code    | publisher | published  | kind
    PAPER   | Paper     | 2019-03-01 | press
    PAPER-2 | Paper     | 2019-06-01 | press
    PAPER-0 | Paper     |            | press
    OFFICE  | Ministry  | 2020-02-01 | government
    WORSE   | Ministry2 | 2021-02-01 | government
    EMPTY   | Ministry3 | 2022-02-01 | government
"""
ROWS = """
    entity | source  | scenario | period | value | status
    ZONE   | PAPER   | actual   | 2018   | 140   | A
    ZONE   | PAPER-2 | actual   | 2018   | 145   | A
    ZONE   | PAPER-0 | actual   | 2018   | 130   | A
    ZONE   | OFFICE  | actual   | 2018   | 150   | A
    ZONE   | WORSE   | actual   | 2018   | 160   | P
    ZONE   | EMPTY   | actual   | 2018   |       | A
    ZONE   | PAPER   | target   | 2018   | 200   | A
"""
CODE = "investment~residents~cumulative~RUB~2018~actual"
KEY = key_of("ZONE", CODE)


@pytest.fixture
def known(store):
    keep(store, batch("d.csv", entity=entities("ZONE"), source=sources(SOURCES)))
    keep(store, batch("o.csv", observation=observations(ROWS)))
    return session.known()


@pytest.mark.parametrize(
    "code", ["", "~~~~~", "investment", "investment~residents~cumulative~RUB~2019~actual", "x~" * 20]
)
def test_what_nobody_told_is_no_figure(known, code):
    assert published(known, key_of("ZONE", code)) is None
    assert published(known, key_of("NOBODY", code)) is None


def test_the_one_that_counts_comes_first_and_each_other_one_says_why_not(known):
    figure = published(known, KEY)
    assert dict(figure.rows.select("source", "lost").iter_rows()) == {
        "OFFICE": None,
        "PAPER": "revised",
        "PAPER-0": "undated",
        "PAPER-2": "kind",
        "WORSE": "status",
        "EMPTY": "no_value",
    }
    assert figure.row["source"] == "OFFICE"


def test_of_every_contested_figure_the_others_have_a_reason(panel_store):
    known = session.known()
    contested = known.table("history").filter("is_contested").select(list(KEY)).unique(maintain_order=True).head(60)
    for key in contested.iter_rows(named=True):
        rows = published(known, key).rows
        assert rows["lost"].null_count() == 1
        assert rows.filter("is_current")["lost"].null_count() == 1


def test_what_counted_before_is_told_day_by_day(known):
    told = published(known, KEY).known.select(pl.col("from_day").cast(pl.String), "source").rows()
    assert told == [("2019-03-01", "PAPER"), ("2019-06-01", "PAPER-2"), ("2020-02-01", "OFFICE")]


def test_it_leads_to_what_is_computed_from_it(known):
    found = uses(known, published(known, KEY).row)
    assert {"pairing", "attainment", "standing", "variance"} <= set(found["metric"])
    (share,) = found.filter(metric="attainment")["value"]
    assert share == 75
    target = uses(known, published(known, {**KEY, "scenario": "target"}).row)
    assert "growth" not in set(target["metric"])
    assert "attainment" in set(target["metric"])


def test_the_command_says_the_same(known):
    text = explain(known, "observation", "ZONE", "investment", "2018", scenario="actual")
    assert "row (wins): ZONE actual 2018 = 150 RUB" in text
    assert "another one counts: the same publisher told it anew, later" in text
    assert "from 2019-06-01: = 145 (PAPER-2)" in text
    assert "attainment" in text.splitlines()[-1]


def test_the_command_names_the_figures_there_are(known):
    with pytest.raises(UserError, match="--scenario target --period 2018"):
        explain(known, "observation", "ZONE", "investment", "2017")
    with pytest.raises(UserError, match="name one with --scenario"):
        explain(known, "observation", "ZONE", "investment", "2018")


def test_a_figure_that_is_not_known_is_not_replaced_by_another_one(known):
    page = opened("explain.py", lang="en", name="observation", entity="ZONE", figure=CODE.replace("2018", "2017"))
    assert page.error == []
    assert "is not known here" in said(page)
    assert "150" not in said(page)
    (box,) = [each for each in page.selectbox if each.label == "Figure"]
    box.set_value(CODE).run()
    assert "Who told it" in said(page)


def test_the_page_shows_who_told_it_why_it_counts_and_where_it_leads(known):
    page = opened("explain.py", lang="en", name="observation", entity="ZONE", figure=CODE)
    text = said(page)
    assert "Investment: ₽150" in text
    assert "o.csv (load 2) · row 5" in text
    assert "the source of the other one is nearer to the origin" in text
    (toggle,) = page.toggle
    toggle.set_value(True).run()
    assert "Target attainment" in said(page)


def test_the_page_shows_the_moves_of_a_project(panel_store):
    page = opened("explain.py", lang="en", name="slippage")
    assert page.error == []
    assert "panel-1-stages.csv" in said(page)
