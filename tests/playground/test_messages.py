"""How long the window says what it has said."""

import pytest
from PySide6.QtWidgets import QMessageBox


@pytest.mark.parametrize("next_thing", ["another layer", "an action", "an edit", "undo"])
def test_what_was_said_of_a_thing_that_is_over_goes_with_the_next_one(window, wait, next_thing):
    window.data_panel.new_seed.click()
    window.say("x.nnp could not be opened: it is empty.")
    assert window.message.text() == "x.nnp could not be opened: it is empty."
    match next_thing:
        case "another layer":
            window.editor.select(3)
        case "an action":
            window.actions_["share_text"].trigger()
            wait(lambda: window.message.text().startswith("Copied share text"))  # the action's own
            window.actions_["about"].trigger()
            window.findChild(QMessageBox).close()
        case "an edit":
            window.editor.insert("relu")
        case "undo":
            window.actions_["undo"].trigger()
    assert window.message.text() == ""
