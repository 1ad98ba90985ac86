"""Recorded data between CSV (plain, or packed by gzip) and Parquet, without losing a digit.

    parquet.py FROM TO

`strata data convert` calls it. Figures are kept as decimals, never as binary floats; the file itself notes how
they were written, so that CSV comes back as it was (docs/decisions/0046-data-by-rest.md).
"""

import contextlib
import gzip
import json
import os
import re
import sys
import zipfile

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.parquet as pq

KEY = b"strata.csv"
# Columns of files without a header, by how many there are and what the file's name says.
KLINES = (
    "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
    "taker_buy_quote_volume,ignore"
).split(",")
TRADES = "id,price,qty,quote_qty,time,is_buyer_maker,is_best_match".split(",")
AGGREGATES = (
    "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker,is_best_match"
).split(",")
QUOTES = (
    "update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time"
).split(",")
# Figures that are decimals even where a file happens to hold whole ones alone: files of one kind are alike.
DECIMALS = set(
    "open high low close volume quote_volume taker_buy_volume taker_buy_quote_volume price qty quantity quote_qty "
    "best_bid_price best_bid_qty best_ask_price best_ask_qty last_funding_rate".split()
)
# The same for those that a file may lack.
INTEGERS = {"count", "ignore"}
INTEGER = r"^(0|-?[1-9][0-9]{0,17})$"
DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"
BOOLEAN = r"^(true|false|True|False|TRUE|FALSE)$"


class Refusal(Exception):
    """Why a file is not converted."""


@contextlib.contextmanager
def opened(path):
    """The bytes of a file, unpacked."""
    with open(path, "rb") as file:
        magic = file.read(4)
        file.seek(0)
        if magic[:2] == b"\x1f\x8b":
            with gzip.open(file) as unpacked:
                yield unpacked
        elif magic[:2] == b"PK":
            with zipfile.ZipFile(file) as archive:
                names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
                if len(names) != 1:
                    raise Refusal(f"it holds {len(names)} CSVs; expected one")
                with archive.open(names[0]) as unpacked:
                    yield unpacked
        else:
            yield file


def layout(path):
    """The names of a CSV's columns, and whether its first line tells them."""
    with opened(path) as file:
        line = file.readline(1 << 16).decode("utf-8").rstrip("\r\n")
    if line.startswith("\ufeff"):
        raise Refusal("it begins with a byte order mark; expected plain UTF-8")
    cells = line.split(",")
    if len(cells) < 2 or '"' in line or line.startswith("#"):
        raise Refusal(f"it begins with {line[:40]!r}; expected columns between commas")
    if not re.match(r"^[-+]?[0-9.]", cells[0]):
        if len(set(cells)) < len(cells):
            raise Refusal(f"two of its columns have one name: {line[:80]!r}")
        return cells, True
    name = os.path.basename(path)
    known = KLINES
    if "aggTrades" in name:
        known = AGGREGATES
    elif "trades" in name:
        known = TRADES
    elif "bookTicker" in name:
        known = QUOTES
    if len(cells) > len(known):
        raise Refusal(f"it has {len(cells)} columns and no header; expected {len(known)} at most")
    return known[: len(cells)], False


def batches(path, names, has_header):
    """A CSV's lines in batches of texts: some MiB of whole lines at once."""
    options = {
        "read_options": csv.ReadOptions(column_names=names, use_threads=False),
        "parse_options": csv.ParseOptions(quote_char=False),
        "convert_options": csv.ConvertOptions(
            column_types={name: pa.string() for name in names}, strings_can_be_null=False
        ),
    }
    with opened(path) as file:
        if has_header:
            file.readline()
        while chunk := file.read(8 << 20):
            chunk += file.readline()
            yield csv.read_csv(pa.BufferReader(chunk), **options).combine_chunks()


def whole(texts):
    """A column in one piece."""
    return pa.concat_arrays(texts.chunks) if texts.num_chunks else pa.array([], pa.string())


