"""How does a fault in a mapping file read to the person who wrote it?"""

import types
import typing
from typing import Any

from pydantic import BaseModel, ValidationError
from rapidfuzz import process

from data.errors import UserError


def explained(error: ValidationError, file: str, model: type[BaseModel]) -> UserError:
    """All faults, a line each: the key, what was found, what is accepted."""
    lines = [_line(fault, model) for fault in error.errors(include_url=False)]
    return UserError("{file}: {faults}", file=file, faults="\n".join(lines))


def _line(fault: Any, model: type[BaseModel]) -> str:
    path = [part for part in fault["loc"] if not str(part).startswith(("function-", "constrained-"))]
    key = _written(path)
    if fault["type"] == "extra_forbidden":
        accepted = accepted_keys(model, path[:-1])
        similar = process.extractOne(str(path[-1]), accepted, score_cutoff=60)
        hint = f" Did you mean {similar[0]}?" if similar else ""
        return f"no key {key}.{hint} Accepted: {', '.join(accepted)}."
    if fault["type"] == "missing":
        return f"the key {key} is missing."
    return f"{key}: found {_shown(fault['input'])}; {_reason(fault)}."


def _reason(fault: Any) -> str:
    if fault["type"] == "literal_error":
        return f"accepted: {fault['ctx']['expected']}"
    if fault["type"] == "string_pattern_mismatch":
        return f"accepted: text that fits {fault['ctx']['pattern']}"
    message: str = fault["msg"]
    return message.removeprefix("Value error, ").removeprefix("Input ")


def _shown(found: Any) -> str:
    text = found.get("value", "what is there") if isinstance(found, dict) else found
    return repr(text)[:80] if not isinstance(found, BaseModel) else "what is there"


def _written(path: list[Any]) -> str:
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "the file"


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
