"""In which folders may metrics be found beside this one?

Those that SEZ_METRICS names, separated as in PATH, then those of installed packages: each entry point of the group
`sez.metrics` names a package whose modules are metrics.
"""

import os
import pkgutil
from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from data.errors import UserError

GROUP = "sez.metrics"


def named() -> list[Path]:
    """The folders of SEZ_METRICS, in its order, whether they are there or not."""
    return [Path(text).expanduser().resolve() for text in os.environ.get("SEZ_METRICS", "").split(os.pathsep) if text]


def others() -> tuple[list[str], dict[str, Exception]]:
    """Every folder beside the product's own, each once; and what is named but cannot be looked into, with its error."""
    found: list[str] = []
    broken: dict[str, Exception] = {}
    for folder in named():
        if folder.is_dir():
            found.append(str(folder))
        else:
            broken[str(folder)] = UserError("SEZ_METRICS names {folder}, which is no folder.", folder=folder)
    for point in entry_points(group=GROUP):
        try:
            found += _of_package(point)
        except Exception as error:  # whatever the package raises: it is kept and shown, and stops no other
            broken[point.value] = error
    return list(dict.fromkeys(found)), broken


def modules(folders: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """Each module of each folder with its file; what begins with `_` or `test_` is no metric."""
    for folder in folders:
        names = (module.name for module in pkgutil.iter_modules([folder]) if not module.ispkg)
        yield from (
            (name, Path(folder) / f"{name}.py") for name in sorted(names) if not name.startswith(("_", "test_"))
        )


def _of_package(point: EntryPoint) -> list[str]:
    spec = find_spec(point.value)
    if spec is None or not spec.submodule_search_locations:
        raise UserError(
            "The entry point {name} of the group {group} names {value}, which is no package.",
            name=point.name,
            group=GROUP,
            value=point.value,
        )
    return list(spec.submodule_search_locations)
