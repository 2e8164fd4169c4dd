"""The bar above every page: what it says stands in the address, is kept, and says what it hides."""

import pytest

from dashboard import session, table, whom
from dashboard.language import Language
from dashboard.registers import obligations
from dashboard.reports.words import Words
from tests.dashboard.ways import PAGES, opened, said

BOXES = ["Language", "Entity", "From the year", "To the year", "Amounts in", "Prices of", "Scenario"]


def box(page, label):
    (found,) = [each for each in page.selectbox if each.label == label]
    return found


def frames(page) -> str:
    return "\n".join(frame.value.to_csv() for frame in page.dataframe)


@pytest.mark.parametrize("view", PAGES)
def test_it_is_the_same_on_every_page(bundled_store, view):
    page = opened(view, lang="en")
    assert [each.label for each in page.selectbox][: len(BOXES)] == BOXES
    assert page.date_input[0].label == "As known on"


def test_an_entity_that_was_chosen_is_shown_by_the_next_page(bundled_store):
    page = opened("zone.py", lang="en", entity="RU-SEZ-ALABUGA")
    assert page.query_params["entity"] == "RU-SEZ-ALABUGA"
    page.switch_page("views/metric.py").run()
    assert box(page, "Entity").value == "RU-SEZ-ALABUGA"
    assert page.query_params["entity"] == "RU-SEZ-ALABUGA"
    page.switch_page("views/methods.py").run()
    assert "entity" not in page.query_params
    page.switch_page("views/summaries.py").run()
    assert box(page, "Entity").value == "RU-SEZ-ALABUGA"


def test_a_choice_goes_into_the_address(bundled_store):
    page = opened("metric.py", lang="en")
    box(page, "Entity").set_value("RU-CL-MIC").run()
    assert page.query_params["entity"] == "RU-CL-MIC"
    box(page, "Scenario").set_value("target").run()
    assert page.query_params["scenario"] == "target"
    box(page, "From the year").set_value(2015).run()
    last = box(page, "To the year").value
    assert page.query_params["period"] == f"2015-{last}"
    box(page, "To the year").set_value(2010).run()
    assert page.query_params["period"] == "2010-2010"
    box(page, "Entity").set_value("").run()
    assert "entity" not in page.query_params


def test_of_whom_a_page_cannot_speak_is_said_and_stays_chosen(panel_store):
    page = opened("residents.py", lang="en", entity="FR-POLE-EUROBIOMED")
    assert "This page has nothing of Eurobiomed" in said(page)
    page.switch_page("views/zone.py").run()
    assert "Eurobiomed" in page.title[0].value


def test_the_years_hide_figures_and_say_how_many(bundled_store):
    page = opened("compare.py", lang="en", entities="RU-SEZ-TECHNOPOLIS-MOSCOW,RU-SEZ-SPB", period="1995-1996")
    text = said(page)
    assert "The filter (years 1995–1996) hides" in text
    assert "Nothing here fits the filter (years 1995–1996)" in text


def test_the_kind_of_figure_leaves_the_actual_ones(bundled_store):
    whole = frames(opened("metric.py", lang="en", name="pairing", entity="RU-SEZ-TECHNOPOLIS-MOSCOW"))
    page = opened("compare.py", lang="en", entities="RU-SEZ-TECHNOPOLIS-MOSCOW,RU-SEZ-SPB", scenario="forecast")
    assert "Actual" in frames(page)
    assert "Target" not in page.dataframe[-1].value["Scenario"].to_list()
    assert "hides" in said(page)
    assert whole


def test_a_verdict_is_not_computed_anew(bundled_store):
    def attainments(**more: str) -> set[str]:
        page = opened("metric.py", lang="en", name="attainment", entity="FR-POLE-EUROBIOMED", **more)
        return {*page.dataframe[0].value["Value"]}

    # The actual figure of 2022 is hidden with its year; the percentage of the plan is what it was.
    assert attainments(period="2022-2022") <= attainments()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("period", "2019"),
        ("period", "2020-2015"),
        ("period", "<b>-2015"),
        ("period", "٢٠١٥-2016"),
        ("scenario", "nonsense"),
        ("currency", "XXX"),
        ("prices", "1066"),
        ("as_of", "2019-13-01"),
        ("entity", "NOWHERE"),
    ],
)
def test_what_there_is_not_falls_back_with_a_notice(bundled_store, name, value):
    page = (
        opened("zone.py", lang="en", entity=value)
        if name == "entity"
        else opened("overview.py", **{name: value}, lang="en")
    )
    assert f"something unknown under “{name}”" in said(page)
    assert page.query_params.get(name) is None


def test_a_link_to_an_explanation_keeps_what_the_bar_says(bundled_store, monkeypatch):
    leading: list[str] = []
    monkeypatch.setattr(table, "_by_keyboard", lambda _key, _texts, explained, _pages: leading.extend(explained))
    opened("metric.py", lang="en", name="standing", entity="RU-CL-ZELENOGRAD", as_of="2024-01-01", period="2010-2030")
    (address, *_) = leading
    assert address.startswith("explain?lang=en&period=2010-2030&as_of=2024-01-01&name=standing&entity=RU-CL-ZELENOGRAD")


def test_over_an_empty_database_there_is_nobody_to_choose(store):
    assert box(opened("zone.py", lang="en"), "Entity").options == ["all"]


def test_a_list_of_very_many_leaves_residents_and_projects_out_but_for_the_one_asked_for(panel_store, monkeypatch):
    monkeypatch.setattr(whom, "_MANY", 10)
    page = opened("zone.py", lang="en", entity="INV-ZONE")
    listed = box(page, "Entity").options
    asked = next(code for code in obligations.residents(session.known(), "INV-ZONE"))
    name = Words(session.known(), Language("en")).entity(asked)
    assert name not in listed
    page = opened("zone.py", lang="en", entity=asked)
    assert box(page, "Entity").value == asked
    assert set(box(page, "Entity").options) == {*listed, name}
