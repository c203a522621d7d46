"""What crosses between window and worker: commands down, events up; all of it frozen."""

from dataclasses import dataclass, field
from pathlib import Path

from playground.document.spec import ExperimentSpec
from playground.proof import Claim
from playground.training.looks import RateCurve
from playground.training.record import Record
from playground.training.snapshots import Outputs, Points, RunState, Snapshot


@dataclass(frozen=True, slots=True)
class Use:
    """Train what `spec` says; another revision than the last one builds the network anew.

    record: the training that a new revision goes on with; None: it begins at its first weights.
    opened: it is another document, not an edit of the last one.
    """

    revision: int
    spec: ExperimentSpec
    record: Record | None = None
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Train:
    """Go on until paused, until the set number of epochs, or until the loss is not finite."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop after the step in progress."""


@dataclass(frozen=True, slots=True)
class Step:
    """One mini-batch, where no run is in progress."""


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """Steps a second; None: as fast as possible."""

    steps_per_second: float | None


@dataclass(frozen=True, slots=True)
class Export:
    """Write the weights of this moment; `format` is a name of `EXPORT_FORMATS`."""

    path: Path
    format: str


@dataclass(frozen=True, slots=True)
class Import:
    """Read weights for this document, or for one with the file's network; nothing changes yet."""

    path: Path
    spec: ExperimentSpec


@dataclass(frozen=True, slots=True)
class Keep:
    """Hand out a record of this moment; `request` comes back with it."""

    request: int


@dataclass(frozen=True, slots=True)
class ComputeOutputs:
    """What the network says of every point, now; `measured`: and how good that is."""

    measured: bool = False


@dataclass(frozen=True, slots=True)
class TryRates:
    """Begin a learning-rate range test; `request` comes back with what comes of it."""

    request: int


@dataclass(frozen=True, slots=True)
class StopTrying:
    """End the range test in progress."""


@dataclass(frozen=True, slots=True)
class Stop:
    """End the thread."""


Command = (
    Use
    | Train
    | Pause
    | Step
    | SetSpeed
    | Export
    | Import
    | Keep
    | ComputeOutputs
    | TryRates
    | StopTrying
    | Stop
)


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The run is in another state."""

    state: RunState


@dataclass(frozen=True, slots=True)
class PointsBuilt:
    """The data of one revision of the document."""

    revision: int
    points: Points


@dataclass(frozen=True, slots=True)
class ThumbnailsDrawn:
    """A few points of every kind of data set, by the name of the kind."""

    thumbnails: dict[str, Points]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A network that had been trained was replaced; the sentence says why."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What was asked for; None where there is no network."""

    request: int
    record: Record | None


@dataclass(frozen=True, slots=True)
class OutputsComputed:
    """What was asked for; None, and perhaps a sentence, where there is none."""

    outputs: Outputs | None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """The weights are in this file; what it should compute, if it is to prove that."""

    path: str
    claim: Claim | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Read:
    """The weights of a file, for the document `after`; `before` is the one they were asked for."""

    path: Path
    before: ExperimentSpec
    after: ExperimentSpec
    record: Record


@dataclass(frozen=True, slots=True)
class ReadFailed:
    """Nothing was read; the sentence says why."""

    sentence: str


@dataclass(frozen=True, slots=True)
class ExportFailed:
    """Nothing was written; the sentence says why."""

    sentence: str


@dataclass(frozen=True, slots=True)
class StoppedEarly:
    """Early stopping has ended the run; the sentence says when, and whose weights are back."""

    sentence: str


@dataclass(frozen=True, slots=True)
class RatesTried:
    """How far the range test is."""

    request: int
    curve: RateCurve


@dataclass(frozen=True, slots=True)
class RatesFailed:
    """The range test has ended without a result; the sentence says why."""

    request: int
    sentence: str


Event = (
    Snapshot
    | StateChanged
    | PointsBuilt
    | ThumbnailsDrawn
    | Rebuilt
    | Kept
    | OutputsComputed
    | StoppedEarly
    | Exported
    | ExportFailed
    | Read
    | ReadFailed
    | RatesTried
    | RatesFailed
)
