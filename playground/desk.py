"""What each of the window's doings works with, handed to all of them as one value."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QMainWindow

from playground.actions import WindowActions
from playground.settings import Settings
from playground.theme import ThemeManager
from playground.training.run import Run
from playground.undoable_document import UndoableDocument


class Say(Protocol):
    """Shows one plain sentence in the window; "" clears it."""

    def __call__(self, sentence: str, role: str = "warning") -> None: ...


class TakeKeyboard(Protocol):
    """Puts the keyboard on the network, where what had it is gone."""

    def __call__(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """One window: itself as the parent of dialogs, what is edited, what trains, and how it looks.

    Whatever is done with actions and dialogs (export, film, paste, …) takes it, and beside it only
    the views that it is about.
    """

    window: QMainWindow
    document: UndoableDocument
    run: Run
    actions: WindowActions
    settings: Settings
    themes: ThemeManager
    say: Say
    take_keyboard: TakeKeyboard
