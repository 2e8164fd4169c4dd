"""What is done to the database in processes of their own, which may be killed?

They are forked from a server that has imported the product once and done nothing else, so that each costs milliseconds.
"""

import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import psycopg  # noqa: F401 - so that the children need not import it
import sqlalchemy as sa
import sqlalchemy.dialects.postgresql.psycopg

from data import database, migrate, snapshot
from data.batch import Batch
from data.errors import UserError
from data.store import LoadRecord, Store
from tests.conftest import batch, entities, observations, sources

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload([__name__])
_PATIENCE = 120

SOURCE = "code | publisher | published | kind\nPAPER | Paper | 2019-05 | press"
FIGURES = """
    entity | source | period | value
    ZONE   | PAPER  | 2016   | 10
    ZONE   | PAPER  | 2017   | 20
    ZONE   | PAPER  | 2018   | 30
"""


def definitions() -> Batch:
    """An entity and a source for figures to name."""
    return batch("definitions.csv", entity=entities("ZONE"), source=sources(SOURCE))


def figures(name: str = "figures.csv") -> Batch:
    """A load that brings rows into three tables."""
    more = sources(SOURCE.replace("PAPER", f"OTHER {name}"))
    return batch(name, entity=entities(f"OF {name}"), source=more, observation=observations(FIGURES))


