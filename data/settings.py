"""Where are the database and its snapshot?"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

_PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """`database` is an SQLAlchemy URL; `snapshot` a folder that may be deleted at any time."""

    database: str
    snapshot: Path

    @classmethod
    def of(cls, database: str | None = None) -> "Settings":
        """From SEZ_DATABASE and SEZ_SNAPSHOT, else a file in the project's own folder `.sez`."""
        url = database or os.environ.get("SEZ_DATABASE") or f"sqlite:///{home() / 'sez.db'}"
        named = os.environ.get("SEZ_SNAPSHOT")
        return cls(url, Path(named) if named else _beside(url))


def home() -> Path:
    """The folder of the default database: `.sez` of a checkout, else of the user."""
    if (_PROJECT / "pyproject.toml").exists():
        return _PROJECT / ".sez"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "sez"


def _beside(url: str) -> Path:
    if url.startswith("sqlite:///"):
        return Path(url.removeprefix("sqlite:///") + ".snapshot")
    return home() / f"snapshot-{hashlib.sha256(url.encode()).hexdigest()[:16]}"
