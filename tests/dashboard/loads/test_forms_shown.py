"""A form that ships is loaded by the command that people use; what it says is then to be seen."""

import json

import pytest

from tests.dashboard.ways import run
from tests.loaders.test_forms import FILES

FORMS = [
    "quarterly_report.xlsx",
    "resident_register.xlsx",
    "jobs_per_resident.csv",
    "project_pipeline.xls",
    "yearly_targets.txt",
    "cluster_members.csv",
    "sdmx_csv.csv",
]
ENTITIES = """code,kind,name_en,name_ru
INV-NORTH,zone,North,ОЭЗ «Северная»
INV-RIVER,zone,River,ОЭЗ «Заречная»
INV-SCIENCE,zone,Science,ОЭЗ «Научная»
INV-OPTICS,cluster,Cluster “Optics”,Кластер «Оптика»
INV-HEALTH,cluster,Cluster “Health”,Кластер «Здоровье»
"""


def asked(*arguments):
    return json.loads(run(*arguments, "--format", "json"))


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """A database into which each form was loaded, one after the other, each by its headings alone."""
    folder = tmp_path_factory.mktemp("forms")
    (folder / "entities.csv").write_text(ENTITIES, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEZ_DATABASE", f"sqlite:///{folder / 'sez.db'}")
        said = run("load", folder / "entities.csv", *(FILES / name for name in FORMS))
        yield said


def test_every_form_is_stored_with_no_row_refused(shown):
    told = [line for line in shown.splitlines() if "rows read" in line]
    assert len(told) == len(FORMS) + 1
    assert all("+ 0 refused +" in line for line in told)


def test_plan_and_fact_of_a_quarter_meet(shown):
    found = {
        row["indicator"]: row["value"]
        for row in asked("metric", "attainment", "--entity", "INV-NORTH", "--period", "2019-Q3")
    }
    assert found["investment"] == pytest.approx(100 * 1350.25 / 1200.5)
    assert found["jobs_created"] == pytest.approx(108)


def test_what_residents_promised_and_employ_adds_up_to_their_zone(shown):
    sums = asked("metric", "roll_up", "--entity", "INV-NORTH")
    found = {
        (row["indicator"], row["scenario"], row["period"]): row["value"] for row in sums if row["role"] == "resident"
    }
    assert found["investment", "commitment", "2019"] == 1_570_500_000
    assert found["jobs", "actual", "2019-Q3"] == 1148


def test_the_same_company_is_one_in_the_register_the_jobs_and_the_pipeline(shown):
    jobs = asked("observations", "--entity", "RU-ORG-9901000010")
    assert {row["source"] for row in jobs} == {"RU-SEZ-RESIDENT-REGISTER", "RU-SEZ-RESIDENT-JOBS"}
    with_projects = asked("metric", "roll_up", "--entity", "RU-ORG-9901000010")
    assert {row["value"] for row in with_projects if row["role"] == "organisation"} == {1_200_000_000}
