"""How does a file become a batch: accepted rows, refused rows, and nothing lost in between?"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

import polars as pl

from data.batch import Batch, Warning
from data.errors import UserError
from data.schema import IDENTITY, frame_schema
from loaders import checks, coded, detected, mapped, native, refusal, unseen
from loaders import mapping as mapping_file
from loaders.detected import File
from loaders.forms import FORMS
from loaders.known import Known
from loaders.meaning.foreign_table import Foreign
from loaders.outcome import Outcome
from loaders.raw import ROW, RawTable
from loaders.refused_file import refused_bytes, without_guard, write_refused
from loaders.sniffing.heading import in_short

__all__ = ["Foreign", "Known", "loaders", "read", "refused_bytes", "write_refused"]


def read(file: File, name: str, known: Known, loader: str | None = None, mapping: Path | None = None) -> Batch:
    """A file, the bytes of an upload called `name`, or the answer of a database, as a batch; nothing is stored.

    `loader` names a native file or a mapping that ships, `mapping` is a mapping file of one's own; without either the
    headings decide, and exactly one must fit. `known` are the entities and sources the file may name.
    Raises UserError where the file cannot be read at all; what is wrong with single rows is in `Batch.refused`.
    """
    chosen, raw = mapping or mapping_file.shipped().get(loader or "") or loader, None
    if chosen is None:
        chosen, raw = detected.loader_of(file, name, loaders())
    if isinstance(chosen, Path):
        return _mapped(file, name, known, chosen, raw)
    if chosen not in FORMS:
        raise UserError(
            "no loader is called {loader}. Accepted: {accepted}.", loader=chosen, accepted=", ".join(loaders())
        )
    raw = _without_guard(raw or detected.as_it_is(file, name))
    return _batch(
        raw, native.read(raw, chosen, known), chosen, hashlib.sha256(native.VERSION.encode()).hexdigest(), known
    )


def loaders() -> dict[str, dict[str, str]]:
    """Every loader by name, with its title by language: the native files, then the mappings that ship."""
    own = {name: {"en": f"{name}.csv", "ru": f"{name}.csv"} for name in FORMS}
    mappings = {name: mapping_file.load(path)[0].title for name, path in mapping_file.shipped().items()}
    return own | {name: {"en": title.en, "ru": title.ru} for name, title in mappings.items()}


def _mapped(file: File, name: str, known: Known, path: Path, raw: RawTable | None) -> Batch:
    chosen, sha256 = mapping_file.load(path)
    raw = _without_guard(raw or detected.as_said(file, name, chosen))
    spelled_out = replace(raw, cells=coded.texts(raw.cells))
    return _batch(raw, mapped.read(spelled_out, chosen, path.name, known), path.stem, sha256, known)


def _without_guard(raw: RawTable) -> RawTable:
    return replace(raw, cells=without_guard(raw.cells))


def _batch(raw: RawTable, outcome: Outcome, loader: str, loader_sha256: str, known: Known) -> Batch:
    raw = outcome.raw or raw
    broken = _broken(raw).join(outcome.skipped, on=ROW, how="anti", maintain_order="left")
    refused = refusal.together([outcome.refused, broken])
    lost = set(refused[ROW])
    skipped = outcome.skipped.filter(~pl.col(ROW).is_in(list(lost)))
    kept = {table: _kept(rows, refused, skipped) for table, rows in outcome.frames.items()}
    frames = {table: _accepted(raw, rows, table) for table, rows in kept.items()}
    read_rows = raw.cells.height + raw.broken.height
    accepted = read_rows - len(lost) - skipped.height
    _check_count(raw, outcome, refused, skipped)
    warnings = sorted([*outcome.warnings, *checks.worth_a_look(kept, raw, known)], key=itemgetter(0))
    return Batch(
        name=raw.name,
        sha256=raw.sha256,
        loader=loader,
        loader_sha256=loader_sha256,
        frames={table: rows for table, rows in frames.items() if rows.height},
        read=read_rows,
        accepted=accepted,
        skipped=skipped.height,
        refused=_refused(raw, refused, outcome.decimal),
        skipped_rows=skipped.select(raw.source_row().alias("source_row"), "reason"),
        warnings=(
            *_of_other_sheets(raw),
            *unseen.of_table(raw),
            *(warning for row, warning in warnings if row not in lost),
        ),
    )


def _of_other_sheets(raw: RawTable) -> Iterator[Warning]:
    if raw.alike:
        yield Warning(
            "only the sheet {sheet} was read; the same headings stand in {others}: name the sheet in the mapping "
            "(read.sheet), and load the file once with each",
            {"sheet": raw.sheet, "others": in_short(raw.alike)},
        )


def _check_count(raw: RawTable, outcome: Outcome, refused: pl.DataFrame, skipped: pl.DataFrame) -> None:
    """Every row of the file is a fact, refused or skipped; a row that is none of them would be a fault of ours."""
    told = [rows.select(ROW) for rows in (*outcome.frames.values(), refused, skipped)]
    told.append(outcome.merged.alias(ROW).to_frame())
    rows = pl.concat([raw.rows.to_frame(), raw.broken.select(ROW)])
    lost = rows.join(pl.concat(told).drop_nulls(), on=ROW, how="anti")
    if lost.height or rows.n_unique() != rows.height:
        raise RuntimeError(f"{raw.name}: rows are not accounted for: {lost[ROW].head(5).to_list()}")


def _broken(raw: RawTable) -> pl.DataFrame:
    """The records that do not fit the heading, as refused cells."""
    accepted = pl.lit(f"{len(raw.headings)} cells")
    return raw.broken.select(
        ROW,
        pl.lit("").alias("column"),
        pl.col("line").str.slice(0, 200).alias("found"),
        "problem",
        accepted.alias("accepted"),
    )


def _kept(rows: pl.DataFrame, refused: pl.DataFrame, skipped: pl.DataFrame) -> pl.DataFrame:
    """The rows of one table without those of a refused or skipped row of the file."""
    lost = pl.concat([refused[ROW], skipped[ROW]]).implode()
    return rows.filter(~pl.col(ROW).is_in(lost).fill_null(False)) if refused.height or skipped.height else rows


def _accepted(raw: RawTable, kept: pl.DataFrame, table: str) -> pl.DataFrame:
    """The rows of one table as the store takes them, each with its source row."""
    located = kept.with_columns(raw.source_row().fill_null("mapping").alias("source_row"))
    if table in IDENTITY:  # a mapping tells of one membership in many rows
        located = located.unique(IDENTITY[table], keep="first", maintain_order=True)
    numbered = {name for name, kind in located.schema.items() if kind == pl.Categorical}
    return located.select(
        name if name in numbered else pl.col(name).cast(kind) for name, kind in frame_schema(table).items()
    )


def _refused(raw: RawTable, refused: pl.DataFrame, decimal: str | None) -> pl.DataFrame:
    """Each refused cell beside the whole row it stands in, as the file has it."""
    own = {column: f"{column} (file)" if column in _REFUSED else column for column in raw.cells.columns}
    wanted = refused.select(ROW).unique()
    cells = pl.concat([_cells(raw, wanted, decimal), _broken_cells(raw)]).rename(own)
    return refused.join(cells, on=ROW, how="left", maintain_order="left").select(
        raw.source_row().alias("source_row"), "column", "found", "problem", "accepted", *own.values()
    )


_REFUSED = ("source_row", "column", "found", "problem", "accepted")


def _cells(raw: RawTable, wanted: pl.DataFrame, decimal: str | None) -> pl.DataFrame:
    """The cells as text that reads the same in CSV: a number of Excel has the decimal sign that the mapping says, else
    1.234 becomes 1.2340, which no one takes for 1234."""
    is_wanted = raw.rows.is_in(wanted[ROW].implode())
    cells, clear = coded.texts(raw.cells.filter(is_wanted)), []
    for column in raw.numbers.columns:
        cell, is_own = pl.col(column), raw.numbers[column].filter(is_wanted)
        told = cell.str.replace(".", ",", literal=True) if decimal == "," else cell + "0"
        is_unclear = cell.str.contains(r"\.\d") if decimal == "," else cell.str.contains(r"\.\d{3}$")
        clear.append(pl.when(is_own & is_unclear).then(told).otherwise(cell).alias(column))
    return cells.with_columns(*clear, raw.rows.filter(is_wanted).alias(ROW))


def _broken_cells(raw: RawTable) -> pl.DataFrame:
    cells = [
        pl.col("cells").list.get(position, null_on_oob=True).alias(column)
        for position, column in enumerate(raw.cells.columns)
    ]
    return raw.broken.select(*cells, ROW)
