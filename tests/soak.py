"""How often a trial is repeated: in full by `make soak`, a tenth of it everywhere else.

A test that uses `many` is marked `soak`, which is how `make soak` finds it.
"""

import os

SOAK = "SOAK" in os.environ


def many(full: int) -> int:
    """`full`, or a tenth of it."""
    return full if SOAK else full // 10
