"""Of whom can each page speak?"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from dashboard import address
from dashboard.language import Language
from dashboard.registers import obligations, projects
from dashboard.reports import pairs
from dashboard.reports.words import PUBLISHED, Words
from dashboard.session import Known
from metrics.registry import METRICS

#: The metric that the page “Explain” begins with.
FIRST = "attainment"


#: A list of more names than these is not read; of which kinds there are so many.
_MANY, _NUMEROUS = 400, ("organisation", "project")


@dataclass(frozen=True)
class Whom:
    """The entities a page can speak of, in what order: as they are given, or by name, zones and clusters first."""

    codes: Callable[[Known], list[str]]
    is_ordered: bool = False
    is_one: bool = False


def _with_figures(known: Known) -> list[str]:
    """Who has a figure. Of very many, organisations and projects are found by their zone, not in a list of thousands.

    The one that the address asks for is among them all the same.
    """
    told = known.made("entities with figures", lambda: _told(known))
    if told.height > _MANY:
        told = told.filter(
            ~pl.col("kind").fill_null("").is_in(_NUMEROUS) | (pl.col("entity") == address.told("entity"))
        )
    return told["entity"].to_list()


def _told(known: Known) -> pl.DataFrame:
    kinds = known.table("entity").select("kind", entity="code")
    return known.table("observation").select(pl.col("entity").unique()).join(kinds, on="entity", how="left")


def _listed(known: Known) -> list[str]:
    return known.table("entity").filter(pl.col("kind").is_in(pairs.LISTED))["code"].to_list()


def _explained(known: Known) -> list[str]:
    """Who has a figure of the metric that the address names; a published one, where it names that."""
    name = address.told("name")
    if name == PUBLISHED:
        return _with_figures(known)
    return known.metric(name if name in METRICS else first())["entity"].unique().to_list()


def first() -> str:
    """The metric that is explained where none is named."""
    return FIRST if FIRST in METRICS else next(iter(METRICS))


_ONE_BY_NAME = Whom(_with_figures, is_one=True)
_ANY = Whom(_with_figures)
#: By the page's place in the address; every other page speaks of everybody.
PAGES = {
    "overview": Whom(_listed),
    "zone": _ONE_BY_NAME,
    "residents": Whom(obligations.zones, is_ordered=True, is_one=True),
    "pipeline": Whom(projects.owners, is_ordered=True, is_one=True),
    "explain": Whom(_explained, is_one=True),
    "metric": _ANY,
    "summaries": _ANY,
    "compare": _ANY,
    "data": Whom(_listed),
}


def choices(known: Known, view: str, language: Language) -> list[str]:
    """The codes that may be chosen on a page; the empty one is everybody. None on a page of everybody.

    The first is the one that is shown where nobody was chosen.
    """
    whom = PAGES.get(view)
    if whom is None:
        return []
    codes = whom.codes(known)
    ordered = codes if whom.is_ordered else _by_name(known, language.code, frozenset(codes))
    return list(ordered) if whom.is_one else ["", *ordered]


@lru_cache(maxsize=32)
def _by_name(known: Known, language: str, codes: frozenset[str]) -> tuple[str, ...]:
    """Zones and clusters before groups and projects, each by name."""
    words = Words(known, Language(language))
    kinds = dict(known.table("entity").filter(pl.col("code").is_in(list(codes))).select("code", "kind").iter_rows())
    return tuple(
        sorted(codes, key=lambda code: (kinds.get(code) not in pairs.LISTED, words.entity(code).casefold(), code))
    )
