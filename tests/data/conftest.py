"""Tests of the store run on both databases."""

from tests.postgres import any_store, any_url, postgres, postgres_url, sqlite_url

__all__ = ["any_store", "any_url", "postgres", "postgres_url", "sqlite_url"]
