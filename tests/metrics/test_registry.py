"""Is a metric found by being there, and is what is wrong with one loud and its own?"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

import metrics
from data.errors import UserError
from metrics import registry
from metrics.registry import METRICS, Metrics, graph, run
from tests.metrics.conftest import tables

_METRIC = '''
"""A metric dropped into the folder."""

import narwhals.stable.v2 as nw

from metrics.registry import metric


@metric(title={{"en": "Doubled", "ru": "Вдвое"}}, unit="series", better="neither", reference="None")
def {name}({inputs}):
    """value = 2 × the first input's. Null where it is."""
    return {body}
'''

_DOUBLED = "{0}.with_columns(value=2 * nw.col('value'))"

Drop = Callable[..., None]


@pytest.fixture
def drop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drop]:
    """Drops a module into a folder of metrics beside the product's own."""
    monkeypatch.setattr(metrics, "__path__", [*metrics.__path__, str(tmp_path)])
    monkeypatch.setattr(registry, "METRICS", Metrics("metrics"))
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)

    def write(name: str, inputs: str = "observation", text: str | None = None, function: str | None = None) -> None:
        body = _DOUBLED.format(inputs.split(",")[0])
        source = text or _METRIC.format(name=function or name, inputs=inputs, body=body)
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")

    yield write
    for name in set(sys.modules) - before:
        del sys.modules[name]
    for name in [name for name in registry._DECLARED if name not in sys.modules]:
        del registry._DECLARED[name]


def result(name: str) -> pl.DataFrame:
    return run(name, tables("period | value\n 2017 | 21")).collect()


def test_a_module_dropped_into_the_folder_is_a_metric(drop: Drop) -> None:
    drop("doubled")
    drop("doubled_again", inputs="doubled, observation")
    assert result("doubled")["value"].to_list() == [42]
    assert result("doubled_again")["value"].to_list() == [84]
    assert registry.METRICS["doubled"].title["ru"] == "Вдвое"
    assert registry.graph()["doubled_again"] == ("doubled", "observation")


def test_every_metric_of_the_product_is_sound() -> None:
    assert METRICS.broken == {}
    assert {"pairing", "attainment", "variance", "standing", "coverage", "contradictions"} <= set(METRICS)
    assert graph()["attainment"] == ("pairing",)


def test_an_unknown_metric_names_the_known_ones() -> None:
    with pytest.raises(UserError, match=r"No metric atainment\.\nKnown: .*attainment"):
        run("atainment", tables("entity | period | value"))


def test_a_module_that_fails_breaks_no_other_and_keeps_its_error(drop: Drop) -> None:
    drop("doubled")
    drop("broken", text="import nothing_of_that_name")
    drop("misspelt", text="def misspelt(:")
    assert result("doubled")["value"].to_list() == [42]
    assert isinstance(registry.METRICS.broken["broken"], ModuleNotFoundError)
    assert isinstance(registry.METRICS.broken["misspelt"], SyntaxError)
    assert "broken" not in registry.METRICS
    with pytest.raises(ModuleNotFoundError):
        run("broken", tables("entity | period | value"))


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ({"name": "typo", "inputs": "obervation"}, "metrics/typo.py: no metric or table obervation"),
        ({"name": "other", "function": "another"}, "found def another; .* called other"),
        ({"name": "bare", "text": "x = 1"}, "found no @metric function; .* called bare"),
        ({"name": "rate"}, "rate is the name of a table"),
    ],
)
def test_a_typo_is_loud_and_says_what_to_write(drop: Drop, module: dict[str, str], words: str) -> None:
    drop(**module)
    with pytest.raises(UserError, match=words):
        result(module["name"])


def test_two_metrics_in_one_module_are_loud(drop: Drop) -> None:
    one = _METRIC.format(name="twins", inputs="observation", body="observation")
    drop("twins", text=one + one)
    with pytest.raises(UserError, match="found def twins, def twins; a metric's module holds one"):
        result("twins")


def test_a_circle_names_its_members_and_stops_who_needs_it_and_no_one_else(drop: Drop) -> None:
    drop("hen", inputs="egg")
    drop("egg", inputs="hen")
    drop("farm", inputs="observation, egg")
    drop("doubled")
    assert result("doubled")["value"].to_list() == [42]
    with pytest.raises(UserError, match=r"in a circle: (hen → egg → hen|egg → hen → egg)"):
        result("hen")
    with pytest.raises(UserError, match=r"metrics/farm.py needs egg, which cannot be used"):
        result("farm")


def test_a_result_without_a_column_it_must_have_is_loud(drop: Drop) -> None:
    body = "observation.select('entity', 'value')"
    drop("narrow", text=_METRIC.format(name="narrow", inputs="observation", body=body))
    with pytest.raises(UserError, match=r"narrow.py: the result has no column indicator, .*\nFound: entity, value"):
        result("narrow")


def test_a_point_is_its_own_bounds_and_what_is_no_number_is_null(drop: Drop) -> None:
    body = "observation.drop('lower', 'upper').with_columns(value=nw.col('value') / 0)"
    drop("endless", text=_METRIC.format(name="endless", inputs="observation", body=body))
    drop(
        "pointed", text=_METRIC.format(name="pointed", inputs="observation", body="observation.drop('lower', 'upper')")
    )
    shape = ["value", "lower", "upper", "coverage", "reason"]
    assert result("endless").select(shape).row(0) == (None, None, None, None, None)
    assert result("pointed").select(shape).row(0) == (21, 21, 21, None, None)


def test_each_input_is_fetched_once() -> None:
    asked: list[str] = []
    table = tables("period | value\n 2017 | 21")

    def counted(name: str) -> pl.LazyFrame:
        asked.append(name)
        return table(name)

    run("standing", counted).collect()
    assert sorted(asked) == ["history", "indicator", "observation", "today"]
