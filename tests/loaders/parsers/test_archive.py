import gzip
import io
import zipfile

import pytest

from data.errors import UserError
from loaders.raw import ReadOptions
from loaders.sandbox import read_table, see
from tests.loaders.conftest import workbook

CSV = "Зона;План\nДубна;1,5\n".encode()


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [gzip.compress(CSV), gzip.compress(CSV[:9]) + gzip.compress(CSV[9:]), zipped(a_csv=CSV)],
    ids=["gz", "two in one gz", "zip"],
)
def test_the_one_file_in_an_archive_is_read(data):
    assert read_table(data, "a.dat").cells.rows() == [("Дубна", "1,5")]


def test_a_workbook_in_an_archive_is_read_and_its_sheet_said():
    data = zipped(a_xlsx=workbook({"План": [["a"], ["x"]], "Факт": [["b"], ["y"]]}))
    assert read_table(data, "a.zip", ReadOptions(sheet="Факт")).cells.rows() == [("y",)]
    seen = see(data, "a.zip")
    assert (seen.format, seen.packed) == ("xlsx", "zip a.xlsx")


def test_of_several_files_one_is_said():
    data = zipped(in__a_csv=CSV, b_csv=b"x,y\n1,2\n", __MACOSX__c=b"junk")
    with pytest.raises(UserError, match=r"holds 3 files.*read\.records|holds 2 files"):
        read_table(data, "a.zip")
    assert read_table(data, "a.zip", ReadOptions(records="a.csv")).headings == ["Зона", "План"]
    assert read_table(data, "a.zip", ReadOptions(records="b.csv")).headings == ["x", "y"]
    with pytest.raises(UserError, match="files"):
        read_table(data, "a.zip", ReadOptions(records="gone.csv"))


@pytest.mark.parametrize("outer", [gzip.compress, lambda data: zipped(a=data)])
@pytest.mark.parametrize("inner", [gzip.compress, lambda data: zipped(a=data)])
def test_an_archive_in_an_archive_is_refused(outer, inner):
    with pytest.raises(UserError, match="an archive in an archive"):
        read_table(outer(inner(CSV)), "a")


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped(a=data)])
def test_a_bomb_is_refused_before_it_is_large(pack):
    with pytest.raises(UserError, match="would unpack to"):
        read_table(pack(b"1" * 100_000_000), "bomb")


def test_a_member_larger_than_the_directory_says_is_refused():
    data = bytearray(zipped(a=b"x,y\n" + b"1,2\n" * 1000))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + place
        data[at : at + 4] = (9).to_bytes(4, "little")
    with pytest.raises(UserError, match="damaged archive"):
        read_table(bytes(data), "a.zip")


@pytest.mark.parametrize(
    "data",
    [gzip.compress(CSV)[:-9], gzip.compress(CSV)[:12], b"\x1f\x8b", zipped(a=CSV)[:-9]],
    ids=["end", "beginning", "two bytes", "zip"],
)
def test_a_cut_archive_is_refused(data):
    with pytest.raises(UserError, match="damaged archive"):
        read_table(data, "a")


def test_an_archive_with_a_password_is_told():
    data = bytearray(zipped(a=CSV))
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UserError, match="has a password"):
        read_table(bytes(data), "a.zip")


def test_an_empty_archive_holds_no_file():
    with pytest.raises(UserError, match="holds 0 files"):
        read_table(zipped(), "a.zip")
