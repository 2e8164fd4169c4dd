"""How is a number of a JSON document kept? As the file writes it."""


class Number(str):
    """A number as the file writes it."""

    __slots__ = ()
