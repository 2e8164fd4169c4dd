"""Stores and sessions that several tests of pages begin with."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from dashboard import language, session
from data.snapshot import keep
from data.store import Store
from tests.conftest import batch, entities, observations, sources
from tests.dashboard.ways import chrome, served

ROWS = """
    entity | source | scenario | period | value
    Z      | S      | actual   | 2019   | 90
    Z      | S      | target   | 2019   | 120
"""


@pytest.fixture(scope="session", autouse=True)
def many_known() -> Iterator[None]:
    """More databases stay known than one process of the product serves: what is computed of the bundled figures is not
    computed again because tests between had databases of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "_KEPT", 40)
        yield


@pytest.fixture(scope="session")
def sentences() -> frozenset[language.Key]:
    """Every sentence that the code may show, read from it once."""
    return frozenset(language.keys())


@pytest.fixture(scope="session")
def english(sentences: frozenset[language.Key]) -> frozenset[str]:
    """The English sentences of several words without a place for anything."""
    return frozenset(key for key in sentences if isinstance(key, str) and " " in key and "{" not in key)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of all tests of a module."""
    with chrome() as opened:
        yield opened


@pytest.fixture(scope="module")
def bundled_port(bundled: str) -> Iterator[int]:
    """Where the bundled figures are served to all tests of a module, which may only look."""
    with served(SEZ_DATABASE=bundled) as port:
        yield port


@pytest.fixture(scope="session")
def nothing_known(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an empty database; a test must not write to it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('nothing') / 'sez.db'}"
    Store.open(url)
    return url


@pytest.fixture
def empty_store(nothing_known: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty database as the product's own, one for all that only look."""
    monkeypatch.setenv("SEZ_DATABASE", nothing_known)
    monkeypatch.delenv("SEZ_SNAPSHOT", raising=False)


@pytest.fixture
def writable(monkeypatch):
    monkeypatch.setenv("SEZ_READ_ONLY", "")


@pytest.fixture
def known_zone(store: Store) -> Store:
    published = "code | publisher | published | kind\nS | Paper | 2020-06 | press\nT | Ministry | 2021 | government"
    keep(store, batch("d.csv", entity=entities("Z", "Y"), source=sources(published)))
    keep(store, batch("o.csv", observation=observations(ROWS)))
    return store
