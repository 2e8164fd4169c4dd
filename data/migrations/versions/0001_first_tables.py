"""The first tables.

Spelled out here, never taken from the live schema: this is what a database of this revision looks like for good.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TEXT, _NUMBER, _WHOLE = sa.String, sa.Float, sa.Integer


def upgrade() -> None:
    """Make every table."""
    op.create_table("store", _need("id", _TEXT, primary_key=True), _need("created_at", _TEXT))
    op.create_table(
        "load",
        sa.Column("id", _WHOLE, primary_key=True, autoincrement=True),
        *[_need(name, _TEXT) for name in ("name", "sha256", "loader", "loader_sha256", "recorded_at", "recorded_by")],
        sa.Column("replaces", _WHOLE, sa.ForeignKey("load.id")),
        *[_need(name, _WHOLE) for name in ("read", "accepted", "refused", "skipped")],
        *[_need(name, _TEXT) for name in ("skipped_reasons", "warnings")],
        sqlite_autoincrement=True,
    )
    op.create_index("ix_load_sha256", "load", ["sha256"])
    op.create_table(
        "event",
        sa.Column("id", _WHOLE, primary_key=True, autoincrement=True),
        _need("kind", _TEXT),
        sa.Column("load", _WHOLE, sa.ForeignKey("load.id"), nullable=False),
        *[_need(name, _TEXT) for name in ("at", "by")],
        sa.Column("note", _TEXT),
        sqlite_autoincrement=True,
    )
    _facts(
        "observation",
        *[_need(name, _TEXT) for name in ("entity", "indicator", "scope", "basis", "scenario", "period")],
        *[_need(name, _WHOLE) for name in ("start_month", "end_month")],
        _may("comparator", _TEXT),
        *[_may(name, _NUMBER) for name in ("value", "lower", "upper")],
        *[_need(name, _TEXT) for name in ("unit", "status", "source")],
        *[_may(name, _TEXT) for name in ("locator", "note")],
    )
    _facts(
        "entity",
        *[_need(name, _TEXT) for name in ("code", "kind", "name_en")],
        *[_may(name, _TEXT) for name in ("name_ru", "part_of", "country", "region", "sector", "founded", "note")],
    )
    _facts(
        "source",
        *[_need(name, _TEXT) for name in ("code", "title")],
        *[_may(name, _TEXT) for name in ("publisher", "published", "url", "language", "kind")],
    )
    _facts(
        "membership",
        *[_need(name, _TEXT) for name in ("member", "of", "role")],
        *[_may(name, _TEXT) for name in ("from", "to")],
        _need("counted", sa.Boolean),
        _may("note", _TEXT),
    )
    _facts(
        "agreement",
        *[_need(name, _TEXT) for name in ("code", "kind")],
        *[_may(name, _TEXT) for name in ("signed", "party_a", "party_b", "subject_en", "subject_ru")],
        _may("amount", _NUMBER),
        *[_may(name, _TEXT) for name in ("comparator", "currency", "due", "source")],
    )
    _facts(
        "measure",
        *[_need(name, _TEXT) for name in ("code", "entity", "kind", "name_en")],
        *[_may(name, _TEXT) for name in ("name_ru", "source")],
    )
    _facts(
        "formation_rule",
        *[_need(name, _TEXT) for name in ("rule", "comparator")],
        _need("value", _NUMBER),
        *[_may(name, _TEXT) for name in ("meaning_en", "meaning_ru", "source")],
    )
    _facts(
        "rate",
        *[_need(name, _TEXT) for name in ("currency_base", "currency_quote", "period")],
        *[_need(name, _WHOLE) for name in ("start_month", "end_month")],
        _need("kind", _TEXT),
        _need("rate", _NUMBER),
        _may("source", _TEXT),
    )
    _facts(
        "deflator",
        _need("country", _TEXT),
        _need("year", _WHOLE),
        _need("index", _NUMBER),
        _need("kind", _TEXT),
        _may("source", _TEXT),
    )


def _facts(name: str, *columns: sa.Column) -> None:  # type: ignore[type-arg]
    load = sa.Column("load", _WHOLE, sa.ForeignKey("load.id"), nullable=False)
    op.create_table(name, load, _need("source_row", _TEXT), *columns)
    op.create_index(f"ix_{name}_load", name, ["load"])


def _need(name: str, kind: type, primary_key: bool = False) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, kind, primary_key=primary_key, nullable=False)


def _may(name: str, kind: type) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, kind)
