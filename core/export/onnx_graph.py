"""A graph of ONNX in the making: the nodes one after the other, and the numbers they use."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy
from numpy.typing import NDArray


class Graph:
    """Nodes in the order of computation; a tensor is known by its name.

    weights: the named arrays that nodes may use; only floating ones are stored.

    Raises ImportError where the package onnx is missing.
    """

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        from onnx import helper, numpy_helper

        self._helper, self._numpy_helper = helper, numpy_helper
        self._nodes: list[Any] = []
        self._outputs: list[str] = []
        self._numbers = {
            name: value for name, value in weights.items() if value.dtype == numpy.float32
        }

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add one node; the name of its output."""
        name = f"{kind}_{len(self._nodes)}"
        node = self._helper.make_node(kind, [*inputs], [name], name=name, **attributes)
        self._nodes.append(node)
        return name

    def number(self, value: float) -> str:
        """The name of a float32 constant."""
        return self._constant(f"number {value!r}", numpy.float32(value))

    def whole_numbers(self, values: Sequence[int]) -> str:
        """The name of a list of int64."""
        return self._constant(f"indices {[*values]}", numpy.array(values, numpy.int64))

    def output(self, name: str, tensor: str) -> None:
        """Show `tensor` outside, as `name`."""
        identity = self._helper.make_node("Identity", [tensor], [name], name=name)
        self._nodes.append(identity)
        self._outputs.append(name)

    def file(
        self, shape: Sequence[str | int], versions: Sequence[int], metadata: Mapping[str, str]
    ) -> bytes:
        """The model as the bytes of a file, checked by the package's own checker.

        shape     of the tensor "input"; a text is a size that is not known yet.
        versions  opset and IR.
        """
        from onnx import TensorProto, checker

        opset, ir_version = versions
        make = self._helper.make_tensor_value_info
        graph = self._helper.make_graph(
            self._nodes,
            "network",
            [make("input", TensorProto.FLOAT, [*shape])],
            [make(name, TensorProto.FLOAT, ["batch", None]) for name in self._outputs],
            [self._numpy_helper.from_array(value, name) for name, value in self._used()],
        )
        model = self._helper.make_model(
            graph,
            opset_imports=[self._helper.make_opsetid("", opset)],
            ir_version=ir_version,
            producer_name=metadata.get("producer", ""),
        )
        self._helper.set_model_props(model, dict(sorted(metadata.items())))
        checker.check_model(model, full_check=True)
        return model.SerializeToString(deterministic=True)  # type: ignore[no-any-return]

    def _constant(self, name: str, value: Any) -> str:
        self._numbers[name] = numpy.asarray(value)
        return name

    def _used(self) -> list[tuple[str, NDArray[Any]]]:
        used = {name for node in self._nodes for name in node.input}
        return [(name, value) for name, value in self._numbers.items() if name in used]
