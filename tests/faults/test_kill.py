"""Is a load whose process is killed there in full, or not at all?"""

import contextlib
import itertools
import os
import random
import signal
import time
from collections.abc import Iterator

import pytest

from data.errors import UserError
from data.store import Store
from tests.faults import children
from tests.faults.invariants import loads_in, violations

FEWEST_POINTS = 26
RANDOM_KILLS = 200


@pytest.fixture
def store(any_store: Store) -> Store:
    """A database that knows the entity and the source."""
    any_store.add(children.definitions(), by="test")
    return any_store


def killed_loads(store: Store, torn: bool) -> Iterator[str]:
    """The name of the file whose load was killed, for each point."""
    for point in itertools.count():
        name = f"figures-{point}.csv"
        code = children.run(children.load_and_die, address(store), name, point, torn)
        if code == 0:
            return
        assert code == -signal.SIGKILL
        yield name


def address(store: Store) -> str:
    return store.engine.url.render_as_string(hide_password=False)


def load_again(store: Store, name: str, batch=children.figures) -> str:
    try:
        store.add(batch(name), by="test")
    except UserError as error:
        return error.message.split("\n")[0]
    return "loaded"


def check_after_kill(store: Store, name: str, batch=children.figures) -> None:
    assert violations(store.engine) == []
    there = name in loads_in(store.engine)
    said = load_again(store, name, batch)
    assert ("already loaded" in said) if there else (said == "loaded")
    assert loads_in(store.engine).count(name) == 1
    assert violations(store.engine) == []


def test_a_load_killed_at_any_statement_or_at_commit_is_there_in_full_or_not_at_all(store):
    outcomes = []
    for name in killed_loads(store, torn=False):
        outcomes.append(name in loads_in(store.engine))
        check_after_kill(store, name)
    assert len(outcomes) >= FEWEST_POINTS
    assert outcomes == [False] * (len(outcomes) - 1) + [True], "only what was killed after COMMIT is there"


def test_without_one_transaction_the_same_check_finds_half_a_load(store):
    assert any(violations(store.engine) for _ in killed_loads(store, torn=True))


POINTS_ON_POSTGRESQL = 28


@pytest.mark.parametrize(
    "points",
    [
        range(4, POINTS_ON_POSTGRESQL, 14),
        pytest.param(range(POINTS_ON_POSTGRESQL), marks=pytest.mark.faults),
    ],
    ids=["some", "all"],
)
def test_a_server_that_crashes_within_a_load_has_it_in_full_or_not_at_all(postgres, postgres_url, points):
    store = Store.open(postgres_url)
    store.add(children.definitions(), by="test")
    for point in points:
        name = f"figures-{point}.csv"
        said = crash_at(postgres, store, point, name)
        answering(store)
        there = name in loads_in(store.engine)
        assert there == (said == "loaded"), "what was acknowledged is there, what was refused is not"
        check_after_kill(store, name)
    store.engine.dispose()


def crash_at(postgres, store: Store, point: int, name: str) -> str:
    """One of the server's processes is killed, which makes PostgreSQL end all of them and recover from its log."""
    count = iter(range(1_000))

    def kill_backends(*_) -> None:
        if next(count) == point:
            for pid in postgres.backends(store.engine.url.database):
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.1)

    with children.points(store.engine, kill_backends):
        return load_again(store, name)


def answering(store: Store) -> None:
    """Waits until the server has recovered; a page that is drawn meanwhile gets a sentence."""
    for _ in range(200):
        with contextlib.suppress(UserError):
            store.version()
            return
        time.sleep(0.05)


@pytest.mark.faults
def test_a_load_killed_at_a_random_moment_is_there_in_full_or_not_at_all(store):
    chance = random.Random(1)
    needed = time_of_one_load(store)
    there = 0
    for number in range(RANDOM_KILLS):
        name = f"large-{number}.csv"
        kill_after(chance.uniform(0, needed * 1.3), address(store), name)
        there += name in loads_in(store.engine)
        check_after_kill(store, name, children.large) if number % 20 == 0 else check_only(store)
    assert 0 < there < RANDOM_KILLS, "some before COMMIT, some after"


def check_only(store: Store) -> None:
    assert violations(store.engine) == []


def time_of_one_load(store: Store) -> float:
    start = time.perf_counter()
    store.add(children.large("first.csv"), by="test")
    return time.perf_counter() - start


def kill_after(seconds: float, url: str, name: str) -> None:
    started = children.CONTEXT.Event()
    child = children.CONTEXT.Process(target=children.load_large, args=(url, name, started))
    child.start()
    started.wait(60)
    time.sleep(seconds)
    child.kill()
    child.join(60)
