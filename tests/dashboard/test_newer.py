"""Does an open page show what was loaded after it was drawn, and is it computed once for everybody?"""

import threading

import polars as pl
from playwright.sync_api import expect

from dashboard import session
from data.snapshot import keep
from tests.conftest import batch, entities, observations, sources
from tests.dashboard.ways import browsed, sez_after

ROWS = "entity | source | period | value | scenario\nZ | S | 2019 | {} | actual\nZ | S | 2019 | 700 | target"
#: The product, which asks the database more often than every ten seconds.
OFTEN = sez_after("from dashboard import newer; newer.EVERY = 2")


def load(store, value: int) -> None:
    keep(store, batch(f"{value}.csv", observation=observations(ROWS.format(value))))


def defined(store) -> None:
    source = sources("code | publisher | published | kind\nS | P | 2020 | press")
    keep(store, batch("d.csv", entity=entities("Z"), source=source))


def test_an_open_page_shows_a_load_without_being_asked(store):
    defined(store)
    load(store, 111)
    with browsed(OFTEN) as page:
        page.goto(f"{page.url.rstrip('/')}/zone?lang=en&entity=Z")
        expect(page.get_by_text("111").first).to_be_visible()
        load(store, 222)
        expect(page.get_by_text("222").first).to_be_visible()


def test_a_page_with_forms_only_says_that_there_is_more(store):
    defined(store)
    with browsed(OFTEN) as page:
        page.goto(f"{page.url.rstrip('/')}/data?lang=en")
        expect(page.get_by_role("heading").first).to_be_visible()
        load(store, 222)
        expect(page.get_by_text("There are newer figures: data version 2.")).to_be_visible()
        page.get_by_role("button", name="Show them").click()
        expect(page.get_by_text("There are newer figures")).to_have_count(0)


def test_a_new_version_is_computed_once_however_many_ask_at_once(store, monkeypatch):
    defined(store)
    load(store, 111)
    computed: list[str] = []
    compute = session.Known._compute

    def counted(self, name: str) -> pl.DataFrame:
        computed.append(name)
        return compute(self, name)

    monkeypatch.setattr(session.Known, "_compute", counted)
    threads = [threading.Thread(target=lambda: session.known().metric("standing")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert computed.count("standing") == 1
    assert len(computed) == len(set(computed))
