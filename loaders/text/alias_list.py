"""Which code does each spelling of an alias list stand for?

A list is a CSV file with the columns spelling and code: `loaders/aliases/NAME.csv`, or a file beside the mapping that
names it, which wins. A mapping may take another column of the list in place of the code, a name for instance.
"""

import hashlib
import io
from pathlib import Path

import polars as pl
from pydantic import BaseModel
from rapidfuzz import process

from data.errors import UserError
from loaders.meaning import mapping_keys
from loaders.meaning.said import folded

FOLDER = Path(__file__).parent.with_name("aliases")


def given(mapping: BaseModel, path: Path, text: bytes) -> str:
    """Gives each `aliases` of the mapping its words; the sha256 of the mapping's text and of all its lists.

    Raises UserError for a list that is not there or cannot be read, naming the key.
    """
    digest = hashlib.sha256(text)
    for key, said in mapping_keys.said(mapping):
        if said.aliases:
            content = _found(said.aliases, path, key).read_bytes()
            digest.update(content)
            said.with_list(words(content, f"{path.name}, {key}.aliases, {said.aliases}", said.take))
    return digest.hexdigest()


def words(content: bytes, where: str, take: str = "code") -> dict[str, str | None]:
    """Spelling to code, or to what stands in the column `take`, which may be empty.

    Raises UserError where a column is missing, a spelling or a code is empty, or a spelling has two codes.
    """
    try:
        table = pl.read_csv(io.BytesIO(content), infer_schema=False, encoding="utf8")
        table = table.with_columns(pl.col(pl.String).str.strip_chars())
        codes, taken = table.select("spelling", "code"), table.select("spelling", code=take)
    except pl.exceptions.PolarsError as error:
        raise UserError(
            "{where} is no alias list: a CSV file with the columns spelling and {take}.",
            where=where,
            take="code" if take == "code" else f"code, {take}",
        ) from error
    for place, (spelling, code) in enumerate(codes.iter_rows(), 2):
        if not spelling or not code:
            raise UserError(
                "{where}, row {row}: a cell is empty; each spelling needs its code.", where=where, row=place
            )
    _check_once(taken, where)
    return dict(taken.iter_rows())


def _check_once(table: pl.DataFrame, where: str) -> None:
    word = pl.col("spelling").map_elements(folded, return_dtype=pl.String).alias("word")
    several = (
        table.with_columns(word).group_by("word", maintain_order=True).agg(pl.col("code").unique(maintain_order=True))
    )
    for spelled, codes in several.filter(pl.col("code").list.len() > 1).iter_rows():
        raise UserError(
            "{where}: the spelling {spelling} stands for {codes}; it must stand for one code.",
            where=where,
            spelling=repr(spelled),
            codes=" and ".join(code or "nothing" for code in codes),
        )


def _found(name: str, path: Path, key: str) -> Path:
    file = Path(name).name.removesuffix(".csv") + ".csv"
    for place in (path.parent / file, FOLDER / file):
        if Path(name).name == name and place.is_file():
            return place
    there = [each.stem for each in sorted((*FOLDER.glob("*.csv"), *path.parent.glob("*.csv")))]
    raise UserError(
        "{file}: {key}.aliases: found {name}; accepted: a list in loaders/aliases or beside the mapping: {near}.",
        file=path.name,
        key=key,
        name=repr(name),
        near=", ".join(near for near, _, _ in process.extract(name, there, limit=3)) or "there is none yet",
    )
