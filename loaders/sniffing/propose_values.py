"""Which figures does a file bring: of which indicator, plan or fact, when, in what unit?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from data import codelist
from loaders.sniffing import heading_words, propose_units
from loaders.sniffing.period_in_text import PeriodIn
from loaders.sniffing.sniffed import Column, Sniffed
from loaders.sniffing.toml_text import TODO, Line

_TOTAL = re.compile(r"\b(всего|итого|total)\b", re.IGNORECASE)
_FIGURE_WORDS = re.compile(r"^(значени\w*|value|obs[ _]?value|amount|сумма|figure|величина)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Figure:
    """A column of figures and what is known of it; None where neither heading nor title says it.

    `guesses`: what was not said in so many words, by key.
    """

    column: Column
    indicator: str | None
    scenario: str | None
    basis: str | None
    scope: str
    unit: str | None
    scale: str | None
    period: PeriodIn | None
    guesses: dict[str, str]

    @property
    def has_open_scale(self) -> bool:
        """Whether nobody knows if these are units, thousands or millions: neither words nor the cells say it."""
        return self.scale is None and not any(self.column.shapes.units)

    @property
    def key(self) -> tuple[object, ...]:
        """What two columns may not share."""
        words = self.period.words if self.period else None
        return self.indicator, self.scenario, self.basis, self.scope, self.unit, words

    @property
    def template(self) -> str:
        """The heading without its period: what wide columns have in common."""
        name, period = self.column.name, self.period
        if period is None:
            return name
        after = name[period.end :].removeprefix(period.footnote or "")
        return f"{name[: period.start]}\0{after}"


def figures(seen: Sniffed, entity_kind: str | None) -> tuple[list[Figure], list[Column]]:
    """The columns that are figures of a known indicator, and the columns of numbers that are left out."""
    numbers = [column for column in seen.columns if column.kind == "number"]
    has_indicators = bool(seen.with_role("indicator_column"))
    wanted = [column for column in numbers if _is_wanted(column, seen, has_indicators)]
    found = [_figure(column, seen, entity_kind, has_indicators) for column in wanted]
    kept = list(_without_doubles([figure for figure in found if propose_units.measures(figure.unit, figure.indicator)]))
    return kept, [column for column in numbers if column not in [figure.column for figure in kept]]


def _is_wanted(column: Column, seen: Sniffed, has_indicators: bool) -> bool:
    if column.role in ("derived", "other"):
        return False
    if has_indicators:
        return column.role in ("scenario", "indicator") or bool(_FIGURE_WORDS.match(column.name)) or _is_wide(column)
    return column.role == "indicator" or (seen.title.code("indicator") is not None and _is_said_by_title(column))


def _is_said_by_title(column: Column) -> bool:
    return column.role == "scenario" or _is_wide(column) or bool(_FIGURE_WORDS.match(column.name))


def _is_wide(column: Column) -> bool:
    return column.told.period is not None


def wide(seen: Sniffed) -> list[Column]:
    """Columns of figures whose headings are periods, of whatever indicator."""
    return [column for column in unnamed(seen) if _is_wide(column)]


def unnamed(seen: Sniffed) -> list[Column]:
    """Columns of figures that may be of any indicator."""
    return [column for column in seen.columns if column.kind == "number" and column.role not in ("derived", "other")]


def _figure(column: Column, seen: Sniffed, entity_kind: str | None, has_indicators: bool) -> Figure:
    guesses: dict[str, str] = {}
    indicator = column.told.code("indicator") or (None if has_indicators else seen.title.code("indicator"))
    scenario = _scenario(column, seen, guesses)
    _say_phrase(column, guesses)
    return Figure(
        column=column,
        indicator=indicator,
        scenario=scenario,
        basis=_basis(column, seen, indicator, scenario, guesses),
        scope=_scope(column, seen, entity_kind, guesses),
        unit=propose_units.unit(column, seen, indicator),
        scale=column.told.scale or propose_units.title_scale(column, seen, indicator),
        period=column.told.period,
        guesses=guesses,
    )


def unknown(column: Column, seen: Sniffed, entity_kind: str | None) -> Figure:
    """A column of figures of which nobody says what they measure."""
    return replace(_figure(column, seen, entity_kind, False), indicator=None)


def _say_phrase(column: Column, guesses: dict[str, str]) -> None:
    found = column.told.meanings.get("indicator")
    if found is None:
        guesses["indicator"] = "guessed: the title says it"
    elif found.is_similar:
        guesses["indicator"] = f"guessed: the heading looks like {found.phrase}"
    else:
        guesses["indicator"] = f"the heading says {found.phrase}"


def _scenario(column: Column, seen: Sniffed, guesses: dict[str, str]) -> str | None:
    said = column.told.code("scenario")
    if said or seen.with_role("scenario_column"):
        return said
    title = seen.title.code("scenario")
    if title:
        guesses["scenario"] = "guessed: the title says it"
        return title
    period = column.told.period or seen.title.period
    is_dated = period or any(seen.with_role(role) for role in ("period", "year", "years"))
    if not is_dated or seen.with_role("agreement") or _is_ahead(period):
        return None
    guesses["scenario"] = "guessed: no plan is spoken of; else target, commitment or forecast"
    return "actual"


def _is_ahead(period: PeriodIn | None) -> bool:
    """Whether a period has not ended: nobody can have reported it."""
    return bool(period and period.period and int(period.period[:4]) >= date.today().year)


def _basis(
    column: Column, seen: Sniffed, indicator: str | None, scenario: str | None, guesses: dict[str, str]
) -> str | None:
    period = column.told.period or seen.title.period
    kind = propose_units.fact(indicator, "kind")
    words = (column.told.code("basis"), period.basis if period else None, seen.title.code("basis"))
    said = [each for each in words if each in codelist.ids("basis")]
    if said:
        return next((fitting for each in said if (fitting := _fitting(each, kind))), None)
    if kind is None:
        return None
    guesses["basis"] = "guessed from the kind of indicator: period, ytd, cumulative or stock"
    if kind == "flow" and scenario == "commitment" and column.told.period is None:
        return "cumulative"
    return propose_units.usual_basis(str(indicator))


def _fitting(said: str, kind: str | None) -> str | None:
    """What words say of a kind of indicator: a level after nine months is one at their end; what was reached by a day
    is since when?"""
    if kind == "stock":
        return "stock"
    return None if kind in ("flow", None) and said == "stock" else said


def _scope(column: Column, seen: Sniffed, entity_kind: str | None, guesses: dict[str, str]) -> str:
    if entity_kind in ("organisation", "project"):
        return "all"
    said = column.told.code("scope") or seen.title.code("scope")
    if not said:
        guesses["scope"] = "guessed: nothing is said of residents or members alone"
    return said or "all"


def _without_doubles(found: list[Figure]) -> Iterator[Figure]:
    """Of columns that would be the same figure the one that is a total, else the only one named plainly, else none."""
    for figure in found:
        same = [each for each in found if each.key == figure.key]
        if len(same) < 2 or figure is _best(same):
            yield figure


def _best(same: list[Figure]) -> Figure | None:
    totals = [figure for figure in same if _TOTAL.search(figure.column.name.replace("_", " "))]
    if len(totals) == 1:
        return totals[0]
    plain = sorted(same, key=_words_left)
    return plain[0] if _words_left(plain[0]) < _words_left(plain[1]) else None


def _words_left(figure: Figure) -> int:
    found = figure.column.told.meanings.get("indicator")
    return len(re.findall(r"[^\W_]+", figure.column.name)) - (found.length if found else 0)


def indicator_codes(seen: Sniffed, column: Column) -> tuple[dict[str, str], list[str]]:
    """The words of a column of indicators with the code of each that is known, and the words that are not."""
    words = [str(word) for word in seen.data[column.name].drop_nulls().unique(maintain_order=True).head(500)]
    found = {word: code for word in words if (code := heading_words.code_of(word, "indicator"))}
    return found, [word for word in words if word not in found]


def todo(given: str | None, key: str, figure: Figure, question: str) -> Line:
    """A key with its value, or with TODO and the question."""
    if given is None:
        return Line(key, TODO, f"TODO: {question}")
    return Line(key, given, figure.guesses.get(key, ""))


def scenario_of(word: str) -> str | None:
    """The scenario a cell of a column of scenarios names."""
    if word.strip().casefold() in codelist.ids("scenario"):
        return word.strip().casefold()
    return heading_words.code_of(word, "scenario")
