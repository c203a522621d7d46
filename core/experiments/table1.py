"""The report's Table I: both activations with both initialisations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from core.ensemble import EnsembleTrainer
from core.experiments.settings import (
    Activation,
    Initialization,
    Piece,
    Settings,
    Spread,
    pieces,
)
from core.experiments.statistics import Summary, figure


@dataclass(frozen=True)
class Cell:
    """One cell of the table and the report's figures for it: mean and deviation, in percent."""

    activation: Activation
    initialization: Initialization
    report_train: tuple[float, float]
    report_test: tuple[float, float]

    @property
    def label(self) -> str:
        return {"tanh": "Tanh", "relu": "ReLU"}[self.activation] + (
            ", Xavier" if self.initialization == "xavier" else ", default"
        )


CELLS: Final = (
    Cell("tanh", "default", (3.50, 0.41), (4.09, 0.77)),
    Cell("tanh", "xavier", (3.41, 0.43), (2.47, 0.42)),
    Cell("relu", "default", (2.98, 1.01), (2.98, 0.87)),
    Cell("relu", "xavier", (3.28, 1.18), (5.03, 1.41)),
)
_TOGETHER: Final = 10  # repetitions trained as one ensemble: more are hardly faster


@dataclass(frozen=True)
class Run:
    """One finished repetition: the errors as fractions, and the step it diverged in, if it did.

    A run that diverged is judged by its last finite weights: it failed, so it counts with the error
    it ended with.
    """

    cell: Cell
    train_error: float
    test_error: float
    diverged_in_step: int | None = None


@dataclass(frozen=True)
class Row:
    """One cell repeated: both errors summed up, and how many of the runs diverged."""

    cell: Cell
    train: Summary
    test: Summary
    runs: int
    diverged: int


@dataclass(frozen=True)
class Table1:
    """The rows of the table that were run, in the report's order.

    Raises, by `of`, EmptyBatchError for a cell without a run.
    """

    settings: Settings
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, runs: Iterable[Run], settings: Settings) -> "Table1":
        """Sum up the runs of all cells."""
        of_cell: dict[Cell, list[Run]] = {cell: [] for cell in CELLS}
        for run in runs:
            of_cell[run.cell].append(run)
        return cls(settings, tuple(_row(cell, each) for cell, each in of_cell.items()))

    def to_json(self) -> dict[str, Any]:
        """The table as plain values for a JSON file, in percent; null for no deviation."""
        return {
            "cells": [
                {
                    "activation": row.cell.activation,
                    "init": row.cell.initialization,
                    "train_mean": row.train.mean,
                    "train_std": row.train.std,
                    "train_median": row.train.median,
                    "test_mean": row.test.mean,
                    "test_std": row.test.std,
                    "test_median": row.test.median,
                }
                for row in self.rows
            ]
        }

    def text(self) -> str:
        """The table for a terminal, beside the report's figures."""
        lines = [
            "Table I: error in percent of the points",
            self.settings.sentence(),
            "",
            f"{'':26}{'here':>24}   {'report':>16}",
            f"{'':26}{'mean':>8}{'std':>8}{'median':>8}   {'mean':>8}{'std':>8}",
        ]
        for row in self.rows:
            cell = row.cell
            for label, part, summary, report in (
                (cell.label, "training", row.train, cell.report_train),
                ("", "test", row.test, cell.report_test),
            ):
                here = "".join(map(figure, (summary.mean, summary.std, summary.median)))
                lines.append(f"{label:16}{part:10}{here}   {''.join(map(figure, report))}")
        lines += ["", "std: sample standard deviation of the runs."]
        failed = [row for row in self.rows if row.diverged]
        lines += [
            f"{row.cell.label}: {row.diverged} of {row.runs} runs diverged; "
            "each counts with the error of its last finite weights."
            for row in failed
        ]
        if not failed:
            lines.append("No run diverged.")
        return "\n".join(lines)


def table1(settings: Settings, spread: Spread = map) -> Iterator[Run]:
    """Run Table I: yield `settings.repetitions` finished runs for each of the CELLS in turn."""
    every = [pieces(settings, number, together=_TOGETHER) for number in range(len(CELLS))]
    return chain.from_iterable(spread(_runs, chain.from_iterable(every)))


def _runs(piece: Piece) -> list[Run]:
    cell, shuffle = CELLS[piece.cell], piece.settings.shuffle
    ensemble = EnsembleTrainer(
        [start.trainer(cell.activation, cell.initialization, shuffle) for start in piece.starts()]
    )
    ensemble.advance(piece.settings.epochs * ensemble.trainers[0].steps_per_epoch)
    ends = [trainer.evaluate() for trainer in ensemble.trainers]
    return [
        Run(cell, end.train_error, end.test_error, None if error is None else error.step)
        for end, error in zip(ends, ensemble.diverged, strict=True)
    ]


def _row(cell: Cell, runs: list[Run]) -> Row:
    return Row(
        cell,
        Summary.of([run.train_error for run in runs]),
        Summary.of([run.test_error for run in runs]),
        len(runs),
        sum(run.diverged_in_step is not None for run in runs),
    )
