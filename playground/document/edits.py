"""Every change of the document, as a pure function from one valid document to the next.

All raise SpecError for a place, an option or a value that is not there or not allowed, and for
a result above the limits; the document given in is never changed.
"""

from collections.abc import Iterable
from dataclasses import fields, replace

from playground.document import limits
from playground.document.blocks import block_at, span
from playground.document.catalogue import CORRUPTIONS, LAYERS, OWN, Value
from playground.document.errors import SpecError
from playground.document.layer_kinds import BEGIN, END
from playground.document.own_points import OwnPoints
from playground.document.spec import DataSpec, ExperimentSpec, LayerSpec, TrainSpec
from playground.document.training_kinds import METHODS
from playground.document.training_spec import MethodSpec


def set_layers(spec: ExperimentSpec, layers: Iterable[LayerSpec]) -> ExperimentSpec:
    """Replace the whole stack, as a preset does."""
    return replace(spec, layers=tuple(layers))


def insert_layer(spec: ExperimentSpec, index: int, layer: LayerSpec) -> ExperimentSpec:
    """Put `layer` before the layer at `index`; `len(spec.layers)` appends.

    A Residual comes as a whole block: Linear, activation and Linear, then its Add.
    """
    _check_gap(spec, index)
    new = _block(spec, layer) if layer.kind == BEGIN else (layer,)
    return set_layers(spec, (*spec.layers[:index], *new, *spec.layers[index:]))


def remove_layer(spec: ExperimentSpec, index: int) -> ExperimentSpec:
    """Take the layer at `index` out; its neighbours join. A Residual or an Add: its block."""
    _check_index(spec, index)
    gone = span(spec.layers, index)
    return set_layers(spec, (*spec.layers[: gone.start], *spec.layers[gone.stop :]))


def move_layer(spec: ExperimentSpec, index: int, gap: int) -> ExperimentSpec:
    """Move the layer at `index` into `gap`, counted before it is taken out (0 … len).

    Both gaps beside the layer leave everything as it is. A Residual or an Add takes its whole
    block along, which can go into no other.
    """
    _check_index(spec, index)
    _check_gap(spec, gap)
    moved = span(spec.layers, index)
    if moved.start <= gap <= moved.stop:
        return spec
    rest = [*spec.layers[: moved.start], *spec.layers[moved.stop :]]
    at = gap - (len(moved) if gap > moved.start else 0)
    rest[at:at] = spec.layers[moved.start : moved.stop]
    return set_layers(spec, rest)


def copy_layer(spec: ExperimentSpec, index: int, gap: int) -> ExperimentSpec:
    """Put a copy of the layer at `index`, with all its options, into `gap` (0 … len).

    Of a Residual or an Add: a copy of its block.
    """
    _check_index(spec, index)
    _check_gap(spec, gap)
    copied = span(spec.layers, index)
    new = spec.layers[copied.start : copied.stop]
    return set_layers(spec, (*spec.layers[:gap], *new, *spec.layers[gap:]))


def dissolve_block(spec: ExperimentSpec, index: int) -> ExperimentSpec:
    """Take the shortcut of the residual block at `index` away; the layers in it stay."""
    _check_index(spec, index)
    block = block_at(spec.layers, index)
    if block is None:
        raise SpecError("This layer is in no residual block: select one in a block first.")
    layers = spec.layers
    inside = layers[block.begin + 1 : block.end]
    return set_layers(spec, (*layers[: block.begin], *inside, *layers[block.end + 1 :]))


def activation_of(spec: ExperimentSpec) -> str:
    """The kind of activation that the network uses first, or "tanh"."""
    kinds = (layer.kind for layer in spec.layers)
    return next((kind for kind in kinds if LAYERS[kind].is_activation), "tanh")


def set_layer_option(spec: ExperimentSpec, index: int, name: str, value: Value) -> ExperimentSpec:
    """Set one option of one layer.

    The units of the last Linear are stored, but the data decide them as long as it is the last;
    so does a residual block's input those of its last Linear.
    """
    _check_index(spec, index)
    old = spec.layers[index]
    try:
        new = LayerSpec(old.kind, (*old.options, (name, value)))
    except SpecError as error:
        raise SpecError(str(error), layer=index) from None
    return set_layers(spec, (*spec.layers[:index], new, *spec.layers[index + 1 :]))


