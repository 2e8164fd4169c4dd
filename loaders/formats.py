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
from loaders.kinds import is_workbook
from loaders.raw import ROW, Parsed, ReadOptions, unique_names

_MB = 1 << 20
_HEAD = 4 * _MB  # where the heading of a text must end
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
    others = [ReadOptions.from_json(options) for options in request["others"]]
    answer = {"other_headings": [_headings(data, options, name) for options in others]}
    return answer | {"table": _table(data, ReadOptions.from_json(request["options"]), name, out, others)}


def _table(data: bytes, options: ReadOptions, name: str, out: Path, others: list[ReadOptions]) -> dict[str, Any] | None:
    try:
        parsed = parse(data, options, name)
    except UserError:
        if not others:
            raise
        return None
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
    return _workbook_table(data, options, name) if is_workbook(data, name) else delimited.read(data, options, name)


def _headings(data: bytes, options: ReadOptions, name: str) -> list[str] | None:
    try:
        if is_workbook(data, name):
            return unique_names(_workbook_table(data, options, name).headings)
        return delimited.headings(data[:_HEAD], options, name)
    except UserError:
        return None


def _workbook_table(data: bytes, options: ReadOptions, name: str) -> Parsed:
    try:
        workbook = fastexcel.read_excel(data)
        sheet = _sheet_name(workbook, options.sheet, name)
        grid = _grid(workbook, sheet, _has_errors(data))
        parsed = _table_of(grid, sheet, options.heading_rows, name)
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


def _table_of(grid: pl.DataFrame, sheet: str, heading_rows: tuple[int, int] | None, name: str) -> Parsed:
    if not grid.width:
        raise UserError("{name}: the sheet {sheet} is empty.", name=name, sheet=repr(sheet))
    filled = grid.select(~pl.all_horizontal(pl.all().fill_null("").str.strip_chars() == "")).to_series()
    first = heading_rows[0] - 1 if heading_rows else filled.arg_true().to_list()[0] if filled.any() else grid.height
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
