"""What is to be loaded: which files, or which table or query of somebody else's database?"""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from data.errors import UserError
from loaders.run import Foreign

_SCHEME = re.compile(r"[A-Za-z][\w+.-]*://")
_LONGEST = 100


@dataclass(frozen=True)
class Arrival:
    """Something to read, the name it is told and stored by, and the file its refused rows go to."""

    name: str
    content: Path | Foreign
    refused: Path


def arrivals(said: list[str], table: str | None = None, query: str | None = None) -> list[Arrival]:
    """The files, or the one address of a database, that a person names.

    The name of what a database gives holds neither the user nor the password. Raises UserError where an address stands
    beside files, or without exactly one of `table` and `query`.
    """
    addresses = [each for each in said if _SCHEME.match(each)]
    if not addresses:
        if table or query:
            raise UserError(
                "--table and --query go with the address of a database, such as postgresql://host/database."
            )
        return [_file(Path(each)) for each in said]
    if len(said) > 1 or bool(table) == bool(query):
        raise UserError("the address of a database stands alone, with either --table NAME or --query SELECT.")
    return [_answer(addresses[0], table, query)]


def _file(path: Path) -> Arrival:
    return Arrival(path.name, path, path.with_name(f"{path.name}.refused.csv"))


def _answer(address: str, table: str | None, query: str | None) -> Arrival:
    asked = " ".join((table or query or "").split())
    name = f"{_database(address)}: {asked if len(asked) <= _LONGEST else asked[: _LONGEST - 1] + '…'}"
    plain = re.sub(r"[^\w.-]+", "-", name).strip("-.")
    return Arrival(name, Foreign(address, table or query or ""), Path(f"{plain}.refused.csv"))


def _database(address: str) -> str:
    """The name of the database or of its file: what stands between the last / of the address and its options."""
    path = _SCHEME.sub("", address).rpartition("@")[2].partition("?")[0].partition("/")[2]
    return PurePosixPath(path).name or "database"
