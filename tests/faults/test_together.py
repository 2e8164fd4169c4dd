"""Do processes that work at one moment spoil anything for one another?"""

import shutil
import threading
from collections import Counter
from pathlib import Path

import pytest

from data.snapshot import Snapshot, keep
from data.store import Store
from tests.faults import children
from tests.faults.invariants import loads_in, violations

ALREADY = "UserError: {name}: these bytes are already loaded"


def address(store: Store) -> str:
    return store.engine.url.render_as_string(hide_password=False)


def rounds(store: Store, work, count: int) -> list[Counter[str]]:
    """What four processes that load the same bytes are told, each time."""
    told = []
    for number in range(count):
        arguments = (address(store), f"{number}.csv", True)
        told.append(Counter(answer.split(", ")[0] for answer in children.together([(work, arguments)] * 4)))
    return told


@pytest.mark.parametrize("count", [3, pytest.param(10, marks=pytest.mark.faults)])
def test_of_four_processes_that_load_the_same_bytes_one_does_and_three_are_told(any_store, count):
    assert rounds(any_store, children.load, count) == [{"loaded": 1, ALREADY: 3}] * count
    assert loads_in(any_store.engine) == [f"{number}.csv" for number in range(count)]
    assert violations(any_store.engine) == []


def test_with_a_lock_that_comes_late_they_do_not(any_store):
    told = rounds(any_store, children.load_deferred, 5)
    assert any(found != {"loaded": 1, ALREADY: 3} for found in told)


@pytest.mark.parametrize("count", [1, pytest.param(20, marks=pytest.mark.faults)])
def test_six_different_files_at_once_are_all_loaded(any_store, count):
    any_store.add(children.definitions())
    for number in range(count):
        works = [(children.load, (address(any_store), f"{number}-{file}.csv")) for file in range(6)]
        assert children.together(works) == ["loaded"] * 6
    assert len(loads_in(any_store.engine)) == 1 + 6 * count
    assert violations(any_store.engine) == []
    assert any_store.version() == 1 + 6 * count


def test_a_snapshot_that_several_need_at_once_is_built_once(any_store, tmp_path):
    any_store.add(children.definitions())
    builds = tmp_path / "builds"
    assert children.together([(children.look, (address(any_store), str(builds)))] * 4) == [1] * 4
    assert len(builds.read_text().splitlines()) == 1


def test_without_the_lock_it_is_built_more_than_once(any_store, tmp_path):
    any_store.add(children.definitions())
    builds = tmp_path / "builds"
    children.together([(children.look_unlocked, (address(any_store), str(builds)))] * 4)
    assert len(builds.read_text().splitlines()) > 1


def test_a_snapshot_deleted_under_a_reader_is_built_again(any_store):
    keep(any_store, children.definitions())
    known = Snapshot.of(any_store)
    for spoil in (delete_all, delete_version, delete_one_table):
        spoil(any_store, known.folder)
        assert known.table("entity").collect()["code"].to_list() == ["ZONE"]
        assert Snapshot.of(any_store).table("source").collect().height == 1


def delete_all(store: Store, _folder: Path) -> None:
    shutil.rmtree(store.settings.snapshot)


def delete_version(_store: Store, folder: Path) -> None:
    shutil.rmtree(folder)


def delete_one_table(_store: Store, folder: Path) -> None:
    (folder / "entity.parquet").unlink()
    shutil.rmtree(folder.with_name("load-1"), ignore_errors=True)


def test_what_a_killed_builder_left_is_cleared(store):
    root = store.settings.snapshot / store.id
    left = root / ".building-half"
    left.mkdir(parents=True)
    Snapshot.of(store)
    assert not left.exists()


def test_readers_never_see_half_a_snapshot_while_it_is_deleted_and_built(store):
    keep(store, children.definitions())
    stop = threading.Event()

    def deletes() -> None:
        while not stop.wait(0.003):
            shutil.rmtree(store.settings.snapshot, ignore_errors=True)

    vandal = threading.Thread(target=deletes)
    vandal.start()
    try:
        seen = {look(store) for _ in range(30)}
    finally:
        stop.set()
        vandal.join()
    assert seen <= {1, "deleted while it was read"}
    assert look(store) == 1


def look(store: Store) -> int | str:
    from data.errors import UserError

    try:
        return Snapshot.of(store).table("entity").collect().height
    except (FileNotFoundError, UserError):
        return "deleted while it was read"
