"""What holds for every layer, whatever it computes."""

import re

import pytest
import torch
from torch import Tensor, nn

from core import Module, gradient_check
from core.errors import BackwardBeforeForwardError, DtypeError, ShapeError
from tests.core.cases import InputCase, LayerCase

F64 = torch.float64


def _output_gradient(output: Tensor) -> Tensor:
    """Some dL/dy."""
    generator = torch.Generator().manual_seed(11)
    return torch.randn(output.shape, generator=generator, dtype=output.dtype)


def _ours(module: Module, x: Tensor) -> list[Tensor]:
    """Output, input gradient and parameter gradients; what is drawn is the same every time."""
    for generator in module.generators():
        generator.manual_seed(0)
    output = module.forward(x)
    input_gradient = module.backward(_output_gradient(output))
    gradients = [parameter.gradient for parameter in module.param()]
    assert all(gradient is not None for gradient in gradients)
    return [output, input_gradient, *gradients]


def _autograd(module: nn.Module, x: Tensor) -> list[Tensor]:
    x = x.detach().clone(memory_format=torch.preserve_format).requires_grad_()
    output = module(x)
    wanted = [x, *module.parameters()]
    found = torch.autograd.grad(output, wanted, _output_gradient(output))
    return [output.detach(), *found]


def _assert_close(ours: list[Tensor], theirs: list[Tensor], tolerance: float) -> None:
    for mine, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(mine, other, rtol=tolerance, atol=tolerance)


def test_equals_float64_autograd(layer_case: LayerCase, input_case: InputCase) -> None:
    ours, twin = layer_case.pair(F64)
    x = input_case.make(layer_case.sample, F64)
    is_sample = x.dim() == len(layer_case.sample)
    batch = x.unsqueeze(0) if is_sample else x
    if len(batch) < layer_case.least_rows:
        message = rf"must have at least {layer_case.least_rows} rows in training, got {len(batch)};"
        with pytest.raises(ShapeError, match=message):
            ours.forward(x)
        return
    wanted = _autograd(twin, batch)
    if is_sample:
        wanted[:2] = [each.squeeze(0) for each in wanted[:2]]
    _assert_close(_ours(ours, x), wanted, 1e-12)
    _assert_close([each.value for _, each in ours.named_buffer()], [*twin.buffers()], 1e-12)


def test_has_the_bits_of_torch(layer_case: LayerCase) -> None:
    if not layer_case.output_has_bits_of_torch:
        pytest.skip("it is rounded differently")
    x = torch.randn(100, *layer_case.sample, generator=torch.Generator().manual_seed(3))
    ours, twin = layer_case.pair(torch.float32)
    pairs = list(zip(_ours(ours, x), _autograd(twin, x), strict=True))
    for mine, other in pairs if layer_case.gradients_have_bits_of_torch else pairs[:1]:
        assert torch.equal(mine, other)


@pytest.mark.parametrize("shape", [(), (5,)], ids=["sample", "batch"])
def test_passes_the_gradient_check(layer_case: LayerCase, shape: tuple[int, ...]) -> None:
    if not layer_case.is_differentiable:
        pytest.skip("its backward is a stated estimate, no derivative")
    if not shape and layer_case.least_rows > 1:
        pytest.skip("it takes no sample in training")
    module, _ = layer_case.pair(torch.float32)
    x = torch.randn(*shape, *layer_case.sample, generator=torch.Generator().manual_seed(5))
    report = gradient_check(module, x)
    assert [each.name for each in report.errors] == [
        "input",
        *(name for name, _ in module.named_param()),
    ]
    assert report.worst.error < 1e-7, report


def test_a_sample_is_a_batch_of_one(layer_case: LayerCase) -> None:
    if layer_case.least_rows > 1:
        pytest.skip("it takes no sample in training")
    module, _ = layer_case.pair(torch.float32)
    x = torch.randn(layer_case.sample, generator=torch.Generator().manual_seed(5))
    output, input_gradient, *gradients = _ours(module, x)
    batch_output, batch_input_gradient, *batch_gradients = _ours(module, x.unsqueeze(0))
    assert torch.equal(output, batch_output.squeeze(0))
    assert torch.equal(input_gradient, batch_input_gradient.squeeze(0))
    for gradient, batch_gradient in zip(gradients, batch_gradients, strict=True):
        assert torch.equal(gradient, batch_gradient)


def test_parameters_and_buffers_have_the_names_of_the_twin(layer_case: LayerCase) -> None:
    module, twin = layer_case.pair(torch.float32)
    assert [name for name, _ in module.named_param()] == [
        name for name, _ in twin.named_parameters()
    ]
    assert [name for name, _ in module.named_buffer()] == [name for name, _ in twin.named_buffers()]
    assert module.param() == [parameter for _, parameter in module.named_param()]


