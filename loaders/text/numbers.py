"""Which number does a text say?

A number is written with a decimal point and without grouping once its column's format is known; this text, not a
float, is what is handed on, because "about 33.3" is worth half of its last digit.
"""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import cache

import polars as pl

from data.errors import UserError
from loaders import refusal
from loaders.parsers.grid import NOT_CALCULATED
from loaders.raw import ROW

#: What separates thousands besides the sign that is not the decimal one: spaces of any width, apostrophes.
_SPACES = r" \x{a0}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}"
_APOSTROPHES = "'’‘ʼ"
_GAP = rf"[{_SPACES}{_APOSTROPHES}]"
_PLAIN = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
_LARGEST = 1e18
_EXACT = 2**53
_LARGEST_POWER = 40  # far beyond what is accepted; a number spelled with a larger one would fill the memory
ARABIC_POINT = "٫"
_SIGNS = {ARABIC_POINT: ARABIC_POINT, "٬": " ", "．": ".", "，": ",", "％": "%", "−": "-"}
ACCEPTED = "a number such as 1234.5"
_WITHOUT_RESULT = (
    "{found} stands for a formula whose result the file does not hold: open it in Excel, save it, and load it again"
)


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
    is_formula = pl.col("text") == NOT_CALCULATED
    size = pl.col("value").abs()
    inexact = pl.col("text").is_in(_inexact(spelled))
    parts = [
        refusal.where(spelled, is_wrong & ~is_formula, label, pl.col("text"), "{found} is not a number", ACCEPTED),
        refusal.where(spelled, is_wrong & is_formula, label, pl.col("text"), _WITHOUT_RESULT, ACCEPTED),
        refusal.where(
            spelled, is_number & (size > _LARGEST), label, pl.col("text"), "{found} is too large", "up to 1e18"
        ),
        refusal.where(spelled, inexact, label, pl.col("text"), "{found} has more digits than can be kept", "15 digits"),
    ]
    return values, refusal.together(parts)


def _floats(text: pl.Series) -> pl.Series:
    return text.cast(pl.Float64, strict=False) + 0.0  # -0 is 0


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
    cells = cells.filter(cells.str.contains(r"[.,][0-9]"))
    shows = {mark: cells.filter(cells.str.contains(_shows(mark))) for mark in (".", ",")}
    if len(shows["."]) and len(shows[","]):
        raise _question(name, column, ", ".join(some.sort()[0] for some in shows.values()))
    for mark in (".", ","):
        if len(shows[mark]):
            return mark
    if len(cells):
        raise _question(name, column, ", ".join(cells.sort().head(3)))
    return "."


def is_surely_pointed(texts: pl.Series) -> bool:
    """Whether texts that are all plain numbers can mean nothing else: none has a point, or one shows what it is."""
    return not texts.str.contains(".", literal=True).any() or any(
        bool(some.str.contains(_shows(".")).any()) for some in (texts.head(1000), texts)
    )


def _shows(mark: str) -> str:
    """A number in which this sign can only be the decimal one."""
    other = r"\," if mark == "." else r"\."
    sign = "\\" + mark
    return (
        rf"\d{other}\d{{3}}{sign}\d"  # 1.234,5
        rf"|\d{_GAP}\d{{3}}{sign}\d"  # 1 234,567
        rf"|^[^\d]*\d*{sign}(\d{{1,2}}|\d{{4,}})[^\d.,]*$"  # 1,5  1,2345
        rf"|^[^\d]*(0\d*|\d{{4,}}){sign}\d+[^\d.,]*$"  # 0,125  1234,567
        rf"|^[^\d]*\d*{sign}\d+[eE][+-]?\d+[^\d.,]*$"  # 1,234E+05
        rf"|\d{other}\d{{3}}{other}\d{{3}}"  # 1.234.567
    ).replace(r"\d", "[0-9]") + (r"|[0-9],[0-9]{2},[0-9]{3}" if mark == "." else "")  # 12,34,567


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
    other = "." if mark == "," else ","
    bare = texts.str.replace("^[−–-]\\s*", "-").str.replace(r"^\(\s*(.*?)\s*\)$", "-$1")
    unsigned = bare.str.strip_prefix("-").str.strip_prefix("+")
    is_number = unsigned.str.contains(_grouped(mark)) & unsigned.str.contains(r"[0-9]")
    digits = unsigned.str.replace_all(rf"{_GAP}|\{other}", "").str.replace(mark, ".", literal=True)
    is_negative = bare.str.starts_with("-") & digits.str.contains("[1-9]")
    sign = is_negative.replace_strict({True: "-", False: ""}, return_dtype=pl.String)
    return pl.select(pl.when(is_number).then(sign + digits).otherwise(texts)).to_series()


