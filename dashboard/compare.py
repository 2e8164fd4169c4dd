"""On which series can entities be held side by side, and in what does each differ from the others?

The series that most of them have is the measure; who has not got it is shown by its nearest one, and what differs is
said in words: figures that are counted otherwise are not hidden, and not passed off as the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import polars as pl

from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.pairs import LISTED, invented
from dashboard.reports.words import Words
from dashboard.session import Known

LEAST, MOST = 2, 4
#: What makes two series one, what weighs most first: another unit cannot share a scale.
_PARTS = ("unit", "basis", "since", "scope")
Series = dict[str, Any]


def told(known: Known) -> pl.DataFrame:
    """How many figures there are of each indicator for each zone and cluster: entity, indicator, figures, headline."""
    return known.made("what can be compared", lambda: _told(known))


def _told(known: Known) -> pl.DataFrame:
    listed = known.table("entity").filter(pl.col("kind").is_in(LISTED)).select(entity="code")
    rows = known.table("history").filter(pl.col("scenario").is_in(["actual", "target"]), _has_figure())
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
        pl.col("indicator") == indicator, pl.col("scenario").is_in(["actual", "target"]), _has_figure()
    )
    counted = rows.group_by("entity", *_PARTS).agg(figures=pl.len(), lengths=pl.col("frequency").unique()).to_dicts()
    if not counted:
        return dict.fromkeys(entities)
    model = _model(counted)
    own = {entity: [row for row in counted if row["entity"] == entity] for entity in entities}
    return {entity: min(found, key=lambda row: _far(row, model), default=None) for entity, found in own.items()}


def _model(counted: list[Series]) -> Series:
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


def differences(words: Words, shown: dict[str, Series | None]) -> list[str]:
    """In what the series differ from the one that most have, one sentence each; or that all are counted alike."""
    t = words.language.t
    known = {entity: series for entity, series in shown.items() if series}
    said = [
        t("{entity}: no figure of this indicator is published.", entity=words.entity(entity))
        for entity in shown
        if entity not in known
    ]
    if not known:
        return said
    model = _model(list(known.values()))
    differing = [sentence for entity, series in known.items() for sentence in _differs(words, entity, series, model)]
    said += _of_length(words, known.values())
    if differing or len(known) < LEAST:
        return [*differing, *said]
    alike = (words.scope(model["scope"]), words.basis(model["basis"]), since(words, model), words.unit(model["unit"]))
    return [t("All are counted alike: {how}.", how=" · ".join(part for part in alike if part)), *said]


def _of_length(words: Words, shown: Iterable[Series]) -> list[str]:
    """That a figure of a quarter stands by one of a year, which are counted alike and are not alike."""
    lengths = {length for series in shown if series["basis"] == "period" for length in series["lengths"]}
    if len(lengths) < LEAST:
        return []
    return [
        words.language.t(
            "Not all periods are of one length: on the chart a line leads from each figure to where its period begins."
        )
    ]


def _differs(words: Words, entity: str, series: Series, model: Series) -> Iterator[str]:
    t, name = words.language.t, words.entity(entity)
    if series["scope"] != model["scope"]:
        own, other = words.scope(series["scope"]), words.scope(model["scope"])
        yield t("{entity} counts others: “{own}”, not “{other}”.", entity=name, own=own, other=other)
    if series["basis"] != model["basis"]:
        own, other = words.basis(series["basis"]), words.basis(model["basis"])
        yield t("{entity} counts over another time: “{own}”, not “{other}”.", entity=name, own=own, other=other)
    elif series["since"] != model["since"]:
        own, other = since(words, series), since(words, model)
        yield t("{entity} counts from another beginning: {own}, not {other}.", entity=name, own=own, other=other)
    if series["unit"] != model["unit"]:
        own, other = words.unit(series["unit"]), words.unit(model["unit"])
        yield t(
            "{entity} is told in another unit, so its chart has a scale of its own: {own}, not {other}.",
            entity=name,
            own=own,
            other=other,
        )


def since(words: Words, series: Series) -> str:
    """From when a cumulative figure counts; nothing for other figures."""
    t = words.language.t
    if series["basis"] != "cumulative":
        return ""
    return t("since {month}", month=words.month(series["since"])) if series["since"] else t("since the beginning")


def table(words: Words, indicator: str, shown: dict[str, Series | None]) -> Table:
    """Each entity with its latest actual figure and its furthest target, and how they are counted."""
    t = words.language.t
    columns = (
        Column("entity", t("Zone or cluster")),
        Column("actual", t("Latest actual figure"), "number"),
        Column("actual_period", t("Actual: period")),
        Column("target", t("Furthest target"), "number"),
        Column("target_period", t("Target: period")),
        Column("scope", t("Whom it counts")),
        Column("basis", t("Basis")),
        Column("since", t("Counted from")),
        Column("unit", t("Unit")),
        Column("source", t("Source of the actual figure")),
    )
    rows = tuple(_row(words, entity, indicator, series) for entity, series in shown.items())
    return Table(columns, rows, t("There is no figure to draw."))


def _row(words: Words, entity: str, indicator: str, series: Series | None) -> Row:
    name = {"entity": Cell.of(words.entity(entity))}
    if series is None:
        return {**name, "actual": Cell(words.language.t("not reported"))}
    current = rows_of(words.known, entity, indicator, series).filter("is_current", _has_figure()).sort("end_month")
    actual, target = (_last(current, scenario) for scenario in ("actual", "target"))
    nothing = {"actual": words.language.t("not reported"), "target": words.language.t("none published")}
    told = {
        key: (
            words.figure(row) if row else Cell(nothing[key]),
            words.period(row["period"], row["basis"]) if row else "",
        )
        for key, row in (("actual", actual), ("target", target))
    }
    return {
        **name,
        **{key: figure for key, (figure, _) in told.items()},
        **{f"{key}_period": Cell.of(period) for key, (_, period) in told.items()},
        "scope": Cell.of(words.scope(series["scope"])),
        "basis": Cell.of(words.basis(series["basis"])),
        "since": Cell.of(since(words, series)),
        "unit": Cell.of(words.unit(series["unit"])),
        "source": Cell.of(words.source(actual["source"]) if actual else ""),
    }


def _last(rows: pl.DataFrame, scenario: str) -> dict[str, Any] | None:
    found = rows.filter(pl.col("scenario") == scenario)
    return found.row(-1, named=True) if found.height else None


def _has_figure() -> pl.Expr:
    return pl.any_horizontal(pl.col("value", "lower", "upper").is_not_null())
