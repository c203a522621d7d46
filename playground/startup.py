"""What must be there before the program can start, and a sentence about what is not. No Qt."""

import ctypes
import importlib.util
import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

# The name a package is imported by: the name it is installed by.
PACKAGES: Final[Mapping[str, str]] = {
    "PySide6": "PySide6-Essentials",
    "pyqtgraph": "pyqtgraph",
    "torch": "torch",
    "numpy": "numpy",
    "safetensors": "safetensors",
    "tqdm": "tqdm",
}
_REQUIREMENTS: Final = Path(__file__).resolve().parents[1] / "requirements.txt"
_LIBRARY: Final = re.compile(r"([\w.+-]+\.so[\w.]*): cannot open shared object file")
_DEBIAN: Final = (
    "libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon-x11-0 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)


class MissingError(Exception):
    """Something the program needs is not there; one sentence says what to do."""


def require_packages(names: Iterable[str]) -> None:
    """Look for packages, keys of `PACKAGES`, without importing them.

    Raises:
        MissingError: the first one that is not installed.
    """
    for name in names:
        if importlib.util.find_spec(name) is None:
            raise _not_installed(name)


def explain(error: ImportError | OSError) -> MissingError | None:
    """The sentence for an import that failed, or None where the program itself is at fault."""
    if isinstance(error, ModuleNotFoundError):
        name = (error.name or "").partition(".")[0]
        return _not_installed(name) if name in PACKAGES else None
    if found := _LIBRARY.search(str(error)):
        return MissingError(
            f"The system library {found[1]} is missing; on Debian and Ubuntu this installs it: "
            f"sudo apt-get install {_DEBIAN}"
        )
    return None


def require_display() -> None:
    """See that Qt will find a display: without one it would end the whole process.

    Raises:
        MissingError: no display is named, the X server does not answer, or Qt's X11 plugin
            lacks a system library.
    """
    if not sys.platform.startswith("linux"):
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    display, wayland = os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY")
    if not (platform or display or wayland):
        raise MissingError(
            "There is no display, so no window can open; "
            "`python main.py train --picture window.png` works without one."
        )
    if platform.startswith("xcb") or not (platform or wayland):
        _require_x11(display or "")


def _not_installed(name: str) -> MissingError:
    return MissingError(
        f"The Python package {PACKAGES[name]} is not installed; this installs all that is "
        f"needed: {sys.executable or 'python'} -m pip install -r {_REQUIREMENTS}"
    )


def _require_x11(display: str) -> None:
    spec = importlib.util.find_spec("PySide6")
    for folder in (spec and spec.submodule_search_locations) or ():
        plugin = Path(folder, "Qt", "plugins", "platforms", "libqxcb.so")
        if plugin.exists():
            try:
                ctypes.CDLL(str(plugin))
            except OSError as error:
                raise explain(error) or MissingError(
                    f"Qt's X11 plugin cannot be loaded: {error}."
                ) from error
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        raise explain(error) or MissingError(f"X11 cannot be used: {error}.") from error
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(None, None)
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if refused:
        raise MissingError(
            f"The X server that DISPLAY names ({display}) does not answer; correct DISPLAY, or "
            "use `python main.py train`, which needs none."
        )
