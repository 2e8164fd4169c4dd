"""Archives that swell, nest, hide, or name places outside of themselves."""

import gzip
import io
import stat
import warnings
import zipfile

from tests.loaders.hostile.corpus import hostile, zipped
from tests.loaders.hostile.texts import UTF8


@hostile("archive in an archive", name="report.gz")
def gz_in_gz() -> bytes:
    return gzip.compress(gzip.compress(UTF8))


@hostile("would unpack to", name="report.gz")
def a_bomb_in_gz() -> bytes:
    return gzip.compress(b"a;b\n" * 5_000_000, 9)


@hostile("archive in an archive", name="report.gz")
def a_bomb_in_a_bomb() -> bytes:
    return gzip.compress(gzip.compress(b"\0" * 20_000_000, 9), 9)


@hostile("damaged archive", name="report.gz")
def gz_with_another_checksum() -> bytes:
    data = gzip.compress(UTF8)
    return data[:-8] + b"\0\0\0\0" + data[-4:]


@hostile("damaged archive", name="report.gz")
def gz_with_more_behind_it() -> bytes:
    return gzip.compress(UTF8) + b"PK\x03\x04 and more"


@hostile(rows=2, name="report.zip")
def a_member_that_climbs_out() -> bytes:
    return zipped({"../../../../tmp/sez-was-here.csv": UTF8})


@hostile(rows=2, name="report.zip")
def a_member_with_an_absolute_path() -> bytes:
    return zipped({"/tmp/sez-was-here.csv": UTF8})


@hostile(rows=2, name="report.zip")
def a_member_on_another_disk() -> bytes:
    return zipped({"C:\\sez-was-here.csv": UTF8})


@hostile(rows=0, name="report.zip")
def a_member_that_is_a_link() -> bytes:
    link = zipfile.ZipInfo("report.csv")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return zipped_info(link, b"/etc/passwd")


def zipped_info(info: zipfile.ZipInfo, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, content)
    return out.getvalue()


@hostile("holds 2 files", name="report.zip")
def two_members_of_one_name() -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("report.csv", UTF8)
        archive.writestr("report.csv", UTF8.replace(b"1,5", b"9,9"))
    return out.getvalue()


@hostile("in 100000 parts", name="report.zip")
def a_hundred_thousand_members() -> bytes:
    return zipped({f"{n}": b"" for n in range(100_000)}, zipfile.ZIP_STORED)


@hostile("would unpack to", name="report.zip")
def members_that_share_their_bytes() -> bytes:
    """Each entry of the directory points to the same member: small as a file, huge in sum."""
    inner = zipped({"report.csv": b"a;b\n" * 500_000})
    start = inner.index(b"PK\x01\x02")
    entry, end = inner[start : inner.index(b"PK\x05\x06")], bytearray(inner[inner.index(b"PK\x05\x06") :])
    end[8:12] = (1000).to_bytes(2, "little") * 2
    end[12:16] = (len(entry) * 1000).to_bytes(4, "little")
    return inner[:start] + entry * 1000 + bytes(end)


@hostile("has a password", name="report.zip")
def a_member_with_a_password() -> bytes:
    data = bytearray(zipped({"a.csv": UTF8}))
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@hostile("damaged archive", name="report.zip")
def a_member_packed_in_an_unknown_way() -> bytes:
    data = bytearray(zipped({"a.csv": UTF8}))
    data[data.index(b"PK\x03\x04") + 8] = 99
    data[data.index(b"PK\x01\x02") + 10] = 99
    return bytes(data)


@hostile("damaged archive", name="report.zip")
def a_member_that_lies_about_its_size() -> bytes:
    data = bytearray(zipped({"a.csv": UTF8 * 1000}))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + place
        data[at : at + 4] = (9).to_bytes(4, "little")
    return bytes(data)


@hostile("damaged archive", name="report.zip")
def a_directory_that_points_beyond_the_file() -> bytes:
    data = bytearray(zipped({"a.csv": UTF8}))
    data[-6:-2] = b"\xff\xff\xff\x7f"
    return bytes(data)


@hostile("damaged archive|holds 0 files", name="report.zip")
def an_end_without_a_beginning() -> bytes:
    return b"PK\x05\x06" + b"\xff" * 18


@hostile("archive in an archive", name="report.zip")
def a_zip_in_a_zip() -> bytes:
    return zipped({"report.zip": zipped({"report.csv": UTF8})})


@hostile("a Word document")
def a_word_document() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})


@hostile("a presentation")
def a_presentation() -> bytes:
    return zipped({"ppt/presentation.xml": "<p/>"})


@hostile("a program")
def a_java_program() -> bytes:
    return zipped({"META-INF/MANIFEST.MF": "Main-Class: Evil", "Evil.class": b"\xca\xfe\xba\xbe"})


@hostile("a Word document", name="report.xls")
def an_old_word_document() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le")
