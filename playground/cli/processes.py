"""Long work on several cores: processes beside this one, of one thread each, share its pieces."""

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Final, Self, TypeVar

from playground.cli.errors import CommandError

Piece = TypeVar("Piece")
Result = TypeVar("Result")
_MOST: Final = 4  # each takes 0.3 GB


class Processes:
    """This process and others beside it: `wanted` in all, but no more than there are cores.

    The others import torch from the start, which hides behind this one's own import of it. They
    end with the `with` block, whatever they are doing; Ctrl+C is left to this process.
    """

    def __init__(self, wanted: int) -> None:
        self._others: list[_Other] = []
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # the others inherit it
        try:
            for _ in range(1, min(wanted, _cores(), _MOST)):
                self._others.append(_Other())
        except OSError:
            pass  # the system allows no more of them: the rest have their share
        finally:
            signal.signal(signal.SIGINT, before)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for other in self._others:
            other.end()

    def map(self, work: Callable[[Piece], Result], pieces: Iterable[Piece]) -> Iterator[Result]:
        """`map`, with the pieces dealt out in turn; `work` is a function of some module.

        Raises:
            CoreError: what the work raised, wherever that was.
            CommandError: one of the other processes ended early.
        """
        dealt, count = list(pieces), 1 + len(self._others)
        for turn, other in enumerate(self._others, start=1):
            other.ask(work, dealt[turn::count])
        for number, piece in enumerate(dealt):
            turn = number % count
            yield self._others[turn - 1].answer() if turn else work(piece)


class _Other:
    """One process, and the pipe between it and this one."""

    def __init__(self) -> None:
        context = get_context("spawn")  # a fork would lack the threads that torch counts on
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()  # so that the end of that process is the end of the pipe

    def ask(self, work: Callable[[Any], Any], pieces: list[Any]) -> None:
        with suppress(OSError):  # it has ended, which is noticed when its answer is due
            self._pipe.send((work, pieces))

    def answer(self) -> Any:
        try:
            error, result = self._pipe.recv()
        except (EOFError, OSError):
            self._process.join()
            code = self._process.exitcode
            raise CommandError(
                f"A process of this experiment ended early (code {code}), perhaps for want of "
                "memory; start the experiment again."
            ) from None
        if error is not None:
            raise error
        return result

    def end(self) -> None:
        self._process.terminate()
        self._process.join()
        self._pipe.close()


def _serve(pipe: Connection) -> None:
    """What another process does: every piece it is asked to do, until nobody is left to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it is not inherited
    import torch

    from core import experiments  # noqa: F401  it takes its second now, not with the first piece
    from core.errors import CoreError

    torch.set_num_threads(1)
    with suppress(EOFError, OSError):
        while True:
            work, pieces = pipe.recv()
            for piece in pieces:
                try:
                    pipe.send((None, work(piece)))
                except CoreError as error:
                    pipe.send((error, None))


def _cores() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
