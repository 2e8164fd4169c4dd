"""What is in these bytes: which format, and which rows of text?

Runs in a child process only (`loaders.sandbox` asks for it): a workbook of 2 KB can abort the process that parses it.
It answers in a folder: answer.json, and frames in Arrow files.
"""

import hashlib
import json
import resource
from collections.abc import Callable, Mapping
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from data.errors import UserError
from loaders import coded
from loaders.meaning.match import holds
from loaders.parsers import archive, delimited, encoding, source
from loaders.parsers.grid import Grid, SheetSeen
from loaders.raw import ROW, Parsed, ReadOptions, unique_names
from loaders.sniffing.heading import Place

_HAS_POINT = r"^-?\d+\.\d+$"
_AS_FOUND = ReadOptions()
Made = TypeVar("Made")


def answer(request: Mapping[str, Any]) -> None:
    """Do what is asked, within limits; a fault of the file is an answer, any other leaves its traceback."""
    _limit(request["memory"], request["seconds"])
    out = Path(request["out"])
    try:
        file = File(Path(request["file"]).read_bytes(), request["name"])
        told = _ANSWERS[request["task"]](file, request, out)
    except UserError as error:
        told = {"message": error.message, "details": error.details}
    (out / "answer.json").write_text(json.dumps(told, ensure_ascii=True))


def _limit(memory: int, seconds: int) -> None:
    for kind, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
    ):
        resource.setrlimit(kind, (limit, limit))


_Unpacked = tuple[bytes, str, str | None, str | None]


def _tried(make: Callable[..., Made], *given: Any) -> Made | UserError:
    try:
        return make(*given)
    except UserError as error:
        return error


def _whole(found: Made | UserError) -> Made:
    if isinstance(found, UserError):
        raise found
    return found


