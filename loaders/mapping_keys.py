"""Which keys may a mapping file hold, and what does each of them say?"""

import types
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from loaders.said import Said


def described(model: type[BaseModel], place: str = "") -> Iterator[tuple[str, str]]:
    """Every key with its description, in the order of the models: `read.sheet`, `values[].column` …"""
    for name, field in model.model_fields.items():
        key = place + (field.alias or name)
        yield key, field.description or ""
        inner = _model_in(field.annotation)
        if inner and not issubclass(inner, Said):
            is_list = typing.get_origin(field.annotation) is list
            yield from described(inner, key + ("[]." if is_list else "."))


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


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model in `Model | None`, `list[Model]` or `Annotated[Model, …]`."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation if issubclass(annotation, BaseModel) else None
    found = (_model_in(part) for part in typing.get_args(annotation))
    return next((model for model in found if model), None)
