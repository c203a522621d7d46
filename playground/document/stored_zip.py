"""A zip archive in one layout only: stored members, no dates, no room for anything else.

Every zip program can open it. Reading demands the very bytes that writing gives, so a file has one
meaning: nothing unpacks to more than it is, and no bit can change unnoticed (CRC-32 finds every
single one in a member, the comparison every one elsewhere). Deflate is not used, because versions
of zlib give different bytes. Layout: APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
"""

import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from playground.document import limits
from playground.document.errors import DocumentError

SIGNATURE: Final = b"PK"
# Signature, version needed, flags, method, time, date, CRC-32, size twice, length of name, extra.
_LOCAL: Final = struct.Struct("<4s5H3I2H")
# The same with the version that made it before, and after it lengths and places.
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_MEMBER, _ENTRY, _TAIL = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_VERSION: Final = 20  # 2.0
_DATE: Final = 0x21  # 1 January 1980
_ENCRYPTED: Final = 1
_NAME: Final = re.compile(rb"[a-z][a-z0-9_.-]{0,63}")
_NOT_OURS: Final = "This is no document of this program, or it is damaged."
_CUT: Final = "The file is damaged: it ends too early."
_REPACKED: Final = (
    "The file is damaged, or another program has packed it anew. Open it as it was saved, "
    "or a text copy (.json)."
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the directory says of one member."""

    name: bytes
    crc: int
    size: int
    offset: int

    @classmethod
    def of(cls, name: bytes, body: bytes | memoryview, offset: int) -> "_Entry":
        return cls(name, zlib.crc32(body), len(body), offset)

    @property
    def _common(self) -> tuple[int, ...]:
        return (_VERSION, 0, 0, 0, _DATE, self.crc, self.size, self.size, len(self.name), 0)

    @property
    def local(self) -> bytes:
        """What stands before the member."""
        return _LOCAL.pack(_MEMBER, *self._common) + self.name

    @property
    def central(self) -> bytes:
        """Its line of the directory."""
        rest = (0, 0, 0, 0, self.offset)
        return _CENTRAL.pack(_ENTRY, _VERSION, *self._common, *rest) + self.name


def pack(members: Mapping[str, bytes]) -> bytes:
    """The archive that holds `members` in their order; equal members give equal bytes."""
    parts: list[bytes] = []
    entries: list[_Entry] = []
    offset = 0
    for name, body in members.items():
        entry = _Entry.of(name.encode("ascii"), body, offset)
        entries.append(entry)
        parts += [entry.local, body]
        offset += len(entry.local) + len(body)
    return b"".join((*parts, _directory(entries, offset)))


def unpack(data: bytes, first: str) -> dict[str, bytes]:
    """The members of the archive `data`, which begins with one named `first`.

    Raises:
        DocumentError: `pack` did not write these bytes.
    """
    whole = memoryview(data)
    found: dict[str, bytes] = {}
    entries: list[_Entry] = []
    offset = 0
    while whole[offset : offset + 4] == _MEMBER:
        if len(entries) == limits.MAX_MEMBERS:
            raise DocumentError("The file is damaged: it holds too many parts.")
        name, start, size = _member(data, offset, first.encode())
        if not _NAME.fullmatch(name):
            raise DocumentError(f"The file is damaged: it holds a part named {name[:24]!r}.")
        text = name.decode("ascii")
        if text in found:
            raise DocumentError(f"The file is damaged: it holds {text} twice.")
        body = whole[start : start + size]
        entry = _Entry.of(name, body, offset)
        if struct.unpack_from("<I", data, offset + 14)[0] != entry.crc:
            raise DocumentError(f"The file is damaged: {text} is not as it was saved.")
        if whole[offset:start] != entry.local:
            raise DocumentError(_REPACKED)
        entries.append(entry)
        found[text] = bytes(body)
        offset = start + size
    if not entries:
        raise DocumentError(_NOT_OURS)
    if (tail := whole[offset:]) != (wanted := _directory(entries, offset)):
        raise DocumentError(_CUT if wanted.startswith(tail) else _REPACKED)
    return found


def _member(data: bytes, offset: int, first: bytes) -> tuple[bytes, int, int]:
    """Its name, and where it begins and how long it is by its own header."""
    if len(data) < offset + _LOCAL.size:
        raise DocumentError(_CUT)
    _, _, flags, method, _, _, _, size, _, length, extra = _LOCAL.unpack_from(data, offset)
    start = offset + _LOCAL.size + length
    name = data[offset + _LOCAL.size : start]
    if offset == 0 and len(name) == length and name != first:
        raise DocumentError(_NOT_OURS)
    if flags & _ENCRYPTED:
        raise DocumentError("The file is encrypted. Save the document again without a password.")
    if method or flags or extra:
        raise DocumentError(_REPACKED)
    if len(data) < start + size:
        raise DocumentError(_CUT)
    return name, start, size


def _directory(entries: list[_Entry], offset: int) -> bytes:
    lines = b"".join(entry.central for entry in entries)
    count = len(entries)
    return lines + _END.pack(_TAIL, 0, 0, count, count, len(lines), offset, 0)
