"""A view asks for outputs while it is shown: one question at a time, and none when it is hidden."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from playground.document.presets import default
from playground.document.spec import DataSpec, TrainSpec
from playground.training import output_feed
from playground.training.grid import without_network
from playground.training.output_feed import OutputFeed
from playground.training.run import Run
from playground.training.session import Session
from playground.training.snapshots import Outputs, RunState
from tests.playground.training.stage import BARE

SPEC = replace(default(), data=DataSpec(points=100), training=TrainSpec(batch_size=10))
PATIENCE = 60_000  # milliseconds; only a failing test waits for them
Wait = Callable[[Callable[[], bool]], None]


class View(QObject):
    """Keeps what a feed brings."""

    def __init__(self, run: Run, *, measured: bool) -> None:
        super().__init__()
        self.feed = OutputFeed(run, self, measured=measured)
        self.found: list[Outputs | None] = []
        self.sentences: list[str] = []
        self.feed.arrived.connect(self._take)

    def _take(self, outputs: Outputs | None, sentence: str) -> None:
        self.found.append(outputs)
        self.sentences.append(sentence)

    @property
    def step(self) -> int:
        """Of the newest outputs."""
        return self.found[-1].step if self.found and self.found[-1] else -1


@pytest.fixture
def wait(qtbot: QtBot) -> Wait:
    return lambda condition: qtbot.waitUntil(condition, timeout=PATIENCE)


@pytest.fixture
def run(qapp: object, wait: Wait) -> Iterator[Run]:
    run = Run()
    run.start_thread(SPEC)
    wait(lambda: run.state is RunState.IDLE)
    yield run
    run.shutdown()


def test_a_view_sees_the_newest_step_and_then_rests(run: Run, wait: Wait) -> None:
    view = View(run, measured=True)
    view.feed.watch(True)
    run.train()
    wait(lambda: view.step > 0)
    run.pause()
    wait(lambda: run.state is RunState.PAUSED and view.step == run.step_count)
    assert all(each is not None and len(each.measures) == 2 for each in view.found)
    wait(lambda: not run._timer.isActive() and not view.feed._timer.isActive())
    view.feed.watch(False)


def test_a_hidden_view_asks_nothing(run: Run, wait: Wait, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    ask = run.request_outputs
    monkeypatch.setattr(
        run, "request_outputs", lambda *, measured: (asked.append(measured), ask(measured=measured))
    )
    hidden, seen = View(run, measured=True), View(run, measured=False)
    seen.feed.watch(True)
    run.step()
    wait(lambda: seen.step == 1)
    assert set(asked) == {False}
    assert hidden.found == []
    seen.feed.watch(False)
    asked.clear()
    run.step()
    wait(lambda: run.step_count == 2 and not run._timer.isActive())
    assert asked == []


def test_two_views_do_not_take_each_other_s_answers(run: Run, wait: Wait) -> None:
    measures, plain = View(run, measured=True), View(run, measured=False)
    for view in (measures, plain):
        view.feed.watch(True)
    run.step()
    wait(lambda: measures.step == plain.step == 1)
    assert all(each is not None and each.measures for each in measures.found)
    for view in (measures, plain):
        view.feed.watch(False)


def test_without_a_network_the_view_hears_why(run: Run, wait: Wait) -> None:
    view = View(run, measured=True)
    view.feed.watch(True)
    run.set_spec(BARE)
    wait(lambda: bool(view.found) and view.found[-1] is None and view.sentences[-1] != "")
    assert view.sentences[-1].startswith("A network without a Linear")
    view.feed.watch(False)


@pytest.mark.parametrize(("seconds", "pause"), [(0.01, 50), (2.0, 10_000)])
def test_the_next_question_waits_for_work_and_not_for_torch(
    run: Run, wait: Wait, monkeypatch: pytest.MonkeyPatch, seconds: float, pause: int
) -> None:
    now = [0.0]
    monkeypatch.setattr(output_feed, "monotonic", lambda: now[0])
    monkeypatch.setattr(run, "request_outputs", lambda **_: None)
    outputs = Session(1, SPEC).outputs()
    assert outputs is not None
    view = View(run, measured=False)
    view.feed.watch(True)
    wait(lambda: view.feed._asked)
    now[0] = 100.0  # torch was imported first
    run.outputs.emit(replace(outputs, seconds=seconds), "")
    run.snapshot.emit(without_network(1, RunState.RUNNING, ""))
    assert view.feed._timer.interval() == pause
    view.feed.watch(False)
