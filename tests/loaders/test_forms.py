"""What every form that ships promises, shown on a small file of the same form beside the rows it must give.

A form NAME is `loaders/mappings/NAME.toml`. Its small files are `files/NAME.*` (several where the form is published in
several formats: they give the same rows), the rows to reach `files/NAME.golden.csv` for observations and
`files/NAME.TABLE.golden.csv` for any other table. Whom they may name is in `files/forms.known.csv`. The files that no
editor writes are made by `files/make_forms.py`.
"""

from pathlib import Path

import polars as pl
import pytest

from data.schema import TABLES
from loaders import mapping
from loaders.known import fold
from loaders.run import Known, loaders, read
from loaders.sniffing.heading import same_heading

FILES = Path(__file__).with_name("files")


def small_files(name):
    return [path for path in sorted(FILES.glob(f"{name}.*")) if not path.name.endswith(".golden.csv")]


def golden_rows(name):
    """Table by table, what the small files of a form must give."""
    found = {table: FILES / f"{name}.{table}.golden.csv" for table in TABLES}
    found["observation"] = FILES / f"{name}.golden.csv"
    return {table: pl.read_csv(path, infer_schema=False) for table, path in found.items() if path.exists()}


def known():
    """The entities of forms.known.csv, by code, names and tax numbers."""
    rows = pl.read_csv(FILES / "forms.known.csv", infer_schema=False).rows(named=True)
    return Known(
        frozenset(row["code"] for row in rows),
        names={fold(row["name"]): row["code"] for row in rows},
        tax_numbers={row["tax_number"]: row["code"] for row in rows if row["tax_number"]},
    )


CASES = [(name, path) for name in mapping.shipped() for path in small_files(name)]


@pytest.mark.parametrize("name", mapping.shipped())
def test_every_form_has_titles_a_small_file_and_the_rows_to_reach(name):
    found, sha256 = mapping.load(mapping.shipped()[name])
    assert found.title.en and found.title.ru and len(sha256) == 64
    assert loaders()[name] == {"en": found.title.en, "ru": found.title.ru}
    assert small_files(name), f"tests/loaders/files/{name}.* is missing"
    assert golden_rows(name), f"tests/loaders/files/{name}.golden.csv is missing"


@pytest.mark.parametrize(("name", "path"), CASES, ids=[path.name for _, path in CASES])
def test_the_content_alone_names_the_form_and_the_rows_are_those_to_reach(name, path):
    batch = read(path, path.name, known())
    assert batch.loader == name
    assert batch.read == batch.accepted + batch.refused_count + batch.skipped
    for table, golden in golden_rows(name).items():
        told = batch.frames[table].select(pl.col(golden.columns).cast(pl.String))
        assert told.rows() == golden.rows(), table


def test_no_two_forms_ask_for_the_same_headings():
    asked = [
        frozenset(same_heading(each) for each in mapping.load(path)[0].match) for path in mapping.shipped().values()
    ]
    assert len(set(asked)) == len(asked)
