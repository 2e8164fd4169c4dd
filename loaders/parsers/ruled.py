"""What is in the cells of a table that is drawn with lines: +---+, |, ┌─┬─┐, or as Markdown?"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from loaders.parsers import printed

_SIDES = "|│║┃¦"
_RULE = r"^[\s|¦+=_:\-\x{2500}-\x{257f}]*(?:[-=_]{2}|[─━═]{2}|:-)[\s|¦+=_:\-\x{2500}-\x{257f}]*$"
_FIGURE = re.compile(r"[+(−–-]?\s*\d[\d\s.,'’]*[)%]?")
#: A part of a rule within a line that holds texts too, as where one cell of a heading stands over two.
_PART_OF_RULE = re.compile(r"[├╟╠┼┌┬┤╢╣┐]?[─━═]+[├╟╠┼┌┬┤╢╣┐─━═]*|\+-{2,}[+-]*")
_MOST = 100

Row = list[str]


@dataclass(frozen=True)
class Layout:
    """`width`: how many columns. `is_closed`: whether lines begin and end with a side. `sides`: where these stand."""

    width: int
    is_closed: bool
    sides: tuple[int, ...]


def layout(lines: list[str], *, is_delimited: bool) -> Layout | None:
    """The columns of a drawn table; None where the lines are none: a side alone may be a delimiter."""
    rules = pl.Series(lines, dtype=pl.String).str.contains(_RULE)
    drawn = [line for line, is_rule in zip(lines, rules, strict=True) if _sides(line) and not is_rule]
    if len(drawn) < 2 or not (_has_rule_between(lines, rules) or _is_boxed(drawn)):
        return None
    sides, count = Counter(len(_sides(line)) for line in drawn).most_common(1)[0]
    whole = [line for line in drawn if len(_sides(line)) == sides]
    is_closed = all(line.strip()[0] in _SIDES and line[-1] in _SIDES for line in whole)
    if count * 2 < len(drawn) or (is_closed and sides < 3):
        return None
    places = {_sides(line) for line in whole}
    return Layout(sides - 1 if is_closed else sides + 1, is_closed, places.pop() if len(places) == 1 else ())


def parted(lines: pl.Series, drawn: Layout) -> pl.Series:
    """The lines with delimiters between the cells; rules are empty lines. A heading over several lines stands in the
    first of them, and so does every row where a rule stands between all rows."""
    names = [str(column) for column in range(drawn.width)]
    lines = _in_whole_sides(lines, drawn)
    is_rule = lines.str.contains(_RULE)
    is_drawn = lines.str.contains(f"[{_SIDES}]") & ~is_rule
    cells = _cells(lines, drawn)
    is_row = is_drawn & (cells.list.len() == drawn.width)
    columns = {name: pl.when(is_row).then(cells.list.get(place, null_on_oob=True)) for place, name in enumerate(names)}
    frame = pl.DataFrame({"line": lines, "group": is_rule.cum_sum(), "is_row": is_row})
    frame = _with_heading(_with_whole_rows(frame.with_columns(**columns), names), names, drawn)
    told = (
        pl.when(is_rule)
        .then(pl.lit(""))
        .when(is_row)
        .then(printed.row([pl.col(name) for name in names]))
        .when(is_drawn)
        .then(printed.quoted(pl.col("line")))
        .otherwise(printed.beside(pl.col("line"), drawn.width))
    )
    return frame.select(told).to_series()


def _sides(line: str) -> tuple[int, ...]:
    return tuple(place for place, letter in enumerate(line) if letter in _SIDES)


def _has_rule_between(lines: list[str], rules: pl.Series) -> bool:
    """Whether a rule stands under a drawn line."""
    return any(is_rule and place and _sides(lines[place - 1]) for place, is_rule in enumerate(rules))


def _is_boxed(drawn: list[str]) -> bool:
    return all("|" not in line and "¦" not in line for line in drawn)


def _in_whole_sides(lines: pl.Series, drawn: Layout) -> pl.Series:
    """The lines without parts of rules among texts: blanks stand there, and sides where the table has them."""
    mixed = lines.filter(lines.str.contains(r"[├╟╠┤╢╣+][─━═+-]") & ~lines.str.contains(_RULE)).head(_MOST)
    return lines.replace({line: _without_rules(line, drawn) for line in mixed}) if len(mixed) else lines


def _without_rules(line: str, drawn: Layout) -> str:
    def blank(found: re.Match[str]) -> str:
        return "".join("|" if found.start() + place in drawn.sides else " " for place in range(len(found[0])))

    return re.sub(
        r"[┤╢╣┐+]", lambda found: "|" if found.start() in drawn.sides else found[0], _PART_OF_RULE.sub(blank, line)
    )


def _cells(lines: pl.Series, drawn: Layout) -> pl.Series:
    """The cells of each line; one that spans several columns stands in the first of these."""
    spanning = {line: _spread(line, drawn) for line in lines.unique() if _spans(line, drawn)}
    bare = lines.replace(spanning) if spanning else lines
    if drawn.is_closed:
        bare = bare.str.strip_chars().str.replace(f"^[{_SIDES}](.*)[{_SIDES}]$", "$1")
    return bare.str.replace_all(f"[{_SIDES}]", "|").str.split("|")


def _spans(line: str, drawn: Layout) -> bool:
    sides = _sides(line)
    return 1 < len(sides) < len(drawn.sides) and set(sides) < set(drawn.sides)


def _spread(line: str, drawn: Layout) -> str:
    """The line with the sides that are missing, each where the cell it would cut ends."""
    sides = _sides(line)
    pieces = re.split(f"[{_SIDES}]", line)
    for place, (first, last) in enumerate(pairwise(sides), 1):
        pieces[place] += "|" * sum(first < each < last for each in drawn.sides)
    return "|".join(pieces)


def _with_whole_rows(frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Every row in its first line, where most groups of lines between two rules are one line."""
    sizes = frame.filter("is_row").group_by("group").len()["len"]
    if len(sizes) < 3 or (sizes > 1).sum() * 2 >= len(sizes):
        return frame
    is_first = pl.int_range(pl.len()).over("group", "is_row") == 0
    texts = {name: pl.col(name).str.strip_chars() for name in names}
    told = {name: text.filter(text != "").str.join(" ").over("group", "is_row") for name, text in texts.items()}
    return frame.with_columns(
        pl.when("is_row").then(pl.when(is_first).then(text).otherwise(pl.lit(""))).alias(name)
        for name, text in told.items()
    )


