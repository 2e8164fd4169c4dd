"""What does the card of a zone or cluster tell?

One row for each entity and part of its card, everybody's in one frame. A total that is reported is never replaced by a
sum of members: the sum is told, and named as one, only where nobody reported a total.
"""

import polars as pl

from dashboard.cards import extras, held, reported
from dashboard.cards.change import growth
from dashboard.cards.frames import Within
from dashboard.cards.parts import OTHER, PARTS, SERIES
from dashboard.reports import pairs
from dashboard.session import Known

__all__ = ["OTHER", "PARTS", "Within", "as_it_is", "board", "leading", "with_actual"]


def as_it_is(rows: pl.DataFrame) -> pl.DataFrame:
    """All rows: no period and no scenario is chosen."""
    return rows


def board(known: Known, within: Within = as_it_is) -> pl.DataFrame:
    """Each entity's parts: entity, part, the figure, its target and standing, where it is to be by now, its growth.

    `value`, `lower`, `upper`, `comparator`, `period`, `end_month` are the figure's, null where nothing is reported;
    `reported` and `expected` members make up a sum, null for a reported total. `target…`, `share…` (per cent),
    `standing`, `reason`, `is_due` are null without a target; `plan…` is where the plan stands at the figure's end and
    `how` says by which line; `final_target…` is the last target of the series, where it is another. `metric` explains
    the figure.
    """
    # Where nothing is left out the same is asked for by everybody, several times a page.
    return known.made("scoreboard", lambda: _board(known, within)) if within is as_it_is else _board(known, within)


def leading(known: Known, within: Within = as_it_is) -> pl.DataFrame:
    """Of each entity with a target the pair of its card that is furthest behind; who is furthest behind comes first.

    Everything that speaks for an entity in a word is of this one pair: its place, its verdict, the counts of verdicts.
    The invented come last.
    """
    return pairs.foremost(pairs.by_urgency(known, _held(known, within)))


def with_actual(known: Known, within: Within = as_it_is) -> set[str]:
    """Who has an actual figure to hold against a target."""
    held_against = within(held.targets(known)).filter(pl.col("actual_period").is_not_null())
    return set(held_against["entity"])


def _held(known: Known, within: Within) -> pl.DataFrame:
    """Of each part the target that the card holds its figure against."""
    return within(held.targets(known)).unique(["entity", "part"], keep="first", maintain_order=True)


def _board(known: Known, within: Within) -> pl.DataFrame:
    figures = _figures(known, _held(known, within), within)
    rows = pl.concat([figures, extras.rows(known, within)], how="diagonal_relaxed")
    once = rows.unique(["entity", "part"], keep="first", maintain_order=True)
    grown = growth(known, once.filter(pl.col("part").is_in(list(PARTS))), within)
    return once.join(grown, on=["entity", "part"], how="left", maintain_order="left")


def _figures(known: Known, pairs_held: pl.DataFrame, within: Within) -> pl.DataFrame:
    """The parts that targets or published figures tell: the pair, else the latest total, else the sum of members."""
    actuals = within(reported.actuals(known))
    told = held.with_actual(pairs_held.filter(pl.col("actual_period").is_not_null()))
    told = told.join(reported.later(actuals), on=SERIES, how="left", maintain_order="left")
    place = ["entity", "part"]
    totals = reported.first(actuals).join(told, on=place, how="anti")
    summed = reported.first(within(reported.sums(known)))
    for before in (told, totals):
        summed = summed.join(before, on=place, how="anti")
    other = pl.concat([totals, summed], how="diagonal_relaxed")
    waiting = held.beside(pairs_held.filter(pl.col("actual_period").is_null()))
    aside = other.join(waiting, on=place, how="left")
    alone = waiting.join(other, on=place, how="anti").join(
        pairs_held.select(*place, "indicator", "scope", "basis", "unit"), on=place, how="left"
    )
    return pl.concat([told, aside, alone], how="diagonal_relaxed")
