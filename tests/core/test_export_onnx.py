"""An ONNX file gives another runtime the outputs of the network here."""

import json
import sys

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from core import (
    BatchNorm1d,
    Dropout,
    Identity,
    Linear,
    Module,
    ReLU,
    Residual,
    Sequential,
    Sigmoid,
    Softmax,
    Tanh,
)
from core.export import ExportError, export_bytes
from tests.core.export_networks import each_activation, each_layer, network, networks

_ALL = {
    **{name: model for name, model in networks(torch.float32).items() if "large" not in name},
    **{name: model for name, (model, _) in each_activation(torch.float32).items()},
    **{name: model for name, (model, _) in each_layer(torch.float32).items()},
}


def run(model: Sequential, points: torch.Tensor, *outputs: str) -> list[torch.Tensor]:
    """The outputs of these names; without a name, the network's own."""
    session = onnxruntime.InferenceSession(export_bytes(model, "onnx"))
    names = outputs or (session.get_modelmeta().custom_metadata_map["output"],)
    return [torch.from_numpy(each) for each in session.run(names, {"input": points.numpy()})]


@pytest.mark.parametrize("name", _ALL)
@pytest.mark.parametrize("count", [0, 1, 7, 1000])
def test_the_runtime_gives_the_networks_outputs(name: str, count: int) -> None:
    model = _ALL[name].eval()
    shape = (min(count, 9), 2, 8, 8) if name == "images" else (count, 2)
    points = torch.rand(shape, generator=torch.Generator().manual_seed(count))
    wanted = model.forward(points)
    [got] = run(model, points)
    assert got.shape == wanted.shape
    assert ((got - wanted).abs() <= 1e-6 * wanted.abs().clamp(min=1)).all()


@pytest.mark.parametrize(
    ("last", "logits", "probability"),
    [
        ((3,), lambda y: y, lambda y: y.softmax(-1)),
        ((3, Tanh), lambda y: y, lambda y: y.softmax(-1)),
        ((1,), lambda y: y, torch.sigmoid),
        ((1, Tanh), lambda y: y, torch.sigmoid),
        ((3, Softmax), torch.log, lambda y: y),
        ((1, Sigmoid), torch.logit, lambda y: y),
        ((3, Softmax, Identity), torch.log, lambda y: y),
        ((1, Sigmoid, lambda: Dropout(generator=torch.Generator())), torch.logit, lambda y: y),
        ((3, lambda: Sequential([Softmax()])), torch.log, lambda y: y),
        ((3, lambda: Residual([Softmax()])), lambda y: y, lambda y: y.softmax(-1)),
    ],
)
def test_logits_and_probability_stand_beside_each_other(last, logits, probability) -> None:
    model = network(5, ReLU, *last).eval()
    points = torch.rand(20, 2, generator=torch.Generator().manual_seed(3))
    own = model.forward(points)
    got_logits, got_probability = run(model, points, "logits", "probability")
    assert torch.allclose(got_probability, probability(own), atol=1e-6)
    difference = got_logits - logits(own)
    if logits is torch.log:  # softmax does not see a common shift
        difference -= difference.mean(1, keepdim=True)
    assert difference.abs().max() < 1e-5


def test_a_file_says_versions_maker_origin_and_network() -> None:
    model = network(3, Tanh, 2)
    file = onnx.load_from_string(export_bytes(model, "onnx", metadata={"data": "disk"}))
    assert [(each.domain, each.version) for each in file.opset_import] == [("", 18)]
    assert (file.ir_version, file.producer_name) == (8, "Neural Playground")
    told = {each.key: each.value for each in file.metadata_props}
    assert (told["data"], told["output"]) == ("disk", "logits")
    assert [each["kind"] for each in json.loads(told["spec"])["layers"]] == [
        "Linear",
        "Tanh",
        "Linear",
    ]
    weights = {each.name: onnx.numpy_helper.to_array(each) for each in file.graph.initializer}
    for name, parameter in model.named_param():
        assert np.array_equal(weights[name], parameter.p.numpy())


def test_a_network_of_another_precision_is_refused() -> None:
    with pytest.raises(ExportError, match=r"float32 networks only, got torch\.float64"):
        export_bytes(network(2, dtype=torch.float64), "onnx")


def test_without_the_package_a_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(ExportError, match=r"pip install -r core/export/requirements\.txt"):
        export_bytes(network(2), "onnx")


def test_a_norm_at_the_end_with_one_number_gives_a_sigmoid() -> None:
    layers: list[Module] = [Linear(2, 1), BatchNorm1d(1)]
    model = Sequential(layers).eval()
    points = torch.rand(5, 2, generator=torch.Generator().manual_seed(3))
    [probability] = run(model, points, "probability")
    assert torch.allclose(probability, model.forward(points).sigmoid(), atol=1e-6)
