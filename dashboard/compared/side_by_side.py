"""What is the latest of each entity that is compared, by whom was it told, and how is it counted?"""

from collections.abc import Iterator

from dashboard import format as write
from dashboard.compared.differences import since
from dashboard.compared.series import Latest, Series
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.words import PUBLISHED, Words, explaining, published_code

_KINDS = ("actual", "target")
#: What is said of all at once where all are counted alike.
_COUNTED = ("scope", "basis", "since", "unit")


def table(words: Words, shown: dict[str, Series | None], latest: Latest) -> Table:
    """A row for the latest actual figure of each entity and one for its furthest target, told or not."""
    t = words.language.t
    columns = (
        Column("entity", t("Zone or cluster")),
        Column("what", t("Which figure")),
        Column("value", t("Value"), "number"),
        Column("period", t("Period")),
        Column("kind", t("Kind of source")),
        Column("published", t("Published")),
        Column("scope", t("Whom it counts")),
        Column("basis", t("Basis")),
        Column("since", t("Counted from")),
        Column("unit", t("Unit")),
        Column("source", t("Source")),
    )
    rows = tuple(row for entity, series in shown.items() for row in _rows(words, entity, series, latest))
    return Table(columns, rows, t("There is no figure to draw."))


def said_of_all(content: Table) -> tuple[str, ...]:
    """The columns of how a figure is counted in which all rows say the same."""
    return tuple(name for name in _COUNTED if len({row[name].text for row in content.rows if name in row}) <= 1)


def _rows(words: Words, entity: str, series: Series | None, latest: Latest) -> Iterator[Row]:
    if series is None:
        yield {"entity": Cell.of(words.entity(entity)), "value": Cell(words.language.t("not reported"))}
        return
    for kind in _KINDS:
        yield {**_counted(words, entity, series), **_figure(words, kind, latest[entity].get(kind))}


def _counted(words: Words, entity: str, series: Series) -> Row:
    return {
        "entity": Cell.of(words.entity(entity)),
        "scope": Cell.of(words.scope(series["scope"])),
        "basis": Cell.of(words.basis(series["basis"])),
        "since": Cell.of(since(words, series)),
        "unit": Cell.of(words.unit(series["unit"])),
    }


def _figure(words: Words, kind: str, row: Series | None) -> Row:
    t = words.language.t
    what = {"actual": t("Latest actual figure"), "target": t("Furthest target")}[kind]
    nothing = {"actual": t("not reported"), "target": t("none published")}[kind]
    if row is None:
        return {"what": Cell.of(what), "value": Cell(nothing)}
    return {
        "what": Cell.of(what),
        "value": words.figure(row),
        "period": Cell.of(words.period(row["period"], row["basis"])),
        "kind": Cell.of(words.language.title("source_kind", row["source_kind"]) if row["source_kind"] else ""),
        "published": Cell.of(write.date(row["published"], words.language)),
        "source": Cell.of(words.source(row["source"])),
        **explaining(PUBLISHED, row["entity"], published_code(row)),
    }
