"""Every page, in every language, over a database that knows one source, and little from it."""

from functools import cache

import pytest

from dashboard.language import languages
from data.snapshot import keep
from data.store import Store
from tests.conftest import batch, entities, observations, sources
from tests.dashboard.ways import PAGES, opened, said

ROWS = "entity | source | period | value | scenario\nZONE | S | 2019 | {} | {}"


@pytest.fixture
def one_source(store, monkeypatch):
    monkeypatch.setenv("SEZ_READ_ONLY", "")
    defined(store)
    return store


def defined(store):
    source = sources("code | publisher | published | kind\nS | Office | 2020 | press")
    keep(store, batch("definitions.csv", entity=entities("ZONE"), source=source))


@pytest.fixture(scope="module")
def known_of(tmp_path_factory):
    """Makes a database that knows one source and one figure of it the product's own; made once for all pages."""

    @cache
    def url(value, scenario):
        address = f"sqlite:///{tmp_path_factory.mktemp('known') / 'sez.db'}"
        defined(Store.open(address))
        if scenario:
            keep(Store.open(address), batch("figures.csv", observation=observations(ROWS.format(value, scenario))))
        return address

    def known(monkeypatch, value="", scenario=""):
        monkeypatch.setenv("SEZ_READ_ONLY", "")
        monkeypatch.delenv("SEZ_SNAPSHOT", raising=False)
        monkeypatch.setenv("SEZ_DATABASE", url(value, scenario))

    return known


@pytest.mark.parametrize("view", PAGES)
@pytest.mark.parametrize(
    ("code", "value", "scenario"),
    [*((code, "", "actual") for code in languages()), ("en", "0", "actual"), ("en", "700", "target")],
)
def test_a_page_stands_on_a_single_figure(known_of, monkeypatch, view, code, value, scenario):
    known_of(monkeypatch, value, scenario)
    page = opened(view, lang=code)
    assert page.title
    assert page.error == []


@pytest.mark.parametrize("view", PAGES)
def test_a_page_stands_on_names_alone(known_of, monkeypatch, view):
    known_of(monkeypatch)
    page = opened(view, lang="en")
    assert page.title
    assert page.error == []


def test_a_figure_that_is_not_reported_is_not_told_as_zero(one_source):
    keep(one_source, batch("figures.csv", observation=observations(ROWS.format("", "actual"))))
    text = said(opened("zone.py", lang="en", entity="ZONE"))
    assert "₽0" not in text
    keep(one_source, batch("later.csv", observation=observations(ROWS.format("0", "actual"))))
    assert "₽0" in said(opened("zone.py", lang="en", entity="ZONE"))
