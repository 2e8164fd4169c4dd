"""Which figures does the bench measure on? A made-up panel, the same from the same seed, as loads beside one another.

20,000 residents of 60 zones, of which some moved to another zone, report 8 indicators each quarter from the quarter
they came in; 3 % of the figures were restated in a later load; each zone has a cumulative target for each indicator, each resident
one for its investment. A resident's code begins with the zone it first came to, as codes of a register do.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from data.batch import Batch
from data.schema import frame_schema

SEED = 20
ZONES, RESIDENTS, QUARTERS, FIRST_YEAR = 60, 20_000, 80, 2006
RESTATED, MOVED, LOADS = 0.03, 0.05, 20
UNITS = {
    **dict.fromkeys(("investment", "revenue", "output", "exports", "taxes_paid", "rd_investment", "tax_relief"), "RUB"),
    "jobs_created": "JOB",
}
LAST = (FIRST_YEAR * 12) + QUARTERS * 3 - 1  # the month with which the panel ends
ZONE = "Z00007"  # the one that a zone's page is asked for
_SAID = {"scope": "all", "basis": "period", "scenario": "actual", "comparator": "=", "status": "A"}


def definitions() -> Batch:
    """Sources, zones, residents and who belongs to whom, and the targets of the zones."""
    generator = np.random.default_rng(SEED)
    sources = pl.DataFrame({"code": ["FIRST", "AGAIN", "PLAN"], "published": ["2026-01", "2026-02", "2006-01"]})
    frames = {
        "entity": pl.concat([entities("zone", zones()), entities("organisation", residents())]),
        "source": fitted("source", sources.with_columns(title="code", publisher=pl.lit("Office"), kind=pl.lit("form"))),
        "membership": pl.concat(_memberships(generator)),
        "observation": _targets(generator),
    }
    return batch("definitions.csv", frames)


def loads(rows: int) -> Iterator[pl.DataFrame]:
    """All observations but the targets, in files: the residents' reports one after the other, then what was restated."""
    again = int(rows * RESTATED)
    reports = _reports(rows - again)
    yield from reports.iter_slices(-(-reports.height // LOADS))
    restated = reports.sample(again, seed=SEED, shuffle=True)
    yield restated.with_columns(
        pl.lit("AGAIN").alias("source"), **{name: (pl.col(name) * 1.5).round() for name in ("value", "lower", "upper")}
    )


def batch(name: str, frames: dict[str, pl.DataFrame]) -> Batch:
    """Frames by table as one load."""
    rows = sum(frame.height for frame in frames.values())
    skipped = pl.DataFrame(schema={"source_row": pl.String, "reason": pl.String})
    return Batch(name, f"sha of {name}", "bench", "bench", frames, rows, rows, 0, pl.DataFrame(), skipped)


def _reports(rows: int) -> pl.DataFrame:
    """Every resident reports all indicators each quarter from its arrival on, as many quarters as make up the rows."""
    generator = np.random.default_rng(SEED + 1)
    quarters = -(-rows // len(UNITS))
    share = generator.random(RESIDENTS) * 2
    told = np.minimum(np.ceil(share * quarters / RESIDENTS * 1.02), QUARTERS).astype(int)
    place = np.repeat(np.arange(RESIDENTS), told)
    order = np.arange(len(place)) - np.repeat(np.cumsum(told) - told, told)
    quarter = QUARTERS - np.repeat(told, told) + order
    size = len(place) * len(UNITS)
    months = pl.Series(FIRST_YEAR * 12 + quarter * 3, dtype=pl.Int32)
    by_quarter = pl.DataFrame({"place": place, "start_month": months}).with_columns(
        entity=residents().gather(place), period=_period(), end_month=pl.col("start_month") + 2
    )
    every = pl.concat([by_quarter.with_columns(indicator=pl.lit(name), unit=pl.lit(u)) for name, u in UNITS.items()])
    value = pl.Series(np.floor(generator.lognormal(12, 2, size)))
    figures = every.with_columns(value=value, lower=value, upper=value, source=pl.lit("FIRST")).head(rows)
    located = figures.with_columns(source_row=pl.format("row {}", pl.int_range(2, pl.len() + 2)))
    return fitted("observation", located.with_columns(pl.lit(v).alias(name) for name, v in _SAID.items()))


def _period() -> pl.Expr:
    month = pl.col("start_month")
    return pl.format("{}-Q{}", month // 12, month % 12 // 3 + 1)


def _targets(generator: np.random.Generator) -> pl.DataFrame:
    """By the end of the panel, cumulative, of zones and residents; the targets of the first zone are zero."""
    pairs = pl.DataFrame({"entity": zones()}).join(
        pl.DataFrame({"indicator": list(UNITS), "unit": list(UNITS.values())}), how="cross"
    )
    own = pl.DataFrame({"entity": residents()}).with_columns(indicator=pl.lit("investment"), unit=pl.lit("RUB"))
    scoped = [each.with_columns(scope=pl.lit(scope)) for each, scope in ((pairs, "residents"), (own, "all"))]
    pairs = pl.concat(scoped)
    value = np.floor(generator.lognormal(22, 1, pairs.height))
    value[: len(UNITS)] = 0
    told = pairs.with_columns(**dict.fromkeys(("value", "lower", "upper"), pl.Series(value)))
    said = _SAID | {"basis": "cumulative", "scenario": "target", "source": "PLAN", "source_row": "row 2"}
    said = {name: text for name, text in said.items() if name != "scope"}
    year = LAST // 12
    months = {"period": pl.lit(str(year)), "start_month": pl.lit(year * 12), "end_month": pl.lit(LAST)}
    return fitted("observation", told.with_columns(**months, **{name: pl.lit(text) for name, text in said.items()}))


def _memberships(generator: np.random.Generator) -> list[pl.DataFrame]:
    """Each resident belongs to one zone; one in twenty moved to the next one at the start of 2016."""
    code, home = residents(), _home()
    moved = generator.random(RESIDENTS) < MOVED
    stays = pl.DataFrame({"member": code, "of": codes("Z", home)}).with_columns(
        to=pl.when(pl.Series(moved)).then(pl.lit("2015-12"))
    )
    goes = pl.DataFrame({"member": code.filter(pl.Series(moved)), "of": codes("Z", (home[moved] + 1) % ZONES)})
    parts = [stays, goes.with_columns(pl.lit("2016-01").alias("from"))]
    said = {"role": pl.lit("resident"), "counted": pl.lit(True), "source_row": pl.lit("row 2")}
    return [fitted("membership", part.with_columns(**said)) for part in parts]


def _home() -> np.ndarray:
    """The zone each resident first came to."""
    return np.random.default_rng(SEED).integers(0, ZONES, RESIDENTS)


def zones() -> pl.Series:
    """The codes of the zones."""
    return codes("Z", np.arange(ZONES))


def residents() -> pl.Series:
    """The codes of the residents."""
    return pl.select(codes("Z", _home()) + "-" + codes("R", np.arange(RESIDENTS))).to_series()


def codes(letter: str, numbers: np.ndarray) -> pl.Series:
    """A letter and five digits each."""
    return pl.select(pl.lit(letter) + pl.Series(numbers).cast(pl.String).str.zfill(5)).to_series()


def entities(kind: str, code: pl.Series) -> pl.DataFrame:
    """Entities of one kind."""
    return fitted("entity", pl.DataFrame({"code": code}).with_columns(kind=pl.lit(kind), name_en=pl.lit(kind.title())))


def fitted(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with all columns of a table, absent ones null, in its order and types."""
    schema = frame_schema(table)
    absent = [pl.lit(None).alias(name) for name in schema if name not in rows.columns]
    rows = rows.with_columns(absent)
    if "source_row" in schema and rows["source_row"].null_count():
        rows = rows.with_columns(source_row=pl.lit("row 2"))
    return rows.select(pl.col(name).cast(kind) for name, kind in schema.items())
