"""Every page, in every language, over the bundled figures and over nothing."""

import re
from pathlib import Path

import polars as pl
import pytest

from dashboard import session
from dashboard.cards import lines
from dashboard.language import Language, languages
from dashboard.page import VIEWS
from dashboard.reports.summary import summary
from tests.conftest import batch, entities, observations, sources
from tests.dashboard.ways import HOSTILE, PAGES, opened, reached, said


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("view", PAGES)
def test_a_page_shows_the_bundled_figures_to_who_comes_from_the_overview(bundled_store, writable, view, code):
    page = reached(view, lang=code)
    assert page.title
    assert page.error == []


@pytest.mark.parametrize("view", PAGES)
def test_a_page_with_the_invented_panel_says_that_it_is_invented(panel_store, writable, view):
    page = opened(view, lang="en", entity="INV-ZONE") if view == "zone.py" else opened(view, lang="en")
    assert page.title
    assert page.error == []
    assert "nvented for demonstration" in said(page)


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("view", PAGES)
def test_a_page_over_an_empty_database_says_so(empty_store, writable, view, code):
    page = opened(view, lang=code)
    assert page.title
    assert page.error == []
    if view in ("overview.py", "zone.py"):
        nothing = "Nothing has been loaded yet" if code == "en" else "Пока ничего не загружено"
        assert nothing in said(page)


# The page of methods shows the passports as the code has them; `test_methods.py` looks at the rest of it.
@pytest.mark.parametrize("view", [view for view in PAGES if view != "methods.py"])
def test_a_page_in_russian_shows_no_english_sentence_of_ours(bundled_store, writable, english, view):
    text = said(opened(view, lang="ru"))
    assert sorted(key for key in english if key in text) == []


def test_zelenograd_is_not_assessable_with_its_reason(bundled_store):
    text = said(opened("zone.py", lang="ru", entity="RU-CL-ZELENOGRAD"))
    assert "153\u00a0млрд\u00a0₽" in text
    assert "Оценка невозможна" in text
    assert "Фактическое значение для этого плана не опубликовано" in text
    assert "Технополис Москва" in text  # the enlarged zone, in words
    assert "ОЭЗ «Зеленоград»" in text  # the zone of the same town
    assert "0\u00a0%" not in text


def test_the_overview_counts_targets_and_actuals(bundled_store):
    text = said(opened("overview.py", lang="en"))
    assert "Of 46 zones and clusters 24 have a published target, and 11 of those an actual figure" in text


def test_an_unknown_value_in_the_address_falls_back_with_a_notice(bundled_store):
    page = opened("zone.py", lang="en", entity="NOWHERE")
    assert "something unknown under “entity”" in said(page)
    assert "something unknown under “lang”" not in said(page)
    assert "неизвестное" in said(opened("overview.py", lang="xx")).lower()


def test_as_known_on_a_day_later_figures_are_not_shown(bundled_store):
    # Moved by the address alone: what was published after the day is unknown, undated figures came with their load.
    text = said(opened("zone.py", lang="en", entity="RU-SEZ-TECHNOPOLIS-MOSCOW", as_of="2019-12-31"))
    assert "18.5" in text
    assert "₽37.5" not in text
    assert "without a publication date are not counted" in text


def test_the_page_and_the_file_say_the_same(bundled_store):
    known = session.known()
    language = Language("en")
    content = summary(known, None, language)
    text = said(opened("overview.py", lang="en", rows="all"))
    table = content.section("overview").table
    assert table is not None
    assert len(table.rows) == 24
    for row in table.rows:
        for name in ("entity", "actual_period", "target", "target_period", "attainment", "standing"):
            assert row[name].text in text
        if row["actual_period"].text:
            assert f"**{row['actual'].text}**" in text


def test_a_read_only_dashboard_offers_nothing_to_change(bundled_store, monkeypatch):
    monkeypatch.setenv("SEZ_READ_ONLY", "1")
    page = opened("data.py", lang="en")
    assert not page.file_uploader
    assert not page.text_input
    assert "Read only" in said(page)


def test_a_name_from_data_is_shown_letter_by_letter(store):
    from data.snapshot import keep

    zones = entities("Z").with_columns(name_en=pl.lit(HOSTILE), name_ru=pl.lit(HOSTILE))
    keep(
        store, batch("d.csv", entity=zones, source=sources("code | publisher | published | kind\nS | P | 2020 | press"))
    )
    rows = "entity | source | period | value | scenario\nZ | S | 2019 | 5 | actual\nZ | S | 2019 | 7 | target"
    keep(store, batch("o.csv", observation=observations(rows)))
    page = opened("zone.py", lang="en")
    assert HOSTILE in re.sub(r"\\(.)", r"\1", page.title[0].value)
    signs = re.findall(r"(.)([<\[(:$`*=])", page.title[0].value)
    assert signs
    assert {before for before, _ in signs} == {"\\"}


def test_a_fault_of_one_panel_is_told_there_with_a_number(bundled_store, monkeypatch, caplog):

    def broken(*_):
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(lines, "card", broken)
    page = opened("overview.py", lang="en")
    (error,) = page.error
    number = error.value.split("number ")[1][:8]
    assert number in caplog.text
    assert "a bug" not in said(page)
    assert "How far each has come" in said(page)


def test_no_page_hands_data_to_raw_html():
    for path in VIEWS.parent.rglob("*.py"):
        text = Path(path).read_text(encoding="utf-8")
        assert "unsafe_allow_html" not in text
        assert text.count("st.html(") <= (1 if path.name in ("app.py", "present.py") else 0)


def test_a_contradiction_shows_both_figures_as_published(bundled_store):
    (frame, *_) = opened("zone.py", lang="en", entity="RU-CL-MIC", part="trust").dataframe
    assert frame.value["One figure"].unique().tolist() == ["≈\u00a09,000"]
    assert frame.value["The other figure"].unique().tolist() == [">\u00a07,000"]
