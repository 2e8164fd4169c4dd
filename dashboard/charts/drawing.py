"""How is a figure put together without looking at every part of it again?

Plotly checks, copies and names each part of a figure when it is made, which took most of the time of a page. Ours
are made of the same few parts again and again: tests have Plotly check them, a page hands them to the browser as they
are.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio
from plotly.basedatatypes import BaseFigure

Part = dict[str, Any]


class Drawing:
    """A figure that is being drawn: traces and a layout, plain as the browser gets them."""

    def __init__(self, layout: Part) -> None:
        self.data: list[Part] = []
        self.layout: Part = layout

    def add_trace(self, trace: Part) -> None:
        """Draws a trace above those that are there."""
        self.data.append(trace)

    def add_traces(self, traces: Iterable[Part]) -> None:
        """Draws traces, each above the one before."""
        self.data.extend(traces)

    def add_annotation(self, **annotation: Any) -> None:
        """Writes a text."""
        self.layout.setdefault("annotations", []).append(annotation)

    def add_shape(self, **shape: Any) -> None:
        """Draws a shape."""
        self.layout.setdefault("shapes", []).append(shape)

    def update_layout(self, **parts: Any) -> None:
        """Sets parts of the layout; of a part that is there only what is said."""
        self.layout = _merged(self.layout, parts)

    def update_xaxes(self, **parts: Any) -> None:
        """Sets parts of every axis that runs across."""
        self._update_axes("xaxis", parts)

    def update_yaxes(self, **parts: Any) -> None:
        """Sets parts of every axis that runs upwards."""
        self._update_axes("yaxis", parts)

    def as_it_is(self) -> BaseFigure:
        """The figure for who takes one of Plotly's, and takes it unchecked."""
        return _AsItIs(self._parts())

    def checked(self) -> go.Figure:
        """The figure as one of Plotly's; ValueError where a part is none that Plotly knows."""
        return go.Figure(self._parts())

    def _parts(self) -> Part:
        return {"data": self.data, "layout": {"template": _template(pio.templates.default), **self.layout}}

    def _update_axes(self, kind: str, parts: Part) -> None:
        self.update_layout(**{name: parts for name in self.layout if name.startswith(kind)})


def scatter(**parts: Any) -> Part:
    """A trace of marks or lines."""
    return _trace("scatter", parts)


def bar(**parts: Any) -> Part:
    """A trace of bars."""
    return _trace("bar", parts)


def _trace(kind: str, parts: Part) -> Part:
    return {"type": kind, **{name: part for name, part in parts.items() if part is not None}}


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> Part:
    """The old parts with the new ones in their place; neither of them is changed."""
    return {**old, **{name: _over(old.get(name), part) for name, part in new.items()}}


def _over(old: Any, new: Any) -> Any:
    return _merged(old, new) if isinstance(old, Mapping) and isinstance(new, Mapping) else new


@cache
def _template(name: str) -> Part:
    """The colours that Streamlit's own script puts the theme's in place of."""
    return dict(pio.templates[name].to_plotly_json())


class _AsItIs(BaseFigure):  # type: ignore[misc]  # Plotly has no types
    """A figure that tells its parts and does nothing else."""

    def __init__(self, parts: Part) -> None:
        # Nothing of what Plotly's own keeps: it would be made of copies of the parts.
        object.__setattr__(self, "_plain", parts)

    def to_dict(self) -> Part:
        """The parts; who changes them changes the figure."""
        return dict(self._plain)
