"""What the window says is seen, and is spoken."""

from PySide6.QtGui import QAccessible

from playground.widgets import message
from playground.widgets.message import MessageLine


def test_a_sentence_is_spoken_and_its_going_is_not(qtbot, monkeypatch):
    spoken = []

    class Spy(QAccessible):
        @staticmethod
        def updateAccessibility(event):
            spoken.append((event.object(), event.message()))

    monkeypatch.setattr(message, "QAccessible", Spy)
    line = MessageLine()
    qtbot.addWidget(line)
    line.say("Copied the code", "muted")
    line.keep("The loss became infinite.")
    line.say("")
    assert spoken == [(line, "Copied the code"), (line, "The loss became infinite.")]
