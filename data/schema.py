"""Which tables hold the truth, and which columns does a loader deliver?"""

import polars as pl
from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table

METADATA = MetaData()
_OF_THE_STORE = ("load", "ordinal")

STORE = Table(
    "store",
    METADATA,
    Column("id", String, primary_key=True),
    Column("created_at", String, nullable=False),
)

LOAD = Table(
    "load",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String, nullable=False),
    Column("sha256", String, nullable=False, index=True),
    Column("loader", String, nullable=False),
    Column("loader_sha256", String, nullable=False),
    Column("recorded_at", String, nullable=False),
    Column("recorded_by", String, nullable=False),
    Column("replaces", Integer, ForeignKey("load.id")),
    Column("read", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("skipped", Integer, nullable=False),
    Column("skipped_reasons", String, nullable=False),
    Column("warnings", String, nullable=False),
    sqlite_autoincrement=True,
)

EVENT = Table(
    "event",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),
    Column("load", Integer, ForeignKey("load.id"), nullable=False),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("note", String),
    sqlite_autoincrement=True,
)


def _facts(name: str, *columns: Column) -> Table:  # type: ignore[type-arg]
    """A table of what loads bring: every row knows its load, its place in it, and its row in the file."""
    return Table(
        name,
        METADATA,
        Column("load", Integer, ForeignKey("load.id"), nullable=False),
        Column("source_row", String, nullable=False),
        *columns,
        # Without it PostgreSQL gives rows back in any order, and of two rows about one thing the later one counts.
        Column("ordinal", Integer, nullable=False),
        Index(f"ix_{name}_load", "load", "ordinal", unique=True),
    )


def _text(*names: str) -> list[Column]:  # type: ignore[type-arg]
    return [Column(name, String) for name in names]


def _required(*names: str) -> list[Column]:  # type: ignore[type-arg]
    return [Column(name, String, nullable=False) for name in names]


def _months() -> list[Column]:  # type: ignore[type-arg]
    return [Column("start_month", Integer, nullable=False), Column("end_month", Integer, nullable=False)]


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _facts(
            "observation",
            *_required("entity", "indicator", "scope", "basis", "scenario", "period"),
            *_months(),
            *_text("comparator"),
            Column("value", Float),
            Column("lower", Float),
            Column("upper", Float),
            *_required("unit", "status", "source"),
            *_text("locator", "note"),
        ),
        _facts(
            "entity",
            *_required("code", "kind", "name_en"),
            *_text("name_ru", "part_of", "country", "region", "sector", "founded", "note"),
        ),
        _facts("source", *_required("code", "title"), *_text("publisher", "published", "url", "language", "kind")),
        _facts(
            "membership",
            *_required("member", "of", "role"),
            *_text("from", "to"),
            Column("counted", Boolean, nullable=False),
            *_text("note"),
        ),
        _facts(
            "agreement",
            *_required("code", "kind"),
            *_text("signed", "party_a", "party_b", "subject_en", "subject_ru"),
            Column("amount", Float),
            *_text("comparator", "currency", "due", "source"),
        ),
        _facts("measure", *_required("code", "entity", "kind", "name_en"), *_text("name_ru", "source")),
        _facts(
            "formation_rule",
            *_required("rule", "comparator"),
            Column("value", Float, nullable=False),
            *_text("meaning_en", "meaning_ru", "source"),
        ),
        _facts(
            "rate",
            *_required("currency_base", "currency_quote", "period"),
            *_months(),
            *_required("kind"),
            Column("rate", Float, nullable=False),
            *_text("source"),
        ),
        _facts(
            "deflator",
            *_required("country"),
            Column("year", Integer, nullable=False),
            Column("index", Float, nullable=False),
            *_required("kind"),
            *_text("source"),
        ),
        _facts("stage", *_required("project", "stage", "entered"), *_text("left", "source")),
        _facts("alias", *_required("spelling", "kind", "entity"), *_text("note")),
    )
}

#: What makes two rows of a table the same thing, told again: the later load wins.
IDENTITY: dict[str, tuple[str, ...]] = {
    "entity": ("code",),
    "source": ("code",),
    "membership": ("member", "of", "role", "from"),
    "agreement": ("code",),
    "measure": ("code", "entity"),
    "formation_rule": ("rule",),
    "rate": ("currency_base", "currency_quote", "period", "kind", "source"),
    "deflator": ("country", "year", "kind", "source"),
    "stage": ("project", "stage", "entered"),
    "alias": ("spelling", "kind"),
}

#: Which columns of a table name an entity or a source that must be known.
REFERENCES: dict[str, dict[str, str]] = {
    "observation": {"entity": "entity", "source": "source"},
    "membership": {"member": "entity", "of": "entity"},
    "measure": {"entity": "entity"},
    "stage": {"project": "entity"},
    "alias": {"entity": "entity"},
}

#: The key of an observation (DESIGN: IC-12 holds over it, source and load).
KEY = ("entity", "indicator", "scope", "basis", "scenario", "period", "unit")

#: What figures have in common that may be compared: a cumulative one counts from the same month (`since`).
SERIES = ("entity", "indicator", "scope", "basis", "unit", "since")


def frame_schema(name: str) -> dict[str, pl.DataType]:
    """The columns of a table as a loader delivers them: all but `load` and `ordinal`, in the table's order."""
    return {column.name: _frame_type(column) for column in TABLES[name].columns if column.name not in _OF_THE_STORE}


def _frame_type(column: Column) -> pl.DataType:  # type: ignore[type-arg]
    if isinstance(column.type, Boolean):
        return pl.Boolean()
    if isinstance(column.type, Float):
        return pl.Float64()
    return pl.Int32() if isinstance(column.type, Integer) else pl.String()
