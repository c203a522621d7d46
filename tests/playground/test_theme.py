"""Two themes that can be read, switched while the program runs, and hold every colour."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QMenu,
    QPushButton,
    QSlider,
    QToolButton,
    QToolTip,
    QWidget,
)

import playground
from playground.theme import DARK, LIGHT, ThemeManager, style_sheet


@pytest.fixture
def themes(qapp: QApplication) -> Iterator[ThemeManager]:
    manager = ThemeManager(qapp, "light")
    yield manager
    manager.choose("light")
    manager.deleteLater()


def luminance(name: str) -> float:
    """Relative luminance as in WCAG 2."""
    channels = [value / 255 for value in QColor(name).getRgb()[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def colors(widget: QWidget, left: int = 4) -> set[str]:
    """What is painted inside of its border, from `left` on."""
    picture = widget.grab(widget.rect().adjusted(left, 4, -4, -4)).toImage()
    return {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
    }


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_text_can_be_read_on_every_ground_it_stands_on(theme):
    for ground in (theme.surface, theme.canvas, theme.sunken, theme.hover):
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.muted, ground) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.warning, theme.surface) >= 4.5
    for name in (theme.low_text, theme.high_text, theme.focus):
        assert contrast(name, theme.surface) >= 3


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_scale_runs_from_low_over_middle_to_high(theme):
    scale = theme.scale(255)
    for index, name in ((0, theme.low), (127, theme.middle), (254, theme.high)):
        assert f"#{scale[index] & 0xFFFFFF:06x}" == name
    assert (scale >> 24 == 0xFF).all()


def test_a_choice_reaches_palette_sheet_and_listeners(themes, qapp, qtbot):
    with qtbot.waitSignal(themes.changed) as heard:
        themes.choose("dark")
    assert heard.args == [DARK]
    assert themes.current is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.surface
    assert DARK.accent in qapp.styleSheet()
    assert LIGHT.accent not in qapp.styleSheet()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_style_sheet_is_whole(theme):
    sheet = style_sheet(theme)
    assert "%(" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_the_keyboard_draws_one_ring_around_a_button_and_nothing_in_it(themes, qtbot):
    window = QWidget()
    first, second = QPushButton(window), QPushButton(window)
    second.move(0, 60)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert len(colors(second)) == 1


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_arrows_of_a_file_dialog_can_be_seen(themes, qtbot, tmp_path, theme):
    themes.choose(theme.name)
    dialog = QFileDialog(None, "Open", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setNameFilters(["All files (*)"])
    dialog.ensurePolished()
    dialog.grab()  # which lays it out
    up = dialog.findChild(QToolButton, "toParentButton")
    assert max(contrast(each, theme.sunken) for each in colors(up)) >= 3
    types = dialog.findChild(QComboBox, "fileTypeCombo")
    assert max(contrast(each, theme.sunken) for each in colors(types, types.width() - 24)) >= 3


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_a_slider_that_cannot_be_moved_looks_so(themes, qtbot, choice):
    themes.choose(choice)
    slider = QSlider(Qt.Orientation.Horizontal)
    qtbot.addWidget(slider)
    slider.setValue(50)
    assert themes.current.accent in colors(slider)
    slider.setEnabled(False)
    assert themes.current.accent not in colors(slider)


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_a_quiet_button_shows_that_it_is_down(themes, qtbot, choice):
    themes.choose(choice)
    button = QPushButton("Paint")
    qtbot.addWidget(button)
    button.setProperty("role", "quiet")
    button.setCheckable(True)
    assert themes.current.hover not in colors(button)
    button.setChecked(True)
    assert themes.current.hover in colors(button)


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_a_menu_is_divided_by_the_line_of_every_border(themes, qtbot, choice):
    themes.choose(choice)
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.addAction("")
    menu.addSeparator()
    menu.addAction("")
    line = menu.actionGeometry(menu.actions()[1])
    picture = menu.grab().toImage()
    middle = picture.pixelColor(line.center())
    assert middle.name() == themes.current.border


def test_a_tool_tip_is_no_larger_than_what_it_explains(themes, qtbot):
    button = QPushButton("Paint")
    qtbot.addWidget(button)
    button.ensurePolished()
    QToolTip.showText(QPoint(0, 0), "Add, spray, erase and move points", button)
    (tip,) = (each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel"))
    size = tip.font().pixelSize()
    tip.close()
    tip.deleteLater()
    assert size == button.font().pixelSize() == 13


def test_colours_are_written_in_the_theme_alone():
    folder = Path(playground.__file__).parent
    literal = re.compile(r"""["']#[0-9a-fA-F]{3,8}["']|QColor\(\d|GlobalColor\.(?!transparent)""")
    found = [
        f"{path.relative_to(folder)}: {line.strip()}"
        for path in folder.rglob("*.py")
        if path.name != "theme.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if literal.search(line)
    ]
    assert not found
