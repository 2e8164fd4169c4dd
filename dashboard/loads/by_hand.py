"""How is one figure entered or taken back by hand?

It becomes the row of a native file and passes the very checks of one; what comes out is a load like any other.
"""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from io import StringIO
from typing import Any

import polars as pl

from dashboard.loads.loading import first_refusals, known_codes, store_batch
from dashboard.session import Known
from data import period
from data.batch import Batch
from data.errors import UserError
from data.schema import KEY
from data.store import LoadRecord, Store
from data.winner import RETRACTED, judge
from loaders.coded import texts
from loaders.run import Known as KnownCodes
from loaders.run import read
from loaders.text.codes import code_of

LOADER = "by hand"
_SAID = ("comparator", "value", "lower", "upper", "status", "locator", "note")
_CANDIDATES = 10


@dataclass(frozen=True)
class NewSource:
    """A source that is told together with its first figure."""

    title: str
    publisher: str
    kind: str
    published: str = ""
    url: str = ""
    language: str = ""

    @property
    def code(self) -> str:
        """Its code: the same for the same title, publisher and date."""
        return code_of([self.title, self.publisher, self.published], "HAND-")


@dataclass(frozen=True)
class Figure:
    """One observation as a person writes it: every field a text, empty where nothing is said."""

    entity: str
    indicator: str
    scope: str
    basis: str
    scenario: str
    period: str
    unit: str
    source: str
    value: str = ""
    comparator: str = "="
    lower: str = ""
    upper: str = ""
    status: str = "A"
    locator: str = ""
    note: str = ""


def described(
    source: str | None, title: str | None, publisher: str, kind: str, published: str = "", url: str = ""
) -> NewSource | None:
    """The new source that was described; None where a known one is named. Raises UserError for both or neither."""
    if bool(source) == bool(title):
        raise UserError(
            "Say where the figure was published: either the code of a known source, or title, publisher and kind of "
            "a new one."
        )
    if not title:
        return None
    if not publisher or not kind:
        raise UserError("A new source needs its publisher and its kind beside the title.")
    return NewSource(title, publisher, kind, published, url)


def draft(store: Store, figure: Figure, source: NewSource | None = None) -> Batch:
    """The figure, and its source if it is a new one, as one batch; what is wrong with it is in `refused`."""
    known = known_codes(store)
    parts = [] if source is None or source.code in known.sources else [_source(source, known)]
    if source is not None:
        figure = replace(figure, source=source.code)
        known = replace(known, sources=known.sources | {source.code})
    return _together(store, figure, [*parts, _read("observations", asdict(figure), known)])


def enter(store: Store, known: Known, batch: Batch, by: str | None = None) -> LoadRecord:
    """Stores a draft. Raises UserError where a check refused it, or where it says what already stands."""
    if batch.refused_count:
        raise UserError("Nothing was stored.\n{refusals}", refusals=first_refusals(batch))
    row = batch.frames["observation"].row(0, named=True)
    standing = _latest(known, row)
    if standing and all(standing[name] == row[name] for name in _SAID):
        raise UserError(
            "Nothing was stored: exactly this figure of {source} already stands, as load {load}.",
            source=row["source"],
            load=standing["load"],
        )
    return store_batch(batch, by)


def retraction(store: Store, known: Known, wanted: Mapping[str, str | None], note: str = "") -> Batch:
    """What takes back the one figure that fits `wanted` (columns of the key, and source).

    Raises UserError, with the candidates, where none fits or several do.
    """
    row = _only(known, {name: text for name, text in wanted.items() if text})
    said = {name: str(row[name]) for name in (*KEY, "source")}
    return draft(store, Figure(**said, status=RETRACTED, note=note))


def outcome(before: Known, after: Known, batch: Batch, record: LoadRecord) -> dict[str, Any]:
    """What an entry did: its load and data version, the row, and the current figure of its key before and after."""
    row = batch.frames["observation"].row(0, named=True)
    return {
        "load": record.load,
        "version": record.version,
        **{name: row[name] for name in (*KEY, "source", *_SAID)},
        "before": winner(before, row),
        "after": winner(after, row),
    }


