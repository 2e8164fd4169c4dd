"""How is a dimension of a metric said to a person?

A code by its title, an entity by its name, a source by what it is called; a page shows no code that has a word.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from babel.numbers import format_decimal

from dashboard.reports.model import Cell
from dashboard.reports.words import Words

#: Dimension → the codelist its codes are of.
_LISTS = {
    **{name: name for name in ("standing", "scenario", "basis", "impact", "role", "how", "land", "public_money")},
    **{name: name for name in ("methodology", "verdict", "stage", "bridge", "basis_of", "contributor", "status")},
    **dict.fromkeys(("actual_status", "target_status", "other_status"), "status"),
    **dict.fromkeys(("denominator_unit", "committed_unit", "other_unit"), "unit"),
    "other_basis": "basis",
    "baseline_reason": "reason",
    "reached_reason": "reason",
    "kind": "contradiction_kind",
    "rule": "contradiction_rule",
}

#: Dimension → how its text is said otherwise.
_SAID: dict[str, Callable[[Words, str], str]] = {
    **dict.fromkeys(("project", "largest"), Words.entity),
    **dict.fromkeys(("source", "actual_source", "target_source", "other_source"), Words.source),
    **dict.fromkeys(("first_source", "newest_source", "first_target_source"), Words.source),
    **dict.fromkeys(("actual_period", "baseline_period", "before_period", "denominator_period"), Words.period),
    **dict.fromkeys(("other_period", "reached_on"), Words.period),
}


#: Dimensions that are figures of the row's own series, in its unit, and periods of figures of its basis.
_FIGURES = ("actual", "target", "baseline", "before", "first_target")
_ENDS = ("", "_lower", "_upper")
_PERIODS = ("actual_period", "before_period")


def dimension(words: Words, name: str, row: dict[str, Any]) -> Cell:
    """What a row says of a dimension: a code by its title, a flag as a word, a month as people say it, a number as a
    number, and a figure of the row's own series in its unit.
    """
    value = row[name]
    if name in _FIGURES and row["unit"]:
        return words.figure(row, name) if any(row.get(f"{name}{end}") is not None for end in _ENDS) else Cell("")
    if value is None:
        return Cell("")
    if name in _PERIODS:
        return Cell.of(words.period(value, row["basis"]))
    if isinstance(value, bool):
        return Cell.of(words.language.t("yes") if value else words.language.t("no"))
    if name == "since" or name.endswith("_end"):
        return Cell.of(words.month(value) if value else "")
    if isinstance(value, int | float):
        return Cell(partial(format_decimal, value, format="#,##0.##", locale=words.language.locale), value)
    return Cell.of(_text(words, name, value))


def _text(words: Words, name: str, code: str) -> str:
    if name in _SAID:
        return _SAID[name](words, code)
    told = words.language.title(_LISTS[name], code) if name in _LISTS else code
    # A contributor is one of a few words, else a member.
    return words.entity(code) if name == "contributor" and told == code else told
