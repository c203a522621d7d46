"""A document over the clipboard: as one word with its weights, or as a link, and back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

from playground.document import edits, share
from playground.document.presets import default
from playground.document.spec import LayerSpec
from playground.document.tensorflow_links import ADDRESS
from playground.sharing.paste_dialog import PasteDialog
from playground.sharing.window_sharing import WindowSharing
from playground.training.snapshots import RunState
from playground.widgets.labels import PlainLabel
from tests.playground.conftest import settled
from tests.playground.files.gestures import answer, edit, train


@pytest.fixture(autouse=True)
def clipboard(qapp):
    """The clipboard, empty before and after."""
    board = QGuiApplication.clipboard()
    board.clear()
    yield board
    board.clear()


def copy(window, wait, name: str = "share_text") -> str:
    """The text that an action puts on the clipboard."""
    window.say("")
    window.actions_[name].trigger()
    wait(lambda: window.message.text() != "")
    return QGuiApplication.clipboard().text()


def paste(window) -> PasteDialog:
    """The dialog that the menu opens."""
    window.actions_["paste_shared"].trigger()
    return window.findChild(PasteDialog)


def press_open(dialog: PasteDialog) -> None:
    button = dialog.findChild(QAbstractButton, "open_shared")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def told(dialog: PasteDialog) -> str:
    labels = (each for each in dialog.findChildren(PlainLabel) if each.isVisible())
    return "\n".join(each.text() for each in labels)


def weights_of(window, wait) -> dict[str, bytes]:
    found = []
    window.files.request_contents(found.append)
    wait(lambda: found != [])
    return {name: array.tobytes() for name, array in found[0].record.weights.items()}


def test_trained_weights_go_from_window_to_window(open_window, wait):
    first = open_window()
    edit(first)
    train(first, wait)
    text = copy(first, wait)
    assert first.message.text() == (
        f"Copied share text of {len(text):,} characters: network, data, seed and trained weights."
    )
    spec, weights = first.document.spec, weights_of(first, wait)

    second = open_window()
    dialog = paste(second)
    assert "trained numbers come along" in told(dialog)
    press_open(dialog)
    wait(lambda: second.document.spec == spec and settled(second))
    assert weights_of(second, wait) == weights
    assert copy(second, wait) == text  # also where no step was made since


def test_an_untrained_document_is_a_short_word_without_weights(window, wait):
    text = copy(window, wait)
    assert share.from_string(text).weights == {}
    assert len(text) < 1_000
    assert window.message.text().endswith(" characters: network, data and seed.")
    train(window, wait)
    window.actions_["reset"].trigger()
    wait(lambda: settled(window) and window.run.step_count == 0)
    assert copy(window, wait) == text


def test_weights_that_do_not_fit_stay_behind_and_it_is_said(window, wait):
    window.document.edit("wide", edits.set_layer_option(window.document.spec, 0, "units", 300))
    wait(lambda: settled(window))
    train(window, wait, steps=1)
    assert share.from_string(copy(window, wait)).weights == {}
    assert "the weights do not fit (16,000 characters at most)" in window.message.text()


def test_a_pasted_design_is_unsaved_work(window, wait, tmp_path):
    QGuiApplication.clipboard().setText(f"Try {ADDRESS}dataset=spiral&networkShape=5&xSquared=true")
    dialog = paste(window)
    for text in ("Spirals — 2 → 5 → 2", "Coordinates go from 0 to 1 here", "none: it starts untr"):
        assert text in told(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert window.document.spec.data.kind == "spirals"
    assert window.isWindowModified()
    assert not window.document.undo_stack.canUndo()
    assert not window.close()
    answer(window, wait, "ask_save", "cancel")


def test_unsaved_work_is_asked_about_before_a_pasted_design_opens(window, wait):
    edit(window)
    spec = window.document.spec
    QGuiApplication.clipboard().setText(ADDRESS + "dataset=xor")
    press_open(paste(window))
    answer(window, wait, "ask_save", "cancel")
    assert window.document.spec == spec
    press_open(paste(window))
    answer(window, wait, "ask_save", "discard")
    assert window.document.spec.data.kind == "xor"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("NP1broken", "This is not a whole share string"),
        (ADDRESS + "learningRate=%3Cb%3Efast", "learningRate is a number, not '<b>fast'."),
        ("rm -rf /", "There is no shared design in this text"),
    ],
)
def test_bad_text_gets_a_sentence_and_changes_nothing(window, text, sentence):
    dialog = paste(window)
    field = dialog.findChild(QPlainTextEdit, "shared_text")
    assert field.toPlainText() == ""
    assert dialog.focusWidget() is field
    field.setPlainText(text)
    assert sentence in told(dialog)
    press_open(dialog)
    assert dialog.isVisible()
    assert window.document.spec == default()
    field.setPlainText(ADDRESS + "dataset=gauss")
    assert sentence not in told(dialog)
    press_open(dialog)
    assert window.document.spec.data.kind == "blobs"


def test_all_that_is_different_can_be_read(window):
    dialog = paste(window)
    field = dialog.findChild(QPlainTextEdit, "shared_text")
    settings = "problem=regression&sinX=true&networkShape=8,8,8,8,8,8&a=1&b=1&c=1&d=1"
    for text in (
        f"{ADDRESS}{settings}",
        "rubbish " * 9,
        f"{ADDRESS}{settings}",
        ADDRESS + "x=true",
    ):
        field.setPlainText(text)
        for label in dialog.findChildren(PlainLabel):
            if label.isVisible() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_what_is_no_design_on_the_clipboard_is_not_shown(window):
    QGuiApplication.clipboard().setText("my password")
    assert paste(window).findChild(QPlainTextEdit, "shared_text").toPlainText() == ""


def test_weights_of_another_network_are_left_out_with_a_sentence(window, wait):
    train(window, wait)
    word = copy(window, wait)
    other = edits.set_layer_option(default(), 0, "units", 24)
    shared = share.from_string(word)
    window.findChild(WindowSharing).show(share.to_string(share.Shared(other, shared.weights)))
    press_open(window.findChild(PasteDialog))
    wait(lambda: "The saved weights do not fit this network" in window.message.text())
    assert window.run.state is RunState.IDLE
    assert window.document.spec == other


def test_a_link_is_copied_with_what_it_leaves_out_and_else_the_reason_is_said(window, wait):
    assert copy(window, wait, "share_link") == ""
    assert "up to 6 hidden layers of up to 8 units" in window.message.text()
    layers = (LayerSpec("linear", (("units", 4),)), LayerSpec("tanh"))
    small = edits.set_layers(default(), (*layers, LayerSpec("linear"), LayerSpec("tanh")))
    window.document.edit("small", edits.set_data_option(small, "kind", "xor"))
    link = copy(window, wait, "share_link")
    assert link.startswith(ADDRESS + "activation=tanh&batchSize=30&dataset=xor")
    assert "Batch size: at most 30 there." in window.message.text()


def test_share_text_and_links_open_from_the_command_line(open_window, wait):
    spec = edits.set_data_option(default(), "kind", "moons")
    window = open_window(share.to_string(share.Shared(spec)))
    assert window.document.spec == spec
    linked = open_window(ADDRESS + "dataset=xor")
    assert linked.document.spec.data.kind == "xor"
    assert linked.message.text().startswith("Coordinates go from 0 to 1 here")
    broken = open_window("NP1broken")
    assert broken.document.spec == default()
    assert broken.message.text().startswith("This is not a whole share string")
