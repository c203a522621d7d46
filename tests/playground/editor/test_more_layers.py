"""The layers behind "More": by mouse and by keyboard."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from playground.document.catalogue import COMMON, LAYERS
from playground.document.layer_kinds import OFFERED
from playground.editor.palette import LayerPalette
from playground.widgets.tab_order import set_reading_order


@pytest.fixture
def host(qtbot, themes):
    """A window with a palette and nothing else."""
    window = QWidget()
    window.resize(900, 500)
    palette = LayerPalette(themes)
    layout = QVBoxLayout(window)
    before, after = QPushButton("Before"), QPushButton("After")
    layout.addWidget(before)
    layout.addWidget(palette)
    layout.addWidget(after)
    layout.addStretch(1)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.palette_ = palette
    window.after_ = after
    return window


def more(host):
    return host.findChild(QWidget, "more_layers")


def panel(host):
    return host.findChild(QWidget, "more_layers_panel")


def chip(host, kind):
    return host.findChild(QWidget, f"chip_{kind}")


def open_panel(host):
    QTest.mouseClick(more(host), Qt.MouseButton.LeftButton)
    assert panel(host).isVisible()


def test_every_kind_has_one_chip_and_the_rare_ones_are_behind_more(host):
    for kind in OFFERED:
        assert chip(host, kind).isVisible() == (kind in COMMON)
    open_panel(host)
    for kind in OFFERED:
        assert chip(host, kind).isVisible()
        assert host.rect().contains(chip(host, kind).mapTo(host, QPoint(0, 0)))
        assert chip(host, kind).accessibleName() == f"Insert {LAYERS[kind].name}"


def test_a_click_inserts_and_closes(host):
    chosen = []
    host.palette_.chosen.connect(chosen.append)
    open_panel(host)
    QTest.mouseClick(chip(host, "gelu"), Qt.MouseButton.LeftButton)
    assert chosen == ["gelu"]
    assert not panel(host).isVisible()


def test_the_keyboard_opens_walks_inserts_and_gets_back(host):
    chosen = []
    host.palette_.chosen.connect(chosen.append)
    more(host).setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(more(host), Qt.Key.Key_Space)
    first = QApplication.focusWidget()
    assert first is panel(host).chips[0]
    QTest.keyClick(first, Qt.Key.Key_Tab)
    second = QApplication.focusWidget()
    assert second is panel(host).chips[1]
    QTest.keyClick(second, Qt.Key.Key_Escape)
    assert not panel(host).isVisible()
    assert QApplication.focusWidget() is more(host)
    QTest.keyClick(more(host), Qt.Key.Key_Space)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert chosen == [first.kind]
    assert QApplication.focusWidget() is more(host)


def test_a_click_elsewhere_closes(host):
    open_panel(host)
    QTest.mouseClick(host, Qt.MouseButton.LeftButton, pos=QPoint(880, 480))
    assert not panel(host).isVisible()


def test_a_second_click_on_the_button_closes(host):
    open_panel(host)
    QTest.mouseClick(more(host), Qt.MouseButton.LeftButton)
    assert not panel(host).isVisible()


def test_a_drag_leaves_the_canvas_free(host, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "playground.editor.chip.QDrag.exec", lambda drag, _: seen.append(panel(host).isVisible())
    )
    open_panel(host)
    source = chip(host, "mish")
    start = source.rect().center()
    QTest.mousePress(source, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(source, start + QPoint(40, 60))
    assert seen == [False]


def test_esc_closes_what_the_mouse_opened_with_the_keyboard_elsewhere(host):
    elsewhere = chip(host, "linear")
    elsewhere.setFocus(Qt.FocusReason.TabFocusReason)
    open_panel(host)
    assert QApplication.focusWidget() is elsewhere
    QTest.keyClick(host.windowHandle(), Qt.Key.Key_Escape)
    assert not panel(host).isVisible()
    assert QApplication.focusWidget() is elsewhere


def test_tab_goes_into_what_the_mouse_opened_and_beyond_it_closes(host):
    chip(host, "linear").setFocus(Qt.FocusReason.TabFocusReason)
    open_panel(host)
    QTest.keyClick(host.windowHandle(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is panel(host).chips[0]
    chip(host, "tanh").setFocus(Qt.FocusReason.TabFocusReason)
    assert not panel(host).isVisible()
    assert QApplication.focusWidget() is chip(host, "tanh")


def test_tab_back_from_outside_closes_the_panel(host):
    chip(host, "tanh").setFocus(Qt.FocusReason.TabFocusReason)
    open_panel(host)
    QTest.keyClick(host.windowHandle(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is chip(host, "linear")
    assert not panel(host).isVisible()


def test_the_panel_lies_between_its_button_and_what_follows(host):
    set_reading_order(host, (host,))  # as the main window does, before the panel was ever shown
    open_panel(host)
    first, last = panel(host).chips[0], chip(host, "identity")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is more(host)
    assert panel(host).isVisible()
    last.setFocus()
    QTest.keyClick(last, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is host.after_
    assert not panel(host).isVisible()
