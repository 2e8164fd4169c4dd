"""Which mapping would load this file? A text to start from: what was guessed and what is open stands in comments."""

from collections.abc import Iterator

from loaders.known import Known
from loaders.sniffing import (
    period_parts,
    propose_entity,
    propose_file,
    propose_period,
    propose_rows,
    propose_units,
    propose_values,
    propose_wide,
)
from loaders.sniffing.propose_values import Figure
from loaders.sniffing.sniffed import Column, Sniffed
from loaders.sniffing.toml_text import TODO, Line, block, commented

_LONG_LIST = 12
_NOTHING = "No figures and no names were seen: say [[values]], [[memberships]], [[stages]] or [[agreements]]."


def mapping(seen: Sniffed, known: Known | None = None) -> str:
    """The text of a mapping file. `known`: whom the database knows, so that no second spelling becomes a new entity."""
    found = propose_entity.whom(seen)
    figures, left = propose_values.figures(seen, found.kind)
    agreements = propose_entity.agreements(seen)
    stages, strange = propose_entity.stages(seen, found)
    if not figures and not agreements and not stages:
        figures = [propose_values.unknown(column, seen, found.kind) for column in _unsaid(seen)]
        left = [column for column in left if column not in [figure.column for figure in figures]]
    parts = [
        _opening(seen),
        block("", propose_file.opening(seen, figures, found)),
        block("[read]", propose_file.outside(seen, figures)),
        block("[source]", propose_file.source(seen)) if figures else "",
        block("[entity]", propose_entity.block(seen, found, known if figures else None)),
        block("[fields]", _fields(seen, figures)) if figures else "",
        *(block("[[values]]", lines) for lines in _values(seen, figures)),
        *(block("[[memberships]]", lines) for lines in propose_entity.memberships(seen, found)),
        _stages(stages, strange),
        block("[[agreements]]", agreements),
        *(block("[[skip]]", lines) for lines in propose_rows.skips(seen)),
        _left_out(seen, left),
        _in_words(seen),
        _beside(seen),
        "" if figures or agreements or stages or found.column else commented(_NOTHING),
    ]
    return "\n".join(part for part in parts if part)


def _unsaid(seen: Sniffed) -> list[Column]:
    """Columns of figures nobody says the indicator of: those that stand side by side by period, else the first."""
    numbers = propose_values.unnamed(seen)
    broken = [column for column in numbers if column.shapes.decimal]
    return propose_values.wide(seen) or (broken or numbers)[:1]


def _opening(seen: Sniffed) -> str:
    return commented(
        f"A mapping to start from, made from {' '.join(seen.name.split())!r}.\n"
        f"What was guessed is marked; nothing is loaded while a {TODO} stands here.\n"
        "Try it: sez load FILE --mapping THIS --dry-run"
    )


def _fields(seen: Sniffed, figures: list[Figure]) -> Iterator[Line]:
    """What all values share; each says the rest itself."""
    for key in _SHARED:
        said = {getattr(figure, key) for figure in figures}
        if len(said) == 1 and not _by_column(seen, key) and not (key == "basis" and _indicators(seen)):
            yield propose_values.todo(said.pop(), key, figures[0], _SHARED[key])
    yield from _by_columns(seen)
    if figures and (codes := _indicators(seen)):
        yield _basis(seen, codes)
    if any(figure.period is None for figure in figures):
        yield propose_period.line(seen)


_SHARED = {
    "scenario": "say actual, target, commitment or forecast",
    "basis": "say period, ytd, cumulative or stock",
    "scope": "say residents, members, all …",
}


def _by_column(seen: Sniffed, key: str) -> bool:
    return key == "scenario" and bool(seen.with_role("scenario_column"))


def _by_columns(seen: Sniffed) -> Iterator[Line]:
    for column in seen.with_role("scenario_column")[:1]:
        words = seen.data[column.name].drop_nulls().unique(maintain_order=True).head(50)
        codes = {word: code for word in words if (code := propose_values.scenario_of(word))}
        yield Line("scenario", {"column": column.name, "codes": codes})


def _indicators(seen: Sniffed) -> dict[str, str]:
    """The words of the column of indicators, if there is one, and their codes."""
    column = next(iter(seen.with_role("indicator_column")), None)
    return propose_values.indicator_codes(seen, column)[0] if column else {}


def _basis(seen: Sniffed, codes: dict[str, str], said: str | None = None) -> Line:
    """By the kind of each indicator, which stands in a column; `said`: what the words of a period make of flows."""
    period = seen.title.period
    told = said or (period.basis if period else None) or seen.title.code("basis")
    kinds = {word: propose_units.usual_basis(code) for word, code in codes.items()}
    if told == "stock" and "period" in kinds.values():
        return Line("basis", TODO, "TODO: say ytd or cumulative: since when are the figures of that day counted?")
    kinds = {word: told if told and kind != "stock" else kind for word, kind in kinds.items()}
    if len(set(kinds.values())) == 1:
        return Line("basis", next(iter(kinds.values())), "guessed from the kind of indicator")
    column = seen.with_role("indicator_column")[0].name
    return Line("basis", {"column": column, "codes": kinds}, "guessed from the kind of indicator")


def _values(seen: Sniffed, figures: list[Figure]) -> Iterator[list[Line]]:
    shared = {key for key in _SHARED if len({getattr(figure, key) for figure in figures}) == 1}
    for group in propose_wide.groups(figures):
        yield list(_value(seen, group, shared))


