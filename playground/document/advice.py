"""What is questionable about a network, in plain words, with a way out where there is one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from playground.document import edits
from playground.document.blocks import block_at, blocks
from playground.document.catalogue import LAYERS
from playground.document.errors import SpecError
from playground.document.gains import effective_gain
from playground.document.spec import ExperimentSpec, LayerSpec, OptimizerSpec
from playground.document.widths import closing_linears, last_linear, widths

# Measured on the disk, batch 100. Tanh, Xavier, nothing after the last Linear: with gain 5/3 on it
# the report's network (75 hidden units) diverges at learning rate 0.15 in all of 500 runs, at 0.10
# in half, at 0.075 in none. With its automatic gain 1 (20 to 40 runs of 150 epochs): 77 % at 0.15,
# none at 0.10; 3 x 64 units 60 % even at 0.075; 3 x 8 units never. With default initialisation of
# it: 3 x 25 units never, 3 x 64 in 93 %. ReLU, gain 5/3 on every Linear: 18 to 20 % fail at 0.15.
REPORT_LEARNING_RATE: Final = 0.15
REPORT_SAFE_RATE: Final = 0.075
REPORT_UNITS: Final = 75
TANH_GAIN: Final = 5 / 3

TOO_FEW_POINTS: Final = (
    "Two points at least, one to train on and one to test: paint or import some."
)


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence about one layer (or the whole network: None), and the edit that helps.

    `fix_label` is the caption of the button that makes `fix` the document; both or neither.
    `about` names the training option that is concerned, if one is.
    """

    layer: int | None
    text: str
    fix_label: str = ""
    fix: ExperimentSpec | None = None
    about: str = ""


def cannot_train(spec: ExperimentSpec) -> str:
    """Why the network cannot be trained, as one sentence; "" when it can."""
    return next((each.text for each in _blocking(spec)), "")


def advice(spec: ExperimentSpec) -> tuple[Advice, ...]:
    """Everything worth saying about `spec`, from input to output; () when all is well."""
    if blocking := next(_blocking(spec), None):
        return (blocking,)
    found = (
        *_order(spec),
        *_relu_at_the_end(spec),
        *_dropout_at_the_end(spec),
        *_all_units_alike(spec),
        *_bare_tanh_xavier(spec),
        *_large_gain(spec),
    )
    return tuple(sorted(found, key=lambda each: -1 if each.layer is None else each.layer))


def _blocking(spec: ExperimentSpec) -> Iterator[Advice]:
    """What must be put right before there is anything to train."""
    add_linear = ("Add Linear", edits.insert_layer, spec, 0, LayerSpec("linear"))
    if not spec.layers:
        text = "The network is empty: drag a Linear here, then a Tanh or a ReLU behind it."
        yield _with_fix(None, text, *add_linear)
    elif last_linear(spec.layers) is None:
        if blocks(spec.layers):
            text = "The outputs come from a Linear outside of residual blocks: add one at the end."
            add_linear = (*add_linear[:3], len(spec.layers), LayerSpec("linear"))
        else:
            text = "A network without a Linear has no weights to train: add a Linear."
        yield _with_fix(None, text, *add_linear)
    for block in blocks(spec.layers):
        if block.end == block.begin + 1:
            text = "This residual block is empty: drag a layer into it, or remove it."
            yield _with_fix(
                block.begin, text, "Remove block", edits.remove_layer, spec, block.begin
            )
    kinds = [layer.kind for layer in spec.layers]
    for index, kind in enumerate(kinds):
        if kind == "features" and "features" in kinds[:index]:
            text = "One Features is enough: it takes x and y, which this one would not get."
            yield _with_fix(index, text, "Remove Features", edits.remove_layer, spec, index)
        elif kind == "features" and not {"linear", "residual"}.isdisjoint(kinds[:index]):
            text = "Features takes x and y, so it stands before the first Linear or block."
            yield _with_fix(index, text, "Move to the start", edits.move_layer, spec, index, 0)
    if spec.data.count < 2:
        yield Advice(None, TOO_FEW_POINTS)
    elif not spec.data.classes and spec.training.loss.row.scores:
        text = f"{spec.training.loss.row.label} needs classes; these points have numbers as target."
        yield _with_fix(None, text, "Use MSE", edits.choose_method, spec, "loss", "mse")
    elif "batch_norm" in kinds:
        yield from _batch_of_one(spec, kinds.index("batch_norm"))


