"""Progress of long work: a bar on a terminal, a few plain lines elsewhere."""

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from tqdm import tqdm

Item = TypeVar("Item")
_LINES: Final = 10


def follow(
    items: Iterable[Item], total: int, unit: str, describe: Callable[[Item], str]
) -> Iterator[Item]:
    """Pass `items` on, `total` of them, and show on stderr how far they are.

    `unit` names one item ("epoch"); `describe` says of one how the work stands.
    """
    if sys.stderr.isatty():
        # Asked here, as tqdm shows nothing on a terminal that does not know its own size.
        columns, rows = shutil.get_terminal_size()
        with tqdm(total=total, unit=" " + unit, file=sys.stderr, ncols=columns, nrows=rows) as bar:
            for item in items:
                bar.set_postfix_str(describe(item), refresh=False)
                bar.update()
                yield item
        return
    told = 0
    for number, item in enumerate(items, start=1):
        if number * _LINES // total > told:
            told = number * _LINES // total
            print(f"{unit} {number:,} of {total:,}: {describe(item)}", file=sys.stderr, flush=True)
        yield item
