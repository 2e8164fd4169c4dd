"""What does a reader of a page see in one of its cells?

Runs in the child process only. What stands beside a number and is no part of it - a struck figure, a mark raised or
lowered - is kept apart from it: 15 crossed out before 10 is not 1510.
"""

import re
from typing import Any

from loaders.parsers import raised

_SUPER = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
#: The end of a line is kept between digits alone: 100 over 200 is not 100 200.
_NO_GAP = re.compile(r"(?<!\d)\n|\n(?!\d)")
_SPACE = str.maketrans(f"\r\n{raised.EDGE}", "   ")
_NEVER_SHOWN = {"script", "style", "noscript", "template", "datalist", "table"}
_BREAKS = {"br", "p", "div", "li", "tr"}
_APART = {"s", "strike", "del", "sub"}
_NO_TEXT = {"hidden", "checkbox", "radio", "button", "submit", "reset", "image", "file", "password"}


def text(cell: Any) -> str | None:
    """The text of a cell, or of a caption; None where there is none."""
    runs: list[raised.Run] = []
    _collect(cell, runs, is_raised=False)
    lines = (" ".join(line.split()) for line in raised.text(runs).split("\n"))
    return _NO_GAP.sub(" ", "\n".join(line for line in lines if line)) or None


def is_shown(element: Any) -> bool:
    """Whether the element itself does not say that it is hidden."""
    return element.get("hidden") is None and not _NOT_SHOWN.search(element.get("style") or "")


def _collect(element: Any, runs: list[raised.Run], *, is_raised: bool) -> None:
    """The texts within a cell that are shown, but for tables of their own, and which are raised."""
    runs.append(((element.text or "").translate(_SPACE), is_raised))
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _NEVER_SHOWN and is_shown(child):
            edge = "\n" if child.tag in _BREAKS else raised.EDGE if child.tag in _APART else ""
            runs.append((edge, is_raised))
            _collect_shown(child, runs, is_raised=is_raised or _is_raised(child))
            runs.append((edge if edge == raised.EDGE else "", is_raised))
        runs.append(((child.tail or "").translate(_SPACE), is_raised))


def _collect_shown(element: Any, runs: list[raised.Run], *, is_raised: bool) -> None:
    """The same for one element; of a field of a form, what is filled in."""
    if element.tag == "input":
        is_text = (element.get("type") or "text").lower() not in _NO_TEXT
        runs.append(((element.get("value") or "").translate(_SPACE) if is_text else "", is_raised))
    elif element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        for option in chosen[-1:]:
            _collect(option, runs, is_raised=is_raised)
    else:
        _collect(element, runs, is_raised=is_raised)


def _is_raised(element: Any) -> bool:
    return element.tag == "sup" or bool(_SUPER.search(element.get("style") or ""))
