"""Which figures stand in a column of a mapped file, in which unit, and for which period?"""

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from loaders import refusal
from loaders.mapping import Mapping, Value
from loaders.meaning.rows import cells_of, constant, missing
from loaders.meaning.said import PeriodSaid, Said, UnitSaid
from loaders.raw import ROW, RawTable
from loaders.sniffing.heading import same_heading
from loaders.text import cells as cell_words
from loaders.text import dates, numbers, period_words, units

_PERIOD_WORDS = "2019, III кв. 2019, 9 мес. 2019, H1 2019 …"
_DATE_WITH_TIME = r"^(\d{4})-(\d{2})-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)?$"
_POWER = r"^([+-]?[0-9]{1,2})(?:\.0+)?$"
_NO_SCALE = "{found} names no scale, as other numbers of its column do: say the scale of this column to read it"
_SHARE = "{found} may be a share or per cent: other numbers of its column bear %"
_UNIT_WORDS = "млн руб., тыс. чел., EUR thousand, ha …"


@dataclass(frozen=True)
class Told:
    """What a column says by column of an observation, a series as long as the table each; and the refused cells."""

    columns: dict[str, pl.Series]
    refused: pl.DataFrame


def figures(raw: RawTable, table: pl.DataFrame, mapping: Mapping, value: Value) -> Told:
    """`value` as a plain number in its unit; where words qualify it `comparator`, `lower`, `upper`; `unit` where the
    cell or the row names one; `note` for a footnote that is kept; `status` where the cell says why there is none."""
    column = value.column or ""
    found = _read(raw, table, mapping, column, value)
    indicator = cells_of(table, value.indicator)
    row_units, scales, wrong = _row_units(table, mapping.said(value, "unit"), indicator)
    if value.power:
        scales, wrong = _powers(table, value.power)
    problem = found["problem"]
    if "scale" not in value.model_fields_set and scales is None:
        problem = problem.zip_with(problem.is_not_null(), _without_scale(found))
    problem = problem.zip_with(problem.is_not_null(), _share_or_per_cent(table[column], found["number"]))
    sound = {name: found[name].set(problem.is_not_null(), None) for name in ("number", "lower", "upper")}
    is_scaled = found["is_scaled"].fill_null(False)
    told = {name: _scaled(texts, scales, is_scaled, value.scale) for name, texts in sound.items()}
    columns = {"value": told["number"], "lower": told["lower"], "upper": told["upper"], "note": found["note"]}
    if value.qualified:
        columns["comparator"] = found["comparator"]
    if isinstance(mapping.read.missing, dict):
        columns["status"] = _why_missing(table[column], mapping.read.missing)
    unit = units.fitting(found["unit"], found["also"], indicator)
    unit = unit if row_units is None else unit.zip_with(unit.is_not_null(), row_units)
    is_known = unit.is_not_null()
    if is_known.any():
        columns["unit"] = unit
    return Told(columns, refusal.together([wrong, *_problems(table, column, problem)]))


def plain(raw: RawTable, table: pl.DataFrame, mapping: Mapping, column: str, scale: Decimal = Decimal(1)) -> pl.Series:
    """The numbers of a column that is no value of its own, as plain text; what is no number stays as it is."""
    return numbers.scaled(_read(raw, table, mapping, column, None)["number"], scale)


def as_told(raw: RawTable, table: pl.DataFrame, mapping: Mapping, value: Value) -> pl.Series:
    """The numbers of a value before its scale, as plain text, "more than 600" as 600; what is none stays as it is."""
    return _read(raw, table, mapping, value.column or "", value)["number"]


def periods(coded: pl.DataFrame, mapping: Mapping, said: Said | None, raw_name: str) -> Told:
    """`period` of each row as text, `basis` where the words of a period tell it, and the refused cells."""
    cells = cells_of(coded, said)
    if not isinstance(said, PeriodSaid) or said.as_ == "text":
        return Told({"period": cells}, refusal.none())
    label = said.column or "fields.period"
    if said.as_ == "words":
        year = cells_of(coded, said.year) if said.year else None
        named = cells if year is None else _months_for_dates(cells, year)
        found = period_words.read(named, year, fiscal_year_starts=mapping.read.fiscal_year_starts)
        problems = found["problem"].zip_with(found["problem"].is_not_null(), _unless_read(cells, found["period"]))
        told = {"period": found["period"].set(problems.is_not_null(), None), "basis": found["basis"]}
        return Told(told, refusal.together(_problems(coded, label, problems, cells, _PERIOD_WORDS)))
    days = dates.days(cells, mapping.read.dates, name=raw_name, column=label)
    told_days = days.zip_with(days.str.len_chars().fill_null(0) == len("2019-09-30"), cells)
    found_periods = dates.periods(told_days, said.as_)
    wrong = pl.col("cell").is_not_null() & pl.col("period").is_null()
    frame = coded.select(ROW).with_columns(cells.alias("cell"), found_periods.alias("period"))
    problem = refusal.where(frame, wrong, label, pl.col("cell"), "{found} is not a date", dates.ACCEPTED[said.as_])
    return Told({"period": found_periods}, problem)


def _months_for_dates(cells: pl.Series, year: pl.Series) -> pl.Series:
    """Words beside a year, in which a spreadsheet made dates of some: these are months, if they are of that year."""
    date = cells.str.extract_groups(_DATE_WITH_TIME).struct.unnest()
    is_of_year = (date["1"] == year).fill_null(False)
    return (date["1"] + "-" + date["2"]).zip_with(is_of_year, cells)


