"""What may a mapping file say, and what is wrong with one that says something else?

A mapping is a TOML file: it tells how one kind of file becomes observations. Its keys are the fields of the models
below and in mapping_read and mapping_entity, with their descriptions. Wherever a `Said` stands, the file gives a
constant (`scope = "all"`), a column (`scope = { column = "Scope" }`), the words of which may be translated into codes
(`scenario = { column = "Вид", codes = { "План" = "target", "Факт" = "actual" } }`), or a part of the heading
(`period = { heading = "year", as = "year" }` beside `columns = '^(?P<year>20\\d\\d)$'`).
"""

import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator

from data.errors import UserError
from loaders.meaning.mapping_entity import Agreement, Entity, Find, Membership, Source, Stage
from loaders.meaning.mapping_error import explained
from loaders.meaning.mapping_keys import said as said_in
from loaders.meaning.mapping_read import Duplicates, DuplicatesHere, Keep, Read, Rows, Skip
from loaders.meaning.said import Heading, Keys, Pattern, PeriodHere, Said, SaidHere, UnitHere, meaning
from loaders.sniffing.toml_edit import open_keys
from loaders.text import alias_list

__all__ = ["Agreement", "Entity", "Find", "Keep", "Mapping", "Membership", "Rows", "Skip", "Source", "Stage", "Value"]
FOLDER = Path(__file__).with_name("mappings")


class Title(Keys):
    """What people see."""

    en: str = Field(description="in English")
    ru: str = Field(description="in Russian")


class Fields(Keys):
    """What holds for every value of a row unless the value says otherwise."""

    scenario: Annotated[SaidHere, meaning("scenario")] | None = Field(
        default=None, description="actual, target, commitment or forecast"
    )
    basis: Annotated[SaidHere, meaning("basis")] | None = Field(
        default=None, description="period, ytd, cumulative or stock"
    )
    scope: Annotated[SaidHere, meaning("scope")] | None = Field(default=None, description="residents, members, all …")
    unit: Annotated[UnitHere, meaning("unit")] | None = Field(default=None, description="RUB, USD, JOB, COUNT …")
    status: Annotated[SaidHere, meaning("status")] | None = Field(
        default=None, description="A unless said; P provisional, E estimated, U unsure"
    )
    comparator: Annotated[SaidHere, meaning("comparator")] | None = Field(
        default=None, description="= unless said; > >= < <= ~"
    )
    period: PeriodHere | None = Field(
        default=None, description="when: a constant, or a column or heading and what to take from it"
    )
    source: SaidHere | None = Field(default=None, description="code of a known source, in place of [source]")
    locator: SaidHere | None = Field(default=None, description="where in the source, in words")
    note: SaidHere | None = Field(default=None, description="a note in words")


class Value(Fields):
    """One value of each row, or several that stand side by side; what it says wins over [fields]."""

    column: Heading | None = Field(default=None, description="heading of the column of figures")
    columns: Pattern | None = Field(
        default=None,
        description="a regular expression: every heading that fits is a column of figures; its named groups are what "
        '{ heading = "group" } stands for',
    )
    indicator: Annotated[SaidHere, meaning("indicator")] = Field(description="which indicator it is")
    scale: Decimal = Field(default=Decimal(1), gt=0, description="what a figure is multiplied by: 1000000 for millions")
    power: Heading | None = Field(
        default=None,
        description="heading of a column that tells the scale by a power of ten: 6 for millions (UNIT_MULT of SDMX)",
    )
    qualified: bool = Field(
        default=False, description='read "more than 150", "около 18,5", "до 500", ">150" as what they say'
    )
    units: bool = Field(
        default=False, description='read the unit words in the cell, "18,5 млрд руб."; they win over unit and scale'
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.column is None) == (self.columns is None):
            raise ValueError("accepted: either column, or columns")
        return self

    @property
    def name(self) -> str:
        """What it is called where something is wrong with it."""
        return self.column or self.columns or ""


class Check(Keys):
    """A total that its parts should add up to; where they don't, the row is loaded and a warning says so."""

    total: Heading = Field(description="heading of the total")
    parts: list[Heading] = Field(
        default=[], description="headings of its parts; a part that is not reported is left out"
    )
    columns: Pattern | None = Field(
        default=None, description="a regular expression, in place of parts: every heading that fits is a part"
    )
    tolerance: Decimal = Field(default=Decimal("0.5"), ge=0, description="how far apart they may be")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if bool(self.parts) == bool(self.columns):
            raise ValueError("accepted: either parts, or columns")
        return self