def set_data_option(spec: ExperimentSpec, name: str, value: Value) -> ExperimentSpec:
    """Set one option of the data; "kind" chooses the data set."""
    _check_name(DataSpec, "The data", name)
    return replace(spec, data=replace(spec.data, **{name: value}))  # type: ignore[arg-type]


def set_own_points(spec: ExperimentSpec, own: OwnPoints) -> ExperimentSpec:
    """Make points of one's own the data.

    The first ones are all there: what was painted on had its balance when it was generated.
    """
    even = limits.EVEN_BALANCE_PERCENT
    balance = even if spec.data.own_points is None else spec.data.balance_percent
    data = replace(spec.data, kind=OWN.kind, own=own, balance_percent=balance)
    return replace(spec, data=data)


def import_points(spec: ExperimentSpec, own: OwnPoints) -> ExperimentSpec:
    """Make points from outside the data, as they are: nothing left out, flipped or moved."""
    as_they_are = {option.name: option.default for option in CORRUPTIONS}
    data = replace(spec.data, kind=OWN.kind, own=own, **as_they_are)  # type: ignore[arg-type]
    return replace(spec, data=data)


def set_training_option(spec: ExperimentSpec, name: str, value: Value) -> ExperimentSpec:
    """Set one option of training that is a plain value: learning rate, batch size, L1, …"""
    _check_name(TrainSpec, "Training", name)
    return replace(spec, training=replace(spec.training, **{name: value}))  # type: ignore[arg-type]


def choose_method(spec: ExperimentSpec, method: str, kind: str) -> ExperimentSpec:
    """Choose the "loss", the "optimizer" or the "schedule", with the defaults of its row.

    A new optimiser comes with its usual learning rate; the one in use stays as it is.
    """
    old = _method(spec, method)
    if kind == old.kind:
        return spec
    training = replace(spec.training, **{method: type(old)(kind)})  # type: ignore[arg-type]
    if method == "optimizer":
        training = replace(training, learning_rate=training.optimizer.row.learning_rate)
    return replace(spec, training=training)


def set_method_option(spec: ExperimentSpec, method: str, name: str, value: Value) -> ExperimentSpec:
    """Set one option of the "loss", the "optimizer" or the "schedule" that is chosen."""
    old = _method(spec, method)
    new = type(old)(old.kind, (*old.options, (name, value)))
    return replace(spec, training=replace(spec.training, **{method: new}))  # type: ignore[arg-type]


def set_seed(spec: ExperimentSpec, seed: int) -> ExperimentSpec:
    """Set the seed that data, initial weights and order are drawn from."""
    return replace(spec, seed=seed)


def _block(spec: ExperimentSpec, residual: LayerSpec) -> tuple[LayerSpec, ...]:
    linear = LayerSpec("linear")
    return (residual, linear, LayerSpec(activation_of(spec)), linear, LayerSpec(END))


def _method(spec: ExperimentSpec, method: str) -> MethodSpec:
    if method not in METHODS:
        raise SpecError(f"Training has no choice {method!r}.")
    found: MethodSpec = getattr(spec.training, method)
    return found


def _check_index(spec: ExperimentSpec, index: int) -> None:
    if not 0 <= index < len(spec.layers):
        raise SpecError(
            f"There is no layer {index}: the network has {len(spec.layers)}, counted from 0."
        )


def _check_gap(spec: ExperimentSpec, gap: int) -> None:
    if not 0 <= gap <= len(spec.layers):
        raise SpecError(f"There is no gap {gap}: gaps go from 0 to {len(spec.layers)}.")


def _check_name(owner: type[DataSpec] | type[TrainSpec], who: str, name: str) -> None:
    if name not in {field.name for field in fields(owner)}:
        raise SpecError(f"{who} has no option {name!r}.")
