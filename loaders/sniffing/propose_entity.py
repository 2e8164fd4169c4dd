"""Whom is a file about, and to whom do they belong?"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from loaders.known import Known, fold
from loaders.sniffing import heading_words
from loaders.sniffing.sniffed import Column, Sniffed
from loaders.sniffing.toml_text import TODO, Line

#: What a row is about where it names several: the first of these.
_FINEST = ("project", "organisation", "cluster", "zone")
_PREFIX = {"project": "PROJECT-", "organisation": "ORG-", "cluster": "CLUSTER-", "zone": "ZONE-", "region": "REGION-"}
_ROLES = (("арендатор", "tenant"), ("tenant", "tenant"), ("участник", "member"), ("member", "member"))
_MARKS = ("code", "date")
_DISTINCT = 400
_NESTED = "some names are indented: where the row above sums them, leave one of the two out by [[skip]]"


@dataclass(frozen=True)
class Whom:
    """The column that names whom each row is about, and as what; `others`: columns of other kinds of entities.

    `key`: the columns that tell rows apart, where the name alone does not. `comment`: what was guessed.
    """

    column: Column | None
    kind: str | None
    others: tuple[tuple[str, Column], ...] = ()
    key: tuple[str, ...] = ()
    comment: str = ""


def whom(seen: Sniffed) -> Whom:
    """Whom each row is about, as far as it can be told."""
    by_kind = _by_kind(seen)
    kind = next((each for each in _FINEST if each in by_kind), None)
    if kind is None:
        return _plainest(seen)
    others = tuple((each, column) for each, column in by_kind.items() if each != kind)
    if kind == "organisation" and _repeats(seen, by_kind[kind]):
        key = _key(seen, by_kind[kind])
        if key:
            return Whom(
                by_kind[kind],
                "project",
                (("organisation", by_kind[kind]), *others),
                key,
                "guessed: a name comes back in other rows, so each row is a project",
            )
    key = _key(seen, by_kind[kind]) if kind == "project" and _repeats(seen, by_kind[kind]) else ()
    return Whom(by_kind[kind], kind, others, key)


def _by_kind(seen: Sniffed) -> dict[str, Column]:
    """The first column of names of each kind of entity."""
    found: dict[str, Column] = {}
    for column in seen.with_role("entity"):
        found.setdefault(str(column.told.code("entity")), column)
    return found


def _plainest(seen: Sniffed) -> Whom:
    """A column just called name, or of regions, or the only column of texts."""
    for role, kind in (("name", None), ("region", "region"), ("country", "country")):
        found = seen.with_role(role)
        if found:
            comment = "guessed from the heading" if kind else ""
            return Whom(found[0], kind or seen.title.code("entity"), comment=comment)
    texts = [column for column in seen.columns if column.kind == "text" and not column.role]
    kind = "region" if "region" in seen.title.meanings else seen.title.code("entity")
    return Whom(texts[0] if texts else None, kind, comment="guessed: the title says it" if kind else "")


def _repeats(seen: Sniffed, column: Column) -> bool:
    """Whether names come back although no column says another period, indicator or scenario."""
    told_apart = ("period", "year", "years", "indicator_column", "scenario_column")
    if not any(each.kind == "number" for each in seen.columns):
        return False
    return not any(seen.with_role(role) for role in told_apart) and column.distinct < column.filled


def _key(seen: Sniffed, column: Column) -> tuple[str, ...]:
    """The fewest columns that tell all rows apart: a code alone, or the name with dates and places."""
    rows = seen.data
    registered = [each.name for each in (*seen.with_role("register_number"), *seen.with_role("agreement"))]
    for name in registered:
        if rows[name].n_unique() == rows.height and not rows[name].null_count():
            return (name,)
    more = [each.name for each in seen.columns if _may_tell_apart(each, column)]
    for count in (1, 2):
        for names in combinations(more[:12], count):
            if pl.DataFrame([rows[name] for name in (column.name, *names)]).n_unique() == rows.height:
                return (column.name, *names)
    return ()


def _may_tell_apart(each: Column, column: Column) -> bool:
    is_whole = "" not in each.missing and each.name != column.name
    return is_whole and (each.kind in _MARKS or each.role in ("region", "entity", "sector", "signed", "date"))


def block(seen: Sniffed, found: Whom, known: Known | None) -> list[Line]:
    """The keys of [entity]."""
    column, kind = found.column, found.kind
    if column is None:
        return [Line("code", TODO, "TODO: say the code of the entity all figures are about (`sez export` lists them)")]
    tax = seen.with_role("tax_number")
    how = {"tax_number": tax[0].name} if tax and kind == "organisation" else {}
    is_key = bool(found.key) or kind == "project"
    may_create = not _are_known(seen, column, known)
    nested = _NESTED if column.name in seen.indented else ""
    lines = [
        Line("key", list(found.key or [column.name]), nested)
        if is_key
        else Line("find", {**how, "name": column.name}, nested),
        Line("name", {"column": column.name}) if is_key else Line("name", None),
        Line("kind", kind or TODO, found.comment if kind else "TODO: say zone, cluster, organisation, project, region"),
        Line("prefix", _PREFIX.get(kind or "")),
    ]
    if kind in ("organisation", "project"):
        lines += [Line(key, _column(seen, key, column)) for key in ("region", "sector")]
    why = (
        "names that are not known yet become new entities" if may_create else "some names are known: others are refused"
    )
    return [*lines, Line("may_create", may_create, f"{why}; say {str(not may_create).lower()} for the other way")]


def _column(seen: Sniffed, role: str, name: Column) -> dict[str, str] | None:
    found = [column for column in seen.with_role(role) if column.name != name.name and column.kind == "text"]
    return {"column": found[0].name} if found else None


def _are_known(seen: Sniffed, column: Column, known: Known | None) -> bool:
    """Whether the database knows any of the names."""
    names = seen.data[column.name].drop_nulls().unique().head(_DISTINCT)
    return known is not None and any(name in known.entities or fold(name) in known.names for name in names)


def memberships(seen: Sniffed, found: Whom) -> Iterator[list[Line]]:
    """Of whom the row's entity is a member, by the other columns of names."""
    for kind, column in found.others:
        if found.column is None or kind == found.kind or kind == "project":
            continue
        role = _role(found, kind)
        yield [
            Line("column", column.name),
            Line("role", role),
            Line("kind", kind),
            Line("prefix", _PREFIX[kind]),
            Line("may_create", True),
        ]


