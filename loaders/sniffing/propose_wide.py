"""Which columns of figures stand side by side and differ by their period alone?"""

import re
from collections.abc import Iterable

from loaders.sniffing.propose_values import Figure

_NOTE = r"(?:\s?\d{1,2}\)|[*†¹²³⁴-⁹]+\)?)?"


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
