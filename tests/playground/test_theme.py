"""Two themes that can be read, switched while the program runs, and hold every colour."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

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
    picture = second.grab(second.rect().adjusted(4, 4, -4, -4)).toImage()
    colors = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
    assert len(colors) == 1


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
