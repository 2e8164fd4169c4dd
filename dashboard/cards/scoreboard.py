"""What does the card of a zone or cluster tell?

One row for each entity and part of its card, everybody's in one frame. A total that is reported is never replaced by a
sum of members: the sum is told, and named as one, only where nobody reported a total.
"""

from collections.abc import Callable
from functools import cache

import polars as pl

from dashboard.cards import extras
from dashboard.cards.frames import dated, has_figure, listed
from dashboard.reports import pairs
from dashboard.session import Known
from data import codelist

#: The parts of a card, in its order, and the indicators that tell each, the foremost first.
PARTS = {
    "investment": ("investment",),
    "jobs": ("jobs_created", "jobs"),
    "residents": ("residents", "members"),
    "enterprises": ("enterprises",),
    "revenue": ("revenue", "output"),
    "taxes": ("taxes_paid", "taxes_and_contributions_paid"),
    "relief": ("tax_relief",),
    "public_money": ("budget_infrastructure", "public_aid"),
    "new_residents": ("residents_new",),
    "occupancy": ("occupancy",),
}
#: The part for a target of any other indicator: the one that speaks for the entity before the rest.
OTHER = "other"
#: Parts that are told since the beginning where they can be; the others by the year.
_SINCE_BEGINNING = ("investment", "jobs", "public_money")
#: Growth of a time longer ago than this many months before the figure says nothing about it.
_NEAR = 12

SERIES = ["entity", "indicator", "scope", "basis", "unit", "since"]
_ENDS = ("", "_lower", "_upper", "_comparator")
Within = Callable[[pl.DataFrame], pl.DataFrame]


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


def _board(known: Known, within: Within) -> pl.DataFrame:
    held = within(_pairs(known)).unique(["entity", "part"], keep="first", maintain_order=True)
    figures = _figures(known, held, within)
    rows = pl.concat([figures, extras.rows(known, within)], how="diagonal_relaxed")
    once = rows.unique(["entity", "part"], keep="first", maintain_order=True)
    grown = _growth(known, once.filter(pl.col("part").is_in(list(PARTS))), within)
    return once.join(grown, on=["entity", "part"], how="left", maintain_order="left")


def leading(known: Known, within: Within = as_it_is) -> pl.DataFrame:
    """The pair that speaks for each entity with a target, the furthest behind first, the invented last."""
    return pairs.by_urgency(known, pairs.foremost(within(_pairs(known))))


def furthest_behind(known: Known, within: Within = as_it_is) -> pl.DataFrame:
    """Of each entity with a target the part that is furthest behind; the entity that is furthest behind comes first."""
    rows = board(known, within).filter(pl.col("standing").is_not_null())
    return pairs.foremost(pairs.by_urgency(known, rows.with_columns(value="share")))


def _pairs(known: Known) -> pl.DataFrame:
    """Every target of the listed entities with its part of the card, its plan and the last target of its series."""
    return known.made("scoreboard pairs", lambda: _make_pairs(known))


def _make_pairs(known: Known) -> pl.DataFrame:
    rows = pairs.ranked(listed(known, known.metric("standing")).join(_headline(known), on="indicator", how="left"))
    line = known.metric("expected_to_date").select(
        *SERIES, "period", "how", plan="value", plan_lower="lower", plan_upper="upper"
    )
    last = rows.filter("is_last").select(
        *SERIES,
        final_target_period="period",
        **{f"final_target{end}": f"target{end}" for end in _ENDS},
        **{f"final_share{end}": f"{end.removeprefix('_') or 'value'}" for end in _ENDS[:3]},
    )
    found = rows.join(_parts(), on="indicator", how="left", maintain_order="left")
    found = found.with_columns(pl.col("part").fill_null(OTHER))
    found = found.join(line, on=[*SERIES, "period"], how="left", maintain_order="left")
    return found.join(last.unique(SERIES), on=SERIES, how="left", maintain_order="left")


def _figures(known: Known, held: pl.DataFrame, within: Within) -> pl.DataFrame:
    """The parts that targets or published figures tell: the pair, else the latest total, else the sum of members."""
    actuals = within(_actuals(known))
    told = _of_pairs(held.filter(pl.col("actual_period").is_not_null()))
    told = told.join(_later(actuals), on=SERIES, how="left", maintain_order="left")
    place = ["entity", "part"]
    reported = _first(actuals).join(told, on=place, how="anti")
    summed = _first(within(_sums(known)))
    for before in (told, reported):
        summed = summed.join(before, on=place, how="anti")
    other = pl.concat([reported, summed], how="diagonal_relaxed")
    waiting = _of_target(held.filter(pl.col("actual_period").is_null()))
    aside = other.join(waiting, on=place, how="left")
    alone = waiting.join(other, on=place, how="anti").join(
        held.select(*place, "indicator", "scope", "basis", "unit"), on=place, how="left"
    )
    return pl.concat([told, aside, alone], how="diagonal_relaxed")


def _of_pairs(held: pl.DataFrame) -> pl.DataFrame:
    """Pairs with an actual: its figure is the part's."""
    actual = held.select(
        *SERIES,
        "part",
        value="actual",
        **{end: f"actual_{end}" for end in ("lower", "upper", "comparator", "period", "source")},
        end_month="actual_end",
        metric=pl.lit("attainment"),
    )
    return actual.join(_of_target(held), on=["entity", "part"], how="left", maintain_order="left")


