"""NumPy's archive: its headers are read and compared with the size before any array is made."""

import io
import math

import numpy
from numpy.lib import format as npy

from core.importing.archive import members
from core.importing.weights import Array, Weights, WeightsError, check_arrays, damaged

_FORMAT = "NumPy"


def read_npz(data: bytes) -> Weights:
    """The arrays of an .npz file.

    Raises:
        WeightsError: as `members`, `check_arrays`, or an array that holds program code.
    """
    found = members(data, _FORMAT)
    if not all(name.endswith(".npy") for name in found):
        raise damaged(_FORMAT)
    arrays = {name.removesuffix(".npy"): _array(member) for name, member in found.items()}
    return Weights(check_arrays(arrays))


def _array(member: bytes) -> Array:
    stream = io.BytesIO(member)
    try:
        version = npy.read_magic(stream)
        read = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}[version]
        shape, fortran, kind = read(stream)
    except Exception as error:  # a damaged header raises what its text provokes
        raise damaged(_FORMAT) from error
    if kind.hasobject:
        raise WeightsError(
            "This file contains program code, not only weights. It was not opened. "
            "Ask for a .safetensors file."
        )
    numbers = member[stream.tell() :]
    # In Python's whole numbers, which do not overflow.
    if min(shape, default=0) < 0 or kind.itemsize * math.prod(shape) != len(numbers):
        raise damaged(_FORMAT)
    try:
        flat = numpy.frombuffer(numbers, kind)
        return flat.reshape(shape, order="F" if fortran else "C")
    except (TypeError, ValueError) as error:  # empty elements, lists of them, 65 dimensions
        raise damaged(_FORMAT) from error