def _role(found: Whom, kind: str) -> str:
    if found.kind == "organisation" and kind in ("zone", "cluster"):
        heading = found.column.name.casefold() if found.column else ""
        usual = "member" if kind == "cluster" else "resident"
        return next((role for word, role in _ROLES if word in heading), usual)
    return kind


def stages(seen: Sniffed, found: Whom) -> tuple[list[Line], list[str]]:
    """The keys of [[stages]] where a stage and the day it was entered are told; and the words that are not known."""
    stage, day = seen.with_role("stage"), seen.with_role("stage_date")
    if not stage or not day or found.kind != "project":
        return [], []
    words = [str(word) for word in seen.data[stage[0].name].drop_nulls().unique(maintain_order=True).head(100)]
    codes = {word: code for word in words if (code := heading_words.code_of(word, "stage_word"))}
    lines = [
        Line("stage", {"column": stage[0].name, "codes": codes}, "guessed from the words"),
        Line("entered", {"column": day[0].name}),
    ]
    return lines, [word for word in words if word not in codes]


def agreements(seen: Sniffed) -> list[Line]:
    """The keys of [[agreements]] where a column holds their numbers."""
    found = seen.with_role("agreement")
    if not found or found[0].filled == 0:
        return []
    is_residency = any("резидент" in column.name.casefold() for column in seen.columns)
    kind = "residency" if is_residency else "agreement"
    lines = [Line("code", {"column": found[0].name}), Line("prefix", "AGREEMENT-"), Line("kind", kind, "guessed")]
    for key in ("signed", "due"):
        days = [column for column in seen.with_role(key) if column.kind == "date"]
        lines.append(Line(key, {"column": days[0].name} if days else None))
    return lines
