"""Everything in the window that can have the focus tells its name to assistive technology."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QWidget

from playground.document import edits
from playground.document.presets import PRESETS


def focusable(window: QWidget) -> list[QWidget]:
    """Less what Qt's own controls are made of: lists of drop-down lists, and viewports."""
    return [
        each
        for each in window.findChildren(QWidget)
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and each.focusProxy() is None
        and not (isinstance(each, QAbstractItemView) and _in_a_box(each))
    ]


def _in_a_box(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QComboBox):
        parent = parent.parentWidget()
    return parent is not None


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_focusable_widget_has_a_name(window, theme):
    window._themes.choose(theme)
    bare = edits.set_layers(window.document.spec, PRESETS[1].layers[:-1])
    window.document.edit("Xavier and a bare last Linear", bare)
    for index in (0, 1):
        window.editor.select(index)
        assert window.findChild(QAbstractButton, "advice_fix").isVisible()
        found = focusable(window)
        assert [each for each in found if not each.accessibleName()] == []
        assert len(found) > 30


def test_names_tell_controls_of_one_kind_apart(window):
    for kind in (QAbstractButton, QComboBox):
        visible = [each for each in window.findChildren(kind) if each.isVisible()]
        names = [each.accessibleName() for each in visible]
        assert len(set(names)) == len(names), sorted(names)


def test_no_tool_tip_has_a_line_that_is_too_long_to_read(window):
    tips = [
        each.toolTip() for each in (*window.findChildren(QWidget), *window.findChildren(QAction))
    ]
    for box in window.findChildren(QComboBox):
        tips += [box.itemData(i, Qt.ItemDataRole.ToolTipRole) or "" for i in range(box.count())]
    lines = {line for tip in tips for line in tip.split("\n")}
    assert len(lines) > 80
    assert {line for line in lines if len(line) > 72 + len(" (Ctrl+Shift+S)")} == set()


def test_no_label_reads_markup(window):
    for label in window.findChildren(QLabel):
        if "<" in label.text():
            assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
    window.say("<b>weights</b>.pt")
    assert window.message.textFormat() == Qt.TextFormat.PlainText
