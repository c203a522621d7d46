"""The toolbar: what is open, the run's buttons, how to train, and the way out."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from playground.document import edits
from playground.document.catalogue import TRAINING_OPTIONS, Value
from playground.document.presets import title
from playground.document.spec import TrainSpec
from playground.document.widths import parameter_count
from playground.panels.option_fields import ComboField
from playground.panels.training_sheet import TrainingSheet
from playground.panels.transport import Actions, Transport
from playground.theme import CHOICES, ThemeManager
from playground.training.snapshots import RunState, Snapshot
from playground.undoable_document import UndoableDocument
from playground.widgets.action_button import ActionButton
from playground.widgets.buttons import ComboBox, MenuButton
from playground.widgets.field import Field
from playground.widgets.icons import icon, pixmap
from playground.widgets.labels import ElidedLabel
from playground.widgets.sheet import Sheet
from playground.widgets.slider import StepSlider

__all__ = ["Actions", "TrainingPanel"]

_SUGGESTIONS: dict[str, tuple[Value, ...]] = {
    "learning_rate": (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.15, 0.3, 1.0, 3.0, 10.0),
    "batch_size": (1, 10, 25, 50, 100, 250, 500, 1000),
    "epochs": (None, 1, 10, 50, 100, 250, 500, 1000, 5000),
}
_SPEEDS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, None)  # steps a second
_HEIGHT = 60
_LOGO = 32
_ROOMY, _WORDY, _TITLED = 1590, 1420, 1280  # from which width on all, words, a title have room
_NARROWEST = 1150
_TITLE_WIDTHS = (124, 340)
_FIRST = 100  # share of spare width: before any other
_METHOD_WIDTHS = (144, 112)
_WIDTHS = {"learning_rate": (92, 84), "batch_size": (76, 72), "epochs": (116, 116)}


class TrainingPanel(QFrame):
    """The bar across the top of the window.

    Signals:
        speed_changed(object): steps a second a person asks for, or None for full speed.
    """

    speed_changed = Signal(object)

    def __init__(
        self, document: UndoableDocument, actions: Actions, theme_manager: ThemeManager
    ) -> None:
        super().__init__()
        self.setObjectName("training_panel")
        self.setFixedHeight(_HEIGHT)
        self._document, self._themes = document, theme_manager
        self._logo = QLabel()
        self._logo.setFixedSize(_LOGO, _LOGO)
        self._logo.setProperty("role", "logo")
        self._title = ElidedLabel("", "title")
        self._subtitle = ElidedLabel("", "muted")
        self._transport = Transport(actions, theme_manager)
        self._fields = {
            option.name: ComboField(
                option, partial(self._set_option, option.name), _SUGGESTIONS[option.name]
            )
            for option in TRAINING_OPTIONS
        }
        self._method = self._method_field()
        self._speed = self._speed_slider()
        self._theme = self._theme_field()
        self._export = ActionButton(actions.export_weights, "Export weights", "Export")
        self._export.setObjectName("export")
        self._lay_out()
        theme_manager.changed.connect(self._theme_changed)
        document.changed.connect(self._show_document)
        self._theme_changed()
        self._show_document()

    def show_state(self, state: RunState) -> None:
        """Let Train say Pause while the run is going."""
        self._transport.show_state(state)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the epoch and the pace."""
        self._transport.show_snapshot(snapshot)

    def show_speed(self, speed: float | None) -> None:
        """Put the slider at `speed` steps a second (None: full), as remembered from last time."""
        self._speed.show_value(speed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up spare room first, then details, then the title."""
        super().resizeEvent(event)
        width = event.size().width()
        self._set_compact(width < _ROOMY)
        self._titles.setVisible(width >= _TITLED)
        self._transport.set_wordless(width < _WORDY)

    def minimumSizeHint(self) -> QSize:
        """What is left when all has been given up that can be."""
        return QSize(_NARROWEST, _HEIGHT)

    def _set_compact(self, compact: bool) -> None:
        self._transport.set_compact(compact)
        self._compact = compact
        self._show_titles()
        self._show_method(self._document.spec.training)
        for name, widths in _WIDTHS.items():
            self._fields[name].setFixedWidth(widths[compact])
        self._method.setFixedWidth(_METHOD_WIDTHS[compact])
        self._speed.setFixedWidth(88 if compact else 100)
        self._theme.setFixedWidth(82 if compact else 96)
        self._layout.setSpacing(6 if compact else 10)

    def _lay_out(self) -> None:
        self._titles = QWidget()
        self._titles.setMinimumWidth(_TITLE_WIDTHS[0])  # whatever the text, so that
        self._titles.setMaximumWidth(_TITLE_WIDTHS[1])  # the buttons stand still
        titles = QVBoxLayout(self._titles)
        titles.setContentsMargins(0, 0, 0, 0)
        titles.setSpacing(0)
        titles.addStretch(1)
        titles.addWidget(self._title)
        titles.addWidget(self._subtitle)
        titles.addStretch(1)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(16, 5, 16, 4)
        self._layout.addWidget(self._logo)
        self._layout.addWidget(self._titles, _FIRST)
        self._layout.addWidget(self._transport)
        self._layout.addStretch(1)
        for widget in (self._method, *self._fields.values(), self._speed, self._theme):
            self._layout.addWidget(widget)
        self._layout.addWidget(self._export)
        self._set_compact(False)

    def _method_field(self) -> Field:
        self._method_button = MenuButton()
        self._method_button.setObjectName("training")
        self._sheet = Sheet(self._method_button, TrainingSheet(self._document), "Training")
        return Field("Optimiser, loss", self._method_button)

    def _speed_slider(self) -> StepSlider:
        slider = StepSlider("Speed", _SPEEDS, _speed_text)
        slider.slider.setObjectName("speed")
        expanding = QSizePolicy.Policy.Expanding
        slider.slider.setSizePolicy(expanding, expanding)  # in line with the fields beside it
        slider.setToolTip("How fast the steps are taken: from one a second to full speed")
        slider.show_value(None)
        slider.chosen.connect(self.speed_changed)
        return slider

    def _theme_field(self) -> Field:
        self._themes_box = ComboBox()
        self._themes_box.setObjectName("theme")
        self._themes_box.setToolTip("Light, dark, or as the desktop is")
        for choice in CHOICES:
            self._themes_box.addItem(choice.capitalize(), choice)
        self._themes_box.activated.connect(lambda index: self._themes.choose(CHOICES[index]))
        return Field("Theme", self._themes_box)

    def _theme_changed(self) -> None:
        theme = self._themes.current
        self._themes_box.setCurrentIndex(CHOICES.index(self._themes.choice))
        self._export.setIcon(icon("export", theme.color("text"), disabled=theme.color("muted")))
        scale = self.devicePixelRatioF()
        self._logo.setPixmap(pixmap("logo", theme.color("on_accent"), size=_LOGO, scale=scale))
        self._logo.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _show_document(self) -> None:
        spec = self._document.spec
        self._show_titles()
        self._show_method(spec.training)
        for name, field in self._fields.items():
            field.show_value(getattr(spec.training, name))

    def _show_method(self, training: TrainSpec) -> None:
        optimizer, loss = training.optimizer.row.label, training.loss.row
        chosen = shown = f"{optimizer}, {loss.label}"
        button, room = self._method_button, _METHOD_WIDTHS[self._compact] - 40
        metrics = button.fontMetrics()
        if metrics.horizontalAdvance(chosen) > room:
            shown = f"{optimizer}, {loss.short or loss.label}"
        button.setText(metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room))
        button.setAccessibleName(f"Training: {chosen}")
        button.setToolTip(
            f"{chosen}\nLoss, optimiser, schedule, clipping, penalties and early stopping"
        )

    def _show_titles(self) -> None:
        spec = self._document.spec
        full = title(spec)
        data, _, network = full.partition(" — ")
        detail = f"{parameter_count(spec):,} parameters · seed {spec.seed}"
        two = (data, network) if self._compact else (full, detail)
        for label, text in zip((self._title, self._subtitle), two, strict=True):
            label.setText(text, shorter=text.replace(" of the report", ""))

    def _set_option(self, name: str, value: Value) -> None:
        after = edits.set_training_option(self._document.spec, name, value)
        self._document.edit(f"Change {self._fields[name].option.label.lower()}", after)


def _speed_text(speed: float | None) -> str:
    if speed is None:
        return "full"
    return f"{speed:.0f}/s" if speed < 1000 else f"{speed / 1000:.0f}k/s"
