"""Which number does a text say?

A number is written with a decimal point and without grouping once its column's format is known; this text, not a
float, is what is handed on, because "about 33.3" is worth half of its last digit.
"""

from decimal import Decimal

import polars as pl

from data.errors import UserError
from loaders import refusal
from loaders.raw import ROW

#: What separates thousands besides the sign that is not the decimal one: spaces of any width, apostrophes.
_GAP = r"[ \x{a0}\x{2000}-\x{200a}\x{202f}'’]"
_PLAIN = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"
_LARGEST = 1e18
_EXACT = 2**53
ACCEPTED = "a number such as 1234.5"


def plain(frame: pl.DataFrame, column: str, label: str) -> tuple[pl.Series, pl.DataFrame]:
    """Numbers written plainly (1234.5, −5, 1.2e9), as Float64, null for null; and the refused cells.

    Refused: any grouping or decimal comma, NaN and infinity, more than 1e18, whole numbers a float cannot hold.
    """
    text = frame[column]
    values = _floats(text)
    if not values.is_finite().all() or values.null_count() > text.null_count():
        text = text.str.replace("−", "-", literal=True)
        values = _floats(text)
    spelled = frame.select(ROW, text.alias("text"), values.alias("value"))
    is_number = pl.col("value").is_finite().fill_null(False)
    is_wrong = pl.col("text").is_not_null() & ~is_number
    size = pl.col("value").abs()
    inexact = pl.col("text").is_in(_inexact(spelled))
    parts = [
        refusal.where(spelled, is_wrong, label, pl.col("text"), "{found} is not a number", ACCEPTED),
        refusal.where(
            spelled, is_number & (size > _LARGEST), label, pl.col("text"), "{found} is too large", "up to 1e18"
        ),
        refusal.where(spelled, inexact, label, pl.col("text"), "{found} has more digits than can be kept", "15 digits"),
    ]
    return values, refusal.together(parts)


def _floats(text: pl.Series) -> pl.Series:
    return text.cast(pl.Float64, strict=False)


def _inexact(spelled: pl.DataFrame) -> list[str]:
    large = spelled.filter((pl.col("value").abs() >= _EXACT) & (pl.col("value").abs() <= _LARGEST))["text"].unique()
    return [text for text in large if _is_whole(Decimal(text)) and Decimal(text) != Decimal(float(text))]


def _is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def decimal_mark(texts: pl.Series, column: str, name: str, given: str | None) -> str:
    """The decimal sign of a whole column, "." or ",": as the mapping says, else as the cells show.

    Raises UserError with the question where the cells show both or could mean either (`1,234` everywhere).
    """
    if given:
        return given
    cells = texts.drop_nulls().unique()
    cells = cells.filter(cells.str.contains(r"\d[.,]\d"))
    shows = {mark: cells.filter(cells.str.contains(_shows(mark))) for mark in (".", ",")}
    if len(shows["."]) and len(shows[","]):
        raise _question(name, column, f"{shows['.'][0]}, {shows[','][0]}")
    for mark in (".", ","):
        if len(shows[mark]):
            return mark
    if len(cells):
        raise _question(name, column, ", ".join(cells.sort().head(3)))
    return "."


def _shows(mark: str) -> str:
    """A number in which this sign can only be the decimal one."""
    other = r"\," if mark == "." else r"\."
    sign = "\\" + mark
    return (
        rf"\d{other}\d{{3}}{sign}\d"  # 1.234,5
        rf"|\d{_GAP}\d{{3}}{sign}\d"  # 1 234,567
        rf"|^[^\d]*\d*{sign}(\d{{1,2}}|\d{{4,}})[^\d.,]*$"  # 1,5  1,2345
        rf"|^[^\d]*(0|\d{{4,}}){sign}\d+[^\d.,]*$"  # 0,125  1234,567
        rf"|\d{other}\d{{3}}{other}\d{{3}}"  # 1.234.567
    )


def _question(name: str, column: str, found: str) -> UserError:
    return UserError(
        "{name}, column {column}: is the decimal sign a point or a comma? Found: {found}.\n"
        'Say decimal = "." or decimal = "," under [read] in the mapping.',
        name=name,
        column=column,
        found=found,
    )


def written_plainly(texts: pl.Series, mark: str) -> pl.Series:
    """`1 234,5`, `−5`, `(1 234)` as 1234.5, -5, -1234; what is no number in this format stays as it is."""
    other = r"\." if mark == "," else ","
    grouped = rf"\d{{1,3}}(?:{_GAP}\d{{3}})+|\d{{1,3}}(?:{other}\d{{3}})+|\d+"
    number = rf"^(?:{grouped})?(?:\{mark}\d+)?$"
    bare = texts.str.replace("^[−–-]\\s*", "-").str.replace(r"^\(\s*(.*?)\s*\)$", "-$1")
    unsigned = bare.str.strip_prefix("-").str.strip_prefix("+")
    is_number = unsigned.str.contains(number) & unsigned.str.contains(r"\d")
    digits = unsigned.str.replace_all(rf"{_GAP}|{other}", "").str.replace(mark, ".", literal=True)
    sign = bare.str.starts_with("-").replace_strict({True: "-", False: ""}, return_dtype=pl.String)
    return pl.select(pl.when(is_number).then(sign + digits).otherwise(texts)).to_series()


def scaled(texts: pl.Series, scale: Decimal) -> pl.Series:
    """Plain numbers times the scale, without the rounding of floats; other texts as they are."""
    if scale == 1:
        return texts
    spellings = texts.drop_nulls().unique()
    spellings = spellings.filter(spellings.str.contains(_PLAIN))
    return texts.replace({text: f"{(Decimal(text) * scale).normalize():f}" for text in spellings})
