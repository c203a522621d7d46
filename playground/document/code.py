"""The network as the lines of Python that build it from `core`."""

from collections.abc import Iterator, Sequence
from typing import Final

from playground.document.blocks import span
from playground.document.catalogue import LAYERS, Value
from playground.document.gains import gain_code, rule_arguments
from playground.document.layer_kinds import BEGIN, END
from playground.document.spec import ExperimentSpec, LayerSpec
from playground.document.widths import widths

LINE_LENGTH: Final = 72
_START: Final = "model = Sequential(["
_GENERATOR: Final = "import torch\n\ngenerator = torch.Generator()\n"


def code(spec: ExperimentSpec) -> str:
    """`model = Sequential([…])`, exact: it runs after `from core import *` and nothing else.

    Lines wrap before a Linear and align under the first layer. What a Linear's constructor cannot
    ask for follows as calls of `initialization`.
    """
    draws = any(layer.kind == "dropout" for layer in spec.layers)
    model = _filled(_START, _groups(spec, range(len(spec.layers)), _START), "])")
    return "\n".join([(_GENERATOR if draws else "") + model, *_initializations(spec.layers)])


def _filled(start: str, items: Sequence[str], end: str, room: int = LINE_LENGTH) -> str:
    """The items between `start` and `end`; lines wrap between two, aligned under the first.

    One that has lines of its own begins and ends a line.
    """
    indent = " " * len(start)
    text = start
    for number, item in enumerate(items):
        if number:
            line = text.rpartition("\n")[2]
            fits = len(f"{line}, {item}{end}") <= room
            alone = "\n" in item or "\n" in items[number - 1]
            text += ", " if fits and not alone else f",\n{indent}"
        text += item
    return text + end


def _groups(spec: ExperimentSpec, places: range, start: str) -> list[str]:
    """The calls of the layers at `places`; `start` is as long as what stands before them.

    A Linear and the activation after it stay on one line that fits both. A block is one call.
    """
    groups: list[str] = []
    after_linear, done = False, places.start
    for index in places:
        layer = spec.layers[index]
        if index < done:
            continue
        done = span(spec.layers, index).stop
        is_block = layer.kind == BEGIN
        call = _block(spec, range(index + 1, done - 1)) if is_block else _call(spec, index)
        both = f"{groups[-1]}, {call}" if after_linear and LAYERS[layer.kind].is_activation else ""
        if both and len(f"{start}{both}])") <= LINE_LENGTH:
            groups[-1] = both
        else:
            groups.append(call)
        after_linear = layer.kind == "linear"
    return groups


def _block(spec: ExperimentSpec, places: range) -> str:
    start = " " * len(_START) + "Residual(["
    room = LINE_LENGTH - len("])")  # what closes the model may follow
    return _filled(start, _groups(spec, places, start), "])", room).lstrip()


def _call(spec: ExperimentSpec, index: int) -> str:
    layer, width = spec.layers[index], widths(spec)[index]
    arguments: list[str] = []
    match layer.kind:
        case "linear":
            arguments = [str(width.fan_in), str(width.fan_out)]
            if layer["initialization"] == "xavier":
                arguments += ["True", *map(gain_code, rule_arguments(spec.layers, index))]
        case "features":
            names = layer["names"]
            assert isinstance(names, tuple)
            start = " " * len(_START) + f"{layer.name}(["
            return _filled(start, [f'"{name}"' for name in names], "])").lstrip()
        case "dropout":
            arguments = [_literal(layer["p"]), "generator=generator"]
        case "batch_norm" | "layer_norm":
            arguments = [str(width.fan_out), *_options(layer)]
        case _:
            arguments = list(_options(layer))
    return f"{layer.name}({', '.join(arguments)})"


def _options(layer: LayerSpec) -> Iterator[str]:
    """What differs from the catalogue's value, which is the class's own."""
    for option in LAYERS[layer.kind].options:
        if layer[option.name] != option.default:
            yield f"{option.name}={_literal(layer[option.name])}"


def _literal(value: Value) -> str:
    if isinstance(value, float):
        return gain_code(value)
    return f'"{value}"'


def _initializations(layers: tuple[LayerSpec, ...]) -> Iterator[str]:
    """Calls for all Linears that share a rule and its arguments, rule by rule."""
    shared: dict[tuple[str, str], list[int]] = {}
    for index, (layer, (stack, place)) in enumerate(zip(layers, _places(layers), strict=True)):
        if layer.kind == "linear" and layer["initialization"] not in ("default", "xavier"):
            arguments = "".join(f", {gain_code(each)}" for each in rule_arguments(layers, index))
            call = f"initialization.{layer['initialization']}({{}}.weight{arguments})"
            shared.setdefault((stack, call), []).append(place)
    for (stack, call), places in shared.items():
        indent, module = "", f"{stack}.modules[{places[0]}]"
        if len(places) > 1:
            indent, module = "    ", f"{stack}.modules[i]"
            yield _filled("for i in (", list(map(str, places)), "):")
        yield indent + call.format(module)
        yield f"{indent}initialization.zeros({module}.bias)"


def _places(layers: tuple[LayerSpec, ...]) -> Iterator[tuple[str, int]]:
    """Where in the model each layer is: "model" or "model.modules[3]", and its place there."""
    stack, place, block = "model", 0, 0
    for layer in layers:
        if layer.kind == END:
            stack, place = "model", block
        yield stack, place
        place += 1
        if layer.kind == BEGIN:
            stack, place, block = f"model.modules[{place - 1}]", 0, place - 1
