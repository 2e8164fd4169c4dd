"""What does the store already hold, so that a file may name it and be compared with it?"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

_QUOTES = str.maketrans(dict.fromkeys("«»\"„“”‟'‘’", ""))

#: A table of the snapshot by name; None where there is nothing to compare with.
Tables = Callable[[str], pl.LazyFrame | None]


def fold(text: str) -> str:
    """The spelling by which names are compared: without quotation marks, capitals and the width of white space."""
    return " ".join(text.translate(_QUOTES).casefold().split())


class Lookup(Mapping[str, str]):
    """Folded spelling → code, asked for when the first spelling is looked up."""

    def __init__(self, read: Callable[[], Mapping[str, str]]) -> None:
        self._read = read

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        return self._read()

    def __getitem__(self, folded: str) -> str:
        return self._codes[folded]

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)


def _nothing(_: str) -> pl.LazyFrame | None:
    return None


@dataclass(frozen=True)
class Known:
    """What live loads have brought: the codes of all entities and sources, whom a spelling means, earlier figures.

    `names`: folded spelling (see `fold`) → entity, from names in every language and from aliases; a name that two
    entities bear is left out. `tax_numbers`: tax number → entity. `tables`: what stands, for comparison; it is read
    only when a check asks.
    """

    entities: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    tax_numbers: Mapping[str, str] = field(default_factory=dict)
    tables: Tables = _nothing

    @property
    def history(self) -> pl.LazyFrame | None:
        """The current figures of earlier loads (the snapshot's `observation`); None where there are none."""
        return self.tables("observation")

    @property
    def agreements(self) -> pl.LazyFrame | None:
        """The agreements of earlier loads; None where there are none."""
        return self.tables("agreement")


def by_name(entities: pl.DataFrame, aliases: pl.DataFrame) -> dict[str, str]:
    """Folded spelling → entity. An alias was decided by a person and comes before a name; the later one counts.

    Takes code, name_en, name_ru of entities, and spelling, kind, entity of aliases in the order they were told.
    """
    told = pl.concat([entities.select("code", spelling=name) for name in ("name_en", "name_ru")]).drop_nulls()
    spelled = told.with_columns(_folded(told["spelling"])).filter(pl.col("spelling") != "")
    meant = spelled.group_by("spelling").agg(pl.col("code").first(), pl.col("code").n_unique().alias("codes"))
    names = dict(meant.filter(codes=1).sort("spelling").select("spelling", "code").iter_rows())
    return names | _aliases(aliases, "name")


def by_tax_number(aliases: pl.DataFrame) -> dict[str, str]:
    """Tax number → entity, from aliases of that kind; the later one counts."""
    return _aliases(aliases, "tax_number")


def _aliases(aliases: pl.DataFrame, kind: str) -> dict[str, str]:
    chosen = aliases.filter(pl.col("kind") == kind)
    return dict(zip(_folded(chosen["spelling"]), chosen["entity"], strict=True))


def _folded(spellings: pl.Series) -> pl.Series:
    return pl.Series("spelling", [fold(spelling) for spelling in spellings], pl.String)
