"""What a view asks the worker for while it is shown: frozen, NumPy only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class RateCurve:
    """A learning-rate range test as far as it is (`core.range_test.RangeTest`).

    rates, losses, smoothed (M,): of the steps so far; done: no more will come. lowest: the index of
    the lowest smoothed loss. suggestion, diverges_from: of a test that is done; None: none.
    """

    first: float  # the rates that are tried go from here
    last: float  # to here
    progress: float  # 0 … 1
    done: bool
    rates: Doubles
    losses: Doubles
    smoothed: Doubles
    lowest: int = 0
    suggestion: float | None = None
    diverges_from: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Roc:
    """The ROC curve of one class against all others (`core.metrics.RocCurve`).

    false_positive, true_positive, thresholds (P,): some hundred points of the curve, both ends
    among them; area is that under the whole of it. decides: the two rates of what the network
    itself decides. score: in words, what is compared with a threshold.
    """

    false_positive: Doubles
    true_positive: Doubles
    thresholds: Doubles
    area: float
    decides: tuple[float, float]
    score: str


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """How sure the network is, and how often it is right (`core.metrics.Calibration`); all (B,)."""

    counts: Counts
    confidence: Doubles
    accuracy: Doubles
    error: float  # the expected calibration error


@dataclass(frozen=True, slots=True, eq=False)
class Classified:
    """Predictions of classes. confusion (K, K): points of a class (row) taken for each (column).

    rocs: of two classes one, the second's; of more, one each. None: the class, or every other, has
    no points. reliability: None where the outputs are no probabilities.
    """

    confusion: Counts
    rocs: tuple[Roc | None, ...]
    reliability: Reliability | None


@dataclass(frozen=True, slots=True, eq=False)
class Regressed:
    """Predictions of a number, in the data's own numbers.

    target, output (P,): at most some thousand of the points. counts (B,), edges (B + 1,): how many
    of all points have an output minus target between two edges. r2: NaN where all targets are
    equal. rmse: √ of the mean squared residual.
    """

    target: Doubles
    output: Doubles
    counts: Counts
    edges: Doubles
    r2: float
    rmse: float


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """How good the outputs of one set are. `problem`: why nothing can be said of them; else ""."""

    points: int
    found: Classified | Regressed | None
    problem: str = ""
