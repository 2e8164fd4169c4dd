"""What every native file promises, found by being there; for the forms that ship see test_forms."""

from pathlib import Path

import polars as pl
import pytest

from data import period
from loaders.forms import FORMS
from loaders.run import Known, read
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
