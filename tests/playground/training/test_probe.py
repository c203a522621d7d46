"""What the pictures show, against values worked out by hand or by plain torch."""

import itertools

import numpy as np
import pytest
import torch

from core import Dropout, Linear, ReLU, Residual, Sequential, Tanh
from playground.document.presets import default
from playground.document.spec import ExperimentSpec, LayerSpec, LossSpec
from playground.training import probe
from playground.training.grid import THUMBNAIL, cell_centers, input_layer
from playground.training.snapshots import LayerSnapshot


def linear(weight: list[list[float]], bias: list[float]) -> Linear:
    module = Linear(len(weight[0]), len(weight))
    module.weight.p, module.bias.p = torch.tensor(weight), torch.tensor(bias)
    return module


def network(*widths: int) -> Sequential:
    generator = torch.Generator().manual_seed(3)
    modules: list[Linear | Tanh] = []
    for fan_in, fan_out in itertools.pairwise(widths):
        modules += [Linear(fan_in, fan_out, generator=generator), Tanh()]
    return Sequential(modules)


def test_the_boundary_is_inside_minus_outside_with_y_upwards() -> None:
    model = Sequential([linear([[0.0, 0.0], [1.0, 10.0]], [-0.5, 0.25])])

    picture = probe.boundary(model, 4, LossSpec())

    along = np.array([1, 3, 5, 7]) / 8
    expected = along[None, :] + 10 * along[::-1, None] + 0.75
    np.testing.assert_allclose(picture, expected, rtol=1e-6)
    assert picture[0, 0] > picture[3, 3]  # the top left corner has the larger y


def test_one_output_is_shown_itself_with_the_iso_line_in_the_middle_of_its_targets() -> None:
    model = Sequential([linear([[1.0, 0.0]], [2.0])])

    np.testing.assert_allclose(probe.boundary(model, 2, LossSpec()), [[2.25, 2.75]] * 2)
    assert probe.level(torch.tensor([[-1.0], [4.0], [0.0]]), LossSpec()) == 1.5
    assert probe.level(torch.tensor([[0.0, 1.0], [1.0, 0.0]]), LossSpec()) == 0


def test_chunks_leave_no_seam() -> None:
    model = network(2, 25, 2)
    outputs = model.forward(torch.from_numpy(cell_centers(100)))

    whole = (outputs[:, 1] - outputs[:, 0]).reshape(100, 100).numpy()

    np.testing.assert_allclose(probe.boundary(model, 100, LossSpec()), whole, atol=1e-6)


def test_every_thumbnail_is_its_unit_over_the_square() -> None:
    hidden = linear([[1.0, 0.0], [0.0, -3.0], [0.0, 0.0]], [0.0, 0.0, 0.5])
    model = Sequential([hidden, Tanh(), ReLU()])

    first, tanh, relu = probe.layers(model)

    points = cell_centers(THUMBNAIL)
    x, y = points.T.reshape(2, THUMBNAIL, THUMBNAIL)
    largest = 3 * y.max()
    np.testing.assert_allclose(first.thumbnails[0], x / largest, rtol=1e-5)
    np.testing.assert_allclose(first.thumbnails[1], -3 * y / largest, rtol=1e-5)
    np.testing.assert_allclose(tanh.thumbnails[1], np.tanh(-3 * y), rtol=1e-5)
    np.testing.assert_allclose(tanh.thumbnails[2], np.tanh(0.5), rtol=1e-5)
    assert relu.thumbnails[1].max() == 0  # a unit that is off everywhere
    assert relu.thumbnails.max() == 1
    assert [layer.fan_out for layer in (first, tanh, relu)] == [3, 3, 3]
    assert tanh.weights is None


def test_the_inputs_are_x_to_the_right_and_y_upwards() -> None:
    x, y = input_layer().thumbnails

    assert x[0, 0] < 0 < x[0, -1]
    assert y[-1, 0] < 0 < y[0, 0]
    np.testing.assert_allclose([x.min(), x.max()], [1 / THUMBNAIL - 1, 1 - 1 / THUMBNAIL])


@pytest.mark.parametrize("units", [1, 5, 64])
def test_up_to_64_units_are_all_shown(units: int) -> None:
    assert probe.spread(units).tolist() == list(range(units))


@pytest.mark.parametrize("units", [65, 100, 512])
def test_of_more_units_64_spread_evenly_are_shown(units: int) -> None:
    shown = probe.spread(units)

    assert len(set(shown.tolist())) == 64
    assert shown[0] == 0
    assert shown.max() < units
    assert np.diff(shown).max() - np.diff(shown).min() <= 1


def test_weights_join_shown_units_and_the_rest_is_of_the_whole_layer() -> None:
    model = network(2, 100, 200, 2)
    second = model.modules[2]
    assert isinstance(second, Linear)
    second.weight.p[7, 9] = -5.0  # neither unit is shown
    assert 7 not in probe.spread(200)

    snapshot = probe.layers(model)[2]

    weight = second.weight.p.numpy()
    rows, columns = probe.spread(200), probe.spread(100)
    assert snapshot.weights is not None
    assert snapshot.histogram is not None
    np.testing.assert_array_equal(snapshot.weights, weight[rows][:, columns])
    np.testing.assert_array_equal(snapshot.biases, second.bias.p.numpy()[rows])
    assert snapshot.thumbnails.shape == (64, THUMBNAIL, THUMBNAIL)
    assert snapshot.fan_out == 200
    assert snapshot.weight_scale == 5
    assert (snapshot.histogram_low, snapshot.histogram_high) == (-5, 5)
    assert snapshot.histogram.sum() == weight.size
    assert snapshot.histogram[0] == 1  # the planted one
    counts, _ = np.histogram(weight / 5, probe.BINS, (-1, 1))
    assert np.abs(snapshot.histogram - counts).sum() <= 2  # rounding at the edges of bins


