"""Who uses whom: how are metrics drawn as a graph?"""

from collections.abc import Iterator

from metrics.registry import METRICS, graph


def drawn(form: str) -> str:
    """The graph of metrics and tables as text (a tree of what each is computed from), as DOT or as Mermaid."""
    return "\n".join({"text": _text, "dot": _dot, "mermaid": _mermaid}[form]())


def _text() -> Iterator[str]:
    used = {each for inputs in graph().values() for each in inputs}
    for name in METRICS:
        if name not in used:
            yield from _branch(name, 0)


def _branch(name: str, depth: int) -> Iterator[str]:
    inputs = graph().get(name, ())
    read = [each for each in inputs if each not in METRICS]
    yield "    " * depth + name + (f" ({', '.join(read)})" if read else "")
    for each in inputs:
        if each in METRICS:
            yield from _branch(each, depth + 1)


def _dot() -> Iterator[str]:
    yield "digraph metrics {"
    yield "    rankdir = LR;"
    yield from (f'    "{name}" [shape = box];' for name in METRICS)
    yield from (f'    "{each}" -> "{name}";' for name, inputs in graph().items() for each in inputs)
    yield "}"


def _mermaid() -> Iterator[str]:
    yield "graph LR"
    yield from (f"    {each} --> {name}" for name, inputs in graph().items() for each in inputs)
