"""Do the files of real publishers, loaded by the command a person uses, reach the totals computed from their bytes?

The files are not part of the project: without the folder beside the checkout everything here is skipped.
"""

import csv
import fcntl
import json
import os
import re
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from data import standing
from data.store import Store
from loaders.known import fold
from loaders.run import Known, read
from tests.conftest import shared_file

FILES = {
    "czech_incentives": "czech_incentives.csv",
    "ny_ida_projects": "ny_ida_projects_head.csv",
    "iowa_contracts": "iowa_contracts_head.csv",
    "iowa_not_proceeding": "iowa_not_proceeding_head.csv",
    "lithuania_applications": "lithuania_applications.csv",
    "austria_projects": "austria_projects.xlsx",
    "france_operations": "france_operations.xls",
    "wales_projects": "wales_projects.xlsx",
    "bangladesh_enterprises": "bangladesh_enterprises.csv",
    "bangladesh_zones": "bangladesh_zones.csv",
    "rosstat_innovation": "rosstat_innovation.xls",
    "rosstat_shipments": "rosstat_shipments.xlsx",
    "moscow_enterprises_form": "moscow_enterprises_form.db",
    "russia_macro_annual": "russia_macro_annual.csv",
    "russia_macro_quarter": "russia_macro_quarter.csv",
    "chicago_tif": "chicago_tif.csv",
    "costa_rica_free_zone_gdp": "costa_rica_free_zone_gdp.csv",
}
ROWS = {
    "czech_incentives": 1030,
    "ny_ida_projects": 10,
    "iowa_contracts": 10,
    "iowa_not_proceeding": 10,
    "lithuania_applications": 2471,
    "austria_projects": 49,
    "france_operations": 1834,
    "wales_projects": 145,
    "bangladesh_enterprises": 503,
    "bangladesh_zones": 8,
    "rosstat_innovation": 96,
    "rosstat_shipments": 96,
    "moscow_enterprises_form": 150,
    "russia_macro_annual": 18,
    "russia_macro_quarter": 72,
    "chicago_tif": 282,
    "costa_rica_free_zone_gdp": 36,
}


def fixture(name):
    return shared_file(f"fixtures/{name}")


