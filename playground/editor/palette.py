"""The palette: a row of chips, one for each kind of layer in the catalogue."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from playground.document.catalogue import LAYERS
from playground.editor.chip import LayerChip
from playground.theme import ThemeManager


class LayerPalette(QWidget):
    """Chips to drag into the network; pressing one inserts its layer after the selected one.

    Signals:
        chosen(str): the kind of a chip that was clicked, or pressed with Enter or Space.
    """

    chosen = Signal(str)

    def __init__(self, theme_manager: ThemeManager) -> None:
        super().__init__()
        self.setObjectName("layer_palette")
        self.setAccessibleName("Layer palette")
        title = QLabel("Layers")
        title.setProperty("role", "title")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(title)
        row.addSpacing(12)
        self._chips = [LayerChip(kind, theme_manager) for kind in LAYERS.values()]
        for chip in self._chips:
            chip.clicked.connect(self._emit_chosen)
            row.addWidget(chip)
        row.addStretch(1)
        theme_manager.changed.connect(self._repaint)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, 36))

    def _emit_chosen(self) -> None:
        chip = self.sender()
        assert isinstance(chip, LayerChip)
        self.chosen.emit(chip.kind)

    def _repaint(self) -> None:
        for chip in self._chips:
            chip.update()