class Column:
    """What the texts of one column have in common."""

    def __init__(self, name):
        self.name = name
        self.is_empty = self.is_integer = self.is_decimal = self.is_boolean = True
        # Figures with as many decimals each, with none that is a needless zero, and as binary floats are written.
        self.decimals, self.is_fixed, self.is_plain, self.is_float = None, True, True, True
        self.scale, self.whole = 0, 0
        self.spelling = set()

    def look(self, texts):
        texts = texts.filter(pc.not_equal(texts, ""))
        if len(texts) == 0:
            return
        self.is_empty = False
        self.is_integer &= pc.all(pc.match_substring_regex(texts, INTEGER)).as_py()
        self.is_boolean &= pc.all(pc.match_substring_regex(texts, BOOLEAN)).as_py()
        self.is_decimal &= pc.all(pc.match_substring_regex(texts, DECIMAL)).as_py()
        if self.is_boolean:
            self.spelling |= set(pc.unique(texts).to_pylist())
        if self.is_decimal:
            self.look_at_decimals(texts)

    def look_at_decimals(self, texts):
        point = pc.find_substring(texts, ".")
        length = pc.binary_length(texts)
        has_point = pc.greater_equal(point, 0)
        decimals = pc.if_else(has_point, pc.subtract(pc.subtract(length, point), 1), 0)
        span = pc.min_max(decimals).as_py()
        self.scale = max(self.scale, span["max"])
        self.whole = max(self.whole, pc.max(pc.subtract(length, decimals)).as_py())
        if self.decimals is None:
            self.decimals = span["max"]
        self.is_fixed &= span["min"] == span["max"] == self.decimals
        self.is_plain &= not pc.any(pc.match_substring_regex(texts, r"\.[0-9]*0$")).as_py()
        self.is_float &= pc.all(pc.match_substring_regex(texts, r"\.([0-9]*[1-9]|0)$")).as_py()

    @property
    def type(self):
        is_spelled_once = len({text.lower() for text in self.spelling}) == len(self.spelling)
        if self.is_boolean and not self.is_empty and is_spelled_once:
            return pa.bool_()
        if self.name in DECIMALS and self.is_decimal:
            return self.decimal(max(8, self.scale))
        if self.is_empty:
            return pa.int64() if self.name in INTEGERS else pa.string()
        if self.is_integer:
            return pa.int64()
        return self.decimal(self.scale) if self.is_decimal else pa.string()

    def decimal(self, scale):
        """Eight bytes a figure where that is enough."""
        precision = 18 if self.whole + scale <= 18 else 38
        return pa.decimal128(precision, scale) if self.whole + scale <= precision else pa.string()

    @property
    def form(self):
        """How its values are written: noted in the file."""
        if self.type == pa.bool_():
            return {text.lower(): text for text in self.spelling}
        if not pa.types.is_decimal(self.type) or self.is_empty:
            return None
        if self.is_fixed:
            return self.decimals
        return "float" if self.is_float and not self.is_plain else "plain"


def to_parquet(source, target):
    names, has_header = layout(source)
    columns = [Column(name) for name in names]
    for batch in batches(source, names, has_header):
        for column, texts in zip(columns, batch.columns):
            column.look(whole(texts))
    note = {"header": has_header, "forms": [column.form for column in columns]}
    schema = pa.schema([pa.field(column.name, column.type) for column in columns])
    schema = schema.with_metadata({KEY: json.dumps(note).encode()})
    options = {"compression": "zstd", "compression_level": 9, "store_decimal_as_integer": True}
    with pq.ParquetWriter(target, schema, **options) as writer:
        for batch in batches(source, names, has_header):
            writer.write_batch(
                pa.record_batch(
                    [cast(whole(texts), column) for texts, column in zip(batch.columns, columns)], schema=schema
                )
            )


def cast(texts, column):
    if column.type == pa.string():
        return texts
    texts = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    if column.type == pa.bool_():
        return pc.equal(pc.utf8_lower(texts), "true")
    return pc.cast(texts, column.type)


def written(values, form):
    """The texts of a column."""
    if pa.types.is_boolean(values.type):
        form = form or {}
        return pc.fill_null(pc.if_else(values, form.get("true", "true"), form.get("false", "false")), "")
    if not pa.types.is_decimal(values.type):
        return pc.fill_null(pc.cast(values, pa.string()), "")
    texts = pc.cast(values, pa.string())
    if pc.any(pc.match_substring(texts, "E")).as_py():
        # Arrow writes the smallest with an exponent.
        texts = pa.array([None if value is None else format(value, "f") for value in values.to_pylist()], pa.string())
    if isinstance(form, int):
        drop = values.type.scale - form
        if drop > 0:
            texts = pc.utf8_slice_codeunits(texts, 0, -drop if form > 0 else -drop - 1)
    elif values.type.scale > 0:
        texts = pc.replace_substring_regex(texts, r"0+$", "")
        texts = pc.replace_substring_regex(texts, r"\.$", ".0" if form == "float" else "")
    return pc.fill_null(texts, "")


def to_csv(source, target, packs):
    file = pq.ParquetFile(source)
    note = json.loads((file.schema_arrow.metadata or {}).get(KEY, b'{"header": true, "forms": []}'))
    names = file.schema_arrow.names
    forms = note["forms"] or [None] * len(names)
    with open(target, "wb") as raw:
        # Without a time the same rows give the same file.
        out = gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") if packs else raw
        if note["header"]:
            out.write((",".join(names) + "\n").encode())
        for batch in file.iter_batches(batch_size=1 << 16):
            texts = [written(values, form) for values, form in zip(batch.columns, forms)]
            lines = pc.binary_join_element_wise(*texts, ",")
            out.write(("\n".join(lines.to_pylist()) + "\n").encode())
        if packs:
            out.close()


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: parquet.py FROM TO")
    source, target = sys.argv[1:]
    part = target + ".part"
    try:
        if source.lower().endswith(".parquet"):
            to_csv(source, part, packs=target.lower().endswith(".gz"))
        else:
            to_parquet(source, part)
        os.replace(part, target)
    except (Refusal, OSError, EOFError, ValueError, zipfile.BadZipFile, UnicodeDecodeError, pa.ArrowException) as error:
        with contextlib.suppress(OSError):
            os.remove(part)
        sys.exit(f"{source}: {error}")


if __name__ == "__main__":
    main()