def _batch_of_one(spec: ExperimentSpec, index: int) -> Iterator[Advice]:
    points, size = spec.data.train_points, spec.training.batch_size
    if points == 1:
        text = "BatchNorm1d needs at least 2 points in every mini-batch, and only 1 point trains."
        yield _with_fix(index, text, "Remove BatchNorm1d", edits.remove_layer, spec, index)
        return
    if size >= points or (points % size or size) > 1:
        return
    each = "each has" if size == 1 else "the last of an epoch has"
    wanted = next(more for more in range(size + 1, points + 1) if points % more != 1)
    yield _with_fix(
        index,
        f"BatchNorm1d needs at least 2 points in every mini-batch, and {each} 1: "
        f"{points:,} training points in batches of {size:,}.",
        f"Batch of {wanted:,}",
        edits.set_training_option,
        spec,
        "batch_size",
        wanted,
    )


def _order(spec: ExperimentSpec) -> Iterator[Advice]:
    """Layers that add nothing where they stand."""
    last = last_linear(spec.layers) or 0
    for index, layer in enumerate(spec.layers):
        before = spec.layers[index - 1] if index else None
        remove = (f"Remove {layer.name}", edits.remove_layer, spec, index)
        if layer.kind == "linear":
            if before is not None and before.kind == "linear":
                kind = edits.activation_of(spec)
                yield _with_fix(
                    index,
                    "Two Linears in a row compute nothing that one could not: put an activation "
                    "between them.",
                    f"Add {LAYERS[kind].name}",
                    edits.insert_layer,
                    spec,
                    index,
                    LayerSpec(kind),
                )
        elif layer.kind == "relu" and index > last:
            continue  # said by _relu_at_the_end
        elif layer.kind == "relu" and (before is None or before.kind == "relu"):
            text = "This ReLU does nothing: the numbers it receives are never negative."
            yield _with_fix(index, text, *remove)
        elif _is_activation(layer) and before is not None and _is_activation(before):
            text = "Two activations in a row: put a Linear between them, or remove one."
            yield _with_fix(index, text, *remove)


def _relu_at_the_end(spec: ExperimentSpec) -> Iterator[Advice]:
    for index in _behind_the_last(spec):
        if spec.layers[index].kind == "relu":
            yield _with_fix(
                index,
                "No ReLU after the last Linear: an output it holds at 0 stops learning.",
                "Remove ReLU",
                edits.remove_layer,
                spec,
                index,
            )


def _behind_the_last(spec: ExperimentSpec) -> Iterator[int]:
    """What the outputs go through themselves: not the layers inside a residual block."""
    last = last_linear(spec.layers) or 0
    places = range(last + 1, len(spec.layers))
    return (index for index in places if block_at(spec.layers, index) is None)


def _dropout_at_the_end(spec: ExperimentSpec) -> Iterator[Advice]:
    for index in _behind_the_last(spec):
        if spec.layers[index].kind == "dropout":
            text = "Dropout after the last Linear switches off outputs, which no other can replace."
            yield _with_fix(index, text, "Remove Dropout", edits.remove_layer, spec, index)


def _is_constant(layer: LayerSpec) -> bool:
    return layer.kind == "linear" and layer["initialization"] == "constant"


