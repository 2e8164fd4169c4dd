"""How is a mapping written so that a person can go on writing it?"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

#: The value of a key that the file leaves open: it is refused with a sentence that names the key.
TODO = "TODO"


@dataclass(frozen=True)
class Line:
    """One key of a block with its value, and what is to be known about it."""

    key: str
    value: object
    comment: str = ""


def block(name: str, lines: Iterable[Line]) -> str:
    """`[name]` or `[[name]]`, or nothing before the first block, and its keys; "" where there are none."""
    written = [_line(line) for line in lines if line.value is not None]
    return "\n".join(([name] if name else []) + written) + "\n" if written else ""


def commented(text: str) -> str:
    """The same, left out."""
    return "".join(f"# {printable(line)}".rstrip() + "\n" for line in text.splitlines())


def printable(line: str) -> str:
    """A line without the signs that would steer a terminal or break a comment."""
    return "".join(sign if sign.isprintable() else " " for sign in line)


def value(given: object) -> str:
    """A value as TOML writes it: text, number, boolean, list, or an inline table."""
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, str):
        return _text(given)
    if isinstance(given, dict):
        return "{ " + ", ".join(f"{_key(key)} = {value(each)}" for key, each in given.items()) + " }"
    if isinstance(given, list | tuple):
        return "[" + ", ".join(map(value, given)) + "]"
    return str(given)


def _line(line: Line) -> str:
    comment = f"    # {' '.join(line.comment.split())}" if line.comment else ""
    return f"{line.key} = {value(line.value)}{printable(comment)}"


def _key(text: str) -> str:
    return text if text.isascii() and text.replace("_", "").replace("-", "").isalnum() else _text(text)


def _text(text: str) -> str:
    """A pattern reads better between ' ', where no sign has another meaning."""
    if "\\" in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")
