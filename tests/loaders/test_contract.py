"""What every loader promises: one test per mapping file and per native file, found by being there."""

from pathlib import Path

import polars as pl
import pytest

from data import period
from loaders import mapping
from loaders.forms import FORMS
from loaders.run import Known, loaders, read
from tests.conftest import ROOT

FILES = Path(__file__).with_name("files")
BUNDLED = {path.stem: path for folder in ("demo", "reference") for path in (ROOT / "data" / folder).glob("*.csv")}
BUNDLED |= {name: FILES / f"{name}.csv" for name in ("stages", "aliases")}  # no real ones are bundled


@pytest.fixture(scope="module")
def known():
    entities = pl.read_csv(BUNDLED["entities"])["code"]
    return Known(frozenset(entities), frozenset(pl.read_csv(BUNDLED["sources"])["code"]))


@pytest.mark.parametrize("name", FORMS)
def test_every_bundled_file_is_accepted_whole_and_says_what_it_said(name, known):
    path = BUNDLED[name]
    batch = read(path, path.name, known)
    written = pl.read_csv(path, infer_schema=False)
    assert (batch.loader, batch.read, batch.accepted, batch.refused.height) == (name, written.height, written.height, 0)
    [stored] = batch.frames.values()
    for column in written.columns:
        told = stored[column]
        if told.dtype.is_float() and column not in ("lower", "upper"):
            assert told.to_list() == written[column].cast(pl.Float64).to_list(), column
        elif column == "period":
            assert told.to_list() == [period.parse(text).text for text in written[column]]
        elif told.dtype == pl.String:
            assert told.fill_null("").to_list() == written[column].fill_null("").str.strip_chars().to_list(), column


def test_all_822_observations_are_accepted(known):
    batch = read(BUNDLED["observations"], "observations.csv", known)
    assert (batch.accepted, batch.refused_count, batch.skipped) == (822, 0, 0)


@pytest.mark.parametrize("name", mapping.shipped())
def test_every_mapping_has_titles_and_a_test_file_with_the_rows_to_reach(name):
    found, sha256 = mapping.load(mapping.shipped()[name])
    assert found.title.en and found.title.ru and len(sha256) == 64
    assert loaders()[name] == {"en": found.title.en, "ru": found.title.ru}
    [file] = [path for path in FILES.glob(f"{name}.*") if not path.name.endswith(".golden.csv")]
    batch = read(file, file.name, Known(), loader=name)
    golden = pl.read_csv(FILES / f"{name}.golden.csv", infer_schema=False)
    rows = batch.frames["observation"].select(pl.col(golden.columns).cast(pl.String))
    assert rows.rows() == golden.rows()


@pytest.mark.parametrize("name", mapping.shipped())
def test_every_mapping_is_found_by_its_file_alone(name):
    [file] = [path for path in FILES.glob(f"{name}.*") if not path.name.endswith(".golden.csv")]
    assert read(file, file.name, Known()).loader == name
