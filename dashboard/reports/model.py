"""What is a summary made of, whatever it is written into?"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """One thing said: the text a person reads and the value a file keeps (a number stays a number)."""

    text: str
    value: str | float | int | None = None
    number_format: str | None = None  # under which a spreadsheet shows the value as the text

    @classmethod
    def of(cls, text: str | None) -> "Cell":
        """A text that is its own value."""
        return cls(text or "", text)


Row = dict[str, Cell]


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and how wide and in what format a file shows it."""

    id: str
    title: str
    kind: str = "text"  # text | number | percent | link
    width: int = 16


@dataclass(frozen=True)
class Table:
    """Rows under headings; `empty` says in words why there are none."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str


@dataclass(frozen=True)
class Section:
    """A heading, sentences in plain words, and a table of what they rest on."""

    id: str
    title: str
    sentences: tuple[str, ...]
    table: Table | None = None


@dataclass(frozen=True)
class Summary:
    """What a page shows and a download holds. `facts` are said under the title: data as of, data version."""

    title: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    file_stem: str
    chart: "Chart | None" = field(default=None)

    def section(self, name: str) -> Section:
        """A section by its id."""
        return next(section for section in self.sections if section.id == name)


@dataclass(frozen=True)
class Chart:
    """What a file draws as a native chart: actual against target for each category, in one unit."""

    title: str
    categories: tuple[str, ...]
    actual: tuple[float | None, ...]
    target: tuple[float | None, ...]
    unit: str
    actual_title: str
    target_title: str
