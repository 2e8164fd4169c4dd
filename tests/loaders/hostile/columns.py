"""Files of columns and databases that lie about what they hold, or do more than hold it."""

import contextlib
import io
import sqlite3
import tempfile
from pathlib import Path

import polars as pl

from tests.loaders.hostile.corpus import hostile

FRAME = pl.DataFrame({"Зона": ["Дубна", "Липецк"] * 50, "План": [1.5, 2.0] * 50})


def parquet(frame: pl.DataFrame = FRAME, **options: object) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out, **options)
    return out.getvalue()


def arrow(frame: pl.DataFrame = FRAME, **options: object) -> bytes:
    out = io.BytesIO()
    frame.write_ipc(out, **options)
    return out.getvalue()


def changed(data: bytes, place: int, new: bytes) -> bytes:
    place %= len(data)
    return data[:place] + new + data[place + len(new) :]


@hostile("claims 150000000 rows", name="report.parquet", slow=True)
def a_bomb_of_columns() -> bytes:
    return parquet(pl.DataFrame({"a": pl.repeat(1, 150_000_000, eager=True, dtype=pl.Int8)}))


@hostile("cannot be read", name="report.parquet")
def a_footer_of_4_gb() -> bytes:
    return changed(parquet(), -8, b"\xff\xff\xff\xff")


@hostile("cannot be read", name="report.parquet")
def a_footer_of_2_gb() -> bytes:
    return changed(parquet(), -8, b"\xff\xff\xff\x7f")


@hostile("cannot be read", name="report.parquet")
def a_footer_of_nothing() -> bytes:
    return changed(parquet(), -8, b"\0\0\0\0")


@hostile("cannot be read", name="report.parquet")
def a_footer_of_noise() -> bytes:
    data = parquet()
    size = int.from_bytes(data[-8:-4], "little")
    return changed(data, -8 - size, bytes(255 - n % 251 for n in range(size)))


def _rows_as_varint(number: int) -> bytes:
    number, out = number * 2, b""  # zigzag
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


@hostile("cannot be read|claims", name="report.parquet")
def more_rows_in_the_footer_than_there_are() -> bytes:
    """The count of 100 rows, wherever it stands, becomes a count of 8191, as long in bytes."""
    data = parquet(compression="uncompressed")
    size = int.from_bytes(data[-8:-4], "little")
    footer = data[-8 - size : -8].replace(_rows_as_varint(100), _rows_as_varint(8191))
    return data[: -8 - size] + footer + data[-8:]


@hostile("cannot be read|claims", name="report.parquet")
def a_page_that_unpacks_to_more_than_it_says() -> bytes:
    data = parquet(compression="zstd")
    place = data.index(b"\x28\xb5\x2f\xfd")
    return changed(data, place + 4, b"\xe0\xff\xff\xff\xff\xff\xff\xff\x7f")


@hostile("an encrypted Parquet file", name="report.parquet")
def encrypted_columns() -> bytes:
    return b"PARE" + b"\0\x01\x02" * 100 + b"PARE"


@hostile(rows=4, name="report.parquet")
def numbers_that_are_none_in_columns() -> bytes:
    values = [float("nan"), float("inf"), float("-inf"), 5e-324]
    return parquet(pl.DataFrame({"Зона": ["Дубна"] * 4, "План": values}))


@hostile(rows=1, name="report.parquet")
def columns_in_columns() -> bytes:
    value: object = 1
    for _ in range(40):
        value = {"a": value}
    return parquet(pl.DataFrame({"Зона": ["Дубна"], "План": [value]}))


@hostile("16384 at most", name="report.parquet")
def twenty_thousand_columns() -> bytes:
    return parquet(pl.DataFrame({f"c{n}": [n] for n in range(20_000)}), statistics=False)


@hostile("is empty", name="report.parquet")
def no_columns_at_all() -> bytes:
    return parquet(pl.DataFrame())


@hostile("cannot be read", name="report.arrow")
def offsets_that_point_beyond() -> bytes:
    data = arrow(
        pl.DataFrame({"a": ["x" * 20] * 50}).cast(pl.Categorical).cast(pl.String), compat_level=pl.CompatLevel.oldest()
    )
    place = data.index((20).to_bytes(8, "little") + (40).to_bytes(8, "little"))
    return changed(data, place, b"\xff\xff\xff\xff\xff\xff\xff\x7f")


@hostile("cannot be read", name="report.arrow")
def a_footer_of_arrow_of_2_gb() -> bytes:
    return changed(arrow(), -10, b"\xff\xff\xff\x7f")


