"""ONNX: the network as a graph that other runtimes read. Needs the optional package onnx."""

from collections.abc import Iterator, Mapping
from typing import Final

import torch

from core.activations import Identity, Sigmoid, Softmax
from core.export.onnx_graph import Graph
from core.export.onnx_layers import add_layer
from core.export.torch_layers import ExportError, description, point_width, state_dict
from core.layers import BatchNorm1d, Dropout, Features, LayerNorm
from core.linear import Linear
from core.module import Module
from core.sequential import Sequential, leaves

OPSET: Final = 18  # the newest that onnxruntime 1.15 reads, with the oldest format that holds it
IR_VERSION: Final = 8


def to_onnx(model: Sequential, metadata: Mapping[str, str]) -> bytes:
    """An ONNX model, opset 18 and IR 8, float32; everything before the first Linear is inside.

    Input: "input" (batch, inputs), or (batch, channels, height, width) for images.
    Outputs: "logits", and "probability" beside them, their softmax over the classes (sigmoid where
    there is but one). A network that ends in Softmax or Sigmoid, Dropout and Identity aside,
    already gives probabilities: then "logits" is what that layer gets. The metadata say which is
    the network's own, "output".

    Weights are named as in the equal torch.nn.Sequential. The metadata hold `metadata` and "spec",
    the network as JSON. The same network and `metadata` give the same bytes.

    Raises:
        ExportError: the package onnx is missing, weights that are not float32, or as `description`
            and `state_dict`.
    """
    spec = description(model)
    state = state_dict(model)
    first, *_ = state.values()
    if first.dtype is not torch.float32:
        raise ExportError(f"ONNX holds float32 networks only, got {first.dtype}; use .safetensors.")
    try:
        graph = Graph({name: value.numpy() for name, value in state.items()})
    except ImportError as error:
        raise ExportError(
            "ONNX needs the package onnx: python -m pip install -r core/export/requirements.txt"
        ) from error
    own = _add_network(graph, model)
    width = point_width(model)
    shape: list[str | int] = ["batch", width] if width else ["batch", "channels", "height", "width"]
    texts = {**metadata, "spec": spec, "output": own}
    return graph.file(shape, [OPSET, IR_VERSION], texts)


def _add_network(graph: Graph, model: Sequential) -> str:
    """Add the layers and both outputs; the name of the network's own."""
    *before, (last_name, last) = _steps(model, "")
    x = "input"
    for name, module in before:
        x = add_layer(graph, module, x, name)
    if isinstance(last, Softmax | Sigmoid):
        graph.output("logits", x)
        graph.output("probability", add_layer(graph, last, x, last_name))
        return "probability"
    logits = add_layer(graph, last, x, last_name)
    graph.output("logits", logits)
    one = _outputs(model) == 1
    chances = graph.add("Sigmoid", logits) if one else graph.add("Softmax", logits, axis=-1)
    graph.output("probability", chances)
    return "logits"


def _steps(stack: Sequential, prefix: str) -> Iterator[tuple[str, Module]]:
    """The layers that compute something, with their names; those of inner Sequentials too."""
    for index, module in enumerate(stack.modules):
        name = f"{prefix}{index}"
        if type(module) is Sequential:
            yield from _steps(module, f"{name}.")
        elif not isinstance(module, Dropout | Identity):
            yield name, module


def _outputs(model: Sequential) -> int | None:
    """How many numbers the last layer with a width gives; None where no layer has one."""
    for leaf in reversed([*leaves(model)]):
        match leaf:
            case Linear():
                return leaf.out_features
            case BatchNorm1d():
                return leaf.num_features
            case LayerNorm():
                return leaf.normalized_shape
            case Features():
                return len(leaf.names)
    return None
