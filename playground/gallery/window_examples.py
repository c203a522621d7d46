"""Joins examples and window: the menu, the strip, the very first start, and the note."""

from functools import cached_property
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QWidget

from playground.desk import Desk
from playground.document.examples import Example, examples
from playground.files.files import Files
from playground.gallery.note import DocumentNote
from playground.gallery.strip import ExampleStrip
from playground.training.snapshots import RunState
from playground.widgets.tab_order import set_reading_order
from playground.widgets.tool_tips import as_plain, wrapped

_EXAMPLES: Final = "Each trains well, or fails in a way that teaches something."
_WELCOME: Final = (
    "The network above is ready: press Space and it learns the points on the right. "
    "Or begin with an example; all of them stay under File > Examples."
)


class WindowExamples(QObject):
    """File > Examples, and what stands between the network and `below`: the strip, or the note.

    While the strip is there, `below` makes room for it.
    """

    def __init__(self, desk: Desk, files: Files, below: QWidget) -> None:
        super().__init__(desk.window)
        self._window, self._below, self._files = desk.window, below, files
        self._take_keyboard = desk.take_keyboard
        self._themes, self._settings = desk.themes, desk.settings
        self._strip: ExampleStrip | None = None
        self._welcoming = False
        self._note = DocumentNote()
        self._note.closed.connect(self._close_note)
        self._note.hide()
        self._note_was_read = False
        self._place(self._note)
        menu = desk.actions.menu("&File")
        self._menu = QMenu("E&xamples", menu)
        self._menu.setObjectName("examples")
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._fill)
        menu.insertMenu(desk.actions["save"], self._menu)
        desk.window.installEventFilter(self)
        files.file.loaded.connect(self._begin_note)
        files.file.changed.connect(self._show_note)
        desk.document.changed.connect(self._end_welcome)
        desk.run.state_changed.connect(self._end_welcome_when_training)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc, where nothing else wants it, closes the strip, or else the note."""
        if event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        if event.key() != Qt.Key.Key_Escape:
            return False
        if self._strip is not None:
            self._give_up_strip()
        elif self._note.isVisible():
            self._close_note()
        else:
            return False
        return True

    # ---- strip

    def welcome(self) -> None:
        """At the very first start of the program: the strip, and the keyboard stays where it is."""
        if not self._settings.welcomed:
            self._settings.welcomed = True
            self._show_strip("Welcome", _WELCOME)
            self._welcoming = True

    def show_all(self) -> None:
        """The strip, with the keyboard on its first card."""
        self._show_strip("Examples", _EXAMPLES).take_keyboard()

    def _show_strip(self, heading: str, hint: str) -> ExampleStrip:
        self._close_strip()
        self._strip = strip = ExampleStrip(heading, hint, self._examples, self._themes)
        strip.chosen.connect(self._choose)
        strip.closed.connect(self._give_up_strip)
        self._below.hide()
        self._note.hide()
        self._place(strip)
        strip.show()
        set_reading_order(self._window, (self._window.focusWidget() or self._window, strip))
        return strip

    def _close_strip(self) -> None:
        self._welcoming = False
        if self._strip is not None:
            self._strip.hide()
            self._strip.deleteLater()
            self._strip = None
            self._below.show()
            self._show_note()

    def _give_up_strip(self) -> None:
        self._close_strip()
        self._take_keyboard()

    def _end_welcome(self) -> None:
        if self._welcoming and self._strip is not None:
            had_keyboard = self._holds_keyboard(self._strip)
            self._close_strip()
            if had_keyboard:  # else an edit elsewhere ended it
                self._take_keyboard()

    def _end_welcome_when_training(self, state: RunState) -> None:
        if state is RunState.RUNNING:
            self._end_welcome()

    def _holds_keyboard(self, widget: QWidget) -> bool:
        return widget.isAncestorOf(self._window.focusWidget() or self._window)

    def _place(self, widget: QWidget) -> None:
        parent = self._below.parentWidget()
        column = parent.layout() if parent else None
        assert isinstance(column, QBoxLayout)
        column.insertWidget(column.indexOf(self._below), widget)

    # ---- menu

    @cached_property
    def _examples(self) -> tuple[Example, ...]:
        return examples()

    def _fill(self) -> None:
        if self._menu.actions():
            return
        for example in self._examples:
            action = self._menu.addAction(example.saved.title)
            action.setObjectName(f"open_example_{example.name}")
            action.setToolTip(as_plain(wrapped(example.saved.about)))
            action.triggered.connect(lambda _=False, example=example: self._choose(example))
        self._menu.addSeparator()
        self._menu.addAction("&Show all as pictures").triggered.connect(self.show_all)

    def _choose(self, example: Example) -> None:
        self._files.open_example(example.saved)

    # ---- note

    def _begin_note(self) -> None:
        self._note_was_read = False
        if self._strip is not None:
            self._give_up_strip()
        self._show_note()

    def _show_note(self) -> None:
        """Where there is one to read; it comes back with undo, but not once it was closed."""
        title, about = self._files.file.about
        self._note.tell(title, about)
        shown = bool(about) and not self._note_was_read and self._strip is None
        had_keyboard = self._holds_keyboard(self._note)
        self._note.setVisible(shown)
        if had_keyboard and not shown:
            self._take_keyboard()

    def _close_note(self) -> None:
        self._note_was_read = True
        self._note.hide()
        self._take_keyboard()