class File:
    """The bytes of a file under the options of one mapping or another.

    What is opened once stays open, and what could not be opened is not tried again: there are many mappings.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.data, self.name = data, name
        self._unpacked: dict[str | None, _Unpacked | UserError] = {}
        self._open: dict[tuple[str | None, ...], Any] = {}
        self._openings: dict[tuple[Any, ...], delimited.Opened | UserError] = {}

    def unpacked(self, options: ReadOptions) -> _Unpacked:
        """What is packed in the file, its format, how it was packed, and the records within it."""
        if options.records not in self._unpacked:
            self._unpacked[options.records] = _tried(archive.unpacked, self.data, options.records, self.name)
        return _whole(self._unpacked[options.records])

    def source(self, options: ReadOptions) -> source.Source:
        """The reader of what is no text."""
        data, kind, _, _ = self.unpacked(options)
        key = (options.records if self.unpacked(options)[2] else None, options.encoding)
        if key not in self._open:
            self._open = {key: _tried(source.opened, data, kind, options, self.name)}
        opened: source.Source = _whole(self._open[key])
        return opened

    def text(self, options: ReadOptions) -> encoding.Text:
        """A text in UTF-8."""
        key = (options.records, options.encoding, "text")
        if key not in self._open:
            self._open = {key: _tried(encoding.read, self.unpacked(options)[0], options.encoding, self.name)}
        text: encoding.Text = _whole(self._open[key])
        return text

    def opening(self, options: ReadOptions) -> delimited.Opened:
        """A text with its first records."""
        key = (options.records, options.encoding, options.delimiter, options.heading_rows)
        if key not in self._openings:
            self._openings[key] = _tried(delimited.opening, self.text(options).utf8, options, self.name)
        return _whole(self._openings[key])

    def is_text(self, options: ReadOptions) -> bool:
        """Whether this is text, delimited somehow."""
        return self.unpacked(options)[1] == "text"

    def heading(self, options: ReadOptions) -> Place | None:
        """Where the heading is; None where there is none, or not the one that is asked for."""
        if self.is_text(options):
            return delimited.place_of(self.opening(options), options)
        records = self.unpacked(options)[3]
        return source.chosen(self.source(options), options, records, self.name)[1]


def parse(data: bytes, options: ReadOptions, name: str) -> Parsed:
    """The rows of one table. Raises UserError for what holds none, by what it is."""
    return _parsed(File(data, name), options)


def _parsed(file: File, options: ReadOptions) -> Parsed:
    if file.is_text(options):
        return _text_table(file, options)
    opened, records = file.source(options), file.unpacked(options)[3]
    place, found = source.chosen(opened, options, records, file.name)
    grid = opened.grid(place)
    if not grid.cells.width:
        raise UserError("{name}: the sheet {sheet} is empty.", name=file.name, sheet=repr(grid.sheet))
    where = source.heading_of(grid, options, has_heading=opened.has_heading) if found else None
    if where is None:
        raise _no_heading(file.name, grid, options)
    others = source.alike(opened, options, records, file.name, (place, found))
    return replace(_below(grid, where, opened.format), epoch=getattr(opened, "epoch", None), alike=others)


def _no_heading(name: str, grid: Grid, options: ReadOptions) -> UserError:
    if options.match and not options.heading_rows:
        return UserError(
            "{name}: the sheet {sheet} has no row with the headings {match}.",
            name=name,
            sheet=repr(grid.sheet),
            match=", ".join(options.match),
        )
    return UserError("{name}: the sheet {sheet} has no heading.", name=name, sheet=repr(grid.sheet))


def _text_table(file: File, options: ReadOptions) -> Parsed:
    opened = file.opening(options)
    place = delimited.place_of(opened, options)
    if place is None and options.match:  # the caller says better which of the headings is missing
        place = delimited.place_of(opened, replace(options, match=()))
    if place is None:
        raise UserError("{name} has no rows: no heading was found.", name=file.name)
    return delimited.table(opened, place)


def _below(grid: Grid, place: Place, kind: str) -> Parsed:
    """The rows below a heading that hold anything."""
    below = slice(place.last + 1, None)
    names = unique_names([*place.names, *[""] * (grid.cells.width - len(place.names))])
    rows = grid.cells[below].rename(dict(zip(grid.cells.columns, names, strict=True)))
    filled = rows.select(~pl.all_horizontal(pl.all().fill_null("").str.strip_chars() == "")).to_series()
    cells = rows.with_columns(grid.rows[below].alias(ROW)).filter(filled)
    pointed = [name for name in grid.numbers.columns if cells[names[int(name)]].str.contains(_HAS_POINT).any()]
    numbers = grid.numbers.select(pl.col(name).alias(names[int(name)]) for name in pointed)
    numbers = numbers[below].filter(filled) if pointed else pl.DataFrame()
    preamble = [" ".join(texts) for row in grid.cells[: place.first].iter_rows() if (texts := _filled(row))]
    headings = [*place.names, *[""] * (grid.cells.width - len(place.names))]
    broken = pl.DataFrame(schema=delimited.BROKEN)
    return Parsed(headings, cells, broken, kind, grid.sheet, numbers, preamble=preamble, asides=grid.asides)


def _filled(row: tuple[str | None, ...]) -> list[str]:
    return [" ".join(text.split()) for text in row if text and text.strip()]


def _table(file: File, request: Mapping[str, Any], out: Path) -> dict[str, Any]:
    return {"table": _written(_parsed(file, ReadOptions.from_json(request["options"])), file, out)}


def _written(parsed: Parsed, file: File, out: Path) -> dict[str, Any]:
    for part, frame in (("table", coded.enums(parsed.cells)), ("numbers", parsed.numbers), ("broken", parsed.broken)):
        frame.write_ipc(out / f"{part}.arrow", compression="lz4")
    return {
        "sha256": hashlib.sha256(file.data).hexdigest(),
        "format": parsed.format,
        "sheet": parsed.sheet,
        "headings": parsed.headings,
        "is_plain": parsed.is_plain,
        "preamble": parsed.preamble,
        "epoch": parsed.epoch,
        "alike": parsed.alike,
        "asides": [astuple(each) for each in parsed.asides],
    }


def _recognise(file: File, request: Mapping[str, Any], out: Path) -> dict[str, Any]:
    candidates = {name: ReadOptions.from_json(options) for name, options in request["candidates"].items()}
    fits = [
        name for name, options in candidates.items() if options.match and holds(_heading(file, options), options.match)
    ]
    found = _heading(file, _AS_FOUND)
    heads = unique_names(found.names) if found else []
    if len(fits) > 1:
        return {"fits": fits, "heads": heads, "table": None}
    options = candidates[fits[0]] if fits else _AS_FOUND
    return {"fits": fits, "heads": heads, "table": _written(_parsed(file, options), file, out)}


def _fits(file: File, options: ReadOptions) -> bool:
    return holds(_heading(file, options), options.match)


def _heading(file: File, options: ReadOptions) -> Place | None:
    try:
        return file.heading(options)
    except UserError:
        return None


def _see(file: File, request: Mapping[str, Any], out: Path) -> dict[str, Any]:
    options = ReadOptions.from_json(request["options"])
    _, kind, packed, records = file.unpacked(options)
    seen = _text_seen(file, options) if kind == "text" else _source_seen(file, options, records)
    grid = seen.pop("grid")
    for part in ("cells", "numbers", "dates", "broken"):
        getattr(grid, part).write_ipc(out / f"{part}.arrow", compression="lz4")
    grid.rows.to_frame(ROW).write_ipc(out / "rows.arrow", compression="lz4")
    said = {"sha256": hashlib.sha256(file.data).hexdigest(), "packed": packed}
    asides = [astuple(each) for each in grid.asides]
    return {"seen": seen | said, "grid": {"merged": grid.merged, "sheet": grid.sheet, "asides": asides}}


def _source_seen(file: File, options: ReadOptions, records: str | None) -> dict[str, Any]:
    opened = file.source(options)
    place, _ = source.chosen(opened, options, records, file.name)
    return {
        "format": opened.format,
        "encoding": getattr(opened, "encoding", None),
        "encoding_sure": getattr(opened, "encoding_sure", None),
        "delimiter": None,
        "sheets": [vars(sheet) for sheet in opened.sheets()],
        "grid": opened.grid(place),
    }


def _text_seen(file: File, options: ReadOptions) -> dict[str, Any]:
    text, opened = file.text(options), file.opening(options)
    grid = delimited.grid(opened, delimited.place_of(opened, options))
    return {
        "format": "text",
        "encoding": text.encoding,
        "encoding_sure": text.sure,
        "delimiter": opened.sign,
        "sheets": [vars(SheetSeen("", *grid.cells.shape))],
        "grid": grid,
    }


_ANSWERS = {"table": _table, "recognise": _recognise, "see": _see}
