"""How does a fault in a mapping file read to the person who wrote it?"""

from typing import Any

from pydantic import BaseModel, ValidationError
from rapidfuzz import process

from data.errors import UserError
from loaders.meaning.mapping_keys import accepted_keys
from loaders.sniffing.toml_text import TODO


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
    if _is_whole(fault["input"]):
        return f"{key}: {_reason(fault)}."
    if _shown(fault["input"]) == repr(TODO):
        return f"{key}: found {TODO!r}: it is still open. {_wanted(_reason(fault))}."
    return f"{key}: found {_shown(fault['input'])}; {_reason(fault)}."


def _wanted(reason: str) -> str:
    """What to put where a key is open, of a reason that speaks of the word that stands there."""
    wanted = reason.replace(f"{TODO!r} is none of:", "accepted:").removeprefix("should be ")
    wanted = wanted.partition(", unable to parse")[0]
    return f"{wanted[0].upper()}{wanted[1:]}"


def _reason(fault: Any) -> str:
    if fault["type"] == "literal_error":
        return f"accepted: {fault['ctx']['expected']}"
    if fault["type"] == "string_pattern_mismatch":
        return f"accepted: text that fits {fault['ctx']['pattern']}"
    message: str = fault["msg"]
    return message.removeprefix("Value error, ").removeprefix("Input ")


def _is_whole(found: Any) -> bool:
    """Whether the fault lies between several keys, none of which is wrong alone."""
    return isinstance(found, BaseModel) or (isinstance(found, dict) and "value" not in found)


def _shown(found: Any) -> str:
    return repr(found["value"] if isinstance(found, dict) else found)[:80]


def _written(path: list[Any]) -> str:
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "the file"
