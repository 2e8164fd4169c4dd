"""Between which ends does a figure lie, as it was published?"""

from decimal import Decimal
from typing import Any

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
    comparator, value, lower, upper = (pl.col(name) for name in ("comparator", "value", "lower", "upper"))
    is_range = comparator == ".."
    return refusal.together(
        [
            refusal.where(
                frame,
                lower > upper,
                labels["lower"],
                lower,
                "the lower end {found} is above the upper end",
                "lower ≤ upper",
            ),
            refusal.where(
                frame,
                lower > value,
                labels["lower"],
                lower,
                "the lower end {found} is above the value",
                "lower ≤ value",
            ),
            refusal.where(
                frame,
                upper < value,
                labels["upper"],
                upper,
                "the upper end {found} is below the value",
                "upper ≥ value",
            ),
            refusal.where(
                frame,
                is_range & value.is_not_null(),
                labels["value"],
                value,
                "a range has no value: {found}",
                "an empty cell",
            ),
            refusal.where(
                frame,
                is_range & (lower.is_null() | upper.is_null()),
                labels["lower"],
                lower,
                "a range needs both its ends",
                "a number",
            ),
            refusal.where(
                frame,
                comparator.is_in(_LOWER) & (lower != value),
                labels["lower"],
                lower,
                "the lower end {found} is not the value",
                _TABLE,
            ),
            refusal.where(
                frame,
                comparator.is_in(_UPPER) & (upper != value),
                labels["upper"],
                upper,
                "the upper end {found} is not the value",
                _TABLE,
            ),
            refusal.where(
                frame,
                value.is_null() & ~is_range & (lower.is_not_null() | upper.is_not_null()),
                labels["value"],
                value,
                "there are ends but no value",
                "a value, or the comparator ..",
            ),
        ]
    )
