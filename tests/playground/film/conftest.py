"""Orders for films of small networks, and a look into films."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from playground.document.presets import default
from playground.document.spec import DataSpec, ExperimentSpec, TrainSpec
from playground.film.order import Order

ORDER = Order(
    format="gif",
    kind="boundary",
    scale=1.0,
    speed=10,
    seconds=1,
    epochs=4,
    theme="light",
    points=True,
    test_points=False,
    discretise=False,
    logarithmic=True,
)
SPEC = replace(default(), data=DataSpec(points=100), training=TrainSpec(batch_size=10))


@pytest.fixture
def order() -> Order:
    """Five frames of the boundary, a tenth of a second each."""
    return ORDER


@pytest.fixture
def spec() -> ExperimentSpec:
    """The report's network on few points."""
    return SPEC


def gif_frames(path: Path) -> list[tuple[int, NDArray[np.uint8]]]:
    """Milliseconds and pixels of every frame."""
    found = []
    with Image.open(path) as film:
        for number in range(getattr(film, "n_frames", 1)):
            film.seek(number)
            found.append((film.info["duration"], np.asarray(film.convert("RGB"))))
    return found
