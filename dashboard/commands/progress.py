"""How does a person at a terminal see that work goes on?"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def shown(items: Sequence[Item], doing: str) -> Iterator[Item]:
    """The items one after the other, with a bar on standard error if that is a terminal, and nothing if it is not."""
    if not sys.stderr.isatty():
        yield from items
        return
    yield from _with_bar(items, doing)


def _with_bar(items: Sequence[Item], doing: str) -> Iterable[Item]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    text = TextColumn("{task.description}")
    columns = (SpinnerColumn(), text, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=len(items))
        for item in items:
            bar.update(task, description=f"{doing} {getattr(item, 'name', item)}")
            yield item
            bar.advance(task)
