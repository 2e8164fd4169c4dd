"""What does one column of cells say: which numbers, how sure, in which units, with which notes?"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from typing import Any, Literal

import polars as pl

from loaders import clean
from loaders.text import amounts, numbers, rounded
from loaders.text import footnotes as marks
from loaders.text import qualified as qualifiers
from loaders.text.amounts import Amount

#: "Almost N" is at least this share of N.
_ALMOST = Decimal("0.9")
_OTHER_SIGN = "{found} is not written with the decimal sign of its column"
_DOUBTFUL = "{found} may be a thousand times less: no other number of its column is grouped by that sign"
#: A number with words but no other digit or raised sign, so that no word depends on which number it is.
_SOLE_NUMERAL = re.compile(r"((?:[^\d]*[^\d.,'٫])?)(\d+(?:[.,'٫ ]\d+)*)((?:[^\d.,'²³¹⁰-⁹][^\d²³¹⁰-⁹]*)?)")
#: No cents: 1'234.– or 100,- says which sign is the decimal one.
_NO_CENTS = re.compile(r"(?<=\d)([.,])\s?[-–—]{1,2}$")
_SPACE_BEFORE_SIGN = re.compile(r"(?<=\d) (?=[.,]\d{1,2}$)")
_TEXTS = ("number", "comparator", "lower", "upper", "unit", "also", "note", "problem")
_SCHEMA: dict[str, Any] = {**dict.fromkeys(_TEXTS, pl.String), "is_scaled": pl.Boolean}
_UNIT_SAID = "{found} names a unit or a scale: say units = true of this column to read it"
_WORDS_SAID = "{found} is told in words: say qualified = true of this column to read it"


@dataclass(frozen=True)
class _Cell:
    """What one spelling says: one amount, the two ends of a range, or none (a word for not reported, with a note)."""

    amounts: tuple[Amount, ...]
    meaning: str | None = None
    note: str | None = None

    @property
    def unit(self) -> str | None:
        return next((amount.unit for amount in self.amounts if amount.unit), None)

    @property
    def also(self) -> str | None:
        return next((amount.also for amount in self.amounts if amount.unit), None)

    @property
    def is_scaled(self) -> bool:
        return any(amount.is_scaled for amount in self.amounts)


def figures(
    texts: pl.Series,
    is_own: pl.Series,
    *,
    name: str,
    column: str,
    decimal: str | None,
    missing: Sequence[str],
    qualified: bool,
    footnotes: Literal["refuse", "keep"],
    units: bool,
) -> pl.DataFrame:
    """The figures of one column of tidy cells, a row each.

    `number`: plain text such as 1234.5, times the cell's own scale word; null where nothing is reported; what is no
    number stays as it is, to be refused. `comparator`, `lower`, `upper`: as words say, else null. `unit`: the code
    that the cell names, else null; `also`: what it is where the indicator is not measured in that. `is_scaled`: the
    cell itself says its scale, so that of the column does not apply. `note`: the mark of a footnote. `problem`: why the
    cell is refused, as a template. `is_own` are the numbers of the format itself. Raises UserError with the question
    where the decimal sign of the column cannot be told.
    """
    if _is_plain(texts, is_own, decimal, missing):
        return _frame(texts)
    is_bare = _is_bare(texts, is_own, decimal, missing)
    others = texts.set(is_bare, None)
    allowed = {marks.FOUND: footnotes == "keep", _WORDS_SAID: qualified, _UNIT_SAID: units}
    spellings = clean.without(others.filter(~is_own).unique(), missing).drop_nulls()
    is_simple = numbers.is_written(spellings) & ~rounded.is_cut(spellings)
    simple, odd = spellings.filter(is_simple), spellings.filter(~is_simple)
    cells = _cells(odd, missing)
    mark = numbers.decimal_mark(pl.concat([simple, _numerals(cells)]), column, name, decimal)
    told = pl.DataFrame([_told(text, cell, mark, allowed) for text, cell in cells.items()], schema=_SCHEMA)
    read = pl.concat([_simple(simple, mark, lambda: texts.filter(is_bare)), told])
    found = _own(others, is_own, read.insert_column(0, pl.concat([simple, odd]).alias("spelling")))
    return found.with_columns(numbers.pointed(texts, mark).zip_with(is_bare, found["number"]).alias("number"))


def _is_bare(texts: pl.Series, is_own: pl.Series, decimal: str | None, missing: Sequence[str]) -> pl.Series:
    """Which cells are digits and the decimal sign that the mapping says: nothing about these is to be found out."""
    if decimal is None:
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(texts))
    return (numbers.is_bare(texts, decimal) & ~is_own & ~texts.is_in(list(missing))).fill_null(False)


def _is_plain(texts: pl.Series, is_own: pl.Series, decimal: str | None, missing: Sequence[str]) -> bool:
    """Whether every cell is a number already and can be no other one: most columns, and no spelling is looked at."""
    if pl.Series(missing, dtype=pl.String).cast(pl.Float64, strict=False).is_finite().any():
        return False
    values = texts.cast(pl.Float64, strict=False)
    if values.null_count() > texts.null_count() or not values.is_finite().all():
        return False
    others = texts.filter(~is_own)
    if rounded.is_cut(others).any():
        return False
    if decimal == ",":
        return not others.str.contains(".", literal=True).any()
    return decimal == "." or numbers.is_surely_pointed(others)


def _frame(texts: pl.Series) -> pl.DataFrame:
    """Numbers of which nothing more is said."""
    absent = [pl.lit(None, pl.String).alias(name) for name in _TEXTS[1:]]
    return texts.alias("number").to_frame().with_columns(*absent, is_scaled=pl.lit(False))


def _simple(texts: pl.Series, mark: str, bare: Callable[[], pl.Series]) -> pl.DataFrame:
    """Numbers without words; one with the other decimal sign is refused, although it would pass for a number, and one
    that is grouped in a way no other of its column is."""
    fits = pl.lit(numbers.is_written(texts, mark))
    doubtful = pl.lit(numbers.is_doubtful(texts, mark, bare))
    problem = pl.when(~fits).then(pl.lit(_OTHER_SIGN)).when(doubtful).then(pl.lit(_DOUBTFUL)).alias("problem")
    return _frame(numbers.written_plainly(texts, mark)).with_columns(problem)


def _own(texts: pl.Series, is_own: pl.Series, read: pl.DataFrame) -> pl.DataFrame:
    """What each cell says; the format's own numbers say themselves, and a unit beside scaled figures says scale 1."""
    cells = pl.DataFrame({"spelling": texts.set(is_own, None)})
    found = _joined(cells, read)
    names_unit = pl.col("unit").is_not_null() & pl.col("is_scaled").any()
    return found.with_columns(
        texts.zip_with(is_own, found["number"]).alias("number"),
        (pl.col("is_scaled") | names_unit).fill_null(False).alias("is_scaled"),
    )


