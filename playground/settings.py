"""What the window remembers between two starts: a typed table over QSettings."""

import base64
import binascii
import math
from collections.abc import Callable
from pathlib import Path
from typing import Final, Generic, TypeVar, overload

from PySide6.QtCore import QSettings, QStandardPaths

from playground.theme import CHOICES, Choice

T = TypeVar("T")
_NAME: Final = "neural-playground"


class _Entry(Generic[T]):
    """One remembered value: read by `decode`, and `default` where that is impossible."""

    def __init__(
        self, key: str, default: T, decode: Callable[[str], T], encode: Callable[[T], str] = str
    ) -> None:
        self._key, self._default, self._decode, self._encode = key, default, decode, encode

    @overload
    def __get__(self, owner: None, kind: type) -> "_Entry[T]": ...
    @overload
    def __get__(self, owner: "Settings", kind: type) -> T: ...
    def __get__(self, owner: "Settings | None", kind: type) -> "T | _Entry[T]":
        if owner is None:
            return self
        stored = owner.store.value(self._key)
        if not isinstance(stored, str):
            return self._default
        try:
            return self._decode(stored)
        except ValueError:
            return self._default

    def __set__(self, owner: "Settings", value: T) -> None:
        owner.store.setValue(self._key, self._encode(value))


def _choice(text: str) -> Choice:
    for choice in CHOICES:
        if choice == text:
            return choice
    raise ValueError(text)


def _flag(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(text)
    return text == "yes"


def _speed(text: str) -> float | None:
    if text == "full":
        return None
    value = float(text)
    if not (math.isfinite(value) and value >= 1):  # a run would wait for its next step for ever
        raise ValueError(text)
    return value


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error


def _paths(text: str) -> tuple[str, ...]:
    if "\0" in text:
        raise ValueError(text)
    return tuple(filter(None, text.split("\n")))


def _toggle(name: str, default: bool) -> _Entry[bool]:
    return _Entry(f"plots/{name}", default, _flag, lambda value: "yes" if value else "no")


class Settings:
    """Attributes that outlive the program; a damaged or missing value reads as its default.

    theme, geometry (of the window; empty: none yet), speed (steps a second; None: full),
    welcomed (whether the first start is over), export_folder, document_folder, data_folder (empty:
    none yet), recent_files (newest first), and the toggles of the plots.
    """

    theme = _Entry[Choice]("theme", "system", _choice)
    geometry = _Entry[bytes](
        "geometry", b"", _bytes, lambda value: base64.b64encode(value).decode("ascii")
    )
    speed = _Entry[float | None](
        "speed", None, _speed, lambda value: "full" if value is None else repr(value)
    )
    welcomed = _Entry[bool]("welcomed", False, _flag, lambda value: "yes" if value else "no")
    export_folder = _Entry[str]("export_folder", "", str)
    document_folder = _Entry[str]("document_folder", "", str)
    data_folder = _Entry[str]("data_folder", "", str)
    recent_files = _Entry[tuple[str, ...]]("recent_files", (), _paths, "\n".join)
    show_points = _toggle("points", True)
    show_test_points = _toggle("test_points", False)
    discretise = _toggle("discretise", False)
    log_loss = _toggle("log_loss", True)

    @property
    def existing_export_folder(self) -> str:
        """`export_folder`; where there is none any more, the user's documents or home."""
        return _existing(self.export_folder)

    @property
    def existing_document_folder(self) -> str:
        """`document_folder`; where there is none any more, the user's documents or home."""
        return _existing(self.document_folder)

    @property
    def existing_data_folder(self) -> str:
        """`data_folder`; where there is none any more, the user's documents or home."""
        return _existing(self.data_folder)

    def __init__(self, store: QSettings | None = None) -> None:
        """store: where they are kept; None: the user's own file."""
        self.store = store or QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, _NAME, _NAME
        )


def _existing(folder: str) -> str:
    places = QStandardPaths.StandardLocation
    documents = QStandardPaths.writableLocation(places.DocumentsLocation)
    home = QStandardPaths.writableLocation(places.HomeLocation)
    return next((each for each in (folder, documents) if each and Path(each).is_dir()), home)
