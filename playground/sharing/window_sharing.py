"""Joins sharing and window: copy the document as text or as a link, and paste one."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from playground.desk import Desk
from playground.document import share, shared_text, tensorflow_links
from playground.document.errors import DocumentError
from playground.document.limits import MAX_SHARED_WEIGHTS
from playground.document.share import Shared
from playground.document.shared_text import Pasted
from playground.files import contents
from playground.files.contents import Contents
from playground.files.files import Files
from playground.sharing.paste_dialog import PasteDialog

_LOOKED_AT: Final = 200_000  # characters of a clipboard that may hold anything


class WindowSharing(QObject):
    """What the Edit menu does with documents as text."""

    def __init__(self, desk: Desk, files: Files) -> None:
        super().__init__(desk.window)
        self._window, self._document, self._run = desk.window, desk.document, desk.run
        self._files, self._say = files, desk.say
        desk.actions.connect(
            share_text=self.copy_text, share_link=self.copy_link, paste_shared=self.ask_paste
        )

    def copy_text(self) -> None:
        """Put the document on the clipboard as one word, with trained weights if they fit."""
        self._files.request_contents(self._copy)

    def copy_link(self) -> None:
        """Put the nearest link of TensorFlow Playground there; say what is different."""
        try:
            link, left_out = tensorflow_links.to_link(self._document.spec)
        except DocumentError as error:
            self._say(str(error), "warning")
            return
        QGuiApplication.clipboard().setText(link)
        self._say(f"Copied a link of TensorFlow Playground. {' '.join(left_out)}", "muted")

    def ask_paste(self) -> None:
        """Show what the clipboard holds, and open it if the user wants to."""
        text = QGuiApplication.clipboard().text()[:_LOOKED_AT]
        self.show(text if shared_text.is_shared(text) else "")

    def open_text(self, text: str) -> None:
        """Open what `text` means, or say why not; what is different here is said too."""
        try:
            pasted = shared_text.read(text)
        except DocumentError as error:
            self._say(str(error), "warning")
            return
        self._open(pasted)
        self._say(" ".join(pasted.left_out), "muted")

    def show(self, text: str) -> None:
        """Show what `text` means, and open it if the user wants to."""
        dialog = PasteDialog(text, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.opened.connect(self._open)
        dialog.finished.connect(self._window.activateWindow)
        dialog.open()

    def _copy(self, found: Contents) -> None:
        shared = contents.to_shared(found)
        trained = bool(found.record and found.record.steps) or not self._run.from_seed
        try:
            text = share.to_string(shared if trained else replace(shared, weights={}))
        except DocumentError as error:
            self._say(str(error), "warning")
            return
        QGuiApplication.clipboard().setText(text)
        if not trained:
            what = "network, data and seed"
        elif share.from_string(text).weights:
            what = "network, data, seed and trained weights"
        else:
            most = f"{MAX_SHARED_WEIGHTS:,} characters at most"
            what = f"network, data and seed; the weights do not fit ({most})"
        self._say(f"Copied share text of {len(text):,} characters: {what}.", "muted")

    def _open(self, pasted: Pasted) -> None:
        shared = Shared(pasted.spec, pasted.weights)
        self._files.open_pasted(contents.from_shared(shared))
