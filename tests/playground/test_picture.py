"""The picture without a display: the real window, trained, and nobody's settings."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from playground import app, picture
from playground.builder import build_trainer
from playground.document.presets import default
from playground.document.spec import DataSpec, TrainSpec
from playground.plots import text
from playground.settings import Settings
from playground.training.run import Run

SPEC = replace(default(), data=DataSpec(points=100), training=TrainSpec(batch_size=10))


@pytest.fixture
def windows(qapp, settings_folder, monkeypatch):
    """The windows that are drawn: kept, and deleted as Qt deletes them."""
    found, build = [], app.build

    def kept(*arguments, **options):
        found.append(build(*arguments, **options)[1])
        return qapp, found[-1]

    monkeypatch.setattr(app, "build", kept)
    yield found
    found.pop().deleteLater()


def test_it_shows_the_numbers_of_the_trainer(windows, settings_folder, tmp_path, monkeypatch):
    speeds, set_speed = [], Run.set_speed
    monkeypatch.setattr(
        Run, "set_speed", lambda run, speed: speeds.append(speed) or set_speed(run, speed)
    )
    settings = Settings()
    settings.speed, settings.theme, settings.show_points = 20_000.0, "dark", False
    settings.store.sync()
    before = {path: path.read_bytes() for path in settings_folder.rglob("*.ini")}

    path = tmp_path / "window.png"
    picture.render(SPEC, 30, path)

    image = QImage(str(path))
    assert (image.width(), image.height()) == (1600, 1000)
    trainer = build_trainer(SPEC)
    *_, last = trainer.run(30)
    shown = {
        name: windows[0].findChild(QLabel, name).text()
        for name in ("test_error", "train_error", "test_loss")
    }
    assert shown == {
        "test_error": text.percent(last.test_error),
        "train_error": text.percent(last.train_error),
        "test_loss": text.loss(last.test_loss),
    }
    # What the user likes to see is neither followed (a slow speed would take hours) nor changed.
    assert speeds == [None]
    assert windows[0].boundary_plot.points.isChecked()
    assert {path: path.read_bytes() for path in settings_folder.rglob("*.ini")} == before


def test_it_is_drawn_also_where_early_stopping_ends_the_training(windows, tmp_path):
    stopping = replace(SPEC.training, learning_rate=1.0, early_stopping=1)
    picture.render(replace(SPEC, training=stopping), 100_000, tmp_path / "window.png")
    assert not QImage(str(tmp_path / "window.png")).isNull()
