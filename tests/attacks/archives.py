"""Files that are no archive of ours, or one that somebody has been at."""

import gzip
import io
import pickle
import zipfile

import numpy as np

from playground.document import limits, stored_zip
from tests.attacks.pieces import (
    HEAD,
    TRAINING,
    WEIGHTS,
    Attack,
    good,
    members,
    packed,
    patched,
    zipped,
)

EMPTY = "The file is empty"
FOREIGN = "This is no document of this program, or it is damaged."
CUT = "The file is damaged: it ends too early."
REPACKED = "The file is damaged, or another program has packed it anew."
NOT_AS_SAVED = "The file is damaged: document.json is not as it was saved."
ENTRY, TAIL = b"PK\1\2", b"PK\5\6"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


def npz() -> bytes:
    stream = io.BytesIO()
    np.savez(stream, weight=np.ones(3))
    return stream.getvalue()


def first(name: str) -> bytes:
    """The good file, with another name for its first member."""
    parts = members()
    return stored_zip.pack({name: parts.pop(HEAD), **parts})


def also(name: str, count: int = 1) -> bytes:
    """The good file with more members."""
    return stored_zip.pack(members() | {name.format(index): b"x" for index in range(count)})


def twice(name: str) -> bytes:
    """The good file with one member again, as two readers would understand in two ways."""
    spare = "x" * len(name)
    return stored_zip.pack(members() | {spare: b"{}"}).replace(spare.encode(), name.encode())


def spliced(data: bytes, place: int, more: bytes) -> bytes:
    return data[:place] + more + data[place:]


def without_directory() -> bytes:
    return good()[: good().index(ENTRY)]


def swapped_directory() -> bytes:
    """The lines of the directory in another order."""
    data = good()
    start, end = data.index(ENTRY), data.index(TAIL)
    second = data.index(ENTRY, start + 1)
    return data[:start] + data[second:end] + data[start:second] + data[end:]


def utf8_name() -> bytes:
    parts = members() | {"größe": b""}
    return zipped(parts)


