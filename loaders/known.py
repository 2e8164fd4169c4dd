"""Which codes does the store already hold, so that a file may name them?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """The codes of all entities and sources that live loads have brought."""

    entities: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
