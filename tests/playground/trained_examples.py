"""Trains the examples; run as a module, draws their pictures, or only those that are named."""

import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from playground.document.examples import FOLDER, Example, examples
from playground.document.file_format import read
from playground.training.session import Session
from playground.training.snapshots import Floats, Metrics, RunState

SIDE = 50  # pixels, a whole part of the boundary's 200


@dataclass(frozen=True)
class Trained:
    """How an example ended."""

    metrics: Metrics | None
    lowest_test_loss: float
    lowest_test_error: float
    failed: bool
    stopped_early: bool
    boundary: Floats


def trained(name: str) -> Trained:
    """The example, as Train leaves it when the run pauses by itself."""
    session = Session(1, read((FOLDER / f"{name}.json").read_bytes()).spec)
    session.begin()
    while session.ready and not session.finished:
        session.advance(1_000, float("inf"))
    seen = session.snapshot(RunState.PAUSED, "", 0.0)
    assert seen.boundary is not None
    return Trained(
        seen.metrics,
        min(each.test_loss for each in seen.history),
        min(each.test_error for each in seen.history),
        session.failure is not None,
        bool(session.stopped_early),
        seen.boundary,
    )


def picture_of(end: Trained) -> QImage:
    """The field in grey, black −1 and white +1; one square a class where there are several."""
    fields = np.clip(end.boundary, -1, 1).reshape(-1, *end.boundary.shape[-2:])
    part = fields.shape[-1] // SIDE
    means = fields.reshape(len(fields), SIDE, part, SIDE, part).mean((2, 4))
    grey = np.rint((means + 1) * 127.5).astype(np.uint8).reshape(-1, SIDE)
    rows = np.ascontiguousarray(np.pad(grey, ((0, 0), (0, -SIDE % 4))))  # rows of whole words
    return QImage(rows.data, SIDE, len(rows), rows.shape[1], QImage.Format.Format_Grayscale8).copy()


def field_of(picture: QImage) -> NDArray[np.float64]:
    """The numbers of a picture, −1 to +1."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)
    return rows[:, : grey.width()] / 127.5 - 1


def draw(example: Example) -> None:
    """Write the picture of one example beside its document."""
    picture_of(trained(example.name)).save(str(FOLDER / f"{example.name}.png"))


if __name__ == "__main__":
    for each in examples():
        if each.name in sys.argv[1:] or not sys.argv[1:]:
            draw(each)
