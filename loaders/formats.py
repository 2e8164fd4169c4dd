"""What is in these bytes: which format, and which rows of text?

Runs in a child process only (`loaders.sandbox` starts it): a workbook of 2 KB can abort the process that parses it.
Asked in JSON on stdin, it answers in a folder: answer.json, table.arrow, numbers.arrow, broken.arrow.
"""

import hashlib
import io
import json
import resource
import sys
import zipfile
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl

from data.errors import UserError
from loaders import delimited
from loaders.raw import ROW, Parsed, ReadOptions, unique_names

_MB = 1 << 20
_HEAD = 4 * _MB  # where the heading of a text must end
_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old .xls or a workbook with a password"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a .gz archive"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"7z\xbc\xaf", "a .7z archive"),
    (b"Rar!", "a .rar archive"),
    (b"{\\rtf", "an RTF document"),
)
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<svg", b"{", b"[")
_CELL_ERRORS = {"Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!"}
_HAS_POINT = r"^-?\d+\.\d+$"


def main() -> int:
    """Do what stdin asks, within limits; a fault of the file is an answer, any other leaves its traceback."""
    request = json.load(sys.stdin)
    _limit(request["memory"], request["seconds"])
    out = Path(request["out"])
    try:
        answer = _answer(request, out)
    except UserError as error:
        answer = {"message": error.message, "details": error.details}
    (out / "answer.json").write_text(json.dumps(answer, ensure_ascii=True))
    return 0


def _limit(memory: int, seconds: int) -> None:
    for kind, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
    ):
        resource.setrlimit(kind, (limit, limit))


def _answer(request: dict[str, Any], out: Path) -> dict[str, Any]:
    data = Path(request["file"]).read_bytes()
    name = request["name"]
    choices = [ReadOptions(**options) for options in request["options"]]
    if request["headings_only"]:
        return {"headings": [_headings(data, options, name) for options in choices]}
    parsed = parse(data, choices[0], name)
    for part, frame in (("table", parsed.cells), ("numbers", parsed.numbers), ("broken", parsed.broken)):
        frame.write_ipc(out / f"{part}.arrow", compression="lz4")
    return {
        "sha256": hashlib.sha256(data).hexdigest(),
        "format": parsed.format,
        "sheet": parsed.sheet,
        "headings": parsed.headings,
        "is_plain": parsed.is_plain,
    }


def parse(data: bytes, options: ReadOptions, name: str) -> Parsed:
    """The rows of one table. Raises UserError for what is none of CSV, TSV or XLSX, by what it is."""
    return _workbook_table(data, options, name) if _is_workbook(data, name) else delimited.read(data, options, name)


def _headings(data: bytes, options: ReadOptions, name: str) -> list[str] | None:
    try:
        if _is_workbook(data, name):
            return unique_names(_workbook_table(data, options, name).headings)
        return delimited.headings(data[:_HEAD], options, name)
    except UserError:
        if options == ReadOptions():
            raise
        return None


def _is_workbook(data: bytes, name: str) -> bool:
    """True for XLSX, False for text. Raises UserError for the rest."""
    if data.startswith(b"PK"):
        return _check_archive(data, name)
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if kind is None and data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        kind = "an HTML, XML or JSON document"
    if kind:
        raise UserError("{name} is {kind}. Accepted: CSV or TSV text, XLSX.", name=name, kind=kind)
    if not data.strip():
        raise UserError("{name} is empty.", name=name)
    return False


def _check_archive(data: bytes, name: str) -> bool:
    """A look at the archive's directory before anything is unpacked."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UserError("{name} is a damaged archive: open it in Excel and save it again.", name=name) from error
    if not any(part.filename.lower() == "xl/workbook.xml" for part in parts):
        raise UserError("{name} is {kind}. Accepted: CSV or TSV text, XLSX.", name=name, kind="an archive, not an XLSX")
    unpacked = sum(part.file_size for part in parts)
    is_bomb = unpacked > max(200 * _MB, 40 * len(data)) or (unpacked > 10 * _MB and unpacked > 200 * len(data))
    if is_bomb or len(parts) > 2000:
        raise UserError(
            "{name} would unpack to {megabytes} MB in {parts} parts, which is more than a table needs. "
            "Save the sheet as CSV.",
            name=name,
            megabytes=unpacked // _MB,
            parts=len(parts),
        )
    return True


def _workbook_table(data: bytes, options: ReadOptions, name: str) -> Parsed:
    try:
        workbook = fastexcel.read_excel(data)
        sheet = _sheet_name(workbook, options.sheet, name)
        grid = _grid(workbook, sheet, _has_errors(data))
        parsed = _table_of(grid, sheet, options.heading_row, name)
        return Parsed(**{**vars(parsed), "numbers": _numbers(workbook, parsed, grid.columns)})
    except fastexcel.FastExcelError as error:
        raise UserError(
            "{name} cannot be read as a workbook ({reason}). Open it in Excel and save it again.",
            name=name,
            reason=str(error).splitlines()[0][:200],
        ) from error


def _sheet_name(workbook: fastexcel.ExcelReader, wanted: str | int | None, name: str) -> str:
    names = workbook.sheet_names
    if isinstance(wanted, int) and 1 <= wanted <= len(names):
        return names[wanted - 1]
    if wanted is None and names:
        return names[0]
    found = next((sheet for sheet in names if sheet.strip().lower() == str(wanted).strip().lower()), None)
    if found is None:
        raise UserError(
            "{name}: no sheet {sheet}.\nFound: {found}.",
            name=name,
            sheet=repr(wanted),
            found=", ".join(names) or "none",
        )
    return found


def _grid(workbook: fastexcel.ExcelReader, sheet: str, has_errors: bool) -> pl.DataFrame:
    """Every cell of the sheet as text from its first row on; a formula's error as Excel shows it."""
    loaded = workbook.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
    grid = loaded.to_polars()
    if not has_errors:
        return grid
    _, faults = loaded.to_arrow_with_errors()  # needs pyarrow, which is slow to start
    for fault in faults.errors if faults else []:
        row, position = fault.position
        code = fault.detail.partition("Error(")[2].rstrip("')\"")
        grid[row, position] = _CELL_ERRORS.get(code, "#VALUE!")
    return grid


def _has_errors(data: bytes) -> bool:
    """Whether any sheet holds a formula's error such as #DIV/0!; the reader takes those for empty cells."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    return any(
        b't="e"' in archive.read(part) for part in archive.namelist() if part.lower().startswith("xl/worksheets/sheet")
    )


def _table_of(grid: pl.DataFrame, sheet: str, heading_row: int | None, name: str) -> Parsed:
    if not grid.width:
        raise UserError("{name}: the sheet {sheet} is empty.", name=name, sheet=repr(sheet))
    filled = grid.select(~pl.all_horizontal(pl.all().fill_null("").str.strip_chars() == "")).to_series()
    first = heading_row - 1 if heading_row else filled.arg_true().to_list()[0] if filled.any() else grid.height
    if first >= grid.height or not filled[first]:
        raise UserError("{name}: the sheet {sheet} has no heading.", name=name, sheet=repr(sheet))
    headings = [cell or "" for cell in grid.row(first)]
    rows = grid.with_row_index(ROW, offset=1).slice(first + 1).filter(filled.slice(first + 1))
    cells = rows.select(grid.columns).rename(dict(zip(grid.columns, unique_names(headings), strict=True)))
    broken = pl.DataFrame(schema=delimited.BROKEN)
    return Parsed(headings, cells.with_columns(rows[ROW].cast(pl.UInt32)), broken, "workbook", sheet)


def _numbers(workbook: fastexcel.ExcelReader, parsed: Parsed, columns: list[str]) -> pl.DataFrame:
    """Which cells are Excel's own numbers, for the columns in which a text could look like one with a point."""
    texts = parsed.cells.drop(ROW)
    doubtful = [name for name in texts.columns if texts[name].str.contains(_HAS_POINT).any()]
    if not doubtful:
        return pl.DataFrame()
    flags = pl.DataFrame(workbook.load_sheet(parsed.sheet or 0, header_row=None, skip_rows=0, dtypes="boolean"))
    places = dict(zip(texts.columns, columns, strict=True))
    chosen = flags.select(pl.col(places[name]).is_not_null().alias(name) for name in doubtful)
    return chosen[parsed.cells[ROW].cast(pl.Int64) - 1]


if __name__ == "__main__":
    sys.exit(main())
