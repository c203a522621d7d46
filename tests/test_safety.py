"""What no source may do with data from outside: run it, map it, send it, or show it as markup."""

import ast
from collections.abc import Iterator

import pytest

from tests.test_architecture import SOURCES, imports, name_of

CODE = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "runpy", "yaml"}
NETWORK = {"socket", "ssl", "http", "ftplib", "smtplib", "socketserver", "xmlrpc", "requests"}
NETWORK |= {"httpx", "aiohttp", "urllib.request", "PySide6.QtNetwork", "torch.hub", "webbrowser"}
MAPS = {"mmap", "numpy.memmap", "numpy.lib.format.open_memmap"}
MODULES = CODE | NETWORK | MAPS

CALLS = {"eval", "exec", "compile", "__import__"}
ATTRIBUTES = {"load_file", "safe_open", "memmap", "open_memmap", "from_file", "fromregex"}
ATTRIBUTES |= {"load_module", "import_module", "exec_module", "load_state_dict_from_url"}
ATTRIBUTES |= {"RichText", "AutoText", "MarkdownText", "setHtml", "insertHtml", "setMarkdown"}
ATTRIBUTES |= {"QTextEdit", "QTextBrowser", "QTextDocument", "QErrorMessage", "QGraphicsTextItem"}
GUARDS = {"torch.load": "weights_only=True", "np.load": "allow_pickle=False"}

ALLOWED = {
    # A pair of sockets inside the process brings a signal of the system to the event loop.
    ("playground/signals.py", "socket"),
    # The fresh process of a proof runs the program that was written just before.
    ("playground/proof_process.py", "runpy"),
}


def banned(source: str) -> Iterator[str]:
    """What of `source` nothing here may use."""
    tree = ast.parse(source)
    for name in imports(tree):
        yield from (each for each in MODULES if f"{name}.".startswith(f"{each}."))
        yield from {name.rpartition(".")[2]} & ATTRIBUTES
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in CALLS:
            yield node.id
        if isinstance(node, ast.Attribute):
            text = ast.unparse(node)
            yield from {node.attr} & ATTRIBUTES
            yield from {text} & {"torch.hub", "os.system", "os.popen"}
            if ast.unparse(node.value) == "builtins":
                yield text
        if isinstance(node, ast.Call):
            yield from unguarded(node)


def unguarded(call: ast.Call) -> Iterator[str]:
    """A call that is safe with one argument alone, without it; a box that reads tags."""
    name = ast.unparse(call.func)
    given = {f"{each.arg}={ast.unparse(each.value)}" for each in call.keywords}
    if GUARDS.get(name) and GUARDS[name] not in given:
        yield f"{name} without {GUARDS[name]}"
    if "mmap=True" in given or "shell=True" in given:
        yield f"{name} with {given}"
    if name.startswith("QMessageBox.") and name.rpartition(".")[2].islower():
        yield name


def test_no_source_runs_maps_sends_or_marks_up_data() -> None:
    found = {(name_of(path), each) for path in SOURCES for each in banned(path.read_text("utf-8"))}
    assert found == ALLOWED


def test_every_message_box_shows_its_text_plain() -> None:
    """It may name a file; labels are looked at in tests/playground/test_hostile_names.py."""
    sources = [path.read_text("utf-8") for path in SOURCES]
    made = [source for source in sources if "QMessageBox(" in source]
    assert made
    assert all("setTextFormat(Qt.TextFormat.PlainText)" in source for source in made)


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from pickle import loads as read",
        "def f():\n    import marshal",
        "eval('1')",
        "run = exec",
        "import builtins\nbuiltins.eval('1')",
        "import importlib\nimportlib.import_module(name)",
        "import os\nos.system('ls')",
        "import subprocess\nsubprocess.run(x, shell=True)",
        "import mmap",
        "np.memmap(path)",
        "from numpy import memmap",
        "from safetensors.torch import load_file",
        "torch.load(path)",
        "torch.load(path, weights_only=False)",
        "torch.load(path, weights_only=True, mmap=True)",
        "np.load(path, allow_pickle=True)",
        "import socket",
        "import urllib.request",
        "from urllib.request import urlopen",
        "from PySide6.QtNetwork import QTcpSocket",
        "label.setTextFormat(Qt.TextFormat.RichText)",
        "view.setHtml(text)",
        "from PySide6.QtWidgets import QTextBrowser",
        "QMessageBox.warning(self, title, text)",
    ],
)
def test_the_check_finds_it(line: str) -> None:
    assert list(banned(line))


@pytest.mark.parametrize(
    "line",
    [
        "import re\nre.compile('a')\ndialog.exec()\nmodel.eval()",
        "from urllib.parse import urlencode",
        "torch.load(stream, weights_only=True)",
        "QMessageBox.Icon.Question",
    ],
)
def test_the_check_lets_the_harmless_pass(line: str) -> None:
    assert not list(banned(line))
