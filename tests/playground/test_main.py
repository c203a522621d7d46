"""The front door: one helpful sentence and exit code 2 for everything that is missing."""

import ast
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from playground import startup

ROOT = Path(__file__).parents[2]
MAIN = ROOT / "main.py"
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays of Linux")


def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start main.py in the given environment alone."""
    return subprocess.run(
        [sys.executable, *map(str, words)],
        env={"PATH": os.environ["PATH"], **environment},
        cwd="/",
        capture_output=True,
        text=True,
    )


def refused(done: subprocess.CompletedProcess[str], *expected: str) -> None:
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    for each in expected:
        assert each in done.stderr


@pytest.fixture
def without(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """An environment that has all installed packages but those named; start Python with -S."""

    def hide(*names: str) -> dict[str, str]:
        for entry in Path(sysconfig.get_paths()["purelib"]).iterdir():
            if entry.name.lower().partition("-")[0].partition(".")[0] not in map(str.lower, names):
                (tmp_path / entry.name).symlink_to(entry)
        return {"PYTHONPATH": str(tmp_path)}

    return hide


# --- Python itself -----------------------------------------------------------------------------


def test_any_python_3_can_read_the_front_door() -> None:
    ast.parse(MAIN.read_text(), feature_version=(3, 4))


def test_a_python_that_is_too_old_is_told_which_one_is_needed() -> None:
    code = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0)\n"
        f"runpy.run_path({str(MAIN)!r}, run_name='__main__')"
    )
    refused(run("-c", code), "Python 3.11 or newer is needed, this is 3.9.")


# --- packages and libraries --------------------------------------------------------------------


@pytest.mark.parametrize("name", startup.PACKAGES)
def test_a_missing_package_is_named_before_the_window_opens(
    name: str, without: Callable[..., dict[str, str]]
) -> None:
    done = run("-S", MAIN, **without(name), QT_QPA_PLATFORM="offscreen")
    package = startup.PACKAGES[name]
    refused(done, f"{package} is not installed", f"pip install -r {ROOT / 'requirements.txt'}")


@pytest.mark.parametrize("name", ["torch", "numpy", "tqdm"])
def test_a_missing_package_is_named_by_the_command_line(
    name: str, without: Callable[..., dict[str, str]]
) -> None:
    done = run("-S", MAIN, "train", "--epochs", "1", **without(name))
    refused(done, f"{name} is not installed")


@pytest.mark.parametrize(
    ("option", "file", "hidden", "package"),
    [
        ("--picture", "window.png", "PySide6", "PySide6-Essentials"),
        ("--export", "weights.pt", "safetensors", "safetensors"),
    ],
)
def test_what_cannot_be_written_for_lack_of_a_package_is_refused_before_training(
    option: str,
    file: str,
    hidden: str,
    package: str,
    without: Callable[..., dict[str, str]],
    tmp_path: Path,
) -> None:
    words = ("train", "--epochs", "1", option, tmp_path / file)
    refused(run("-S", MAIN, *words, **without(hidden)), f"{package} is not installed")


def test_a_missing_system_library_is_named_with_the_way_to_install_it(tmp_path: Path) -> None:
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "__init__.py").touch()
    reason = "libEGL.so.1: cannot open shared object file: No such file or directory"
    (tmp_path / "PySide6" / "QtCore.py").write_text(f"raise ImportError({reason!r})")
    done = run(MAIN, PYTHONPATH=str(tmp_path), QT_QPA_PLATFORM="offscreen")
    refused(done, "The system library libEGL.so.1 is missing", "apt-get install libegl1")


@linux
def test_a_missing_library_of_the_x11_plugin_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt itself would abort the process for it."""

    def load(name: str) -> None:
        raise OSError("libxcb-cursor.so.0: cannot open shared object file: No such file")

    monkeypatch.setattr("ctypes.CDLL", load)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    with pytest.raises(startup.MissingError, match=r"libxcb-cursor\.so\.0 .*libxcb-cursor0"):
        startup.require_display()


def test_a_fault_of_the_program_is_not_taken_for_a_missing_package() -> None:
    assert startup.explain(ModuleNotFoundError("no", name="playground.windw")) is None
    assert startup.explain(ImportError("cannot import name 'x' from 'core'")) is None


# --- the display -------------------------------------------------------------------------------


@linux
def test_without_a_display_a_sentence_says_what_works() -> None:
    refused(run(MAIN), "There is no display", "python main.py train")
    refused(run(MAIN, DISPLAY="", WAYLAND_DISPLAY=""), "There is no display")


@linux
def test_a_display_that_does_not_answer_is_named() -> None:
    refused(run(MAIN, DISPLAY=":7654"), "DISPLAY names (:7654) does not answer")
    refused(run(MAIN, DISPLAY=":7654", QT_QPA_PLATFORM="xcb"), "does not answer")


@pytest.mark.parametrize(
    "environment", [{"QT_QPA_PLATFORM": "offscreen"}, {"WAYLAND_DISPLAY": "wayland-0"}]
)
def test_a_display_that_needs_no_x_server_is_left_to_qt(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    startup.require_display()


# --- where the door leads ----------------------------------------------------------------------

WITH_FAKE_WINDOW = f"""
import runpy, sys, types
sys.path.insert(0, {str(ROOT)!r})
import playground
playground.app = sys.modules["playground.app"] = types.ModuleType("playground.app")
playground.app.main = lambda argv: print("window", *argv) or 5
sys.argv = ["main.py", *sys.argv[1:]]
runpy.run_path({str(MAIN)!r}, run_name="__main__")
"""


def test_without_a_command_the_window_opens_and_its_exit_code_counts(tmp_path: Path) -> None:
    document = tmp_path / "document"
    document.touch()
    for words in ([], [document]):
        done = run("-c", WITH_FAKE_WINDOW, *words, QT_QPA_PLATFORM="offscreen")
        assert (done.returncode, done.stdout) == (5, " ".join(map(str, ["window", *words])) + "\n")


def test_what_is_no_command_and_no_file_is_wrong_use() -> None:
    refused(run("-c", WITH_FAKE_WINDOW, "trian"), "'trian'", "--help")


def test_the_window_does_not_wait_for_torch() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import main\n"
        "from playground import startup\n"
        "startup.require_packages(startup.PACKAGES)\n"
        "assert 'torch' not in sys.modules and 'PySide6' not in sys.modules\n"
    )
    assert run("-c", code).returncode == 0
