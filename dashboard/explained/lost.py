"""Of several figures told of one thing, why does another one count?

The order is that of `data.winner`, told one step at a time: a figure yields to the best of its own publisher, and that
one to the best of all.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from dashboard.language import Language
from data import codelist

Row = dict[str, Any]
#: What is looked at in turn, and what is said of the one that yields there.
_WITHIN = (
    ("value", "no_value"),
    ("is_dated", "undated"),
    ("day", "revised"),
    ("load", "reloaded"),
    ("source", "source"),
    ("row", "told_twice"),
)
_AMONG = (
    ("value", "no_value"),
    ("status", "status"),
    ("kind", "kind"),
    ("is_dated", "undated"),
    ("day", "older"),
    ("source", "source"),
)


def lost(rows: pl.DataFrame) -> list[str | None]:
    """Why each row of one key yields to the one that counts, by a word that `said` says; null for that one."""
    told = rows.to_dicts()
    winner = next(row for row in told if row["is_current"])
    return [None if row is winner else _why(row, winner, told) for row in told]


def said(why: str | None, language: Language) -> str:
    """Why another figure counts, in words; empty for the one that does."""
    t = language.t
    sentences = {
        "no_value": t("it holds no number, the other one does"),
        "revised": t("the same publisher told it anew, later"),
        "reloaded": t("the same publisher told it anew, in a later file"),
        "told_twice": t("the same source tells it twice; the first row counts"),
        "status": t("the other one is more reliable by its status"),
        "kind": t("the source of the other one is nearer to the origin"),
        "undated": t("when it was published is not known"),
        "older": t("the other one was published later"),
        "source": t("both are as good; the order of the names of their sources decides"),
    }
    return sentences[why] if why else ""


def _why(row: Row, winner: Row, told: Sequence[Row]) -> str:
    own = [each for each in told if each["publisher"] == row["publisher"]]
    best = winner if winner in own else min(own, key=lambda each: _places(each, _WITHIN))
    if row is not best:
        return _first_difference(row, best, _WITHIN)
    return _first_difference(row, winner, _AMONG)


def _first_difference(row: Row, better: Row, order: Iterable[tuple[str, str]]) -> str:
    ranks, others = _ranks(row), _ranks(better)
    return next((why for name, why in order if ranks[name] != others[name]), "told_twice")


def _places(row: Row, order: Iterable[tuple[str, str]]) -> tuple[Any, ...]:
    ranks = _ranks(row)
    return tuple(ranks[name] for name, _ in order)


def _ranks(row: Row) -> dict[str, Any]:
    """The place of a row in each thing that is looked at, the better the less."""
    return {
        "value": all(row[name] is None for name in ("value", "lower", "upper")),
        "status": _rank("status").get(row["status"], len(_rank("status"))),
        "kind": _rank("source_kind").get(row["source_kind"], len(_rank("source_kind"))),
        "is_dated": row["published_on"] is None,
        "day": -(row["published_on"] or date.min).toordinal(),
        "load": -row["load"],
        "source": row["source"],
        "row": row["source_row"],
    }


@cache
def _rank(name: str) -> dict[str, int]:
    return {row["id"]: int(row["rank"]) for row in codelist.codes(name).iter_rows(named=True)}
