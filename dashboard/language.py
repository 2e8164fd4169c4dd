"""In which words does the product speak?

A language is one gettext catalogue, `dashboard/locale/<code>.po`, read as it is; the keys are English sentences, so a
missing translation shows English. `python -m dashboard.language` brings the catalogues up to date with the code.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.numbers import format_decimal

from data import codelist
from data.errors import fill

DEFAULT = "ru"
FOLDER = Path(__file__).with_name("locale")
ROOMS = ("data", "metrics", "loaders", "dashboard")
Key = str | tuple[str, str]
_SPEAKERS = ("t", "UserError", "Warning")
_TOLD = ("problem", "accepted")
_OF_A_CELL = re.compile(r"\{(found|row)\}")


@dataclass(frozen=True)
class Language:
    """One of `languages()`; equal to any other of the same code, so it may key a cache."""

    code: str

    @classmethod
    def of(cls, code: str | None) -> "tuple[Language, bool]":
        """The language of a code from outside, and whether there is one; Russian for an unknown or absent code."""
        known = code in languages()
        return cls(code if known and code else DEFAULT), known or not code

    @property
    def locale(self) -> Locale:
        """Whose numbers and dates to write: `Language` of the catalogue's heading, English where CLDR has none."""
        return _catalogue(_file(FOLDER, self.code)).locale or Locale("en")

    def t(self, msgid: str, /, **details: Any) -> str:
        """The sentence in this language with its braces filled; English where it has not been translated.

        Details called `problem` and `accepted` are sentences themselves and are translated too.
        """
        if not msgid:
            return ""
        if not details:  # most texts have none
            return self._words.gettext(msgid)
        told = {name: self.t(details[name]) for name in _TOLD if isinstance(details.get(name), str)}
        return fill(self._words.gettext(msgid), {**details, **told})

    def n(self, singular: str, plural: str, count: int, /, **details: Any) -> str:
        """The form that goes with a count, which `{count}` shows: 1 резидент, 2 резидента, 5 резидентов."""
        number = format_decimal(count, locale=self.locale)
        return fill(self._words.ngettext(singular, plural, count), {"count": number, **details})

    def title(self, name: str, code: str) -> str:
        """What a codelist calls a code; the code itself where it is not in the list."""
        return codelist.titles(name, self.code).get(code) or code

    @property
    def _words(self) -> GNUTranslations:
        return _translations(_file(FOLDER, self.code))


def languages() -> tuple[str, ...]:
    """The codes of the catalogues there are."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.po")))


def keys() -> set[Key]:
    """Every sentence the product's code may show; a pair is singular and plural.

    They are the text constants given first to a function called t, n, UserError or Warning, those given anywhere for a
    parameter called `problem` or `accepted`, wherever it stands any text with a place for what was found or for a row,
    and the first sentence of each metric.
    """
    root = Path(__file__).parent.parent
    files = (path for room in ROOMS for path in sorted((root / room).rglob("*.py")))
    return said_in([path.read_text(encoding="utf-8") for path in files])


def said_in(sources: list[str]) -> set[Key]:
    """The keys in pieces of Python that know one another's functions."""
    nodes = [node for source in sources for node in ast.walk(ast.parse(source))]
    places = {
        (node.name, place): name
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        for place, name in enumerate(_parameters(node))
        if name in _TOLD
    }
    constants = _constants(nodes)
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    of_cells = {text for node in nodes if (text := _text(node)) and _OF_A_CELL.search(text)}
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    of_metrics = {first_sentence(ast.get_docstring(node) or "") for node in functions if _is_metric(node)}
    return of_cells | of_metrics | {key for call in calls for key in _said_by(call, places, constants)}


def first_sentence(doc: str) -> str:
    """The first sentence of a passport, in one line: what is measured."""
    return " ".join(doc.partition("\n\n")[0].split())


def _is_metric(node: ast.FunctionDef) -> bool:
    return any(isinstance(mark, ast.Call) and _name(mark.func) == "metric" for mark in node.decorator_list)


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _constants(nodes: list[ast.AST]) -> dict[str, list[str]]:
    """What each name in capitals stands for, where that is a text."""
    found: dict[str, list[str]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id.isupper():
            found.setdefault(node.targets[0].id, []).extend(_texts(node.value, {}))
    return found


def _parameters(node: ast.FunctionDef | ast.ClassDef) -> list[str]:
    """The names of what a function, or a class of named fields, is given."""
    if isinstance(node, ast.FunctionDef):
        return [argument.arg for argument in node.args.args]
    return [
        part.target.id for part in node.body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    ]


def _said_by(call: ast.Call, places: dict[tuple[str, int], str], constants: dict[str, list[str]]) -> Iterator[Key]:
    name = _name(call.func)
    if name == "n" and len(call.args) > 1:
        yield from zip(_texts(call.args[0], constants), _texts(call.args[1], constants), strict=False)
    elif name in _SPEAKERS and call.args:
        yield from _texts(call.args[0], constants)
    told = [argument for place, argument in enumerate(call.args) if (name, place) in places]
    told += [keyword.value for keyword in call.keywords if keyword.arg in _TOLD]
    for argument in told:
        yield from _texts(argument, constants)


def _texts(node: ast.expr, constants: dict[str, list[str]]) -> list[str]:
    """The text a piece of code is or is named by, or the two it chooses from."""
    if isinstance(node, ast.IfExp):
        return _texts(node.body, constants) + _texts(node.orelse, constants)
    if isinstance(node, ast.Name):
        return constants.get(node.id, [])
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value else []


def update(path: Path, found: set[Key]) -> tuple[list[str], list[str]]:
    """Adds the keys a catalogue lacks, untranslated, and drops those nobody says; gives both back."""
    heading = path.read_text(encoding="utf-8").partition("\n\n")[0]
    catalogue = _read(path)
    told = {message.id for message in catalogue if message.id}
    for key in told - found:
        del catalogue[key[0] if isinstance(key, tuple) else key]
    for key in found - told:
        catalogue.add(key)
    entries = BytesIO()
    write_po(entries, catalogue, width=0, omit_header=True, no_location=True, sort_output=True, ignore_obsolete=True)
    path.write_text(f"{heading}\n\n{entries.getvalue().decode()}", encoding="utf-8")
    return sorted(map(str, found - told)), sorted(map(str, told - found))


@cache
def _catalogue(path: Path) -> Catalog:
    return _read(path)


@cache
def _translations(path: Path) -> GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, _catalogue(path))
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def _file(folder: Path, code: str) -> Path:
    return folder / f"{code}.po"


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


if __name__ == "__main__":
    for code in languages():
        added, dropped = update(FOLDER / f"{code}.po", keys())
        print(f"{code}: {len(added)} added, {len(dropped)} dropped", *added, sep="\n    ")
