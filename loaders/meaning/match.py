"""Where do the headings a mapping names stand, and do they stand there at all?

Every mapping that ships asks this of every file that is loaded, so what cannot be is seen at once.
"""

from collections.abc import Sequence
from functools import lru_cache

from loaders.sniffing.heading import JOINT, Place, Row, locate, same_heading


def find(rows: Sequence[Row], match: Sequence[str], said: tuple[int, int] | None) -> Place | None:
    """As `heading.locate`; quick where a heading of `match` stands in no cell."""
    if match and not said and not _may_be(tuple(map(tuple, rows)), tuple(match)):
        return None
    return locate(rows, match, said)


def holds(place: Place | None, match: Sequence[str]) -> bool:
    """Whether a heading has all the names."""
    there = {same_heading(name) for name in place.names} if place else set()
    return {same_heading(name) for name in match} <= there


def _may_be(rows: tuple[tuple[str | None, ...], ...], match: tuple[str, ...]) -> bool:
    cells = _parts_of(rows)
    return all(set(_parts(same_heading(name))) <= cells for name in match)


@lru_cache(maxsize=64)
def _parts_of(rows: tuple[tuple[str | None, ...], ...]) -> frozenset[str]:
    return frozenset(part for row in rows for cell in row if cell for part in _parts(same_heading(cell)))


def _parts(name: str) -> list[str]:
    return name.split(JOINT)
