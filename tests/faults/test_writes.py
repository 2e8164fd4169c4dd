"""Is a load whose writes fail there in full, or not at all, and is the person told the truth?"""

import itertools
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.errors import UserError
from data.snapshot import Snapshot, keep
from data.store import Store
from tests.conftest import ROOT
from tests.faults import children
from tests.faults.invariants import loads_in, violations

NOT_STORED = "nothing was stored"
NOT_KNOWN = "Whether it was stored is not known"
FEWEST_POINTS = 98
FAULTS = [
    ("pwrite64", "error=ENOSPC"),
    ("pwrite64", "error=EIO"),
    ("pwrite64", "signal=SIGKILL"),
    ("fdatasync", "error=EIO"),
    ("fdatasync", "signal=SIGKILL"),
    ("fsync", "error=EIO"),
    ("fsync", "signal=SIGKILL"),
    ("unlink", "error=EIO"),
    ("unlink", "signal=SIGKILL"),
    ("openat", "error=ENOSPC"),
]


@dataclass(frozen=True)
class Outcome:
    """How a load ended into which a fault was put."""

    code: int
    said: str
    is_hit: bool


@pytest.fixture
def prepared(store: Store) -> Store:
    """A database that knows the entity and the source."""
    store.add(children.definitions(), by="test")
    return store


@pytest.fixture
def strace() -> str:
    """The program, where it is there."""
    found = shutil.which("strace")
    if not found:
        pytest.skip("strace is not installed (Debian: apt-get install strace)")
    if subprocess.run([found, "-qq", "-o", os.devnull, "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace may not trace here")
    return found


@pytest.fixture
def wanted_strace() -> str:
    """The program, got where it is not there."""
    if not shutil.which("strace") and os.geteuid() == 0:
        subprocess.run(["apt-get", "install", "-y", "strace"], check=False)
    found = shutil.which("strace")
    assert found, "strace is needed here: apt-get install strace"
    return found


def load_with(strace: str, store: Store, name: str, call: str, fault: str, count: int, how: str = "whole") -> Outcome:
    """A load whose n-th call on the database's files, or on the folder they lie in, fails or kills."""
    file = Path(store.engine.url.database or "")
    paths = [option for path in (file, f"{file}-journal", file.parent) for option in ("-P", str(path))]
    log = file.with_name("strace.log")
    inject = f"inject={call}:{fault}:when={count}"
    command = [strace, "-f", "-qq", "-o", log, "-e", f"trace={call}", "-e", inject, *paths]
    command += [sys.executable, "-m", "tests.faults.one_load", str(store.engine.url), name, how]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    return Outcome(done.returncode, done.stdout + done.stderr, is_hit=is_hit(log.read_text()))


def is_hit(log: str) -> bool:
    return "(INJECTED)" in log or "killed by SIGKILL" in log


def check(store: Store, name: str, outcome: Outcome) -> None:
    assert outcome.code in (0, 1, 128 + signal.SIGKILL, -signal.SIGKILL), outcome.said
    assert "Traceback" not in outcome.said
    assert violations(store.engine) == []
    there = name in loads_in(store.engine)
    if outcome.code == 0:
        assert there, "what was acknowledged is not lost"
    if outcome.code == 1:
        assert (NOT_STORED in outcome.said) != (NOT_KNOWN in outcome.said), outcome.said
        assert NOT_KNOWN in outcome.said or not there, "what was said not to be stored is not"
    if not there:
        store.add(children.figures(name), by="test")
    assert loads_in(store.engine).count(name) == 1
    assert violations(store.engine) == []


@pytest.mark.parametrize(
    ("call", "fault", "count"),
    [
        ("pwrite64", "error=ENOSPC", 1),
        ("pwrite64", "error=ENOSPC", 9),
        ("pwrite64", "signal=SIGKILL", 12),
        ("fdatasync", "error=EIO", 2),
        ("unlink", "error=EIO", 1),
        ("unlink", "signal=SIGKILL", 1),
    ],
)
def test_a_write_that_fails_or_kills_leaves_all_or_nothing(prepared, strace, call, fault, count):
    outcome = load_with(strace, prepared, "figures.csv", call, fault, count)
    assert outcome.is_hit
    check(prepared, "figures.csv", outcome)


def test_without_one_transaction_the_same_check_finds_half_a_load(prepared, strace):
    for count in range(12, 60, 16):
        load_with(strace, prepared, f"{count}.csv", "pwrite64", "signal=SIGKILL", count, "torn")
    assert any("of 5 rows" in found or "events of" in found for found in violations(prepared.engine))


@pytest.mark.faults
def test_every_write_and_sync_that_fails_or_kills_leaves_all_or_nothing(prepared, wanted_strace):
    hits = {fault: points_of(prepared, wanted_strace, *fault) for fault in FAULTS}
    assert sum(hits.values()) >= FEWEST_POINTS, hits


def points_of(store: Store, strace: str, call: str, fault: str) -> int:
    for count in itertools.count(1):
        name = f"{call}-{fault}-{count}.csv"
        outcome = load_with(strace, store, name, call, fault, count)
        check(store, name, outcome)
        if not outcome.is_hit:
            assert outcome.code == 0
            return count - 1
    raise AssertionError


def test_on_a_full_disk_what_was_acknowledged_is_stored_and_the_rest_is_told(prepared):
    """The size of a file is limited in a process that loads until it is refused, and then is given room again."""
    told = children.together([(children.load_until_full, (address(prepared), 2_000_000))])[0]
    assert told["refusal"].startswith("The database refused the write, nothing was stored")
    assert told["version_then"] == 1 + len(told["loaded"])
    assert told["afterwards"] == "loaded"
    assert loads_in(prepared.engine) == ["definitions.csv", *told["loaded"], "afterwards.csv"]
    assert len(told["loaded"]) > 1
    assert violations(prepared.engine) == []


def address(store: Store) -> str:
    return store.engine.url.render_as_string(hide_password=False)


def test_a_snapshot_that_cannot_be_written_loses_no_load_and_is_told(sqlite_url, monkeypatch, tmp_path):
    in_the_way = tmp_path / "snapshot"
    in_the_way.touch()
    monkeypatch.setenv("SEZ_SNAPSHOT", str(in_the_way))
    store = Store.open(sqlite_url)
    assert keep(store, children.definitions()).load == 1
    with pytest.raises(UserError, match=r"(?s)cannot be written: .*Nothing is lost"):
        Snapshot.of(store)
    in_the_way.unlink()
    assert Snapshot.of(store).table("entity").collect().height == 1


def test_a_disk_that_is_full_for_the_snapshot_alone_loses_no_load_and_is_told(prepared):
    told = children.together([(children.keep_without_room, (address(prepared),))])[0]
    assert told["load"] == 2
    assert told["snapshot"].startswith("The snapshot in ")
    assert told["afterwards"] == 3
    assert not list(prepared.settings.snapshot.rglob(".building-*"))
