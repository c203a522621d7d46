"""The drawn diagram: begun at one snapshot, drawn in short parts, shown once it is whole."""

import math
import time
from collections.abc import Iterator

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QPainter, QPixmap

from playground.editor.diagram import Part
from playground.editor.scene import Scene


class DiagramPicture:
    """Two pictures: `scene` on `pixmap` is shown while the next one is being drawn.

    Drawing all curves takes longer than a frame may; in parts, the window stays prompt.
    """

    def __init__(self) -> None:
        self.scene: Scene | None = None
        self.pixmap = QPixmap()
        self._next: tuple[Scene, QPixmap, Iterator[Part]] | None = None

    @property
    def drawing(self) -> bool:
        """Whether a picture has been begun and is not whole yet."""
        return self._next is not None

    def begin(
        self, scene: Scene, parts: Iterator[Part], size: QSizeF, ratio: float, ground: QColor
    ) -> None:
        """Start the picture of `scene` on `ground`; one that is not whole yet is dropped."""
        pixmap = QPixmap((size * ratio).toSize())
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(ground)
        self._next = (scene, pixmap, parts)

    def advance(self, seconds: float = math.inf) -> bool:
        """Draw at least one part, and on until `seconds` have passed; True once it is whole."""
        if self._next is None:
            return True
        scene, pixmap, parts = self._next
        end = time.perf_counter() + seconds
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        try:
            for part in parts:
                part(painter)
                if time.perf_counter() >= end:
                    return False
        finally:
            painter.end()
        self.scene, self.pixmap, self._next = scene, pixmap, None
        return True