def _all_units_alike(spec: ExperimentSpec) -> Iterator[Advice]:
    """A hidden Linear whose weights are all the same.

    In the last one the targets differ, in that of a residual block what each unit is added to.
    """
    given = {last_linear(spec.layers), *closing_linears(spec.layers)}
    for index, layer in enumerate(spec.layers):
        if index not in given and _is_constant(layer):
            after = next(each for each in spec.layers[index + 1 :] if each.kind == "linear")
            yield _with_fix(
                index,
                "All units of this Linear start alike, "
                + (
                    "and so do those after it: they learn the same and stay alike."
                    if _is_constant(after)
                    else "so at first only the weights of the next Linear tell them apart."
                ),
                "Set default",
                edits.set_layer_option,
                spec,
                index,
                "initialization",
                "default",
            )


def _bare_tanh_xavier(spec: ExperimentSpec) -> Iterator[Advice]:
    last = len(spec.layers) - 1
    rate = spec.training.learning_rate
    hidden = [index for index in range(last) if _xavier_before(spec, index, "tanh")]
    units = sum(widths(spec)[index].fan_out for index in hidden)
    safe_rate = REPORT_SAFE_RATE * min(1, REPORT_UNITS / max(units, 1))
    bare = spec.layers[last].kind == "linear"
    if rate <= safe_rate or not hidden or not bare or not _measured(spec):
        return
    large = units >= REPORT_UNITS and spec.layers[last]["initialization"] == "xavier"
    often = "diverge in most runs" if large and rate >= REPORT_LEARNING_RATE else "can diverge"
    yield _with_fix(
        last,
        f"Tanh layers with Xavier and nothing after the last Linear {often} at learning rate "
        f"{rate:g}. End with Tanh, or lower the learning rate.",
        "Add Tanh",
        edits.insert_layer,
        spec,
        last + 1,
        LayerSpec("tanh"),
    )


def _large_gain(spec: ExperimentSpec) -> Iterator[Advice]:
    """Gain 5/3 or more, by hand, on every Linear of a ReLU network."""
    linear = [index for index, layer in enumerate(spec.layers) if layer.kind == "linear"]
    hidden = linear[:-1]
    if (
        spec.training.learning_rate >= REPORT_LEARNING_RATE
        and _measured(spec)
        and hidden
        and all(_xavier_before(spec, index, "relu") for index in hidden)
        and spec.layers[linear[-1]]["initialization"] == "xavier"
        and all(effective_gain(spec.layers, index) >= TANH_GAIN for index in linear)
    ):
        yield _with_fix(
            linear[0],
            "Gain 5/3 is Tanh's: with it on every Linear, the report's ReLU network fails in "
            "about one run of five at learning rate 0.15. Automatic is √2 before a ReLU.",
            "Set automatic",
            _automatic_gains,
            spec,
        )


def _measured(spec: ExperimentSpec) -> bool:
    """Whether it is trained as in the measurements above: plain descent on the squared error."""
    training = spec.training
    plain = training.optimizer == OptimizerSpec() and training.max_norm is None
    return plain and training.loss.kind == "mse" and not blocks(spec.layers)


def _automatic_gains(spec: ExperimentSpec) -> ExperimentSpec:
    for index, layer in enumerate(spec.layers):
        if layer.kind == "linear":
            spec = edits.set_layer_option(spec, index, "gain", None)
    return spec


def _xavier_before(spec: ExperimentSpec, index: int, activation: str) -> bool:
    """Whether a Linear with Xavier's initialisation stands at `index`, `activation` behind it."""
    layer, following = spec.layers[index], spec.layers[index + 1 : index + 2]
    return (
        layer.kind == "linear"
        and layer["initialization"] == "xavier"
        and [each.kind for each in following] == [activation]
    )


def _is_activation(layer: LayerSpec) -> bool:
    return LAYERS[layer.kind].is_activation


def _with_fix(
    layer: int | None,
    text: str,
    fix_label: str,
    edit: Callable[..., ExperimentSpec],
    *arguments: object,
) -> Advice:
    """The advice with its fix, or without one where the fix would break a limit."""
    try:
        return Advice(layer, text, fix_label, edit(*arguments))
    except SpecError:
        return Advice(layer, text)
