"""Delimited texts with what no spreadsheet program would write, and files that only claim to be texts."""

import codecs

from tests.loaders.hostile.corpus import hostile

CSV = "Зона;План\r\nДубна;1,5\r\nЛипецк;2\r\n"
UTF8 = CSV.encode()


@hostile("has 1000000 columns; a table has 16384 at most", name="report.csv")
def a_million_columns() -> bytes:
    return b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n" + b"," * 999_999 + b"\n"


@hostile("has 1000000 columns", name="report.csv")
def a_row_of_a_million_cells() -> bytes:
    return b"a;b\n" + b";".join(b"%d" % n for n in range(1_000_000)) + b"\n"


@hostile("line 1: the heading cannot be read", name="report.csv")
def one_line_of_50_mb() -> bytes:
    return b"a" * 50_000_000


@hostile(rows=1, broken=1, name="report.csv")
def a_row_of_20_mb() -> bytes:
    return b"a;b\n1;2\n3;" + b"4" * 20_000_000 + b'"\n'


@hostile(rows=2, name="report.csv")
def a_cell_of_20_mb() -> bytes:
    return b"a;b\n1;2\n3;" + b"4" * 20_000_000 + b"\n"


@hostile(rows=2, name="report.csv", slow=True)
def a_cell_of_100_mb() -> bytes:
    return b"a;b\n1;2\n3;" + b"4" * 100_000_000 + b"\n"


@hostile("the heading cannot be read|cannot be read", name="report.csv")
def a_quotation_mark_that_never_ends() -> bytes:
    return b'a;"b\n' + b"1;2\n" * 100_000


@hostile(rows=3, broken=1, name="report.csv")
def unpaired_quotation_marks() -> bytes:
    return b'a;b\n1;2\n"3;4\n5;6\n7;8\n'


@hostile(name="report.csv", rows=1)
def a_million_empty_lines() -> bytes:
    return b"a;b\n" + b"\n" * 1_000_000 + b"1;2\n"


@hostile("neither a text nor", name="report.csv")
def zero_bytes_between() -> bytes:
    return b"a;b\n1;\0\0\xff2\n\0;\xfe4\n"


@hostile(rows=2, name="report.csv")
def zero_bytes_in_a_text() -> bytes:
    return b"a;b\n1;2\0\n3;4\n"


@hostile("is empty", name="report.csv")
def nothing_but_zero_bytes() -> bytes:
    return b"\0" * 100_000


@hostile(rows=2, name="report.csv")
def lone_surrogates() -> bytes:
    return CSV.encode().replace("Дубна".encode(), b"\xed\xa0\x80")


@hostile("not in the encoding utf-16", name="report.csv")
def lone_surrogates_in_utf_16() -> bytes:
    return codecs.BOM_UTF16_LE + CSV.encode("utf-16-le").replace("Д".encode("utf-16-le"), b"\x00\xd8")


@hostile("not in the encoding utf-16", name="report.csv")
def utf_16_of_an_odd_length() -> bytes:
    return codecs.BOM_UTF16_LE + CSV.encode("utf-16-le") + b"\x00"


@hostile(rows=2, name="report.csv")
def a_mark_in_the_middle() -> bytes:
    return UTF8.replace("Липецк".encode(), codecs.BOM_UTF8 + "Липецк".encode())


@hostile(rows=2, name="report.csv")
def three_marks_at_the_beginning() -> bytes:
    return codecs.BOM_UTF8 * 3 + UTF8


@hostile("not in the encoding utf-32", name="report.csv")
def the_mark_of_utf_32_before_another_text() -> bytes:
    return codecs.BOM_UTF32_LE + UTF8 + b"\xff"


@hostile(rows=2, name="report.csv")
def line_ends_of_the_old_macintosh() -> bytes:
    return UTF8.replace(b"\r\n", b"\r")


@hostile(rows=4, name="report.csv")
def mixed_line_ends() -> bytes:
    return b"a;b\r\n1;2\n3;4\r5;6\r\n\r7;8"


@hostile(rows=8, name="report.csv")
def huge_numbers() -> bytes:
    cells = ["1e400", "-1e400", "9" * 400, "1e-400", "-0", "0x1F", "1_000", "١٢٣"]
    return b"a;b\n" + "".join(f"x;{each}\n" for each in cells).encode()


@hostile(rows=6, name="report.csv")
def numbers_that_are_none() -> bytes:
    return b"a;b\n" + b"".join(b"x;%s\n" % each for each in (b"NaN", b"inf", b"-Infinity", b"nan(1)", b"1e", b"--1"))


@hostile(rows=2, name="report.csv")
def letters_that_turn_the_line_round() -> bytes:
    return "a;b\n\u202e1;2\u200b\n\u2066x;\ufeff3\n".encode()


@hostile(rows=3, name="report.csv")
def formulas_and_commands() -> bytes:
    return b"a;b\n=cmd|'/c calc'!A0;1\n@SUM(1);2\n+1+1;3\n"


@hostile(name="report.csv", rows=1)
def the_same_heading_ten_thousand_times() -> bytes:
    return b";".join([b"a"] * 10_000) + b"\n" + b";".join([b"1"] * 10_000) + b"\n"


@hostile(name="report.csv", rows=1)
def a_heading_of_100_kb() -> bytes:
    return b"a" * 100_000 + b";b\n1;2\n"


@hostile(rows=1, name="report.csv")
def a_delimiter_of_its_own_that_is_a_quotation_mark() -> bytes:
    return b'sep="\na;b\n1;2\n'


@hostile(rows=1, name="report.csv")
def a_delimiter_of_its_own_that_is_a_line_end() -> bytes:
    return b"sep=\r\na;b\n1;2\n"


@hostile("neither a text nor", name="report.csv")
def every_byte() -> bytes:
    return bytes(range(256)) * 400


@hostile("its encoding is not sure|neither", name="report.csv")
def noise_above_ascii() -> bytes:
    return bytes(128 + (n * n * 31 + n // 7) % 128 for n in range(20_000))


@hostile("is a PDF")
def a_pdf() -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</JavaScript(app.alert(1))>>endobj\n"


@hostile("is a program")
def a_program() -> bytes:
    return b"MZ\x90\x00\x03" + b"\0" * 500 + b"This program cannot be run in DOS mode.\r\n"


@hostile("is a program", name="report.csv")
def a_script() -> bytes:
    return b"#!/bin/sh\nrm -rf /;true\n"


@hostile("is a picture")
def a_picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0" * 100


@hostile("is an RTF document", name="report.xls")
def a_letter() -> bytes:
    return b"{\\rtf1{\\object\\objdata 0105}}"


@hostile("is a .7z archive|is a .rar archive")
def another_archive() -> bytes:
    return b"7z\xbc\xaf\x27\x1c" + b"\0" * 100


@hostile("is empty")
def nothing() -> bytes:
    return b""


@hostile("is empty")
def blanks_of_20_mb() -> bytes:
    return b" \n" * 10_000_000
