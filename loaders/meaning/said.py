"""How does a mapping say something: by a constant, a column of the file, the words of a heading or of the title?"""

import datetime
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

import polars as pl
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, model_validator

from data import codelist
from loaders import refusal
from loaders.sniffing.toml_text import TODO

#: More codes than that nobody reads in an error.
_SHORT_LIST = 40


def listed(name: str) -> AfterValidator:
    """A code of the codelist, checked when the mapping is read."""

    def check(code: str) -> str:
        if code not in codelist.ids(name):
            raise ValueError(f"accepted: {among(code, name)}")
        return code

    return AfterValidator(check)


class HeadingMark:
    """Marks a key whose text is the heading of a column of the file."""


#: The heading of a column; every one a mapping names must be in the file.
Heading = Annotated[str, HeadingMark()]


def _pattern(text: str) -> str:
    try:
        re.compile(text)
        pl.Series([""]).str.contains(text)  # what cells are compared with: it takes no time that grows without end
    except (re.error, pl.exceptions.ComputeError) as error:
        raise ValueError(f"it is no regular expression: {str(error).splitlines()[0]}") from error
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


class Keys(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(Keys):
    """A constant, a column of the file, a named group of the pattern of `values.columns`, or a part of the title."""

    value: str | None = Field(default=None, description="the same for every row")
    column: Heading | None = Field(default=None, description="heading of the column that says it")
    heading: str | None = Field(
        default=None, description="the named group of values.columns that says it, for values that stand side by side"
    )
    title: Pattern | None = Field(
        default=None,
        description="a regular expression: the part of the texts above the heading that fits it, "
        '"(III|IV) квартал 20[0-9]{2}"; it must be one, unless otherwise says what holds where there is none',
    )
    codes: dict[str, str] = Field(default={}, description="what the words mean: word of the file = code")
    otherwise: str | None = Field(
        default=None, description="what an empty cell means, and a word that codes does not hold"
    )
    aliases: str | None = Field(
        default=None,
        description="a list of spellings and their codes (CSV: spelling,code): its name in loaders/aliases, or a file "
        "beside the mapping",
    )
    take: str = Field(default="code", description="which column of the list it is: code unless said")
    _listed_words: Mapping[str, str | None] = PrivateAttr(default={})

    @model_validator(mode="after")
    def _either(self) -> Self:
        if [self.value, self.column, self.heading, self.title].count(None) != 3:
            raise ValueError(
                'accepted: a constant such as "all", or { column = "Heading" }, or { heading = "group" }, '
                'or { title = "regular expression" }'
            )
        if self.value is not None and (self.codes or self.otherwise or self.aliases):
            raise ValueError("codes, otherwise and aliases go with column, heading or title, not with a constant")
        if self.take != "code" and self.aliases is None:
            raise ValueError("take goes with aliases: it is a column of that list")
        return self

    @property
    def words(self) -> dict[str, str | None]:
        """What the words mean, by folded word: the alias list, then `codes`, which wins; None where it says nothing."""
        return {folded(word): code for word, code in (*self._listed_words.items(), *self.codes.items())}

    def with_list(self, words: Mapping[str, str | None]) -> None:
        """Takes the words of its alias list, once the list is read."""
        self._listed_words = words


def folded(word: str) -> str:
    """What is compared of a word: neither capitals nor the width of spaces."""
    return " ".join(word.casefold().split())


def as_said(given: Any) -> Any:
    """The short way of writing a constant: text, a whole number or a date of TOML."""
    if isinstance(given, datetime.date):
        return {"value": given.isoformat()[:10]}
    is_text = isinstance(given, str | int) and not isinstance(given, bool)
    return {"value": str(given)} if is_text else given


SaidHere = Annotated[Said, BeforeValidator(as_said)]


def meaning(name: str) -> AfterValidator:
    """The constant, or the codes its words are translated into, are in a codelist."""

    def check(said: Said) -> Said:
        for code in [said.value, said.otherwise, *said.codes.values()]:
            if code is not None and code not in codelist.ids(name):
                raise ValueError(f"{code!r} is none of: {among(code, name)}")
        return said

    return AfterValidator(check)


def among(code: str, name: str) -> str:
    """The codes of a codelist; of a long one those that look most like what was found, and where all of them stand."""
    accepted = codelist.ids(name)
    if len(accepted) <= _SHORT_LIST:
        return ", ".join(accepted)
    some = ", ".join(accepted[:12]) + ", …" if code == TODO else refusal.nearest(code, accepted)
    return f"{some} ({len(accepted)} in data/codelists/{name}.csv)"


class UnitSaid(Said):
    """A unit: a code, or the words of a column such as "млн руб." which say the scale too."""

    as_: Literal["code", "words"] = Field(
        default="code",
        alias="as",
        description='words: unit and scale as people write them ("млн руб.", "тыс. чел."); they win over scale',
    )


class DateSaid(Said):
    """A day: a constant such as 2019-06-30, or a column of dates."""


class PeriodSaid(Said):
    """A period: a constant, or a column or heading of years, dates or periods."""

    as_: Literal["year", "quarter", "month", "year_to", "text", "words"] = Field(
        default="text",
        alias="as",
        description="the year, quarter or month of a date in the column; year_to: the twelve months that end with the "
        "month of the date, as fiscal years do; text: a period as 2017, 2017-Q3, 2017-09; "
        'words: "III кв. 2019", "9 мес. 2019", "H1 2019", the basis of which wins over the one said, save that a stock '
        "stays one over nine months, and what is cumulative or since January stays that on a day",
    )
    year: SaidHere | None = Field(
        default=None, description='which year it is, where the words name only a part of it: "I квартал"'
    )

    @model_validator(mode="after")
    def _with_year(self) -> Self:
        if self.year is not None and self.as_ != "words":
            raise ValueError('year goes with as = "words"')
        if self.value is not None and self.as_ != "text":
            raise ValueError("as goes with column, heading or title, not with a constant")
        return self


UnitHere = Annotated[UnitSaid, BeforeValidator(as_said)]
DateHere = Annotated[DateSaid, BeforeValidator(as_said)]
PeriodHere = Annotated[PeriodSaid, BeforeValidator(as_said)]
