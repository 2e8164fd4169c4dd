"""What would twelve years of one zone look like? An invented panel, so that every page has something to show.

Every number, name and date here is made up by a program from a seed: the zone, its residents, its projects and its
newspaper are nobody's. Sizes are only meant to be of a plausible order. Every code begins with `INV-`, every name says
"(invented)", every source is of kind `synthetic`, and nothing of it belongs to anything real.

It is as uneven as what people report: quarters that nobody sent or that hold no figure, reports that came two years
late, restatements, a newspaper that disagrees, a plan that was lowered, a resident who left.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from data import panel_figures as figures
from data import panel_members as members
from data import panel_projects
from data.panel_members import PREFIX, ZONE

__all__ = ["PREFIX", "ZONE", "File", "files"]


#: Whose methods and whose price level the invented zone is under.
_COUNTRY = "RUS"


@dataclass(frozen=True)
class File:
    """One native file of the panel: which form it has, and whether its load is a mistake that is taken back."""

    name: str
    form: str
    data: bytes
    is_mistake: bool = False


def files(seed: int) -> list[File]:
    """The panel as native CSV files, in the order in which one names another; one seed gives the same bytes always."""
    rng = np.random.default_rng(seed)
    residents = members.residents(rng)
    quarters = figures.quarters(residents, rng)
    projects = panel_projects.Projects.of(residents, rng)
    told = figures.observations(residents, quarters, rng)
    observations = pl.concat([told, figures.shaped(projects.commitments())])
    entities = pl.concat([members.entities(residents), projects.entities()])
    tables = {
        "sources": members.sources(),
        "entities": entities.with_columns(country=pl.lit(_COUNTRY)),
        "membership": pl.concat([members.membership(residents), projects.membership(ZONE)]),
        "observations": observations,
        "agreements": pl.concat([members.agreements(residents), projects.agreements(ZONE)]),
        "stages": projects.stages(),
    }
    whole = [File(f"panel-{seed}-{form}.csv", form, _csv(rows)) for form, rows in tables.items()]
    mistake = _csv(figures.mistake(observations))
    return [*whole, File(f"panel-{seed}-wrong-unit.csv", "observations", mistake, is_mistake=True)]


def _csv(rows: pl.DataFrame) -> bytes:
    return rows.write_csv(float_precision=1, float_scientific=False).encode()
