"""Random networks in every format, read by one fresh process a format: the same outputs.

50 networks, always the same; in `make soak` 500.
"""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from core import BatchNorm1d, Dropout, Features, LayerNorm, Linear, Module, Residual, Sequential
from core.export import FORMATS, export_bytes
from core.export.torch_layers import description
from core.layers import FEATURES
from tests.core.export_networks import ACTIVATIONS
from tests.soak import many

COUNT = many(500)
ROOT = Path(__file__).parents[2]
READER = """
import json, runpy, sys
from dataclasses import replace
from pathlib import Path
import numpy as np, torch

format, count, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
points = np.load(folder / "points.npy")
networks = json.loads((folder / "networks.json").read_text())

def outputs(path, network):
    if format in ("py", "numpy"):
        return np.asarray(runpy.run_path(str(path))["predict"](points))
    if format == "onnx":
        import onnxruntime
        session = onnxruntime.InferenceSession(path.read_bytes())
        own = session.get_modelmeta().custom_metadata_map["output"]
        return session.run([own], {"input": points})[0]
    from core.importing import network_of, read_weights
    model = network_of(replace(read_weights(path.read_bytes(), format), network=network))
    return model.forward(torch.from_numpy(points)).numpy()

for number in range(count):
    found = outputs(folder / f"{number}.{format}", networks[number])
    np.save(folder / f"{number}.{format}.npy", found)
"""


def random_network(draw: random.Random) -> Sequential:
    """Up to nine layers of any kind; its statistics are those of some points."""
    generator = torch.Generator().manual_seed(draw.randrange(2**32))
    layers: list[Module] = []
    width = 2
    if draw.random() < 0.3:
        names = draw.sample(FEATURES, draw.randrange(1, len(FEATURES)))
        layers, width = [Features(names)], len(names)

    def linear(outputs: int) -> Linear:
        return Linear(width, outputs, generator=generator)

    makers: list[Callable[[], Module]] = [
        *(make for make, _ in ACTIVATIONS),
        lambda: BatchNorm1d(width),
        lambda: LayerNorm(width),
        lambda: Dropout(0.25, generator=generator),
        lambda: Residual([linear(width), draw.choice(ACTIVATIONS)[0]()]),
    ]
    for _ in range(draw.randrange(1, 5)):
        outputs = draw.randrange(1, 33)
        layers.append(linear(outputs))
        width = outputs
        layers.append(draw.choice(makers)())
    layers.append(linear(draw.randrange(1, 11)))
    model = Sequential(layers)
    model.forward(torch.rand(9, 2, generator=generator))
    return model.eval()


@pytest.mark.soak
def test_random_networks_compute_the_same_in_every_format(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    draw = random.Random(2026)
    line = torch.linspace(0, 1, 11)
    points = torch.cartesian_prod(line, line)
    models = [random_network(draw) for _ in range(COUNT)]
    np.save(tmp_path / "points.npy", points.numpy())
    told = [json.loads(description(model)) for model in models]
    (tmp_path / "networks.json").write_text(json.dumps(told))
    for number, model in enumerate(models):
        for format in FORMATS:
            (tmp_path / f"{number}.{format}").write_bytes(export_bytes(model, format))
    for format in FORMATS:
        command = [sys.executable, "-c", READER, format, str(COUNT), str(tmp_path)]
        subprocess.run(command, cwd=ROOT, check=True)
    largest = 0.0
    for number, model in enumerate(models):
        wanted = model.forward(points).numpy()
        for format in FORMATS:
            found = np.load(tmp_path / f"{number}.{format}.npy")
            error = np.abs(found - wanted) / np.maximum(1, np.abs(wanted))
            assert found.shape == wanted.shape, (format, model)
            assert error.max() <= 1e-6, (format, model)
            largest = max(largest, float(error.max()))
    figure(f"{COUNT} networks x {len(FORMATS)} formats, largest error {largest:.1e}")
