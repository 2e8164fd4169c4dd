"""What may a mapping file say, and what is wrong with one that says something else?

A mapping is a TOML file: it tells how one kind of CSV or XLSX file becomes observations. Its keys are the fields of
the models below, with their descriptions. Wherever a `Said` stands, the file gives either a constant
(`scope = "all"`) or a column (`scope = { column = "Scope" }`), the words of which may be translated into codes
(`scenario = { column = "Вид", codes = { "План" = "target", "Факт" = "actual" } }`).
"""

import hashlib
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from data.errors import UserError
from loaders.mapping_error import explained
from loaders.raw import ReadOptions
from loaders.said import Keys, PeriodHere, Said, SaidHere, listed, meaning

FOLDER = Path(__file__).with_name("mappings")


class Title(Keys):
    """What people see."""

    en: str = Field(description="in English")
    ru: str = Field(description="in Russian")


class Read(Keys):
    """The outside of the file; what is left out is found in its content."""

    sheet: str | int | None = Field(
        default=None, description="name of the sheet, or its number from 1; the first one unless said"
    )
    encoding: str | None = Field(default=None, description="cp1251, utf-8 …; a byte order mark in the file wins")
    delimiter: Literal[",", ";", "\t", "|"] | None = Field(default=None, description='"," ";" "\\t" or "|"')
    heading_row: int | None = Field(
        default=None, ge=1, description="line or row of the headings, from 1; the first that is filled"
    )
    decimal: Literal[".", ","] | None = Field(
        default=None, description='"." or ","; the cells of the column show it unless said'
    )
    missing: list[str] | None = Field(
        default=None, description="the words for not reported, in place of the usual ones"
    )

    def options(self) -> ReadOptions:
        """What the child process needs to know."""
        rows = (self.heading_row, self.heading_row) if self.heading_row else None
        return ReadOptions(self.sheet, encoding=self.encoding, delimiter=self.delimiter, heading_rows=rows)


class Entity(Keys):
    """Whom the figures are about: a code that is known, or one made of a name."""

    code: SaidHere | None = Field(default=None, description="the entity's code; it must be known unless may_create")
    key: list[str] = Field(default=[], description="columns that tell entities apart; the code is made of them")
    prefix: str = Field(
        default="", pattern=r"^([A-Z0-9][A-Z0-9-]*)?$", description="what a code made of a key begins with"
    )
    kind: Annotated[str, listed("entity_kind")] | None = Field(
        default=None, description="zone, cluster, organisation, project …"
    )
    name: SaidHere | None = Field(
        default=None, description="its name, if it is new; the key's first column unless said"
    )
    name_ru: SaidHere | None = Field(default=None, description="its name in Russian")
    country: SaidHere | None = Field(default=None, description="three letters of ISO 3166")
    region: SaidHere | None = Field(default=None, description="its region, in words")
    sector: SaidHere | None = Field(default=None, description="its sector, in words")
    part_of: SaidHere | None = Field(default=None, description="code of the entity it is a part of")
    may_create: bool = Field(default=False, description="whether an entity that is not known yet is made")

    @model_validator(mode="after")
    def _coded(self) -> Self:
        if bool(self.key) == (self.code is not None):
            raise ValueError("accepted: either code, or key")
        if self.may_create and self.kind is None:
            raise ValueError("may_create needs kind")
        return self


class Source(Keys):
    """Where the file was published; the same for all its rows."""

    code: str = Field(pattern=r"^[A-Z0-9][A-Z0-9-]*$", description="its code, capital letters, digits and hyphens")
    title: str = Field(description="its title")
    publisher: str | None = Field(default=None, description="who published it")
    published: str | None = Field(
        default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="2020-06-17, 2020-06 or 2020"
    )
    url: str | None = Field(default=None, pattern=r"^https?://\S+$", description="its address")
    language: str | None = Field(default=None, pattern="^[a-z]{2,3}$", description="two letters of ISO 639")
    kind: Annotated[str, listed("source_kind")] = Field(description="government, register, managing company, press …")


class Fields(Keys):
    """What holds for every value of a row unless the value says otherwise."""

    scenario: Annotated[SaidHere, meaning("scenario")] | None = Field(
        default=None, description="actual, target, commitment or forecast"
    )
    basis: Annotated[SaidHere, meaning("basis")] | None = Field(
        default=None, description="period, ytd, cumulative or stock"
    )
    scope: Annotated[SaidHere, meaning("scope")] | None = Field(default=None, description="residents, members, all …")
    unit: Annotated[SaidHere, meaning("unit")] | None = Field(default=None, description="RUB, USD, JOB, COUNT …")
    status: Annotated[SaidHere, meaning("status")] | None = Field(
        default=None, description="A unless said; P provisional, E estimated, U unsure"
    )
    comparator: Annotated[SaidHere, meaning("comparator")] | None = Field(
        default=None, description="= unless said; > >= < <= ~"
    )
    period: PeriodHere | None = Field(
        default=None, description="when: a constant, or a column and what to take from it"
    )
    source: SaidHere | None = Field(default=None, description="code of a known source, in place of [source]")
    locator: SaidHere | None = Field(default=None, description="where in the source, in words")
    note: SaidHere | None = Field(default=None, description="a note in words")


