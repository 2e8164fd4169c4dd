"""Are metrics of other folders and packages found, and is what is wrong with one its own?"""

import os
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import polars as pl
import pytest

import metrics
from data.errors import UserError
from metrics import folders, registry
from metrics.registry import Metrics
from tests.metrics.conftest import tables

MODULE = '''
"""A metric of somebody else's."""

from metrics.registry import metric


@metric(title={{"en": "{title}", "ru": "{title}"}}, unit="series", better="neither", reference="None")
def {name}(observation):
    """value = as observed. Null where it is."""
    return observation
'''


@pytest.fixture(autouse=True)
def anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The registry as at the start of the program, and nothing left of what a test adds."""
    monkeypatch.setattr(metrics, "__path__", list(metrics.__path__))
    monkeypatch.setattr(registry, "METRICS", Metrics("metrics"))
    monkeypatch.delenv("SEZ_METRICS", raising=False)
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        sys.modules.pop(name)
        registry._DECLARED.pop(name, None)
        vars(metrics).pop(name.removeprefix("metrics."), None)


def put(folder: Path, name: str, title: str = "Theirs", text: str | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.py"
    file.write_text(text or MODULE.format(name=name, title=title), encoding="utf-8")
    return file


def values(name: str) -> list[float]:
    found: pl.DataFrame = registry.run(name, tables("period | value\n 2017 | 21")).collect()
    return found["value"].to_list()


def installed(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    points = [EntryPoint("theirs", value, folders.GROUP)]
    monkeypatch.setattr(folders, "entry_points", lambda group: points if group == folders.GROUP else [])


def test_a_folder_that_is_not_there_is_told_and_stops_nothing(tmp_path, monkeypatch):
    put(tmp_path / "there", "seen")
    monkeypatch.setenv("SEZ_METRICS", os.pathsep.join([str(tmp_path / "gone"), str(tmp_path / "there")]))
    assert values("seen") == [21]
    with pytest.raises(UserError, match=r"SEZ_METRICS names .*gone, which is no folder"):
        registry.run(str(tmp_path / "gone"), tables("period | value"))


def test_the_second_file_of_a_name_is_broken_and_the_first_stays(tmp_path, monkeypatch):
    first, second = put(tmp_path / "a", "seen", "First"), put(tmp_path / "b", "seen", "Second")
    monkeypatch.setenv("SEZ_METRICS", f"{tmp_path / 'a'}{os.pathsep}{tmp_path / 'b'}")
    assert registry.METRICS["seen"].title["en"] == "First"
    error = str(registry.METRICS.broken[str(second)])
    assert str(first) in error and str(second) in error


@pytest.mark.parametrize("name", ["attainment", "interval"])
def test_a_file_never_takes_the_place_of_one_of_the_product(tmp_path, monkeypatch, name):
    file = put(tmp_path, name)
    monkeypatch.setenv("SEZ_METRICS", str(tmp_path))
    assert list(registry.METRICS.broken) == [str(file)]
    assert "attainment" in registry.METRICS


def test_a_broken_metric_of_another_folder_names_its_file_and_leaves_the_others(tmp_path, monkeypatch):
    put(tmp_path, "seen")
    file = put(tmp_path, "bare", text="x = 1")
    put(tmp_path, "misspelt", text="def misspelt(:")
    monkeypatch.setenv("SEZ_METRICS", str(tmp_path))
    assert values("seen") == [21]
    assert set(registry.METRICS.broken) == {"bare", "misspelt"}
    assert str(file) in str(registry.METRICS.broken["bare"])


def test_tests_and_what_begins_with_an_underscore_are_no_metrics(tmp_path, monkeypatch):
    put(tmp_path, "test_seen", text="raise RuntimeError")
    put(tmp_path, "_shared", text="raise RuntimeError")
    monkeypatch.setenv("SEZ_METRICS", str(tmp_path))
    assert registry.METRICS.broken == {}
    assert not {"test_seen", "_shared"} & set(registry.METRICS)


def test_the_metrics_of_an_installed_package_are_found(tmp_path, monkeypatch):
    put(tmp_path / "acme_kpi", "seen")
    put(tmp_path / "acme_kpi", "__init__", text="")
    monkeypatch.syspath_prepend(str(tmp_path))
    installed(monkeypatch, "acme_kpi")
    assert values("seen") == [21]


@pytest.mark.parametrize("value", ["no_package_of_that_name", "json.decoder", "no.such.thing"])
def test_an_entry_point_that_leads_nowhere_is_told_and_stops_nothing(monkeypatch, value):
    installed(monkeypatch, value)
    assert list(registry.METRICS.broken) == [value]
    assert "attainment" in registry.METRICS