def _joined(cells: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    if read.is_empty():
        return _frame(pl.Series([None], dtype=pl.String).new_from_index(0, cells.height))
    return cells.join(read, on="spelling", how="left", maintain_order="left").drop("spelling")


def _cells(odd: pl.Series, missing: Sequence[str]) -> dict[str, _Cell | None]:
    words = frozenset(word.casefold() for word in missing) - {"-", "–", "—", "−"}
    around: dict[tuple[str, str], _Cell | None] = {}
    return {text: _cell(_spelled(text), words, around) for text in odd}


def _cell(text: str, missing: frozenset[str], around: dict[tuple[str, str], _Cell | None]) -> _Cell | None:
    """What a spelling says; the words around a sole numeral are understood once, whichever number it is."""
    found = _SOLE_NUMERAL.fullmatch(text)
    if found is None or not numbers.is_numeral(found[2]):
        return next(_readings(text, missing), None)
    words = (found[1], found[3])
    if words not in around:
        around[words] = next(_readings(f"{found[1]}7{found[3]}", missing), None)
    cell = around[words]
    if cell is None or len(cell.amounts) == 1:
        return cell and replace(cell, amounts=(cell.amounts[0].with_numeral(found[2]),))
    return next(_readings(text, missing), None)


def _spelled(text: str) -> str:
    """The usual signs, no space before a decimal sign (2 973 ,9), and a dash for cents as the zero it is."""
    return _NO_CENTS.sub(r"\g<1>0", _SPACE_BEFORE_SIGN.sub("", numbers.spelled_usually(text)))


def _readings(text: str, missing: frozenset[str]) -> Iterator[_Cell]:
    """Each way to take a spelling: as it is, then without the mark at its end; plain, then told in words."""
    word = marks.split_word(text)
    if word and word[0].casefold() in missing:
        yield _Cell((), None, word[1])
    if not any(letter.isdigit() for letter in text):
        return
    noted = marks.split(text)
    for bare, note in [(text, None), *([noted] if noted else [])]:
        for meaning, parts in chain([(None, (bare,))], qualifiers.readings(bare)):
            found = [each for each in map(amounts.read, _sharing(*parts)) if each]
            if len(found) == len(parts):
                yield _Cell(tuple(found), meaning, note)


def _sharing(lower: str, upper: str = "") -> tuple[str, ...]:
    """Both ends of a range with the words that stand at one of them only: $10–12 bn is $10 bn and $12 bn."""
    if not upper:
        return (lower,)
    (before, after_lower), (before_upper, after) = amounts.around(lower), amounts.around(upper)
    shared_before = before.strip("+-– (") if not before_upper.strip() else ""
    return lower if after_lower.strip() else f"{lower} {after}", f"{shared_before} {upper}"


def _numerals(cells: dict[str, _Cell | None]) -> pl.Series:
    found = [numeral for cell in cells.values() if cell for amount in cell.amounts for numeral in amount.numerals]
    return pl.Series(found, dtype=pl.String)


def _told(text: str, cell: _Cell | None, mark: str, allowed: dict[str, bool]) -> dict[str, Any]:
    """The columns of one spelling; a refused one keeps its text as its number, so that it can pass for nothing."""
    problem = _problem(text, cell, allowed)
    values = [amount.value(mark) for amount in cell.amounts] if cell else []
    if cell is None or problem or None in values:
        return {"number": text, "problem": problem, "is_scaled": False}
    said = {"unit": cell.unit, "also": cell.also, "is_scaled": cell.is_scaled, "note": cell.note}
    return said | _meant(text, [value for value in values if value is not None], cell.meaning)


def _problem(text: str, cell: _Cell | None, allowed: dict[str, bool]) -> str | None:
    if cell is None:
        return marks.UNSURE if marks.is_unsure(_spelled(text)) else None
    if rounded.half_of_last(text) and not allowed[_WORDS_SAID]:
        return rounded.CUT
    says = {marks.FOUND: cell.note, _WORDS_SAID: cell.meaning, _UNIT_SAID: any(each.phrases for each in cell.amounts)}
    return next((problem for problem, is_said in says.items() if is_said and not allowed[problem]), None)


def _meant(text: str, values: list[Decimal], meaning: str | None) -> dict[str, Any]:
    """The number, its comparator and its bounds."""
    if not values:
        return {}
    if len(values) == 2:
        ends = {
            "comparator": qualifiers.RANGE,
            "lower": numbers.text_of(values[0]),
            "upper": numbers.text_of(values[1]),
        }
        return (
            ends
            if values[0] < values[1]
            else {"number": text, "unit": None, "also": None, "note": None, "is_scaled": False}
        )
    number, half = numbers.text_of(values[0]), rounded.half_of_last(text)
    if half:
        ends = {"lower": numbers.text_of(values[0] - half), "upper": numbers.text_of(values[0] + half)}
        return {"number": number, "comparator": "~", **ends}
    if meaning != qualifiers.ALMOST:
        return {"number": number, "comparator": meaning}
    low, high = sorted([values[0], values[0] * _ALMOST])
    return {"number": number, "comparator": "~", "lower": numbers.text_of(low), "upper": numbers.text_of(high)}
