"""The command line as a person uses it: a process, its output, its exit code."""

import csv
import io
import json
import os
import subprocess
import time
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import shared_file
from tests.dashboard.ways import SEZ, run


@pytest.fixture
def sez(tmp_path, monkeypatch):
    """Runs `sez` over an empty database of its own."""
    monkeypatch.setenv("SEZ_DATABASE", f"sqlite:///{tmp_path / 'sez.db'}")
    return run


@pytest.fixture
def told(bundled_store):
    """Runs `sez` over the bundled figures."""
    return run


def test_help_answers_at_once():
    took = []
    for _ in range(3):
        start = time.perf_counter()
        run("--help")
        took.append(time.perf_counter() - start)
    assert min(took) < 0.5


@pytest.mark.parametrize(
    "command",
    [
        "demo",
        "migrate",
        "load",
        "sources",
        "loads",
        "withdraw",
        "observations",
        "metrics",
        "metric",
        "explain",
        "report",
        "serve",
    ],
)
def test_every_command_has_help_that_says_what_it_does(command):
    assert "Usage: " in run(command, "--help")


def test_a_file_that_is_not_there_is_told_and_nothing_is_made(sez, tmp_path):
    assert "there is no such file" in sez("load", tmp_path / "none.csv", fails=True)
    assert json.loads(sez("loads", "--json")) == []


