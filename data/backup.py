"""How is the whole database kept as one file, and how is such a file put back?

SQLite: the file is a database itself. PostgreSQL: a dump of `pg_dump`, in its custom format.
"""

import itertools
import os
import shutil
import sqlite3
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from data.database import connect, read, write
from data.errors import UserError
from data.migrate import migrate
from data.schema import LOAD, METADATA, STORE
from data.store import Store

_OURS = ("alembic_version", "store", "load", "event", "observation")


def backup(store: Store, file: Path) -> Path:
    """One committed state of the database as a file, whole or not at all; others may read and load meanwhile.

    Raises UserError where the file is there already or cannot be written, or pg_dump is missing or fails.
    """
    if file.exists():
        raise _already_there(file)
    with _unfinished(file) as beside:
        if store.engine.dialect.name == "sqlite":
            _vacuum(store, beside)
        else:
            _run_tool(store.engine, "pg_dump", "--format=custom", "--no-owner", f"--file={beside}")
        _put(beside, file)
    return file


def restore(store: Store, file: Path, replace: bool) -> Path | None:
    """Puts a backup in the place of the database, in one transaction; the copy kept of what was there, if anything was.

    The restored database gets an id of its own, so that no snapshot of what was replaced is taken for one of it.
    Raises UserError, changing nothing, where the file is no backup of ours, is damaged or is of a newer program, and
    where the database has loads unless `replace`.
    """
    with read(store.engine) as connection:
        has_loads = connection.execute(sa.select(LOAD.c.id).limit(1)).first() is not None
    if has_loads and not replace:
        raise UserError(
            "The database already holds loads, so nothing was restored. To put the backup in its place, say --replace; "
            "a copy of what is there now is kept."
        )
    if not file.is_file():
        raise UserError("{file}: there is no such file.", file=file)
    is_file = store.engine.dialect.name == "sqlite"
    kept = (_restore_file if is_file else _restore_dump)(store, file, has_loads)
    shutil.rmtree(store.settings.snapshot / store.id, ignore_errors=True)
    return kept


def version_of(file: Path) -> int | None:
    """The data version of an SQLite backup; None for a dump of PostgreSQL, which only its server can read."""
    with closing(_opened(file)) as connection:
        try:
            return int(connection.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()[0])
        except sqlite3.DatabaseError:
            return None


def _vacuum(store: Store, target: Path) -> None:
    source = store.engine.raw_connection()  # past the engine's events: VACUUM runs in no transaction
    try:
        source.cursor().execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise UserError("{file} cannot be written: {cause}.", file=target, cause=error) from error
    finally:
        source.close()


def _restore_file(store: Store, file: Path, keeps: bool) -> Path | None:
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=Path(str(store.engine.url.database)).parent) as folder:
        copy = Path(folder) / "copy.db"
        _check_file(file, copy)
        engine = connect(f"sqlite:///{copy}")
        try:
            migrate(engine)  # a backup may be older than this program
        finally:
            engine.dispose()
        return _put_rows(store, copy, keeps)


def _check_file(file: Path, copy: Path) -> None:
    """Copies a backup, so that it does not change while it is checked: is it whole, and is it ours?"""
    try:
        with closing(_opened(file)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        with closing(_opened(copy)) as connection:
            faults = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as error:
        raise UserError("{file} is damaged or no database: {cause}.", file=file, cause=error) from error
    if faults != ["ok"]:
        raise UserError("{file} is damaged or no database: {cause}.", file=file, cause=faults[0])
    _check_ours(file, tables)


def _check_ours(file: Path, tables: set[str]) -> None:
    missing = [name for name in _OURS if name not in tables]
    if missing:
        raise UserError("{file} is no backup of this program: it has no table {table}.", file=file, table=missing[0])


def _put_rows(store: Store, copy: Path, keeps: bool) -> Path | None:
    """The rows of the copy for those of the database, in one transaction: whoever has it open sees all or nothing."""
    raw = store.engine.raw_connection()
    cursor = raw.cursor()
    try:
        cursor.execute("ATTACH DATABASE ? AS incoming", (str(copy),))
        cursor.execute("BEGIN IMMEDIATE")
        kept = _kept(store, Path(str(store.engine.url.database))) if keeps else None
        for statement in _exchange():
            cursor.execute(statement)
        cursor.execute("UPDATE main.store SET id = ?", (uuid.uuid4().hex,))
        cursor.execute("COMMIT")
        return kept
    except sqlite3.Error as error:
        raise UserError("Nothing was restored: {cause}.", cause=error) from error
    finally:
        raw.invalidate()  # rolls back what was not committed, and lets go of the copy
        raw.close()


def _exchange() -> Iterator[str]:
    yield "PRAGMA defer_foreign_keys = ON"
    for table in reversed(METADATA.sorted_tables):
        yield f'DELETE FROM main."{table.name}"'  # noqa: S608 - our own names
    for table in METADATA.sorted_tables:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        yield f'INSERT INTO main."{table.name}" ({names}) SELECT {names} FROM incoming."{table.name}"'  # noqa: S608


def _kept(store: Store, beside: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    wanted = beside.with_name(f"{beside.name}.replaced-{stamp}")
    others = (wanted.with_name(f"{wanted.name}-{number}") for number in itertools.count(2))
    return backup(store, next(path for path in itertools.chain([wanted], others) if not path.exists()))


def _restore_dump(store: Store, file: Path, keeps: bool) -> Path | None:
    listed = _run_tool(None, "pg_restore", "--list", str(file))
    _check_ours(file, {parts[5] for line in listed.splitlines() if (parts := line.split())[3:4] == ["TABLE"]})
    kept = _kept(store, file.absolute()) if keeps else None
    options = ("--single-transaction", "--exit-on-error", "--clean", "--if-exists", "--no-owner")
    _run_tool(store.engine, "pg_restore", *options, str(file))
    migrate(store.engine)
    with write(store.engine) as connection:
        connection.execute(sa.update(STORE).values(id=uuid.uuid4().hex))
    return kept


def _run_tool(engine: sa.Engine | None, name: str, *options: str) -> str:
    """What a program of PostgreSQL answers. The password goes by the environment, where nobody else can read it."""
    program = shutil.which(name)
    if program is None:
        raise UserError("{program} is needed for this: install the client programs of PostgreSQL.", program=name)
    environment, where = dict(os.environ), []
    if engine is not None:
        url = engine.url
        bare = sa.URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
        where = ["--dbname", bare.render_as_string()]
        environment |= {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run([program, *where, *options], capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise UserError("{program} failed: {cause}", program=name, cause=said[0])
    return done.stdout


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file.absolute()))}?mode=ro", uri=True)


@contextmanager
def _unfinished(file: Path) -> Iterator[Path]:
    """A name beside the file, for what is not yet whole; nothing is left of it."""
    beside = file.with_name(f".{file.name}.{uuid.uuid4().hex[:8]}")
    try:
        yield beside
    except OSError as error:
        raise UserError("{file} cannot be written: {cause}.", file=file, cause=error.strerror or error) from error
    finally:
        beside.unlink(missing_ok=True)


def _put(beside: Path, file: Path) -> None:
    """Gives the finished file its name, unless somebody has taken it meanwhile."""
    with beside.open("rb") as written:
        os.fsync(written.fileno())
    try:
        os.link(beside, file)
    except FileExistsError as error:
        raise _already_there(file) from error
    except OSError:  # a file system that knows no links, such as that of a memory stick
        beside.rename(file)


def _already_there(file: Path) -> UserError:
    return UserError("{file} is already there; nothing was overwritten.", file=file)
