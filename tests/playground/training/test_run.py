"""The window's end of a run, with the real thread."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEventLoop, QObject, QThread, QTimer
from pytestqt.qtbot import QtBot

from playground.document.presets import default
from playground.document.spec import DataSpec, ExperimentSpec, TrainSpec
from playground.training.grid import without_network
from playground.training.messages import PointsBuilt
from playground.training.run import Run
from playground.training.snapshots import Points, RunState, Snapshot

SPEC = replace(default(), data=DataSpec(points=100), training=TrainSpec(batch_size=10))
PATIENCE = 60_000  # milliseconds; only a failing test waits for them


def with_training(spec: ExperimentSpec, **values: float | None) -> ExperimentSpec:
    return replace(spec, training=replace(spec.training, **values))


class Listener(QObject):
    """Keeps what a run tells, and in which thread it was told."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run
        self.snapshots: list[Snapshot] = []
        self.states: list[RunState] = []
        self.told: list[object] = []
        self.threads: set[int] = set()
        run.snapshot.connect(self._keep_snapshot)
        run.state_changed.connect(self._keep_state)
        signals = (run.points, run.thumbnails, run.exported, run.export_failed)
        for signal in (*signals, run.settings_rebuilt):
            signal.connect(self._keep)

    def of(self, kind: type) -> list[object]:
        return [each for each in self.told if isinstance(each, kind)]

    def _keep_snapshot(self, snapshot: Snapshot) -> None:
        self.threads.add(threading.get_ident())
        self.snapshots.append(snapshot)

    def _keep_state(self, state: RunState) -> None:
        self.threads.add(threading.get_ident())
        self.states.append(state)

    def _keep(self, value: object) -> None:
        self.threads.add(threading.get_ident())
        self.told.append(value)


@pytest.fixture
def run(qapp: object) -> Iterator[Run]:
    run = Run()
    yield run
    run.shutdown()


@pytest.fixture
def listener(run: Run) -> Listener:
    return Listener(run)


