"""Can every metric be computed from what it names?"""

from collections.abc import Collection, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from data.errors import UserError

#: Id of a metric → what it is computed from.
Inputs = Mapping[str, Sequence[str]]


def faults(inputs: Inputs, tables: Collection[str], broken: Collection[str]) -> dict[str, UserError]:
    """The metrics that cannot run, each with an error for a person.

    An input that is neither a table nor a metric, a circle, or an input that is itself unusable; `broken` names the
    metrics that are known to be.
    """
    found = _unknown_inputs(inputs, tables, broken)
    found |= _circles(_without(inputs, found))
    return found | _broken_inputs(_without(inputs, found), {*broken, *found})


def _unknown_inputs(inputs: Inputs, tables: Collection[str], broken: Collection[str]) -> dict[str, UserError]:
    known = {*tables, *inputs, *broken}
    unknown = {name: [each for each in needed if each not in known] for name, needed in inputs.items()}
    return {
        name: UserError(
            "metrics/{name}.py: no metric or table {unknown}.\nMetrics: {metrics}.\nTables: {tables}.",
            name=name,
            unknown=", ".join(names),
            metrics=", ".join(sorted(inputs)),
            tables=", ".join(sorted(tables)),
        )
        for name, names in unknown.items()
        if names
    }


def _circles(inputs: Inputs) -> dict[str, UserError]:
    found: dict[str, UserError] = {}
    while members := _circle(inputs):
        error = UserError("Metrics need one another in a circle: {members}.", members=" → ".join(members))
        found |= dict.fromkeys(members, error)
        inputs = _without(inputs, members)
    return found


def _circle(inputs: Inputs) -> list[str]:
    try:
        TopologicalSorter(inputs).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _broken_inputs(inputs: Inputs, broken: Collection[str]) -> dict[str, UserError]:
    found: dict[str, UserError] = {}
    for name in TopologicalSorter(inputs).static_order():
        spoiled = [each for each in inputs.get(name, ()) if each in broken or each in found]
        if spoiled:
            found[name] = UserError(
                "metrics/{name}.py needs {broken}, which cannot be used.", name=name, broken=", ".join(spoiled)
            )
    return found


def _without(inputs: Inputs, names: Collection[str]) -> Inputs:
    return {name: needed for name, needed in inputs.items() if name not in names}
