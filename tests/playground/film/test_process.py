"""The film of a training: the frames are what the window shows at these epochs."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from playground.document import edits, file_format
from playground.document.file_format import SavedDocument
from playground.film import order as orders
from playground.film.encoders import encoder
from playground.film.order import DOCUMENT, Failed, Frame, Note
from playground.film.process import make
from playground.film.stage import Stage
from playground.proof import ROOT
from playground.theme import ThemeManager
from playground.training.data_points import points_of
from playground.training.snapshots import RunState
from tests.playground.conftest import settled
from tests.playground.film.conftest import gif_frames
from tests.playground.training.stage import HOT
from tests.playground.training.test_own_points import slope, three_classes


@pytest.fixture
def themes(qapp):
    """Makes the theme of an order; its object goes with the test."""
    made = []

    def make_theme(name):
        made.append(ThemeManager(qapp, name))
        return made[-1]

    yield make_theme
    for each in made:
        each.deleteLater()


@pytest.fixture
def film(themes, tmp_path):
    """Makes a film in this process: its path, what was told, and why it ended early."""

    def film_(spec, order, folder="film"):
        told = []
        (tmp_path / folder).mkdir()
        note = make(spec, tmp_path / folder, order, themes(order.theme), told.append)
        return orders.film(tmp_path / folder, order), told, note

    return film_


def run_process(folder: Path, spec, order, **options) -> subprocess.CompletedProcess[str]:
    (folder / DOCUMENT).write_bytes(file_format.write(SavedDocument(spec)))
    command = [sys.executable, *orders.arguments(folder, order)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **options)


def test_the_last_frame_is_the_picture_of_the_live_run_at_that_epoch(
    window, wait, order, spec, tmp_path
):
    """The run paused in between, and the film's process was told of a screen of other pixels."""
    environment = {**os.environ, "QT_SCALE_FACTOR": "2", "QT_SCREEN_SCALE_FACTORS": "2"}
    done = run_process(tmp_path, spec, order, env=environment)
    assert done.returncode == 0, done.stderr
    told = [orders.understood(line) for line in done.stdout.splitlines()]
    assert told == [*(Frame(number) for number in range(1, 6)), Note("")]
    found = gif_frames(orders.film(tmp_path, order))

    snapshots = []
    window.document.load(spec)
    window.run.snapshot.connect(snapshots.append)
    window.run.reset()
    wait(lambda: any(each.restart for each in snapshots))
    for epochs, step in ((1, 5), (4, 20)):
        window.document.edit("epochs", edits.set_training_option(spec, "epochs", epochs))
        window.run.train()
        wait(lambda step=step: snapshots[-1].step == step and settled(window))
    assert snapshots[-1].state is RunState.PAUSED

    stage = Stage(order, spec, points_of(spec), window._themes)
    stage.show()
    QApplication.processEvents()
    live = None
    for each in snapshots:
        stage.show_snapshot(each, round(each.metrics.epoch))
        if live is None:
            path = tmp_path / "live.gif"
            live = encoder("gif", path, order.speed, stage.pixels(), stage.colors())
            live.add(stage.pixels(), 1)
    live.add(stage.pixels(), 1)
    live.close()
    stage.close()
    stage.deleteLater()
    first, last = gif_frames(path)
    np.testing.assert_array_equal(found[0][1], first[1])
    np.testing.assert_array_equal(found[-1][1], last[1])
    assert (found[0][1] != found[-1][1]).any()


@pytest.mark.parametrize("kind", ["boundary", "losses", "network"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_film_has_all_frames_in_its_size_and_the_last_stays(film, spec, order, kind, theme):
    path, told, note = film(spec, replace(order, kind=kind, theme=theme))
    frames = gif_frames(path)
    assert [wait for wait, _ in frames] == [100] * 4 + [1000]
    assert told == [Frame(number) for number in range(1, 6)]
    assert note == ""
    width, height = orders.KINDS[kind].size
    assert {pixels.shape for _, pixels in frames} == {(height, width, 3)}
    edge = frames[0][1][0, width - 1]  # the background, exactly, though a GIF has few colours
    assert edge.tolist() == {"light": [0xFF] * 3, "dark": [0x1B, 0x1F, 0x26]}[theme]
    for (_, before), (_, after) in pairwise(frames):
        assert (before != after).any()


@pytest.mark.parametrize("document", [three_classes, slope])
def test_several_classes_and_numbers_are_filmed_too(film, order, document):
    path, _, _ = film(document(), replace(order, kind="network"))
    frames = gif_frames(path)
    assert len(frames) == 5
    assert (frames[0][1] != frames[-1][1]).mean() > 0.01


def test_equal_documents_give_equal_bytes(film, spec, order):
    first, _, _ = film(spec, order, "a")
    second, _, _ = film(spec, order, "b")
    assert first.read_bytes() == second.read_bytes()
    other, _, _ = film(edits.set_seed(spec, 2), order, "c")
    assert first.read_bytes() != other.read_bytes()


def test_the_switches_of_the_window_are_those_of_the_film(film, spec, order):
    plain, _, _ = film(spec, order, "a")
    seen = {plain.read_bytes()}
    for name in ("points", "test_points", "discretise"):
        switched = replace(order, **{name: not getattr(order, name)})
        seen.add(film(spec, switched, name)[0].read_bytes())
    seen.add(film(spec, replace(order, kind="losses"), "log")[0].read_bytes())
    linear = replace(order, kind="losses", logarithmic=False)
    seen.add(film(spec, linear, "linear")[0].read_bytes())
    assert len(seen) == 6


def test_a_training_that_fails_is_filmed_to_where_it_does(film, order):
    path, told, note = film(HOT, replace(order, epochs=50, seconds=5))
    assert 2 <= len(told) < 51
    assert len(gif_frames(path)) == len(told)
    assert gif_frames(path)[-1][0] == 1000
    assert "where the loss is no longer a finite number" in note


def test_a_training_that_stops_early_is_filmed_to_there(film, spec, order):
    spec = edits.set_training_option(spec, "early_stopping", 1)
    _, told, note = film(spec, replace(order, epochs=500, seconds=50))
    assert len(told) < 501
    assert note.startswith("Stopped early at epoch ")
    assert note.endswith("The film ends there.")


def test_the_set_number_of_epochs_does_not_end_a_film(film, spec, order):
    spec = edits.set_training_option(spec, "epochs", 1)
    assert len(film(spec, order)[1]) == 5


def test_a_disk_without_room_is_one_sentence(tmp_path, spec, order):
    """The file may not grow beyond a few bytes, which the system reports as it does a full disk."""
    limit = (
        "import resource, runpy, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); sys.argv = sys.argv[1:];"
        "runpy.run_module(sys.argv.pop(0), run_name='__main__', alter_sys=True)"
    )
    (tmp_path / DOCUMENT).write_bytes(file_format.write(SavedDocument(spec)))
    _, module, *rest = orders.arguments(tmp_path, order)
    command = [sys.executable, "-c", limit, module, module, *rest]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    said = orders.understood(done.stdout.splitlines()[-1])
    assert said == Failed(f"The film could not be made in {tmp_path.parent}: file too large.")