class Mapping(Keys):
    """One kind of file."""

    title: Title = Field(description="what people see")
    match: list[str] = Field(min_length=1, description="headings by which such a file is recognised; all must be there")
    duplicates: DuplicatesHere = Field(
        default=Duplicates(policy="refuse"),
        description='two rows that tell the same figure: "refuse", "sum", "last", or { distinct = ["Heading"] }',
    )
    read: Read = Field(default=Read(), description="the outside of the file")
    source: Source | None = Field(default=None, description="where it was published")
    sources: list[Source] = Field(default=[], description="more sources, where values or rows name their own")
    entity: Entity | None = Field(default=None, description="whom the figures are about")
    fields: Fields = Field(default=Fields(), description="what holds for all values")
    values: list[Value] = Field(default=[], description="the columns of figures")
    memberships: list[Membership] = Field(default=[], description="of whom the entity is a member")
    stages: list[Stage] = Field(default=[], description="the stages that the entity, a project, has entered")
    agreements: list[Agreement] = Field(default=[], description="the agreements that the rows tell of")
    checks: list[Check] = Field(default=[], description="totals to compare with their parts")
    skip: list[Skip] = Field(default=[], description="rows that are no data")
    keep: list[Keep] = Field(default=[], description="the only rows that are wanted")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.entity is None and (self.values or self.memberships or self.stages):
            raise ValueError("the key entity is missing: values, memberships and stages are about one")
        may_create = self.entity is not None and self.entity.may_create
        if not (self.values or self.memberships or self.stages or self.agreements or may_create):
            raise ValueError("nothing is asked of the file: say values, memberships, stages, agreements or may_create")
        for value in self.values:
            self._check_value(value)
        self._check_headings()
        return self

    def _check_value(self, value: Value) -> None:
        if self.source is None and self.said(value, "source") is None:
            raise ValueError("accepted: either [source], or fields.source: every figure needs one")
        if value.power and (value.scale != 1 or getattr(self.said(value, "unit"), "as_", "") == "words"):
            raise ValueError(
                f"the value {value.name!r} has power and another scale: say one of scale, unit words, power"
            )
        for name in ("scenario", "basis", "scope", "unit", "period"):
            if self.said(value, name) is None and not _told_by_words(self, value, name):
                raise ValueError(f"the value {value.name!r} has no {name}: say fields.{name}")

    def _check_headings(self) -> None:
        """`{ heading = "group" }` names a group of the pattern that stands beside it."""
        for value in self.values:
            groups = re.compile(value.columns).groupindex if value.columns else {}
            for key, each in (*said_in(value), *said_in(self.fields)):
                if each.heading is not None and each.heading not in groups:
                    raise ValueError(
                        f"{key}: the value {value.name!r} has no group {each.heading!r}; "
                        f"accepted: {', '.join(groups) or 'none: say columns with (?P<group>…) in place of column'}"
                    )
        own: list[tuple[str, Keys | None]] = [
            ("entity", self.entity),
            *(("memberships", each) for each in self.memberships),
        ]
        own += [*(("stages", each) for each in self.stages), *(("agreements", each) for each in self.agreements)]
        for place, model in own:
            if model and any(each.heading for _, each in said_in(model)):
                raise ValueError(f"{place}: heading goes with values and fields only; accepted: a constant or a column")

    def said(self, value: Value, name: str) -> Said | None:
        """What holds for a value: its own word, else that of [fields]."""
        own: Said | None = getattr(value, name)
        return own or getattr(self.fields, name)


def _told_by_words(mapping: Mapping, value: Value, name: str) -> bool:
    """A cell may name its unit, the words of a period may tell its basis; what they leave out is refused then."""
    period = mapping.said(value, "period")
    return (name == "unit" and value.units) or (name == "basis" and getattr(period, "as_", None) == "words")


def load(path: Path) -> tuple[Mapping, str]:
    """A mapping file, checked, with the alias lists it names; and the sha256 of all their texts.

    One that ships is read once in the life of the process. Nobody may change what is given.
    Raises UserError naming the file, the key, what was found and what is accepted.
    """
    return _shipped_once(path) if path in shipped().values() else _loaded(path)


@cache
def _shipped_once(path: Path) -> tuple[Mapping, str]:
    return _loaded(path)


def _loaded(path: Path) -> tuple[Mapping, str]:
    try:
        text = path.read_bytes()
        given = tomllib.loads(text.decode("utf-8"))
    except OSError as error:
        raise UserError("{file}: there is no such mapping file.", file=str(path)) from error
    except ValueError as error:
        raise UserError("{file} is not TOML: {reason}.", file=path.name, reason=str(error)) from error
    return checked(given, path, text)


def checked(given: dict[str, object], path: Path, text: bytes) -> tuple[Mapping, str]:
    """What a mapping says once it is parsed; see `load`. `path`: beside which its alias lists may stand."""
    try:
        mapping = Mapping.model_validate(given)
    except ValidationError as error:
        raise explained(error, path.name, Mapping) from error
    still_open = [".".join(map(str, key)) for key in open_keys(given)]
    if still_open:
        raise UserError(
            "{file}: still open: {keys}. Say what holds in place of TODO.", file=path.name, keys=", ".join(still_open)
        )
    return mapping, alias_list.given(mapping, path, text)


def listed() -> str:
    """The mappings that ship as a Markdown table: their names, their titles, the headings that are asked for."""
    lines = ["| loader | what it reads | a file is recognised by the headings |", "|---|---|---|"]
    for name, path in shipped().items():
        found = load(path)[0]
        headings = ", ".join(f"`{' '.join(each.split())}`".replace("|", "\\|") for each in found.match)
        lines.append(f"| `{name}` | {found.title.en} | {headings} |")
    return "\n".join(lines) + "\n"


@cache
def shipped() -> dict[str, Path]:
    """The mappings that come with the product, by name: every TOML file in the folder."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.toml"))}
