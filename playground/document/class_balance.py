"""Classes made unlike in number on purpose: some points of one's own are left out of both sets."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from playground.document import limits
from playground.document.own_points import OwnPoints

Rows = tuple[int, ...]


@lru_cache(maxsize=4)  # a document is asked many times, and the documents of a stroke once each
def balanced(own: OwnPoints, train_points: int, percent: int) -> tuple[Rows, Rows]:
    """Which rows train and which test: of each class k of K the first ones, by their `order`.

    Of n points of class k, round(n · rᵏᐟ⁽ᴷ⁻¹⁾) stay with r = b / (1 - b), at least one of them: the
    later a class, the rarer. That is the long tail of Cui et al. (Class-Balanced Loss, CVPR 2019).
    Above a balance b of ½ it is the earlier classes, with 1 - b. Two classes that were alike have
    the shares 1 - b and b then. A balance further away keeps some of the same points.

    train_points: how many of all would train. No point goes from one set to the other.
    """
    order = memoryview(own.order).cast("H")
    ranked = sorted(range(len(own)), key=order.__getitem__)
    labels = [int(value) for value in memoryview(own.values).cast("f")]
    shares = _shares(len(own.classes), percent)
    train, test = ranked[:train_points], ranked[train_points:]
    return _first(train, labels, shares), _first(test, labels, shares)


def _shares(classes: int, percent: int) -> list[float]:
    """How much of each class stays."""
    rare = min(percent, 100 - percent)
    ratio = rare / (100 - rare)
    shares = [ratio ** (number / (classes - 1)) for number in range(classes)]
    return shares if percent < limits.EVEN_BALANCE_PERCENT else shares[::-1]


def _first(rows: Sequence[int], labels: Sequence[int], shares: Sequence[float]) -> Rows:
    counts = Counter(labels[row] for row in rows)
    left = {label: max(round(count * shares[label]), 1) for label, count in counts.items()}
    kept = []
    for row in rows:
        if left[labels[row]]:
            left[labels[row]] -= 1
            kept.append(row)
    return tuple(kept)
