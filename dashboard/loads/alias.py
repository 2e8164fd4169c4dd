"""Which spellings of a file name nobody, and how does one come to mean somebody?

An accepted spelling is a row of the table of aliases: a load of its own, made and checked like any other.
"""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import StringIO

import polars as pl

from dashboard.loads.by_hand import LOADER
from dashboard.loads.loading import known_codes, store_batch
from data.batch import Batch
from data.errors import UserError
from data.store import LoadRecord, Store
from loaders.forms import FORMS
from loaders.refusal import LONGEST_FOUND
from loaders.run import Known, read
from loaders.text import found

_FORM = "aliases"
_MOST = 50  # the names that come nearest to each are looked for among all


@dataclass(frozen=True)
class Unknown:
    """A spelling nobody is known by: in how many rows it stands, and the names that come nearest, with their codes."""

    spelling: str
    rows: int
    nearest: tuple[tuple[str, str], ...]


def unknown(batch: Batch, known: Known, most: int = _MOST) -> list[Unknown]:
    """The spellings of a file that were refused for meaning nobody, the most frequent first.

    Native files name entities by their codes only, so that an alias would not help them.
    """
    if batch.loader in FORMS or not batch.refused_count:
        return []
    cells = batch.refused.filter(pl.col("problem") == found.UNKNOWN, pl.col("found").str.len_chars() < LONGEST_FOUND)
    counted = cells.group_by("found", maintain_order=True).agg(pl.col("source_row").n_unique().alias("rows"))
    ordered = counted.sort("rows", descending=True, maintain_order=True).head(most)
    return [Unknown(text, rows, tuple(found.nearest(text, known))) for text, rows in ordered.iter_rows()]


def accept(store: Store, meant: Mapping[str, str], by: str) -> LoadRecord:
    """Stores whom spellings mean, by the code of an entity each, as one load. Raises UserError for one not known."""
    text = StringIO()
    rows = [(spelling, "name", entity) for spelling, entity in meant.items()]
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([("spelling", "kind", "entity"), *rows])
    batch = read(text.getvalue().encode(), LOADER, known_codes(store), loader=_FORM)
    if batch.refused_count:
        wrong = ", ".join(batch.refused["found"].drop_nulls().unique(maintain_order=True))
        raise UserError("{found} is not a known zone, cluster or organisation", found=wrong)
    # A spelling may come back to what it meant before: the same bytes, told at another time.
    told_then = f"{store.version()}\n{batch.sha256}".encode()
    return store_batch(
        replace(
            batch,
            name=f"{LOADER}: {_named(meant)}",
            sha256=hashlib.sha256(told_then).hexdigest(),
            loader=LOADER,
            frames={name: rows.with_columns(source_row=pl.lit(LOADER)) for name, rows in batch.frames.items()},
        ),
        by,
    )


def _named(meant: Mapping[str, str]) -> str:
    """The first of the spellings, and how many there are beside it."""
    spelling, entity = next(iter(meant.items()))
    return f"{spelling} = {entity}" + (f" (+{len(meant) - 1})" if len(meant) > 1 else "")
