"""Work shared out among processes: the results of `map`, and no process left whatever happens."""

import os
import signal
from collections.abc import Iterator
from multiprocessing import active_children, parent_process

import pytest
import torch

from core.errors import DivergedError
from core.experiments import Settings, table1, table2
from playground.cli import processes as module
from playground.cli.errors import CommandError
from playground.cli.processes import Processes

COUNT = 3


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Iterator[Processes]:
    monkeypatch.setattr(module, "_cores", lambda: COUNT)
    before = signal.getsignal(signal.SIGINT)
    with Processes(COUNT) as processes:
        assert signal.getsignal(signal.SIGINT) is before
        yield processes
    assert active_children() == []


def whereabouts(number: int) -> tuple[int, int, int, bool]:
    interrupted = signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
    return number, os.getpid(), torch.get_num_threads(), interrupted


def diverge(number: int) -> int:
    if number == 1:
        raise DivergedError("Trainer: the loss became nan in step 5", 5)
    return number


def die(number: int) -> int:
    if parent_process() is not None:
        os._exit(7)
    return number


def test_the_pieces_are_dealt_out_and_come_back_in_order(three: Processes) -> None:
    for _ in range(2):  # a second table is no other case
        found = list(three.map(whereabouts, range(7)))
        assert [number for number, *_ in found] == [*range(7)]
        pids = [pid for _, pid, *_ in found]
        assert pids[0] == os.getpid()
        assert len(set(pids[:COUNT])) == COUNT
        assert pids == [pids[number % COUNT] for number in range(7)]
        for _, pid, threads, interrupted in found:
            assert pid == os.getpid() or (threads, interrupted) == (1, False)


def test_the_tables_are_those_of_one_process(three: Processes) -> None:
    settings = Settings(repetitions=11, epochs=2, new_data=True)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        assert list(table1(settings, three.map)) == list(table1(settings))
        comparisons = list(table2(settings, three.map))
        assert comparisons == list(table2(settings))
    finally:
        torch.set_num_threads(threads)
    assert len(comparisons) == 11
    assert {each.max_weight_difference for each in comparisons} == {0}


def test_an_error_of_another_process_arrives(three: Processes) -> None:
    with pytest.raises(DivergedError, match="became nan in step 5") as caught:
        list(three.map(diverge, range(COUNT)))
    assert caught.value.step == 5


def test_a_process_that_ends_early_is_one_sentence(three: Processes) -> None:
    for _ in range(2):  # also where it was dead before it was asked
        finished = three.map(die, range(COUNT))
        assert next(finished) == 0
        with pytest.raises(CommandError, match=r"^A process of .* ended early \(code 7\), "):
            next(finished)


@pytest.mark.parametrize(("wanted", "cores"), [(1, 8), (8, 1)])
def test_one_process_is_enough(wanted: int, cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_cores", lambda: cores)
    with Processes(wanted) as processes:
        assert active_children() == []
        assert {pid for _, pid, *_ in processes.map(whereabouts, range(3))} == {os.getpid()}


def test_where_the_system_allows_no_more_this_process_does_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(module, "_cores", lambda: 2)
    monkeypatch.setattr(module, "_Other", refuse)
    before = signal.getsignal(signal.SIGINT)
    with Processes(2) as processes:
        assert list(processes.map(abs, [-1, 2, -3])) == [1, 2, 3]
    assert signal.getsignal(signal.SIGINT) is before
