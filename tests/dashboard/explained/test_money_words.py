"""Does a page that tells amounts in another currency say so, and by which rate?"""

import pytest

from dashboard import session
from dashboard.explained import money_words
from dashboard.language import Language
from dashboard.reports.sentences import facts, file_stem
from tests.dashboard.ways import opened, said

ENGLISH = Language("en")


def row(**said):
    usual = dict.fromkeys(("own_value", "own_unit", "rate", "rate_pivot", "rate_source", "rate_other_source", "reason"))
    return {**usual, "price_index": None, **said}


def test_a_figure_as_published_says_nothing():
    assert money_words.of_figure({"value": 1}, ENGLISH) == ""
    assert money_words.of_figure(row(own_value=5.0, own_unit="USD", price_index=1.0), ENGLISH) == ""


def test_a_figure_without_a_rate_says_what_was_published():
    assert "published: " in money_words.of_figure(row(own_value=153e9, own_unit="RUB", reason="no_rate"), ENGLISH)


def test_a_converted_figure_says_rate_months_third_currency_and_source():
    told = {"rate": 0.0164, "rate_how": "end", "rate_start": 24203, "rate_end": 24203, "rate_pivot": "EUR"}
    text = money_words.of_figure(row(own_value=5.0, own_unit="RUB", rate_source="BANK", **told), ENGLISH)
    assert "rate at the end 0.0164 (December 2016), through EUR, BANK" in text


def test_the_file_name_and_the_facts_say_the_money(bundled_store):
    known = session.known(currency="USD", prices=2015)
    assert file_stem(known, None, ENGLISH) == f"sez-summary-v{known.version}-usd-prices-2015-en"
    text = "\n".join(facts(known, ENGLISH))
    assert "Amounts in US dollars" in text
    assert "prices of 2015" in text
    assert "not carried on" in text


def test_the_page_tells_amounts_in_the_currency_of_its_address_and_keeps_it_in_its_links(bundled_store):
    page = opened("zone.py", lang="en", entity="RU-SEZ-TECHNOPOLIS-MOSCOW", currency="USD")
    text = said(page)
    assert page.error == []
    assert "Amounts in US dollars" in text
    assert "rate when published" in text


@pytest.mark.parametrize(("name", "value"), [("currency", "JOB"), ("prices", "1913")])
def test_an_unknown_currency_or_year_in_the_address_falls_back_with_a_notice(bundled_store, name, value):
    page = opened("overview.py", lang="en", **{name: value})
    assert any("something unknown" in warning.value for warning in page.warning)
    assert "Amounts in US" not in said(page)
