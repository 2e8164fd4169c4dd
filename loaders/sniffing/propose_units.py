"""In what unit and scale are the figures of a column, and what kind of figures are they?"""

from collections.abc import Iterator

import polars as pl

from data import codelist
from loaders.sniffing.sniffed import Column, Sniffed
from loaders.text import units

_OF_QUANTITY = {"jobs": "JOB", "count": "COUNT", "percent": "PT", "score": "PT", "ratio": "RATIO"}
#: "ед." of jobs are jobs.
_PIECES = {("COUNT", "jobs")}


def unit(column: Column, seen: Sniffed, indicator: str | None) -> str | None:
    """The unit that heading or title say, else that of the indicator's quantity; None where nobody says it."""
    quantity = fact(indicator, "quantity")
    if quantity is None and indicator is None:
        return column.told.unit or seen.title.unit
    said = [unit for unit in (column.told.unit, *_in_parts(column.name), seen.title.unit) if unit]
    fitting = [unit for unit in said if quantity in codelist.quantities(unit)]
    if column.told.unit and column.told.unit not in fitting and (column.told.unit, quantity) not in _PIECES:
        return column.told.unit  # a share of it, say: the caller leaves it out
    ending = "HA" if str(indicator).endswith("_ha") else "M2" if str(indicator).endswith("_m2") else None
    return next(iter(fitting), None) or _OF_QUANTITY.get(str(quantity)) or ending


def title_scale(column: Column, seen: Sniffed, indicator: str | None) -> str | None:
    """The scale a title says; None for money of which only `inv_eur` tells the unit, or nothing that could be read:
    that leaves millions open."""
    if fact(indicator, "quantity") not in ("money", None):
        return "1"
    is_abbreviated = column.told.unit is None and any(_in_parts(column.name))
    is_open = is_abbreviated or unit(column, seen, indicator) is None
    return seen.title.scale or (None if is_open else "1")


def measures(unit_found: str | None, indicator: str | None) -> bool:
    """Whether the unit fits the indicator: "share of investment, %" is no investment."""
    quantity = fact(indicator, "quantity")
    return quantity is None or unit_found is None or quantity in codelist.quantities(unit_found)


def usual_basis(indicator: str) -> str:
    """A stock stands at the end of its period, all else is told for the period."""
    return "stock" if fact(indicator, "kind") == "stock" else "period"


def pieces(seen: Sniffed, column: Column, indicators: dict[str, str]) -> dict[str, str]:
    """The unit words that say pieces ("ед.") and stand with indicators of jobs alone: there they are jobs."""
    named = next(iter(seen.with_role("indicator_column")), None)
    if named is None:
        return {}
    pairs = (
        pl.DataFrame([seen.data[column.name], seen.data[named.name]]).drop_nulls().unique(maintain_order=True).head(500)
    )
    of_word: dict[str, set[str | None]] = {}
    for word, indicator in pairs.iter_rows():
        of_word.setdefault(word, set()).add(fact(indicators.get(indicator), "quantity"))
    phrases = {word: units.phrase_of(word) for word in of_word}
    counted = {word for word, phrase in phrases.items() if phrase and phrase.unit == "COUNT" and phrase.scale == 1}
    return {word: "JOB" for word, quantities in of_word.items() if quantities == {"jobs"} and word in counted}


def beside_names(seen: Sniffed, indicators: dict[str, str]) -> tuple[str, dict[str, str], list[str]] | None:
    """The column whose words name indicator and unit together; the units of words that name none but can have no
    other; and the words left. None where no word names one."""
    column = next(iter(seen.with_role("indicator_column")), None)
    told = {word: units.after_name(word) for word in indicators}
    if column is None or not any(told.values()):
        return None
    bare = {
        word: _OF_QUANTITY.get(str(fact(indicators[word], "quantity"))) for word, phrase in told.items() if not phrase
    }
    return column.name, {word: code for word, code in bare.items() if code}, [word for word in bare if not bare[word]]


def fact(indicator: str | None, column: str) -> str | None:
    """What the list of indicators says of one: its quantity, its kind."""
    known = codelist.codes("indicator")
    facts = dict(zip(known["id"], known[column], strict=True))
    return facts.get(indicator) if indicator else None


def _in_parts(name: str) -> Iterator[str]:
    """The unit in a heading such as `inv_eur` or `GDP_bln_rub`."""
    for part in name.split("_")[1:]:
        phrase = units.phrase_of(part)
        if phrase and phrase.unit:
            yield phrase.unit