def is_doubtful(texts: pl.Series, mark: str, bare: Callable[[], pl.Series]) -> pl.Series:
    """Which numbers of a column may be a thousand times less: 1.234 among 12345,6, where no other number of the column
    is grouped by that sign. `bare`: more numbers of the column, of digits and decimal sign alone.

    Some languages group no number of four digits, so that 1234 says nothing of 12.345.
    """
    other = r"\." if mark == "," else ","
    sure = texts.str.contains(rf"[0-9]{other}[0-9]{{3}}(?:{other}[0-9]{{3}}|\{mark}[0-9])")
    if sure.any() or not texts.str.contains(other).any():
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(texts))
    every = pl.concat([texts, bare()])
    is_long = every.str.contains(rf"[0-9]{_GAP}[0-9]{{3}}|^[^0-9]*[0-9]{{5,}}(?:\{mark}|$)").any()
    is_short = every.str.contains(rf"^[^0-9]*[0-9]{{4}}(?:\{mark}|$)").any()
    digits = "[1-9][0-9]{0,2}" if is_long else "[1-9]" if is_short else "[^0-9]"
    return texts.str.contains(rf"^[^0-9]*{digits}{other}[0-9]{{3}}[^0-9]*$")


def is_bare(texts: pl.Series, mark: str) -> pl.Series:
    """Which texts are digits alone, with one decimal sign at most and a minus before them: most numbers there are."""
    return texts.str.contains(rf"^-?[0-9]+(?:\{mark}[0-9]+)?$") & ~texts.str.contains(rf"^-[0\{mark}]*$")


def pointed(texts: pl.Series, mark: str) -> pl.Series:
    """Bare numbers with a decimal point."""
    return texts if mark == "." else texts.str.replace(mark, ".", literal=True)


def is_written(texts: pl.Series, marks: str = ".,") -> pl.Series:
    """Which texts are numbers that `written_plainly` reads where the decimal sign is one of the marks."""
    unsigned = texts.str.replace(r"^(?:[−–-]\s*|\+)?(.*)$", "$1").str.replace(r"^\(\s*(.*?)\s*\)$", "$1")
    found = unsigned.str.contains(_grouped(marks[0]))
    return found | unsigned.str.contains(_grouped(marks[-1]))


def _grouped(mark: str) -> str:
    """Digits as this format groups them; one kind of separator in a number, and no group begins with a zero."""
    other = r"\." if mark == "," else ","
    groups = [rf"[{_SPACES}]", rf"[{_APOSTROPHES}]", other]
    thousands = "|".join(rf"[1-9][0-9]{{0,2}}(?:{gap}[0-9]{{3}})+" for gap in groups)
    indian = "|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}" if mark == "." else ""
    return rf"^(?:{thousands}{indian}|[0-9]+)?(?:\{mark}[0-9]+)?(?:[eE][+-]?[0-9]{{1,3}})?$"


def _python(pattern: str) -> str:
    return re.sub(r"\\x\{(\w+)\}", lambda found: chr(int(found[1], 16)), pattern)


_ONE_SPACE = re.compile(_python(rf"[{_SPACES}]"))


class _Usual(dict[int, str]):
    """The usual sign for each letter, found out once."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        digit = None if letter.isascii() else unicodedata.decimal(letter, None)
        usual = " " if _ONE_SPACE.fullmatch(letter) else "'" if letter in _APOSTROPHES else _SIGNS.get(letter, letter)
        self[code] = usual if digit is None else str(digit)
        return self[code]


_USUAL = _Usual()


def spelled_usually(text: str) -> str:
    """The text with digits, signs and spaces of any script and width as the usual ones: １２３ is 123."""
    return text if text.isascii() else text.translate(_USUAL)


def exact(numeral: str, mark: str) -> Decimal | None:
    """The number that a numeral without a sign says in this format; None where it is none, or a senseless one."""
    usual = numeral.replace(ARABIC_POINT, mark)
    if not _pattern(mark).match(usual) or not usual.strip():
        return None
    digits = usual.replace(" ", "").replace("'", "").replace("." if mark == "," else ",", "").replace(mark, ".")
    number = Decimal(digits)
    return number if abs(number.adjusted()) <= _LARGEST_POWER else None


def is_numeral(text: str) -> bool:
    """Whether a text is a number in one of the formats."""
    return any(bool(_pattern(mark).match(text.replace(ARABIC_POINT, mark))) for mark in (".", ","))


@cache
def _pattern(mark: str) -> re.Pattern[str]:
    return re.compile(r"(?=.?[0-9])" + _python(_grouped(mark)).removesuffix("$") + r"\Z")


def text_of(number: Decimal) -> str:
    """A number as plain text, every digit of it: 1234.5."""
    return f"{number.normalize():f}" if number else "0"


def scaled(texts: pl.Series, scale: Decimal) -> pl.Series:
    """Plain numbers times the scale, without the rounding of floats; other texts as they are."""
    if scale == 1:
        return texts
    spellings = texts.drop_nulls().unique()
    spellings = spellings.filter(spellings.str.contains(_PLAIN))
    return texts.replace({text: f"{(Decimal(text) * scale).normalize():f}" for text in spellings})
