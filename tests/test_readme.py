"""Does the README do what it says?"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROOMS = ("dashboard", "metrics", "loaders", "data")


@pytest.fixture
def copy(tmp_path: Path, bundled_store: str) -> Path:
    """A copy of the four rooms, to be changed as an analyst would."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def run(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, "-m", "dashboard.cli", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


PAGE = """
from streamlit.testing.v1 import AppTest
page = AppTest.from_file("dashboard/app.py", default_timeout=60)
page.query_params["name"] = "{name}"
page.query_params["lang"] = "en"
page.run()
page.switch_page("views/metric.py").run()
print([title.value for title in page.title], [error.value for error in page.error], len(page.dataframe))
"""


def page_of(folder: Path, name: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, "-c", PAGE.format(name=name)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_metric_of_the_readme_needs_no_other_edit(copy):
    (code,) = [each for each in re.findall(r"```python\n(.*?)```", README, re.S) if "@metric" in each]
    (copy / "metrics" / "remainder.py").write_text(code, encoding="utf-8")
    assert "remainder" in [row["id"] for row in json.loads(run(copy, "metrics", "--json"))]
    rows = json.loads(run(copy, "metric", "remainder", "--entity", "FR-POLE-EUROBIOMED", "--format", "json"))
    assert [row["value"] for row in rows if row["indicator"] == "members"] == [74]
    out = copy / "summary.xlsx"
    run(copy, "report", "--lang", "en", "--format", "xlsx", "--out", str(out))
    assert "Still to come" in openpyxl.load_workbook(out, read_only=True).sheetnames
    assert "['Still to come'] [] 1" in page_of(copy, "remainder")


def test_a_broken_metric_shows_its_error_on_its_own_page_and_leaves_the_others(copy):
    (copy / "metrics" / "broken.py").write_text('"""Broken."""\n\nraise RuntimeError("half written")\n')
    assert len(json.loads(run(copy, "metrics", "--json"))) >= 6
    said = page_of(copy, "broken")
    assert "cannot be used" in said
    assert "['Target attainment'] [] 1" in page_of(copy, "attainment")


def test_every_command_the_readme_names_is_there():
    named = set(re.findall(r"\bsez ([a-z]+)\b", README))
    from dashboard.cli import app

    there = {command.callback.__name__ for command in app.registered_commands}
    there |= {group.name for group in app.registered_groups}
    assert named <= there
    assert there <= named


@pytest.fixture
def own(tmp_path: Path, bundled: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a database that knows the zones, as after `sez demo`."""
    shutil.copy(bundled.removeprefix("sqlite:///"), tmp_path / "try.db")
    monkeypatch.setenv("SEZ_DATABASE", f"sqlite:///{tmp_path / 'try.db'}")
    monkeypatch.delenv("SEZ_SNAPSHOT", raising=False)
    return tmp_path


def sez(folder: Path, line: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", *line.split()[1:]],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def is_told(line: str, told: str) -> bool:
    """Whether a line of the README was really printed; "…" stands for what it leaves out."""
    parts = [re.escape(" ".join(part.split())) for part in line.split(" …")]
    return re.search(".*".join(parts), " ".join(told.split())) is not None


def test_a_file_of_ones_own_is_loaded_as_the_readme_says(own):
    part = README[README.index("## Load your own file") : README.index("## The bundled figures")]
    report, aliases = re.findall(r"```csv\n(.*?)```", part, re.S)
    (own / "quarter3.csv").write_text(report, encoding="utf-8")
    (own / "aliases.csv").write_text(aliases, encoding="utf-8")
    looked, tried = re.findall(r"```text\n(.*?)```", part, re.S)
    told = sez(own, "sez sniff quarter3.csv")
    assert [line for line in looked.splitlines() if not is_told(line, told)] == []
    *lines, last = re.findall(r"^    (sez .*)$", part, re.M)
    answers = []
    for line in lines:
        answers.append(sez(own, line))
        refused = own / "quarter3.csv.refused.csv"
        if refused.exists():
            mended = refused.read_text(encoding="utf-8-sig").replace(",сорок,", ",40,", 1)
            refused.write_text(mended, encoding="utf-8")
    assert [line for line in tried.splitlines() if not is_told(line, answers[1])] == []
    assert [re.findall(r"\d+ accepted \+ \d+ refused", answer) for answer in answers[2:]] == [
        ["1 accepted + 0 refused"],
        ["2 accepted + 1 refused"],
        ["1 accepted + 0 refused"],
    ]
    rows = json.loads(sez(own, f"{last} --format json"))
    assert {row["indicator"]: round(row["value"], 1) for row in rows} == {"investment": 96.0, "jobs_created": 88.9}


def test_the_readme_names_forms_that_ship():
    from loaders.mapping import shipped

    part = README[README.index("the forms that ship") : README.index("files of\npublishers")]
    named = re.findall(r"`(\w+)`", part)
    assert len(named) == 8 and set(named) <= set(shipped())


def test_every_file_and_folder_the_readme_names_is_there():
    named = re.findall(r"`((?:data|metrics|loaders|dashboard|tests|docs)/[\w./*-]+)`", README)
    named += re.findall(r"\]\((docs/[^)]+)\)", README)
    assert [name for name in named if not list(ROOT.glob(name.rstrip("/")))] == []
    assert named
