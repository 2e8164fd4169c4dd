"""Is the database of the shape this program needs, and how does it become so?"""

import uuid
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from data.database import write
from data.errors import UserError

#: The newest revision in `data/migrations/versions`; a test holds it to the folder.
HEAD = "0001"
_FOLDER = Path(__file__).parent / "migrations"


def revision(engine: sa.Engine) -> str | None:
    """The revision of the database; None where it has none of our tables."""
    if not sa.inspect(engine).has_table("alembic_version"):
        return None
    with engine.begin() as connection:
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


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
        raise UserError(
            "The database is of revision {found}, newer than this program ({needed}). Install the newer program.",
            found=found,
            needed=HEAD,
        )


def migrate(engine: sa.Engine) -> tuple[str | None, str]:
    """Brings the database to HEAD in one transaction; an SQLite file is copied first.

    Returns the revision before and after. Two processes may call it at once: the second finds nothing to do.
    """
    before = revision(engine)
    if before is not None and before != HEAD and engine.dialect.name == "sqlite":
        _copy(engine, before)
    with write(engine) as connection:
        _upgrade(connection)
        if connection.execute(sa.text("SELECT count(*) FROM store")).scalar() == 0:
            connection.execute(
                sa.text("INSERT INTO store (id, created_at) VALUES (:id, :at)"),
                {"id": uuid.uuid4().hex, "at": datetime.now(UTC).isoformat(timespec="seconds")},
            )
    return before, HEAD


def _upgrade(connection: sa.Connection) -> None:
    # Imported late: Alembic is needed once in a database's life, the rest of the commands must start fast.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER))
    command.upgrade(config, "head")


def _copy(engine: sa.Engine, before: str) -> None:
    target = f"{engine.url.database}.before-{HEAD}-from-{before}"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (target,))
