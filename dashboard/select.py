"""Which rows did a person ask for?"""

import polars as pl
from rapidfuzz import process

from dashboard.session import Known
from data import codelist, period
from data.errors import UserError

#: Tables that may be asked for by name as metrics are.
_TABLES = ("observation", "history")
_ORDER = ("entity", "indicator", "scope", "basis", "unit", "period", "scenario")


def rows(
    known: Known,
    name: str,
    entity: str | None = None,
    indicator: str | None = None,
    period: str | None = None,
    scenario: str | None = None,
) -> pl.DataFrame:
    """The rows of a metric or table, narrowed. Raises UserError for a name, entity, indicator or period unknown."""
    found = known.table(name) if name in _TABLES else known.metric(name)
    wanted = {
        "entity": entity and entity_code(known, entity),
        "indicator": indicator and _known_id("indicator", indicator),
        "period": period and _period(period),
        "scenario": scenario and _known_id("scenario", scenario),
    }
    for column, value in wanted.items():
        if value:
            found = found.filter(pl.col(column) == value)
    # Engines give rows in any order: what the key leaves equal is put in order by the rest.
    first = [column for column in _ORDER if column in found.columns]
    return found.sort([*first, *(column for column in found.columns if column not in first)], maintain_order=True)


def entity_code(known: Known, text: str) -> str:
    """The code of an entity named by its code or by its exact name; UserError with the nearest ones otherwise."""
    entities = known.table("entity")
    matches = entities.filter(pl.any_horizontal(pl.col("code", "name_en", "name_ru") == text))["code"].to_list()
    if len(matches) == 1:
        return str(matches[0])
    names = [*entities["code"], *entities["name_en"].drop_nulls(), *entities["name_ru"].drop_nulls()]
    nearest = [name for name, _, _ in process.extract(text, names, limit=3)]
    raise UserError(
        "There is no entity {found}. Nearest: {nearest}.", found=repr(text), nearest="; ".join(nearest) or "none loaded"
    )


def passports() -> pl.DataFrame:
    """One row per metric: what it says, in which unit, which way is better, from what it is computed."""
    from metrics import registry

    return pl.DataFrame(
        [
            {
                "id": metric.id,
                "title_en": metric.title["en"],
                "title_ru": metric.title["ru"],
                "unit": metric.unit,
                "better": metric.better,
                "inputs": ", ".join(metric.inputs),
                "reference": metric.reference,
            }
            for metric in registry.METRICS.values()
        ]
    )


def _known_id(name: str, text: str) -> str:
    if text in codelist.ids(name):
        return text
    nearest = [found for found, _, _ in process.extract(text, codelist.ids(name), limit=3)]
    raise UserError(
        "There is no {codelist} {found}. Nearest: {nearest}.",
        codelist=name,
        found=repr(text),
        nearest=", ".join(nearest),
    )


def _period(text: str) -> str:
    return period.parse(text).text