def _why_missing(cells: pl.Series, statuses: dict[str, str]) -> pl.Series:
    by_word = {word.casefold(): status for word, status in statuses.items()}
    return cells.str.to_lowercase().replace_strict(by_word, default=None, return_dtype=pl.String)


def _unless_read(cells: pl.Series, period: pl.Series) -> pl.Series:
    return pl.select(
        pl.when(cells.is_not_null() & period.is_null()).then(pl.lit("{found} is not a period"))
    ).to_series()


def _read(raw: RawTable, table: pl.DataFrame, mapping: Mapping, column: str, value: Value | None) -> pl.DataFrame:
    return cell_words.figures(
        table[column],
        _own_numbers(raw, table, column),
        name=raw.name,
        column=column,
        decimal=mapping.read.decimal,
        missing=missing(mapping),
        qualified=value is not None and value.qualified,
        footnotes=mapping.read.footnotes,
        units=value is not None and value.units,
    )


def _row_units(
    table: pl.DataFrame, said: Said | None, indicator: pl.Series
) -> tuple[pl.Series | None, pl.Series | None, pl.DataFrame]:
    """The unit and the scale that the words of each row name, null where they name none; and the refused cells."""
    if not isinstance(said, UnitSaid) or said.as_ != "words":
        return None, None, refusal.none()
    bare = said.model_copy(update={"otherwise": None})
    cells = cells_of(table, bare)
    found = units.read(cells)
    frame = table.select(ROW).with_columns(cells.alias("cell"), found["is_known"].alias("is_known"))
    wrong = pl.col("cell").is_not_null() & ~pl.col("is_known").fill_null(False)
    label = said.column or "fields.unit"
    problem = "{found} does not say a unit that is known"
    refused = refusal.where(frame, wrong, label, pl.col("cell"), problem, _UNIT_WORDS)
    unit = units.fitting(found["unit"], found["also"], indicator)
    unit = unit if said.otherwise is None else unit.fill_null(said.otherwise)
    return unit, found["scale"], refused


def _powers(table: pl.DataFrame, column: str) -> tuple[pl.Series, pl.DataFrame]:
    """The scale of each row that names it by a power of ten, null where the cell is empty; and the refused cells."""
    powers = table[column].str.extract(_POWER).str.strip_prefix("+")
    scales = {power: f"{Decimal(10) ** int(power):f}" for power in powers.drop_nulls().unique()}
    wrong = pl.col(column).is_not_null() & ~pl.col(column).str.contains(_POWER)
    refused = refusal.where(table, wrong, column, pl.col(column), "{found} is no power of ten", "0, 3, 6, 9 …")
    return powers.replace_strict(scales, return_dtype=pl.String), refused


def _without_scale(found: pl.DataFrame) -> pl.Series:
    """A problem where a number names no scale and others of its column do: 900 under 850,5 млн is hardly 900."""
    names_none = ~pl.col("is_scaled").fill_null(False) & pl.col("unit").is_null()
    is_bare = names_none & (pl.col("number").cast(pl.Float64, strict=False) != 0)
    others_do = pl.col("is_scaled").any() & is_bare.fill_null(False)
    return found.select(problem=pl.when(others_do).then(pl.lit(_NO_SCALE))).to_series()


def _share_or_per_cent(cells: pl.Series, number: pl.Series) -> pl.Series:
    """A problem where a number may be a share: 0,85 under 85 % is hardly 0.85 %."""
    bears_sign = cells.str.contains("[%％]")
    if not bears_sign.any():
        return constant(None, len(cells))
    size = number.cast(pl.Float64, strict=False).abs()
    is_unsure = (size > 0) & (size <= 1) & ~bears_sign
    return pl.select(pl.when(is_unsure).then(pl.lit(_SHARE))).to_series()


def _scaled(texts: pl.Series, scales: pl.Series | None, is_scaled: pl.Series, otherwise: Decimal) -> pl.Series:
    """Each number times the scale of its row, else of its column; a number that tells its own scale stays."""
    scale = constant(None, len(texts)) if scales is None else scales
    scale = scale.fill_null(str(otherwise)).set(is_scaled, "1")
    result = texts
    for each in scale.unique():
        result = numbers.scaled(texts, Decimal(each)).zip_with(scale == each, result)
    return result


def _problems(
    table: pl.DataFrame,
    column: str,
    problem: pl.Series,
    found: pl.Series | None = None,
    accepted: str = numbers.ACCEPTED,
) -> list[pl.DataFrame]:
    """Refused cells for each kind of problem that the words of a column have."""
    cells = table[column] if found is None else found
    frame = table.select(ROW).with_columns(cells.alias("cell"), problem.alias("problem"))
    kinds = problem.drop_nulls().unique(maintain_order=True)
    return [refusal.where(frame, pl.col("problem") == each, column, pl.col("cell"), each, accepted) for each in kinds]


def _own_numbers(raw: RawTable, table: pl.DataFrame, column: str) -> pl.Series:
    """Which cells of a column the format itself stores as numbers."""
    there = {same_heading(name): name for name in raw.numbers.columns}
    own = there.get(same_heading(column))
    if own is None:
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, table.height)
    flags = raw.numbers.select(raw.rows.alias(ROW), pl.col(own).alias("own"))
    return table.select(ROW).join(flags, on=ROW, how="left", maintain_order="left")["own"].fill_null(False)
