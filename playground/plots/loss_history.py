"""Every loss of the run so far, and the few points a plot needs of them."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from playground.training.snapshots import Metrics

_FIRST_CAPACITY: Final = 2048

Column = NDArray[np.float64]


class LossHistory:
    """Epoch, train loss and test loss in arrays that double when full. Only finite rows enter."""

    def __init__(self) -> None:
        self._rows = np.empty((3, _FIRST_CAPACITY))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def epoch(self) -> Column:
        """The epochs, ascending."""
        return self._rows[0, : self._count]

    @property
    def train(self) -> Column:
        """The loss on the training set at each epoch."""
        return self._rows[1, : self._count]

    @property
    def test(self) -> Column:
        """The loss on the test set at each epoch."""
        return self._rows[2, : self._count]

    def clear(self) -> None:
        """Forget the run."""
        self._count = 0

    def extend(self, history: Iterable[Metrics]) -> None:
        """Append evaluations; one that is not finite is left out."""
        rows = np.array([(each.epoch, each.train_loss, each.test_loss) for each in history])
        if not rows.size:
            return
        rows = rows[np.isfinite(rows).all(axis=1)]
        count = self._count + len(rows)
        if count > self._rows.shape[1]:
            larger = np.empty((3, max(count, 2 * self._rows.shape[1])))
            larger[:, : self._count] = self._rows[:, : self._count]
            self._rows = larger
        self._rows[:, self._count : count] = rows.T
        self._count = count

    def nearest(self, epoch: float) -> int:
        """The index of the evaluation nearest to this epoch; the history must not be empty."""
        after = int(np.searchsorted(self.epoch, epoch))
        if after == 0:
            return 0
        if after == self._count:
            return after - 1
        return after - int(epoch - self.epoch[after - 1] < self.epoch[after] - epoch)


def envelope(x: Column, y: Column, right: float, columns: int) -> tuple[Column, Column]:
    """A curve that looks as (x, y) does on `columns` pixels from 0 to `right`.

    Of more than two points a column only the least and the greatest stay, and the last one.
    The columns do not depend on the data, so that what is drawn of the past does not flicker.
    """
    if len(x) <= 2 * columns:
        return x, y
    starts = np.unique(np.searchsorted(x, np.linspace(0.0, right, columns, endpoint=False)))
    starts = starts[starts < len(x)]
    ends = np.append(starts[1:], len(x)) - 1
    pairs = np.stack((np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)), axis=1)
    rising = y[starts] <= y[ends]
    pairs = np.where(rising[:, None], pairs, pairs[:, ::-1])
    return (
        np.append(np.repeat(x[starts], 2), x[-1]),
        np.append(pairs.ravel(), y[-1]),
    )
