"""Is the invented panel uneven as reports are, the same from the same seed, and nobody's?"""

import io

import polars as pl
import pytest

from data import codelist, panel
from loaders.run import Known, read


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return {file.form: pl.read_csv(io.BytesIO(file.data)) for file in panel.files(1) if not file.is_mistake}


def test_nothing_of_it_belongs_to_anything_real_and_everything_says_so(tables):
    membership, entities, sources = tables["membership"], tables["entities"], tables["sources"]
    for column in (membership["member"], membership["of"], entities["code"], sources["code"]):
        assert column.str.starts_with(panel.PREFIX).all()
    assert tables["observations"]["entity"].str.starts_with(panel.PREFIX).all()
    assert entities["name_en"].str.ends_with("(invented)").all()
    assert entities["name_ru"].str.ends_with("(вымышлено)").all()
    assert sources["title"].str.contains("invented / вымышлено").all()
    assert set(sources["kind"]) == {"synthetic"}
    assert "part_of" not in entities.columns


def test_one_seed_gives_the_same_bytes_and_another_seed_others():
    assert panel.files(1) == panel.files(1)
    assert panel.files(1)[3].data != panel.files(2)[3].data


@pytest.mark.parametrize("seed", [0, 1, 2, 7, 2**32])
def test_every_row_of_every_file_passes_every_check(seed):
    files = panel.files(seed)
    codes = {file.form: frozenset(pl.read_csv(io.BytesIO(file.data))["code"]) for file in files[:2]}
    for file in files:
        batch = read(file.data, file.name, Known(codes["entities"], codes["sources"]), loader=file.form)
        assert batch.refused.rows() == []
        assert batch.accepted == batch.read > 0


def test_it_is_as_uneven_as_what_people_report(tables):
    rows, sources = tables["observations"], tables["sources"]
    assert rows.filter(status="O")["value"].null_count() == rows.filter(status="O").height > 100
    quarterly = rows.filter(pl.col("source").str.starts_with("INV-REPORT"), entity="INV-R-01", indicator="jobs")
    assert 40 < quarterly.height < 48
    for kind in ("INV-LATE-", "INV-RESTATED-", "INV-NEWS-", "INV-PLAN-2014", "INV-PLAN-2019"):
        assert rows.filter(pl.col("source").str.starts_with(kind)).height > 3
    assert set(rows["source"]) <= set(sources["code"])
    assert tables["membership"].filter(pl.col("to").is_not_null(), role="resident").height == 2
    assert set(rows["scenario"]) == {"actual", "target", "commitment"}


def test_what_is_told_since_the_beginning_is_the_sum_of_the_years(tables):
    rows = tables["observations"].filter(entity=panel.ZONE, scenario="actual", status="A")
    for name in ("budget_infrastructure", "budget_infrastructure_federal", "taxes_paid"):
        told = {basis: rows.filter(indicator=name, basis=basis) for basis in ("period", "cumulative")}
        years = told["period"].filter(pl.col("period").str.len_chars() == 4).sort("period")
        since = told["cumulative"].filter(pl.col("period").str.len_chars() == 4).sort("period")
        assert years["value"].cum_sum().to_list() == pytest.approx(since["value"].to_list())
        assert since.height == 12


def test_the_lowered_plan_is_below_the_first_one_and_later(tables):
    plan = tables["observations"].filter(scenario="target", indicator="investment", basis="cumulative")
    both = plan.filter(source="INV-PLAN-2014").join(plan.filter(source="INV-PLAN-2019"), on="period")
    assert both.height > 5
    assert (both["value_right"] < both["value"]).all()


def test_projects_move_forward_through_the_stages_one_after_the_other(tables):
    stages = tables["stages"].join(codelist.codes("stage"), left_on="stage", right_on="id")
    assert stages["project"].n_unique() == 150
    elsewhere = {"implementation", "completed", "no_contract", "terminated"}
    assert set(stages["stage"]) == set(codelist.ids("stage")) - elsewhere
    ordered = stages.sort("project", "entered")
    steps = ordered.with_columns(
        before=pl.col("left").shift().over("project"), was=pl.col("rank").shift().over("project")
    )
    later = steps.filter(pl.col("was").is_not_null())
    assert (later["before"] == later["entered"]).all()
    assert (later["was"] < later["rank"]).all()
    last = ordered.group_by("project").last()
    assert last["left"].null_count() == 150
    assert last.filter("is_open").height > 20
