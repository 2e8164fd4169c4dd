"""How are foreign bytes parsed without risk to this process?

A valid workbook of 2 KB makes the spreadsheet parser abort the whole process, which no `except` can catch. So a child
process parses, with limits on memory, processor time and wall-clock time, and hands the rows back in Arrow files.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from data.errors import UserError
from loaders.raw import ROW, RawTable, ReadOptions

_ROOT = Path(__file__).resolve().parent.parent
_COMMAND = ["-P", "-m", "loaders.formats"]
_GB = 1 << 30
_AS_FOUND = ReadOptions()
_TOO_LONG = (signal.SIGXCPU, signal.SIGKILL)


def read_table(file: Path | bytes, name: str, options: ReadOptions = _AS_FOUND) -> RawTable:
    """The table in a file, or in the bytes of an upload; `name` is a label, never a path.

    Raises UserError where it is no table, or where parsing it goes beyond the limits.
    """
    raw, _ = _read(file, name, options, [])
    if raw is None:
        raise RuntimeError(f"{name}: the child gave neither a table nor a reason")
    return raw


def look_at(
    file: Path | bytes, name: str, others: Sequence[ReadOptions]
) -> tuple[RawTable | None, list[list[str] | None]]:
    """The table a file has when nothing is said of it, and the column names it has when read with other options.

    None where that is no table. Raises UserError where the file is no table in any way.
    """
    raw, headings = _read(file, name, _AS_FOUND, others)
    if raw is None and not any(headings):
        raw, _ = _read(file, name, _AS_FOUND, [])  # says why
    return raw, headings


def _read(
    file: Path | bytes, name: str, options: ReadOptions, others: Sequence[ReadOptions]
) -> tuple[RawTable | None, list[list[str] | None]]:
    with tempfile.TemporaryDirectory(prefix="sez-read-") as folder:
        answer = _ask(file, name, options, others, Path(folder))
        if answer["table"] is None:
            return None, answer["other_headings"]
        cells, numbers, broken = (
            pl.read_ipc(Path(folder) / f"{part}.arrow") for part in ("table", "numbers", "broken")
        )
    frames: dict[str, Any] = {
        "cells": cells.drop(ROW),
        "rows": cells[ROW],
        "numbers": numbers,
        "broken": broken.sort(ROW),
    }
    return RawTable(name, **answer["table"], **frames), answer["other_headings"]


def memory_limit(size: int) -> int:
    """Bytes of address space the child may take for a file of this size: 1.5 GB, or 16 times the file up to 8 GB."""
    return min(max(3 * _GB // 2, 16 * size), 8 * _GB)


def time_limit(size: int) -> int:
    """Seconds the child may take for a file of this size: 30, or 1 for each MB up to 600."""
    return min(max(30, size >> 20), 600)


def _ask(
    file: Path | bytes, name: str, options: ReadOptions, others: Sequence[ReadOptions], folder: Path
) -> dict[str, Any]:
    path = _placed(file, name, folder)
    size = path.stat().st_size
    request = {
        "file": str(path),
        "name": name,
        "out": str(folder),
        "options": options.as_json(),
        "others": [each.as_json() for each in others],
        "memory": memory_limit(size),
        "seconds": time_limit(size),
    }
    _run(request)
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


def _run(request: dict[str, Any]) -> None:
    """Start the child and wait. Whatever ends it is a fault of the file, with the child's last words as its cause."""
    command = [sys.executable, *_COMMAND]
    threads = str(min(os.cpu_count() or 1, 4))
    environment = {"PYTHONPATH": str(_ROOT), "POLARS_MAX_THREADS": threads, "MALLOC_ARENA_MAX": "2"}
    seconds = request["seconds"]
    try:
        child = subprocess.run(
            command,
            input=json.dumps(request).encode(),
            capture_output=True,
            cwd=request["out"],
            env=environment,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long(request) from error
    if child.returncode == 0:
        return
    cause = RuntimeError(f"exit code {child.returncode}\n" + child.stderr.decode(errors="replace")[-4000:])
    if -child.returncode in _TOO_LONG:
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
