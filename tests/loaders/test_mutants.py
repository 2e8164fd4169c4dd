"""Do damaged files of every form end in rows, refused rows or one clear error, with no row unaccounted for? (I3)

20 mutants of each form's small file in `make test`, 500 in `make fuzz`. Each is read by `run.read`, in a child as all
files are; of a workbook half of the mutants are damaged as bytes, half in the text of its parts, as a hand would.
"""

import io
import random
import zipfile

import pytest

from data.errors import UserError
from loaders.run import read
from tests.loaders.hostile.test_hostile import assert_clear
from tests.loaders.test_forms import CASES, known

ENCODINGS = ["cp1251", "utf-16", "cp1252", "koi8-r", "cp1253", "utf-8-sig", "shift_jis"]
ODD_CELLS = ["", "-", "н/д", "1e400", "NaN", "1 234,5", "5)", "более 5", "2019", "\u202e1", '"', "=1+1", "0x1F", "−5"]


def flipped(data, dice):
    changed = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def cut(data, dice):
    return data[: dice.randrange(1, len(data))]


def spliced(data, dice):
    start, end = sorted(dice.randrange(len(data)) for _ in range(2))
    return data[:start] + data[end:] if dice.random() < 0.5 else data[:end] + data[start:]


def lines_changed(text, dice):
    lines = text.splitlines(keepends=True)
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    how = dice.randrange(3)
    if how == 0:
        del lines[one]
    elif how == 1:
        lines.insert(other, lines[one])
    else:
        lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def cells_changed(text, dice):
    """What stands between two marks becomes something else; in XML between two tags."""
    edges = [place for place, letter in enumerate(text) if letter in ",;\t|<>\n"]
    for _ in range(dice.randint(1, 4)):
        if len(edges) > 1:
            place = dice.randrange(len(edges) - 1)
            text = text[: edges[place] + 1] + dice.choice(ODD_CELLS) + text[edges[place + 1] :]
            edges = [place for place, letter in enumerate(text) if letter in ",;\t|<>\n"]
    return text


def digits_to_letters(text, dice):
    places = [place for place, letter in enumerate(text) if letter.isdigit()]
    for place in dice.sample(places, min(len(places), 3)):
        text = text[:place] + dice.choice("OlBЗо,. )") + text[place + 1 :]
    return text


def delimiters_changed(text, dice):
    return text.replace(dice.choice(",;\t"), dice.choice(",;\t|:"))


def quotes_added(text, dice):
    place = dice.randrange(len(text) + 1)
    return text[:place] + dice.choice(['"', "'", "\0", "\r", "\ufeff", '"\n"']) + text[place:]


BYTES = [flipped, cut, spliced]
TEXTS = [lines_changed, cells_changed, digits_to_letters, delimiters_changed, quotes_added]


def mutant(data, dice):
    """The bytes of a file, damaged in one way."""
    if data.startswith(b"PK") and dice.random() < 0.5:
        return parts_changed(data, dice)
    text = as_text(data)
    how = dice.choice(BYTES if text is None else [*BYTES, *TEXTS, *TEXTS, "encoding"])
    if how == "encoding":
        return text.encode(dice.choice(ENCODINGS), "replace")
    return how(data, dice) if how in BYTES else how(text, dice).encode("utf-8", "surrogatepass")


def as_text(data):
    for encoding in ("utf-16" if data[:2] == b"\xff\xfe" else "utf-8", "cp1251"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def parts_changed(data, dice):
    """A workbook whose sheets, strings or list of sheets a hand has changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        held = {name: old.read(name) for name in old.namelist()}
        name = dice.choice(
            [each for each in held if "sheet" in each or "Strings" in each or "styles" in each] or [*held]
        )
        text = dice.choice([cells_changed, digits_to_letters])(held[name].decode(), dice)
        for each, content in held.items():
            new.writestr(each, text if each == name else content)
    return out.getvalue()


def read_damaged(name, path, nursery, numbers):
    data, those = path.read_bytes(), known()
    for number in numbers:
        changed = mutant(data, random.Random(f"{path.name} {number}"))
        nursery.last_words = ""
        try:
            batch = read(changed, path.name, those, loader=None if number % 7 == 0 else name)
        except UserError as error:
            assert_clear(error, path.name, nursery.last_words)
        except Exception as error:
            raise AssertionError(f"mutant {number} of {path.name}") from error
        else:
            assert batch.read == batch.accepted + batch.refused_count + batch.skipped, number
            assert all(frame.height for frame in batch.frames.values()), number


IDS = [path.name for _, path in CASES]


@pytest.mark.parametrize(("name", "path"), CASES, ids=IDS)
def test_twenty_mutants_of_each_form_are_read_or_refused(name, path, nursery):
    read_damaged(name, path, nursery, range(20))


@pytest.mark.fuzz
@pytest.mark.parametrize(("name", "path"), CASES, ids=IDS)
def test_five_hundred_mutants_of_each_form_are_read_or_refused(name, path, nursery):
    read_damaged(name, path, nursery, range(500))
