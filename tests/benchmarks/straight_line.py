"""The report's step as nothing but the calls of torch that core makes: the limit of leaner modules.

No modules, no checks, no loss, every view made beforehand. What is missing from here to the time
of a step is what modules, their checks and the watch for divergence cost.
"""

from collections.abc import Callable

import torch

from core import Linear
from core.flat import FlatParameters
from core.training import Split
from tests.benchmarks.report_network import LEARNING_RATE, STEPS, model


def straight_line(split: Split, width: int = 25) -> tuple[Callable[[], None], FlatParameters]:
    """An epoch of SGD on the network of `report_network.model`, and the parameters it changes.

    It takes the points as they come and ends in the bits of a Trainer with shuffle="never".
    """
    network = model(width)
    layers = [each for each in network.modules if isinstance(each, Linear)]
    flat = FlatParameters(network.param())
    weights, biases = [each.weight.p for each in layers], [each.bias.p for each in layers]
    transposed = [each.t() for each in weights]
    weight_gradients = [each.weight.new_gradient() for each in layers]
    bias_gradients = [each.bias.new_gradient() for each in layers]
    batch = len(split.train_input) // STEPS
    pairs = list(zip(split.train_input.split(batch), split.train_target.split(batch), strict=True))
    one, scale, last = torch.ones(()), 2 / split.train_target[:batch].numel(), len(layers) - 1

    @torch.inference_mode()
    def epoch() -> None:
        for x, target in pairs:
            inputs = [x]
            for bias, weight in zip(biases, transposed, strict=True):
                inputs.append(torch.tanh(torch.addmm(bias, inputs[-1], weight)))
            gradient = torch.sub(inputs[-1], target).mul_(scale)
            for index in range(last, -1, -1):
                y = inputs[index + 1]
                gradient = torch.addcmul(one, y, y, value=-1).mul_(gradient)
                torch.sum(gradient, 0, out=bias_gradients[index])
                torch.mm(gradient.t(), inputs[index], out=weight_gradients[index])
                if index:
                    gradient = torch.mm(gradient, weights[index])
            flat.values.add_(flat.gradients, alpha=-LEARNING_RATE)

    return epoch, flat
