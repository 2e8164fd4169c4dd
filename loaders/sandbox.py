"""How are foreign bytes parsed without risk to this process?

A valid workbook of 2 KB makes the spreadsheet parser abort the whole process, which no `except` can catch. So a child
process parses, with limits on memory, processor time and wall-clock time, and hands the rows back in Arrow files.
"""

import json
import os
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from data.errors import UserError
from loaders.children import CHILDREN
from loaders.parsers.aside import Aside
from loaders.parsers.grid import Grid, Seen, SheetSeen
from loaders.raw import ROW, RawTable, ReadOptions, Recognised

_GB = 1 << 30
_AS_FOUND = ReadOptions()
_TOO_LONG = (signal.SIGXCPU, signal.SIGKILL)


def read_table(file: Path | bytes, name: str, options: ReadOptions = _AS_FOUND) -> RawTable:
    """The table in a file, or in the bytes of an upload; `name` is a label, never a path.

    Raises UserError where it is no table, or where parsing it goes beyond the limits.
    """
    with _asked(file, name, {"task": "table", "options": options.as_json()}) as (answer, folder):
        return _table(name, answer["table"], folder)


def recognise(file: Path | bytes, name: str, candidates: Mapping[str, ReadOptions]) -> Recognised:
    """Which mappings fit a file: those whose `match` headings are found in it when it is read with their options.

    Raises UserError as `read_table` does where none fits and the file is no table when nothing is said of it.
    """
    others = {each: options.as_json() for each, options in candidates.items()}
    with _asked(file, name, {"task": "recognise", "candidates": others}) as (answer, folder):
        table = _table(name, answer["table"], folder) if answer["table"] else None
        return Recognised(answer["fits"], answer["heads"], table)


def see(file: Path | bytes, name: str, options: ReadOptions = _AS_FOUND) -> Seen:
    """The file as it stands: its format, its sheets, and the whole of the one the options choose.

    Raises UserError as `read_table` does, but not for want of a heading.
    """
    with _asked(file, name, {"task": "see", "options": options.as_json()}) as (answer, folder):
        said = answer["seen"]
        frames = {part: pl.read_ipc(folder / f"{part}.arrow") for part in ("cells", "numbers", "dates", "broken")}
        rows = pl.read_ipc(folder / "rows.arrow")[ROW]
        merged = tuple(tuple(each) for each in answer["grid"]["merged"])
        asides = tuple(Aside(*each) for each in answer["grid"]["asides"])
        grid = Grid(rows=rows, merged=merged, sheet=answer["grid"]["sheet"], asides=asides, **frames)
        sheets = tuple(SheetSeen(**sheet) for sheet in said.pop("sheets"))
        return Seen(name, sheets=sheets, grid=grid, **said)


def _table(name: str, said: dict[str, Any], folder: Path) -> RawTable:
    cells, numbers, broken = (pl.read_ipc(folder / f"{part}.arrow") for part in ("table", "numbers", "broken"))
    frames: dict[str, Any] = {
        "cells": cells.drop(ROW),
        "rows": cells[ROW],
        "numbers": numbers,
        "broken": broken.sort(ROW),
    }
    return RawTable(name, **said | {"asides": tuple(Aside(*each) for each in said["asides"])}, **frames)


@contextmanager
def _asked(file: Path | bytes, name: str, task: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Path]]:
    """The child's answer, and the folder in which its frames lie until the caller has read them."""
    with tempfile.TemporaryDirectory(prefix="sez-read-") as folder:
        yield _ask(file, name, task, Path(folder)), Path(folder)


def memory_limit(size: int) -> int:
    """Bytes of address space the child may take for a file of this size: 1.5 GB, or 16 times the file up to 8 GB."""
    return min(max(3 * _GB // 2, 16 * size), 8 * _GB)


def time_limit(size: int) -> int:
    """Seconds the child may take for a file of this size: 30, or 1 for each MB up to 600."""
    return min(max(30, size >> 20), 600)


def _ask(file: Path | bytes, name: str, task: dict[str, Any], folder: Path) -> dict[str, Any]:
    path = _placed(file, name, folder)
    size = path.stat().st_size
    request = task | {
        "file": str(path),
        "name": name,
        "out": str(folder),
        "memory": memory_limit(size),
        "seconds": time_limit(size),
    }
    (folder / "request.json").write_text(json.dumps(request))
    _run(request, folder)
    answer: dict[str, Any] = json.loads((folder / "answer.json").read_text())
    if "message" in answer:
        raise UserError(answer["message"], **answer["details"])
    return answer


def _placed(file: Path | bytes, name: str, folder: Path) -> Path:
    if isinstance(file, bytes):
        (folder / "upload").write_bytes(file)
        return folder / "upload"
    if not file.is_file():
        raise UserError("{name}: there is no such file.", name=name)
    if not os.access(file, os.R_OK):
        raise UserError("{name} may not be read by this user.", name=name)
    return file.resolve()


def _run(request: dict[str, Any], folder: Path) -> None:
    """Have a child do it, and wait. Whatever ends it is a fault of the file, with its last words as the cause."""
    ended = CHILDREN.run(folder, request["seconds"])
    if ended.code == 0:
        return
    cause = RuntimeError(f"exit code {ended.code}\n{ended.last_words}")
    if ended.code is None or -ended.code in _TOO_LONG:
        raise _too_long(request) from cause
    raise UserError(
        "{name} cannot be read: it is damaged, or it asks for more than {megabytes} MB of memory. "
        "Open it in a spreadsheet program, keep the table alone, and save it as CSV.",
        name=request["name"],
        megabytes=request["memory"] >> 20,
    ) from cause


def _too_long(request: dict[str, Any]) -> UserError:
    return UserError(
        "{name} was given up after {seconds} seconds. Keep the table alone in the file and save it as CSV.",
        name=request["name"],
        seconds=request["seconds"],
    )