ATTACKS: list[Attack] = [
    ("nothing", lambda: b"", EMPTY),
    ("blanks", lambda: b" " * 1000, FOREIGN),
    ("zeros", lambda: bytes(1000), FOREIGN),
    ("a picture", lambda: PNG, FOREIGN),
    ("a web page", lambda: b"<html><script>alert(1)</script>", FOREIGN),
    ("a pickle", lambda: pickle.dumps({"weights": [1.0]}), FOREIGN),
    ("a compressed document", lambda: gzip.compress(good()), FOREIGN),
    ("safetensors alone", lambda: members()[WEIGHTS], FOREIGN),
    ("two letters", lambda: b"PK", FOREIGN),
    ("an empty archive", lambda: zipped({}), FOREIGN),
    ("a part of a split archive", lambda: b"PK\7\x08" + good(), FOREIGN),
    ("arrays of NumPy", npz, FOREIGN),
    ("a PyTorch file", lambda: zipped({"weights/data.pkl": pickle.dumps([])}), FOREIGN),
    ("an office document", lambda: zipped({"[Content_Types].xml": b"<Types/>"}), FOREIGN),
    ("weights first", lambda: first(WEIGHTS[:-1] + "z"), FOREIGN),
    ("an absolute name", lambda: first("/document.json"), FOREIGN),
    ("capital letters", lambda: first("DOCUMENT.JSON"), FOREIGN),
    ("too large", lambda: bytes(limits.MAX_FILE_BYTES + 1), "The file has 134,217,729 bytes"),
    ("half", lambda: good()[: len(good()) // 2], CUT),
    ("a header cut off", lambda: good()[:20], CUT),
    ("the last byte missing", lambda: good()[:-1], CUT),
    ("no directory", without_directory, CUT),
    ("a byte too many", lambda: good() + b"\0", REPACKED),
    ("a byte before it", lambda: b"\0" + good(), FOREIGN),
    ("a picture that is an archive too", lambda: PNG + good(), FOREIGN),
    ("a document behind it", lambda: good() + good(), REPACKED),
    ("a program behind it", lambda: good() + b"#!/bin/sh\nreboot\n", REPACKED),
    ("a comment", lambda: zipped(comment=b"<img src='/etc/passwd'>"), REPACKED),
    ("dates and a system", zipped, REPACKED),
    ("deflate", lambda: zipped(method=zipfile.ZIP_DEFLATED), REPACKED),
    ("bzip2", lambda: zipped(method=zipfile.ZIP_BZIP2), REPACKED),
    ("lzma", lambda: zipped(method=zipfile.ZIP_LZMA), REPACKED),
    ("a bomb", lambda: zipped({HEAD: bytes(2**26)}, zipfile.ZIP_DEFLATED), REPACKED),
    ("encryption", lambda: patched(6, "<H", 1), "The file is encrypted."),
    ("strong encryption", lambda: patched(6, "<H", 0x41), "The file is encrypted."),
    ("sizes behind the member", lambda: patched(6, "<H", 8), REPACKED),
    ("a name in UTF-8", utf8_name, REPACKED),
    ("a later version needed", lambda: patched(4, "<H", 45), REPACKED),
    ("a date", lambda: patched(12, "<H", 0x5678), REPACKED),
    ("another CRC", lambda: patched(14, "<I", 1), NOT_AS_SAVED),
    ("a packed size of its own", lambda: patched(18, "<I", 3), NOT_AS_SAVED),
    ("a size too small", lambda: patched(18, "<II", 3, 3), NOT_AS_SAVED),
    ("a size too large", lambda: patched(18, "<II", 2**31, 2**31), CUT),
    ("the sizes of zip64", lambda: patched(18, "<II", 2**32 - 1, 2**32 - 1), CUT),
    ("a name too long", lambda: patched(26, "<H", 2**16 - 1), CUT),
    ("an extra field", lambda: patched(28, "<H", 4), REPACKED),
    ("a changed letter", lambda: patched(60, "<B", 0), NOT_AS_SAVED),
    ("another name in the directory", lambda: patched(46, "<B", 0x78, mark=ENTRY), REPACKED),
    ("a link in the directory", lambda: patched(38, "<I", 0o120777 << 16, mark=ENTRY), REPACKED),
    ("another place in the directory", lambda: patched(42, "<I", 9, mark=ENTRY), REPACKED),
    ("another CRC in the directory", lambda: patched(16, "<I", 9, mark=ENTRY), REPACKED),
    ("another order in the directory", swapped_directory, REPACKED),
    ("one member more in the directory", lambda: patched(8, "<2H", 4, 4, mark=TAIL), REPACKED),
    ("no member in the directory", lambda: patched(8, "<2H", 0, 0, mark=TAIL), REPACKED),
    ("a directory elsewhere", lambda: patched(16, "<I", 0, mark=TAIL), REPACKED),
    ("the mark of zip64", lambda: patched(16, "<I", 2**32 - 1, mark=TAIL), REPACKED),
    ("a second disk", lambda: patched(4, "<2H", 1, 1, mark=TAIL), REPACKED),
    (
        "room before the directory",
        lambda: spliced(good(), good().index(ENTRY), b"hidden"),
        REPACKED,
    ),
    (
        "room between members",
        lambda: spliced(good(), good().index(b"PK\3\4", 4), b"hidden"),
        REPACKED,
    ),
    ("a way out", lambda: also("../../x"), "The file is damaged: it holds a part named b'../../x'"),
    ("a drive", lambda: also("c:\\x"), "The file is damaged: it holds a part named b'c:\\\\x'"),
    ("NUL in a name", lambda: also("x\0y"), "The file is damaged: it holds a part named b'x\\x00y"),
    ("no name", lambda: also(""), "The file is damaged: it holds a part named b''"),
    ("a long name", lambda: also("x" * 999), "The file is damaged: it holds a part named b'xxxx"),
    ("a program", lambda: also("run.py"), "The file is damaged: it holds a part named 'run.py'"),
    ("60 members", lambda: also("x{}", 60), "The file is damaged: it holds too many parts."),
    ("60,000 members", lambda: also("x{}", 60_000), "The file is damaged: it holds too many parts"),
    ("two documents", lambda: twice(HEAD), f"The file is damaged: it holds {HEAD} twice."),
    ("two weights", lambda: twice(WEIGHTS), f"The file is damaged: it holds {WEIGHTS} twice."),
    (
        "a picture that is none",
        lambda: packed(thumbnail_png=b"<svg onload='alert(1)'/>"),
        "The file is damaged: thumbnail.png is no PNG.",
    ),
    (
        "no weights",
        lambda: packed(weights_safetensors=None),
        "The file is damaged: numbers of its training are missing.",
    ),
    (
        "no numbers",
        lambda: packed(training_safetensors=None),
        "The file is damaged: numbers of its training are missing.",
    ),
    (
        "numbers in place of weights",
        lambda: packed(weights_safetensors=members()[TRAINING][:-1]),
        "weights.safetensors is damaged: the array",
    ),
]
