"""The points of a document with what the network says of each, as arrays. No Qt."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from playground.document.spec import DataSpec, ExperimentSpec
from playground.own_data import arrays
from playground.training.snapshots import Floats, Ints, Outputs, Points

Filter = Literal["all", "train", "test", "wrong"]
FILTERS: Final[dict[Filter, str]] = {
    "all": "All points",
    "train": "Training points",
    "test": "Test points",
    "wrong": "Wrong ones",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What the table says of one set: how many points, and how well the network does there.

    wrong, undefined: points in a wrong class, and points whose output is no number; None and 0
    without outputs or without classes. r2: of a target; NaN where there is nothing to say.
    """

    points: int
    wrong: int | None = None
    undefined: int = 0
    r2: float | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """All points, those that train first, as `points` has them.

    numbers (N,): which row of the document each point is, counted from 0: of points of one's own,
    the row of their table.
    outputs: of these very points, or None.
    """

    spec: ExperimentSpec
    points: Points
    numbers: Ints
    outputs: Outputs | None = None

    def __len__(self) -> int:
        """The number of points."""
        return len(self.numbers)

    @property
    def cut(self) -> int:
        """How many of them train."""
        return len(self.points.train)

    @property
    def places(self) -> Floats:
        """(N, 2), in the square."""
        return np.concatenate((self.points.train, self.points.test))

    @property
    def labels(self) -> Ints | Floats:
        """(N,), class numbers or targets from −1 to +1."""
        both = (self.points.train_classes, self.points.test_classes)
        return np.concatenate(both)  # type: ignore[return-value]  # both are of the same kind

    @property
    def wrong(self) -> NDArray[np.bool_] | None:
        """(N,), whether each is not in its class; None without classes or without outputs."""
        if self.outputs is None or not self.points.class_names:
            return None
        wrong: NDArray[np.bool_] = self.outputs.predicted != self.labels
        return wrong

    def among(self, which: Filter) -> NDArray[np.bool_]:
        """(N,), whether each point passes the filter."""
        ids = np.arange(len(self))
        wrong = self.wrong
        if which == "wrong":
            return np.zeros(len(self), bool) if wrong is None else wrong
        return ids >= 0 if which == "all" else (ids < self.cut) == (which == "train")

    def figures(self) -> tuple[Figures, Figures]:
        """Of the training and of the test set."""
        return self._figures(slice(0, self.cut)), self._figures(slice(self.cut, None))

    def _figures(self, part: slice) -> Figures:
        count = len(self.numbers[part])
        outputs, wrong = self.outputs, self.wrong
        if outputs is None or not count:
            return Figures(count)
        if wrong is None:
            return Figures(count, r2=_r2(outputs.values[part, 0], self.labels[part]))
        undefined = int((outputs.predicted[part] < 0).sum())
        return Figures(count, int(wrong[part].sum()) - undefined, undefined)


def rows_of(spec: ExperimentSpec, points: Points | None, outputs: Outputs | None) -> Rows | None:
    """The points of the document with their outputs; None while nobody knows the points.

    points: what a run last told, with the flips and outliers of the document; None: nothing yet.
    Of another document than `spec` they are no use, and neither are outputs of other points.
    """
    if spec.data.own_points is not None:
        own, numbers = own_points(spec.data)
        if points is None or not same(points.original or points, own):
            points = own
    elif points is None or points.class_names != spec.data.classes:
        return None
    else:
        numbers = np.arange(len(points.train) + len(points.test))
    fits = outputs is not None and same(outputs.points, points)
    return Rows(spec, points, numbers, outputs if fits else None)


def own_points(data: DataSpec) -> tuple[Points, Ints]:
    """Points of one's own in the order of a run, and which row of the document each is."""
    own = data.own_points
    assert own is not None
    rows = np.concatenate(arrays.train_and_test(data))
    places, labels = arrays.places(own)[rows], arrays.values(own)[rows]
    labels = labels.astype(np.int64) if own.classes else labels
    cut = data.train_points
    parts = (places[:cut], labels[:cut], places[cut:], labels[cut:])
    return Points(*parts, own.classes, own.columns), rows


def same(one: Points, other: Points) -> bool:
    """Whether they are the same points in the same order."""
    pairs = (
        (one.train, other.train),
        (one.train_classes, other.train_classes),
        (one.test, other.test),
        (one.test_classes, other.test_classes),
    )
    alike = (one.class_names, one.columns) == (other.class_names, other.columns)
    return alike and all(a is b or np.array_equal(a, b) for a, b in pairs)


def _r2(output: Floats, target: Ints | Floats) -> float:
    """As the figures beside the plot have it: of targets that are all equal, 1 when met, else 0."""
    given, wanted = output.astype(np.float64), target.astype(np.float64)
    if (wanted == wanted[0]).all():
        return float(np.array_equal(output, target))
    with np.errstate(over="ignore", invalid="ignore"):
        left = ((given - wanted) ** 2).sum()
    return float(1.0 - left / ((wanted - wanted.mean()) ** 2).sum())
