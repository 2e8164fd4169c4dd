"""How is a number, or a day, of a workbook written as a spreadsheet shows it?"""

from decimal import Decimal

import polars as pl

from loaders.parsers.grid import NO_DATE

MAY_BE_CUT = r"^-?(\d+\.\d{1,9}|0)$"  # the reader's text of a number ends after nine decimals, the number may not
_TOO_EXACT = r"^-?[\d.]{17,}$"
KEPT_DIGITS, LONG = 15, r"^-?\d{16,}$"
_NO_DAY = 60 * 86_400_000  # Excel's 29 February 1900, which there never was


def rounded(texts: pl.Series, is_number: pl.Series) -> pl.Series:
    """A double has up to 17 digits, of which the last ones are noise of the arithmetic; Excel shows 15."""
    exact = texts.filter(is_number & texts.str.contains(_TOO_EXACT).fill_null(False)).unique()
    plain = {text: format(Decimal(f"{float(text):.15g}"), "f") for text in exact if "." in text}
    if not plain:
        return texts
    changed = texts.replace(plain)
    return changed.zip_with(is_number, texts)


def in_digits(texts: pl.Series, is_number: pl.Series) -> pl.Series:
    """Whole numbers in the 15 digits that a spreadsheet keeps."""
    long = texts.filter(is_number & texts.str.contains(LONG).fill_null(False)).unique()
    plain = {text: format(Decimal(f"{float(text):.15g}"), "f") for text in long}
    return texts.replace(plain).zip_with(is_number, texts) if plain else texts


def uncut(texts: pl.Series, exact: pl.Series, is_number: pl.Series) -> pl.Series:
    """The numbers whose text is cut, in the 15 digits Excel shows: 0.0000012345678 and not 0.000001235."""
    is_cut = is_number & texts.str.contains(MAY_BE_CUT).fill_null(False) & exact.is_not_null()
    values = exact.filter(is_cut).unique()
    plain = pl.Series([_in_15_digits(value) for value in values], dtype=pl.String)
    return (
        exact.replace_strict(values, plain, default=None, return_dtype=pl.String)
        .alias(texts.name)
        .zip_with(is_cut, texts)
    )


def _in_15_digits(value: float) -> str:
    written = format(Decimal(f"{value:.15g}"), "f")
    return written.rstrip("0").removesuffix(".") if "." in written else written


def day(texts: pl.Series, since: pl.Series) -> pl.Series:
    """Dates without a time of day that says nothing, and times without a day."""
    frame = pl.DataFrame({"text": texts, "since": since.dt.total_milliseconds()})
    text, own = pl.col("text"), pl.col("since")
    is_time = own.is_between(0, 86_400_000, closed="left") & ~text.str.ends_with("00:00:00")
    day = (
        pl.when((own == _NO_DAY) & (text == "1900-02-28 00:00:00"))
        .then(pl.lit("1900-02-29"))
        .when(is_time)
        .then(text.str.extract(r"(\d\d:\d\d:\d\d)", 1))
        .when(own.is_not_null() & text.is_null())
        .then(pl.lit(NO_DATE))
        .when(own.is_not_null())
        .then(text.str.strip_suffix(" 00:00:00"))
        .otherwise(text)
    )
    return frame.select(day).to_series().alias(texts.name)
