"""What are metrics measured on, beside the reports? Plans, obligations and projects, brought by one load more.

Of the residents one for every 250 observations has, for investment and jobs, the sum since the beginning at the end of
each of six years and a target for each of these and for 2028, some lowered later, a few disputed, and an
obligation under an agreement. Zones have the same, to 2030. 5,000 projects have an amount each, and go through the stages.
"""

import numpy as np
import polars as pl

from data.batch import Batch
from data.codelist import codes
from tests.bench import panel

PROJECTS, TODAY = 5_000, 2026
_YEARS = range(2020, 2026)
_WAY = ("application", "agreement", "construction", "commissioned", "production")
_SAID = {"basis": "cumulative", "comparator": "=", "status": "A", "source": "PLAN"}
_PLANNED = {"investment": "RUB", "jobs_created": "JOB"}


def batch(rows: int) -> Batch:
    """The load that comes after the reports."""
    generator = np.random.default_rng(panel.SEED + 2)
    residents = panel.residents().head(rows // 250)
    zones = panel.zones()
    projects = panel.codes("P", np.arange(PROJECTS))
    figures = [
        *_grown(generator, residents, 2028),
        *(each.with_columns(scope=pl.lit("residents")) for each in _grown(generator, zones, 2030)),
        _figures(residents, "investment", "commitment", 2025, generator.lognormal(17, 1, len(residents))),
        _figures(projects, "investment", "commitment", 2029, generator.lognormal(18, 1, PROJECTS)),
    ]
    told = {"published": ["2024-01", "2026-03"], "publisher": ["Office", "Press"], "kind": ["form", "press"]}
    sources = pl.DataFrame({"code": ["LATER", "PRESS"], **told})
    frames = {
        "source": panel.fitted("source", sources.with_columns(title="code")),
        "entity": panel.entities("project", projects),
        "membership": _membership(generator, projects, zones),
        "agreement": _agreements(residents),
        "stage": _stages(generator, projects),
        "observation": pl.concat(figures),
    }
    return panel.batch("plans.csv", frames)


def _grown(generator: np.random.Generator, entities: pl.Series, last: int) -> list[pl.DataFrame]:
    """Sums to date and targets of each year, and a far one, first higher and then lowered for one in ten."""
    found = []
    for indicator in _PLANNED:
        sums = np.cumsum(generator.lognormal(16, 1, (len(_YEARS), len(entities))), axis=0)
        for place, year in enumerate(_YEARS):
            drift = generator.lognormal(0.1, 0.2, len(entities))
            found.append(_figures(entities, indicator, "actual", year, sums[place]))
            found.append(_figures(entities, indicator, "target", year, sums[place] * drift))
        far = sums[-1] * 1.6
        found.append(_figures(entities, indicator, "target", last, far))
        lowered = _figures(entities, indicator, "target", last, far * 0.9).with_columns(source=pl.lit("LATER"))
        disputed = _figures(entities, indicator, "actual", _YEARS[-1], sums[-1] * 1.1).with_columns(
            source=pl.lit("PRESS")
        )
        found += [lowered.gather_every(10), disputed.gather_every(50)]
    return found


def _figures(entities: pl.Series, indicator: str, scenario: str, year: int, value: np.ndarray) -> pl.DataFrame:
    told = pl.DataFrame({"entity": entities, "value": np.floor(value)}).with_columns(
        pl.col("value").alias(name) for name in ("lower", "upper")
    )
    said = _SAID | {
        "scope": "all",
        "indicator": indicator,
        "unit": _PLANNED[indicator],
        "scenario": scenario,
        "period": str(year),
    }
    months = {"start_month": pl.lit(year * 12), "end_month": pl.lit(year * 12 + 11)}
    return panel.fitted(
        "observation", told.with_columns(**months, **{name: pl.lit(each) for name, each in said.items()})
    )


def _membership(generator: np.random.Generator, projects: pl.Series, zones: pl.Series) -> pl.DataFrame:
    of = zones.gather(generator.integers(0, len(zones), len(projects)))
    rows = pl.DataFrame({"member": projects, "of": of})
    return panel.fitted("membership", rows.with_columns(role=pl.lit("project"), counted=pl.lit(True)))


def _agreements(residents: pl.Series) -> pl.DataFrame:
    rows = pl.DataFrame({"code": "A-" + residents, "party_a": residents}).with_columns(
        kind=pl.lit("agreement"), signed=pl.lit("2019-05-14"), due=pl.lit("2025"), source=pl.lit("PLAN")
    )
    return panel.fitted("agreement", rows)


def _stages(generator: np.random.Generator, projects: pl.Series) -> pl.DataFrame:
    """Each project's way through the stages, as far as it came; three in ten were turned away."""
    assert set(_WAY) <= set(codes("stage")["id"])
    came, begun = generator.integers(1, 6, len(projects)), generator.integers(2012 * 12, 2022 * 12, len(projects))
    turned = generator.random(len(projects)) < 0.3
    lines = []
    for project, steps, month, is_turned in zip(projects, came.tolist(), begun.tolist(), turned.tolist(), strict=True):
        way = [*_WAY[: min(steps, 3)], "rejected"] if is_turned else _WAY[:steps]
        starts = month + 7 * np.arange(len(way) + 1)
        days = [f"{start // 12}-{start % 12 + 1:02d}-15" for start in starts.tolist()]
        lines += zip([project] * len(way), way, days, [*days[1 : len(way)], None], strict=False)
    rows = pl.DataFrame(lines, schema=["project", "stage", "entered", "left"], orient="row")
    return panel.fitted("stage", rows.with_columns(source=pl.lit("PLAN")))
