"""Zip archives from strangers: looked at before anything is unpacked, and never onto the disk."""

import io
import zipfile
from typing import Final

from core.importing.weights import MAX_ARRAYS, MAX_FILE, WeightsError, damaged

_MAX_MEMBERS: Final = 4 * MAX_ARRAYS
_MAX_RATIO: Final = 100  # unpacked : packed; numbers reach 2, a bomb 1,000
_PLAIN: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 1  # bit of the flags


def members(data: bytes, format: str) -> dict[str, bytes]:
    """What the archive `data` holds, by name.

    Raises:
        WeightsError: no archive, a damaged one, or one that would unpack to more than it should.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = archive.infolist()
            _check(found, format)
            return {each.filename: archive.read(each) for each in found}
    except WeightsError:
        raise
    except Exception as error:  # the library has a dozen kinds for as many kinds of damage
        raise damaged(format) from error


def _check(found: list[zipfile.ZipInfo], format: str) -> None:
    unpacked = sum(each.file_size for each in found)
    packed = sum(each.compress_size for each in found)
    if len(found) > _MAX_MEMBERS or unpacked > min(MAX_FILE, _MAX_RATIO * packed + 1000):
        raise WeightsError("The file unpacks to far more than weights need; it was not opened.")
    names = {each.filename for each in found}
    plain = all(each.compress_type in _PLAIN and not each.flag_bits & _ENCRYPTED for each in found)
    if len(names) < len(found) or not plain:
        raise damaged(format)
