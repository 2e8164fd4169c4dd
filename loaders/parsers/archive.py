"""Which one file is packed in an archive, and is it safe to unpack?"""

import gzip
import io
import zipfile
import zlib

from data.errors import UserError
from loaders.parsers.kinds import DAMAGED_PART, kind, refuse_bomb
from loaders.sniffing.heading import in_short

_STEP = 1 << 20
_NESTED = ("gz", "zip")


def unpacked(data: bytes, records: str | None, name: str) -> tuple[bytes, str, str | None, str | None]:
    """The bytes of the table, their format, how they were packed, and `records` where it did not name the member.

    Raises UserError for archives in archives, for several members of which `records` names none, for a password, and
    for more than a table needs.
    """
    found = kind(data, name)
    if found == "gz":
        inner, packed = _gz(data, name), "gz"
    elif found == "zip":
        inner, packed, records = _zip(data, records, name)
    else:
        return data, found, None, records
    found = kind(inner, name)
    if found in _NESTED:
        raise UserError("{name} is an archive in an archive. Unpack it and load the table alone.", name=name)
    return inner, found, packed, records


def _gz(data: bytes, name: str) -> bytes:
    """In pieces, so that a bomb is seen before it is large."""
    pieces, size = [], 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            while piece := stream.read(_STEP):
                pieces.append(piece)
                size += len(piece)
                refuse_bomb(size, 1, len(data), name)
    except (OSError, EOFError, zlib.error) as error:
        raise UserError("{name} is a damaged archive: pack it again.", name=name) from error
    return b"".join(pieces)


def _zip(data: bytes, records: str | None, name: str) -> tuple[bytes, str, str | None]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    members = [part for part in archive.infolist() if not part.is_dir() and not _is_litter(part.filename)]
    named = [part for part in members if records is not None and records in (part.filename, _own_name(part.filename))]
    chosen = named or members
    if len(chosen) != 1:
        raise UserError(
            "{name} holds {count} files. Say which one in the mapping: read.records.\nFound: {found}.",
            name=name,
            count=len(chosen),
            found=in_short([part.filename for part in members]) or "none",
            members=[part.filename for part in members],
        )
    member = chosen[0]
    return _member(archive, member, name), f"zip {member.filename}", None if named else records


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """The directory's word on the size is not believed: reading stops at it."""
    if member.flag_bits & 1:
        raise UserError("{name} has a password. Pack the table again without one.", name=name)
    try:
        with archive.open(member) as part:
            content = part.read(member.file_size + 1)
    except DAMAGED_PART as error:
        raise UserError("{name} is a damaged archive: pack it again.", name=name) from error
    if len(content) != member.file_size:
        raise UserError("{name} is a damaged archive: pack it again.", name=name)
    return content


def _is_litter(path: str) -> bool:
    return path.startswith("__MACOSX/") or _own_name(path) in (".DS_Store", "Thumbs.db")


def _own_name(path: str) -> str:
    return path.rpartition("/")[2]
