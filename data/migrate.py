"""Is the database of the shape this program needs, and how does it become so?"""

import itertools
import sqlite3
import uuid
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from data.database import read, write
from data.errors import UserError

#: The newest revision in `data/migrations/versions`; a test holds it to the folder.
HEAD = "0004"
_FOLDER = Path(__file__).parent / "migrations"


def revision(engine: sa.Engine) -> str | None:
    """The revision of the database; None where it has none of our tables."""
    with read(engine) as connection:
        return _found(connection)


def check(engine: sa.Engine) -> None:
    """Makes the tables of an empty database; refuses one of another revision.

    Raises UserError where the database is older (`sez migrate` mends that) or newer than this program.
    """
    found = revision(engine)
    if found == HEAD:
        return
    if found is None:
        migrate(engine)
    elif found < HEAD:
        raise UserError(
            "The database is of revision {found}, this program needs {needed}. Run `sez migrate`; a copy is kept.",
            found=found,
            needed=HEAD,
        )
    else:
        _check_known(found)


def migrate(engine: sa.Engine) -> tuple[str | None, str]:
    """Brings the database to HEAD in one transaction; an SQLite file is copied first.

    Returns the revision before and after. Two processes may call it at once: the second finds nothing to do.
    """
    with write(engine) as connection:
        before = _found(connection)
        _check_known(before)
        if before is not None and before != HEAD and engine.dialect.name == "sqlite":
            _copy(engine, before)
        _upgrade(connection)
        if connection.execute(sa.text("SELECT count(*) FROM store")).scalar() == 0:
            connection.execute(
                sa.text("INSERT INTO store (id, created_at) VALUES (:id, :at)"),
                {"id": uuid.uuid4().hex, "at": datetime.now(UTC).isoformat(timespec="seconds")},
            )
    return before, HEAD


def _found(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return str(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one())


def _check_known(found: str | None) -> None:
    if found is not None and found > HEAD:
        raise UserError(
            "The database is of revision {found}, newer than this program ({needed}). Install the newer program.",
            found=found,
            needed=HEAD,
        )


def _upgrade(connection: sa.Connection) -> None:
    # Imported late: Alembic is needed once in a database's life, the rest of the commands must start fast.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER))
    command.upgrade(config, "head")


def _copy(engine: sa.Engine, before: str) -> None:
    """A copy of the file as it was, beside it, whole or not at all; a writer's lock lets others read meanwhile."""
    target = _free_name(Path(f"{engine.url.database}.before-{HEAD}-from-{before}"))
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    source = engine.raw_connection()  # past the engine's events: VACUUM runs in no transaction
    try:
        source.cursor().execute("VACUUM INTO ?", (str(unfinished),))
        unfinished.rename(target)
    except (sqlite3.Error, OSError) as error:
        unfinished.unlink(missing_ok=True)
        raise UserError(
            "The database was left as it was, for no copy of it could be made: {cause}.\nFree space beside {database}.",
            cause=error,
            database=engine.url.database,
        ) from error
    finally:
        source.close()


def _free_name(wanted: Path) -> Path:
    others = (wanted.with_name(f"{wanted.name}-{number}") for number in itertools.count(2))
    return next(path for path in itertools.chain([wanted], others) if not path.exists())
