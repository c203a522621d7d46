"""Weights read back: the same bits in the same network, or nothing where they do not fit."""

import io
import json
import random

import numpy as np
import pytest
import torch

from core import BatchNorm1d, Linear, ReLU, Sequential, Tanh
from core.errors import OptionError
from core.export import export_bytes
from core.importing import READERS, WeightsError, load, network_of, read_weights
from tests.core.export_networks import FLOATS, each_activation, each_layer, network, networks

DESCRIBED = ("safetensors", "json")


def values(model: Sequential) -> dict[str, torch.Tensor]:
    named = {name: each.p for name, each in model.named_param()}
    return named | {name: each.value for name, each in model.named_buffer()}


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("dtype", FLOATS)
def test_every_network_comes_back_from_every_format(format: str, dtype: torch.dtype) -> None:
    models = {name: model for name, (model, _) in each_activation(dtype).items()}
    models |= {name: model for name, (model, _) in each_layer(dtype).items()}
    for name, model in (models | networks(dtype)).items():
        found = read_weights(export_bytes(model, format), format)
        wanted = values(model)
        assert found.arrays.keys() == wanted.keys(), name
        for key, value in wanted.items():
            assert np.array_equal(found.arrays[key], value.numpy()), (name, key)
        if format not in DESCRIBED:
            assert found.network is None
            continue
        twin = network_of(found)
        assert repr(twin) == repr(model), name
        for key, value in values(twin).items():
            assert torch.equal(value, wanted[key].to(value.dtype)), (name, key)


def test_shapes_alone_give_linear_layers_with_tanh_between() -> None:
    model = network(5, Tanh, 4, 3)
    found = network_of(read_weights(export_bytes(model, "npz"), "npz"))
    assert [type(each) for each in found.modules] == [Linear, Tanh, Linear, Linear]
    points = torch.rand(9, 2, generator=torch.Generator().manual_seed(1))
    assert torch.equal(found.forward(points), model.forward(points))


def test_shapes_that_leave_the_layers_open_are_not_guessed() -> None:
    model = Sequential([Linear(2, 3), BatchNorm1d(3)])
    with pytest.raises(WeightsError, match="does not describe its network"):
        network_of(read_weights(export_bytes(model, "npz"), "npz"))


def test_weights_of_another_network_change_nothing() -> None:
    model = network(5, ReLU, 2)
    before = {name: value.clone() for name, value in values(model).items()}
    other = read_weights(export_bytes(network(4, ReLU, 2, Tanh, 2), "pt"), "pt")
    with pytest.raises(WeightsError) as caught:
        load(model, other)
    text = str(caught.value)
    assert "4.weight has no layer in the network" in text
    assert "0.weight is 4 × 2, the network needs 5 × 2" in text
    assert all(torch.equal(value, before[name]) for name, value in values(model).items())


def test_big_endian_and_fortran_order_are_read_correctly() -> None:
    weight = np.arange(6, dtype=np.float32).reshape(3, 2)
    stream = io.BytesIO()
    bias = np.array([1, 2, 3], ">f4")
    np.savez(stream, **{"0.weight": np.asfortranarray(weight), "0.bias": bias})
    found = read_weights(stream.getvalue(), "npz").arrays
    assert np.array_equal(found["0.weight"], weight)
    assert found["0.bias"].tolist() == [1, 2, 3]
    assert found["0.bias"].dtype == np.dtype("float32")


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(OptionError, match=r"'safetensors', 'npz'.*got 'onnx'"):
        read_weights(b"", "onnx")


@pytest.mark.parametrize("format", READERS)
def test_a_damaged_file_gives_weights_or_one_sentence(format: str) -> None:
    """300 mutants of a good file: bytes changed, cut out, repeated, or the end missing."""
    good = export_bytes(network(3, Tanh, 2), format)
    draw = random.Random(7)
    sentences = []
    for _ in range(300):
        data = bytearray(good)
        at = draw.randrange(len(data))
        match draw.randrange(4):
            case 0:
                data[at] ^= 1 << draw.randrange(8)
            case 1:
                del data[at : at + draw.randrange(1, 9)]
            case 2:
                data[at:at] = data[at : at + draw.randrange(1, 9)]
            case 3:
                del data[at:]
        try:
            network_of(read_weights(bytes(data), format))
        except WeightsError as error:
            sentences.append(str(error))
    assert len(sentences) > 75
    assert not any("\n" in each for each in sentences)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "os.system"},
        {"kind": "Sequential", "layers": []},
        {"kind": "Sequential", "layers": [{"kind": "__import__"}]},
        {"kind": "Sequential", "layers": [{"kind": "Linear", "in_features": 2}]},
        {"kind": "Sequential", "layers": [{"kind": "Tanh", "x": 1}]},
        {
            "kind": "Sequential",
            "layers": [{"kind": "Linear", "in_features": 10**9, "out_features": 10**9}],
        },
        {"kind": "Sequential", "layers": [{"kind": "LayerNorm", "normalized_shape": 10**9}]},
        {"kind": "Sequential", "layers": [{"kind": "LeakyReLU", "negative_slope": "0"}]},
        {"kind": "Sequential", "layers": [{"kind": "Softmax", "dim": 0}]},
        {"kind": "Sequential", "layers": [{"kind": "Tanh"}] * 65},
        {"kind": "Sequential", "layers": [{"kind": ["Tanh"]}]},
        {"kind": "Sequential", "layers": "Tanh"},
        ["Sequential"],
        "Sequential",
        7,
    ],
)
def test_a_description_that_is_none_is_refused(change: object) -> None:
    found = json.loads(export_bytes(network(3), "json"))
    found["network"] = change
    with pytest.raises(WeightsError, match="cannot be built"):
        network_of(read_weights(json.dumps(found).encode(), "json"))


def test_a_counter_becomes_int64_from_any_whole_number() -> None:
    stream = io.BytesIO()
    np.savez(stream, **{"0.num_batches_tracked": np.array(7, np.uint16)})
    [counter] = read_weights(stream.getvalue(), "npz").arrays.values()
    assert (counter.dtype, counter.tolist()) == (np.dtype("int64"), 7)


def test_numbers_beyond_the_range_of_float32_change_nothing() -> None:
    model = network(2, dtype=torch.float64)
    model.modules[0].weight.p *= 1e300
    found = read_weights(export_bytes(model, "npz"), "npz")
    twin, other = network(2, dtype=torch.float64), network(2)
    load(twin, found)
    assert all(torch.equal(value, values(model)[name]) for name, value in values(twin).items())
    before = {name: value.clone() for name, value in values(other).items()}
    with pytest.raises(WeightsError, match=r"0\.weight holds numbers that are too large for torch"):
        load(other, found)
    assert all(torch.equal(value, before[name]) for name, value in values(other).items())


def test_a_network_is_in_float32_whatever_the_default_is() -> None:
    found = read_weights(export_bytes(network(3, Tanh, 2), "npz"), "npz")
    torch.set_default_dtype(torch.float64)
    try:
        model = network_of(found)
    finally:
        torch.set_default_dtype(torch.float32)
    assert {value.dtype for value in values(model).values()} == {torch.float32}
