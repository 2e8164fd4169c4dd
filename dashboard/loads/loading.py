"""How does a file get from a person into the store?"""

import json
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from dashboard import session
from dashboard.commands.progress import shown
from dashboard.loads.arrivals import Arrival
from dashboard.loads.so_far import SoFar
from data import standing
from data.batch import Batch
from data.errors import UserError, fill
from data.snapshot import Snapshot, keep
from data.store import LoadRecord, Store
from loaders.known import Lookup, by_name, by_tax_number
from loaders.run import Known, read, write_refused


@dataclass(frozen=True)
class Request:
    """How files are to be loaded."""

    loader: str | None = None
    mapping: Path | None = None
    replaces: int | None = None
    dry_run: bool = False
    strict: bool = False


def load_all(wanted: list[Arrival], request: Request, as_json: bool) -> bool:
    """Loads files, or what a database answers, one after the other and reports on each; False where any of them stored
    nothing.

    Definitions are read before what names them, whatever order the files came in.
    """
    if request.replaces is not None and len(wanted) != 1:
        raise UserError("--replaces takes one file: {count} were given.", count=len(wanted))
    answers = _answers(wanted, request)
    if as_json and answers:
        print(json.dumps(answers[0] if len(wanted) == 1 else answers, ensure_ascii=False, default=str))
    elif not as_json:
        for answer in answers:
            print(_in_words(answer))
    if not request.dry_run and answers:
        Snapshot.of(session.store())
    return len(answers) == len(wanted)


def _answers(wanted: list[Arrival], request: Request) -> list[dict[str, Any]]:
    """A report on each file that was loaded. The rows of the files are given up before a snapshot is built of them."""
    answers, so_far = [], SoFar(session.store())
    for arrival in shown(_definitions_first(wanted, request), "Loading"):
        try:
            answers.append(_load(arrival, request, so_far))
        except UserError as error:
            sys.stderr.write(f"{error}\n")
    return answers


def known_codes(store: Store, replaces: int | None = None) -> Known:
    """Which entities and sources may be named by rows to come; names and figures are read when they are asked for.

    `replaces`: the load whose place they take; whom it alone made known must be made known again.
    """
    rows = partial(standing.rows, store, without=replaces)
    return Known(
        entities=store.codes("entity") if replaces is None else frozenset(rows("entity")["code"]),
        sources=store.codes("source") if replaces is None else frozenset(rows("source")["code"]),
        names=Lookup(lambda: by_name(rows("entity"), rows("alias"))),
        tax_numbers=Lookup(lambda: by_tax_number(rows("alias"))),
        tables=SoFar(store).table,
    )


def store_batch(batch: Batch, by: str | None = None, replaces: int | None = None) -> LoadRecord:
    """Stores what was read: the last step, for the command line and the page alike."""
    return keep(session.store(), batch, by, replaces)


def _load(arrival: Arrival, request: Request, so_far: SoFar) -> dict[str, Any]:
    known = replace(known_codes(session.store(), request.replaces), tables=so_far.table)
    batch = _read(arrival, request, known)
    refused_file = _write_refused(batch, arrival.refused) if batch.refused_count and not request.dry_run else None
    if request.strict:
        _check_clean(batch)
    if not batch.accepted:
        raise UserError(
            "{name}: none of the {read} rows could be accepted, so nothing was stored.\n{first}",
            name=batch.name,
            read=batch.read,
            first=first_refusals(batch) or _why_skipped(batch),
        )
    record = None if request.dry_run else store_batch(batch, replaces=request.replaces)
    if record:
        so_far.add(batch, record.load)
    return {
        "file": arrival.name,
        "load": record and record.load,
        "loader": batch.loader,
        "read": batch.read,
        "accepted": batch.accepted,
        "refused": batch.refused_count,
        "skipped": batch.skipped,
        "refused_file": refused_file and str(refused_file),
        "warnings": [str(warning) for warning in batch.warnings],
        "refusals": first_refusals(batch),
    }


def _why_skipped(batch: Batch) -> str:
    """The reasons for which rows were left out, each with how many."""
    counts = batch.skipped_rows.group_by("reason", maintain_order=True).len()
    return "\n".join(f"  {reason}: {count}" for reason, count in counts.iter_rows())


def _check_clean(batch: Batch) -> None:
    """Raises UserError where --strict stores nothing: a row is refused, or is worth a second look."""
    if batch.refused_count:
        raise UserError(
            "{name}: {refused} of {read} rows were refused, so with --strict nothing was stored.\n{first}",
            name=batch.name,
            refused=batch.refused_count,
            read=batch.read,
            first=first_refusals(batch),
        )
    if batch.warnings:
        raise UserError(
            "{name}: {count} warnings, so with --strict nothing was stored.\n{first}",
            name=batch.name,
            count=len(batch.warnings),
            first=_first_warnings(batch),
        )


def first_refusals(batch: Batch, most: int = 5) -> str:
    """The first refused rows in words: where, what was found, what is accepted."""
    lines = []
    for row in batch.refused.head(most).iter_rows(named=True):
        problem = fill(row["problem"], {"found": row["found"], "accepted": row["accepted"], "column": row["column"]})
        lines.append(f"{batch.name}, {row['source_row']}, {row['column']}: {problem}. Accepted: {row['accepted']}.")
    rest = batch.refused_count - len(lines)
    return "\n".join([*lines, f"… and {rest} more."] if rest > 0 and lines else lines)


def _first_warnings(batch: Batch, most: int = 5) -> str:
    rest = len(batch.warnings) - most
    lines = [f"{batch.name}, {warning}" for warning in batch.warnings[:most]]
    return "\n".join([*lines, f"… and {rest} more."] if rest > 0 else lines)


def _write_refused(batch: Batch, target: Path) -> Path:
    try:
        write_refused(batch, target)
    except OSError as error:
        raise UserError(
            "{file} cannot be written: {cause}. Nothing was stored.", file=target, cause=error.strerror or error
        ) from error
    return target


def _in_words(answer: dict[str, Any]) -> str:
    head = "would be load" if answer["load"] is None else f"load {answer['load']}"
    text = (
        f"{answer['file']}: {head} ({answer['loader']}), {answer['read']} rows read = {answer['accepted']} accepted"
        f" + {answer['refused']} refused + {answer['skipped']} skipped"
    )
    lines = [text, *(f"  warning: {warning}" for warning in answer["warnings"])]
    if answer["refusals"]:
        lines += [f"  refused: {line}" for line in answer["refusals"].splitlines()]
    if answer["refused_file"]:
        lines.append(f"  refused rows: {answer['refused_file']}")
    return "\n".join(lines)


def _definitions_first(wanted: list[Arrival], request: Request) -> list[Arrival]:
    """What defines entities or sources before what only names them, else as given; what a file holds says which, not
    what it is called."""
    return wanted if len(wanted) == 1 else sorted(wanted, key=lambda arrival: not _defines(arrival, request))


def _defines(arrival: Arrival, request: Request) -> bool:
    try:
        batch = _read(arrival, request, Known())
    except UserError:  # told when its turn comes
        return False
    return bool({"entity", "source"} & set(batch.frames))


def _read(arrival: Arrival, request: Request, known: Known) -> Batch:
    return read(arrival.content, arrival.name, known, loader=request.loader, mapping=request.mapping)
