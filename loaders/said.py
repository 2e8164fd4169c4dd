"""How does a mapping say something: by a constant, or by a column of the file?"""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from data import codelist


def listed(name: str) -> AfterValidator:
    """A code of the codelist, checked when the mapping is read."""

    def check(code: str) -> str:
        if code not in codelist.ids(name):
            raise ValueError(f"accepted: {', '.join(codelist.ids(name))}")
        return code

    return AfterValidator(check)


class Keys(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(Keys):
    """A constant, or a column of the file."""

    value: str | None = Field(default=None, description="the same for every row")
    column: str | None = Field(default=None, description="heading of the column that says it")
    codes: dict[str, str] = Field(default={}, description="what the column's words mean: word of the file = code")

    @model_validator(mode="after")
    def _either(self) -> Self:
        if (self.value is None) == (self.column is None):
            raise ValueError('accepted: a constant such as "all", or { column = "Heading" }')
        return self


def _as_said(given: Any) -> Any:
    return {"value": str(given)} if isinstance(given, str | int) else given


SaidHere = Annotated[Said, BeforeValidator(_as_said)]


def meaning(name: str) -> AfterValidator:
    """The constant, or the codes its words are translated into, are in a codelist."""

    def check(said: Said) -> Said:
        for code in [said.value, *said.codes.values()]:
            if code is not None and code not in codelist.ids(name):
                raise ValueError(f"{code!r} is none of: {', '.join(codelist.ids(name))}")
        return said

    return AfterValidator(check)


class PeriodSaid(Said):
    """A period: a constant, or a column of years, dates or periods."""

    as_: Literal["year", "quarter", "month", "text"] = Field(
        default="text",
        alias="as",
        description="the year, quarter or month of a date in the column; text: a period as 2017, 2017-Q3, 2017-09",
    )


PeriodHere = Annotated[PeriodSaid, BeforeValidator(_as_said)]