def sez(url, *arguments):
    command = [sys.executable, "-m", "dashboard.cli", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "SEZ_DATABASE": url}, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def loaded(tmp_path_factory, worker_id):
    """Everything in one store, with no loader named, by one command; made once for all workers. What it answered."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "real"
    folder.mkdir(exist_ok=True)
    url = f"sqlite:///{folder / 'sez.db'}"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "answers.json").exists():
            told = sez(url, "load", "--json", *(fixture(name) for name in FILES.values()))
            sez(url, "observations", "--format", "parquet", "--out", folder / "observations.parquet")
            (folder / "answers.json").write_text(told)
    return folder


@pytest.fixture
def answers(loaded):
    return {each["loader"]: each for each in json.loads((loaded / "answers.json").read_text())}


@pytest.fixture
def figures(loaded):
    """The figures that stand, of one source, as the command writes them."""
    rows = pl.read_parquet(loaded / "observations.parquet")
    return lambda source: rows.filter(pl.col("source").str.starts_with(source))


@pytest.fixture
def told(loaded):
    """The standing rows of any other table."""
    store = Store.open(f"sqlite:///{loaded / 'sez.db'}")
    return lambda name: standing.rows(store, name)


@pytest.fixture
def total(figures):
    """The sum of one indicator, exact to the cent."""

    def summed(source, indicator, scenario, **rest):
        rows = figures(source).filter(indicator=indicator, scenario=scenario, **rest)
        return round(rows["value"].sum(), 2)

    return summed


def cells(name):
    with fixture(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def in_order(rows):
    """As the rows stand in the file."""
    return rows.sort(pl.col("source_row").str.extract(r"(\d+)$").cast(pl.Int64))


def column(rows, name):
    return [Decimal(row[name]) if row[name] else None for row in rows]


@pytest.mark.parametrize("loader", FILES)
def test_each_file_is_recognised_by_its_content_and_accepted_whole(answers, loader):
    answer = answers[loader]
    assert (answer["file"], answer["accepted"], answer["refused"]) == (FILES[loader], ROWS[loader], 0)
    assert answer["read"] == answer["accepted"] + answer["skipped"]


def test_czech_incentives_with_and_without_the_cancelled_ones(total, told, figures):
    source = "CZ-CZECHINVEST-INCENTIVES"
    assert total(source, "investment", "commitment") == 786_306_693_000
    assert total(source, "jobs_created", "commitment") == 177_346
    stages = told("stage").filter(pl.col("source") == source)
    assert dict(stages["stage"].value_counts().iter_rows()) == {"withdrawn": 156, "agreement": 874}
    kept = figures(source).join(stages.filter(stage="agreement"), left_on="entity", right_on="project", how="semi")
    sums = dict(kept.group_by("indicator").agg(pl.col("value").sum()).iter_rows())
    assert (round(sums["investment"]), sums["jobs_created"]) == (672_090_979_000, 148_989)
    members = told("membership").filter(pl.col("member").str.starts_with("CZ-INCENTIVE-"))
    assert members.filter(role="organisation")["of"].n_unique() == 767
    assert members.filter(role="origin", of="NLD").height == 58  # Nizozemí 57, Nizozemsko 1


def test_a_czech_month_may_be_a_word_or_a_timestamp(figures):
    months = figures("CZ-CZECHINVEST-INCENTIVES").filter(indicator="investment")["period"]
    assert (months.min(), months.max(), months.n_unique() > 150) == ("1998-07", "2016-09", True)
    assert (months == "2006-11").sum() >= 13


def register_of_companies(folder, key):
    """An entity for each IČO and an alias for each spelling, as the two native files."""
    entities, aliases = folder / "entities.csv", folder / "aliases.csv"
    codes = pl.DataFrame([(name, "CZ-ICO-" + ico) for name, ico in key.items()], schema=["name", "code"], orient="row")
    named = codes.unique("code", keep="first", maintain_order=True)
    named.select("code", pl.lit("organisation").alias("kind"), name_en="name").write_csv(entities)
    spelled = codes.with_columns(pl.col("name").map_elements(fold, return_dtype=pl.String).alias("folded"))
    spelled = spelled.unique("folded", keep="first", maintain_order=True)
    spelled.select(spelling="name", kind=pl.lit("name"), entity="code").write_csv(aliases)
    return entities, aliases


def test_every_czech_spelling_leads_to_its_company(tmp_path):
    key = {row["czechinvest"]: row["ico"] for row in cells("czech_company_spellings.csv")}
    url, mapping = f"sqlite:///{tmp_path / 'sez.db'}", tmp_path / "by_name.toml"
    mapping.write_text(BY_NAME, encoding="utf-8")
    sez(url, "load", *register_of_companies(tmp_path, key))
    file = fixture("czech_incentives.csv")
    answer = json.loads(sez(url, "load", file, "--mapping", mapping, "--json"))
    assert (len(key), len(set(key.values())), answer["accepted"], answer["refused"]) == (855, 767, 1030, 0)
    sez(url, "observations", "--format", "parquet", "--out", tmp_path / "found.parquet")
    found = pl.read_parquet(tmp_path / "found.parquet")
    meant = [("CZ-ICO-" + key[row["spol"]], float(row["inv_czk"])) for row in cells(file.name)]
    sums = pl.DataFrame(meant, schema=["entity", "value"], orient="row").group_by("entity").agg(pl.col("value").sum())
    assert dict(found.select("entity", "value").iter_rows()) == pytest.approx(dict(sums.iter_rows()))


BY_NAME = """
title = { en = "By name", ru = "По названию" }
match = ["spol", "inv_czk"]
duplicates = "sum"
[source]
code = "CZ"
title = "Incentives"
kind = "government"
[entity]
find = { name = "spol" }
[fields]
scenario = "commitment"
basis = "cumulative"
scope = "all"
period = "1998/2016"
locator = { column = "cislo" }
[[values]]
column = "inv_czk"
indicator = "investment"
unit = "CZK"
"""


def test_new_york_jobs_before_now_and_promised(figures, total):
    rows, source = cells("ny_ida_projects_head.csv"), "US-NY-ABO-IDA-PROJECTS"
    jobs = in_order(figures(source).filter(indicator="jobs").pivot("scenario", index="source_row", values="value"))
    change = jobs.select(change=pl.col("actual") - pl.col("baseline"))["change"].to_list()
    assert change == pytest.approx([float(each) for each in column(rows, "net_employment_change")])
    assert total(source, "jobs_created", "commitment") == 1070
    relief = figures(source).filter(scenario="actual", basis="period")
    relief = in_order(relief.pivot("indicator", index="source_row", values="value"))
    net = relief.select(net=pl.col("tax_relief") - pl.col("payments_in_lieu"))["net"].to_list()
    written = [float(each) for each in column(rows, "net_exemptions")]
    assert net == pytest.approx(written)
    assert min(net) < 0
    assert set(figures(source).filter(indicator="tax_relief")["period"]) == {"2008-04/2009-03"}


def test_iowa_tells_one_number_in_four_vintages(figures):
    rows = cells("iowa_contracts_head.csv")
    jobs = figures("US-IA-IEDA").filter(pl.col("indicator") == "jobs_created")
    sums = dict(
        jobs.filter(pl.col("source").is_in(["US-IA-IEDA-CONTRACTS", "US-IA-IEDA-REPORTS"]))
        .group_by(pl.struct("source", "scenario"))
        .agg(pl.col("value").sum())
        .select(pl.col("source").struct.field("scenario") + " " + pl.col("source").struct.field("source"), "value")
        .iter_rows()
    )
    said = {
        "forecast US-IA-IEDA-CONTRACTS": "projected_jobs_created",
        "commitment US-IA-IEDA-CONTRACTS": "contracted_jobs_created",
        "actual US-IA-IEDA-CONTRACTS": "project_completion_jobs_created",
        "actual US-IA-IEDA-REPORTS": "reported_jobs_created",
    }
    assert sums == {vintage: sum(filter(None, column(rows, name))) for vintage, name in said.items()}
    gone = jobs.filter(source="US-IA-IEDA-NOT-PROCEEDING", scenario="commitment")
    assert gone["value"].sum() == sum(column(cells("iowa_not_proceeding_head.csv"), "contracted_jobs_created"))


def test_a_contract_that_is_still_running_has_found_nothing_yet(figures):
    found = figures("US-IA-IEDA-CONTRACTS").filter(indicator="jobs_created", scenario="actual")
    assert sorted(found.filter(pl.col("period") > "2015-06")["status"]) == ["O", "O", "P", "P", "P"]


def test_lithuanian_applications_stand_in_five_stages(told, total):
    stages = told("stage").filter(pl.col("project").str.starts_with("LT-"))
    now = stages.sort("entered").group_by("project").agg(pl.col("stage").last())["stage"].value_counts()
    assert dict(now.iter_rows()) == {
        "application": 927,
        "implementation": 782,
        "no_contract": 656,
        "completed": 88,
        "terminated": 18,
    }
    rows, source = cells("lithuania_applications.csv"), "LT-EU-FUNDS-APPLICATIONS"
    asked, granted = sum(column(rows, "Prašomas finansavimas")), sum(column(rows, "Finansavimas"))
    assert total(source, "public_aid", "forecast") == pytest.approx(float(asked), abs=0.01)
    assert total(source, "public_aid", "commitment") == pytest.approx(float(granted), abs=0.01)
    assert total(source, "public_aid", "actual") == 0


def test_the_two_austrian_files_give_the_same_rows(total):
    assert total("AT-EFRE", "eligible_expenditure", "commitment") == 106_163_781.13
    given = [read(fixture(name), name, Known()) for name in ("austria_projects.csv", "austria_projects.xlsx")]
    for table in ("observation", "entity", "membership", "source"):
        one, other = (batch.frames[table].drop("source_row") for batch in given)
        assert one.equals(other), table


def test_french_operations_and_the_43_in_which_a_part_exceeds_the_whole(total, answers):
    assert total("FR-ESIF", "eligible_expenditure", "commitment") == 1_169_057_981.58
    assert total("FR-ESIF", "public_aid_eu", "commitment") == 475_332_062.89
    assert sum("more than eligible_expenditure" in each for each in answers["france_operations"]["warnings"]) == 43


def test_welsh_projects_of_both_funds_and_two_regions(total, told):
    assert total("GB-WLS", "public_aid_eu", "commitment") == 1_315_964_731
    assert total("GB-WLS", "project_cost", "commitment") == 2_485_893_704
    regions = told("membership").filter(pl.col("member").str.starts_with("GB-WLS-"), role="region")["of"]
    assert dict(regions.value_counts().iter_rows()) == {
        "GB-WLS-REGION-EAST-WALES": 52,
        "GB-WLS-REGION-WEST-WALES-AND-VALLEY": 93,
    }


def test_the_zones_of_bangladesh_and_who_is_in_them(told):
    zones = told("entity").filter(pl.col("code").str.starts_with("BD-EPZ-"))
    assert (zones.height, set(zones["kind"])) == (8, {"zone"})
    members = told("membership").filter(role="resident").filter(pl.col("of").str.starts_with("BD-EPZ-"))
    written = {
        (" ".join(row["NameOfEnterprise"].casefold().split()), row["Zone"])
        for row in cells("bangladesh_enterprises.csv")
    }
    assert (members.height, set(members["of"])) == (len(written), set(zones["code"]))


def tidy_rows():
    """The same numbers as the SQL beside the workbook has them: region, then the years 2010 to 2024."""
    text = fixture("rosstat_innovation_tidy.sql").read_text(encoding="utf-8")
    found = re.findall(r"^\('([^']+)', [\d.-]+, [\d.-]+, (.+?)\)[,;]", text, re.MULTILINE)
    return {name: [None if each == "NULL" else float(each) for each in row.split(", ")] for name, row in found}


def test_rosstats_regions_are_those_of_the_tidy_table(figures, told):
    names = dict(told("entity").select("name_ru", "code").drop_nulls().iter_rows())
    spelled = pl.read_csv(Path(__file__).parents[2] / "loaders" / "aliases" / "russian_regions.csv")
    names |= dict(spelled.select("spelling", "code").iter_rows())
    rows = figures("ROSSTAT-INNOVATION").filter(indicator="shipments")
    value = {(entity, period): value for entity, period, value in rows.select("entity", "period", "value").iter_rows()}
    tidy = tidy_rows()
    assert len(tidy) > 80
    for name, years in tidy.items():
        own = [value[names[name], str(year)] for year in range(2010, 2025)]
        rounded = [None if each is None else each / 1e6 for each in own]
        assert rounded == pytest.approx(years, abs=0.0500001), name


def test_rosstats_reasons_for_no_figure_are_kept_apart(figures):
    rows = figures("ROSSTAT-INNOVATION")
    sheet = fastexcel.read_excel(fixture("rosstat_innovation.xls")).load_sheet("1", header_row=None, dtypes="string")
    table = sheet.to_polars()[7:103]
    written = table.select(pl.exclude(table.columns[0])).unpivot()["value"]
    reasons = dict(rows.filter(pl.col("value").is_null())["status"].value_counts().iter_rows())
    assert reasons["M"] == (written == "-").sum()
    assert reasons["C"] == (written == "...3)").sum()
    assert sum(reasons.values()) == rows.height - written.cast(pl.Float64, strict=False).count()
    assert set(rows.filter(pl.col("note").is_not_null())["period"]) == {"2022", "2023", "2024"}


def test_rosstats_country_districts_and_regions_are_told_apart(told):
    entities = told("entity")
    parts = entities.filter(pl.col("part_of").str.starts_with("RU-FD-") | pl.col("code").str.starts_with("RU-FD-"))
    assert dict(parts["kind"].value_counts().iter_rows()) == {"group": 8, "region": 82}
    inner = entities.filter(pl.col("part_of").is_in(["RU-ARKHANGELSK", "RU-TYUMEN"]))
    assert (inner.height, entities.filter(code="RUS")["kind"].to_list()) == (5, ["country"])


def test_rosstats_shipments_are_those_of_the_sheet(figures):
    sheet = fastexcel.read_excel(fixture("rosstat_shipments.xlsx")).load_sheet("2", header_row=None, dtypes="string")
    table = sheet.to_polars()[3:99]
    written = table.select(pl.exclude(table.columns[0])).unpivot()["value"].cast(pl.Float64, strict=False)
    rows = figures("ROSSTAT-SHIPMENTS")
    assert (rows.height, rows["value"].count()) == (96 * 12, written.count())
    assert rows["value"].sum() == pytest.approx(written.sum() * 1e6)
    country = dict(rows.filter(entity="RUS").select("period", "value").iter_rows())
    assert (country["2005"], country["2016"]) == (8_871_976e6, 36_119_929e6)


def test_the_moscow_form_gives_a_figure_for_each_year_and_company(figures):
    connection = sqlite3.connect(f"file:{fixture('moscow_enterprises_form.db')}?mode=ro&immutable=1", uri=True)
    rows = figures("RU-MOSCOW-ENTERPRISES")
    for indicator, heading in (
        ("revenue", "Выручка предприятия, тыс. руб. 2021"),
        ("net_profit", "Чистая прибыль (убыток),тыс. руб. 2021"),
        ("investment", "Инвестиции в Мск 2021 тыс. руб."),
        ("exports", "Объем экспорта, тыс. руб. 2021"),
    ):
        [(written,)] = connection.execute(f'SELECT sum("{heading}") FROM organizations').fetchall()
        assert rows.filter(indicator=indicator, period="2021")["value"].sum() == written * 1000, indicator
    connection.close()
    assert rows.filter(indicator="revenue").group_by("period").len()["len"].to_list() == [150] * 7
    assert set(rows.filter(indicator="revenue", period="2023")["status"]) == {"O"}


def test_the_russian_economy_by_year_and_by_quarter(figures):
    rows = figures("ROSSTAT-KEP")
    years, quarters = cells("russia_macro_annual.csv"), cells("russia_macro_quarter.csv")
    invested = rows.filter(indicator="investment")
    yearly = invested.filter(pl.col("period").str.len_chars() == 4)["value"].sum()
    quarterly = invested.filter(pl.col("period").str.contains("Q"))["value"].sum()
    assert yearly == pytest.approx(float(sum(column(years, "I_bln_rub"))) * 1e9)
    assert quarterly == pytest.approx(float(sum(column(quarters, "I_bln_rub"))) * 1e9)
    last = {row["indicator"]: row["value"] for row in rows.filter(period="2016").iter_rows(named=True)}
    assert (last["usd_rate"], last["eur_rate"], last["consumer_prices"]) == (60.66, 63.81, 105.4)
    assert rows.filter(indicator="gdp", period="2016-Q4")["status"].to_list() == ["O"]


def test_chicagos_districts_and_what_they_keep(figures, told):
    rows = figures("US-CHICAGO-TIF")
    zones = told("entity").filter(pl.col("code").str.starts_with("US-CHICAGO-TIF-"))
    begun = {row["number"]: row["creation"].split("/") for row in cells("chicago_tif.csv")}
    written = {f"US-CHICAGO-TIF-{number}": f"{y}-{int(m):02d}-{int(d):02d}" for number, (m, d, y) in begun.items()}
    assert dict(zones.select("code", "founded").iter_rows()) == written
    assert len(written) == 145
    increments = rows.filter(indicator="property_tax_increment", basis="period")
    assert dict(increments.group_by("period").agg(pl.col("value").sum()).iter_rows()) == {
        "2018": 674_658_552,
        "2019": 680_255_514,
    }
    assert increments["value"].null_count() == 4


def test_costa_ricas_regimes_add_up(figures, answers):
    rows = figures("CR-BCCR").pivot("indicator", index="period", values="value")
    assert rows.height == 36
    parts = rows["gdp_free_zones"] + rows["gdp_ordinary_regime"]
    assert parts.to_list() == pytest.approx(rows["gdp"].to_list())
    assert answers["costa_rica_free_zone_gdp"]["warnings"] == []
