"""Which metrics are there, as the table of a README?"""

from collections.abc import Iterator
from pathlib import Path

from metrics.registry import METRICS

START, END = "<!-- metrics: written by `sez metrics --table` -->", "<!-- end of metrics -->"


def markdown() -> str:
    """The table of all metrics: id, title in both languages, unit, what it is computed from."""
    return "\n".join([START, "", *_lines(), "", END])


def _lines() -> Iterator[str]:
    yield "| metric | says | unit | computed from |"
    yield "|---|---|---|---|"
    for name in sorted(METRICS):
        metric = METRICS[name]
        says = f"{metric.title['en']} · {metric.title['ru']}"
        yield f"| `{name}` | {says} | {metric.unit} | {', '.join(metric.inputs)} |"


def put_into(text: str) -> str:
    """A text with the table between its two marks renewed."""
    before, _, rest = text.partition(START)
    return before + markdown() + rest.partition(END)[2]


if __name__ == "__main__":
    readme = Path(__file__).resolve().parent.parent.parent / "README.md"
    readme.write_text(put_into(readme.read_text(encoding="utf-8")), encoding="utf-8")
