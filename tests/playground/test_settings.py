"""What is remembered comes back with its type; what is damaged reads as the default."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QStandardPaths

from playground.settings import Settings

VALUES = {
    "theme": ("system", "dark"),
    "geometry": (b"", b"\x00\x01\xff,="),
    "speed": (None, 10.0),
    "export_folder": ("", "/tmp/a folder, with a comma"),
    "data_folder": ("", "/tmp/tables"),
    "show_points": (True, False),
    "show_test_points": (False, True),
    "discretise": (False, True),
    "log_loss": (True, False),
}


@pytest.mark.parametrize(("name", "values"), VALUES.items())
def test_a_value_comes_back_in_the_next_start(settings_folder, qapp, name, values):
    default, other = values
    first = Settings()
    assert getattr(first, name) == default
    setattr(first, name, other)
    first.store.sync()
    again = getattr(Settings(), name)
    assert again == other
    assert type(again) is type(other)


@pytest.mark.parametrize("damage", ["", "nan", "-3", "inf", "purple", "ÿ", ["a", "b"]])
@pytest.mark.parametrize("name", [name for name in VALUES if not name.endswith("_folder")])
def test_damage_reads_as_the_default(settings_folder, qapp, name, damage):
    settings = Settings()
    setattr(settings, name, VALUES[name][1])
    for key in settings.store.allKeys():
        settings.store.setValue(key, damage)
    settings.store.sync()
    assert getattr(Settings(), name) == VALUES[name][0]


def test_a_speed_of_full_is_remembered_as_such(settings_folder, qapp):
    settings = Settings()
    settings.speed = 5.0
    settings.speed = None
    assert settings.speed is None


@pytest.mark.parametrize("kind", ["export", "document", "data"])
def test_files_are_looked_for_where_the_last_was_else_among_the_documents(
    settings_folder, qapp, tmp_path, kind
):
    places, found = QStandardPaths.StandardLocation, QStandardPaths.writableLocation
    documents, home = Path(found(places.DocumentsLocation)), Path(found(places.HomeLocation))
    settings = Settings()
    assert getattr(settings, f"existing_{kind}_folder") == str(home)
    documents.mkdir()
    try:
        for last, wanted in (("", documents), (tmp_path, tmp_path), (tmp_path / "no", documents)):
            setattr(settings, f"{kind}_folder", str(last))
            assert getattr(settings, f"existing_{kind}_folder") == str(wanted)
    finally:
        documents.rmdir()


@pytest.mark.parametrize("stored", ["0", "1e-300", "-5", "nan", "inf", "fast"])
def test_a_speed_that_nobody_can_choose_reads_as_full(settings_folder, qapp, stored):
    settings = Settings()
    settings.store.setValue("speed", stored)
    assert settings.speed is None


def test_it_is_one_small_readable_file(settings_folder, qapp):
    settings = Settings()
    settings.theme = "dark"
    settings.store.sync()
    assert settings.store.status() == QSettings.Status.NoError
    written = list(settings_folder.rglob("*.ini"))
    assert len(written) == 1
    assert "dark" in written[0].read_text()
