"""The rules of ARCHITECTURE.md, checked: who imports whom, and how long a file is."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "core").rglob("*.py")) + sorted((ROOT / "playground").rglob("*.py"))
SOURCES += sorted(ROOT.glob("main.py"))
EVERYTHING = SOURCES + sorted((ROOT / "tests").rglob("*.py"))
MAX_LINES = 300


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.Module) -> Iterator[str]:
    """The full names of everything a module imports, wherever in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_import_contracts_hold() -> None:
    done = run_python(
        "import sys, importlinter.cli as cli; sys.exit(cli.lint_imports(no_cache=True))"
    )
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


def test_no_file_is_longer_than_300_lines() -> None:
    lines = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in EVERYTHING}
    assert {name: count for name, count in lines.items() if count > MAX_LINES} == {}


@pytest.mark.parametrize(
    ("modules", "absent"),
    [
        (
            "playground.document.presets, playground.document.advice, playground.document.code",
            ("torch", "numpy", "core", "PySide6"),
        ),
        ("playground.atomic_write", ("torch", "core", "PySide6")),
        ("playground.builder", ("PySide6", "pyqtgraph")),
        ("playground.cli", ("PySide6", "pyqtgraph")),
        ("playground.undoable_document", ("torch", "core", "numpy")),
        ("playground.app", ("torch", "core")),  # the window is painted before torch is there
        ("core, core.training, core.export", ("PySide6", "pyqtgraph", "playground")),
    ],
)
def test_importing_a_part_does_not_load_what_it_must_not_know(
    modules: str, absent: tuple[str, ...]
) -> None:
    code = f"import sys, {modules}; print(sorted(set({absent!r}) & sys.modules.keys()))"
    done = run_python(code)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_the_run_uses_qt_core_alone_and_undo_no_widgets() -> None:
    allowed = {ROOT / "playground" / "undoable_document.py": {"QtCore", "QtGui"}}
    for path in (ROOT / "playground" / "training").rglob("*.py"):
        allowed[path] = {"QtCore"}
    for path, names in allowed.items():
        used = imports(ast.parse(path.read_text("utf-8")))
        qt = {name.split(".")[1] for name in used if name.startswith("PySide6.")}
        assert qt <= names, name_of(path)
