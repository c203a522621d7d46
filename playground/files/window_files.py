"""Joins files and window: menu, title, what is dropped on the window, and its closing."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDropEvent

from playground.desk import Desk
from playground.files.files import Files
from playground.files.recent import RecentFiles

_DRAGS: Final = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class WindowFiles(QObject):
    """Shows `files`, which it makes, in a window's title and menu; opens what is dropped there."""

    def __init__(self, desk: Desk, readers: Mapping[str, Callable[[Path], None]]) -> None:
        """readers: of files that are no documents, by their suffix in lower case."""
        window, actions, settings = desk.window, desk.actions, desk.settings
        super().__init__(window)
        self._window = window
        self.files = files = Files(desk, readers)
        actions.connect(new=files.new, open=files.ask_open, save=files.save, save_as=files.save_as)
        self._recent = RecentFiles(
            actions.menu("&File"), actions["save"], settings, files.open_path
        )
        files.opened.connect(self._recent_opened)
        files.gone.connect(self._recent_gone)
        files.closable.connect(window.close)
        files.file.changed.connect(self._show_title)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._show_title()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take one local file that is dragged; look at the disk when the user comes back."""
        kind = event.type()
        if kind is QEvent.Type.WindowActivate:
            self.files.check_disk()
        if kind not in _DRAGS:
            return False
        assert isinstance(event, QDropEvent)
        urls = event.mimeData().urls()
        if len(urls) != 1 or not urls[0].isLocalFile():
            return False
        event.setDropAction(Qt.DropAction.CopyAction)  # after a move its owner would remove it
        event.accept()
        if kind is QEvent.Type.Drop:
            self.files.open_path(Path(urls[0].toLocalFile()))
        return True

    def _show_title(self) -> None:
        file = self.files.file
        name = file.name.replace("[*]", "[*][*]")  # Qt shows these as one, and not as the mark
        self._window.setWindowTitle(f"{name}[*] — Neural Playground")
        self._window.setWindowModified(file.modified)

    def _recent_opened(self, path: Path) -> None:
        self._recent.add(path)

    def _recent_gone(self, path: Path) -> None:
        self._recent.remove(path)
