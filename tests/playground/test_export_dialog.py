"""Export through the dialog: a typed name becomes a file, or a sentence why not."""

from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox

from core.export import FORMATS
from playground.document.export_formats import EXPORT_FORMATS
from playground.export_report import ExportReport
from playground.settings import Settings


def ask(window, wait, name: str, name_filter: str = "") -> None:
    """Type a name into the dialog and press Return."""
    window.actions_["export_weights"].trigger()
    dialog = window.findChild(QFileDialog, "export_dialog")
    dialog.activateWindow()
    wait(dialog.isActiveWindow)
    if name_filter:
        chosen = next(each for each in dialog.nameFilters() if name_filter in each)
        dialog.selectNameFilter(chosen)
        dialog.filterSelected.emit(chosen)
    edit = dialog.findChild(QLineEdit, "fileNameEdit")
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, name)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def exported(window, wait, path: Path) -> None:
    wait(lambda: window.message.text() != "")
    assert window.message.text() == f"Exported {path}"
    assert window.message.isVisible()
    assert path.stat().st_size > 500


@pytest.mark.parametrize("suffix", [".pt", ".safetensors", ".npz", ".py", ".PT"])
def test_the_typed_suffix_chooses_the_format(window, wait, tmp_path, suffix):
    path = tmp_path / f"my weights{suffix}"
    ask(window, wait, str(path))
    exported(window, wait, path)
    first = path.read_bytes()[:2]
    zipped = suffix.lower() in (".pt", ".npz")
    assert (first == b"PK") == zipped
    assert Path(Settings().export_folder) == tmp_path


@pytest.mark.parametrize("each", EXPORT_FORMATS, ids=lambda each: each.name)
def test_without_a_suffix_the_filter_chooses(window, wait, tmp_path, each):
    ask(window, wait, str(tmp_path / "weights"), each.label)
    exported(window, wait, tmp_path / f"weights{each.suffix}")


@pytest.mark.parametrize(("label", "torch"), [("PyTorch program", True), ("NumPy program", False)])
def test_of_two_formats_with_one_suffix_the_filter_chooses(window, wait, tmp_path, label, torch):
    ask(window, wait, str(tmp_path / "net.py"), label)
    exported(window, wait, tmp_path / "net.py")
    assert ("import torch" in (tmp_path / "net.py").read_text()) == torch


def test_a_typed_suffix_wins_over_the_filter(window, wait, tmp_path):
    ask(window, wait, str(tmp_path / "weights.npz"), "safetensors")
    exported(window, wait, tmp_path / "weights.npz")


def test_a_dot_in_the_name_is_no_suffix(window, wait, tmp_path):
    ask(window, wait, str(tmp_path / "run.2"), "safetensors")
    exported(window, wait, tmp_path / "run.2.safetensors")


@pytest.mark.parametrize("name", ["weights", "weights.pt", "run.2"])
def test_a_file_that_is_there_is_not_replaced_unasked(window, wait, tmp_path, name):
    path = tmp_path / f"{name.removesuffix('.pt')}.pt"
    path.write_text("mine")
    exported, asked = [], []
    window.run.exported.connect(exported.append)

    def say_no() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            box.button(QMessageBox.StandardButton.No).click()

    answers = QTimer(interval=10, timeout=say_no)  # Qt asks in an event loop of its own
    answers.start()
    ask(window, wait, str(tmp_path / name))
    answers.stop()
    (question,) = asked
    assert path.name in question
    dialog = window.findChild(QFileDialog, "export_dialog")
    assert dialog.isVisible()
    dialog.reject()
    assert (path.read_text(), exported) == ("mine", [])


def test_a_failed_export_says_why(window, wait, tmp_path):
    window.weights.export(tmp_path / "gone" / "weights.pt", "pt")
    wait(lambda: window.message.text() != "")
    assert window.message.isVisible()
    assert "gone" in window.message.text()
    assert not window.message.text().startswith("Exported")


def test_an_abandoned_dialog_exports_nothing(window, wait, tmp_path):
    window.actions_["export_weights"].trigger()
    window.findChild(QFileDialog, "export_dialog").reject()
    wait(lambda: window.findChild(QFileDialog, "export_dialog") is None)
    assert window.message.text() == ""


def test_the_window_offers_exactly_the_formats_there_are() -> None:
    assert [each.name for each in EXPORT_FORMATS] == [*FORMATS]


def report_of(window, wait) -> ExportReport:
    wait(lambda: window.findChild(ExportReport) is not None)
    return window.findChild(ExportReport)


def test_the_export_proves_itself_in_the_dialog(window, wait, tmp_path):
    window.weights.export(tmp_path / "net.json", "json")
    report = report_of(window, wait)
    wait(lambda: "equal bits at" in report.verdict.text())
    assert not report.progress.isVisible()
    report.copy.click()
    copied = QApplication.clipboard().text()
    for word in ("net.json", "Seed: 1", "Steps: 0", "Weights: ", "SHA-256", "torch 2", "Proof: "):
        assert word in copied
    QTest.keyClick(report, Qt.Key.Key_Escape)
    wait(lambda: window.findChild(ExportReport) is None)


def test_every_export_proves_itself_also_beside_an_import_that_fails(window, wait, tmp_path):
    window.weights.read(tmp_path / "gone.pt")
    window.weights.export(tmp_path / "one.json", "json")
    window.weights.export(tmp_path / "two.json", "json")
    wait(lambda: len(window.findChildren(ExportReport)) == 2)
    processes = window.findChildren(QProcess)
    window.weights.close()
    assert [each.state() for each in processes] == [QProcess.ProcessState.NotRunning] * 2


def test_a_proof_can_be_cancelled_and_the_file_stays(window, wait, tmp_path):
    window.weights.export(tmp_path / "net.json", "json")
    report = report_of(window, wait)
    report.cancel.click()
    assert "not read again" in report.verdict.text()
    assert (tmp_path / "net.json").exists()
    report.close()


def test_a_window_that_closes_takes_the_fresh_process_with_it(window, wait, tmp_path):
    window.weights.export(tmp_path / "net.json", "json")
    report = report_of(window, wait)
    process = report.findChild(QProcess)
    window.weights.close()
    assert process.state() is QProcess.ProcessState.NotRunning
