"""What does a new metric begin as?"""

import keyword
import re
from pathlib import Path

import metrics
from data.errors import UserError
from metrics import folders
from metrics.registry import METRICS, TABLES, TOOLS

_MODULE = '''"""{title}: say here which question it answers."""

from metrics.interval import difference
from metrics.registry import OF_SERIES, Frame, metric


@metric(
    title={{"en": "{title}", "ru": "{title}"}},
    unit=OF_SERIES,
    better="neither",
    reference="Say here where the definition comes from",
)
def {name}(pairing: Frame) -> Frame:
    """Actual minus target, in the unit of the series, one row per target.

    value = actual − target. Null, with the pairing's reason, where no actual figure is paired.
    """
    return difference(pairing, "actual", "target")
'''

_TEST = '''"""Does {name} keep its formula and its null rule?"""

from tests.metrics.conftest import assert_same, computed


def test_a_missing_report_is_not_zero() -> None:
    figures = """
        entity  | scenario | period | value
        ALABUGA | target   | 2025   | 200
        ALABUGA | actual   | 2025   | 150
        LIPETSK | target   | 2025   | 80
    """
    expected = """
        entity  | period | value | reason
        ALABUGA | 2025   | -50   |
        LIPETSK | 2025   |       | no_actual
    """
    assert_same(computed("{name}", figures), expected)
'''


def write(name: str) -> tuple[Path, Path]:
    """A module that works and its test, as files; in the first folder of SEZ_METRICS, else beside the product's own.

    Raises UserError for a name that is taken or is not snake_case, and where a file is there or cannot be written.
    """
    _check_name(name)
    folder = next(iter(folders.named()), None) or Path(metrics.__file__).parent
    files = folder / f"{name}.py", _folder_of_tests(folder) / f"test_{name}.py"
    for file in files:
        if file.exists():
            raise UserError("{file} is already there; nothing was written.", file=file)
    words = {"name": name, "title": name.replace("_", " ").capitalize()}
    for file, text in zip(files, (_MODULE, _TEST), strict=True):
        _write(file, text.format(**words))
    return files


def _check_name(name: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) or keyword.iskeyword(name) or name.startswith("test_"):
        raise UserError(
            "{name} cannot be the name of a metric. Accepted: snake_case, such as cost_per_job.", name=repr(name)
        )
    if name in TABLES:
        raise UserError("{name} is the name of a table; call the metric otherwise.", name=name)
    if name in (*METRICS, *METRICS.broken, *TOOLS):
        raise UserError("{name} is already there; call the metric otherwise.", name=name)


def _folder_of_tests(folder: Path) -> Path:
    """The mirror of the folder in `tests/` where there is one, else the folder itself."""
    mirror = folder.parent / "tests" / folder.name
    return mirror if mirror.is_dir() else folder


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError("{file} cannot be written: {cause}.", file=file, cause=error.strerror or error) from error