def test_an_unknown_loader_is_told_with_those_there_are(sez, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    assert "tennessee_grants" in sez("load", path, "--loader", "nope", fails=True)


def write_definitions(folder: Path) -> list[Path]:
    sources, entities = folder / "sources.csv", folder / "entities.csv"
    sources.write_text("code,title,publisher,published,url,language,kind\nS,Title,Paper,2020-06-01,,en,press\n")
    entities.write_text("code,kind,name_en,name_ru\nZ,zone,Zone,Зона\n")
    return [sources, entities]


OBSERVATIONS = (
    "entity,indicator,scope,basis,scenario,period,comparator,value,lower,upper,unit,status,source,locator,note\n"
    "Z,investment,residents,cumulative,actual,2019,=,90,,,RUB,A,S,,\n"
    "Z,investment,residents,cumulative,target,2019,=,120,,,RUB,A,S,,\n"
)


def test_a_load_answers_as_json_and_refused_rows_come_back_mended(sez, tmp_path):
    sez("load", *write_definitions(tmp_path))
    path = tmp_path / "mine.csv"
    path.write_text(OBSERVATIONS + "Z,investment,residents,cumulative,actual,2018,=,many,,,RUB,A,S,,\n")
    answer = json.loads(sez("load", path, "--json"))
    assert (answer["accepted"], answer["refused"], answer["skipped"]) == (2, 1, 0)
    assert answer["warnings"] == []
    refused = Path(answer["refused_file"])
    assert refused == tmp_path / "mine.csv.refused.csv"
    mended = tmp_path / "mended.csv"
    mended.write_text(refused.read_text(encoding="utf-8-sig").replace("many", "70", 1), encoding="utf-8")
    assert json.loads(sez("load", mended, "--json"))["accepted"] == 1


def test_strict_stores_nothing_and_a_dry_run_neither(sez, tmp_path):
    sez("load", *write_definitions(tmp_path))
    path = tmp_path / "mine.csv"
    path.write_text(OBSERVATIONS + "Z,investment,residents,cumulative,actual,2018,=,many,,,RUB,A,S,,\n")
    assert "with --strict nothing was stored" in sez("load", path, "--strict", fails=True)
    assert json.loads(sez("load", path, "--dry-run", "--json"))["load"] is None
    assert len(json.loads(sez("loads", "--json"))) == 2


def test_strict_stores_nothing_of_a_file_that_is_worth_a_second_look(sez, tmp_path):
    sez("load", *write_definitions(tmp_path))
    path = tmp_path / "falls.csv"
    path.write_text(OBSERVATIONS + "Z,investment,residents,cumulative,actual,2020,=,80,,,RUB,A,S,,\n")
    told = sez("load", path, "--strict", fails=True)
    assert "falls.csv: 1 warnings, so with --strict nothing was stored.\nfalls.csv, row 4: " in told
    assert "\n  warning: row 4: investment of Z adds up over time" in sez("load", path)


def test_definitions_are_read_first_whatever_order_they_are_named_in(sez, tmp_path):
    definitions = [path.rename(path.with_name(f"z-{path.name}")) for path in write_definitions(tmp_path)]
    path = tmp_path / "a.csv"
    path.write_text(OBSERVATIONS)
    answers = json.loads(sez("load", path, *reversed(definitions), "--json"))
    assert [answer["refused"] for answer in answers] == [0, 0, 0]


def test_withdrawing_and_replacing_a_load(sez, tmp_path):
    sez("load", *write_definitions(tmp_path))
    path, other = tmp_path / "mine.csv", tmp_path / "corrected.csv"
    path.write_text(OBSERVATIONS)
    other.write_text(OBSERVATIONS.replace("90", "95"))
    first = json.loads(sez("load", path, "--json"))["load"]
    assert "already loaded, as load 3 (mine.csv)" in sez("load", path, fails=True)
    second = json.loads(sez("load", other, "--replaces", first, "--json"))["load"]
    attainment = json.loads(sez("metric", "attainment", "--format", "json"))
    assert [round(row["value"], 1) for row in attainment] == [79.2]
    sez("withdraw", second, "--note", "wrong file")
    assert json.loads(sez("metric", "attainment", "--format", "json")) == []
    earlier = json.loads(sez("metric", "attainment", "--format", "json", "--data-version", "3"))
    assert [row["value"] for row in earlier] == [75]


def test_as_of_a_day_before_publication_nothing_is_known(sez, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(OBSERVATIONS)
    sez("load", *write_definitions(tmp_path), path)
    assert json.loads(sez("metric", "attainment", "--format", "json", "--as-of", "2020-05-31")) == []
    assert len(json.loads(sez("metric", "attainment", "--format", "json", "--as-of", "2020-06-01"))) == 1


def test_a_date_that_is_none_is_refused_without_a_traceback(told):
    done = subprocess.run([*SEZ, "observations", "--as-of", "yesterday"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "yesterday" in done.stderr
    assert "Traceback" not in done.stderr


def test_zelenograd_is_not_assessable_and_says_why(told):
    rows = json.loads(told("metric", "standing", "--entity", "RU-CL-ZELENOGRAD", "--format", "json"))
    found = {(row["unit"], row["target"], row["standing"], row["reason"], row["value"]) for row in rows}
    assert ("RUB", 153e9, "not_assessable", "no_actual", None) in found


def test_every_row_stored_comes_with_is_current_and_known_on(told):
    rows = list(csv.DictReader(io.StringIO(told("observations"))))
    assert len(rows) == 822
    assert {"is_current", "known_on", "source_row", "load"} <= set(rows[0])
    assert sum(row["is_current"] == "true" for row in rows) == 795


def test_parquet_reads_back_and_is_no_text_for_a_terminal(told, tmp_path):
    out = tmp_path / "rows.parquet"
    told("observations", "--entity", "FR-POLE-PEGASE", "--format", "parquet", "--out", out)
    assert pl.read_parquet(out)["entity"].unique().to_list() == ["FR-POLE-PEGASE"]
    assert "--out" in told("observations", "--format", "parquet", fails=True)


def test_a_misspelt_name_is_told_with_the_nearest(told):
    assert "RU-SEZ-ALABUGA" in told("metric", "standing", "--entity", "RU-SEZ-ALABUGAA", fails=True)
    assert "investment" in told("metric", "standing", "--indicator", "invesment", fails=True)
    assert "attainment" in told("metric", "atainment", fails=True)
    assert "2017-Q3" in told("metric", "standing", "--period", "Q3 2017", fails=True)


def test_an_explanation_goes_down_to_file_and_row(told):
    text = told("explain", "attainment", "--entity", "FR-POLE-EUROBIOMED", "--indicator", "members", "--period", "2022")
    assert "value = 85.2" in text
    assert "100 × actual / target" in text
    assert "observations.csv (load 4), row " in text
    assert "426" in text
    assert "500" in text
    assert "LE-JOURNAL-DES-ENTREPRIS" in text


def test_an_explanation_that_fits_several_figures_lists_them(told):
    arguments = ("standing", "--entity", "RU-CL-ZELENOGRAD", "--indicator", "investment", "--period", "2017")
    text = told("explain", *arguments, fails=True)
    assert "--unit RUB" in text
    assert "--unit USD" in text
    assert "no_actual" in told("explain", *arguments, "--unit", "RUB")
    assert "--period 2017" in told("explain", *arguments[:-1], "2016", fails=True)


def test_a_report_is_written_and_names_its_version(told, tmp_path):
    out = tmp_path / "summary.xlsx"
    assert "data version 9" in told("report", "--format", "xlsx", "--out", out)
    assert out.read_bytes().startswith(b"PK")
    assert "cannot be written" in told("report", "--format", "xlsx", "--out", tmp_path / "no" / "x.xlsx", fails=True)


def test_an_open_address_is_refused_without_read_only(told):
    assert "--read-only" in told("serve", "--address", "0.0.0.0", fails=True)


def test_an_address_that_is_none_is_told(sez, monkeypatch):
    monkeypatch.setenv("SEZ_DATABASE", "nonsense")
    assert "SEZ_DATABASE" in sez("loads", fails=True)


def test_the_real_grants_of_tennessee_reach_their_totals(sez):
    answer = json.loads(sez("load", shared_file("fixtures/tennessee_grants.xlsx"), "--json"))
    assert (answer["read"], answer["accepted"], answer["refused"], answer["skipped"]) == (902, 902, 0, 0)
    told = ("none of its parts", "no investment is reported")
    assert [sum(words in warning for warning in answer["warnings"]) for words in told] == [1, 24]
    rows = pl.read_csv(io.StringIO(sez("observations")), infer_schema_length=None)
    totals = dict(rows.group_by("indicator").agg(pl.col("value").sum()).iter_rows())
    assert totals == {"investment": 24_186_278_996, "jobs_created": 137_425}
    missing = rows.filter(pl.col("value").is_null())
    assert missing["status"].to_list() == ["O"]


def test_the_bundled_figures_load_once(sez):
    assert "822 rows, 0 refused" in sez("demo")
    assert "822 rows" not in sez("demo")
    assert len(json.loads(sez("loads", "--json"))) == 9


def test_a_terminal_sees_a_bar_and_a_pipe_sees_none(sez, tmp_path):
    files = [str(path) for path in write_definitions(tmp_path)]
    done = subprocess.run([*SEZ, "load", *files], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    script = ["script", "-qec", " ".join([*SEZ, "load", "--dry-run", *files]), "/dev/null"]
    seen = subprocess.run(script, capture_output=True, text=True, check=True, env={**os.environ, "TERM": "xterm"})
    assert "Loading" in seen.stdout
    assert "2/2" in seen.stdout


def test_migrate_says_what_it_did(sez):
    assert "none ->" in sez("migrate")
    assert "as before" in sez("migrate")