@hostile("cannot be read", name="report.arrow")
def a_footer_of_arrow_of_noise() -> bytes:
    return changed(arrow(), -200, bytes(255 - n % 251 for n in range(180)))


@hostile("cannot be read", name="report.arrow")
def a_stream_that_promises_much() -> bytes:
    return b"\xff\xff\xff\xff\xf0\xff\xff\x7f" + b"\0" * 1000


def database(script: str) -> bytes:
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.closing(sqlite3.connect(Path(folder) / "a.db")) as connection,
    ):
        connection.executescript(script)
        connection.commit()
        connection.close()
        return (Path(folder) / "a.db").read_bytes()


ZONES = "CREATE TABLE zone (Зона TEXT, План REAL); INSERT INTO zone VALUES ('Дубна', 1.5), ('Липецк', 2);"


@hostile("cannot be read as an SQLite database", name="report.db")
def a_page_of_a_table_that_is_damaged() -> bytes:
    data = database(ZONES)
    return changed(data, 4096, b"\xff" * 4096)


@hostile("cannot be read as an SQLite database", name="report.db")
def a_list_of_tables_that_is_damaged() -> bytes:
    return changed(database(ZONES), 100, b"\xff" * 3000)


@hostile("cannot be read as an SQLite database", name="report.db")
def a_database_of_4_billion_pages() -> bytes:
    return changed(database(ZONES), 16, b"\x02\x00")


@hostile("cannot be read as an SQLite database", name="report.db")
def a_database_that_is_only_a_beginning() -> bytes:
    return database(ZONES)[:4096]


@hostile("cannot be read as an SQLite database", name="report.db")
def a_view_that_calls_a_function_of_the_system() -> bytes:
    return database("CREATE VIEW zone AS SELECT load_extension('/tmp/evil.so') AS Зона, 1 AS План")


@hostile("string or blob too big|damaged", name="report.db", deadly=True)
def a_view_of_a_gigabyte() -> bytes:
    return database("CREATE VIEW zone AS SELECT hex(zeroblob(900000000)) AS Зона, 1 AS План")


@hostile("was given up after", name="report.db", deadly=True)
def a_view_that_never_ends() -> bytes:
    return database(
        "CREATE VIEW zone AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x > 0) "
        "SELECT max(x) AS Зона FROM n"
    )


@hostile(rows=2, name="report.db")
def triggers() -> bytes:
    return database(ZONES + "CREATE TRIGGER evil AFTER INSERT ON zone BEGIN DELETE FROM zone; END;")


@hostile(rows=1, name="report.db")
def a_table_whose_name_is_a_command() -> bytes:
    name = """zone"; DROP TABLE "zone"; --'"""
    quoted = name.replace('"', '""')
    return database(
        f'CREATE TABLE "{quoted}" (Зона TEXT, "План"";" REAL); INSERT INTO "{quoted}" VALUES (\'Дубна\', 1)'
    )


@hostile(rows=3, name="report.db")
def cells_of_every_type() -> bytes:
    return database(
        "CREATE TABLE zone (Зона, План); INSERT INTO zone VALUES (x'00ff', 9e999), (-9e999, 1e-320), ('\ud7ff', 1)"
    )


@hostile(rows=1, name="report.db")
def a_text_that_is_no_unicode() -> bytes:
    return database("CREATE TABLE zone (Зона, План); INSERT INTO zone VALUES (CAST(x'ff00fe' AS TEXT), 1)")


@hostile("cannot be read as an SQLite database", name="report.db")
def a_column_whose_name_is_no_unicode() -> bytes:
    return database(ZONES).replace("Зона".encode(), b"\xd0\xff\xfe\xd0\xbe\xd0\xbd\xd0")


@hostile("without a table", name="report.db")
def a_database_without_a_table() -> bytes:
    return database("CREATE TABLE a (b); DROP TABLE a")


@hostile("cannot be read as an SQLite database", name="report.db")
def a_table_of_another_program() -> bytes:
    """A virtual table would call into the program that reads it."""
    return database(
        "CREATE TABLE zone (a); PRAGMA writable_schema = ON; "
        "UPDATE sqlite_master SET sql = 'CREATE VIRTUAL TABLE zone USING csv(filename=''/etc/passwd'')', rootpage = 0"
    )


@hostile(rows=2, name="report.db")
def a_database_that_left_its_journal() -> bytes:
    return changed(database(ZONES), 18, b"\x02\x02")
