"""Which columns of a file does no answer name, so that what stands in them is not read?"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from dashboard.language import Language
from loaders.raw import ROW
from loaders.sniffing import toml_edit
from loaders.sniffing.sniffed import Sniffed

_NAMED = 8
#: Parts of a mapping that name headings without reading what stands beneath.
_OF_THE_FILE = ("match", "title")


def unread(seen: Sniffed, mapping: str) -> list[str]:
    """The headings of the columns that hold something and that the mapping names nowhere, in their order.

    None where a mapping takes columns by a pattern of their headings: which those are is known once the file is read.
    """
    said = toml_edit.document(mapping)
    if any("columns" in block for block in said.get("values", []) if isinstance(block, dict)):
        return []
    named = set(_texts({key: part for key, part in said.items() if key not in _OF_THE_FILE}))
    filled = seen.data.select((pl.exclude(ROW).fill_null("") != "").any())
    return [name for name in filled.columns if filled[name].any() and name not in named]


def in_words(names: list[str], language: Language) -> str:
    """That they are not read, each by its heading."""
    told = ", ".join(f"«{name}»" for name in names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    return language.n(
        "{count} column is not read, as no answer names it: {names}.",
        "{count} columns are not read, as no answer names them: {names}.",
        len(names),
        names=told,
    )


def _texts(said: Any) -> Iterator[str]:
    """Every text that a mapping says, beside its keys."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict):
        for part in said.values():
            yield from _texts(part)
    elif isinstance(said, list):
        for part in said:
            yield from _texts(part)
