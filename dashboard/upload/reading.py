"""In which way is an uploaded file read, and what came of it? Read once, not again on every click."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dashboard import jobs, session
from dashboard.loads.loading import known_codes
from dashboard.upload import own_mapping
from data.batch import Batch
from data.errors import UserError
from loaders import detected, sniff
from loaders import mapping as mapping_file
from loaders.raw import ReadOptions
from loaders.run import loaders, read
from loaders.sniffing import propose, toml_edit
from loaders.sniffing.sniffed import Sniffed

_SEEN, _READ, _KNOWN = "seen", "upload", "detected"


@dataclass(frozen=True)
class File:
    """An upload: its name and its bytes."""

    name: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The checksum by which it is known again."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Way:
    """How a file is read: by a loader, or by a mapping of its own (None); in which part, under which heading rows.

    `parts`: the keys by which a mapping names a part of such a file, sheet and records, with the name of the part.
    """

    loader: str | None
    parts: tuple[tuple[str, str], ...] = ()
    heading: tuple[int, int] | None = None

    @property
    def options(self) -> ReadOptions:
        """The same for who looks at the file."""
        names = dict(self.parts)
        return ReadOptions(sheet=names.get("sheet"), records=names.get("records"), heading_rows=self.heading)

    @property
    def is_as_found(self) -> bool:
        """Whether nothing is said of part and heading."""
        return not self.parts and self.heading is None


def forget() -> None:
    """Nothing is kept of a file that is done with."""
    for name in (_SEEN, _READ, _KNOWN):
        jobs.forget(name)
    own_mapping.forget()


def seen(file: File, options: ReadOptions) -> Sniffed | None:
    """What is in the file; None where that cannot be said, which reading it will explain."""
    found = _look(file, options)
    return None if isinstance(found, UserError) else found


def members(file: File) -> list[str]:
    """The files in an archive that holds several, of which one must be said; else none."""
    found = _look(file, ReadOptions())
    return list(found.details.get("members", ())) if isinstance(found, UserError) else []


def _look(file: File, options: ReadOptions) -> Sniffed | UserError:
    return jobs.once(_SEEN, file.sha256, lambda: _looked(file, options), options)


def _looked(file: File, options: ReadOptions) -> Sniffed | UserError:
    try:
        return sniff.look(file.content, file.name, options)
    except UserError as error:
        return error


def loader_of(file: File) -> str | None:
    """The one loader that knows the headings of the file; None where none does, or several do."""
    return jobs.once(_KNOWN, file.sha256, lambda: _detected(file))


def _detected(file: File) -> str | None:
    try:
        found, _ = detected.loader_of(file.content, file.name, loaders())
    except UserError:
        return None
    return found.stem if isinstance(found, Path) else found


def proposed(file: File, found: Sniffed, way: Way) -> str:
    """The mapping to begin with for what was seen; the sheet and the heading rows are those a person said."""
    return _outside(propose.mapping(found, known_codes(session.store())), way)


def batch(file: File, way: Way, mapping: str | None, replaces: int | None) -> Batch:
    """The file as a batch, by the text of a mapping where there is one, as if the load it replaces were gone.

    Raises UserError where it cannot be read.
    """
    key = (file.sha256, file.name, way, mapping, replaces, session.store().version())
    return jobs.once(_READ, key, lambda: _read(file, way, mapping, replaces))


def _read(file: File, way: Way, mapping: str | None, replaces: int | None) -> Batch:
    known = known_codes(session.store(), replaces)
    path = mapping_file.shipped().get(way.loader or "")
    if mapping is None and path and not way.is_as_found:
        mapping = _outside(path.read_text(encoding="utf-8"), way)
    if mapping is None and way.loader and not way.is_as_found:
        raise UserError(
            "{loader} is a form of this product: its files are read as they stand, without a sheet or heading rows.",
            loader=way.loader,
        )
    if mapping is None:
        return read(file.content, file.name, known, loader=way.loader)
    with own_mapping.as_file(mapping, way.loader or own_mapping.name_of(mapping)) as own:
        return read(file.content, file.name, known, mapping=own)


def _outside(text: str, way: Way) -> str:
    """The mapping for the part and the heading rows that are wanted."""
    for key, name in way.parts:
        text = toml_edit.changed(text, ("read", key), name)
    return toml_edit.changed(text, ("read", "heading_rows"), list(way.heading)) if way.heading else text


def shipped(way: Way) -> mapping_file.Mapping | None:
    """The mapping that a loader is; None for a native file, and for a mapping of one's own."""
    path = mapping_file.shipped().get(way.loader or "")
    return mapping_file.load(path)[0] if path else None
