"""Which figures does a file bring: of which indicator, plan or fact, when, in what unit?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from data import codelist
from loaders import heading_words, units
from loaders.period_in_text import PeriodIn
from loaders.sniffed import Column, Sniffed
from loaders.toml_text import TODO, Line

_OF_QUANTITY = {"jobs": "JOB", "count": "COUNT", "percent": "PT", "score": "PT", "ratio": "RATIO"}
#: "ед." of jobs are jobs.
_PIECES = {("COUNT", "jobs")}
_TOTAL = re.compile(r"\b(всего|итого|total)\b", re.IGNORECASE)
_NOTE = r"(?:\s?\d{1,2}\)|[*†¹²³⁴-⁹]+\)?)?"
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
    kept = list(_without_doubles([figure for figure in found if _measures(figure)]))
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
        unit=_unit(column, seen, indicator),
        scale=column.told.scale or _title_scale(column, seen, indicator),
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
    said = column.told.code("basis") or (period.basis if period else None) or seen.title.code("basis")
    if said in codelist.ids("basis"):
        return said
    kind = _fact(indicator, "kind")
    if kind is None:
        return None
    guesses["basis"] = "guessed from the kind of indicator: period, ytd, cumulative or stock"
    if kind == "flow" and scenario == "commitment" and column.told.period is None:
        return "cumulative"
    return usual_basis(str(indicator))


def usual_basis(indicator: str) -> str:
    """A stock stands at the end of its period, all else is told for the period."""
    return "stock" if _fact(indicator, "kind") == "stock" else "period"


def _scope(column: Column, seen: Sniffed, entity_kind: str | None, guesses: dict[str, str]) -> str:
    if entity_kind in ("organisation", "project"):
        return "all"
    said = column.told.code("scope") or seen.title.code("scope")
    if not said:
        guesses["scope"] = "guessed: nothing is said of residents or members alone"
    return said or "all"


def _unit(column: Column, seen: Sniffed, indicator: str | None) -> str | None:
    quantity = _fact(indicator, "quantity")
    if quantity is None and indicator is None:
        return column.told.unit or seen.title.unit
    said = [unit for unit in (column.told.unit, *_in_parts(column.name), seen.title.unit) if unit]
    fitting = [unit for unit in said if quantity in codelist.quantities(unit)]
    if column.told.unit and column.told.unit not in fitting and (column.told.unit, quantity) not in _PIECES:
        return column.told.unit  # a share of it, say: the caller leaves it out
    ending = "HA" if str(indicator).endswith("_ha") else "M2" if str(indicator).endswith("_m2") else None
    return next(iter(fitting), None) or _OF_QUANTITY.get(str(quantity)) or ending


def _in_parts(name: str) -> Iterator[str]:
    """The unit in a heading such as `inv_eur` or `GDP_bln_rub`."""
    for part in name.split("_")[1:]:
        phrase = units.phrase_of(part)
        if phrase and phrase.unit:
            yield phrase.unit


def _title_scale(column: Column, seen: Sniffed, indicator: str | None) -> str | None:
    """The scale a title says; None for money of which only `inv_eur` tells the unit: that leaves millions open."""
    if _fact(indicator, "quantity") not in ("money", None):
        return "1"
    is_abbreviated = column.told.unit is None and any(_in_parts(column.name))
    return seen.title.scale or (None if is_abbreviated else "1")


def _measures(figure: Figure) -> bool:
    """Whether the unit fits the indicator: "share of investment, %" is no investment."""
    quantity = _fact(figure.indicator, "quantity")
    return quantity is None or figure.unit is None or quantity in codelist.quantities(figure.unit)


def _fact(indicator: str | None, column: str) -> str | None:
    known = codelist.codes("indicator")
    facts = dict(zip(known["id"], known[column], strict=True))
    return facts.get(indicator) if indicator else None


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


def groups(found: Iterable[Figure]) -> list[list[Figure]]:
    """Figures that stand side by side and differ by their period alone, together."""
    together: dict[tuple[object, ...], list[Figure]] = {}
    for figure in found:
        is_year = bool(figure.period and figure.period.is_year)
        same = (figure.template, is_year, *figure.key[:-1], figure.period is None)
        together.setdefault(same, []).append(figure)
    return list(together.values())


def pattern(group: list[Figure]) -> tuple[str, str]:
    """The pattern of the headings of a group, and the name of its group of digits or words: year or period."""
    before, after = (_escaped(part) for part in group[0].template.split("\0", 1))
    periods = [figure.period for figure in group if figure.period]
    note = _NOTE if any(period.footnote for period in periods) else ""
    if all(period.is_year for period in periods):
        return rf"^{before}(?P<year>(?:19|20)\d\d){note}{after}$", "year"
    words = sorted({re.sub(r"(19|20)\d\d", r"\\d{4}", _escaped(period.words)) for period in periods})
    return rf"^{before}(?P<period>{'|'.join(words)}){note}{after}$", "period"


def _escaped(text: str) -> str:
    return re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", text)


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


def pieces(seen: Sniffed, column: Column, indicators: dict[str, str]) -> dict[str, str]:
    """The unit words that say pieces ("ед.") and stand with indicators of jobs alone: there they are jobs."""
    named = next(iter(seen.with_role("indicator_column")), None)
    if named is None:
        return {}
    pairs = seen.data.select(column.name, named.name).drop_nulls().unique(maintain_order=True).head(500)
    of_word: dict[str, set[str | None]] = {}
    for word, indicator in pairs.iter_rows():
        of_word.setdefault(word, set()).add(_fact(indicators.get(indicator), "quantity"))
    phrases = {word: units.phrase_of(word) for word in of_word}
    counted = {word for word, phrase in phrases.items() if phrase and phrase.unit == "COUNT" and phrase.scale == 1}
    return {word: "JOB" for word, quantities in of_word.items() if quantities == {"jobs"} and word in counted}
