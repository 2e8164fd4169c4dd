"""Which columns stand side by side for one value, and what does the heading of each of them say?"""

import re
from collections.abc import Iterable

import polars as pl

from data import codelist
from data.errors import UserError
from loaders.mapping import Check, Mapping, Value
from loaders.meaning.rows import meant
from loaders.meaning.said import PeriodSaid, Said
from loaders.meaning.titled import PREFIX as TITLE_PREFIX
from loaders.native import REFUSED_PREFIX
from loaders.raw import RawTable
from loaders.sniffing.heading import in_short
from loaders.text import dates

#: What is said of a value in codes of a list of the same name.
_LISTED = ("indicator", "scenario", "basis", "scope", "status", "comparator")
_SAID = (*_LISTED, "unit", "period", "source", "locator", "note")


def to_long(mapping: Mapping, raw: RawTable, mapping_name: str) -> Mapping:
    """The mapping as if it named each column by its heading: `columns` becomes a value for each heading that fits.

    Raises UserError where no heading fits, and where the words of one mean nothing that is known.
    """
    values: list[Value] = []
    for place, value in enumerate(mapping.values, 1):
        values += _each(mapping, value, raw, f"{mapping_name}, values[{place}]") if value.columns else [value]
    checks = [_parts(each, raw, f"{mapping_name}, checks[{place}]") for place, each in enumerate(mapping.checks, 1)]
    return mapping.model_copy(update={"values": values, "checks": checks})


def _each(mapping: Mapping, value: Value, raw: RawTable, where: str) -> Iterable[Value]:
    for heading, groups in _fitting(value.columns or "", raw, where).items():
        said = {name: mapping.said(value, name) for name in _SAID}
        own = {
            name: _constant(each, name, groups, f"{where}, heading {heading!r}")
            for name, each in said.items()
            if each is not None and _needs_heading(each)
        }
        yield value.model_copy(update={"column": heading, "columns": None, **own})


def _parts(check: Check, raw: RawTable, where: str) -> Check:
    """A check that names each part by its heading."""
    if check.columns is None:
        return check
    found = list(_fitting(check.columns, raw, where))
    return check.model_copy(update={"parts": found, "columns": None})


def _fitting(columns: str, raw: RawTable, where: str) -> dict[str, dict[str, str | None]]:
    """The headings that fit a pattern, with what its named groups hold."""
    pattern = re.compile(columns, re.IGNORECASE)
    headings = [heading for heading in raw.cells.columns if not heading.startswith((REFUSED_PREFIX, TITLE_PREFIX))]
    fitting = {heading: pattern.search(heading) for heading in headings}
    told = {heading: found.groupdict() for heading, found in fitting.items() if found}
    if not told:
        raise UserError(
            "{where}: no heading fits columns = {pattern}.\nFound: {found}.",
            where=where,
            pattern=repr(columns),
            found=in_short(raw.cells.columns),
        )
    return told


def _needs_heading(said: Said) -> bool:
    year = said.year if isinstance(said, PeriodSaid) else None
    return said.heading is not None or (year is not None and year.heading is not None)


def _constant(said: Said, name: str, groups: dict[str, str | None], where: str) -> Said:
    """What a heading says, as if the mapping had said it."""
    told: dict[str, object] = {}
    if said.heading is not None:
        told = {"heading": None, "codes": {}, "otherwise": None, "aliases": None, "value": _told(said, groups, where)}
    if isinstance(said, PeriodSaid) and said.year is not None and said.year.heading is not None:
        told["year"] = Said(value=_told(said.year, groups, where))
    constant = said.model_copy(update=told)
    constant.with_list({})
    _check(constant, name, where)
    return constant


def _told(said: Said, groups: dict[str, str | None], where: str) -> str:
    word = groups[said.heading or ""]
    meaning = meant(pl.Series([word], dtype=pl.String), said)[0]
    if meaning is None:
        raise UserError("{where}: nothing stands where {group} is looked for.", where=where, group=repr(said.heading))
    return str(meaning).strip()


def _check(said: Said, name: str, where: str) -> None:
    is_unknown = name in _LISTED and said.value is not None and said.value not in codelist.ids(name)
    if is_unknown:
        raise UserError(
            "{where}: {found} is no {name}. Accepted: {accepted}; say codes for other words.",
            where=where,
            found=repr(said.value),
            name=name,
            accepted=", ".join(codelist.ids(name)),
        )
    is_date = isinstance(said, PeriodSaid) and said.as_ in dates.ACCEPTED and said.value is not None
    if is_date and dates.periods(pl.Series([said.value]), said.as_)[0] is None:  # type: ignore[attr-defined]
        raise UserError("{where}: {found} is no date.", where=where, found=repr(said.value))
