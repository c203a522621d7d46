"""The palette: chips of the common kinds of layer, and all others one click away."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from playground.document.catalogue import COMMON, LAYERS
from playground.editor.chip import LayerChip
from playground.editor.more_layers import MoreLayers
from playground.theme import ThemeManager
from playground.widgets.buttons import MenuButton

_ARROW: Final = 22  # pixels beside the word


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
        row.addSpacing(4)
        self._chips = [LayerChip(LAYERS[kind], theme_manager) for kind in COMMON]
        for chip in self._chips:
            row.addWidget(chip)
        self._more = MenuButton("More")
        self._more.setObjectName("more_layers")
        self._more.setAccessibleName("More layers")
        self._more.setToolTip("All other layers and activations")
        row.addWidget(self._more)
        row.addStretch(1)
        self._panel = MoreLayers(theme_manager, self._more)
        self._connect((*self._chips, *self._panel.chips))
        self._more.clicked.connect(self._panel.toggle)
        theme_manager.changed.connect(self._repaint)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, 36))

    def _connect(self, chips: Iterable[LayerChip]) -> None:
        for chip in chips:
            chip.clicked.connect(self._emit_chosen)

    def _emit_chosen(self) -> None:
        chip = self.sender()
        assert isinstance(chip, LayerChip)
        self._panel.close_panel()
        self.chosen.emit(chip.kind)

    def _repaint(self) -> None:
        for chip in (*self._chips, *self._panel.chips):
            chip.update()
