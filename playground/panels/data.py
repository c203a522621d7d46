"""Which points the network learns from."""

import secrets
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from playground.document import edits, limits
from playground.document.catalogue import DATA_OPTIONS, Option, Value
from playground.panels.corruption import CorruptionFold
from playground.panels.data_sets import DataSets
from playground.panels.option_fields import NumberField, option_slider
from playground.theme import ThemeManager
from playground.training.snapshots import Points
from playground.undoable_document import UndoableDocument
from playground.widgets.buttons import Button, MenuButton
from playground.widgets.labels import PlainLabel
from playground.widgets.slider import StepSlider

_SEED: Final = Option(
    "seed",
    "Seed",
    "Where all random numbers start: the same seed gives the same data, weights and order.",
    "int",
    1,
    0,
    limits.MAX_SEED,
)
# Row, column, rows, columns: of the sliders, and of the button of the fold.
_ROOMY: Final = ((0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1), (2, 0, 1, 2))
_COMPACT: Final = ((0, 0, 1, 1), (1, 0, 1, 1), (0, 1, 1, 1), (1, 1, 1, 1))  # wide below wide
_NEW_SEEDS: Final = 1_000_000  # new seeds stay short enough to read out in a class
_POINTS: Final = tuple(
    each * power for power in (10, 100, 1000) for each in (1, 1.5, 2, 3, 4, 5, 6, 8)
)


class DataPanel(QWidget):
    """Data set, number of points, train share, noise, corruptions and seed of the document."""

    def __init__(self, document: UndoableDocument, theme_manager: ThemeManager) -> None:
        super().__init__()
        self.setObjectName("data_panel")
        self._document = document
        self._sets = DataSets(theme_manager)
        self._sets.group.buttonClicked.connect(self._choose_kind)
        rows = {option.name: option for option in DATA_OPTIONS}
        self._sliders = {
            name: option_slider(option, _log_steps(option) if option.log else None)
            for name, option in rows.items()
        }
        for name, slider in self._sliders.items():
            slider.chosen.connect(
                lambda value, name=name, slider=slider: self._set_option(slider, name, value)
            )
        self._corruption = CorruptionFold(self._set_option)
        self.own_data = MenuButton("Own data")
        self.own_data.setObjectName("own_data")
        self.own_data.setAccessibleName("Own data")
        self.own_data.setProperty("role", "quiet")
        self.own_data.setToolTip("Import, paste, see or export points")
        self.paint = Button("Paint")
        self.paint.setObjectName("paint")
        self.paint.setAccessibleName("Paint")
        self.paint.setProperty("role", "quiet")
        self.paint.setCheckable(True)
        self.paint.setToolTip("Add, spray, erase and move points")
        self._sets.own_wanted.connect(lambda: self.paint.setChecked(True))
        self._seed = NumberField(_SEED, self._set_seed)
        self.new_seed = Button("New seed")
        self.new_seed.setObjectName("new_seed")
        self.new_seed.setAccessibleName("New seed")
        self.new_seed.setToolTip("Draw another seed: other points, other initial weights")
        self.new_seed.setSizePolicy(self._seed.sizePolicy())
        self.new_seed.clicked.connect(self._draw_seed)
        self._lay_out()
        theme_manager.changed.connect(self._sets.update)
        document.changed.connect(self._show_document)
        self._show_document()

    def show_thumbnails(self, thumbnails: Mapping[str, Points]) -> None:
        """Draw the data sets, by their kind in the catalogue."""
        self._sets.show_points(thumbnails)

    def set_compact(self, compact: bool) -> None:
        """Use smaller pictures and less space, for low windows."""
        self._sets.set_columns(4 if compact else 3)
        controls = (*self._sliders.values(), self._corruption.button)
        rows = _COMPACT if compact else _ROOMY
        for control, place in zip(controls, rows, strict=True):
            self._grid.addWidget(control, *place)
        self._corruption.set_compact(compact)
        self._grid.setVerticalSpacing(4 if compact else 11)
        self._box.setSpacing(6 if compact else 11)

    def _lay_out(self) -> None:
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        title = QHBoxLayout()
        title.setSpacing(2)
        title.addWidget(PlainLabel("Data", "title"), 1)
        title.addWidget(self.paint)
        title.addWidget(self.own_data)
        self._box.addLayout(title)
        self._box.addWidget(self._sets)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        for column in range(2):
            self._grid.setColumnStretch(column, 1)
        self._box.addLayout(self._grid)
        self._box.addWidget(self._corruption)
        seeds = QHBoxLayout()
        seeds.setSpacing(8)
        seeds.addWidget(self._seed, 1)
        seeds.addWidget(self.new_seed, 1, Qt.AlignmentFlag.AlignBottom)
        self._box.addLayout(seeds)
        self.set_compact(False)

    def _show_document(self) -> None:
        spec = self._document.spec
        self._sets.show_own(spec.data.own)
        self._sets.buttons[spec.data.kind].setChecked(True)
        for name, slider in self._sliders.items():
            slider.show_value(getattr(spec.data, name))
            slider.setEnabled(spec.data.own_points is None or name == "train_percent")
        self._sliders["points"].show_value(spec.data.count)
        self._corruption.show_data(spec.data)
        self._seed.show_value(spec.seed)

    def _choose_kind(self, button: QAbstractButton) -> None:
        kind = self._sets.kind_of(button)
        after = edits.set_data_option(self._document.spec, "kind", kind)
        self._document.edit(f"Data: {after.data.row.label}", after, another=True)

    def _set_option(self, slider: StepSlider, name: str, value: Value) -> None:
        after = edits.set_data_option(self._document.spec, name, value)
        self._document.edit(f"Change {slider.label.text().lower()}", after, slider.gesture)

    def _set_seed(self, value: Value) -> None:
        assert isinstance(value, int)
        self._document.edit("Change seed", edits.set_seed(self._document.spec, value))

    def _draw_seed(self) -> None:
        seed = secrets.randbelow(_NEW_SEEDS)
        while seed == self._document.spec.seed:
            seed = secrets.randbelow(_NEW_SEEDS)
        self._document.edit("New seed", edits.set_seed(self._document.spec, seed))


def _log_steps(option: Option) -> tuple[int, ...]:
    inside = {int(each) for each in _POINTS if option.minimum <= each <= option.maximum}
    return tuple(sorted(inside | {int(option.minimum), int(option.maximum)}))
