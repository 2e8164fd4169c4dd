"""Text tables in and out: what is known, as a person writes it, and what a metric makes of it."""

from collections.abc import Callable
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data import period
from data.dated import with_days
from data.figures import HISTORY
from metrics.pairing import DIMENSIONS
from metrics.registry import SHAPE, run
from tests.conftest import text_table

KEY = ["entity", "indicator", "scope", "basis", "scenario", "period", "unit"]

INDICATORS = """
    indicator             | quantity | kind  | better  | additive | reported_ratio | of_zone | headline
    investment            | money    | flow  | higher  | true     | false          | false   | 1
    jobs_created          | jobs     | flow  | higher  | true     | false          | false   | 2
    jobs                  | jobs     | stock | higher  | true     | false          | false   | 3
    residents             | count    | stock | higher  | true     | false          | false   | 4
    members               | count    | stock | higher  | true     | false          | false   | 5
    revenue               | money    | flow  | higher  | true     | false          | false   |
    taxes_paid            | money    | flow  | higher  | true     | false          | false   |
    customs_paid          | money    | flow  | higher  | true     | false          | false   |
    budget_infrastructure | money    | flow  | neither | true     | false          | true    |
    members_sme           | count    | stock | higher  | true     | false          | false   |
    projects              | count    | flow  | higher  | true     | false          | false   |
    rd_investment         | money    | flow  | higher  | true     | false          | false   |
    vacancies             | count    | stock | lower   | true     | false          | false   |
    area_ha               | area     | stock | neither | true     | false          | true    |
    occupancy             | percent  | ratio | higher  | false    | false          | false   |
    score                 | score    | ratio | higher  | false    | true           | false   |
    public_aid            | money    | flow  | neither | true     | false          | true    |
    tax_relief            | money    | flow  | neither | true     | false          | false   |
    payments_in_lieu      | money    | flow  | higher  | true     | false          | false   |
    value_added           | money    | flow  | higher  | true     | false          | false   |
    budget_infrastructure_federal | money    | flow  | neither | true     | false          | true    |
    area_useful_ha        | area     | stock | higher  | true     | false          | true    |
    area_leased_ha        | area     | stock | higher  | true     | false          | true    |
    area_owned_ha         | area     | stock | higher  | true     | false          | true    |
"""

ROLES = """
    role     | scope
    resident | residents
    tenant   | residents_and_tenants
    member   | members
    zone     |
    cluster  |
"""

STAGES = """
    stage        | rank | probability | is_open
    application  | 1    | 0.1         | true
    agreement    | 4    | 0.5         | true
    construction | 8    | 0.9         | true
    commissioned | 10   | 1           | true
    production   | 11   | 1           | false
    rejected     | 13   | 0           | false
    withdrawn    | 14   | 0           | false
"""

METHODOLOGIES = """
    methodology | kind      | applies_to | country | verified | needed | least_coverage | from    | to
    three       | composite |            |         | false    |        | 50             | 2015    |
    two         | composite |            |         | true     |        |                |         | 2016
    of_clusters | composite | cluster    |         | true     |        |                |         |
    of_france   | composite |            | FRA     | true     |        |                |         |
    criteria    | criteria  |            |         | false    | 3      |                |         |
    in_france   | criteria  |            | FRA     | true     | 1      |                |         |
"""

METHODOLOGY_PARTS = """
    methodology | measured                      | weight | cap | at_least | at_most | asked_unit
    three       | investment                    | 2      | 100 |          |         |
    three       | jobs                          | 1      | 100 |          |         |
    three       | revenue                       | 1      | 100 |          |         |
    two         | investment                    | 1      | 100 |          |         |
    two         | vacancies                     | 1      |     |          |         |
    of_clusters | investment                    | 1      | 100 |          |         |
    of_france   | investment                    | 1      | 100 |          |         |
    in_france   | leverage                      | 1      |     | 5        |         | RATIO
    criteria    | leverage                      | 1      |     | 5        |         | RATIO
    criteria    | cost_per_job                  | 1      |     |          | 10      | RUB
    criteria    | commitment_fulfilment         | 1      |     | 100      |         | PT
    criteria    | value_added_per_budget_rouble | 1      |     | 1        |         | RATIO
"""

THRESHOLDS = """
    methodology | verdict               | at_least
    three       | effective             | 80
    three       | sufficiently_effective| 40
    three       | ineffective           | 0
"""

_USUAL = {
    "entity": "ZONE",
    "indicator": "investment",
    "scope": "residents",
    "basis": "cumulative",
    "scenario": "actual",
    "unit": "RUB",
    "status": "A",
    "publisher": "MINISTRY",
    "published": "2014-01",
    "load": "1",
}

_TYPES = {
    **dict.fromkeys(
        ("value", "lower", "upper", "rate", "probability", "weight", "cap", "at_least", "at_most", "least_coverage"),
        pl.Float64,
    ),
    **dict.fromkeys(
        ("is_current", "counted", "additive", "reported_ratio", "of_zone", "is_open", "verified"), pl.Boolean
    ),
    **dict.fromkeys(
        ("start_month", "end_month", "frequency", "since", "published_month", "headline", "rank", "needed"), pl.Int32
    ),
    "load": pl.Int64,
    "known_on": pl.Date,
    "published_on": pl.Date,
}

