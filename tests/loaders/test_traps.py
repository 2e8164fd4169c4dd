"""Files as officials upload them, read by the mapping that the sniffer proposes: what it leaves open is said here.

Beside each file of `files/traps` stand its golden rows: the figures, then the rows that are refused and left out.
`python -m tests.loaders.test_traps` writes them anew; look at each number before it is kept.
"""

from pathlib import Path

import polars as pl
import pytest

from loaders import sniff
from loaders.known import Known
from loaders.run import read
from loaders.sniffing import propose

FOLDER = Path(__file__).with_name("files") / "traps"
FILES = sorted(path for path in FOLDER.iterdir() if ".golden." not in path.name)
#: What a person says where the proposal asks, line by line.
SAID = {
    "including": {'code = "TODO"': 'code = "DUBNA"'},
    "unit_changes": {'unit = "TODO"': 'unit = "RUB"'},
    "short_dates": {'scenario = "TODO"': 'scenario = "actual"'},
    "signs": {
        "may_create = true": 'may_create = true\n[source]\ncode = "SIGNS"\ntitle = "Signs"\nkind = "retelling"\n[fields]\n'
        'scenario = "actual"\nbasis = "period"\nscope = "all"\nperiod = { column = "Период", as = "year" }\n[[values]]\n'
        'column = "Инвестиции, млн руб."\nindicator = "investment"\nunit = "RUB"\nscale = 1000000\n#'
    },
}
FIGURE = ("entity", "indicator", "basis", "scenario", "period", "unit", "value", "comparator", "note")


def golden(path, folder):
    """What becomes of a file, as lines."""
    text = propose.mapping(sniff.look(path, path.name))
    for asked, said in SAID.get(path.stem, {}).items():
        assert asked in text, text
        text = text.replace(asked, said)
    mapping = folder / "mine.toml"
    mapping.write_text(text, encoding="utf-8")
    batch = read(path, path.name, Known(frozenset({"DUBNA"})), mapping=mapping)
    assert batch.read == batch.accepted + batch.refused_count + batch.skipped
    figures = batch.frames.get("observation", pl.DataFrame(schema=dict.fromkeys((*FIGURE, "source_row"), pl.String)))
    told = [figures.select("source_row", *FIGURE).write_csv()]
    told += [batch.refused.select("source_row", "column", "found", "problem").unique(maintain_order=True).write_csv()]
    return "\n".join([*told, batch.skipped_rows.write_csv()])


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_what_an_official_uploads_is_read_rightly_or_refused(path, tmp_path):
    assert golden(path, tmp_path) == path.with_name(f"{path.name}.golden.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    import tempfile

    for each in FILES:
        with tempfile.TemporaryDirectory() as made:
            new = golden(each, Path(made))
        each.with_name(f"{each.name}.golden.txt").write_text(new, encoding="utf-8")
