"""What the layer panel shows of one kind of layer."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from playground.document.blocks import block_at
from playground.document.catalogue import LAYERS, LayerKind, Option, Value
from playground.document.gains import automatic_gain, gain_text
from playground.document.layer_kinds import RULES_WITH_GAIN, WITH_WEIGHTS
from playground.document.spec import ExperimentSpec
from playground.document.widths import closing_linears, last_linear, output_names, widths
from playground.panels.curve import ActivationCurve
from playground.panels.histogram import Histogram
from playground.panels.option_fields import (
    ChoiceField,
    ComboField,
    NumberField,
    OptionField,
    SetField,
)
from playground.theme import ThemeManager
from playground.training.snapshots import LayerSnapshot
from playground.widgets.labels import LiveLabel, PlainLabel

_GRADIENT = "gradient norm  "
SetOption = Callable[[str, Value], None]
_GAINS: tuple[Value, ...] = (None, 1.0, 5 / 3, 2**0.5)


@dataclass(frozen=True, slots=True)
class Place:
    """A layer of a document."""

    spec: ExperimentSpec
    index: int


class LayerPage(QWidget):
    """The fields of one kind of layer, made from its row, and what a run says of it."""

    def __init__(self, row: LayerKind, set_option: SetOption, themes: ThemeManager) -> None:
        super().__init__()
        self._place: Place | None = None
        self._fields = {option.name: self._field(option, set_option) for option in row.options}
        self._histogram: Histogram | None = None
        self._curve: ActivationCurve | None = None
        self._gradient = LiveLabel(_GRADIENT + _norm_text(8.88e-08), "muted")
        self._gradient.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        if self._fields:
            layout.addLayout(_two_columns(list(self._fields.values())))
        if row.kind != "linear":
            help_text = PlainLabel(row.help, "muted")
            help_text.setWordWrap(True)
            layout.addWidget(help_text)
        if row.is_activation:
            self._curve = ActivationCurve(themes)
            layout.addWidget(self._curve)
        elif row.kind in WITH_WEIGHTS:
            self._histogram = Histogram(themes)
            self._histogram.setAccessibleName("Histogram of the weights")
            heading = QHBoxLayout()
            heading.addWidget(PlainLabel("Weights", "field"), 1)
            heading.addWidget(self._gradient)
            layout.addLayout(heading)
            layout.addWidget(self._histogram)
        layout.addStretch(1)

    def show_place(self, place: Place) -> None:
        """Show the options of the layer at `place`."""
        self._place = place
        layer = place.spec.layers[place.index]
        for name, field in self._fields.items():
            field.show_value(layer[name])
        if self._curve is not None:
            self._curve.show_layer(layer)
        if layer.kind == "linear":
            self._show_units(place)
            rule = layer["initialization"]
            reason = "This initialisation has no gain: choose Xavier, He or orthogonal first."
            self._fields["gain"].set_available(rule in RULES_WITH_GAIN, reason)
            self._fields["gain"].setVisible(rule != "constant")
            self._fields["constant"].setVisible(rule == "constant")

    def show_layer(self, layer: LayerSnapshot | None) -> None:
        """Show what the run says of this layer."""
        if self._histogram is not None:
            self._histogram.show_layer(layer)
        norm = None if layer is None else layer.gradient_norm
        self._gradient.setText(_GRADIENT + ("—" if norm is None else _norm_text(norm)))

    def _show_units(self, place: Place) -> None:
        spec, field = place.spec, self._fields["units"]
        ends_block = place.index in closing_linears(spec.layers)
        decided = ends_block or place.index == last_linear(spec.layers)
        if decided:
            field.show_value(widths(spec)[place.index].fan_out)
        outputs = " and ".join(output_names(spec))
        reason = f"The data and the loss decide the units of the last Linear: {outputs}."
        if ends_block:
            reason = "The last Linear of a residual block has as many units as go into the block."
        field.set_available(not decided, reason)

    def _field(self, option: Option, set_option: SetOption) -> OptionField:
        def apply(value: Value) -> None:
            set_option(option.name, value)

        if option.type == "choice":
            return ChoiceField(option, apply)
        if option.type == "set":
            return SetField(option, apply)
        if option.name == "gain":
            return ComboField(option, apply, _GAINS, self._gain_text)
        return NumberField(option, apply)

    def _gain_text(self, value: Value) -> str:
        if isinstance(value, (int, float)):
            return gain_text(value)
        if self._place is None:
            return "automatic"
        gain = automatic_gain(self._place.spec.layers, self._place.index)
        return f"automatic ({gain_text(gain)})"


def describe(place: Place) -> str:
    """One line: "Linear 25 → 25 · 650 parameters"."""
    layer, width = place.spec.layers[place.index], widths(place.spec)[place.index]
    block = block_at(place.spec.layers, place.index)
    if block is not None and place.index in (block.begin, block.end):
        count = sum(each.parameters for each in widths(place.spec)[block.begin : block.end])
        return f"Residual {width.fan_in} → {width.fan_out} · {count:,} parameters"
    if LAYERS[layer.kind].is_activation:
        return f"{layer.name} · {width.fan_out} units · no parameters"
    return f"{layer.name} {width.fan_in} → {width.fan_out} · {width.parameters:,} parameters"


def _two_columns(fields: list[OptionField]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    for index, field in enumerate(fields):
        last = fields[-1].option.name == "constant"  # in the place of the gain, where it is wanted
        place = 2 if last and index == 3 else index
        alone = place % 2 == 0 and index >= len(fields) - 1 - last
        grid.addWidget(field, place // 2, place % 2, 1, 2 if alone else 1)
    for column in range(2):
        grid.setColumnStretch(column, 1)
    grid.setAlignment(Qt.AlignmentFlag.AlignTop)
    return grid


def _norm_text(norm: float) -> str:
    return f"{norm:.4f}" if 0.001 <= norm < 1000 or norm == 0 else f"{norm:.1e}"
