"""What the page of methods holds: every passport, the words of the lists, and only what is sought."""

import polars as pl
import pytest

from dashboard.explained import methods
from dashboard.format import escape_markdown
from dashboard.language import Language, languages
from data import codelist
from metrics.registry import METRICS
from tests.dashboard.ways import opened, said

RU, EN = Language("ru"), Language("en")


def test_every_metric_has_its_passport_on_the_page(bundled_store):
    page = opened("methods.py", lang="en")
    titles = [escape_markdown(methods.title(metric, EN)) for metric in METRICS.values()]
    assert sorted(each.label for each in page.expander) == sorted(titles)
    text = said(page)
    for metric in METRICS.values():
        assert methods.meaning(metric, EN) in text
        assert metric.reference in text


def test_a_search_narrows_metrics_and_words_and_stands_in_the_address(bundled_store):
    page = opened("methods.py", lang="en", q="claw-back")
    assert [each.label for each in page.expander] == ["Support exposed to claw\\-back"]
    assert "1 of them fits the search." in said(page)
    assert page.text_input[0].value == "claw-back"
    page.text_input[0].set_value("  missed ").run()
    assert page.query_params["q"] == "missed"
    assert "How it stands" in [header.value for header in page.header]


def test_in_russian_all_but_the_passports_is_russian(bundled_store, english):
    # Passports are those of the code; a glossary says its words in the other language too.
    page = opened("methods.py", lang="ru")
    kinds = (page.title, page.header, page.caption, page.info, page.warning, page.text_input, page.tabs)
    texts = [str(getattr(each, "label", "") or each.value) for kind in kinds for each in kind]
    ours = [text for text in texts if "Основание" not in text]
    assert sorted(key for key in english if any(key in text for text in ours)) == []


def test_what_nothing_fits_says_so(bundled_store):
    page = opened("methods.py", lang="en", q="<b>nonsense</b>")
    assert len(page.expander) == 0
    assert "0 of them fit the search." in said(page)
    assert "No word of this list fits what is sought." in said(page)


def test_a_search_that_is_too_long_is_none(bundled_store):
    assert len(opened("methods.py", lang="en", q="x" * 101).expander) == len(METRICS)


def test_every_word_of_a_search_must_be_there():
    found = [metric.id for metric in methods.found("share commitments MEETING", EN)]
    assert "commitments_met_share" in found
    assert methods.found("share nonsense", EN) == []


def test_a_passport_is_told_in_its_parts():
    metric = METRICS["attainment"]
    assert methods.meaning(metric, EN).startswith("Actual as a percentage")
    assert "value = 100" in methods.formula(metric)
    assert methods.meaning(metric, EN) not in methods.formula(metric)
    assert methods.unit(metric, EN) == "%" or methods.unit(metric, EN)
    assert methods.better(metric, EN) == "higher is better"
    assert "standing" in methods.used_by("attainment")
    assert methods.used_by("nobody_uses_this") == ()


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("name", methods.GLOSSARY)
def test_a_glossary_holds_every_code_of_its_list_with_a_title(name, code):
    table = methods.glossary(name, "", Language(code))
    assert [row["code"].text for row in table.rows] == list(codelist.ids(name))
    assert all(row["title"].text for row in table.rows)


def test_a_word_is_found_in_any_language():
    assert [row["code"].text for row in methods.glossary("standing", "missed", RU).rows] == ["missed"]
    assert "investment" in [row["code"].text for row in methods.indicators("инвестиции", EN).rows]


def test_without_a_list_of_methodologies_it_is_said_that_there_is_none(monkeypatch):
    monkeypatch.setattr(methods, "METHODOLOGY", "no_such_list")
    table = methods.methodologies("", EN)
    assert table.rows == ()
    assert table.empty == "No methodology is in the lists yet."


def test_a_methodology_that_nobody_verified_says_so(monkeypatch):
    listed = pl.DataFrame({"id": ["a", "b"], "title_en": ["A", "B"], "edition": ["2016", None]}).with_columns(
        verified=pl.Series([None, "true"], dtype=pl.String)
    )
    monkeypatch.setattr(codelist, "codes", lambda name: listed)
    monkeypatch.setattr(codelist, "titles", lambda name, language: {"a": "A", "b": "B"})
    first, second = methods.methodologies("", EN).rows
    assert first["edition"].text == "2016"
    assert first["verified"].text.startswith("not verified")
    assert second["verified"].text == "verified"


def test_the_methodologies_there_are_say_edition_parts_and_whether_they_were_verified():
    for row in methods.methodologies("", EN).rows:
        assert row["edition"].text
        assert row["verified"].text
        assert row["source"].text
    assert "Residents against plan" in methods.methodologies("643", EN).rows[0]["parts"].text