class Value(Fields):
    """One value of each row; what it says wins over [fields]."""

    column: str = Field(description="heading of the column of figures")
    indicator: Annotated[SaidHere, meaning("indicator")] = Field(description="which indicator it is")
    scale: Decimal = Field(default=Decimal(1), gt=0, description="what a figure is multiplied by: 1000000 for millions")
    qualified: bool = Field(
        default=False, description='read "more than 150", "около 18,5", "до 500", ">150" as what they say'
    )


class Membership(Keys):
    """Of whom the row's entity is a member."""

    column: str | None = Field(
        default=None, description="heading of the column that names it; its code is made of the name"
    )
    of: str | None = Field(default=None, description="a known code, the same for every row, in place of column")
    role: Annotated[str, listed("role")] = Field(description="resident, tenant, member, project, county …")
    kind: Annotated[str, listed("entity_kind")] | None = Field(default=None, description="what it is, where it is new")
    prefix: str = Field(default="", pattern=r"^([A-Z0-9][A-Z0-9-]*)?$", description="what its code begins with")
    country: str | None = Field(
        default=None, pattern="^[A-Z]{3}$", description="three letters of ISO 3166, where it is new"
    )
    may_create: bool = Field(default=False, description="whether one that is not known yet is made")
    counted: bool = Field(default=True, description="false: never summed (an overlap, a predecessor, a relation)")

    @model_validator(mode="after")
    def _named(self) -> Self:
        if (self.column is None) == (self.of is None):
            raise ValueError("accepted: either column, or of")
        if self.may_create and self.kind is None:
            raise ValueError("may_create needs kind")
        return self


class Check(Keys):
    """A total that its parts should add up to; where they don't, the row is loaded and a warning says so."""

    total: str = Field(description="heading of the total")
    parts: list[str] = Field(min_length=1, description="headings of its parts; a part that is not reported is left out")
    tolerance: Decimal = Field(default=Decimal("0.5"), ge=0, description="how far apart they may be")


class Skip(Keys):
    """Rows that are no data: totals, sections, legends. They are counted, with the reason."""

    column: str = Field(description="heading of the column to look at")
    equals: list[str] = Field(default=[], description="the row is skipped where the cell is one of these")
    empty: bool = Field(default=False, description="the row is skipped where the cell is empty")
    reason: str = Field(description="why, in words")

    @model_validator(mode="after")
    def _conditioned(self) -> Self:
        if bool(self.equals) == self.empty:
            raise ValueError("accepted: either equals, or empty = true")
        return self


class Mapping(Keys):
    """One kind of file."""

    title: Title = Field(description="what people see")
    match: list[str] = Field(min_length=1, description="headings by which such a file is recognised; all must be there")
    read: Read = Field(default=Read(), description="the outside of the file")
    source: Source | None = Field(default=None, description="where it was published")
    entity: Entity = Field(description="whom the figures are about")
    fields: Fields = Field(default=Fields(), description="what holds for all values")
    values: list[Value] = Field(min_length=1, description="the columns of figures")
    memberships: list[Membership] = Field(default=[], description="of whom the entity is a member")
    checks: list[Check] = Field(default=[], description="totals to compare with their parts")
    skip: list[Skip] = Field(default=[], description="rows that are no data")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.source is None) == (self.fields.source is None):
            raise ValueError("accepted: either [source], or fields.source: every figure needs one")
        for value in self.values:
            for name in ("scenario", "basis", "scope", "unit", "period"):
                if self.said(value, name) is None:
                    raise ValueError(f"the value {value.column!r} has no {name}: say fields.{name}")
        return self

    def said(self, value: Value, name: str) -> Said | None:
        """What holds for a value: its own word, else that of [fields]."""
        own: Said | None = getattr(value, name)
        return own or getattr(self.fields, name)


def load(path: Path) -> tuple[Mapping, str]:
    """A mapping file, checked, and the sha256 of its text.

    Raises UserError naming the file, the key, what was found and what is accepted.
    """
    try:
        text = path.read_bytes()
        given = tomllib.loads(text.decode("utf-8"))
    except OSError as error:
        raise UserError("{file}: there is no such mapping file.", file=str(path)) from error
    except ValueError as error:
        raise UserError("{file} is not TOML: {reason}.", file=path.name, reason=str(error)) from error
    try:
        return Mapping.model_validate(given), hashlib.sha256(text).hexdigest()
    except ValidationError as error:
        raise explained(error, path.name, Mapping) from error


@cache
def shipped() -> dict[str, Path]:
    """The mappings that come with the product, by name: every TOML file in the folder."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.toml"))}
