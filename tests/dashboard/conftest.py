"""Stores and sessions that several tests of pages begin with."""

import pytest

from data.snapshot import keep
from data.store import Store
from tests.conftest import batch, entities, observations, sources

ROWS = """
    entity | source | scenario | period | value
    Z      | S      | actual   | 2019   | 90
    Z      | S      | target   | 2019   | 120
"""


@pytest.fixture
def writable(monkeypatch):
    monkeypatch.setenv("SEZ_READ_ONLY", "")


@pytest.fixture
def known_zone(store: Store) -> Store:
    published = "code | publisher | published | kind\nS | Paper | 2020-06 | press\nT | Ministry | 2021 | government"
    keep(store, batch("d.csv", entity=entities("Z", "Y"), source=sources(published)))
    keep(store, batch("o.csv", observation=observations(ROWS)))
    return store
