"""Which results stay in memory, and which go first?"""

import threading
from collections import OrderedDict
from collections.abc import Hashable

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
