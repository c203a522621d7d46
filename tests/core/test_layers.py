"""What the layers of `core.layers` do beyond the table: options, words, places of errors."""

from collections.abc import Callable

import pytest
import torch

from core import (
    BatchNorm1d,
    Conv2d,
    Dropout,
    Features,
    Flatten,
    LayerNorm,
    Linear,
    MaxPool2d,
    Module,
    Residual,
    Sequential,
    Tanh,
)
from core.errors import OptionError, ShapeError
from core.layers import FEATURES
from core.sequential import evaluating

NOISE = torch.Generator()


@pytest.mark.parametrize(
    ("module", "text"),
    [
        (Dropout(generator=NOISE), "Dropout(0.5)"),
        (BatchNorm1d(25), "BatchNorm1d(25, eps=1e-05, momentum=0.1)"),
        (LayerNorm(25, 0.1), "LayerNorm(25, eps=0.1)"),
        (Features(["x", "sin 2pi y"]), "Features(('x', 'sin 2pi y'))"),
        (Conv2d(1, 8, 3, padding=1), "Conv2d(1, 8, 3, stride=1, padding=1)"),
        (MaxPool2d(2), "MaxPool2d(2, stride=2)"),
        (Flatten(), "Flatten()"),
        (Residual([Tanh()]), "Residual([\n    Tanh(),\n])"),
    ],
)
def test_says_what_it_is(module: Module, text: str) -> None:
    assert repr(module) == text


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Features([]), r"^Features: needs at least one name, got none"),
        (lambda: Features(["x", "z"]), r"^Features: a name must be one of \['x', .* got 'z'"),
        (lambda: Features(["x", "y", "x"]), r"^Features: 'x' occurs twice"),
        (lambda: Features("xy"), r"^Features: names must be a list, got 'xy'"),
        (lambda: Features(None), r"^Features: names must be a list, got None"),
        (lambda: Features([["x"]]), r"^Features: a name must be one of .* got \['x'\]"),
        (lambda: Conv2d(0, 1, 1), r"^Conv2d: in_channels must be .* at least 1, got 0"),
        (lambda: Conv2d(1, True, 1), r"^Conv2d: out_channels must be .* got True"),
        (lambda: Conv2d(1, 1, 0), r"^Conv2d: kernel_size must be .* at least 1, got 0"),
        (lambda: Conv2d(1, 1, 1, 0), r"^Conv2d: stride must be .* at least 1, got 0"),
        (lambda: Conv2d(1, 1, 1, 1, -1), r"^Conv2d: padding must be .* at least 0, got -1"),
        (lambda: Conv2d(1, 1, 1, dtype=torch.int64), r"^Conv2d: dtype must be a floating"),
        (lambda: MaxPool2d(0), r"^MaxPool2d: kernel_size must be .* at least 1, got 0"),
        (lambda: MaxPool2d(2, 0), r"^MaxPool2d: stride must be .* at least 1, got 0"),
        (lambda: Conv2d(10**400, 1, 1), r"^Conv2d: in_channels must be below 2\^31, got 1000"),
        (lambda: Conv2d(1, 1, 1, 2**31), r"^Conv2d: stride must be below 2\^31, got 2147483648"),
        (lambda: Conv2d(1, 1, 1, 1, 2**31), r"^Conv2d: padding must be below 2\^31, got"),
        (lambda: Conv2d(1, 1, 2**30), r"torch makes no tensor of shape \(1, 1, 1073741824, "),
        (lambda: MaxPool2d(2, 2**31), r"^MaxPool2d: stride must be below 2\^31, got"),
        (lambda: Residual([]), r"^Residual: needs at least one module, got none"),
    ],
)
def test_refuses_options(make: Callable[[], Module], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        make()


@pytest.mark.parametrize(
    "layer",
    [BatchNorm1d(3), LayerNorm(3), Features(FEATURES), Conv2d(1, 1, 3), MaxPool2d(2), Flatten()],
    ids=repr,
)
def test_an_error_names_the_place_in_the_stack(layer: Module) -> None:
    name = type(layer).__name__
    with pytest.raises(ShapeError, match=rf"^in layer 2 \({name}\): {name}\(") as raised:
        Sequential([Tanh(), layer]).forward(torch.zeros(4, 7))
    assert raised.value.layers == (1,)


def test_a_residual_whose_modules_change_the_shape_is_refused_by_name() -> None:
    model = Sequential([Tanh(), Residual([Tanh(), Linear(3, 2)])])
    message = (
        r"^in layer 2 \(Residual\): Residual: the output of its modules must have shape \(4, 3\), "
        r"as the input, got \(4, 2\)$"
    )
    with pytest.raises(ShapeError, match=message):
        model.forward(torch.zeros(4, 3))
    with pytest.raises(ShapeError, match=r"\(4, 3\), as the input, got \(4, 1\)"):
        Residual([Linear(3, 1)]).forward(torch.zeros(4, 3))  # would broadcast


def test_a_residual_passes_mode_parameters_buffers_and_places_on() -> None:
    residual = Residual([BatchNorm1d(3), Dropout(generator=NOISE), Linear(3, 3)])
    names = ["0.weight", "0.bias", "2.weight", "2.bias"]
    assert [name for name, _ in residual.named_param()] == names
    assert residual.named_buffer()[0][0] == "0.running_mean"
    assert residual.generators() == [NOISE]
    with evaluating(Sequential([residual])):
        assert not residual.modules[0].training
    with pytest.raises(ShapeError, match=r"^in layer 1 \(BatchNorm1d\): "):
        residual.forward(torch.zeros(4, 5))


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_computes_what_its_name_says(name: str) -> None:
    x, y = 0.3, 0.8
    said = {"xy": "x*y"}.get(name, name).replace("^", "**").replace("2pi ", "2*pi*")
    for wave in ("sin", "cos"):
        if said.startswith(wave):
            said = f"{wave}({said.removeprefix(wave).strip()})"
    wanted = eval(
        said, {"x": x, "y": y, "pi": torch.pi, "sin": _of(torch.sin), "cos": _of(torch.cos)}
    )
    points = torch.tensor([[x, y]], dtype=torch.float64)
    assert Features([name]).forward(points).item() == pytest.approx(wanted, abs=1e-12)


def _of(function: Callable[[torch.Tensor], torch.Tensor]) -> Callable[[float], float]:
    return lambda number: function(torch.tensor(number, dtype=torch.float64)).item()


def test_features_stand_in_the_order_of_their_names() -> None:
    points = torch.tensor([[0.25, 0.5]])
    assert Features(["y", "xy", "x"]).forward(points).tolist() == [[0.5, 0.125, 0.25]]


def test_a_convolution_draws_from_its_generator_as_torch_would() -> None:
    torch_like = torch.Generator().manual_seed(3)
    weight = torch.empty(4, 2, 3, 3).uniform_(-1 / 18**0.5, 1 / 18**0.5, generator=torch_like)
    bias = torch.empty(4).uniform_(-1 / 18**0.5, 1 / 18**0.5, generator=torch_like)
    layer = Conv2d(2, 4, 3, generator=torch.Generator().manual_seed(3))
    assert torch.equal(layer.weight.p, weight)
    assert torch.equal(layer.bias.p, bias)


def test_of_equal_pixels_the_first_gets_the_gradient() -> None:
    pool = MaxPool2d(2)
    pool.forward(torch.ones(1, 2, 2))
    assert pool.backward(torch.ones(1, 1, 1)).tolist() == [[[1, 0], [0, 0]]]


def test_a_row_of_a_flattened_image_goes_channel_by_channel_and_line_by_line() -> None:
    image = torch.arange(12.0).view(3, 2, 2)
    assert Flatten().forward(image).tolist() == [*range(12)]
    assert Flatten().forward(image.transpose(1, 2)).tolist()[:4] == [0, 2, 1, 3]
