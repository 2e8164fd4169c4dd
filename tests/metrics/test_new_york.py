"""Do the two identities that New York's authorities publish hold on their own rows?"""

import csv

import pytest
from typer.testing import CliRunner

from data.store import Store
from tests.conftest import shared_file

_FILE = "fixtures/ny_ida_projects_head.csv"


@pytest.mark.parametrize(
    ("name", "column"), [("net_employment_change", "net_employment_change"), ("net_public_cost", "net_exemptions")]
)
def test_each_project_has_the_figure_that_its_authority_wrote(store: Store, name: str, column: str) -> None:
    from dashboard.cli import app
    from dashboard.session import known

    file = shared_file(_FILE)
    done = CliRunner().invoke(app, ["load", str(file), "--loader", "ny_ida_projects"])
    assert done.exit_code == 0, done.output
    with file.open(encoding="utf-8") as rows:
        written = [float(row[column]) for row in csv.DictReader(rows)]
    found = known().metric(name)["value"].to_list()
    assert sorted(found) == pytest.approx(sorted(written))
