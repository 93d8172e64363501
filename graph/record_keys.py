"""The key of the record that a text means, by itself."""

from __future__ import annotations

import polars as pl

from graph.cells import EXPECTED
from graph.check_digits import USCC_LETTERS, uscc_rows_right
from graph.identifiers import detect, keyed, read_list, valid_uscc_column
from graph.name_parts import HAN, parts_of
from graph.names import NameShape, company_key, person_key, shape_of
from graph.people import plain_people

TOKEN = r"^[0-9A-Za-z_\-]{1,17}$"
_LENGTH = 18
_CODE = f"^[{USCC_LETTERS}]{{{_LENGTH}}}$"
_HAN = f"[{HAN}]"
COMPANY = EXPECTED.index("company")


def plain_keys(distinct: pl.DataFrame, declared: pl.DataFrame) -> pl.Series:
    """A key for each row of label, text, ident and expect (a position in EXPECTED); people still without context.

    declared: label and text of every declared id, each once.

    Declared ids, USCCs, tokens and plain personal names are settled in bulk, the rest one by one.
    """
    frame = _with_declared(distinct, declared).with_row_index("at")
    frame = frame.with_columns(_uscc(frame["text"]).alias("uscc"))
    frame = frame.with_columns(_bulk(frame).alias("key"))
    rest = frame.filter(pl.col("key").is_null() | pl.col("ident").is_not_null())
    if not rest.height:
        return frame["key"]
    wanted = rest.select("label", "text", "ident", "expect", "declared")
    found = [_one_key(label, text, ident, EXPECTED[e], known) for label, text, ident, e, known in wanted.iter_rows()]
    return frame["key"].scatter(rest["at"], pl.Series(found, dtype=pl.String))


def _uscc(texts: pl.Series) -> pl.Series:
    """valid_uscc_column, the short way: a code as it should be written is not tidied, a Chinese or short text is none."""
    shaped = (texts.str.len_bytes() == _LENGTH) & texts.str.contains(_CODE)
    answer = shaped.clone()
    rest = (~shaped & (texts.str.len_bytes() >= _LENGTH)).arg_true()
    rest = rest.filter(~texts.gather(rest).str.contains(_HAN))
    if len(rest):
        answer = answer.scatter(rest, valid_uscc_column(texts.gather(rest)))
    codes = texts.filter(shaped).str.join().item() or ""
    return answer.scatter(shaped.arg_true(), pl.Series(uscc_rows_right(codes.encode())))


def _with_declared(distinct: pl.DataFrame, declared: pl.DataFrame) -> pl.DataFrame:
    ids = declared.with_columns(pl.format("id:{}:{}", "label", "text").alias("declared"))
    return distinct.join(ids, on=["label", "text"], how="left", maintain_order="left")


def _bulk(frame: pl.DataFrame) -> pl.Series:
    """The keys that a rule for whole columns decides, else null; what one rule settled the next does not see."""
    declared = frame.filter(pl.col("declared").is_not_null()).select("at", pl.col("declared").alias("key"))
    frame = frame.filter(pl.col("declared").is_null())
    firms = frame.filter("uscc").select("at", pl.format("cn-uscc:{}", pl.col("text").str.to_uppercase()).alias("key"))
    frame = frame.filter(~pl.col("uscc"))
    token = frame["text"].str.contains(TOKEN) & frame["ident"].is_null()
    words = frame.filter(token).select("at", pl.format("word:{}:{}", "label", "text").alias("key"))
    frame = frame.filter(~token)
    plain = plain_people(frame["text"]) & (frame["expect"] != COMPANY)
    people = frame.filter(plain).select("at", pl.format("person:{}", "text").alias("key"))
    rest = frame.filter(~plain).select("at", pl.lit(None, dtype=pl.String).alias("key"))
    return pl.concat([declared, firms, words, people, rest]).sort("at")["key"]


def _one_key(label: str, text: str, ident: str | None, expect: str, declared: str | None) -> str:
    if declared:
        return declared
    for reading in read_list(ident) if ident else []:
        if reading.identifier and reading.state == "valid":
            if reading.identifier.scheme == "person-no":
                return f"no:{label}:{reading.identifier.value}"
            safe = keyed(reading.identifier)
            return f"{safe.scheme}:{safe.value}"
    found = detect(text)
    if found:
        safe = keyed(found)
        return f"{safe.scheme}:{safe.value}"
    shape = shape_of(text, expect=expect or None)  # type: ignore[arg-type]
    if shape is NameShape.REGISTERED:
        return f"name:{company_key(text)}"
    if shape is NameShape.PERSON or (shape is NameShape.MASKED and not parts_of(text).form):
        return f"person:{person_key(text)}"
    return f"word:{label}:{text}"