def _value(seen: Sniffed, group: list[Figure], shared: set[str]) -> Iterator[Line]:
    figure = group[0]
    is_wide = len(group) > 1 and figure.period is not None
    name = ""
    if is_wide:
        pattern, name = propose_wide.pattern(group)
        yield Line("columns", pattern)
    else:
        yield Line("column", figure.column.name)
    yield _indicator(seen, figure)
    for key in _SHARED:
        if key not in shared and not _by_column(seen, key) and not (key == "basis" and _indicators(seen)):
            yield propose_values.todo(getattr(figure, key), key, figure, _SHARED[key])
    if not name and figure.period and figure.period.basis and (codes := _indicators(seen)):
        yield _basis(seen, codes, figure.period.basis)
    yield from _unit(seen, figure)
    yield from _period(seen, group, name)
    if any(each.column.shapes.qualified for each in group):
        yield Line("qualified", True)


def _indicator(seen: Sniffed, figure: Figure) -> Line:
    column = next(iter(seen.with_role("indicator_column")), None)
    if column is None or figure.column.role == "indicator":
        question = "say which; data/codelists/indicator.csv lists them"
        return propose_values.todo(figure.indicator, "indicator", figure, question)
    codes, strange = propose_values.indicator_codes(seen, column)
    comment = f"TODO: say which are {'; '.join(strange[:_LONG_LIST])}: their rows are refused" if strange else ""
    return Line("indicator", {"column": column.name, "codes": codes} if codes else TODO, comment)


def _unit(seen: Sniffed, figure: Figure) -> Iterator[Line]:
    column = next(iter(seen.with_role("unit")), None)
    if any(figure.column.shapes.units):
        yield Line("units", True, "the cells name their unit")
    if column and figure.column.told.unit is None:
        pieces = propose_units.pieces(seen, column, _indicators(seen))
        powers = seen.with_role("power")
        as_words = {} if powers and not pieces else {"as": "words"}  # a power says the scale, so words cannot
        yield Line("unit", {"column": column.name, **as_words, **({"codes": pieces} if pieces else {})})
        yield Line("power", powers[0].name if powers else None, "it says the scale of each row")
        return
    if powers := seen.with_role("power"):
        yield propose_values.todo(figure.unit, "unit", figure, "say RUB, USD, EUR, JOB, COUNT …")
        yield Line("power", powers[0].name, "it says the scale of each row")
        return
    named = propose_units.beside_names(seen, _indicators(seen)) if figure.column.told.unit is None else None
    if named:
        name, codes, left = named
        comment = f"TODO: no unit is named by {'; '.join(left[:_LONG_LIST])}: their rows are refused" if left else ""
        yield Line("unit", {"column": name, "as": "words", **({"codes": codes} if codes else {})}, comment)
        return
    yield propose_values.todo(figure.unit, "unit", figure, "say RUB, USD, EUR, JOB, COUNT …")
    if figure.has_open_scale:
        yield Line("scale", TODO, "TODO: are these units, thousands, millions? say 1, 1000 or 1000000")
    elif figure.scale not in (None, "1"):
        yield Line("scale", figure.scale, "as the heading or the title says")


def _period(seen: Sniffed, group: list[Figure], name: str) -> Iterator[Line]:
    period = group[0].period
    if period is None:
        return
    part = period_parts.column(seen)
    if part and (name == "year" or (not name and _is_year(period.period))):
        own_year = {"heading": "year"} if name else period.period
        yield Line("period", period_parts.said(seen, part, own_year), "its cells name a part of the year")
    elif any(each.period and each.period.is_day for each in group):
        yield propose_period.of_days([each.period for each in group if each.period], name)
    elif name == "year":
        yield Line("period", {"heading": "year", "as": "year"})
    elif name:
        periods = [each.period for each in group if each.period]
        own = {"year": propose_period.year(seen)} if propose_period.lack_a_year(periods) else {}
        yield Line("period", {"heading": "period", "as": "words", **own})
    else:
        yield Line("period", period.period or TODO, "" if period.period else "TODO: say when, with the year")


def _is_year(period: str | None) -> bool:
    return period is not None and len(period) == len("2019")


def _stages(lines: list[Line], strange: list[str]) -> str:
    text = block("[[stages]]", lines)
    if not strange:
        return text
    return commented(
        f"Not known as stages: {'; '.join(strange[:_LONG_LIST])}. With their codes this would load:\n{text}"
    )


def _left_out(seen: Sniffed, columns: list[Column]) -> str:
    part = period_parts.column(seen)
    columns = [column for column in columns if column.name not in (*seen.beside, part.name if part else None)]
    if not columns:
        return ""
    names = "\n".join(f"  {column.name}" for column in columns)
    return commented(
        f"Columns of numbers that are left out: no indicator is named, or another column says it more plainly:\n{names}"
    )


def _in_words(seen: Sniffed) -> str:
    """Columns that should hold figures by their heading and do not."""
    named = [each for each in seen.columns if each.kind == "text" and each.told.code("indicator")]
    lines = [f"  {each.name}: {'; '.join(each.examples)}" for each in named if each.role in ("", "by_whom")]
    why = "Columns whose headings name an indicator are left out, as most of their cells are no numbers"
    return commented("\n".join([f"{why}:", *lines])) if lines else ""


def _beside(seen: Sniffed) -> str:
    names = ", ".join(seen.beside)
    return commented(f"Another table stands beside this one and is left out. Its columns: {names}") if names else ""


def is_ready(text: str) -> bool:
    """Whether a proposal leaves nothing open."""
    return f'"{TODO}"' not in text
