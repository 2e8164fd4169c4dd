"""Invented figures with everything that goes wrong in real ones: gaps, bounds, doubts, several publishers, spans."""

import random
from collections.abc import Callable
from functools import cache

import polars as pl

from metrics.registry import run
from tests.metrics import invented_projects
from tests.metrics.conftest import tables

_BASES = {"investment": ("period", "ytd", "cumulative"), "jobs": ("stock",), "vacancies": ("stock",)}
_BASES |= {"area_ha": ("stock",), "score": ("period", "cumulative"), "unheard_of": ("period",)}
_PERIODS = (
    "2015",
    "2016",
    "2017",
    "2016-Q4",
    "2017-Q2",
    "2016-12",
    "2017-12",
    "2017-03",
    "2015/2017",
    "2015-04/2016-03",
)
_UNITS = {"investment": ("RUB", "RUB", "USD")}
_CELLS = ("{}", "{}", "{}", "{}", ">{}", ">={}", "<{}", "<={}", "~{}", "", "{}..", "..{}")

Tables = Callable[[str], pl.LazyFrame]


@cache
def known(seed: int, rows: int = 400) -> Tables:
    """The tables of a snapshot, the same for the same seed."""
    draw = random.Random(seed)
    lines = ["entity | indicator | scope | basis | scenario | period | unit | value | status | publisher | published"]
    told: set[tuple[str, ...]] = set()
    for row in (_row(draw) for _ in range(rows)):
        key = (*row[:7], row[9])
        if key not in told:
            told.add(key)
            lines.append(" | ".join(row))
    stages, members, figures = invented_projects.projects(seed)
    return tables(
        "\n".join([*lines, *_SURE, *invented_projects.FIGURES, *figures]),
        "2017-06",
        membership="\n".join([MEMBERSHIP.rstrip(), *members]),
        entity=ENTITY,
        rate=_RATE,
        stage="\n".join(["project | stage | entered | left", *stages]),
    )


#: Where tables name entities.
_NAMES = {
    "observation": ("entity",),
    "history": ("entity",),
    "entity": ("code",),
    "membership": ("member", "of"),
    "stage": ("project",),
}


def side_by_side(*seeds: int) -> Tables:
    """The tables of several seeds as those of one snapshot: the entities of each have names of their own.

    An engine plans what it computes for longer than it computes it over so few rows.
    """

    def table(name: str) -> pl.LazyFrame:
        if name not in _NAMES:
            return known(seeds[0])(name)
        return pl.concat(known(seed)(name).with_columns(pl.col(_NAMES[name]) + f" {seed}") for seed in seeds)

    return table


@cache
def answer(name: str, seed: int) -> pl.DataFrame:
    """What a metric gives over these tables on Polars; computed once, for those too that are computed from it."""
    found: pl.DataFrame = run(name, known(seed), lambda other: answer(other, seed)).collect()
    return found


def _row(draw: random.Random) -> tuple[str, ...]:
    indicator = draw.choice(list(_BASES))
    return (
        f"ZONE-{draw.randint(1, 4)}",
        indicator,
        draw.choice(("residents", "residents", "all")),
        draw.choice(_BASES[indicator]),
        draw.choice(("actual", "actual", "target", "target", "commitment")),
        draw.choice(_PERIODS),
        draw.choice(_UNITS.get(indicator, ("COUNT",))),
        _cell(draw),
        draw.choice("AAAAAPU"),
        draw.choice(("MINISTRY", "PRESS", "ZONE")),
        draw.choice(("2015-03", "2016-01", "2017-02", "")),
    )


def _cell(draw: random.Random) -> str:
    number = draw.choice((0, draw.randint(-5, 20), draw.randint(90, 110), draw.randint(0, 1000)))
    cell = draw.choice(_CELLS).format(number)
    return f"{number}..{number + draw.randint(0, 30)}" if draw.random() < 0.05 else cell


