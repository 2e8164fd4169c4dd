"""What is missing, late, revised or contradictory in what is known?

Everything here is a metric's row, left out or kept; nothing is computed but ages and counts.
"""

from dataclasses import dataclass

import polars as pl

from dashboard.page import Page
from dashboard.reports.pairs import LISTED
from data import period as periods

_QUARTER = 3
#: A figure is late when the next one of its own rhythm should have been told so many months ago: the product's own
#: convention, for reports come within a quarter.
GRACE = 3
_YEAR = 12
_SERIES = ("entity", "role", "indicator", "scope", "basis", "unit")


@dataclass(frozen=True)
class Quality:
    """The rows of each kind of fault, those that matter most first.

    `targets`: without an actual figure. `silent`: zones and clusters without an actual figure of the last quarter, with
    the month their latest one ends in. `gaps`: members that have not reported, in the latest period of each series.
    `late`, `revised`, `contradictory`: rows of freshness, revision and contradictions. `listed`: how many zones and
    clusters there are. `quarter`: the last quarter that has ended.
    """

    targets: pl.DataFrame
    silent: pl.DataFrame
    gaps: pl.DataFrame
    late: pl.DataFrame
    revised: pl.DataFrame
    contradictory: pl.DataFrame
    listed: int
    quarter: str

    @property
    def missing(self) -> int:
        """How many things are missing in all."""
        return self.targets.height + self.silent.height + self.gaps.height


def quality(page: Page) -> Quality:
    """The faults of everything known, or of an entity and its members; in the years and of the kind that are chosen."""
    entities = _whom(page)
    first, last = _last_quarter(page)
    fresh = _of(page, page.known.metric("freshness"), entities)
    listed = page.known.table("entity").filter(pl.col("kind").is_in(LISTED)).select(entity="code")
    listed = listed if entities is None else listed.filter(pl.col("entity").is_in(entities))
    return Quality(
        targets=_targets(page, entities),
        silent=_silent(listed, page.known.metric("freshness"), first),
        gaps=_gaps(page, entities),
        late=_late(page.within(fresh)),
        revised=_revised(page, entities),
        contradictory=_contradictory(page, entities),
        listed=listed.height,
        quarter=periods.Period(first, last).text,
    )


def _whom(page: Page) -> list[str] | None:
    """The entity of the bar and those that belong to it; None is everybody."""
    if page.entity is None:
        return None
    members = page.known.table("membership").filter(pl.col("of") == page.entity)["member"]
    return [page.entity, *members.unique()]


def _of(page: Page, rows: pl.DataFrame, entities: list[str] | None) -> pl.DataFrame:
    return rows if entities is None else rows.filter(pl.col("entity").is_in(entities))


def _last_quarter(page: Page) -> tuple[int, int]:
    """The first and the last month of the quarter that ended last."""
    month = int(page.known.table("today")["month"].item())
    last = month - (month + 1) % _QUARTER
    return last - _QUARTER + 1, last


def _targets(page: Page, entities: list[str] | None) -> pl.DataFrame:
    rows = page.within(_of(page, page.known.metric("standing"), entities))
    return rows.filter(pl.col("actual_period").is_null()).sort("target_end", "entity", "indicator", "unit", "scope")


def _silent(listed: pl.DataFrame, fresh: pl.DataFrame, first: int) -> pl.DataFrame:
    """Who has said nothing since the quarter began; who has never said anything comes first."""
    latest = fresh.group_by("entity").agg(pl.col("actual_end").max())
    known = listed.join(latest, on="entity", how="left")
    said = fresh.sort("indicator", "period").unique(["entity", "actual_end"], keep="first", maintain_order=True)
    silent = known.filter(pl.col("actual_end").fill_null(-1) < first)
    return silent.join(said, on=["entity", "actual_end"], how="left").sort("actual_end", "entity", nulls_last=False)


def _gaps(page: Page, entities: list[str] | None) -> pl.DataFrame:
    rows = page.within(_of(page, page.known.metric("coverage"), entities))
    if rows.is_empty():
        return rows
    ends = {text: periods.parse(text).end_month for text in rows["period"].unique()}
    dated = rows.with_columns(_end=pl.col("period").replace_strict(ends, return_dtype=pl.Int32))
    newest = dated.filter(pl.col("_end") == pl.col("_end").max().over(_SERIES))
    lacking = newest.filter(pl.col("reported") < pl.col("expected"))
    return lacking.sort("value", "entity", "indicator", "scope", "basis", "period").drop("_end")


def _late(fresh: pl.DataFrame) -> pl.DataFrame:
    """Figures whose successor is overdue: a year's, a quarter's or a month's, and some months for telling it. What fell
    due last comes first: a series of twenty years ago has ended."""
    if fresh.is_empty():
        return fresh
    lengths = {text: _rhythm(text) for text in fresh["period"].unique()}
    rhythm = pl.col("period").replace_strict(lengths, return_dtype=pl.Int32)
    return fresh.filter(pl.col("value") >= rhythm + GRACE).sort("value", "entity", "indicator")


def _rhythm(text: str) -> int:
    """After how many months the next figure is due: as long as this one's period, a year at most."""
    span = periods.parse(text)
    return min(span.end_month - span.start_month + 1, _YEAR)


def _revised(page: Page, entities: list[str] | None) -> pl.DataFrame:
    """What was told again as another figure; the largest change first, one that has no percentage last."""
    rows = page.within(_of(page, page.known.metric("revision"), entities))
    ends = ("", "_lower", "_upper")
    differs = pl.any_horizontal(pl.col(f"first{end}").ne_missing(pl.col(f"newest{end}")) for end in ends)
    return rows.filter(differs).sort(
        pl.col("value").abs(), pl.col("entity"), pl.col("period"), descending=[True, False, False], nulls_last=True
    )


def _contradictory(page: Page, entities: list[str] | None) -> pl.DataFrame:
    rows = page.within(_of(page, page.known.metric("contradictions"), entities))
    return rows.sort("kind", "entity", "indicator", "period", "source")
