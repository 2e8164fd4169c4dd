"""How does one key of a mapping's text change while the rest of it, comments and all, stays as it is?

A key is told by its path: `("title",)`, `("read", "decimal")`, `("values", 0, "unit")`. A text that is laid out in
another way than a line for each key is written anew, without its comments; what it says is never another.
"""

import copy
import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from data.errors import UserError
from loaders.sniffing.toml_text import TODO, Line, block, value

Path = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_-]+)\s*\]\]?\s*(#.*)?$")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def document(text: str) -> dict[str, Any]:
    """What the text says. Raises UserError where it is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError("{file} is not TOML: {reason}.", file="mapping.toml", reason=str(error)) from error


def changed(text: str, path: Path, new: object) -> str:
    """The text with a key set to a value; None takes the key out. Raises UserError where the text is not TOML."""
    if new is None and len(path) == 1 and _is_block(document(text).get(str(path[0]))):
        return without(text, path)
    wanted = _with(document(text), path, new)
    return _kept(_line_changed(text.splitlines(), path, new), wanted)


def all_changed(text: str, news: Mapping[Path, object]) -> str:
    """The text with several keys set, one after the other."""
    for path, new in news.items():
        text = changed(text, path, new)
    return text


def added(text: str, name: str, keys: Mapping[str, object]) -> str:
    """The text with one more `[[name]]`, after the others of that name."""
    wanted = copy.deepcopy(document(text))
    wanted.setdefault(name, []).append({key: each for key, each in keys.items() if each is not None})
    lines = text.splitlines()
    ends = [end for found, _, _, end in _blocks(lines) if found == name]
    at = ends[-1] if ends else len(lines)
    new = ["", *block(f"[[{name}]]", [Line(key, each) for key, each in keys.items()]).splitlines()]
    return _kept([*lines[:at], *new, *lines[at:]], wanted)


def without(text: str, path: Path) -> str:
    """The text without a block: `("values", 0)`, or all of a name: `("values",)`."""
    wanted = copy.deepcopy(document(text))
    place = wanted.get(str(path[0]))
    if len(path) > 1 and isinstance(place, list):
        place.pop(int(path[1]))
    if len(path) == 1 or not place:
        wanted.pop(str(path[0]), None)
    lines = text.splitlines()
    for name, number, start, end in reversed(_blocks(lines)):
        if name == path[0] and (len(path) == 1 or number == path[1]):
            del lines[start:end]
    return _kept(lines, wanted)


def comment(text: str, path: Path) -> str:
    """What is said beside a key, in the line it stands in; "" where nothing is."""
    lines = text.splitlines()
    at = _line_of(lines, path)
    return _comment(lines[at]) if at is not None else ""


def open_keys(said: object, path: Path = ()) -> Iterable[Path]:
    """The paths of all keys that are left open, at any depth."""
    if said == TODO:
        yield path
    parts = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    for key, each in parts:
        yield from open_keys(each, (*path, key))


def written(said: Mapping[str, Any]) -> str:
    """A document as text, a line for each key."""
    tables = {key: each for key, each in said.items() if _is_block(each)}
    parts = [block("", [Line(_key(key), each) for key, each in said.items() if key not in tables])]
    for key, each in tables.items():
        name = f"[[{_key(key)}]]" if isinstance(each, list) else f"[{_key(key)}]"
        parts += [block(name, _lines(own)) for own in (each if isinstance(each, list) else [each])]
    return "\n".join(part for part in parts if part)


def _lines(keys: Mapping[str, object]) -> list[Line]:
    return [Line(_key(key), each) for key, each in keys.items()]


def _is_block(given: object) -> bool:
    if isinstance(given, list):
        return bool(given) and all(isinstance(each, dict) and each for each in given)
    return isinstance(given, dict) and bool(given)


def _with(said: dict[str, Any], path: Path, new: object) -> dict[str, Any]:
    """The document with one key set; tables on the way are made."""
    wanted = copy.deepcopy(said)
    place: Any = wanted
    for part in path[:-1]:
        place = place.setdefault(part, {}) if isinstance(place, dict) else place[part]
    if new is None:
        place.pop(path[-1], None)
    else:
        place[path[-1]] = new
    return wanted


def _kept(lines: list[str], wanted: dict[str, Any]) -> str:
    """The lines where they say what is wanted; else it is written anew."""
    text = "\n".join(lines).rstrip("\n") + "\n"
    try:
        is_said = _plain(tomllib.loads(text)) == _plain(wanted)
    except tomllib.TOMLDecodeError:
        is_said = False
    return text if is_said else written(wanted)


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    """Without the tables that say nothing: the last key of one may have been taken out."""
    return {key: each for key, each in said.items() if each not in ({}, [])}


def _line_changed(lines: list[str], path: Path, new: object) -> list[str]:
    at, key = _line_of(lines, path), _key(str(path[-1]))
    own = [] if new is None else [f"{key} = {value(new)}"]
    if at is not None or not own:
        return lines if at is None else [*lines[:at], *own, *lines[at + 1 :]]
    found = _block_of(lines, path)
    if found is None:
        return [*lines, "", f"[{path[0]}]", *own]
    return [*lines[: found[1]], *own, *lines[found[1] :]]


def _line_of(lines: list[str], path: Path) -> int | None:
    found = _block_of(lines, path)
    if found is None:
        return None
    start = re.compile(rf"^\s*{re.escape(_key(str(path[-1])))}\s*=")
    return next((at for at in range(*found) if start.match(lines[at])), None)


def _block_of(lines: list[str], path: Path) -> tuple[int, int] | None:
    """The lines of the block in which a key stands; the keys before the first header are a block too."""
    name, number = ("", 0) if len(path) == 1 else (path[0], path[1] if len(path) > 2 else 0)
    found = (each for each in _blocks(lines) if each[0] == name and each[1] == number)
    return next(((start, end) for _, _, start, end in found), None)


def _blocks(lines: list[str]) -> list[tuple[str, int, int, int]]:
    """Each block: its name, the how manieth of that name, its first line, the line after its last key."""
    heads = ((at, _HEADER.match(line)) for at, line in enumerate(lines))
    starts = [(0, ""), *((at, head[2]) for at, head in heads if head)]
    ends = [at for at, _ in starts[1:]] + [len(lines)]
    counts: dict[str, int] = {}
    found = []
    for (start, name), end in zip(starts, ends, strict=True):
        number = counts.get(name, 0)
        counts[name] = number + 1
        while end > start and _says_nothing(lines[end - 1]):
            end -= 1
        found.append((name, number, start, end))
    return found


def _says_nothing(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _comment(line: str) -> str:
    """What follows the first # before which the line is whole: a # may stand in a text."""
    for sign in re.finditer("#", line):
        try:
            tomllib.loads(line[: sign.start()])
        except tomllib.TOMLDecodeError:
            continue
        return line[sign.end() :].strip()
    return ""


def _key(text: str) -> str:
    return text if _BARE.fullmatch(text) else value(text)
