"""Which native files are there, what do their columns hold, and which may not be missing?"""

from collections.abc import Mapping
from dataclasses import dataclass

from loaders import observations
from loaders.text import fields
from loaders.text.fields import Field


@dataclass(frozen=True)
class Form:
    """One native file: the table it fills, how its columns are read, which may not be missing, what stands for an
    empty cell."""

    table: str
    columns: Mapping[str, Field]
    required: frozenset[str]
    defaults: Mapping[str, object]


def _form(table: str, required: str, defaults: dict[str, object] | None = None, **columns: Field) -> Form:
    return Form(table, columns, frozenset(required.split()), defaults or {})


_OBSERVATION: dict[str, Field] = {**dict.fromkeys(observations.COLUMNS, fields.text), "entity": fields.entity}
FORMS: dict[str, Form] = {
    "sources": _form(
        "source",
        "code title",
        code=fields.code,
        title=fields.text,
        publisher=fields.text,
        published=fields.date,
        url=fields.address,
        language=fields.language,
        kind=fields.one_of("source_kind"),
    ),
    "entities": _form(
        "entity",
        "code kind name_en",
        code=fields.code,
        kind=fields.one_of("entity_kind"),
        name_en=fields.text,
        name_ru=fields.text,
        part_of=fields.entity,
        country=fields.country,
        region=fields.text,
        sector=fields.text,
        founded=fields.date,
        note=fields.text,
    ),
    "observations": Form("observation", _OBSERVATION, frozenset((*observations.REQUIRED, "value")), {}),
    "membership": _form(
        "membership",
        "member of role",
        {"counted": True},
        member=fields.entity,
        of=fields.entity,
        role=fields.one_of("role"),
        **{"from": fields.date},
        to=fields.date,
        counted=fields.flag,
        note=fields.text,
    ),
    "agreements": _form(
        "agreement",
        "code kind",
        code=fields.code,
        kind=fields.text,
        signed=fields.date,
        party_a=fields.text,
        party_b=fields.text,
        subject_en=fields.text,
        subject_ru=fields.text,
        amount=fields.number,
        comparator=fields.one_of("comparator"),
        currency=fields.currency,
        due=fields.date,
        source=fields.source,
    ),
    "measures": _form(
        "measure",
        "code entity kind name_en",
        code=fields.code,
        entity=fields.entity,
        kind=fields.text,
        name_en=fields.text,
        name_ru=fields.text,
        source=fields.source,
    ),
    "formation_rules": _form(
        "formation_rule",
        "rule comparator value",
        rule=fields.text,
        comparator=fields.one_of("comparator"),
        value=fields.number,
        meaning_en=fields.text,
        meaning_ru=fields.text,
        source=fields.source,
    ),
    "fx_rates": _form(
        "rate",
        "currency_base currency_quote period kind rate",
        currency_base=fields.currency,
        currency_quote=fields.currency,
        period=fields.month,
        kind=fields.text,
        rate=fields.number,
        source=fields.text,
    ),
    "deflator": _form(
        "deflator",
        "country year index kind",
        country=fields.country,
        year=fields.year,
        index=fields.number,
        kind=fields.text,
        source=fields.text,
    ),
    "stages": _form(
        "stage",
        "project stage entered",
        project=fields.entity,
        stage=fields.one_of("stage"),
        entered=fields.date,
        left=fields.date,
        source=fields.source,
    ),
    "aliases": _form(
        "alias",
        "spelling entity",
        {"kind": "name"},
        spelling=fields.text,
        kind=fields.one_of("alias_kind"),
        entity=fields.entity,
        note=fields.text,
    ),
}