#: What chance does not bring often: a year to date above its year, a year above the growth, a plan with points.
_SURE = (
    "ZONE-5 | investment | all | ytd        | actual | 2016-Q4 | RUB | 70  | A | PRESS | 2017-02",
    "ZONE-5 | investment | all | period     | actual | 2016    | RUB | 60  | A | PRESS | 2017-02",
    "ZONE-5 | investment | all | cumulative | actual | 2015    | RUB | 100 | A | PRESS | 2017-02",
    "ZONE-5 | investment | all | cumulative | actual | 2016    | RUB | 150 | A | PRESS | 2017-02",
    "ZONE-5 | investment | all | cumulative | target | 2015    | RUB | 100 | A | PRESS | 2017-02",
    "ZONE-5 | investment | all | cumulative | target | 2018    | RUB | 250 | A | PRESS | 2017-02",
    "ZONE-5 | investment | all | cumulative | target | 2019    | RUB | 250 | A | PRESS | 2017-02",
    "ZONE-5 | investment | all | cumulative | target | 2019    | RUB | 400 | A | PRESS | 2014-02",
    "ZONE-6 | jobs       | all | stock      | actual | 2016    | JOB | 99  | A | PRESS | 2017-02",
    "ZONE-6 | jobs       | all | stock      | target | 2016-12 | JOB | 98  | A | PRESS | 2017-02",
    "ZONE-6 | jobs       | all | stock      | target | 2018    | JOB | 120 | A | PRESS | 2017-02",
    "ZONE-7 | jobs       | all | stock      | actual | 2016    | JOB | 200 | A | PRESS | 2017-02",
    "ZONE-7 | jobs       | all | stock      | target | 2016    | JOB | 98  | A | PRESS | 2017-02",
    "ZONE-7 | jobs       | all | stock      | target | 2018    | JOB | 520 | A | PRESS | 2017-02",
    *(
        f"ZONE-8 | {indicator} | all | stock | {scenario} | {period} | COUNT | {value} | A | PRESS | 2013-02"
        for indicator, last in (("jobs", 400), ("vacancies", 90))
        for scenario, period, value in (
            ("baseline", "2009", 110),
            ("actual", "2012", 100),
            ("actual", "2013", 123),
            ("actual", "2014", 140),
            ("actual", "2015-12", 171),
            ("actual", "2015", 170),
            ("actual", "2016-Q2", 169),
            ("target", "2014", 150),
            ("target", "2019", last),
        )
    ),
    *(
        f"{zone} | {indicator} | all | {basis} | {scenario} | {period} | {unit} | {value} | A | PRESS | 2013-02"
        for zone, indicator, basis, scenario, period, unit, value in (
            ("ZONE-2", "investment", "cumulative", "commitment", "2015-06", "RUB", 90),
            ("ZONE-2", "investment", "cumulative", "actual", "2015-09", "RUB", 91),
            ("ZONE-3", "investment", "cumulative", "commitment", "2016-03", "RUB", 300),
            ("ZONE-3", "investment", "cumulative", "actual", "2016-04", "RUB", 120),
            ("ZONE-3", "public_aid", "cumulative", "actual", "2016", "RUB", 10),
            *(
                (zone, "tax_relief", "period", "actual", period, "RUB", value)
                for zone in ("ZONE-2", "ZONE-3", "ZONE-9")
                for period, value in (("2014", ">4"), ("2015", 5), ("2016", 6))
            ),
            ("ZONE-9", "payments_in_lieu", "period", "actual", "2016", "RUB", 9),
            ("ZONE-9", "value_added", "period", "actual", "2015", "RUB", 50),
            ("ZONE-9", "value_added", "period", "actual", "2016", "RUB", 80),
            ("ZONE-9", "value_added", "cumulative", "actual", "2016", "RUB", "~300"),
            ("ZONE-9", "investment", "cumulative", "actual", "2016", "RUB", ">600"),
            ("ZONE-9", "jobs_created", "cumulative", "actual", "2016", "JOB", 30),
            ("ZONE-9", "taxes_paid", "cumulative", "actual", "2016", "RUB", 70),
            ("ZONE-9", "customs_paid", "cumulative", "actual", "2016", "RUB", 20),
            ("ZONE-9", "revenue", "period", "actual", "2016", "RUB", 220),
            ("ZONE-9", "budget_infrastructure", "cumulative", "actual", "2016", "RUB", 150),
            ("ZONE-9", "budget_infrastructure_federal", "cumulative", "actual", "2016", "RUB", 100),
            ("ZONE-9", "jobs", "stock", "baseline", "2013", "JOB", 12),
            ("ZONE-9", "jobs", "stock", "actual", "2016", "JOB", 40),
            ("ZONE-9", "area_ha", "stock", "actual", "2016", "HA", 50),
            ("ZONE-9", "area_useful_ha", "stock", "actual", "2016", "HA", 40),
            ("ZONE-9", "area_leased_ha", "stock", "actual", "2016", "HA", 20),
            ("ZONE-9", "area_owned_ha", "stock", "actual", "2016", "HA", 5),
        )
    ),
)

ENTITY = """
    code   | kind         | sector
    ZONE-1 | zone         |
    ZONE-2 | organisation | optics
    ZONE-3 | organisation | software
    ZONE-4 | group        |
""" + invented_projects.ENTITY.lstrip("\n")

MEMBERSHIP = """
    member | of     | role     | from    | to      | counted
    ZONE-1 | ALL    | zone     |         |         | true
    ZONE-2 | ALL    | zone     | 2016-07 |         | true
    ZONE-2 | ALL    | zone     |         | 2015    | true
    ZONE-2 | ZONE-1 | resident | 2016    |         | true
    ZONE-3 | ZONE-1 | resident |         | 2016-10 | true
    ZONE-3 | ZONE-1 | tenant   | 2017    | 2017-02 | true
    ZONE-3 | ALL    | zone     |         |         | false
    ZONE-4 | ALL    | zone     |         |         | true
"""

_RATE = """
    currency_base | currency_quote | period  | kind    | rate | source
    USD           | RUB            | 2015    | average | 60   | BANK
    USD           | RUB            | 2016    | average | 61   | BANK
    USD           | RUB            | 2016    | average | 90   | OFFICE
    USD           | RUB            | 2015-Q1 | average | 62   | BANK
    USD           | RUB            | 2016-Q1 | average | 70   | BANK
    USD           | RUB            | 2017-Q1 | average | 58   | BANK
    USD           | RUB            | 2016    | end     | 59   | BANK
"""
