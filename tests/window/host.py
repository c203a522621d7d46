"""The real window in a process of its own; answers questions about it, one line of JSON each.

Reads one command a line from standard input: `where NAME`, `layer I`, `gap I`, `painted I`,
`state`, `close`.
Rectangles are [x, y, width, height] on the screen.
"""

import json
import sys

from PySide6.QtCore import QObject, QPoint, QRect, QSocketNotifier
from PySide6.QtWidgets import QApplication, QWidget

from playground.app import build
from playground.main_window import MainWindow


class Host(QObject):
    """Serves the commands from the event loop, so that the window stays alive meanwhile."""

    def __init__(self, app: QApplication, window: MainWindow) -> None:
        super().__init__(window)
        self._app, self._window = app, window
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._serve)

    def _serve(self) -> None:
        verb, _, argument = sys.stdin.readline().strip().partition(" ")
        answers = {
            "where": lambda: self._named(argument),
            "layer": lambda: self._in_editor(self._window.editor.layer_rect(int(argument))),
            "gap": lambda: self._in_editor(self._window.editor.gap_rect(int(argument))),
            "painted": lambda: self._painted(self._window.editor.layer_rect(int(argument))),
            "state": self._state,
        }
        if verb in answers:
            self._reply(answers[verb]())
        else:
            self._notifier.setEnabled(False)
            self._window.document.undo_stack.setClean()  # nobody answers a question here
            self._window.close()

    def _named(self, name: str) -> list[int]:
        widget = self._window.findChild(QWidget, name)
        assert isinstance(widget, QWidget), name
        return _on_screen(widget, widget.rect())

    def _in_editor(self, rect: QRect) -> list[int]:
        return _on_screen(self._window.editor, rect)

    def _painted(self, rect: QRect) -> bool:
        """Whether the screen shows, at a place of the network, what it should show there."""
        editor = self._window.editor
        place = QRect(editor.mapTo(self._window, rect.topLeft()), rect.size())
        wanted = self._window.grab(place).toImage()
        seen = self._window.screen().grabWindow(self._window.winId(), *place.getRect()).toImage()
        return seen.convertToFormat(wanted.format()) == wanted

    def _state(self) -> dict[str, object]:
        spec = self._window.document.spec
        focused = self._app.focusWidget()
        return {
            "layers": [layer.kind for layer in spec.layers],
            "options": [dict(layer.options) for layer in spec.layers],
            "selected": self._window.editor.selected,
            "run": self._window.run.state.value,
            "test_error": self._window.numbers.findChild(QWidget, "test_error").text(),
            "message": self._window.message.text(),
            "focus": focused.objectName() if focused else "",
        }

    @staticmethod
    def _reply(answer: object) -> None:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _on_screen(widget: QWidget, rect: QRect) -> list[int]:
    corner = widget.mapToGlobal(QPoint(rect.x(), rect.y()))
    return [corner.x(), corner.y(), rect.width(), rect.height()]


def main() -> int:
    """Show the window at the top left of the screen, say "ready", and serve."""
    app, window = build([])
    width, height = (int(each) for each in sys.argv[1:3])
    window.setGeometry(0, 0, width, height)
    window.show()
    host = Host(app, window)
    host._reply("ready")
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
