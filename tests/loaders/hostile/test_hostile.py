"""Does every hostile file end in rows or in one clear error, within the limits, and leave nothing behind? (I1, I5-I9)"""

import os
import re
import tempfile
import time
from pathlib import Path

import pytest

from data.errors import UserError
from loaders.run import read
from loaders.sandbox import read_table, see, time_limit
from tests.loaders.conftest import KNOWN
from tests.loaders.hostile import archives, columns, markup, texts, workbooks
from tests.loaders.hostile.corpus import FILES

MODULES = (archives, columns, markup, texts, workbooks)
#: What a child may die of: the limits, and what aborts it. A traceback of ours would be a fault of ours.
MAY_END = ("MemoryError", "PanicException", "memory allocation of")
PARAMETERS = [pytest.param(file, id=str(file), marks=pytest.mark.fuzz if file.slow else ()) for file in FILES]


def assert_clear(error, name, last_words=""):
    """One message for a person, about the file, with nothing of the program in it."""
    said = str(error)
    assert Path(name).stem in said or "the table has" in said, said
    assert len(said) < 2000 and not any(part in said for part in ("Traceback", ".py", "/tmp/", "\x00")), said
    assert "Traceback" not in last_words or any(cause in last_words for cause in MAY_END), last_words


def counted(batch):
    assert batch.read == batch.accepted + batch.refused_count + batch.skipped
    return batch


def ended(way, data, file, nursery):
    """What a way of reading gives or says, once it is sure that it keeps to the limits."""
    nursery.peak_megabytes, nursery.last_words, begun = 0, "", time.monotonic()
    try:
        return way(data, file.name)
    except UserError as error:
        assert_clear(error, file.name, nursery.last_words)
        return error
    finally:
        assert nursery.peak_megabytes < 2048
        assert time.monotonic() - begun < 3 * time_limit(len(data)) + 5


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """The only place for temporary files; nothing may be left there, and this process stays what it was."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = state()
    yield tmp_path
    assert state() == before
    assert list(tmp_path.iterdir()) == []


def state():
    return os.getpid(), Path.cwd(), {name for name in os.environ if name != "PYTEST_CURRENT_TEST"}


@pytest.mark.parametrize("file", PARAMETERS)
def test_a_hostile_file_ends_in_rows_or_in_one_clear_error(file, nursery, folder, monkeypatch):
    if "was given up" in (file.refused or ""):
        monkeypatch.setattr("loaders.sandbox.time_limit", lambda size: 3)
    data = file.make()
    found = ended(read_table, data, file, nursery)
    if file.refused:
        assert isinstance(found, UserError), found
        assert re.search(file.refused, str(found)), found
    else:
        assert (found.cells.height, found.broken.height) == (file.rows, file.broken), found
    if len(data) < 1 << 20 and not file.deadly:
        ended(see, data, file, nursery)
        ended(lambda data, name: counted(read(data, name, KNOWN)), data, file, nursery)


def test_there_are_many_and_each_has_a_name_of_its_own():
    assert len(FILES) >= 60
    assert len({str(file) for file in FILES}) == len(FILES)