def test_refuses_a_wrong_input(layer_case: LayerCase) -> None:
    module, _ = layer_case.pair(torch.float32)
    for bad in layer_case.bad_inputs:
        with pytest.raises(bad.error, match=bad.message):
            module.forward(bad.make())


def test_a_refused_input_leaves_the_last_forward_as_it_was(layer_case: LayerCase) -> None:
    module, _ = layer_case.pair(torch.float32)
    x = torch.randn(4, *layer_case.sample, generator=torch.Generator().manual_seed(2))
    output, input_gradient, *_ = _ours(module, x)
    for bad in layer_case.bad_inputs:
        with pytest.raises(bad.error):
            module.forward(bad.make())
    assert torch.equal(module.backward(_output_gradient(output)), input_gradient)


def test_backward_needs_a_forward(layer_case: LayerCase) -> None:
    module, _ = layer_case.pair(torch.float32)
    with pytest.raises(BackwardBeforeForwardError, match=r"there is no forward to go back through"):
        module.backward(torch.zeros(4, *layer_case.output))


def test_backward_refuses_a_gradient_unlike_the_output(layer_case: LayerCase) -> None:
    module, _ = layer_case.pair(torch.float32)
    module.forward(torch.zeros(4, *layer_case.sample))
    shape = re.escape(str((4, *layer_case.output)))
    with pytest.raises(ShapeError, match=rf"shape {shape}, as the output, got \(1,"):
        module.backward(torch.zeros(1, *layer_case.output))  # would broadcast
    with pytest.raises(ShapeError, match=r"gradient must have shape"):
        module.backward(torch.zeros(layer_case.output))
    with pytest.raises(DtypeError, match=r"must be torch\.float32, got torch\.float64"):
        module.backward(torch.zeros(4, *layer_case.output, dtype=F64))
    with pytest.raises(DtypeError, match=r"must be a torch\.Tensor, got float"):
        module.backward(1.0)  # type: ignore[arg-type]


def test_builds_no_graph(layer_case: LayerCase) -> None:
    module, _ = layer_case.pair(torch.float32)
    x = torch.randn(4, *layer_case.sample, requires_grad=True)
    output = module.forward(x)
    input_gradient = module.backward(torch.ones(output.shape, requires_grad=True))
    tensors = [output, input_gradient, *(each.gradient for each in module.param())]
    assert not any(tensor.requires_grad for tensor in tensors if tensor is not None)


def test_later_calls_overwrite_nothing_that_was_returned(layer_case: LayerCase) -> None:
    module, _ = layer_case.pair(torch.float32)
    first, second = torch.randn(
        2, 4, *layer_case.sample, generator=torch.Generator().manual_seed(2)
    )
    tensors = _ours(module, first)
    copies = [tensor.clone() for tensor in tensors]
    _ours(module, second)
    for tensor, saved in zip(tensors, copies, strict=True):
        assert torch.equal(tensor, saved)


def test_changes_neither_its_input_nor_the_gradient_it_is_given(layer_case: LayerCase) -> None:
    module, _ = layer_case.pair(torch.float32)
    x = torch.randn(4, *layer_case.sample, generator=torch.Generator().manual_seed(2))
    x_copy = x.clone()
    gradient = _output_gradient(module.forward(x))
    gradient_copy = gradient.clone()
    module.backward(gradient)
    assert torch.equal(x, x_copy)
    assert torch.equal(gradient, gradient_copy)


def test_backward_stores_gradients_anew(layer_case: LayerCase) -> None:
    module, _ = layer_case.pair(torch.float32)
    x = torch.randn(4, *layer_case.sample, generator=torch.Generator().manual_seed(2))
    assert [parameter.gradient for parameter in module.param()] == [None] * len(module.param())
    once = _ours(module, x)
    for mine, again in zip(once, _ours(module, x), strict=True):
        assert torch.equal(mine, again)


def test_works_in_every_mode_after_every_other(layer_case: LayerCase) -> None:
    x = torch.randn(4, *layer_case.sample, generator=torch.Generator().manual_seed(2))
    wanted = _ours(layer_case.pair(torch.float32)[0], x)
    modes = (torch.inference_mode, torch.enable_grad, torch.no_grad)
    for first in modes:
        for second in modes:
            module, _ = layer_case.pair(torch.float32)
            with first():
                output = module.forward(x)
                for parameter in module.param():
                    parameter.p = parameter.p * 1
            with second():
                found = [output, module.backward(_output_gradient(output))]
            found += [each.gradient for each in module.param() if each.gradient is not None]
            for mine, other in zip(found, wanted, strict=True):
                assert torch.equal(mine, other)
                assert not module.param() or not module.param()[0].gradient.is_inference()
