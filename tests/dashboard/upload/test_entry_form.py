"""One figure entered, corrected and taken back on the Data page, and what changed by it."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session
from data.store import Store
from tests.dashboard.loads.test_by_hand import current
from tests.dashboard.ways import element, opened, press, said


def fill(page: AppTest, **texts: str) -> AppTest:
    labels = {
        "period": "Period: 2017, 2017-Q3, 2017-09 or 2016-09/2019-03",
        "value": "Value; empty means not reported",
        "title": "New source: title",
        "publisher": "New source: publisher",
    }
    for name, text in texts.items():
        element(page, "text_input", labels[name]).set_value(text)
    for label, code in {"Indicator": "investment", "Over which time": "cumulative", "Unit": "RUB"}.items():
        element(page, "selectbox", label).set_value(code)
    return page


def choose(page: AppTest, label: str, code: str) -> AppTest:
    element(page, "selectbox", label).set_value(code)
    return page


@pytest.fixture
def page(known_zone: Store, writable: None) -> AppTest:
    return choose(opened("data.py", lang="en", part="figure"), "Zone, cluster or organisation", "Z")


def what_changed() -> str:
    return said(opened("data.py", lang="en", part="changes"))


def test_a_fault_is_told_in_words_and_nothing_can_be_stored(page):
    press(choose(fill(page, period="Q3 2019", value="1,5"), "Where it was published", "S"), "Check this figure")
    told = said(page)
    assert "value: 1,5 is not a number. What is accepted: a number such as 1234.5" in told
    assert "period: Q3 2019 is not a period" in told
    assert [each for each in page.button if each.label == "Store this figure"] == []


def test_a_figure_without_a_source_is_told(page):
    press(fill(page, period="2019", value="95"), "Check this figure")
    assert "Say where the figure was published" in said(page)


def test_a_correction_shows_what_it_replaces_before_it_is_stored(page):
    press(choose(fill(page, period="2019", value="9 5"), "Where it was published", "S"), "Check this figure")
    told = said(page)
    assert "It would take the place of the current figure" in told
    assert "The current figure: ₽90" in told
    assert current() == [90]
    press(page, "Store this figure")
    assert "is load 3; data version 3" in page.success[0].value.replace("\\", "")
    assert current() == [95]
    assert "revised" in what_changed()
    assert "Store this figure" not in [each.label for each in page.button]


def test_a_figure_in_thousands_is_told_before_it_is_stored(page):
    press(choose(fill(page, period="2019", value="90000"), "Where it was published", "S"), "Check this figure")
    assert "about 1000 times more than 90, which is usual for it: is the unit right?" in said(page)
    assert current() == [90]


def test_a_lesser_source_is_told_to_stand_beside(page):
    choose(fill(page, period="2019", value="70", title="Post", publisher="Somebody"), "New source: kind", "retelling")
    press(page, "Check this figure")
    assert "It would stand beside the current figure" in said(page)
    press(page, "Store this figure")
    assert current() == [90]
    assert "beside the current one" in what_changed()


def test_one_figure_is_taken_back(page):
    press(page, "Take it back")
    assert session.store().version() == 3
    assert current() == []
    assert "taken back" in what_changed()


def test_a_server_that_is_read_only_offers_neither(known_zone, monkeypatch):
    monkeypatch.setenv("SEZ_READ_ONLY", "1")
    page = opened("data.py", lang="en", part="figure")
    assert page.expander == [] or all("figure" not in each.label for each in page.expander)
    assert page.segmented_control[0].options == ["Loads", "What changed", "Quality", "Sources"]


def test_of_very_many_figures_versions_are_compared_only_when_asked(known_zone, writable, monkeypatch):
    from dashboard.trust import change_list

    monkeypatch.setattr(change_list, "_LARGE", 1)
    page = opened("data.py", lang="en", part="changes")
    assert [each for each in page.selectbox if each.label == "From data version …"] == []
    page.toggle[0].set_value(True).run()
    assert element(page, "selectbox", "From data version …").value == 1
