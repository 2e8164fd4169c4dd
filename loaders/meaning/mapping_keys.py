"""Which keys may a mapping file hold, what does each of them say, and what do those of one file name?"""

import types
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from loaders.meaning.said import HeadingMark, Said


def described(model: type[BaseModel], place: str = "") -> Iterator[tuple[str, str]]:
    """Every key with its description, in the order of the models: `read.sheet`, `values[].column` …"""
    for name, field in model.model_fields.items():
        key = place + (field.alias or name)
        yield key, field.description or ""
        inner = _model_in(field.annotation)
        if inner and not issubclass(inner, Said):
            is_list = typing.get_origin(field.annotation) is list
            yield from described(inner, key + ("[]." if is_list else "."))


def documented(model: type[BaseModel], ways: dict[str, type[Said]]) -> str:
    """Every key as a line of a Markdown table; then the ways in which a key says something, by what they are called."""
    lines = ["| key | what it says |", "|---|---|", *_lines(described(model))]
    for title, said in ways.items():
        lines += ["", f"### {title}", "", "| key | what it says |", "|---|---|", *_lines(described(said))]
    return "\n".join(lines) + "\n"


def _lines(keys: Iterator[tuple[str, str]]) -> Iterator[str]:
    return (f"| `{key}` | {words.replace('|', chr(92) + '|')} |" for key, words in keys)


def accepted_keys(model: type[BaseModel], path: list[Any]) -> list[str]:
    """The keys that may stand at a place of the file."""
    place = model
    for part in path:
        if isinstance(part, int):
            continue
        field = next((each for name, each in place.model_fields.items() if part in (name, each.alias)), None)
        inner = _model_in(field.annotation) if field else None
        if inner is None:
            return []
        place = inner
    return [field.alias or name for name, field in place.model_fields.items()]


def headings(given: BaseModel) -> dict[str, str]:
    """Every heading that a mapping names, with the key that names it first: `fields.period`, `values[2].column` …"""
    found: dict[str, str] = {}
    for key, name, annotation, value in _filled(given):
        texts = [value] if isinstance(value, str) else value
        if HeadingMark in _marks(annotation):
            for text in texts:
                found.setdefault(text, key.removesuffix(".column") if name == "column of said" else key)
    return found


def said(given: BaseModel) -> Iterator[tuple[str, Said]]:
    """Every constant, column or heading of a mapping, with its key."""
    for key, _, _, value in _filled(given):
        if isinstance(value, Said):
            yield key, value


def _filled(given: BaseModel, place: str = "") -> Iterator[tuple[str, str, Any, Any]]:
    """Every key that holds something: its path, what it is, its type, its value."""
    for name, field in type(given).model_fields.items():
        value = getattr(given, name)
        key = place + (field.alias or name)
        if value is None or value == []:
            continue
        yield key, f"{name} of said" if isinstance(given, Said) else name, (field.annotation, field.metadata), value
        for position, part in enumerate(value if isinstance(value, list) else [value], 1):
            if isinstance(part, BaseModel):
                yield from _filled(part, f"{key}[{position}]." if isinstance(value, list) else f"{key}.")


def _marks(annotation: Any) -> set[type]:
    """The marks anywhere in `Heading`, `Heading | None`, `list[Heading]`."""
    if isinstance(annotation, tuple | list):
        return {mark for part in annotation for mark in _marks(part)}
    own = {type(each) for each in getattr(annotation, "__metadata__", ())} | {type(annotation)}
    return own.union(*(_marks(part) for part in typing.get_args(annotation)))


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model in `Model | None`, `list[Model]` or `Annotated[Model, …]`."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation if issubclass(annotation, BaseModel) else None
    found = (_model_in(part) for part in typing.get_args(annotation))
    return next((model for model in found if model), None)
