"""Which records are in the cubes of statistics offices: JSON-stat and SDMX-JSON?

Each cell becomes a record with a column for each dimension and each attribute: an attribute may say that the figures
are millions, so that none is left out.
"""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

from data.errors import UserError

Record = dict[str, Any]
_MOST = 5_000_000
_TIME = ("time", "TIME_PERIOD", "year", "period")


def records(found: Any, name: str) -> list[Record] | None:
    """The cells of the cube that a document is; None where it is none. Raises UserError where it contradicts itself."""
    try:
        if _is_stat(found):
            return list(_of_stat(found))
        inner = _only(found) if isinstance(found, dict) else None
        if inner is not None and _is_stat(inner):
            return list(_of_stat(inner))
        return list(_of_sdmx(found)) if _is_sdmx(found) else None
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        message = "{name} is a cube of figures that does not fit its own description: {reason}."
        raise UserError(message, name=name, reason=f"{type(error).__name__} {error}"[:200]) from error


def _only(found: dict[str, Any]) -> Any:
    return next(iter(found.values())) if len(found) == 1 else None


def _is_stat(found: Any) -> bool:
    return (
        isinstance(found, dict)
        and isinstance(found.get("dimension"), dict)
        and isinstance(found.get("value"), list | dict)
    )


def _of_stat(cube: Record) -> Iterator[Record]:
    """The cells of JSON-stat, version 1 or 2, row by row; those without a value too."""
    dimensions = cube["dimension"]
    names = cube.get("id") or dimensions["id"]
    sizes = [int(size) for size in cube.get("size") or dimensions["size"]]
    _refuse_large(prod(sizes))
    times = (cube.get("role") or dimensions.get("role") or {}).get("time", [])
    parts = [list(_categories(name, dimensions[name], is_time=name in times)) for name in names]
    if [len(part) for part in parts] != sizes:
        raise ValueError("a dimension has another number of categories than it says")
    values, statuses = (_by_place(cube.get(key), prod(sizes)) for key in ("value", "status"))
    for place, cells in enumerate(product(*parts)):
        record = {key: text for cell in cells for key, text in cell.items()}
        record["value"] = values.get(place)
        if statuses:
            record["status"] = statuses.get(place)
        yield record


def _categories(name: str, dimension: Record, *, is_time: bool) -> Iterator[Record]:
    category = dimension["category"]
    labels, units, index = category.get("label", {}), category.get("unit", {}), category.get("index")
    codes = sorted(index, key=lambda code: int(index[code])) if isinstance(index, dict) else index or list(labels)
    heading = dimension.get("label") or name
    for code in codes:
        unit = {
            "unit" if key == "base" else f"{heading} {key}": text
            for key, text in units.get(code, {}).items()
            if key not in ("decimals", "position")
        }
        yield {heading: code if is_time or name in _TIME else labels.get(code, code), **unit}


def _by_place(told: Any, count: int) -> dict[int, Any]:
    if isinstance(told, list):
        if len(told) != count:
            raise ValueError("it has another number of values than of cells")
        return dict(enumerate(told))
    if isinstance(told, dict):
        return {int(place): value for place, value in told.items()}
    return {} if told is None else dict.fromkeys(range(count), told)


def _refuse_large(count: int) -> None:
    if count > _MOST:
        raise ValueError(f"{count} cells are too many for a table")


def _is_sdmx(found: Any) -> bool:
    data = _data(found)
    return (
        isinstance(data, dict)
        and isinstance(data.get("dataSets"), list)
        and ("structure" in data or "structures" in data)
    )


def _data(found: Any) -> Any:
    return found.get("data", found) if isinstance(found, dict) else None


def _of_sdmx(found: Record) -> Iterator[Record]:
    data = _data(found)
    for part in data["dataSets"]:
        if str(part.get("action", "")).lower() == "delete":
            raise ValueError("it deletes figures")
        structure = data["structure"] if "structure" in data else data["structures"][int(part.get("structure", 0))]
        yield from _of_set(part, structure["dimensions"], structure.get("attributes", {}))


def _of_set(part: Record, dimensions: Record, attributes: Record) -> Iterator[Record]:
    whole = {each["id"]: _code(each["values"][0]) for each in dimensions.get("dataSet", [])}
    whole |= _named(attributes.get("dataSet", []), part.get("attributes", []))
    observed, told = dimensions.get("observation", []), attributes.get("observation", [])
    for key, cells in part.get("observations", {}).items():
        yield whole | _keyed(observed, key) | _cell(cells, told)
    for series, rows in part.get("series", {}).items():
        shared = whole | _keyed(dimensions.get("series", []), series)
        shared |= _named(attributes.get("series", []), rows.get("attributes", []))
        for key, cells in rows["observations"].items():
            yield shared | _keyed(observed, key) | _cell(cells, told)


def _keyed(dimensions: list[Record], key: str) -> Record:
    places = [int(place) for place in key.split(":")] if dimensions else []
    return {each["id"]: _code(each["values"][place]) for each, place in zip(dimensions, places, strict=True)}


def _cell(cells: list[Any], attributes: list[Record]) -> Record:
    return {"OBS_VALUE": cells[0], **_named(attributes, cells[1:])}


def _named(attributes: list[Record], places: list[Any]) -> Record:
    pairs = zip(attributes, [*places, *[None] * len(attributes)], strict=False)
    return {each["id"]: None if place is None else _code(each["values"][int(place)]) for each, place in pairs}


def _code(value: Any) -> Any:
    return value.get("id", value.get("name")) if isinstance(value, dict) else value
