"""Examples in the menu and as cards, the first start, and what a document says about itself."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu

from playground.document import file_format
from playground.document.examples import examples
from playground.document.file_format import SavedDocument
from playground.document.presets import default
from playground.gallery.close_button import CloseButton
from playground.gallery.note import DocumentNote
from playground.gallery.strip import ExampleStrip
from playground.settings import Settings
from playground.training.snapshots import RunState
from playground.widgets.labels import PlainLabel
from tests.playground.files.gestures import answer, edit, open_, save_as


def strip(window) -> ExampleStrip | None:
    """The strip, where it is shown."""
    return next((each for each in window.findChildren(ExampleStrip) if each.isVisible()), None)


def shown(window) -> ExampleStrip:
    found = strip(window)
    assert found is not None
    return found


def told(window) -> str:
    """What the note says; "" where there is none."""
    note = window.findChild(DocumentNote)
    if not note.isVisible():
        return ""
    return "\n".join(each.text() for each in note.findChildren(PlainLabel) if each.isVisible())


def welcomed(window) -> ExampleStrip:
    """The strip of the very first start."""
    window.examples.welcome()
    return shown(window)


def menu(window) -> QMenu:
    found = window.menuBar().findChild(QMenu, "examples")
    found.aboutToShow.emit()
    return found


def test_the_menu_opens_every_example_and_says_what_it_is_about(window):
    actions = [each for each in menu(window).actions() if each.objectName()]
    assert [each.text() for each in actions] == [each.saved.title for each in examples()]
    for action, example in zip(actions, examples(), strict=True):
        assert action.toolTip().replace("\n", " ") == example.saved.about
        assert max(map(len, action.toolTip().split("\n"))) <= 72
        action.trigger()
        assert window.document.spec == example.saved.spec
        assert told(window) == f"{example.saved.title}\n{example.saved.about}"
        assert window.windowTitle().startswith(f"{example.saved.title}[*] — ")
        assert not window.isWindowModified()
    menu(window)
    assert len([each for each in menu(window).actions() if each.objectName()]) == len(actions)


def test_unsaved_work_is_asked_about_before_an_example_opens(window, wait):
    edit(window)
    spec = window.document.spec
    action = menu(window).findChild(QAction, "open_example_08-spirals")
    action.trigger()
    answer(window, wait, "ask_save", "cancel")
    assert window.document.spec == spec
    action.trigger()
    answer(window, wait, "ask_save", "discard")
    assert window.document.spec.data.kind == "spirals"


def test_the_cards_are_walked_with_the_arrows_and_opened_with_return(window):
    window.examples.show_all()
    cards = shown(window).cards
    assert len(cards) == len(examples())
    assert not window.code_strip.isVisible()
    assert window.focusWidget() is cards[0]
    for step in (1, 2, 3):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Right)
        assert window.focusWidget() is cards[step]
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Left)
    chosen = cards[2].example
    labels = [each.text() for each in shown(window).findChildren(PlainLabel)]
    assert chosen.saved.about in labels
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.document.spec == chosen.saved.spec
    assert strip(window) is None
    assert window.code_strip.isVisible()
    assert window.editor.hasFocus()


def test_a_card_out_of_sight_comes_into_view_and_esc_closes(window):
    window.examples.show_all()
    last = shown(window).cards[-1]
    assert last.visibleRegion().isEmpty()
    last.setFocus()
    assert last.visibleRegion().boundingRect().width() == last.width()
    QTest.keyClick(last, Qt.Key.Key_Escape)
    assert strip(window) is None
    assert window.editor.hasFocus()


LEARN_NOTHING = (
    "13-learning-rate-too-large",
    "14-vanishing-gradients",
    "19-deep-without-shortcuts",
)


def test_every_card_shows_what_its_network_has_learned(window):
    window.examples.show_all()
    for card in shown(window).cards:
        picture = card.grab().toImage()
        colors = {picture.pixel(x, 40) for x in range(30, 90)}
        assert card.example.name in LEARN_NOTHING or len(colors) > 5, card.example.name


def test_the_first_start_says_welcome_once_and_space_still_trains(open_window, wait):
    window = open_window()
    assert strip(window) is None  # nothing but the program itself asks for it
    focus = window.focusWidget()
    welcomed(window)
    assert window.focusWidget() is focus
    assert Settings().welcomed
    QTest.keyClick(focus, Qt.Key.Key_Space)
    wait(lambda: window.run.state is RunState.RUNNING)
    wait(lambda: strip(window) is None)
    assert window.code_strip.isVisible()
    again = open_window()
    again.examples.welcome()
    assert strip(again) is None


@pytest.mark.parametrize("way", ["edit", "esc", "close", "card"])
def test_the_welcome_goes_when_it_has_served(window, way):
    found = welcomed(window)
    if way == "edit":
        edit(window)
    elif way == "esc":
        QTest.keyClick(window.editor, Qt.Key.Key_Escape)
    elif way == "close":
        close = found.findChild(CloseButton)
        QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    else:
        QTest.mouseClick(found.cards[0], Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
        assert window.document.spec == found.cards[0].example.saved.spec
    assert strip(window) is None
    assert window.code_strip.isVisible()


def test_a_card_of_the_welcome_gives_the_keyboard_back_to_the_network(window):
    card = welcomed(window).cards[0]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert strip(window) is None
    assert window.editor.hasFocus()  # Space trains


def test_an_edit_that_ends_the_welcome_leaves_the_keyboard_where_it_is(window):
    welcomed(window)
    window.data_panel.setFocus()
    focus = window.focusWidget()
    edit(window)
    assert strip(window) is None
    assert window.focusWidget() is focus


def test_a_document_that_says_something_about_itself_is_heard_as_plain_text(window, wait, tmp_path):
    path = tmp_path / "task.json"
    saved = SavedDocument(default(), title="Task 1", about="<b>Find</b> the smallest network.")
    path.write_bytes(file_format.write_text(saved))
    open_(window, wait, path)
    wait(lambda: told(window) == "Task 1\n<b>Find</b> the smallest network.")
    QTest.keyClick(window.editor, Qt.Key.Key_Escape)
    assert told(window) == ""
    edit(window)
    window.say("")
    window.actions_["save"].trigger()
    wait(lambda: window.message.text().startswith("Saved"))
    kept = file_format.read(path.read_bytes())
    assert kept == replace(saved, spec=window.document.spec)
    window.actions_["new"].trigger()
    assert told(window) == ""


def open_example(window, name: str) -> SavedDocument:
    menu(window).findChild(QAction, f"open_example_{name}").trigger()
    return next(each.saved for each in examples() if each.name == name)


def other_preset(window):
    window.presets.menu().actions()[2].trigger()


def other_data(window):
    button = window.data_panel.findChild(QAbstractButton, "data_moons")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("put_another", [other_preset, other_data])
def test_what_a_document_says_of_itself_goes_with_its_network_or_data_and_comes_back_by_undo(
    window, wait, tmp_path, put_another
):
    saved = open_example(window, "03-xor-hidden-units")
    note = f"{saved.title}\n{saved.about}"
    put_another(window)
    edit(window)
    assert told(window) == ""
    assert saved.title not in window.windowTitle()
    save_as(window, wait, tmp_path / "other.nnp")
    wait(lambda: window.message.text().startswith("Saved"))
    kept = file_format.read((tmp_path / "other.nnp").read_bytes())
    assert (kept.title, kept.about) == ("", "")
    for now in ("", note):
        window.document.undo_stack.undo()
        assert told(window) == now
    window.document.undo_stack.redo()
    assert told(window) == ""


def test_what_a_document_says_of_itself_stays_while_its_network_is_worked_on(window):
    saved = open_example(window, "03-xor-hidden-units")
    edit(window)
    window.data_panel.new_seed.click()
    assert told(window) == f"{saved.title}\n{saved.about}"
    QTest.keyClick(window.editor, Qt.Key.Key_Escape)
    edit(window)
    window.document.undo_stack.undo()
    assert told(window) == ""


def test_the_note_makes_room_for_the_examples_and_comes_back_after_them(window):
    open_example(window, "03-xor-hidden-units")
    note = told(window)
    window.examples.show_all()
    edit(window)
    assert told(window) == ""
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert told(window) == note
