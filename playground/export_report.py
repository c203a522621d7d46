"""What was exported: while a fresh process reads the file again, and how that ended."""

import sys

from PySide6.QtCore import QProcess, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from playground.proof import ROOT, Claim, ProofError, arguments, judge, question
from playground.widgets.labels import PlainLabel


class ExportReport(QDialog):
    """The proof of a file and its card: data, seed, steps, weights, versions.

    Cancel ends the proof, not the export: the file stays. Closing the dialog does both at once.
    """

    def __init__(self, claim: Claim, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("export_report")
        self.setWindowTitle("Exported weights")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._claim = claim
        self.verdict = PlainLabel("Reading the file again in a fresh process…", "body", self)
        self.verdict.setObjectName("export_verdict")
        self.verdict.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)  # busy: how long a process takes to start is not known
        self.progress.setAccessibleName("Proof in progress")
        self.card = QPlainTextEdit(self)
        self.card.setReadOnly(True)
        self.card.setTabChangesFocus(True)
        self.card.setAccessibleName("Where the weights come from")
        self.card.setPlainText(self._text())
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.copy = self._buttons.addButton("&Copy", QDialogButtonBox.ButtonRole.ActionRole)
        self.cancel = self._buttons.addButton("C&ancel", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._copy)
        self.cancel.clicked.connect(self._cancel)
        self._buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        for widget in (self.verdict, self.progress, self.card, self._buttons):
            rows.addWidget(widget)
        self.resize(640, 320)
        self._process = QProcess(self)
        self._process.setWorkingDirectory(str(ROOT))
        self._process.finished.connect(self._judge)
        self._process.errorOccurred.connect(self._judge)

    def start(self) -> None:
        """Ask the fresh process; the dialog shows what it says."""
        self._process.start(sys.executable, arguments(self._claim))
        self._process.write(question(self._claim))
        self._process.closeWriteChannel()
        self.open()

    def stop(self) -> None:
        """End the process, if there is one, and wait for its end."""
        self._process.blockSignals(True)
        self._process.kill()
        self._process.waitForFinished()

    def done(self, result: int) -> None:
        """Called by Qt however the dialog is closed."""
        self.stop()
        super().done(result)

    def _judge(self) -> None:
        answer = bytes(self._process.readAllStandardOutput().data())
        complaint = bytes(self._process.readAllStandardError().data())
        try:
            self._tell(str(judge(self._claim, answer, complaint)))
        except ProofError as error:
            self._tell(str(error))

    def _cancel(self) -> None:
        self.stop()
        self._tell("The file was not read again. It is there all the same.")

    def _tell(self, verdict: str) -> None:
        self.verdict.setText(verdict)
        self.progress.hide()
        self.cancel.setEnabled(False)
        self.card.setPlainText(f"{self._text()}\nProof: {verdict}")
        close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.card.toPlainText())

    def _text(self) -> str:
        rows = {"Path": str(self._claim.path), **self._claim.card}
        return "\n".join(f"{name}: {text}" for name, text in rows.items())
