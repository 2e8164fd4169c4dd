"""What do the invented zone, its residents and its newspaper tell? See `data/panel.py`: nobody's, every figure."""

import numpy as np
import polars as pl

from data.panel_members import FIRST, QUARTERS, RESIDENTS, YEARS, ZONE, quarter_text

_LAST_PLANNED = FIRST + YEARS + 2
_LOWERED_IN = 2019
#: Indicator → unit, basis, and the name of the column of quarterly figures.
_REPORTED = {
    "investment": ("RUB", "period"),
    "jobs_created": ("JOB", "period"),
    "jobs": ("JOB", "stock"),
    "revenue": ("RUB", "period"),
    "taxes_paid": ("RUB", "period"),
    "tax_relief": ("RUB", "period"),
}
#: What the zone also tells since the beginning, and whose money built it.
_SINCE = {
    "investment": ("RUB", "cumulative"),
    "jobs_created": ("JOB", "cumulative"),
    "taxes_paid": ("RUB", "cumulative"),
}
_PUBLIC_MONEY = ("budget_infrastructure", "budget_infrastructure_federal")
_SAID = ("entity", "indicator", "scope", "basis", "scenario", "period")
_OBSERVATION = (*_SAID, "comparator", "value", "unit", "status", "source", "note")


def observations(residents: pl.DataFrame, quarters: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Everything told but of projects: reports, years, promises, the zone's own figures, its plan."""
    return pl.concat(
        [_reports(quarters, rng), _yearly(quarters), _promised(residents), _zone(quarters, rng), _plan(residents)]
    )


def quarters(residents: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """What happened, reported or not: a row for each resident and quarter it was there."""
    grid = residents.join(pl.DataFrame({"quarter": np.arange(QUARTERS)}), how="cross")
    grid = grid.filter(pl.col("quarter").is_between(pl.col("entry"), pl.col("last")))
    noise = {name: rng.uniform(0.75, 1.25, grid.height) for name in ("n_money", "n_jobs", "n_revenue")}
    age = pl.col("quarter") - pl.col("entry")
    pace = (age + 1) * (-(age + 1) / 5).exp() / 25 * pl.col("zeal")
    grid = grid.with_columns(**{name: pl.Series(values) for name, values in noise.items()}).with_columns(
        investment=(pl.col("total") * pace * pl.col("n_money")).pipe(_to, 1e3),
        jobs_created=(pl.col("staff") * pace * pl.col("n_jobs")).round(),
    )
    built = pl.col("investment").cum_sum().over("code")
    grid = grid.with_columns(
        jobs=(pl.col("jobs_created").cum_sum().over("code") * 0.97).floor(),
        revenue=(built * 0.11 * (1 - (-age / 8).exp()) * pl.col("n_revenue")).pipe(_to, 1e3),
    )
    return grid.with_columns(
        taxes_paid=(pl.col("revenue") * 0.13).pipe(_to, 1e3),
        tax_relief=(pl.col("revenue") * 0.05).pipe(_to, 1e3),
        period=quarter_text(),
        in_year=FIRST + pl.col("quarter") // 4,
    )


def _to(number: pl.Expr, step: float) -> pl.Expr:
    return (number / step).round() * step


def shaped(rows: pl.DataFrame) -> pl.DataFrame:
    """Observations with all their columns; what is not said is usual."""
    usual = {"scope": "all", "scenario": "actual", "comparator": "=", "status": "A", "note": None}
    missing = [pl.lit(value, pl.String).alias(name) for name, value in usual.items() if name not in rows.columns]
    return rows.with_columns(missing).select(pl.col(_OBSERVATION)).with_columns(pl.col("value").cast(pl.Float64))


def _long(rows: pl.DataFrame, index: list[str], indicators: dict[str, tuple[str, str]]) -> pl.DataFrame:
    """A column for each indicator as a row for each figure, with its unit and basis."""
    meaning = [(name, unit, basis) for name, (unit, basis) in indicators.items()]
    described = pl.DataFrame(meaning, schema=["indicator", "unit", "basis"], orient="row")
    told = rows.unpivot(list(indicators), index=index, variable_name="indicator", value_name="value")
    return told.join(described, on="indicator", maintain_order="left")


def _reports(quarters: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """The quarterly reports: some never came, some hold nothing, some came late, some were restated."""
    told = _long(quarters.rename({"code": "entity"}), ["entity", "period", "in_year"], _REPORTED)
    chance, other = (pl.Series(rng.random(told.height)) for _ in range(2))
    told = told.with_columns(chance=chance, other=other).filter(pl.col("chance") > 0.03)
    is_empty, is_late = pl.col("chance") < 0.05, pl.col("chance").is_between(0.05, 0.09) & (pl.col("in_year") < 2024)
    first = told.with_columns(
        value=pl.when(~is_empty).then("value"),
        status=pl.when(is_empty)
        .then(pl.lit("O"))
        .when(pl.col("in_year") == 2025)
        .then(pl.lit("P"))
        .otherwise(pl.lit("A")),
        source=pl.when(is_late)
        .then(pl.format("INV-LATE-{}", "in_year"))
        .otherwise(pl.format("INV-REPORT-{}", "period")),
    )
    restated = told.filter(pl.col("in_year").is_in([2018, 2021]), pl.col("other") < 0.05, ~is_empty).with_columns(
        value=(pl.col("value") * (0.8 + 5 * pl.col("other"))).round(),
        source=pl.format("INV-RESTATED-{}", "in_year"),
        note=pl.lit("restated after an audit (invented)"),
    )
    return pl.concat([shaped(first), shaped(restated)])


def _yearly(quarters: pl.DataFrame) -> pl.DataFrame:
    """What each resident had done since it came, told at the end of each year."""
    cumulative = {"investment": ("RUB", "cumulative"), "jobs_created": ("JOB", "cumulative")}
    since = quarters.with_columns(pl.col(*cumulative).cum_sum().over("code")).filter(pl.col("quarter") % 4 == 3)
    since = since.select(*cumulative, entity="code", period=pl.col("in_year").cast(pl.String))
    told = _long(since, ["entity", "period"], cumulative)
    return shaped(told.with_columns(source=pl.format("INV-REPORT-{}-Q4", "period")))


def _promised(residents: pl.DataFrame) -> pl.DataFrame:
    """What the agreements bind each resident to: the period is when it falls due."""
    due = residents.join(pl.DataFrame({"after": [3, 6], "part": [0.6, 1.0]}), how="cross").select(
        entity="code",
        period=(pl.col("year") + pl.col("after")).cast(pl.String),
        source=pl.format("INV-AGREEMENTS-{}", "year"),
        investment=(pl.col("total") * pl.col("part")).pipe(_to, 1e6),
        jobs_created=(pl.col("staff") * pl.col("part")).round(),
    )
    promised = {"investment": ("RUB", "cumulative"), "jobs_created": ("JOB", "cumulative")}
    told = _long(due, ["entity", "period", "source"], promised)
    return shaped(told.with_columns(scenario=pl.lit("commitment")))


def _zone(quarters: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """What the zone itself reports: since the beginning by quarter, within each year, at each year's end, its land."""
    money = ["investment", "jobs_created", "revenue", "taxes_paid", "tax_relief"]
    by_quarter = quarters.group_by("quarter", "period", "in_year").agg(pl.col(*money).sum()).sort("quarter")
    since = by_quarter.with_columns(pl.col(*_SINCE).cum_sum()).with_columns(
        period=pl.when(pl.col("quarter") % 4 == 3).then(pl.col("in_year").cast(pl.String)).otherwise("period"),
        source=pl.format("INV-REPORT-{}", "period"),
    )
    year_end = (
        quarters.filter(pl.col("quarter") % 4 == 3).group_by("in_year").agg(pl.col("jobs").sum(), residents=pl.len())
    )
    years = by_quarter.group_by("in_year").agg(pl.col(*money).sum()).join(year_end, on="in_year").sort("in_year")
    years = years.with_columns(
        period=pl.col("in_year").cast(pl.String),
        source=pl.format("INV-REPORT-{}-Q4", "in_year"),
        budget_infrastructure=pl.Series(np.round(rng.uniform(0.3e9, 1.6e9, YEARS), -6)),
        area_ha=pl.lit(420.0),
        area_useful_ha=pl.lit(300.0),
        area_leased_ha=(pl.col("residents") * 3.7).round(1),
    )
    in_year = {name: ("JOB" if name == "jobs_created" else "RUB", "period") for name in money}
    levels = {"jobs": ("JOB", "stock"), "residents": ("COUNT", "stock")}
    land = dict.fromkeys(("area_ha", "area_useful_ha", "area_leased_ha"), ("HA", "stock"))
    index = ["period", "source"]
    of_residents = [_long(since, index, _SINCE), _long(years, index, in_year | levels)]
    told = [part.with_columns(scope=pl.lit("residents")) for part in of_residents]
    told += [part.with_columns(scope=pl.lit("all")) for part in (_long(years, index, land), *_public_money(years))]
    figures = shaped(pl.concat(told).with_columns(entity=pl.lit(ZONE)))
    return pl.concat([figures, _newspaper(figures)])


def _public_money(years: pl.DataFrame) -> list[pl.DataFrame]:
    """What the budgets gave in each year and since the beginning, three fifths of it the federal one."""
    both = years.with_columns(budget_infrastructure_federal=(pl.col("budget_infrastructure") * 0.6).pipe(_to, 1e6))
    since = both.with_columns(pl.col(_PUBLIC_MONEY).cum_sum())
    bases = ((both, "period"), (since, "cumulative"))
    return [_long(rows, ["period", "source"], dict.fromkeys(_PUBLIC_MONEY, ("RUB", basis))) for rows, basis in bases]


def _newspaper(figures: pl.DataFrame) -> pl.DataFrame:
    """Another publisher tells other figures of the same thing."""
    same = pl.col("indicator").is_in(["investment", "jobs", "residents"]) & pl.col("basis").is_in(
        ["cumulative", "stock"]
    )
    return figures.filter(same, pl.col("period").is_in(["2017", "2020"])).with_columns(
        value=(pl.col("value") * 1.3).round_sig_figs(2),
        comparator=pl.lit("~"),
        status=pl.lit("E"),
        source=pl.lit("INV-NEWS-2021"),
    )


def _plan(residents: pl.DataFrame) -> pl.DataFrame:
    """The plan by year as first published, and the investment that a later publication lowered."""
    years = np.arange(FIRST, _LAST_PLANNED)
    share = 1 / (1 + np.exp(-(years - FIRST - 5.5) / 2.0))
    whole, staff = round(float(residents["total"].sum()) * 1.05, -9), float(residents["staff"].sum())
    plan = pl.DataFrame({"period": years.astype(str), "investment": np.round(whole * share, -8)}).with_columns(
        jobs=pl.Series(np.round(staff * share, -1)),
        residents=pl.Series(np.round(RESIDENTS * share)),
    )
    in_year = plan.select("period", investment=pl.col("investment").diff().fill_null(pl.col("investment").first()))
    levels = {"investment": ("RUB", "cumulative"), "jobs": ("JOB", "stock"), "residents": ("COUNT", "stock")}
    first = pl.concat([_long(plan, ["period"], levels), _long(in_year, ["period"], {"investment": ("RUB", "period")})])
    is_lowered = (pl.col("basis") == "cumulative") & (pl.col("period").cast(pl.Int32) > _LOWERED_IN)
    lowered = first.filter(is_lowered).with_columns(value=(pl.col("value") * 0.85).pipe(_to, 1e8))
    published = [
        first.with_columns(source=pl.lit("INV-PLAN-2014")),
        lowered.with_columns(source=pl.lit("INV-PLAN-2019")),
    ]
    told = pl.concat(published).with_columns(entity=pl.lit(ZONE), scope=pl.lit("residents"), scenario=pl.lit("target"))
    return shaped(told)


def mistake(observations: pl.DataFrame) -> pl.DataFrame:
    """A report sent again in thousands of roubles, as if they were roubles."""
    is_money = (pl.col("source") == "INV-REPORT-2022-Q1") & (pl.col("unit") == "RUB") & pl.col("value").is_not_null()
    return observations.filter(is_money).with_columns(value=pl.col("value") / 1000)