@pytest.fixture
def wait(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    return lambda condition: qtbot.waitUntil(condition, timeout=PATIENCE)


Wait = Callable[[Callable[[], bool]], None]


def test_train_before_torch_is_there_is_remembered(
    run: Run, listener: Listener, wait: Wait
) -> None:
    assert run.state is RunState.LOADING
    run.start_thread(with_training(SPEC, epochs=3))
    run.train()
    wait(lambda: listener.snapshots != [] and run.state is RunState.PAUSED and run.epoch == 3)

    assert listener.states == [RunState.IDLE, RunState.RUNNING, RunState.PAUSED]
    assert run.step_count == 15
    assert listener.threads == {threading.get_ident()}
    (thumbnails,) = listener.of(dict)
    assert isinstance(thumbnails, dict)
    assert len(thumbnails) == 7
    assert len(listener.of(Points)) == 1


def test_the_window_never_computes_a_network(
    run: Run, listener: Listener, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    import core

    computed = []
    for module in (core.Linear, core.Tanh, core.ReLU, core.Sequential, core.MSELoss):
        original = module.forward

        def forward(*args: object, original: Callable[..., object] = original) -> object:
            if threading.get_ident() == threading.main_thread().ident:
                raise AssertionError("a network was computed in the window's thread")
            computed.append(1)
            return original(*args)

        monkeypatch.setattr(module, "forward", forward)

    run.start_thread(SPEC)
    run.train()
    wait(lambda: len(listener.snapshots) > 10 and run.step_count > 100)
    run.pause()
    wait(lambda: run.state is RunState.PAUSED)
    assert computed


def test_nothing_ticks_once_all_is_told(run: Run, listener: Listener, wait: Wait) -> None:
    timer = run.findChild(QTimer)
    run.start_thread(SPEC)
    assert timer.isActive()
    wait(lambda: not timer.isActive())
    assert len(listener.snapshots) == 1

    run.train()
    wait(lambda: run.step_count > 20)
    assert timer.isActive()
    run.pause()
    wait(lambda: not timer.isActive())
    assert listener.snapshots[-1].state is RunState.PAUSED


def test_a_run_goes_on_while_the_learning_rate_changes(
    run: Run, listener: Listener, wait: Wait
) -> None:
    run.start_thread(SPEC)
    run.train()
    for rate in (0.1, 0.2, 0.05):
        step = run.step_count
        run.set_spec(with_training(SPEC, learning_rate=rate))
        wait(lambda step=step: run.step_count > step)  # type: ignore[misc]

    assert listener.states == [RunState.IDLE, RunState.RUNNING]
    assert {snapshot.revision for snapshot in listener.snapshots} == {1}
    steps = [snapshot.step for snapshot in listener.snapshots]
    assert steps == sorted(steps)


def test_a_slider_drag_shows_only_the_newest_network(
    run: Run, listener: Listener, wait: Wait
) -> None:
    run.start_thread(SPEC)
    run.train()
    wait(lambda: run.step_count > 0)
    told = len(listener.told)
    seen = len(listener.snapshots)
    for points in range(102, 302, 2):
        run.set_spec(replace(SPEC, data=DataSpec(points=points)))
    wait(lambda: listener.snapshots[-1].revision == 101)

    later = listener.snapshots[seen:]
    assert {snapshot.revision for snapshot in later} == {101}
    points_shown = [each for each in listener.told[told:] if isinstance(each, Points)]
    assert [len(each.train) for each in points_shown] == [150]
    assert run.state is RunState.IDLE
    assert listener.told.count("The network was rebuilt: the data changed.") == 1


def test_what_comes_late_of_a_replaced_network_is_not_shown(
    run: Run, listener: Listener, wait: Wait
) -> None:
    def points(number: int) -> Points:
        none = np.zeros((0, 2), np.float32), np.zeros(0, np.int64)
        return Points(np.zeros((number, 2), np.float32), np.zeros(number, np.int64), *none, ())

    run.set_spec(SPEC)  # the thread does not run: the test speaks for the worker
    run.set_spec(replace(SPEC, seed=9))
    for revision in (1, 2):
        run._mailbox.post(PointsBuilt(revision, points(revision)))
        run._mailbox.post(without_network(revision, RunState.IDLE, ""))
    wait(lambda: listener.snapshots != [])

    assert [snapshot.revision for snapshot in listener.snapshots] == [2]
    assert [len(each.train) for each in listener.of(Points) if isinstance(each, Points)] == [2]


def test_reset_returns_to_the_first_picture(run: Run, listener: Listener, wait: Wait) -> None:
    run.start_thread(SPEC)
    run.train()
    wait(lambda: run.step_count > 50)
    run.reset()
    wait(lambda: run.state is RunState.IDLE and run.step_count == 0)

    first, last = listener.snapshots[0], listener.snapshots[-1]
    assert first.boundary is not None
    assert last.boundary is not None
    assert first.boundary.tobytes() == last.boundary.tobytes()
    assert last.restart


def test_the_weights_after_a_run_are_those_of_the_trainer_alone(
    run: Run, listener: Listener, wait: Wait
) -> None:
    from playground import builder

    spec = with_training(SPEC, epochs=40)
    run.start_thread(spec)
    run.train()
    wait(lambda: run.state is RunState.PAUSED and run.step_count == 200)

    trainer = builder.build_trainer(spec)
    for _ in range(200):
        trainer.step()
    alone = [p.p.numpy().tobytes() for p in trainer.model.param() if p.p.dim() == 2]
    layers = listener.snapshots[-1].layers
    assert [each.weights.tobytes() for each in layers if each.weights is not None] == alone
    assert len(listener.snapshots) > 1


def test_export_while_training(run: Run, listener: Listener, wait: Wait, tmp_path: Path) -> None:
    from safetensors.torch import load_file

    path = tmp_path / "weights.safetensors"
    run.start_thread(SPEC)
    run.train()
    run.export(path, "safetensors")
    run.export(tmp_path / "nowhere" / "weights.pt", "pt")
    wait(lambda: len(listener.of(str)) == 2)

    done, failed = listener.of(str)
    assert done == str(path)
    assert "folder does not exist" in str(failed)
    assert set(load_file(path)) == {f"{2 * i}.{name}" for i in range(4) for name in NAMES}
    assert run.state is RunState.RUNNING


NAMES = ("weight", "bias")


def test_an_export_asked_for_just_before_closing_is_written(
    run: Run, wait: Wait, tmp_path: Path
) -> None:
    path = tmp_path / "weights.pt"
    run.start_thread(SPEC)
    wait(lambda: run.state is RunState.IDLE)
    run.export(path, "pt")
    run.shutdown()

    assert path.exists()


def test_shutdown_is_safe_before_the_start_and_twice(qapp: object) -> None:
    run = Run()
    run.shutdown()
    run.shutdown()

    run = Run()
    run.start_thread(SPEC)
    run.train()
    run.shutdown()
    run.shutdown()
    run.train()  # ignored
    assert not any(thread.isRunning() for thread in run.findChildren(QThread))


def test_a_listener_may_shut_the_run_down(run: Run, wait: Wait) -> None:
    seen = []

    class Closer(QObject):
        def close(self, snapshot: Snapshot) -> None:
            seen.append(snapshot)
            run.shutdown()

    closer = Closer()
    run.snapshot.connect(closer.close)
    run.start_thread(SPEC)
    run.train()
    wait(lambda: seen != [])

    loop = QEventLoop()
    QTimer.singleShot(100, loop.quit)
    loop.exec()
    assert len(seen) == 1


def test_the_window_can_be_made_without_torch() -> None:
    code = "import sys, playground.training.run; sys.exit('torch' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
