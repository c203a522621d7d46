"""The network as the lines of Python that build it from `core`."""

from playground.document.gains import effective_gain, gain_code
from playground.document.spec import ExperimentSpec
from playground.document.widths import widths

LINE_LENGTH = 72
_START = "model = Sequential(["


def code(spec: ExperimentSpec) -> str:
    """`model = Sequential([…])`, exact: it runs after `from core import *` and nothing else.

    Lines wrap before a Linear and align under the first layer.
    """
    lines: list[str] = []
    line = ""
    for group in _groups(spec):
        if line and len(_START) + len(f"{line}, {group}])") > LINE_LENGTH:
            lines.append(line)
            line = ""
        line = f"{line}, {group}" if line else group
    return _START + (",\n" + " " * len(_START)).join([*lines, line]) + "])"


def _groups(spec: ExperimentSpec) -> list[str]:
    """Every layer's call; a Linear and the activation after it stay on one line."""
    groups: list[str] = []
    after_linear = False
    for index, (layer, width) in enumerate(zip(spec.layers, widths(spec), strict=True)):
        is_linear = layer.kind == "linear"
        call = f"{layer.name}()"
        if is_linear:
            xavier = layer["initialization"] == "xavier"
            gain = f", True, {gain_code(effective_gain(spec.layers, index))}" if xavier else ""
            call = f"{layer.name}({width.fan_in}, {width.fan_out}{gain})"
        if after_linear and not is_linear:
            groups[-1] += f", {call}"
        else:
            groups.append(call)
        after_linear = is_linear
    return groups