Computed = Callable[..., pl.DataFrame]


@pytest.fixture
def frame() -> Callable[[str], nw.LazyFrame[Any]]:
    """A text table as a frame of quantities: what it does not say is usual, a number without bounds is exact."""
    return quantities


@pytest.fixture
def compute() -> Computed:
    """The result of a metric over a text table of observations (and other tables by name) on a given month."""
    return computed


def computed(name: str, observations: str | pl.DataFrame, today: str = "2025-12", **others: str) -> pl.DataFrame:
    """The rows of a metric."""
    return run(name, tables(observations, today, **others)).collect()


def tables(observations: str | pl.DataFrame, today: str = "2025-12", **others: str) -> Callable[[str], pl.LazyFrame]:
    """The tables of a snapshot, by name."""
    history = observed(observations) if isinstance(observations, str) else observations
    known = {name: TABLES[name](text) for name, text in (dict.fromkeys(TABLES, "") | others).items()}
    known |= {
        "history": history,
        "observation": history.filter("is_current").drop("is_current"),
        "indicator": _typed(text_table(INDICATORS)),
        "role": _typed(text_table(ROLES)),
        "methodology": _methodologies(),
        "methodology_part": _typed(text_table(METHODOLOGY_PARTS)),
        "methodology_threshold": _typed(text_table(THRESHOLDS)),
        "pipeline_stage": _typed(text_table(STAGES)),
        "today": last_day_of(today),
    }
    return lambda name: known[name].lazy()


def last_day_of(text: str) -> pl.DataFrame:
    """`today` on the last day of a period."""
    month = period.parse(text).end_month
    day = period.last_day(f"{month // 12:04d}-{month % 12 + 1:02d}")
    numbers = {"month": month, "day": period.day_index(day), "this_month": month}
    spelled = pl.lit(period.Period(month, month).text).alias("period")
    return pl.DataFrame([numbers], schema=dict.fromkeys(numbers, pl.Int32)).with_columns(spelled)


def observed(text: str) -> pl.DataFrame:
    """`history` from a text table: `value` as published (150, >150, ~150, 11..12, nothing), the rest usual.

    The first row of a key is the winner. Each publisher is a source of its own.
    """
    rows = text_table(text)
    rows = rows.with_columns([pl.lit(each).alias(name) for name, each in _USUAL.items() if name not in rows.columns])
    rows = rows.with_columns(source=pl.col("source" if "source" in rows.columns else "publisher"))
    bounds = pl.DataFrame([_published(cell) for cell in rows["value"]], schema=_BOUNDS, orient="row")
    rows = rows.drop("value").hstack(bounds).hstack(_months(rows))
    published = rows["published"].map_elements(_month_of, return_dtype=pl.Int32)
    rows = rows.with_columns(
        published_month=published,
        published_on=pl.col("published").map_elements(period.last_day, return_dtype=pl.Date),
        source_kind=pl.col("source_kind") if "source_kind" in rows.columns else pl.lit("press"),
        source_row=pl.format("row {}", pl.int_range(2, rows.height + 2)),
        locator=pl.lit(None, pl.String),
        note=pl.lit(None, pl.String),
        is_current=pl.int_range(pl.len()).over(KEY) == 0,
    )
    rows = rows.with_columns(known_on=pl.col("published_on").fill_null(pl.date(2020, 1, 1)))
    return _typed(rows.select(*HISTORY, "is_current"))


_BOUNDS = {"comparator": pl.String, "value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64}


def _published(cell: str | None) -> tuple[str | None, float | None, float | None, float | None]:
    if cell is None:
        return None, None, None, None
    if ".." in cell:
        low, high = cell.split("..")
        return "..", None, float(low) if low else None, float(high) if high else None
    sign = next((sign for sign in (">=", "<=", ">", "<", "~") if cell.startswith(sign)), "=")
    number = float(cell.removeprefix(sign))
    half = 0.5 * 10 ** (len(cell) - len(cell.rstrip("0"))) if sign == "~" else 0.0
    return sign, number, None if "<" in sign else number - half, None if ">" in sign else number + half


def _months(rows: pl.DataFrame) -> pl.DataFrame:
    periods = [period.parse(text) for text in rows["period"]]
    spans = [basis == "cumulative" and "/" in text for basis, text in zip(rows["basis"], rows["period"], strict=True)]
    columns = {
        "start_month": [each.start_month for each in periods],
        "end_month": [each.end_month for each in periods],
        "frequency": [each.frequency for each in periods],
        "since": [each.start_month if span else 0 for each, span in zip(periods, spans, strict=True)],
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int32))


def _month_of(text: str) -> int:
    return period.month_index(period.last_day(text))


