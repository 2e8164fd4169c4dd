"""What is a metric's formula with the numbers of one figure put in?"""

import ast
import re
from collections.abc import Callable
from math import isclose
from operator import add, mul, sub, truediv
from typing import Any


def formula(doc: str, result: dict[str, Any], written: Callable[[Any], str] | None = None) -> str:
    """The formula of a figure with its numbers put in; empty where none of those in its words gives its value.

    `written` is how a reader's language writes a number; without it they are written plainly.
    """
    write = written or plain
    told, numbers = _holding(doc, result)
    return f"{write(result['value'])} = {_put(told, numbers, lambda name: write(numbers[name]))}" if told else ""


def named(doc: str, result: dict[str, Any], titled: Callable[[str], str]) -> str:
    """The same formula in words: each name as it is called; empty where none gives the value."""
    told, numbers = _holding(doc, result)
    return _put(told, numbers, titled)


def _holding(doc: str, result: dict[str, Any]) -> tuple[str, dict[str, float]]:
    """The formula of those in a metric's words that gives its value, and the numbers that it may name."""
    value = result["value"]
    numbers = {name: each for name, each in result.items() if isinstance(each, float) and name != "value"}
    if value is None or not numbers:
        return "", numbers
    for told in re.findall(rf"(?:\b(?:{_any(numbers)})\b|[0-9.]+|[()×/−+\s])+", doc.partition("value = ")[2]):
        if re.search("[×/−+]", told) and _is(_put(told, numbers, lambda name: f"({numbers[name]!r})"), value):
            return told, numbers
    return "", numbers


def _put(told: str, numbers: dict[str, float], said: Callable[[str], str]) -> str:
    """A formula with its names said otherwise."""
    return re.sub(rf"\b(?:{_any(numbers)})\b", lambda word: said(word[0]), " ".join(told.split())).rstrip(" .")


def _any(numbers: dict[str, float]) -> str:
    return "|".join(sorted(numbers, key=len, reverse=True))


def _is(written: str, value: float) -> bool:
    """Whether an expression of numbers, made from a docstring of ours, gives a value."""
    try:
        signs = " ".join(written.split()).replace("×", "*").replace("−", "-")
        tree = ast.parse(signs.rstrip(" ."), mode="eval")
        return isclose(_computed(tree.body), value, rel_tol=1e-9)
    except (SyntaxError, ZeroDivisionError, KeyError):
        return False


_SIGNS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: add,
    ast.Sub: sub,
    ast.Mult: mul,
    ast.Div: truediv,
}


def _computed(tree: ast.AST) -> float:
    if isinstance(tree, ast.BinOp):
        return float(_SIGNS[type(tree.op)](_computed(tree.left), _computed(tree.right)))
    if isinstance(tree, ast.UnaryOp):
        return -_computed(tree.operand)
    if not isinstance(tree, ast.Constant) or not isinstance(tree.value, int | float):
        raise SyntaxError
    return float(tree.value)


def plain(value: Any) -> str:
    """A number for reading: all its digits that say anything, thousands apart; "open" for none."""
    if isinstance(value, float):
        return (
            f"{value:,.10g}".replace(",", " ")
            if abs(value) < 1e10
            else f"{value:,.2f}".replace(",", " ").removesuffix(".00")
        )
    return "open" if value is None else str(value)
