"""Zones side by side: on one series where they have it, with what differs in words, on one scale."""

import polars as pl
import pytest

from dashboard import session
from dashboard.charts.trajectory import trajectory
from dashboard.compared import differences, side_by_side
from dashboard.compared import series as compare
from dashboard.language import Language
from dashboard.reports.model import Cell
from dashboard.reports.words import Words
from data.snapshot import keep
from tests.conftest import batch, entities, observations, sources
from tests.dashboard.ways import opened, said

EN = Language("en")
HEADING = "entity | source | period | value | scenario | scope | basis | unit\n"


@pytest.fixture
def told(store):
    """Keeps figures of the zones A to D, whose source is S."""

    def add(text: str) -> session.Known:
        listed = sources("code | publisher | published | kind\nS | P | 2020 | press")
        keep(store, batch("e.csv", entity=entities("A", "B", "C", "D"), source=listed))
        keep(store, batch("o.csv", observation=observations(HEADING + text)))
        return session.known()

    return add


def test_the_series_that_most_have_is_the_measure_and_the_others_say_what_differs(told):
    known = told("""A | S | 2019 | 5 | actual | residents | cumulative | RUB
        B | S | 2019 | 6 | actual | residents | cumulative | RUB
        B | S | 2018 | 6 | actual | all | period | USD
        C | S | 2019 | 7 | actual | all | period | USD""")
    shown = compare.chosen(known, ["A", "B", "C", "D"], "investment")
    assert shown["B"] is not None
    assert shown["B"]["unit"] == "RUB"
    assert shown["D"] is None
    said_of = differences.differences(Words(known, EN), shown)
    assert said_of == [
        "C counts others: “As a whole”, not “Residents”.",
        "C counts over another time: “In the period”, not “Cumulative”.",
        "C is told in another unit, so its chart has a scale of its own: US dollars, not Russian roubles.",
        "D: no figure of this indicator is published.",
    ]


def test_what_is_counted_alike_says_so(told):
    known = told("""A | S | 2019 | 5 | actual | residents | cumulative | RUB
        B | S | 2025 | 6 | target | residents | cumulative | RUB""")
    words = Words(known, EN)
    shown = compare.chosen(known, ["A", "B"], "investment")
    (sentence,) = differences.differences(words, shown)
    assert sentence.startswith("All are counted alike: Residents · Cumulative · since the beginning")
    content = side_by_side.table(words, shown, compare.latest(known, "investment", shown))
    assert [row["value"].text for row in content.rows] == ["₽5", "none published", "not reported", "₽6"]
    assert side_by_side.said_of_all(content) == ("scope", "basis", "since", "unit")
    assert [row.get("figure", Cell("")).text[-6:] for row in content.rows] == ["actual", "", "", "target"]


def test_cumulative_sums_from_other_beginnings_are_not_the_same(told):
    known = told("""A | S | 2019 | 5 | actual | residents | cumulative | RUB
        B | S | 2016-01/2019-12 | 6 | actual | residents | cumulative | RUB""")
    (sentence,) = differences.differences(Words(known, EN), compare.chosen(known, ["A", "B"], "investment"))
    assert "counts from another beginning" in sentence


def test_periods_of_different_length_are_told(told):
    known = told("""A | S | 2019 | 5 | actual | residents | period | RUB
        B | S | 2019-Q3 | 6 | actual | residents | period | RUB""")
    *_, sentence = differences.differences(Words(known, EN), compare.chosen(known, ["A", "B"], "investment"))
    assert sentence.startswith("Not all periods are of one length")


def test_charts_beside_one_another_share_both_axes(told):
    known = told("""A | S | 2010 | 5 | actual | residents | cumulative | RUB
        B | S | 2019 | 6000000000 | actual | residents | cumulative | RUB""")
    shown = compare.chosen(known, ["A", "B"], "investment")
    frames = [compare.rows_of(known, code, "investment", series) for code, series in shown.items() if series]
    both = pl.concat(frames)
    one, other = (trajectory(rows, rows.clear(), EN, "", both).figure for rows in frames)
    assert one.layout.yaxis.range == other.layout.yaxis.range
    assert one.layout.xaxis.range == other.layout.xaxis.range
    assert one.layout.title.text == other.layout.title.text


def test_the_choice_is_kept_by_codes_in_the_address(bundled_store):
    page = opened("compare.py", lang="en", entities="RU-CL-MIC,FR-POLE-MINALOGIC")
    assert page.multiselect[0].value == ["RU-CL-MIC", "FR-POLE-MINALOGIC"]
    page.multiselect[0].set_value(["RU-CL-MIC", "FR-POLE-OPTITEC", "FR-POLE-MINALOGIC"]).run()
    assert page.query_params["entities"] == "RU-CL-MIC,FR-POLE-OPTITEC,FR-POLE-MINALOGIC"
    page.multiselect[0].set_value([]).run()
    assert "Choose two to four" in said(page)


@pytest.mark.parametrize("odd", ["NOWHERE,RU-CL-MIC", "RU-CL-MIC,RU-CL-MIC", "A,B,C,D,E", "<b>"])
def test_an_odd_choice_in_the_address_falls_back_with_a_notice(bundled_store, odd):
    page = opened("compare.py", lang="en", entities=odd)
    assert "something unknown under “entities”" in said(page)
    assert len(page.multiselect[0].value) == compare.LEAST


def test_an_invented_zone_beside_a_real_one_says_so(panel_store):
    text = said(opened("compare.py", lang="en", entities="INV-ZONE,RU-SEZ-ALABUGA", indicator="investment"))
    assert "it is no measure for a real one" in text


def test_the_usual_choice_is_of_real_ones_that_can_be_compared(panel_store):
    known = session.known()
    chosen, indicator = compare.usual(known, compare.told(known))
    assert len(chosen) == compare.LEAST
    assert not any(code.startswith("INV-") for code in chosen)
    assert all(compare.chosen(known, chosen, indicator).values())


def test_it_says_that_the_latest_figures_are_of_other_times_and_other_sources(told):
    known = told("""A | S | 2019 | 5 | actual | residents | cumulative | RUB
        B | S | 2020 | 6 | actual | residents | cumulative | RUB
        C | S | 2021 | 6 | target | residents | cumulative | RUB""")
    shown = compare.chosen(known, ["A", "B", "C"], "investment")
    latest = compare.latest(known, "investment", shown)
    assert differences.of_latest(Words(known, EN), latest) == [
        "The latest actual figures are not of one time: A — to the end of 2019; B — to the end of 2020."
    ]
    latest["B"]["actual"]["source_kind"] = "government"
    assert differences.of_latest(Words(known, EN), latest)[1:] == [
        "They come from different kinds of source: A — Press; B — Government."
    ]
    assert differences.of_latest(Words(known, EN), {}) == []
