"""In which words is told what a column is, and why a row is no data?"""

from dashboard.language import Language


def role(code: str, language: Language) -> str:
    """What a column is, as its heading and its cells make it."""
    t = language.t
    names = {
        "tax_number": t("tax number"),
        "register_number": t("number in a register"),
        "indicator_column": t("indicator, in words"),
        "scenario_column": t("plan or fact, in words"),
        "scenario": t("plan or fact"),
        "derived": t("calculated by the authors"),
        "signed": t("day of the agreement"),
        "due": t("day it falls due"),
        "stage_date": t("day of the stage"),
        "other": "",
        "years": t("years"),
        "year": t("year"),
        "entity": t("entity"),
        "name": t("name"),
        "number": t("number in order"),
        "region": t("region"),
        "country": t("country"),
        "sector": t("sector"),
        "note": t("note"),
        "stage": t("stage"),
        "unit": t("unit"),
        "period": t("period"),
        "source": t("source"),
        "agreement": t("agreement"),
        "date": t("day"),
    }
    return names.get(code, code)


def why(said: str, language: Language) -> str:
    """Why a row is no data, in the reader's words; a word that says it is the file's own and stays."""
    t = language.t
    plain = {
        "a row that numbers the columns": t("a row that numbers the columns"),
        "under the table": t("under the table"),
        "another table": t("another table"),
        "a line to sign on": t("a line to sign on"),
        "a count of rows": t("a count of rows"),
        "a note": t("a note"),
        "a note or signature": t("a note or signature"),
        "its figures are the sums of the other rows": t("its figures are the sums of the other rows"),
        "one text alone in its row": t("one text alone in its row"),
    }
    word, part = "the word ", "a part that sums others: "
    if said.startswith(word):
        return t("the word {word}", word=said.removeprefix(word))
    if said.startswith(part):
        return t("a part that sums others: {word}", word=said.removeprefix(part))
    return plain.get(said, said)
