"""Is the best that was known by then found, and nothing later?"""

from collections.abc import Callable
from typing import Any

import narwhals.stable.v2 as nw

from metrics.asof import best_by_then
from tests.metrics.conftest import assert_same


def _placed(rows: nw.LazyFrame[Any], *numbers: str) -> nw.LazyFrame[Any]:
    columns = {f"_{name}": nw.col(name).cast(nw.Int64) for name in numbers}
    return rows.select("entity", "period", **columns)


def test_what_came_later_or_elsewhere_is_not_known(frame: Callable[[str], Any]) -> None:
    asked = _placed(frame("entity | period | at\n A | a | 5\n A | b | 3\n A | c | 2\n B | d | 9"), "at")
    known = _placed(
        frame("entity | period | at | mark\n A | x | 3 | 30\n A | y | 5 | 10\n A | z | 6 | 99"), "at", "mark"
    )
    found = best_by_then(asked, known, by=["entity"])
    assert_same(found, "entity | period | _mark\n A | a | 30\n A | b | 30")
