"""Work that a killed process left is offered again, and nothing else is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QListWidget

from playground.document.presets import default
from playground.files import places
from playground.files.autosave import EDIT_DELAY, TRAINING_DELAY
from playground.files.contents import from_bytes
from playground.files.recovery import find_lost
from playground.files.recovery_dialog import RecoveryDialog, offer_lost_work
from tests.playground.conftest import settled
from tests.playground.files.gestures import answer, edit, rests, save_as, train

ROOT = Path(__file__).parents[3]

WORK_AND_WAIT = """
import os, sys
from PySide6.QtCore import QEventLoop, QTimer
from playground.app import build
from playground.files import places
from playground.files.contents import from_bytes
from playground.training.snapshots import RunState

app, window = build(sys.argv[1:])
window.show()
QTimer.singleShot(60_000, lambda: os._exit(1))  # only a failing test comes here
more = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
while window.run.state is RunState.LOADING:
    app.processEvents(more)
window.actions_["delete_layer"].trigger()
window.actions_["delete_layer"].trigger()
for step in range(3):
    window.actions_["step"].trigger()
    while window.run.step_count != step + 1:
        app.processEvents(more)
tick = QTimer(interval=20)
tick.start()


def kept():
    for file in places.recovery_folder().glob("*.nnp"):
        record = from_bytes(file.read_bytes()).record
        return record is not None and record.steps == 3
    return False


while not kept():
    app.processEvents(more)
print("kept", flush=True)
while True:
    app.processEvents(more)
"""


def killed_at_work(*argv: str) -> None:
    """A process that edits and trains without saving, and is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORK_AND_WAIT, *argv],
        cwd=ROOT,
        env={**os.environ, "XDG_CONFIG_HOME": str(places.recovery_folder().parent)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "kept\n"
        process.kill()
    assert process.returncode == -9


def press(dialog: RecoveryDialog, name: str) -> None:
    QTest.mouseClick(dialog.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)


def offered(window) -> RecoveryDialog:
    offer_lost_work(window, window.files.restore)
    return window.findChild(RecoveryDialog)


def test_the_promised_times_are_kept_with_room_for_the_writing() -> None:
    assert EDIT_DELAY <= 1_500
    assert TRAINING_DELAY <= 28_000


def test_a_killed_process_loses_neither_edits_nor_training(window, wait, tmp_path):
    original = tmp_path / "mine.nnp"
    save_as(window, wait, original)
    saved = original.read_bytes()
    window.actions_["new"].trigger()
    killed_at_work(str(original))

    dialog = offered(window)
    (row,) = [dialog.findChild(QListWidget).item(0).text()]
    title, time = row.split("\n")
    assert title == "mine.nnp"
    assert time.endswith(f" · from {original}")
    assert any(character.isdigit() for character in time.partition(" · ")[0])
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    wait(lambda: rests(window) and window.run.step_count == 3)
    assert len(window.document.spec.layers) == len(default().layers) - 2
    assert window.isWindowModified()
    assert window.files.file.path is None
    assert original.read_bytes() == saved
    assert len([*places.recovery_folder().glob("*.nnp")]) == 1  # kept until it is saved

    save_as(window, wait, tmp_path / "saved.nnp")
    wait(lambda: not [*places.recovery_folder().glob("*.nnp")])
    assert window.close()
    assert find_lost() == []


def kept_by(window, wait) -> bytes:
    wait(lambda: [*places.recovery_folder().glob("*.nnp")] != [])
    (file,) = places.recovery_folder().glob("*.nnp")
    return file.read_bytes()


def test_work_of_a_living_window_is_offered_to_nobody(window, wait):
    edit(window)
    window.files._autosave.keep()
    assert from_bytes(kept_by(window, wait)).spec == window.document.spec
    assert find_lost() == []


@pytest.mark.parametrize("choice", ["discard", "later"])
def test_lost_work_can_be_discarded_or_left_for_later(open_window, wait, choice):
    first = open_window()
    edit(first)
    train(first, wait)
    first.files.interrupt()
    wait(lambda: not first.isVisible())

    second = open_window()
    press(offered(second), choice)
    lost = find_lost()
    assert len(lost) == (choice == "later")
    for each in lost:
        each.slot.release()
    assert second.document.spec == default()


def test_closing_after_discard_leaves_nothing_to_recover(window, wait):
    edit(window)
    window.files._autosave.keep()
    kept_by(window, wait)
    window.close()
    answer(window, wait, "ask_save", "discard")
    assert not window.isVisible()
    assert find_lost() == []


def test_a_damaged_piece_of_lost_work_is_told_and_stays(window, wait):
    folder = places.recovery_folder()
    places.make(folder)
    (folder / "damaged.nnp").write_bytes(b"PK damaged")
    (folder / "damaged.json").write_bytes(b"\xff[")
    dialog = offered(window)
    press(dialog, "restore")
    wait(lambda: "damaged" in window.message.text() and settled(window))
    assert window.document.spec == default()