def _with_heading(frame: pl.DataFrame, names: list[str], drawn: Layout) -> pl.DataFrame:
    """The heading in its first line; in two where a cell of it stands over several columns."""
    head = frame.with_row_index("place").head(_MOST).filter("is_row")
    groups = [[*rows.iter_rows(named=True)] for _, rows in head.group_by("group", maintain_order=True)]
    count = _heading_groups(groups, names, drawn)
    lines = [line for group in groups[:count] for line in group]
    if len(lines) < 2:
        return frame
    over = [line for line in lines if _spans(line["line"], drawn)]
    spanned = _spanned(over, drawn)
    texts = {
        name: ([line for line in lines if line in over], [line for line in lines if line not in over])
        if column in spanned
        else (lines, [])
        for column, name in enumerate(names)
    }
    new = [{name: _together(lines_of[part], name) for name, lines_of in texts.items()} for part in (0, 1)]
    rows = {line["place"]: new[place] if place < 1 + bool(over) else {} for place, line in enumerate(lines)}
    return frame.with_row_index("place").with_columns(
        pl.col("place")
        .replace_strict({at: row.get(name, "") for at, row in rows.items()}, default=pl.col(name))
        .alias(name)
        for name in names
    )


def _heading_groups(groups: list[list[dict[str, str]]], names: list[str], drawn: Layout) -> int:
    """How many groups of lines are heading: one, and where a cell of it stands over others all before the figures."""
    if not any(_spans(line["line"], drawn) for group in groups[:1] for line in group):
        return 1 if len(groups) > 1 else 0
    has_figures = [any(_FIGURE.fullmatch(line[name].strip()) for line in group for name in names) for group in groups]
    return has_figures.index(True) if True in has_figures else 0


def _spanned(over: list[dict[str, str]], drawn: Layout) -> set[int]:
    """The columns over which a cell of these lines stands with others."""
    found: set[int] = set()
    for line in over:
        sides = _sides(line["line"])
        for first, last in pairwise(sides):
            columns = [column for column, side in enumerate(drawn.sides[:-1]) if first <= side < last]
            found |= set(columns) if len(columns) > 1 else set()
    return found


def _together(lines: list[dict[str, str]], name: str) -> str:
    text = " ".join(piece for line in lines if (piece := line[name].strip()))
    return re.sub(r"\s+([,;:)])", r"\1", text)
