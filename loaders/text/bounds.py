"""Between which ends does a figure lie, as it was published?"""

from decimal import Decimal
from typing import Any, NamedTuple

import polars as pl

from loaders import clean, refusal

_LOWER = ("=", ">", ">=")
_UPPER = ("=", "<", "<=")
_TABLE = "empty, or the ends that the comparator says"


def half_of_last_digit(text: str) -> Decimal:
    """Half a unit of the last digit that is not zero: 50000000 for 18500000000, 0.05 for 33.3, 0.5 for 0."""
    _, _, exponent = Decimal(text).normalize().as_tuple()
    return Decimal(5).scaleb(int(exponent) - 1)


def ends(frame: pl.DataFrame) -> pl.DataFrame:
    """`lower` and `upper` as Float64, null for unbounded, where the row does not give them.

    Takes comparator, value, lower, upper, and value_text (the number as published, scaled). `=` gives the value twice,
    `>` `>=` the lower end, `<` `<=` the upper one, `~` the value ± half of its last digit that is not zero; for `..`
    and for a value not reported only what the row gives.
    """
    comparator = pl.col("comparator")
    about = _about(frame.select(pl.when(comparator == "~").then("value_text")).to_series())
    lower = pl.when(comparator.is_in(_LOWER)).then("value").when(comparator == "~").then(about["low"])
    upper = pl.when(comparator.is_in(_UPPER)).then("value").when(comparator == "~").then(about["high"])
    return frame.with_columns(pl.coalesce("lower", lower).alias("lower"), pl.coalesce("upper", upper).alias("upper"))


def _about(texts: pl.Series) -> pl.DataFrame:
    """`low` and `high` of each number: whole ones all at once, the rest digit by digit."""
    text = pl.col("text")
    zeros = text.str.len_bytes() - text.str.strip_chars_end("0").str.len_bytes()
    half = pl.lit(10.0).pow(zeros.cast(pl.Float64)) / 2
    number = text.cast(pl.Float64, strict=False)
    is_whole = texts.str.contains(r"^\d{0,14}[1-9]\d{0,14}$").fill_null(False)
    whole = texts.to_frame("text").select(low=number - half, high=number + half)
    other = clean.by_spelling(texts.set(is_whole, None), _around, dict.fromkeys(("low", "high"), pl.Float64))
    return pl.DataFrame({end: whole[end].zip_with(is_whole, other[end]) for end in ("low", "high")})


def _around(text: str) -> dict[str, Any]:
    number = text.replace("−", "-")
    try:
        half = half_of_last_digit(number)
        return {"low": float(Decimal(number) - half), "high": float(Decimal(number) + half)}
    except ArithmeticError:
        return {}


def contradictions(frame: pl.DataFrame, labels: dict[str, str]) -> pl.DataFrame:
    """Refused cells where the ends given in a row are out of order, leave the value out or deny the comparator."""
    return refusal.together(
        refusal.where(frame, rule.wrong, labels[rule.column], pl.col(rule.column), rule.problem, rule.accepted)
        for rule in _RULES
    )


_VALUE, _LOW, _HIGH = (pl.col(name) for name in ("value", "lower", "upper"))
_IS_RANGE = pl.col("comparator") == ".."
_GIVES_LOW, _GIVES_HIGH = (pl.col("comparator").is_in(list(each)) for each in (_LOWER, _UPPER))
_HAS_ENDS = _LOW.is_not_null() | _HIGH.is_not_null()


class _Rule(NamedTuple):
    """What is wrong, in which column, in words, and what would be accepted."""

    wrong: pl.Expr
    column: str
    problem: str
    accepted: str


_RULES = (
    _Rule(_LOW > _HIGH, "lower", "the lower end {found} is above the upper end", "lower ≤ upper"),
    _Rule(_LOW > _VALUE, "lower", "the lower end {found} is above the value", "lower ≤ value"),
    _Rule(_HIGH < _VALUE, "upper", "the upper end {found} is below the value", "upper ≥ value"),
    _Rule(_IS_RANGE & _VALUE.is_not_null(), "value", "a range has no value: {found}", "an empty cell"),
    _Rule(_IS_RANGE & (_LOW.is_null() | _HIGH.is_null()), "lower", "a range needs both its ends", "a number"),
    _Rule(_GIVES_LOW & (_LOW != _VALUE), "lower", "the lower end {found} is not the value", _TABLE),
    _Rule(_GIVES_HIGH & (_HIGH != _VALUE), "upper", "the upper end {found} is not the value", _TABLE),
    _Rule(
        _VALUE.is_null() & ~_IS_RANGE & _HAS_ENDS,
        "value",
        "there are ends but no value",
        "a value, or the comparator ..",
    ),
)
