"""Does `sez new metric` write what works at once, and nothing over what is there?"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.commands import new_metric
from data.errors import UserError
from tests.conftest import ROOT

ROOMS = ("dashboard", "metrics", "loaders", "data", "tests")


@pytest.fixture
def copy(tmp_path: Path, bundled_store: str, monkeypatch) -> Path:
    """A copy of the product, to be changed as an analyst would."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    monkeypatch.delenv("SEZ_METRICS", raising=False)
    return tmp_path


def run(folder: Path, module: str, *arguments: str, **variables: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(folder), **variables}
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rows(folder: Path, name: str, **variables: str) -> list[dict]:
    arguments = ("metric", name, "--entity", "FR-POLE-EUROBIOMED", "--format", "json")
    return json.loads(run(folder, "dashboard.cli", *arguments, **variables))


@pytest.mark.parametrize(
    "name", ["", "Cost", "cost-per-job", "1st", "../evil", "a b", "class", "_cost", "cost__job", "показатель", "test_x"]
)
def test_a_name_that_is_not_snake_case_is_refused(name, tmp_path, monkeypatch):
    monkeypatch.setenv("SEZ_METRICS", str(tmp_path))
    with pytest.raises(UserError, match="Accepted: snake_case"):
        new_metric.write(name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [("observation", "name of a table"), ("attainment", "already there"), ("interval", "already there")],
)
def test_a_name_that_is_taken_is_refused(name, words, tmp_path, monkeypatch):
    monkeypatch.setenv("SEZ_METRICS", str(tmp_path))
    with pytest.raises(UserError, match=words):
        new_metric.write(name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", ["cost_per_member.py", "test_cost_per_member.py"])
def test_a_file_that_is_there_is_left_as_it_is_and_nothing_is_written(there, tmp_path, monkeypatch):
    monkeypatch.setenv("SEZ_METRICS", str(tmp_path))
    (tmp_path / there).write_text("mine")
    with pytest.raises(UserError, match="already there; nothing was written"):
        new_metric.write("cost_per_member")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(there, "mine")]


def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SEZ_METRICS", str(tmp_path / "file" / "folder"))
    with pytest.raises(UserError, match="cannot be written"):
        new_metric.write("cost_per_member")


def test_a_new_metric_works_at_once_and_its_test_and_the_contract_pass(copy):
    said = run(copy, "dashboard.cli", "new", "metric", "cost_per_member").split()
    assert said == [
        str(copy / "metrics" / "cost_per_member.py"),
        str(copy / "tests" / "metrics" / "test_cost_per_member.py"),
    ]
    assert [row["value"] is not None for row in rows(copy, "cost_per_member") if row["indicator"] == "members"]
    run(
        copy, "pytest", "-n0", said[1], str(copy / "tests/metrics/test_contract.py"), "-k", "cost_per_member or missing"
    )


def test_a_new_metric_in_a_folder_of_its_own_works_at_once_too(copy, tmp_path_factory):
    folder = tmp_path_factory.mktemp("theirs") / "metrics_of_mine"
    mine = {"SEZ_METRICS": str(folder)}
    said = run(copy, "dashboard.cli", "new", "metric", "cost_per_member", **mine).split()
    assert said == [str(folder / "cost_per_member.py"), str(folder / "test_cost_per_member.py")]
    assert rows(copy, "cost_per_member", **mine)
    run(copy, "pytest", "-n0", said[1], **mine)
