"""JSON that is none, that two readers understand differently, or that is far too much."""

import json

from playground.document import limits
from tests.attacks.pieces import Attack, changed, head, text, tree, without

FOREIGN = "This is no document of this program, or it is damaged."
NO_JSON = "The text is no JSON: line "
DEEP = "The text is nested too deeply."
NO_VERSION = "The file is damaged: it does not say which version it is."


def put(word: str) -> bytes:
    """The good file with a seed that JSON may not know."""
    return text(json.dumps(head()).replace('"seed": 1', f'"seed": {word}').encode())


def encoded(encoding: str) -> bytes:
    return text(json.dumps(head()).encode(encoding))


def names(count: int) -> bytes:
    """So many names, of which the last two are the same."""
    rows = ",".join(f'"n{min(each, count - 2)}":0' for each in range(count))
    return text(f"{{{rows}}}".encode())


def title(value: str) -> bytes:
    return changed("title", value)


ATTACKS: list[Attack] = [
    ("no text", lambda: text(b""), "The text is no JSON: line 1, column 1."),
    ("words", lambda: text(b"import os"), NO_JSON),
    ("a list", lambda: tree([]), FOREIGN),
    ("a number", lambda: tree(1), FOREIGN),
    ("a word", lambda: tree("document"), FOREIGN),
    ("null", lambda: tree(None), FOREIGN),
    ("another program's", lambda: tree({"nodes": [], "edges": []}), FOREIGN),
    ("an empty object", lambda: tree({}), FOREIGN),
    ("UTF-16", lambda: encoded("utf-16"), "The text is damaged: byte 0 is no UTF-8."),
    ("UTF-32", lambda: encoded("utf-32-be"), NO_JSON),
    ("a byte order mark", lambda: encoded("utf-8-sig"), NO_JSON),
    ("Latin-1", lambda: put('"\xe4"').replace(b"\xc3", b"\xe4"), "The file is damaged: document"),
    ("half a character", lambda: put('"\\ud800"'), "The text holds half a character."),
    ("half a character as a name", lambda: put('{"\\udc00": 1}'), "The text holds half a char"),
    ("NUL in a word", lambda: put('"\0"'), NO_JSON),
    ("a line break in a word", lambda: put('"\n"'), NO_JSON),
    ("an open word", lambda: put('"'), NO_JSON),
    ("a comma too many", lambda: put("1,"), NO_JSON),
    ("a comment", lambda: put("1 // the seed"), NO_JSON),
    ("single quotes", lambda: put("'1'"), NO_JSON),
    ("two values", lambda: text(json.dumps(head()).encode() * 2), NO_JSON),
    ("NaN", lambda: put("NaN"), "NaN is not a number that can be read."),
    ("infinity", lambda: put("Infinity"), "Infinity is not a number that can be read."),
    ("minus infinity", lambda: put("-Infinity"), "-Infinity is not a number that can be read."),
    ("1e999", lambda: put("1e999"), "The number '1e999' is too large."),
    ("−1e999", lambda: put("-1e999"), "The number '-1e999' is too large."),
    ("5,000 digits", lambda: put("9" * 5000), "The number '99999999999999999999999…' has too m"),
    ("a hexadecimal number", lambda: put("0x10"), NO_JSON),
    ("a leading zero", lambda: put("010"), NO_JSON),
    ("a plus", lambda: put("+1"), NO_JSON),
    ("a number of Python", lambda: put("1_0"), NO_JSON),
    ("Arabic digits", lambda: put("١٢"), NO_JSON),
    ("33 lists deep", lambda: put("[" * 33 + "]" * 33), DEEP),
    ("200,000 lists deep", lambda: put("[" * 200_000), DEEP),
    ("200,000 objects deep", lambda: put('{"a":' * 200_000), DEEP),
    ("a name twice", lambda: put('1, "seed": 2'), "The name 'seed' occurs twice in one object."),
    ("the whole twice", lambda: text(b'{"format": 1, "format": 2}'), "The name 'format' occurs"),
    (
        "200,000 names, the last one twice",  # looking for each among all would take minutes
        lambda: names(200_000),
        "The name 'n199998' occurs twice",
    ),
    ("9 MB", lambda: text(b" " * 9_000_000), "The text has 9,000,000 bytes; at most 8,388,608 ar"),
    ("a million names", lambda: tree({str(each): 0 for each in range(10**6)}), "The text has"),
    ("no format", lambda: without("format"), FOREIGN),
    ("another format", lambda: changed("format", "os.system"), FOREIGN),
    ("a format of lists", lambda: changed("format", ["neural-playground"]), FOREIGN),
    ("no version", lambda: without("version"), NO_VERSION),
    ("no reader", lambda: without("min_reader"), NO_VERSION),
    ("version true", lambda: changed("version", True), NO_VERSION),
    ("version 1.0", lambda: changed("version", 1.0), NO_VERSION),
    ("version in words", lambda: changed("version", "1"), NO_VERSION),
    ("version 0", lambda: changed("version", 0), NO_VERSION),
    ("a reader above the version", lambda: changed("min_reader", 2), NO_VERSION),
    ("reader 0", lambda: changed("min_reader", 0), NO_VERSION),
    (
        "the far future",
        lambda: tree(head() | {"version": 10**20, "min_reader": 10**20}),
        "This document needs a newer version of this program.",
    ),
    ("a title of 1 MB", lambda: title("x" * 2**20), "The title of a document has at most 200 ch"),
    ("a title with a line", lambda: title("a\nimport os"), "The title of a document has at most"),
    ("a title that turns round", lambda: title("\u202eppn.exe"), "The title of a document has at"),
    ("a title with NUL", lambda: title("a\0b"), "The title of a document has at most 200 charac"),
    ("a title that is a number", lambda: changed("title", 1), "title is not text."),
    ("a description of lists", lambda: changed("about", [[]]), "about is not text."),
    (
        "a long description",
        lambda: changed("about", "x" * (limits.MAX_ABOUT + 1)),
        "The description of a document has at most 2,000 characters, all visible.",
    ),
    ("no document", lambda: without("document"), "document is missing."),
    ("a document of null", lambda: changed("document", None), "document is not an object."),
    ("a document of lists", lambda: changed("document", []), "document is not an object."),
]