def _of_target(held: pl.DataFrame) -> pl.DataFrame:
    """What a pair says of its target."""
    return held.select(
        "entity",
        "part",
        "standing",
        "reason",
        "is_due",
        "how",
        "target_source",
        "target_end",
        target_unit="unit",
        target_basis="basis",
        target_period="period",
        target_scope="scope",
        target_indicator="indicator",
        **{f"target{end}": f"target{end}" for end in _ENDS},
        **{f"share{end}": f"{end.removeprefix('_') or 'value'}" for end in _ENDS[:3]},
        **{f"plan{end}": f"plan{end}" for end in _ENDS[:3]},
        **{
            name: pl.when(pl.col("final_target_period") != pl.col("period")).then(name)
            for name in (
                "final_target_period",
                *(f"final_target{end}" for end in _ENDS),
                *(f"final_share{end}" for end in _ENDS[:3]),
            )
        },
    )


def _actuals(known: Known) -> pl.DataFrame:
    """Every actual that a card may tell, the one that tells it best first."""
    return known.made("scoreboard actuals", lambda: _make_actuals(known))


def _make_actuals(known: Known) -> pl.DataFrame:
    names = [*SERIES, "period", "end_month", "frequency", "value", "lower", "upper", "comparator", "status", "source"]
    told = known.table("observation").filter(pl.col("scenario") == "actual", has_figure()).select(names)
    rows = listed(known, told).join(_parts(), on="indicator")
    explained = [
        known.metric(name).select(*SERIES[:-1], "period").unique().with_columns(metric=pl.lit(name))
        for name in ("freshness", "growth", "year_to_date")
    ]
    by = pl.concat(explained).unique([*SERIES[:-1], "period"], keep="first", maintain_order=True)
    return _best_first(rows.join(by, on=[*SERIES[:-1], "period"], how="left"))


def _sums(known: Known) -> pl.DataFrame:
    """Every sum over members that a card may tell, the one that tells it best first."""
    return known.made("scoreboard sums", lambda: _make_sums(known))


def _make_sums(known: Known) -> pl.DataFrame:
    rows = known.metric("roll_up").filter(
        pl.col("scenario") == "actual", pl.col("role").is_in(extras.ROLES), has_figure()
    )
    names = ("entity", "indicator", "scope", "basis", "unit", "period", "value", "lower", "upper", "role")
    told = listed(known, rows).select(*names, "reported", "expected", metric=pl.lit("roll_up"))
    told = dated(told.join(_parts(), on="indicator")).with_columns(since=None, status=pl.lit("A"))
    return _best_first(told)


def _best_first(rows: pl.DataFrame) -> pl.DataFrame:
    """What is reliable first, then by the basis of the part, then the foremost indicator, then the newest."""
    is_long = pl.col("basis").is_in(["cumulative", "stock"])
    wants_long = pl.col("part").is_in(_SINCE_BEGINNING)
    is_usual = pl.when(wants_long).then(is_long).otherwise(pl.col("basis") != "cumulative")
    order = (pl.col("status") == "U", ~is_usual, pl.col("place"), -pl.col("end_month"), -pl.col("frequency"))
    return rows.sort("entity", "part", *order, "basis", "scope", "unit", nulls_last=True)


def _first(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.unique(["entity", "part"], keep="first", maintain_order=True)


def _later(actuals: pl.DataFrame) -> pl.DataFrame:
    """Of each series its newest figure, which may be newer than the one a past target is held against."""
    newest = actuals.sort("end_month", "frequency", descending=True, maintain_order=True).unique(SERIES, keep="first")
    return newest.select(
        *SERIES,
        now="value",
        now_lower="lower",
        now_upper="upper",
        now_comparator="comparator",
        now_period="period",
        now_end="end_month",
    )


def _growth(known: Known, rows: pl.DataFrame, within: Within) -> pl.DataFrame:
    """The newest change on the year before of the figure's indicator, whom it counts and unit; none that is old."""
    on = ["entity", "indicator", "scope", "unit"]
    found = within(_grown(known)).join(rows.select(*on, "part", _at="end_month"), on=on)
    near = found.filter((pl.col("_at") - pl.col("growth_end")).abs() <= _NEAR)
    newest = near.sort("growth_end", "growth_length", descending=True, maintain_order=True)
    return _first(newest).drop("_at", *on[1:], "growth_length", "period")


def _grown(known: Known) -> pl.DataFrame:
    return known.made("scoreboard growth", lambda: _make_grown(known))


def _make_grown(known: Known) -> pl.DataFrame:
    rows = listed(known, known.metric("growth").filter(has_figure())).join(_parts(), on="indicator", how="semi")
    return dated(rows).select(
        "entity",
        "indicator",
        "scope",
        "unit",
        "period",
        growth="value",
        growth_lower="lower",
        growth_upper="upper",
        growth_period="period",
        growth_basis="basis",
        before_period="before_period",
        growth_end="end_month",
        growth_length="frequency",
    )


def _headline(known: Known) -> pl.DataFrame:
    return known.table("indicator").select("indicator", "headline")


@cache
def _parts() -> pl.DataFrame:
    """Which part an indicator tells, and which of the part's indicators it is."""
    told = [
        {"indicator": name, "part": part, "place": place}
        for part, names in PARTS.items()
        for place, name in enumerate(names)
        if name in codelist.ids("indicator")
    ]
    return pl.DataFrame(told)
