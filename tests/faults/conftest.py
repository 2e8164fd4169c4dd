"""Faults are made on both databases; the long form of these tests runs by `-m faults` only."""

import pytest

from tests.postgres import any_store, any_url, postgres, postgres_url, sqlite_url

__all__ = ["any_store", "any_url", "postgres", "postgres_url", "sqlite_url"]


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line("markers", "faults: every point of a fault instead of a few; minutes long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long form out unless it is asked for."""
    if "faults" in (config.option.markexpr or ""):
        return
    long = [item for item in items if item.get_closest_marker("faults")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]
