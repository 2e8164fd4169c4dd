"""Which results stay in memory, and which go first?"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

import polars as pl


class Kept:
    """Frames nobody may change, by key; together at most so many bytes: the longest unused go first.

    The newest stays, however large. Safe to use from several threads.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._frames: OrderedDict[Hashable, pl.DataFrame] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> pl.DataFrame | None:
        """The frame of that key, which counts as used; None where there is none, or none any more."""
        with self._lock:
            if key in self._frames:
                self._frames.move_to_end(key)
            return self._frames.get(key)

    def put(self, key: Hashable, frame: pl.DataFrame) -> pl.DataFrame:
        """Keeps the frame, and gives it back."""
        with self._lock:
            self._frames[key] = frame
            size = sum(each.estimated_size() for each in self._frames.values())
            while size > self._most and len(self._frames) > 1:
                size -= self._frames.popitem(last=False)[1].estimated_size()
        return frame


class Recent:
    """Values nobody may change, by key; at most so many: the longest unused go first. Safe from several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, default: Any = None) -> Any:
        """The value of that key, which counts as used; the default where there is none, or none any more."""
        with self._lock:
            if key not in self._values:
                return default
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: Hashable, value: Any) -> Any:
        """Keeps the value, and gives it back."""
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