def large(name: str, rows: int = 5_000) -> Batch:
    """A load of about so many figures."""
    return batch(name, observation=pl.concat([observations(FIGURES)] * (rows // 3)))


def run(work: Callable[..., None], *arguments: Any) -> int:
    """The exit code of a child that did some work; minus the signal that ended it."""
    child = CONTEXT.Process(target=work, args=arguments)
    child.start()
    child.join(_PATIENCE)
    assert child.exitcode is not None, "the child did not end"
    return child.exitcode


def together(works: list[tuple[Callable[..., Any], tuple[Any, ...]]]) -> list[Any]:
    """What children that start at one moment answer."""
    start = CONTEXT.Barrier(len(works))
    answers = CONTEXT.Queue()
    children = [CONTEXT.Process(target=_answer, args=(start, answers, *work)) for work in works]
    for child in children:
        child.start()
    found = [answers.get(timeout=_PATIENCE) for _ in children]
    for child in children:
        child.join(_PATIENCE)
    answers.close()
    return found


def _answer(start: Any, answers: Any, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    start.wait(_PATIENCE)
    try:
        answers.put(work(*arguments))
    except UserError as error:
        answers.put(f"UserError: {error.message}")
    except Exception as error:
        answers.put(f"a fault of the product: {error!r}")


def load(url: str, name: str = "figures.csv", alone: bool = False) -> str:
    """One file loaded by a process that only does that; `alone` brings what the figures name."""
    Store.open(url).add(replace(definitions(), name=name, sha256=name) if alone else figures(name), by="test")
    return "loaded"


def load_deferred(url: str, name: str, alone: bool) -> str:
    """The control of what must not happen: a load that locks when it first writes, not when it begins."""
    begin = database._begin
    database._begin = _reads_first
    try:
        return load(url, name, alone)
    finally:
        database._begin = begin


def _reads_first(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")


def look(url: str, builds: str) -> int:
    """The snapshot's entities, as a page asks for them; whoever builds it writes a line."""
    build = snapshot._build

    def counted(*arguments: Any) -> None:
        with Path(builds).open("a", encoding="utf-8") as file:
            file.write(f"{os.getpid()}\n")
        time.sleep(0.2)  # so that the others come while it is built
        build(*arguments)

    snapshot._build = counted
    try:
        return snapshot.Snapshot.of(Store.open(url)).table("entity").collect().height
    finally:
        snapshot._build = build


def look_unlocked(url: str, builds: str) -> int:
    """The control: nobody waits for anybody."""
    snapshot.locked = lambda root: nullcontext(root.mkdir(parents=True, exist_ok=True))
    return look(url, builds)


def load_and_die(url: str, name: str, point: int, torn: bool) -> None:
    """Loads, and is killed at the n-th point: before and after each statement, before and after COMMIT.

    A child that is asked for a point after the last ends with 0. `torn` is the control: each statement is committed by
    itself, as if there were no transaction.
    """
    store = Store.open(url)
    count = iter(range(1_000_000))

    def here(*_: Any) -> None:
        if next(count) == point:
            os.kill(os.getpid(), signal.SIGKILL)

    with points(store.engine, here, torn):
        store.add(figures(name), by="test")


def load_large(url: str, name: str, started: Any) -> None:
    """A load that takes long enough to be killed somewhere within."""
    store = Store.open(url)
    started.set()
    store.add(large(name), by="test")


@contextmanager
def points(engine: sa.Engine, here: Callable[..., None], torn: bool = False) -> Iterator[None]:
    """Calls `here` before and after each statement and COMMIT."""
    listened = [("after_cursor_execute", _commit)] if torn else []
    listened += [("before_cursor_execute", here), ("after_cursor_execute", here)]
    for name, work in listened:
        sa.event.listen(engine, name, work)
    commit, copy = engine.dialect.do_commit, database._copy
    engine.dialect.do_commit = _between(here, commit)  # type: ignore[method-assign]
    database._copy = _between(here, _committing(copy) if torn else copy)
    try:
        yield
    finally:
        engine.dialect.do_commit = commit  # type: ignore[method-assign]
        database._copy = copy
        for name, work in listened:
            sa.event.remove(engine, name, work)


def _commit(_connection: Any, cursor: Any, *_: Any) -> None:
    cursor.connection.commit()


def _committing(copy: Callable[..., None]) -> Callable[..., None]:
    def committed(connection: sa.Connection, *rest: Any) -> None:
        copy(connection, *rest)
        connection.connection.commit()

    return committed


def _between(here: Callable[..., None], work: Callable[..., None]) -> Callable[..., None]:
    def between(*arguments: Any) -> None:
        here()
        work(*arguments)
        here()

    return between


def load_until_full(url: str, size: int) -> dict[str, Any]:
    """Loads until no file may grow any more; then, with room again, once more by the same store."""
    store = Store.open(url)
    told: dict[str, Any] = {"loaded": []}
    with at_most(size):
        while "refusal" not in told:
            name = f"{len(told['loaded'])}.csv"
            try:
                store.add(large(name), by="test")
                told["loaded"].append(name)
            except UserError as error:
                told["refusal"] = str(error)
        told["version_then"] = store.version()
    store.add(figures("afterwards.csv"), by="test")
    return told | {"afterwards": "loaded"}


def keep_without_room(url: str) -> dict[str, Any]:
    """A load after whose COMMIT the disk is full."""
    store = Store.open(url)
    add = store.add
    told: dict[str, Any] = {}
    with ExitStack() as full:

        def add_and_fill(*arguments: Any) -> LoadRecord:
            record = add(*arguments)
            full.enter_context(at_most(100))
            return record

        store.add = add_and_fill  # type: ignore[method-assign]
        told["load"] = snapshot.keep(store, figures(), by="test").load
        try:
            snapshot.Snapshot.of(store)
        except UserError as error:
            told["snapshot"] = str(error)
    return told | {"afterwards": snapshot.Snapshot.of(store).table("observation").collect().height}


@contextmanager
def at_most(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes: a disk that is full."""
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def identity(url: str) -> str:
    """The store's id, of a database that is made where it is empty."""
    return Store.open(url).id


def migrated(url: str) -> tuple[str | None, str]:
    """From which revision to which a process brought the database."""
    return migrate.migrate(database.connect(url))


def migrate_and_die(url: str, point: int) -> None:
    """Migrates, and is killed at the n-th point."""
    engine = database.connect(url)
    count = iter(range(1_000_000))

    def here(*_: Any) -> None:
        if next(count) == point:
            os.kill(os.getpid(), signal.SIGKILL)

    with points(engine, here):
        migrate.migrate(engine)
