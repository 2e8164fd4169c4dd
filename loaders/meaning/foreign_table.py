"""What does a loader read where there is no file: a table or a query of somebody else's database?"""

from dataclasses import dataclass, replace

from data import foreign
from loaders.parsers import columnar
from loaders.raw import ROW, RawTable


@dataclass(frozen=True)
class Foreign:
    """The address of a database and what to read there: the name of a table or view, or a SELECT."""

    url: str
    query: str


def read(asked: Foreign, name: str) -> RawTable:
    """Its rows, numbered from 1. Raises UserError where the database cannot be read; it never tells the password."""
    raw = columnar.raw_table(foreign.rows(asked.url, asked.query), name)
    return replace(raw, rows=raw.rows.alias(ROW))
