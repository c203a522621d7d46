"""From the start of the program to its end: paint first, leave nothing."""

import gc
import subprocess
import sys
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from playground.app import build, show_whole
from playground.main_window import MainWindow
from tests.soak import SOAK, many

ROOT = Path(__file__).parents[2]

BEFORE_TORCH = """
import sys, threading
from importlib.machinery import PathFinder
from PySide6.QtCore import QEvent, QEventLoop, QObject

class Gate:
    opened = threading.Event()

    def find_spec(self, name, path=None, target=None):
        if name != "torch":
            return None
        assert threading.current_thread() is not threading.main_thread(), "the window's import"
        spec = PathFinder.find_spec(name, path, target)
        load = spec.loader.exec_module
        spec.loader.exec_module = lambda module: self.opened.wait() and load(module)
        return spec

class Painted(QObject):
    names = set()

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.names.add(watched.objectName())
        return False

sys.meta_path.insert(0, Gate())
from playground.app import build
from playground.training.snapshots import RunState

app, window = build([])
painted = Painted(window)
app.installEventFilter(painted)
window.show()
wanted = {"network_editor", "boundary_plot", "chip_linear", "training_panel", "layer_panel"}
more = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
while not wanted <= painted.names:
    app.processEvents(more)
assert window.run.state is RunState.LOADING
assert all(window.editor.layer_rect(index).isValid() for index in range(8))
Gate.opened.set()
while window.run.state is RunState.LOADING:
    app.processEvents(more)
assert hasattr(sys.modules["torch"], "Tensor")
window.close()
"""

RANDOM_MOMENTS = """
import gc, os, random, sys, threading
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QThread, QTimer
from playground.app import build
from playground.training.snapshots import RunState

chance, windows, moments = random.Random(4), int(sys.argv[1]), int(sys.argv[2])


def held():
    "Threads and open files of the process, and its size in MB."
    gc.collect()
    if sys.platform != "linux":
        return threading.active_count(), 0, 0.0
    size = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return threading.active_count(), len(os.listdir("/proc/self/fd")), size


def pass_time(milliseconds):
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def anything(window):
    trigger = lambda name: window.actions_[name].trigger
    chance.choice([
        trigger("train"), trigger("train"), trigger("step"), trigger("reset"), trigger("new_seed"),
        trigger("undo"), trigger("delete_layer"), trigger("copy_layer"), trigger("move_layer_left"),
        lambda: window.editor.insert(chance.choice(["linear", "tanh", "relu"])),
        lambda: window.editor.select(chance.randrange(8)),
        lambda: window.resize(chance.randrange(1080, 1700), chance.randrange(660, 1000)),
    ])()


gc.disable()  # else a worker may collect what is left of an earlier window; see `collector`
for number in range(windows):
    app, window = build([])
    window.show()
    if number < moments:
        while window.run.state is RunState.LOADING:
            pass_time(5)
        window.actions_["train"].trigger()
        for _ in range(chance.randrange(4)):
            pass_time(chance.randrange(30))
            anything(window)
        pass_time(chance.randrange(40))
    window.document.undo_stack.setClean()
    window.close()
    assert not any(thread.isRunning() for thread in window.run.findChildren(QThread))
    assert not window.isVisible()
    window.deleteLater()
    del window
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    if number == windows // 10:  # torch is there, and every cache is full
        before = held()
after = held()
assert after[0] <= before[0] and after[1] <= before[1], (before, after)  # a pool may let go
print(f"{windows - windows // 10 - 1} windows more: {after[2] - before[2]:+.2f} MB, "
      f"still {after[0]} threads and {after[1]} open files")
"""


def run_python(code: str, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", code, *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=3000 if SOAK else 300,
        check=False,
    )


def test_the_window_is_painted_before_torch_is_there_and_never_imports_it() -> None:
    done = run_python(BEFORE_TORCH)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.soak
def test_any_moment_is_a_good_one_to_close_and_many_windows_are_not_too_many(
    figure: Callable[[str], None],
) -> None:
    done = run_python(RANDOM_MOMENTS, many(200), many(100))
    assert (done.returncode, done.stderr) == (0, "")
    figure(done.stdout.strip())


def test_qt_calls_that_return_nothing_do_not_use_none_up() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("name")
    assert abs(sys.getrefcount(None) - before) < 100


def test_a_closed_window_is_freed_with_everything_it_held(
    open_window: Callable[[], MainWindow], qapp: QApplication
) -> None:
    _, window = build([])
    window.show()
    window.actions_["train"].trigger()
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    held = {
        "window": weakref.ref(window),
        "run": weakref.ref(window.run),
        "document": weakref.ref(window.document),
        "themes": weakref.ref(window._themes),
        "editor": weakref.ref(window.editor),
        "boundary plot": weakref.ref(window.boundary_plot),
        "toolbar": weakref.ref(window.training_panel),
    }
    del window
    gc.collect()
    assert [name for name, reference in held.items() if reference() is not None] == []


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_window_that_the_screen_has_no_room_for_is_maximised(qtbot, beyond):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, window.screen().availableSize().height() + beyond)
    show_whole(window)
    assert window.isVisible()
    assert window.isMaximized() == bool(beyond)
    window.showNormal()
    assert window.height() <= window.screen().availableSize().height()
