"""Which codelists do metrics read as tables, and under which columns?"""

from collections.abc import Callable

import polars as pl

from data import codelist
from data.dated import with_months


def _indicators() -> pl.DataFrame:
    return codelist.codes("indicator").select(
        pl.col("id").alias("indicator"),
        "quantity",
        "kind",
        "better",
        pl.col("additive", "reported_ratio", "of_zone").cast(pl.String).str.to_lowercase() == "true",
        pl.col("headline").cast(pl.Int32),
    )


def _roles() -> pl.DataFrame:
    return codelist.codes("role").select(pl.col("id").alias("role"), "scope")


def _pipeline_stages() -> pl.DataFrame:
    return codelist.codes("stage").select(pl.col("id").alias("stage"), "rank", "probability", "is_open")


def _countries() -> pl.DataFrame:
    return codelist.codes("country").select(pl.col("id").alias("country"), "currency")


def _methodologies() -> pl.DataFrame:
    told = codelist.codes("methodology").rename({"id": "methodology"})
    return with_months(told).select(
        *("methodology", "kind", "applies_to", "country", "verified", "needed", "start_month", "end_month"),
        pl.col("least_coverage").cast(pl.Float64),
    )


def _methodology_parts() -> pl.DataFrame:
    return codelist.codes("methodology_part").select(
        "methodology", "measured", "weight", "cap", "at_least", "at_most", asked_unit="unit"
    )


def _methodology_thresholds() -> pl.DataFrame:
    return codelist.codes("methodology_threshold").select("methodology", "verdict", "at_least")


#: By the name under which a metric asks for it.
LISTS: dict[str, Callable[[], pl.DataFrame]] = {
    "methodology": _methodologies,
    "methodology_part": _methodology_parts,
    "methodology_threshold": _methodology_thresholds,
    "indicator": _indicators,
    "role": _roles,
    "pipeline_stage": _pipeline_stages,
    "country": _countries,
}
