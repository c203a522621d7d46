"""A worker without a thread: the test plays the mailbox."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from playground.document.presets import default
from playground.document.spec import DataSpec, ExperimentSpec, LayerSpec, TrainSpec
from playground.training.mailbox import Mailbox
from playground.training.messages import (
    Command,
    Event,
    StateChanged,
    Stop,
)
from playground.training.snapshots import RunState, Snapshot
from playground.training.worker import Worker

SPEC = replace(default(), data=DataSpec(points=100), training=TrainSpec(batch_size=10, epochs=3))
STEPS = 15  # of three epochs
BARE = ExperimentSpec(layers=(LayerSpec("tanh"),))
HOT = ExperimentSpec(
    layers=(LayerSpec("linear"), LayerSpec("relu")) * 3 + (LayerSpec("linear"),),
    training=TrainSpec(learning_rate=10.0),
)

Play = Callable[["Stage"], Iterator[Command | None]]


class Stage(Mailbox):
    """Hands the commands of a play to the worker and keeps what it says; None: a free turn."""

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.told: list[Event] = []
        self._play = play(self)

    def receive(self, timeout: float | None, settled: bool) -> Command | None:
        self.told += self.take().events
        return next(self._play, Stop())

    @property
    def snapshots(self) -> list[Snapshot]:
        return [event for event in self.told if isinstance(event, Snapshot)]

    @property
    def last(self) -> Snapshot:
        return self.snapshots[-1]

    def of(self, kind: type) -> list[Event]:
        return [event for event in self.told if isinstance(event, kind)]


def perform(play: Play) -> Stage:
    stage = Stage(play)
    Worker(stage).run()
    return stage


def until(stage: Stage, state: RunState) -> Iterator[None]:
    for _ in range(100_000):
        if stage.snapshots and stage.last.state is state:
            return
        yield None
    raise AssertionError(f"never {state}")


def states(stage: Stage) -> list[RunState]:
    return [event.state for event in stage.told if isinstance(event, StateChanged)]


def first_weights(snapshot: Snapshot) -> bytes:
    weights = snapshot.layers[0].weights
    assert weights is not None
    return weights.tobytes()