def test_a_layer_of_zeros_has_a_histogram_too() -> None:
    snapshot = probe.layers(Sequential([linear([[0.0, 0.0]], [0.0])]))[0]

    assert snapshot.histogram is not None
    assert snapshot.histogram.sum() == 2
    assert snapshot.histogram_low < 0 < snapshot.histogram_high
    assert snapshot.thumbnails.max() == 0


def test_the_gradient_norm_is_that_of_the_last_mini_batch() -> None:
    model = network(2, 3)
    assert probe.layers(model)[0].gradient_norm is None

    model.forward(torch.rand(8, 2))
    model.backward(torch.ones(8, 3))

    first = model.modules[0]
    assert isinstance(first, Linear)
    weight, bias = first.weight.gradient, first.bias.gradient
    assert weight is not None
    assert bias is not None
    expected = torch.cat([weight.flatten(), bias]).norm().item()
    assert probe.layers(model)[0].gradient_norm == pytest.approx(expected, rel=1e-6)


def test_outputs_beyond_all_numbers_still_give_a_finite_picture() -> None:
    huge = linear([[3e38, 0.0], [0.0, 3e38]], [3e38, 0.0])
    after = linear([[9.0, 9.0], [-9.0, 9.0]], [0.0, 0.0])
    model = Sequential([huge, after])

    assert np.isfinite(probe.boundary(model, 10, LossSpec())).all()
    for layer in probe.layers(model):
        assert np.isfinite(layer.thumbnails).all()
        assert np.abs(layer.thumbnails).max() <= 1


def arrays(layer: LayerSnapshot) -> list[np.ndarray]:
    values = (layer.units, layer.thumbnails, layer.weights, layer.biases, layer.histogram)
    return [each for each in values if each is not None]


@pytest.mark.parametrize("widths", [(2, 1), (2, 25, 2), (2, 80, 1)])
def test_pictures_are_frozen_and_the_network_goes_on_without_them(widths: tuple[int, ...]) -> None:
    model = network(*widths)
    found = [probe.boundary(model, 10, LossSpec())]
    found += [array for layer in probe.layers(model) for array in arrays(layer)]
    before = [array.copy() for array in found]

    for parameter in model.param():
        parameter.p.zero_()
    model.forward(torch.rand(THUMBNAIL**2, 2))
    model.backward(torch.ones(THUMBNAIL**2, widths[-1]))

    for array, copy in zip(found, before, strict=True):
        assert not array.flags.writeable
        np.testing.assert_array_equal(array, copy)


def test_looking_draws_nothing_and_shows_the_network_that_is_exported() -> None:
    noise = torch.Generator().manual_seed(4)
    plain = network(2, 9, 2)
    model = Sequential([*plain.modules[:2], Dropout(0.5, generator=noise), *plain.modules[2:]])
    before = noise.get_state()

    boundary, found = probe.boundary(model, 20, LossSpec()), probe.layers(model)

    np.testing.assert_array_equal(boundary, probe.boundary(plain, 20, LossSpec()))
    np.testing.assert_array_equal(found[-1].thumbnails, probe.layers(plain)[-1].thumbnails)
    assert torch.equal(noise.get_state(), before)
    assert model.modules[2].training


def test_large_networks_get_a_coarser_boundary() -> None:
    assert probe.fineness(default(), running=True) == 64
    assert probe.fineness(default(), running=False) == 200

    wide = LayerSpec("linear", (("units", 512),))
    large = ExperimentSpec(layers=(wide, LayerSpec("tanh")) * 4 + (wide,))
    assert probe.fineness(large, running=True) < 64
    assert probe.fineness(large, running=False) < 200


def test_a_block_shows_what_goes_in_each_of_its_layers_and_the_sum() -> None:
    first = linear([[1.0, 0.0], [0.0, 1.0]], [0.0, 0.0])
    inner = linear([[0.0, 2.0], [0.0, 0.0], [1.0, 1.0]], [0.0, 0.0, 0.0])
    last = linear([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]], [0.0, 0.0])
    model = Sequential([first, Residual([inner, last]), Tanh()])

    found = probe.layers(model)

    x, y = (torch.from_numpy(cell_centers(THUMBNAIL)).t().reshape(2, THUMBNAIL, THUMBNAIL)).numpy()
    assert [each.fan_out for each in found] == [2, 2, 3, 2, 2, 2]
    assert [each.weights is not None for each in found] == [True, False, True, True, False, False]
    np.testing.assert_allclose(found[1].thumbnails, found[0].thumbnails)
    change, total = np.stack((2 * y, x + y)), np.stack((x + 2 * y, y + x + y))
    np.testing.assert_allclose(found[3].thumbnails, change / change.max(), rtol=1e-5)
    np.testing.assert_allclose(found[4].thumbnails, total / total.max(), rtol=1e-5)
    np.testing.assert_allclose(found[5].thumbnails, np.tanh(total), rtol=1e-5)
    np.testing.assert_allclose(found[2].weights, inner.weight.p.numpy())
