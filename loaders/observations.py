"""Which rows are observations that may be stored, and what is wrong with the others?"""

from collections.abc import Mapping

import polars as pl

from data import codelist
from data.schema import KEY
from loaders import refusal
from loaders.known import Known
from loaders.raw import ROW
from loaders.text import bounds, fields

REQUIRED = ("entity", "indicator", "scope", "basis", "scenario", "period", "unit", "source")
DEFAULTS = {"comparator": "=", "status": "A"}
OPTIONAL = ("value", "lower", "upper", "locator", "note")
COLUMNS = (*REQUIRED, *DEFAULTS, *OPTIONAL)
#: Texts of few spellings, which are numbers with their words beside them: a quarter of the memory.
NUMBERED = (*REQUIRED, *DEFAULTS)
MISSING = "O"
_RETRACTED = "Q"
_BASES = {
    "stock": ["stock"],
    "flow": ["period", "ytd", "cumulative"],
    "ratio": ["period", "ytd", "cumulative", "stock"],
}
_CODES: dict[str, fields.Field] = {
    "entity": fields.entity,
    "source": fields.source,
    **{
        name: fields.one_of(name)
        for name in ("indicator", "scope", "basis", "scenario", "unit", "comparator", "status")
    },
}


def read(draft: pl.DataFrame, known: Known, labels: dict[str, str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Observations with typed values and bounds, one per row of the draft, and the refused cells.

    Takes tidy text: COLUMNS and ROW; numbers are written plainly. `labels` are the names of the columns in the file.
    A value not reported is null and has status O; it is neither zero nor an error. Rows with a refused cell are still
    in the result: whoever asks leaves them out.
    """
    filled = draft.with_columns(pl.col(name).fill_null(default) for name, default in DEFAULTS.items())
    refused = [_required(filled, labels)]
    refused += [read_code(filled, name, labels[name], known)[1] for name, read_code in _CODES.items()]
    periods, wrong_periods = fields.months(filled, "period", labels["period"])
    values = {name: fields.number(filled, name, labels[name], known) for name in ("value", "lower", "upper")}
    typed = filled.with_columns(
        pl.col("value").alias("value_text"), *periods, *(cells.alias(name) for name, (cells, _) in values.items())
    )
    refused += [wrong_periods, *(wrong for _, wrong in values.values())]
    sound = refusal.without(typed, refused)
    refused += [_misfits(sound, labels), bounds.contradictions(sound, labels)]
    rows = bounds.ends(_with_status(typed)).drop("value_text")
    return rows.with_columns(pl.col(NUMBERED).cast(pl.Categorical)), refusal.together(refused)


def repeated(rows: pl.DataFrame) -> pl.DataFrame:
    """Refused rows that say the same thing twice: the whole key and the source; each names the others.

    Takes observations that are sound otherwise. IC-12: no two observations of one source are equal in the whole key.
    """
    key = [*KEY, "source"]
    # Equal rows have equal hashes, which take far less memory than the rows; what shares one is compared in full.
    alike = rows.filter(rows.select(key).hash_rows().is_duplicated())
    twice = alike.filter(alike.select(pl.struct(key).is_duplicated()).to_series())
    if twice.is_empty():
        return refusal.none()
    together = pl.col(ROW).unique().sort().cast(pl.String).str.join(", ").over(key)
    described = twice.with_columns(pl.format("{} ({}, {})", together, "indicator", "period").alias("found"))
    return refusal.where(
        described,
        pl.col(ROW).is_not_null(),
        "period",
        pl.col("found"),
        "the same figure of the same source stands in the rows {found}",
        "one row for each key",
    )


def beside(told: Mapping[str, pl.Series], said: Mapping[str, pl.Series]) -> Mapping[str, pl.Series]:
    """What the words of a period tell, without a basis beside which the mapping's holds: a level over nine months is
    that of their end, and what was reached since January, or ever, is told on a day."""
    if "basis" not in told or "basis" not in said:
        return told
    words, own = told["basis"], said["basis"]
    is_level = (words == "ytd") & (own == "stock")
    is_reached = (words == "stock") & own.is_in(["ytd", "cumulative"])
    return {**told, "basis": words.set((is_level | is_reached).fill_null(False), None)}


def _required(draft: pl.DataFrame, labels: dict[str, str]) -> pl.DataFrame:
    return refusal.together(
        refusal.where(draft, pl.col(name).is_null(), labels[name], pl.col(name), "the cell is empty", "a value")
        for name in REQUIRED
    )


def _misfits(rows: pl.DataFrame, labels: dict[str, str]) -> pl.DataFrame:
    """A unit of another quantity than the indicator, a basis that its kind does not take, a status at odds."""
    told = rows.select(ROW, "indicator", "unit", "basis")
    combined = told.join(_fitting(rows), on=["indicator", "unit", "basis"], how="left", maintain_order="left")
    return refusal.together(
        [
            refusal.where(
                combined,
                ~pl.col("unit_fits"),
                labels["unit"],
                pl.col("unit"),
                "the unit {found} does not measure this indicator",
                pl.col("units"),
            ),
            refusal.where(
                combined,
                ~pl.col("basis_fits"),
                labels["basis"],
                pl.col("basis"),
                "the basis {found} does not fit this indicator",
                pl.col("bases"),
            ),
            refusal.where(
                rows,
                pl.col("value").is_not_null() & pl.col("status").is_in(_missing()) & (pl.col("status") != _RETRACTED),
                labels["status"],
                pl.col("status"),
                "the status {found} says that no value was reported, but there is one",
                "A, P, E, U",
            ),
        ]
    )


def _fitting(rows: pl.DataFrame) -> pl.DataFrame:
    """For each indicator, unit and basis that occur together: do they fit, and what would?"""
    found = rows.select("indicator", "unit", "basis").unique()
    indicators = {row["id"]: row for row in codelist.codes("indicator").iter_rows(named=True)}

    def judged(indicator: str, unit: str, basis: str) -> dict[str, str | bool]:
        quantity, kind = indicators[indicator]["quantity"], indicators[indicator]["kind"]
        units = [each for each in codelist.ids("unit") if quantity in codelist.quantities(each)]
        return {
            "unit_fits": unit in units,
            "units": ", ".join(units),
            "basis_fits": basis in _BASES[kind],
            "bases": ", ".join(_BASES[kind]),
        }

    schema = {"unit_fits": pl.Boolean, "units": pl.String, "basis_fits": pl.Boolean, "bases": pl.String}
    return found.hstack(pl.DataFrame([judged(*row) for row in found.iter_rows()], schema=schema))


def _with_status(rows: pl.DataFrame) -> pl.DataFrame:
    """A value not reported has status O and no comparator, unless the row takes a figure back."""
    is_absent = pl.col("value").is_null() & (pl.col("comparator") != "..")
    keeps = pl.col("status").is_in(_missing())
    return rows.with_columns(
        pl.when(is_absent & ~keeps).then(pl.lit(MISSING)).otherwise("status").alias("status"),
        pl.when(is_absent).then(pl.lit("=")).otherwise("comparator").alias("comparator"),
    )


def _missing() -> list[str]:
    return codelist.codes("status").filter("is_missing")["id"].to_list()
