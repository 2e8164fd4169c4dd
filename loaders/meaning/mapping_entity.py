"""What may a mapping say about whom the figures concern, where they come from, and what else a row brings?"""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from loaders.meaning.said import DateHere, Heading, Keys, SaidHere, listed, meaning

PREFIX = r"^([A-Z0-9][A-Z0-9-]*)?$"


class Find(Keys):
    """An entity looked up among those that are known."""

    tax_number: Heading | None = Field(default=None, description="heading of the column of tax numbers (ИНН)")
    name: Heading | None = Field(default=None, description="heading of the column of names; aliases count as names")
    is_russian: bool = Field(
        default=True, description="whether the tax numbers are ИНН, whose control digits are checked; false elsewhere"
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.tax_number is None and self.name is None:
            raise ValueError('accepted: { tax_number = "Heading", name = "Heading" }, or one of them')
        return self


class Entity(Keys):
    """Whom the figures are about: a code that is known, one made of a key, or one found by tax number or name."""

    code: SaidHere | None = Field(
        default=None, description="the entity's code, name or alias; it must be known unless may_create"
    )
    key: list[Heading] = Field(default=[], description="columns that tell entities apart; the code is made of them")
    find: Find | None = Field(
        default=None, description="looked up by tax number, then by name or alias; made when it is new and may_create"
    )
    prefix: str = Field(default="", pattern=PREFIX, description="what a code that is made begins with")
    kind: Annotated[SaidHere, meaning("entity_kind")] | None = Field(
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
    founded: DateHere | None = Field(default=None, description="the day it was founded")
    may_create: bool = Field(default=False, description="whether an entity that is not known yet is made")

    @model_validator(mode="after")
    def _coded(self) -> Self:
        if [bool(self.key), self.code is not None, self.find is not None].count(True) != 1:
            raise ValueError("accepted: either code, or key, or find")
        if self.may_create and self.kind is None:
            raise ValueError("may_create needs kind")
        return self


class Source(Keys):
    """Where the file was published."""

    code: str = Field(pattern=r"^[A-Z0-9][A-Z0-9-]*$", description="its code, capital letters, digits and hyphens")
    title: str = Field(description="its title")
    publisher: str | None = Field(default=None, description="who published it")
    published: str | None = Field(
        default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="2020-06-17, 2020-06 or 2020"
    )
    url: str | None = Field(default=None, pattern=r"^https?://\S+$", description="its address")
    language: str | None = Field(default=None, pattern="^[a-z]{2,3}$", description="two letters of ISO 639")
    kind: Annotated[str, listed("source_kind")] = Field(description="government, register, managing company, press …")


class Membership(Keys):
    """Of whom the row's entity is a member."""

    column: Heading | None = Field(
        default=None, description="heading of the column that names it: by name or alias, or by a code made of the name"
    )
    of: SaidHere | None = Field(
        default=None,
        description="its code, name or alias, in place of column; it must be known, or have a name and may_create",
    )
    name: SaidHere | None = Field(default=None, description="its name, where it is new; what column says unless said")
    name_ru: SaidHere | None = Field(default=None, description="its name in Russian, where it is new")
    role: Annotated[str, listed("role")] = Field(description="resident, tenant, member, project, county …")
    kind: Annotated[SaidHere, meaning("entity_kind")] | None = Field(
        default=None, description="what it is, where it is new"
    )
    prefix: str = Field(default="", pattern=PREFIX, description="what its code begins with")
    country: str | None = Field(
        default=None, pattern="^[A-Z]{3}$", description="three letters of ISO 3166, where it is new"
    )
    may_create: bool = Field(default=False, description="whether one that is not known yet is made")
    note: SaidHere | None = Field(default=None, description="a note in words: what kind of member it is …")
    counted: bool = Field(default=True, description="false: never summed (an overlap, a predecessor, a relation)")
    from_: DateHere | None = Field(default=None, alias="from", description="since when")
    to: DateHere | None = Field(default=None, description="until when")

    @model_validator(mode="after")
    def _named(self) -> Self:
        if (self.column is None) == (self.of is None):
            raise ValueError("accepted: either column, or of")
        if self.may_create and (self.kind is None or (self.column or self.name) is None):
            raise ValueError("may_create needs kind, and a name where of says the code")
        return self


class Stage(Keys):
    """A stage that the row's entity, a project, has entered. A row without the day it was entered brings none."""

    stage: Annotated[SaidHere, meaning("stage")] = Field(description="which stage: a code, or a column of words")
    entered: DateHere = Field(description="the day it was entered")
    left: DateHere | None = Field(default=None, description="the day it was left")


class Agreement(Keys):
    """An agreement that the row tells of."""

    code: SaidHere = Field(description="its number or code; what is no code yet becomes one")
    prefix: str = Field(default="", pattern=PREFIX, description="what a code that is made begins with")
    kind: SaidHere = Field(description="what it is: memo, residency, financing …")
    signed: DateHere | None = Field(default=None, description="the day it was signed")
    due: DateHere | None = Field(default=None, description="the day it falls due")
    party_a: SaidHere | None = Field(default=None, description="who agrees; the row's entity unless said")
    party_b: SaidHere | None = Field(default=None, description="with whom")
    subject_en: SaidHere | None = Field(default=None, description="about what, in English")
    subject_ru: SaidHere | None = Field(default=None, description="about what, in Russian")
    amount: Heading | None = Field(default=None, description="heading of the column of its amount")
    scale: Decimal = Field(default=Decimal(1), gt=0, description="what the amount is multiplied by")
    currency: SaidHere | None = Field(default=None, description="currency of the amount: RUB, USD …")
    comparator: Annotated[SaidHere, meaning("comparator")] | None = Field(
        default=None, description="= unless said; > >= < <= ~"
    )

    @model_validator(mode="after")
    def _with_currency(self) -> Self:
        if self.amount is not None and self.currency is None:
            raise ValueError("an amount needs currency")
        return self