def in_words(answer: Mapping[str, Any]) -> str:
    """An outcome as lines for a terminal."""
    key = " ".join(str(answer[name]) for name in KEY)
    return (
        f"Load {answer['load']}, data version {answer['version']}: {key}\n"
        f"  current before: {_said(answer['before'])}\n  current now:    {_said(answer['after'])}"
    )


def _said(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return "none"
    if row["comparator"] == "..":
        told = f"{row['lower']:.15g} .. {row['upper']:.15g}"
    else:
        told = "not reported" if row["value"] is None else f"{row['comparator']} {row['value']:.15g}"
    return f"{told} (status {row['status']}, source {row['source']}, load {row['load']})"


def winner(known: Known, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The figure that is current for the key of a row; None where there is none."""
    found = _of(known.table("observation"), row, KEY)
    return found.row(0, named=True) if found.height else None


def would_win(known: Known, batch: Batch) -> bool:
    """Whether the figure of a draft would be the current one of its key."""
    row = texts(batch.frames["observation"])
    told = row.join(_publication(known, batch), on="source", how="left").with_columns(
        load=pl.lit(2**62), publisher=pl.coalesce("publisher", "source")
    )
    others = _of(known.table("history"), row.row(0, named=True), KEY).drop("is_current")
    judged = judge(pl.concat([others, told], how="diagonal_relaxed").lazy()).collect()
    return judged.filter("is_current")["load"].to_list() == [2**62]


def _publication(known: Known, batch: Batch) -> pl.DataFrame:
    sources = batch.frames.get("source", known.table("source"))
    days = [period.last_day(text) if text else None for text in sources["published"]]
    return sources.select(
        "publisher", "published", source="code", source_kind="kind", published_on=pl.Series(days, dtype=pl.Date)
    )


def _source(source: NewSource, known: KnownCodes) -> Batch:
    return _read("sources", {"code": source.code, **asdict(source)}, known)


def _read(form: str, row: dict[str, str], known: KnownCodes) -> Batch:
    text = StringIO()
    writer = csv.DictWriter(text, list(row), quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerow(row)
    return read(text.getvalue().encode(), LOADER, known, loader=form)


def _together(store: Store, figure: Figure, parts: list[Batch]) -> Batch:
    """One batch of all parts: its bytes are theirs, and when they were told, for a figure may return to what it was."""
    bytes_of_all = "\n".join([str(store.version()), *(part.sha256 for part in parts)])
    last = parts[-1]
    frames = {name: frame for part in parts for name, frame in part.frames.items()}
    return replace(
        last,
        name=f"{LOADER}: {figure.entity}, {figure.indicator}, {figure.period}",
        sha256=hashlib.sha256(bytes_of_all.encode()).hexdigest(),
        loader=LOADER,
        frames={name: frame.with_columns(source_row=pl.lit(LOADER)) for name, frame in frames.items()},
        read=sum(part.read for part in parts),
        accepted=sum(part.accepted for part in parts),
        refused=pl.concat([part.refused for part in parts], how="diagonal"),
        warnings=tuple(warning for part in parts for warning in part.warnings),
    )


def _latest(known: Known, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the same source last said of the same key."""
    found = _of(known.table("history"), row, (*KEY, "source")).sort("load")
    return found.row(-1, named=True) if found.height else None


def _of(rows: pl.DataFrame, row: Mapping[str, Any], columns: tuple[str, ...]) -> pl.DataFrame:
    return rows.filter(pl.all_horizontal(pl.col(name) == row[name] for name in columns))


def _only(known: Known, wanted: Mapping[str, str]) -> dict[str, Any]:
    figures = known.table("history").unique([*KEY, "source"], keep="last", maintain_order=True)
    fitting = _of(figures, wanted, tuple(wanted))
    if fitting.height == 1:
        return fitting.row(0, named=True)
    near = fitting if fitting.height else _of(figures, wanted, ("entity",) if "entity" in wanted else ())
    raise UserError(
        "Nothing was taken back: {count} figures fit. Say which one:\n{candidates}",
        count=fitting.height,
        candidates="\n".join(map(_candidate, near.head(_CANDIDATES).iter_rows(named=True))) or "none stands",
    )


def _candidate(row: dict[str, Any]) -> str:
    said = " ".join(f"--{name} {row[name]}" for name in (*KEY, "source"))
    return f"{said}: {_said(row)}"
