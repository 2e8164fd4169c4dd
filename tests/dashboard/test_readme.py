"""Is what the README shows what there is?"""

import re

from dashboard.commands.metric_table import START, markdown, put_into
from metrics.registry import METRICS
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_metrics_is_put_between_its_marks_and_nothing_else_is_touched():
    text = f"before\n{START}\nold\n<!-- end of metrics -->\nafter\n"
    assert put_into(text) == f"before\n{markdown()}\nafter\n"
    assert put_into(put_into(README)) == put_into(README)


def test_the_table_of_metrics_names_every_metric():
    """Renew it with: python -m dashboard.metric_table"""
    assert markdown() in README
    assert all(f"| `{name}` |" in markdown() for name in METRICS)


def test_the_three_lines_for_a_notebook_run(bundled_store):
    lines = re.findall(r"```python\n(from dashboard.*?)```", README, re.S)[0]
    told: dict[str, object] = {}
    exec(lines, told)
    assert told["attainment"].height > 0
    assert "100 × actual / target" in told["meaning"]
