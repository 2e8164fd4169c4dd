"""On which series can entities be held side by side?

The series that most of them have is the measure; who has not got it is shown by its nearest one.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from dashboard.reports.pairs import LISTED, invented
from dashboard.session import Known

LEAST, MOST = 2, 4
#: What makes two series one, what weighs most first: another unit cannot share a scale.
_PARTS = ("unit", "basis", "since", "scope")
Series = dict[str, Any]
#: Of each entity the row of `history` that ends its series, by its kind.
Latest = dict[str, dict[str, Series]]


def told(known: Known) -> pl.DataFrame:
    """How many figures there are of each indicator for each zone and cluster: entity, indicator, figures, headline."""
    return known.made("what can be compared", lambda: _told(known))


def _told(known: Known) -> pl.DataFrame:
    listed = known.table("entity").filter(pl.col("kind").is_in(LISTED)).select(entity="code")
    rows = known.table("history").filter(pl.col("scenario").is_in(["actual", "target"]), has_figure())
    counted = rows.join(listed, on="entity", how="semi").group_by("entity", "indicator").len(name="figures")
    return counted.join(known.table("indicator").select("indicator", "headline"), on="indicator", how="left")


def usual(known: Known, counted: pl.DataFrame) -> tuple[list[str], str]:
    """Whom and what to show where nothing was chosen: what most entities tell, of the two that tell most of it."""
    if counted.is_empty():
        return [], ""
    made_up = list(invented(known))
    real = counted.filter(~pl.col("entity").is_in(made_up))
    rows = real if real.height else counted
    spread = rows.group_by("indicator").agg(pl.len(), pl.col("headline").first())
    indicator = str(spread.sort("len", "headline", "indicator", descending=[True, False, False])["indicator"][0])
    best = rows.filter(pl.col("indicator") == indicator).sort("figures", "entity", descending=[True, False])
    return best["entity"].head(LEAST).to_list(), indicator


def indicators(counted: pl.DataFrame, entities: Iterable[str]) -> list[str]:
    """The indicators of which any of the entities has a figure: those that most of them have first."""
    rows = counted.filter(pl.col("entity").is_in(list(entities)))
    spread = rows.group_by("indicator").agg(pl.len(), pl.col("headline").first(), pl.col("figures").sum())
    order = ("len", "headline", "figures", "indicator")
    return spread.sort(order, descending=[True, False, True, False], nulls_last=True)["indicator"].to_list()


def chosen(known: Known, entities: Sequence[str], indicator: str) -> dict[str, Series | None]:
    """The series of each entity that is shown, in the order of the entities; none where it has no figure of it."""
    rows = known.rows_of(list(entities), "history").filter(
        pl.col("indicator") == indicator, pl.col("scenario").is_in(["actual", "target"]), has_figure()
    )
    counted = rows.group_by("entity", *_PARTS).agg(figures=pl.len(), lengths=pl.col("frequency").unique()).to_dicts()
    if not counted:
        return dict.fromkeys(entities)
    model = model_of(counted)
    own = {entity: [row for row in counted if row["entity"] == entity] for entity in entities}
    return {entity: min(found, key=lambda row: _far(row, model), default=None) for entity, found in own.items()}


def model_of(counted: list[Series]) -> Series:
    """The series that most entities have, then the one with the most figures."""
    shared: dict[tuple[Any, ...], list[Series]] = {}
    for row in counted:
        shared.setdefault(tuple(row[part] for part in _PARTS), []).append(row)
    best = min(shared, key=lambda key: (-len(shared[key]), -sum(row["figures"] for row in shared[key]), str(key)))
    return shared[best][0]


def _far(row: Series, model: Series) -> tuple[Any, ...]:
    return (*(row[part] != model[part] for part in _PARTS), -row["figures"], row["scope"])


def rows_of(known: Known, entity: str, indicator: str, series: Series) -> pl.DataFrame:
    """The published figures of a series, actual and target."""
    same = [pl.col(part) == series[part] for part in _PARTS]
    said = pl.col("scenario").is_in(["actual", "target"])
    return known.rows_of(entity, "history").filter(pl.col("indicator") == indicator, *same, said)


def latest(known: Known, indicator: str, shown: dict[str, Series | None]) -> Latest:
    """Of each series the figure that counts at its end: the last actual one and the furthest target."""
    return {entity: _ends(known, entity, indicator, series) for entity, series in shown.items() if series}


def _ends(known: Known, entity: str, indicator: str, series: Series) -> dict[str, Series]:
    current = rows_of(known, entity, indicator, series).filter("is_current", has_figure()).sort("end_month")
    return {row["scenario"]: row for row in current.iter_rows(named=True)}


def has_figure() -> pl.Expr:
    """That a row holds a number, or an end of one."""
    return pl.any_horizontal(pl.col("value", "lower", "upper").is_not_null())
