"""Light and dark: the colours, the palette and the style sheet of the whole window."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from playground.style_sheet import SHEET

Choice = Literal["system", "light", "dark"]
CHOICES: Final[tuple[Choice, ...]] = ("system", "light", "dark")
_CHEVRON: Final = Path(__file__).resolve().parents[1] / "assets" / "chevron.svg"
_FAMILY: Final = "Inter"  # where it is installed; the system's own font elsewhere


# Of the classes after the first two. Red and green never stand alone: every class has a shape too.
FURTHER_CLASSES: Final = (
    *("#12966b", "#b8509c", "#c9a200", "#4fb3d9"),
    *("#8f2d56", "#7a8290", "#8a5a35", "#7cb518"),
)


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme, as #rrggbb. `low` and `high` belong to data and weights alone.

    low, middle, high: the diverging scale of heatmaps and weights at −1, 0, +1.
    """

    name: Literal["light", "dark"]
    canvas: str  # behind the network
    surface: str  # side panels, cards
    sunken: str  # buttons and fields
    hover: str
    border: str
    text: str
    muted: str  # labels: still 4.5 : 1 on surface and canvas
    accent: str
    on_accent: str
    focus: str
    warning: str
    grid: str
    low: str
    middle: str
    high: str
    low_text: str  # darker (lighter) `low` for text and thin lines, 3 : 1 on surface
    high_text: str
    point_edge: str
    iso: str

    def color(self, name: str) -> QColor:
        """The QColor of the field `name`."""
        return QColor(getattr(self, name))

    def class_color(self, number: int) -> QColor:
        """The colour of class 0 … 9; `low` and `high` are those of the first two."""
        return QColor((self.low, self.high, *FURTHER_CLASSES)[number])

    def tints(self, number: int, steps: int = 256) -> NDArray[np.uint32]:
        """From the middle of the scale to the colour of class `number`, as 0xffRRGGBB."""
        return _blend((self.middle, self.class_color(number).name()), steps)

    def scale(self, steps: int = 256) -> NDArray[np.uint32]:
        """The diverging scale as `steps` values 0xffRRGGBB from −1 to +1."""
        return _blend((self.low, self.middle, self.high), steps)


LIGHT: Final = Theme(
    name="light",
    canvas="#f3f4f6",
    surface="#ffffff",
    sunken="#f6f7f9",
    hover="#e9ecf0",
    border="#dfe2e7",
    text="#16191d",
    muted="#5c6672",
    accent="#1769d2",
    on_accent="#ffffff",
    focus="#1769d2",
    warning="#9a5b00",
    grid="#e3e6ea",
    low="#e87722",
    middle="#f5f6f8",
    high="#1874bf",
    low_text="#c25a0c",
    high_text="#1874bf",
    point_edge="#ffffff",
    iso="#16191d",
)

DARK: Final = Theme(
    name="dark",
    canvas="#14171c",
    surface="#1b1f26",
    sunken="#222731",
    hover="#2c323d",
    border="#303642",
    text="#e9ecf1",
    muted="#9aa4b2",
    accent="#4c9aff",
    on_accent="#0b1118",
    focus="#7db6ff",
    warning="#ffbf66",
    grid="#2b313b",
    low="#f58b39",
    middle="#171a20",
    high="#3f96ea",
    low_text="#ff9d52",
    high_text="#5aa9f5",
    point_edge="#0f1216",
    iso="#ffffff",
)


class ThemeManager(QObject):
    """Chooses and applies the theme; every view that paints by hand listens to `changed`.

    Signals:
        changed(object): the new Theme. A view reads `current` first, then listens.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication, choice: Choice = "system") -> None:
        super().__init__(app)
        self._app = app
        self._choice: Choice = choice
        self.current = LIGHT
        if _FAMILY in QFontDatabase.families():
            app.setFont(QFont(_FAMILY))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def choice(self) -> Choice:
        """What the user chose; "system" follows the desktop while the program runs."""
        return self._choice

    def choose(self, choice: Choice) -> None:
        """Switch to "light", "dark", or to following the system."""
        self._choice = choice
        self._apply()

    def _apply(self) -> None:
        scheme = QGuiApplication.styleHints().colorScheme()
        dark = self._choice == "dark" or (
            self._choice == "system" and scheme == Qt.ColorScheme.Dark
        )
        self.current = DARK if dark else LIGHT
        self._app.setStyle("Fusion")
        self._app.setPalette(palette(self.current))
        self._app.setStyleSheet(style_sheet(self.current))
        self.changed.emit(self.current)


def palette(theme: Theme) -> QPalette:
    """Qt's own palette in the theme's colours: plain widgets need no style sheet."""
    role = QPalette.ColorRole
    result = QPalette()
    for roles, name in (
        ((role.Window, role.Base), "surface"),
        ((role.AlternateBase, role.Button), "sunken"),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), "text"),
        ((role.ToolTipBase,), "surface"),
        ((role.Highlight, role.Accent, role.Link), "accent"),
        ((role.HighlightedText,), "on_accent"),
        ((role.PlaceholderText,), "muted"),
        ((role.Light, role.Midlight, role.Mid, role.Dark), "border"),
    ):
        for each in roles:
            result.setColor(each, theme.color(name))
    for each in (role.WindowText, role.Text, role.ButtonText):
        faded = theme.color("muted")
        faded.setAlphaF(0.6)
        result.setColor(QPalette.ColorGroup.Disabled, each, faded)
    return result


def style_sheet(theme: Theme) -> str:
    """What the palette cannot say: rounded fields, flat buttons, quiet scroll bars."""
    colors = {name: getattr(theme, name) for name in Theme.__dataclass_fields__}
    return SHEET % {"chevron": _CHEVRON.as_posix(), **colors}


@lru_cache(maxsize=64)
def _blend(names: tuple[str, ...], steps: int) -> NDArray[np.uint32]:
    """`steps` colours that run through those of these names, equally far apart; read-only."""
    ends = [QColor(name) for name in names]
    at, given = np.linspace(0.0, 1.0, steps), np.linspace(0.0, 1.0, len(ends))
    channels = zip(*((each.red(), each.green(), each.blue()) for each in ends), strict=True)
    red, green, blue = (
        np.rint(np.interp(at, given, channel)).astype(np.uint32) for channel in channels
    )
    colors: NDArray[np.uint32] = (0xFF << 24) | (red << 16) | (green << 8) | blue
    colors.flags.writeable = False
    return colors
