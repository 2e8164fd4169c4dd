"""How is a row of figures said to a person?"""

import re
from functools import cached_property, lru_cache, partial
from typing import Any

import polars as pl

from dashboard import format as write
from dashboard.language import Language
from dashboard.reports.model import Cell, Row
from dashboard.session import Known
from data import codelist
from data.period import Period

_SIGNS = {"=": "", ">": ">", ">=": "≥", "<": "<", "<=": "≤", "~": "≈", "..": "–"}
#: What the address calls a published figure, where it has the name of a metric for a computed one.
PUBLISHED = "observation"
#: The cell of a row that says whose figure it is: of a metric, or published; `code` and `figure` say which one.
EXPLAINS = "explains"


def figure_code(row: dict[str, Any]) -> str:
    """A computed figure of an entity as the address says it; parts that are not known are empty."""
    return "~".join(row[column] or "" for column in ("indicator", "scope", "basis", "unit", "period"))


def published_code(row: dict[str, Any], scenario: str | None = None, period: str | None = None) -> str:
    """A published figure of an entity as the address says it, its kind last.

    `scenario` and `period` are those of the figure where the row does not say them under these names.
    """
    kind = scenario or row["scenario"]
    return f"{figure_code({**row, 'period': period or row['period']})}~{kind}"


def explaining(name: str, entity: str, figure: str) -> Row:
    """The cells by which a row leads to the page that explains its figure."""
    return {EXPLAINS: Cell.of(name), "code": Cell.of(entity), "figure": Cell.of(figure)}


class Words:
    """Names, figures and sources of everything known, in one language."""

    def __init__(self, known: Known, language: Language) -> None:
        self.known = known
        self.language = language

    def entity(self, code: str) -> str:
        """What an entity is called; its code where it has no name."""
        return _names(self.known, self.language.code).get(code, code)

    def indicator(self, code: str) -> str:
        """What an indicator is called."""
        return self.language.title("indicator", code)

    def scope(self, code: str) -> str:
        """Whom a figure counts."""
        return self.language.title("scope", code)

    def basis(self, code: str) -> str:
        """Over which time a figure counts."""
        return self.language.title("basis", code)

    def unit(self, code: str) -> str:
        """The unit of a number in a file: its code for a currency, a word otherwise."""
        return self.language.title("unit", code)

    def source(self, code: str | None) -> str:
        """Title, publisher and date of a source."""
        if not code:
            return ""
        row = self._sources.get(code, {})
        parts = [row.get("title"), row.get("publisher"), write.date(row.get("published"), self.language)]
        return ", ".join(part for part in parts if part) if row else code

    def publisher(self, code: str | None) -> str:
        """Who published, and when: the short form for a line under a figure."""
        who = self.who(code)
        return f"{who}, {write.date(self._sources.get(code or '', {}).get('published'), self.language)}" if who else ""

    def who(self, code: str | None) -> str:
        """Who published a source; its title where that is not known."""
        row = self._sources.get(code or "", {})
        return str(row.get("publisher") or row.get("title") or code or "")

    def file_row(self, text: str | None) -> str:
        """Where in its file a figure stands, in the words of the language: row 34."""
        found = re.fullmatch(r"row (\d+)", text or "")
        return self.language.t("row {number}", number=found[1]) if found else text or ""

    def published(self, code: str) -> str:
        """The day a source was published, as precise as it is known; empty where it is not."""
        return str(self._sources.get(code, {}).get("published") or "")

    def sentence(self, name: str, code: str) -> str:
        """The plain sentence of a standing or a reason."""
        return codelist.words(name, "text", self.language.code).get(code, code)

    def figure(self, row: dict[str, Any], name: str = "value", unit: str | None = None) -> Cell:
        """A figure of a row, as text and as number; "not reported" where there is none."""
        value, lower, upper, comparator = _parts(row, name)
        if value is None and lower is None and upper is None:
            return Cell(write.not_reported(self.language))
        return self._number(value, lower, upper, comparator, unit or row["unit"])

    def parts(self, row: dict[str, Any], name: str = "value") -> Row:
        """The cells a file needs beside a figure: its sign and its ends."""
        _, lower, upper, comparator = _parts(row, name)
        return {
            f"{name}_sign": Cell.of(_SIGNS.get(comparator or "", "")),
            f"{name}_lower": Cell("" if lower is None else partial(str, lower), lower),
            f"{name}_upper": Cell("" if upper is None else partial(str, upper), upper),
        }

    def percent(self, row: dict[str, Any]) -> Cell:
        """A share that was calculated: 96,9 %, ≥ 33 %, or nothing where it could not be."""
        value, lower, upper = row["value"], row["lower"], row["upper"]
        if value is None and lower is None and upper is None:
            return Cell("")
        return self._number(value, lower, upper, "=" if value is not None and lower == upper else None, "PT")

    def _number(
        self, value: float | None, lower: float | None, upper: float | None, comparator: str | None, unit: str
    ) -> Cell:
        told = (value, lower, upper, comparator, unit, self.language)
        return Cell(partial(write.figure, *told), value, partial(write.number_format, *told))

    def period(self, text: str | None, basis: str | None = None) -> str:
        """A period as people say it."""
        return write.period(text, self.language, basis) if text else ""

    def month(self, index: int) -> str:
        """A month counted as one integer, as people say it."""
        return write.period(Period(index, index).text, self.language)

    def age(self, end_month: int) -> str:
        """How old a figure is at the day of the view."""
        return write.age(self._month - end_month, self.language)

    @cached_property
    def _month(self) -> int:
        return int(self.known.table("today")["month"].item())

    @cached_property
    def _sources(self) -> dict[str, dict[str, Any]]:
        return self.known.shared(
            "sources", lambda: {row["code"]: row for row in self.known.table("source").iter_rows(named=True)}
        )


@lru_cache(maxsize=16)
def _names(known: Known, language: str) -> dict[str, str]:
    """What each entity is called in a language, in English where it has no name in that one; made once a version."""
    rows = known.table("entity")
    own = [name for name in (f"name_{language}", "name_en") if name in rows.columns]
    names = rows.select(pl.coalesce(pl.when(pl.col(name) != "").then(name) for name in own)).to_series()
    return dict(zip(rows["code"], names, strict=True))


def _parts(row: dict[str, Any], name: str) -> tuple[float | None, float | None, float | None, str | None]:
    """Value, ends and comparator of `value`, of `other_value`, of `actual` or of `target`."""
    prefix = name.removesuffix("value") if name.endswith("value") else f"{name}_"
    return row.get(name), row.get(f"{prefix}lower"), row.get(f"{prefix}upper"), row.get(f"{prefix}comparator")
