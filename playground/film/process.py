"""The process that makes a film: `python -m playground.film.process FOLDER ORDER`.

It reads the document in FOLDER, trains it anew, draws every frame in a window without a screen,
and leaves the film in FOLDER. It says on standard output how far it is. It may be killed at any
time: whoever has started it owns the folder.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import torch
from PySide6.QtWidgets import QApplication

from playground.document import file_format
from playground.document.spec import ExperimentSpec
from playground.film import order as orders
from playground.film.encoders import Encoder, EncoderError, encoder
from playground.film.order import DOCUMENT, HOLD, Failed, Frame, Note, Order, Told
from playground.film.scenes import Scenes
from playground.film.stage import Stage
from playground.theme import ThemeManager
from playground.training.data_points import points_of

_NICE: Final = 5  # as the worker of the window: the window goes first


def main() -> int:
    """Make the film that the arguments ask for; 0, or 1 where there is none."""
    folder, order = Path(sys.argv[1]), orders.parsed(sys.argv[2])
    if hasattr(os, "nice"):
        os.nice(_NICE)
    torch.set_num_threads(1)  # as the worker: another number may round differently
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(order.scale)  # a frame is a screen with so fine pixels
    os.environ.pop("QT_SCREEN_SCALE_FACTORS", None)  # of the user's own screens
    app = QApplication(["film"])
    try:
        spec = file_format.read((folder / DOCUMENT).read_bytes()).spec
        note = make(spec, folder, order, ThemeManager(app, order.theme), _tell)
    except EncoderError as error:
        _tell(Failed(str(error)))
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        _tell(Failed(f"The film could not be made in {folder.parent}: {why}."))
    else:
        _tell(Note(note))
        return 0
    return 1


def make(
    spec: ExperimentSpec,
    folder: Path,
    order: Order,
    themes: ThemeManager,
    tell: Callable[[Told], None],
) -> str:
    """Make the film of `spec`; why it ends before its last epoch, or "".

    Raises:
        EncoderError, OSError: there is no film.
    """
    stage, scenes = Stage(order, spec, points_of(spec), themes), Scenes(spec, order.frames)
    stage.show()
    QApplication.processEvents()  # so that all is laid out
    writer: Encoder | None = None
    for number, scene in enumerate(scenes, start=1):
        stage.show_snapshot(scene.snapshot, scene.epoch)
        if writer is None:
            path = orders.film(folder, order)
            writer = encoder(order.format, path, order.speed, stage.pixels(), stage.colors())
        writer.add(stage.pixels(), round(HOLD * order.speed) if scene.last else 1)
        tell(Frame(number))
    stage.close()
    if writer:
        writer.close()
    return scenes.note


def _tell(told: Told) -> None:
    sys.stdout.write(orders.line(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
