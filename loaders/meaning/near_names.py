"""Which new names are hardly other names than those that are known, or than one another?

A figure under a second spelling of a company is a second company, and no total tells it. So a name is compared without
what spellings differ in: quotation marks, where the legal form stands, ё and е, letters that only look alike, the mark
of a footnote glued to its end. Nothing is joined: a person says it, by an alias or in the file.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polars as pl

from data.batch import Warning
from loaders.known import Known, fold
from loaders.raw import ROW, RawTable

_WORDS = Path(__file__).parent.with_name("words") / "legal_forms.csv"
#: Letters of Cyrillic as the Latin ones they look like.
_ALIKE = dict(zip("авекмнорстухіјѕ", "abekmhopctyxijs", strict=True)) | {"ё": "e", "й": "и"}
_MARK = r"[*†‡¹²³⁴-⁹]+\)?$"
_GLUED = r"(\p{L})\d{1,2}\)?$"
#: Legal forms of languages that put no blanks between words.
_UNSPACED = "([一-鿿]{2}会社|(?:有限责任|股份有限|有限)公司|주식회사)"
_MOST = 20
_SCHEMA = dict.fromkeys(("code", "name", "core", "form"), pl.String)
_NEAR = "{row}: {found} becomes a new entity, and is nearly {near} ({where}): an alias, or one spelling, makes them one"
_MARKED = "{row}: {found} becomes a new entity; what stands at its end may be the mark of a footnote"


def warnings(
    raw: RawTable, entities: pl.DataFrame, aliases: pl.DataFrame, known: Known
) -> tuple[tuple[int, Warning], ...]:
    """A warning for each name that is nearly another's, or bears a mark; of many the first 20. Entities that are told
    apart by their tax numbers are others, however they are called. `known`: whom the store had before."""
    numbered = set(aliases.filter(pl.col("kind") == "tax_number")["entity"]) | set(known.tax_numbers.values())
    names = entities.select("code", pl.coalesce("name_ru", "name_en").alias("name"), ROW).drop_nulls("name")
    names = names.filter(~pl.col("code").is_in(list(set(known.names.values()))))
    if names.is_empty():
        return ()
    located = names.with_columns(raw.source_row().alias("at")).sort(ROW, nulls_last=True, maintain_order=True)
    new = located.join(_cores(located["name"]), on="name", how="left", maintain_order="left")
    before = _known(known).join(new.select("core").unique(), on="core", how="semi")
    found = [*_near(new, before, numbered), *_marked(new)]
    first = list({row: (row, warning) for row, warning in reversed(found)}.values())[::-1]
    return tuple(sorted(first, key=lambda each: each[0])[:_MOST])


def _known(known: Known) -> pl.DataFrame:
    names = pl.DataFrame([*known.names.items()], schema={"name": pl.String, "code": pl.String}, orient="row")
    told = names.join(_cores(names["name"]), on="name", how="left")
    return told.select(*_SCHEMA, pl.lit(None, pl.String).alias("at"), pl.lit(None, pl.UInt32).alias(ROW))


def _near(new: pl.DataFrame, before: pl.DataFrame, numbered: set[str]) -> Iterator[tuple[int, Warning]]:
    """Each new name with the first that is nearly it and stands before it."""
    every = pl.concat([before, new.select(before.columns)], how="vertical_relaxed").filter(pl.col("core") != "")
    many = every.filter(pl.col("code").n_unique().over("core") > 1)
    for _, group in many.group_by("core", maintain_order=True):
        # One stands for all that are told apart from others as it is: thousands may share a name.
        stood: dict[tuple[str, str, bool], dict[str, str]] = {}
        for row in group.iter_rows(named=True):
            other = next((each for each in stood.values() if _is_near(row, each, numbered)), None)
            if row["at"] is not None and other is not None:
                where = other["at"] or other["code"]
                details = {"row": row["at"], "found": row["name"], "near": other["name"], "where": where}
                yield row[ROW] or 0, Warning(_NEAR, details, row["at"])
            if len(stood) < _MOST:
                stood.setdefault((fold(row["name"]), row["form"], row["code"] in numbered), row)


def _is_near(one: dict[str, str], other: dict[str, str], numbered: set[str]) -> bool:
    """Whether two names may be one: not where both bear a tax number, are spelled alike, or say two legal forms."""
    is_said_apart = {one["code"], other["code"]} <= numbered or fold(one["name"]) == fold(other["name"])
    forms = {one["form"], other["form"]} - {""}
    return one["code"] != other["code"] and not is_said_apart and len(forms) < 2


def _marked(new: pl.DataFrame) -> Iterator[tuple[int, Warning]]:
    for row in new.filter(pl.col("name").str.contains(_MARK)).iter_rows(named=True):
        yield row[ROW] or 0, Warning(_MARKED, {"row": row["at"], "found": row["name"]}, row["at"])


def _cores(names: pl.Series) -> pl.DataFrame:
    """`core` of each name, and its legal `form` ("" where it says none)."""
    name = pl.col("name").str.replace(_MARK, "").str.normalize("NFKC").str.to_lowercase().str.replace(_GLUED, "$1")
    name = name.str.replace_all(_UNSPACED, " $1 ")
    plain = pl.format(" {} ", name.str.replace_all(r"[^\p{L}\p{M}\d]+", " ").str.strip_chars())
    forms = _forms()
    any_form = f" ({'|'.join(forms)}) "
    told = names.unique().alias("name").to_frame().with_columns(plain.alias("core"))
    told = told.with_columns(pl.col("core").str.extract(any_form).replace(forms).fill_null("").alias("form"))
    bare = pl.col("core").str.replace(any_form, " ").str.replace_many(list(_ALIKE), list(_ALIKE.values()))
    return told.with_columns(bare.str.replace_all(" ", "").alias("core"))


@cache
def _forms() -> dict[str, str]:
    """The words of legal forms, the longest first, each with the form they say."""
    rows = pl.read_csv(_WORDS, infer_schema=False).select("word", "form").iter_rows()
    folded = {unicodedata.normalize("NFKC", word).casefold(): form for word, form in rows}
    return dict(sorted(folded.items(), key=lambda each: -len(each[0])))
