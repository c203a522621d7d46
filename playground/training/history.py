"""Which epochs the loss curve holds: a rule of the epoch alone, so that no timing shows in it."""

from typing import Final

DENSE_EPOCHS: Final = 256  # a power of two: the rule below counts bits


def evaluation_due(epoch: int) -> bool:
    """Whether the loss curve has a point at the end of `epoch` (0: before the first step).

    Every epoch up to 256; of 257 to 512 every 2nd, of 513 to 1,024 every 4th, …: those
    divisible by 2^k, k = ⌈log2(epoch / 256)⌉. At least 128 points lie in the last half of a
    run, and their number grows with the logarithm of its length.
    """
    stride = 1 << max((epoch - 1).bit_length() - DENSE_EPOCHS.bit_length() + 1, 0)
    return epoch % stride == 0
