"""Times several contenders in turns, and shows them as rows of one Markdown table."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import quantiles

WARM_UP = 3  # turns that do not count
HEADER = (
    "| figure | core | against | | times as fast (half of the turns) | to reach |\n"
    "|---|--:|---|--:|--:|--:|"
)


@dataclass(frozen=True)
class Spread:
    """The median, and between what lies the middle half."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        return cls(*quantiles(values, n=4))


def in_turns(
    contenders: Mapping[str, Callable[[], object]], rounds: int, warm_up: int = WARM_UP
) -> dict[str, list[float]]:
    """The seconds of every turn of each contender."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(warm_up + rounds):
        for name, contender in contenders.items():
            start = time.perf_counter()
            contender()
            if turn >= warm_up:
                seconds[name].append(time.perf_counter() - start)
    return seconds


def rows(
    figure: str,
    seconds: Mapping[str, list[float]],
    *,
    unit: tuple[str, float] = ("µs", 1e6),
    per_turn: Mapping[str, float] | float = 1,
    reach: str = "",
) -> list[str]:
    """A row for each contender but the first, which is core's, against that one.

    unit      its name, and how many of it are a second.
    per_turn  how many steps, or whatever is shown, a turn has; of each contender, or of all.
    reach     the ratio to reach, or another aim; it is one against the first of the others.
    """
    name, scale = unit
    each = {
        who: [
            scale * one / (per_turn if isinstance(per_turn, int | float) else per_turn[who])
            for one in turns
        ]
        for who, turns in seconds.items()
    }
    own, *others = each
    lines = []
    for other in others:
        ratio = Spread.of([b / a for a, b in zip(each[own], each[other], strict=True)])
        cells = (
            figure,
            f"{Spread.of(each[own]).median:,.1f} {name}",
            other,
            f"{Spread.of(each[other]).median:,.1f} {name}",
            f"**{ratio.median:.2f}** ({ratio.low:.2f} to {ratio.high:.2f})",
            reach if other == others[0] else "",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def show(lines: Iterable[str], *, header: bool = True) -> None:
    """Print rows, below the header of their table."""
    if header:
        print(HEADER)
    for line in lines:
        print(line, flush=True)
