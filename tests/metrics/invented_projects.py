"""Invented projects, members and peers: what the metrics of the pipeline and of structure are tried on."""

import random

#: Projects by zone: enough decided ones in ZONE-1 to observe a probability, few in ZONE-2.
_OF = {"ZONE-1": 40, "ZONE-2": 6}
_WAY = ("application", "agreement", "construction", "commissioned", "production")
_DATES = ("{}-{:02d}-{:02d}", "{}-{:02d}-{:02d}", "{}-{:02d}-{:02d}", "{}-{:02d}", "{}")

MEMBERSHIP = """
    R-1 | ZONE-6 | member | | | true
    R-2 | ZONE-6 | member | | | true
    R-3 | ZONE-6 | member | | | true
    R-4 | ZONE-7 | member | | | true
    R-5 | ZONE-7 | member | | | true
"""

ENTITY = """
    R-1 | organisation | optics
    R-2 | organisation | optics
    R-3 | organisation | software
    R-4 | organisation | optics
    R-5 | organisation | software
"""

FIGURES = tuple(
    f"{entity} | {indicator} | {scope} | {basis} | {scenario} | {period} | {unit} | {value} | A | PRESS | 2017-02"
    for entity, indicator, scope, basis, scenario, period, unit, value in (
        ("R-1", "jobs", "all", "stock", "actual", "2016", "JOB", 50),
        ("R-2", "jobs", "all", "stock", "actual", "2016", "JOB", ">20"),
        ("R-3", "jobs", "all", "stock", "actual", "2016", "JOB", 30),
        ("R-4", "jobs", "all", "stock", "actual", "2016", "JOB", 5),
        ("R-5", "jobs", "all", "stock", "actual", "2016", "JOB", 95),
        ("R-1", "jobs", "all", "stock", "commitment", "2016", "JOB", 80),
        ("R-2", "jobs", "all", "stock", "commitment", "2015", "JOB", 15),
        ("R-3", "jobs", "all", "stock", "target", "2018", "JOB", 60),
        ("R-4", "jobs", "all", "stock", "commitment", "2016", "JOB", 90),
        ("ZONE-6", "jobs", "members", "stock", "actual", "2016", "JOB", 110),
        ("ZONE-6", "jobs", "members", "stock", "target", "2017", "JOB", 190),
        ("ZONE-6", "members", "all", "stock", "actual", "2016", "COUNT", 40),
        ("ZONE-6", "members_sme", "all", "stock", "actual", "2016", "COUNT", 30),
        ("ZONE-6", "projects", "all", "cumulative", "actual", "2016", "COUNT", "~100"),
        ("ZONE-6", "rd_investment", "all", "period", "actual", "2016", "RUB", 6),
        ("ZONE-6", "revenue", "all", "period", "actual", "2016", "RUB", 300),
        ("ZONE-1", "investment", "all", "cumulative", "actual", "2013", "RUB", 300),
        ("ZONE-1", "investment", "all", "cumulative", "target", "2021", "RUB", 3000),
    )
)


def projects(seed: int) -> tuple[list[str], list[str], list[str]]:
    """Lines of `stage` (project | stage | entered | left), of membership, and of figures about the projects."""
    draw = random.Random(seed)
    names = [(zone, f"P-{zone[-1]}-{number}") for zone, count in _OF.items() for number in range(count)]
    stages = [line for _, name in names for line in _moves(draw, name)]
    members = [*MEMBERSHIP.strip().splitlines(), *(f"{name} | {zone} | project | | | true" for zone, name in names)]
    figures = [line for _, name in names[::-1] for line in _promises(draw, name)]
    return stages, members, figures


def _moves(draw: random.Random, name: str) -> list[str]:
    month = 2010 * 12 + draw.randint(0, 60)
    lines = []
    way = [*_WAY[: draw.randint(1, 5)]]
    if draw.random() < 0.3:
        way = [*way[:3], draw.choice(("rejected", "withdrawn"))]
    for stage in way:
        day = draw.choice(_DATES).format(month // 12, month % 12 + 1, draw.randint(1, 28))
        lines.append(f"{name} | {stage} | {day} |")
        month += draw.randint(1, 14)
    return lines


def _promises(draw: random.Random, name: str) -> list[str]:
    """An amount, one that is only a bound, one in another currency, or none."""
    if draw.random() < 0.2:
        return []
    scenario, unit = draw.choice(("commitment", "commitment", "target", "forecast")), draw.choice(("RUB", "RUB", "USD"))
    due, value = draw.choice(("2015", "2018-06", "2024")), draw.choice(("{}", "{}", ">{}", "~{}", "10..{}"))
    said = [("investment", scenario, due, unit, value.format(draw.randint(20, 900)))]
    said += [("investment", "actual", "2016", unit, "15")] * (draw.random() < 0.3)
    said += [("jobs_created", scenario, due, "JOB", "7")]
    return [
        f"{name} | {indicator} | all | cumulative | {kind} | {period} | {unit} | {value} | A | PRESS | 2014-02"
        for indicator, kind, period, unit, value in said
    ]
