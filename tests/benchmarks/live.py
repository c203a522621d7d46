"""What live snapshots cost: each by its parts, and in steps per second of a run nobody paints.

    python -m tests.benchmarks.live [SECONDS]

Both sides of the rate take turns in one process, each in a worker thread beside an idle event
loop: a Run whose snapshots are taken at 30 Hz, and the same Trainer alone. No screen is needed.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from statistics import median

import torch
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from playground.builder import build_trainer
from playground.document.presets import default
from playground.document.spec import ExperimentSpec, LayerSpec, LossSpec
from playground.training import probe
from playground.training.run import Run
from playground.training.session import Session
from playground.training.snapshots import RunState

ROUNDS = 3
REPEATS = 30


def six_by_64() -> ExperimentSpec:
    hidden = (LayerSpec("linear", (("units", 64),)), LayerSpec("tanh"))
    return ExperimentSpec(layers=(*hidden * 6, LayerSpec("linear"), LayerSpec("tanh")))


def milliseconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def snapshot_costs(name: str, spec: ExperimentSpec) -> None:
    """Whole snapshots while running and paused; the running one's parts; one step."""
    session, trainer = Session(1, spec), build_trainer(spec)
    size = probe.fineness(spec, running=True)
    actions: dict[str, Callable[[], object]] = {
        "step": trainer.step,
        "evaluation": trainer.evaluate,
        f"boundary {size} x {size}": lambda: probe.boundary(trainer.model, size, LossSpec()),
        "layers": lambda: probe.layers(trainer.model),
        "running": lambda: session.snapshot(RunState.RUNNING, "", 0.0),
        "paused": lambda: session.snapshot(RunState.PAUSED, "", 0.0),
    }
    times: dict[str, list[float]] = {each: [] for each in actions}
    for _ in range(REPEATS):
        for each, action in actions.items():
            if each in ("running", "paused"):
                session.advance(1, 0.0)  # so that there is something new to evaluate
            times[each].append(milliseconds(action))
    print(f"{name}, ms, median (best) of {REPEATS}:")
    for each, found in times.items():
        print(f"    {each:<22}{median(found):8.2f} ({min(found):.2f})")


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def watched(spec: ExperimentSpec, seconds: float) -> tuple[float, float]:
    """Steps and snapshots a second of a run."""
    run, steps = Run(), []
    run.snapshot.connect(lambda snapshot: steps.append((time.perf_counter(), snapshot.step)))
    run.start_thread(spec)
    run.train()
    wait(seconds)
    run.shutdown()
    running = [each for each in steps if each[1] > 0]
    (first, low), (last, high) = running[0], running[-1]
    return (high - low) / (last - first), (len(running) - 1) / (last - first)


def alone(spec: ExperimentSpec, seconds: float) -> float:
    """Steps a second of the Trainer."""
    trainer, stop = build_trainer(spec), threading.Event()

    def steps() -> None:
        torch.set_num_threads(1)
        if sys.platform == "linux":  # as the worker, or a busy machine decides the comparison
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 5)
        while not stop.is_set():
            trainer.step()

    thread = threading.Thread(target=steps)
    thread.start()
    wait(seconds)
    stop.set()
    thread.join()
    return trainer.steps / seconds


def rates(name: str, spec: ExperimentSpec, seconds: float) -> None:
    rounds = [(*watched(spec, seconds), alone(spec, seconds)) for _ in range(ROUNDS)]
    run, hertz, trainer = (median(side) for side in zip(*rounds, strict=True))
    kept = median(one[0] / one[2] for one in rounds)
    print(
        f"{name}: {run:,.0f} steps/s at {hertz:.0f} snapshots/s, alone {trainer:,.0f}: {kept:.2f}"
    )


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    app = QCoreApplication([])
    torch.set_num_threads(1)
    networks = {"report's network": default(), "6 x 64": six_by_64()}
    for name, spec in networks.items():
        snapshot_costs(name, spec)
    for name, spec in networks.items():
        rates(name, spec, seconds / (2 * ROUNDS))
    app.quit()


if __name__ == "__main__":
    main()