def members(text: str) -> pl.DataFrame:
    """`membership` from a text table; open and counted where it does not say."""
    rows = text_table(text or "member | of")
    usual = {"role": "zone", "from": None, "to": None, "counted": "true"}
    rows = rows.with_columns(
        [pl.lit(each, pl.String).alias(name) for name, each in usual.items() if name not in rows.columns]
    )
    months = [pl.Series(name, _ends(rows[column], end), dtype=pl.Int32) for name, column, end in _OPEN]
    return _typed(rows.with_columns(months))


_OPEN = (("start_month", "from", "start_month"), ("end_month", "to", "end_month"))


def _ends(texts: pl.Series, end: str) -> list[int | None]:
    return [getattr(period.parse(text), end) if text else None for text in texts]


def _methodologies() -> pl.DataFrame:
    rows = text_table(METHODOLOGIES)
    months = [pl.Series(name, _ends(rows[column], end), dtype=pl.Int32) for name, column, end in _OPEN]
    return _typed(rows.with_columns(months).drop("from", "to"))


def rates(text: str) -> pl.DataFrame:
    """`rate` from a text table."""
    rows = text_table(text or "currency_base | currency_quote | period | kind | rate | source")
    usual = {"kind": "average", "source": "BANK"}
    rows = rows.with_columns([pl.lit(each).alias(name) for name, each in usual.items() if name not in rows.columns])
    periods = [period.parse(text) for text in rows["period"]]
    months = [
        pl.Series(end, [getattr(p, end) for p in periods], dtype=pl.Int32) for end in ("start_month", "end_month")
    ]
    return _typed(rows.with_columns(months))


def whom(text: str) -> pl.DataFrame:
    """`entity` from a text table."""
    rows = text_table(text or "code | kind")
    absent = [name for name in ("sector", "country") if name not in rows.columns]
    return rows.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)


def moved(text: str) -> pl.DataFrame:
    """`stage` from a text table."""
    rows = text_table(text or "project | stage | entered")
    usual = [pl.lit(None, pl.String).alias(name) for name in ("left", "source") if name not in rows.columns]
    return with_days(rows.with_columns(usual).lazy()).collect()


TABLES: dict[str, Callable[[str], pl.DataFrame]] = {
    "membership": members,
    "rate": rates,
    "entity": whom,
    "stage": moved,
}

_PAIR_TYPES = {"Float64": pl.Float64, "Boolean": pl.Boolean, "Int32": pl.Int32, "String": pl.String}
_PAIRED = {"final": "true", "is_due": "true", "better": "higher", "reported_ratio": "false", "since": "0"}


def quantities(text: str) -> nw.LazyFrame[Any]:
    """A frame such as a metric hands on: typed, complete, exact where it does not say."""
    rows = text_table(text)
    usual = {name: value for name, value in (_USUAL | _PAIRED).items() if name in (*SHAPE, *DIMENSIONS)}
    rows = rows.with_columns([pl.lit(each).alias(name) for name, each in usual.items() if name not in rows.columns])
    numbers = [name for name in rows.columns if name not in SHAPE and name not in DIMENSIONS] + ["actual", "target"]
    ends = {f"{name}_{end}": name for name in numbers for end in ("lower", "upper")}
    exact = [pl.col(name).alias(end) for end, name in ends.items() if end not in rows.columns and name in rows.columns]
    rows = rows.with_columns(exact)
    return nw.from_native(_typed(_as_shaped(rows, numbers + list(ends))).lazy())


def _as_shaped(rows: pl.DataFrame, numbers: list[str]) -> pl.DataFrame:
    shaped = {name: _PAIR_TYPES[dtype.__name__] for name, dtype in {**SHAPE, **DIMENSIONS}.items()}
    absent = [pl.lit(None, pl.String).alias(name) for name in shaped if name not in rows.columns]
    shaped |= {name: pl.Float64 for name in numbers if name in rows.columns}
    return rows.with_columns(absent).with_columns([_cast(name, dtype) for name, dtype in shaped.items()])


def _typed(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns([_cast(name, dtype) for name, dtype in _TYPES.items() if name in rows.columns])


def _cast(name: str, dtype: Any) -> pl.Expr:
    column = pl.col(name)
    return column.cast(pl.String).str.to_lowercase() == "true" if dtype == pl.Boolean else column.cast(dtype)


def assert_same(found: Any, expected: Any) -> None:
    """The found rows are the expected ones, in any order; only the columns that are expected are looked at."""
    got = _collected(found)
    want = text_table(expected) if isinstance(expected, str) else _collected(expected)
    want = want.with_columns([_cast(name, got.schema[name]) for name in want.columns])
    columns = want.columns
    assert_frame_equal(
        got.select(columns).sort(columns, nulls_last=True),
        want.sort(columns, nulls_last=True),
        rel_tol=1e-3,
        abs_tol=1e-9,
    )


def _collected(rows: Any) -> pl.DataFrame:
    native = nw.to_native(rows, pass_through=True)
    return native.collect() if isinstance(native, pl.LazyFrame) else native
