"""File > Open recent."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from playground.settings import Settings
from playground.widgets.tool_tips import as_plain

_MOST: Final = 10


class RecentFiles:
    """The menu of the documents opened or saved last, newest first."""

    def __init__(
        self,
        menu: QMenu,
        before: QAction,
        settings: Settings,
        open_path: Callable[[Path], object],
    ) -> None:
        """Stands in `menu` before the action `before`."""
        self._menu, self._settings, self._open = QMenu("Open &recent", menu), settings, open_path
        self._menu.setObjectName("recent_files")
        self._menu.setToolTipsVisible(True)
        menu.insertMenu(before, self._menu)
        self._fill()

    def add(self, path: Path) -> None:
        """Put it first."""
        text = str(path.resolve())
        others = [each for each in self._settings.recent_files if each != text]
        self._settings.recent_files = (text, *others)[:_MOST]
        self._fill()

    def remove(self, path: Path) -> None:
        """Leave it out: it cannot be opened."""
        text = str(path.resolve())
        paths = self._settings.recent_files
        self._settings.recent_files = tuple(each for each in paths if each != text)
        self._fill()

    def _clear(self) -> None:
        self._settings.recent_files = ()
        self._fill()

    def _fill(self) -> None:
        self._menu.clear()
        paths = [Path(text) for text in self._settings.recent_files]
        for number, path in enumerate(paths, 1):
            name = path.name.replace("&", "&&")
            action = self._menu.addAction(f"&{number % 10} {name}")
            action.setObjectName(f"recent_{number}")
            action.setToolTip(as_plain(str(path)))
            action.triggered.connect(partial(self._trigger, path))
        self._menu.addSeparator()
        self._menu.addAction("&Clear").triggered.connect(self._clear)
        self._menu.setEnabled(bool(paths))

    def _trigger(self, path: Path, _: bool = False) -> None:
        self._open(path)
