"""Confusion matrix, ROC curve and reliability; or what fits a target that is a number."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QCloseEvent, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.evaluation import words
from playground.plots.announcer import Announcer
from playground.plots.classification import ReliabilityPlot, RocPlot
from playground.plots.confusion import ConfusionMatrix
from playground.plots.regression import ResidualPlot, ScatterPlot
from playground.plots.titled import Titled
from playground.theme import ThemeManager
from playground.training.looks import Classified, Measures, Regressed
from playground.training.output_feed import OutputFeed
from playground.training.run import Run
from playground.training.snapshots import Outputs, Snapshot
from playground.undoable_document import UndoableDocument
from playground.widgets.above import ABOVE
from playground.widgets.buttons import ComboBox
from playground.widgets.labels import ElidedLabel, PlainLabel

_SIZE = (740, 350)
_MINIMUM = (640, 280)


class EvaluationWindow(QWidget):
    """Follows the run while it is shown; everything in it is of one step, which it names."""

    def __init__(
        self,
        parent: QWidget,
        document: UndoableDocument,
        run: Run,
        themes: ThemeManager,
        actions: Sequence[QAction],
    ) -> None:
        """actions: of the window that shall have their keys here too."""
        super().__init__(parent, ABOVE)
        self.setObjectName("evaluation")
        self.setWindowTitle("Evaluation")
        self._beside, self._document, self._run = parent, document, run
        self._outputs: Outputs | None = None
        self._why = ""
        self._announcer = Announcer()
        self.which = _combo("evaluated_set", "Which points", words.SETS)
        self.which.setCurrentIndex(1)
        self.class_ = _combo("evaluated_class", "ROC curve of this class against the rest", ())
        self.state = ElidedLabel(words.WAITING, "muted")
        self.state.setObjectName("evaluation_state")
        self.confusion = ConfusionMatrix(themes)
        self.roc, self.reliability = RocPlot(themes), ReliabilityPlot(themes)
        self.scatter, self.residuals = ScatterPlot(themes), ResidualPlot(themes)
        for view, tip in words.TIPS.items():
            getattr(self, view).explain_title(tip)
        self._of_classes: tuple[Titled, ...] = (self.confusion, self.roc, self.reliability)
        self._of_numbers: tuple[Titled, ...] = (self.scatter, self.residuals)
        self._feed = OutputFeed(run, self, measured=True)
        self._lay_out()
        self.which.currentIndexChanged.connect(self._show)
        self.class_.currentIndexChanged.connect(self._show)
        self._feed.arrived.connect(self._take)
        run.snapshot.connect(self._follow)
        document.changed.connect(self._forget)
        close = QAction("Close", self)
        close.setShortcuts([QKeySequence("Ctrl+W"), QKeySequence("Esc")])
        close.triggered.connect(self.close)
        self.addActions([close, *actions])
        self._show()

    def open(self) -> None:
        """Come to the front, with the keyboard."""
        self.show()
        self.raise_()
        self.activateWindow()
        (self.confusion if self.confusion.isVisible() else self.scatter).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for outputs from now on."""
        super().showEvent(event)
        self._feed.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask no longer."""
        super().hideEvent(event)
        self._feed.watch(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the keyboard back, also where no window manager does."""
        super().closeEvent(event)
        self._beside.activateWindow()

    # ---- what is shown

    def _take(self, outputs: Outputs | None, why: str) -> None:
        self._outputs, self._why = outputs, why
        self._show()

    def _forget(self) -> None:
        """What the document before was measured at says nothing of another network."""
        if self._outputs is not None and self._outputs.revision != self._run.revision:
            self._take(None, "")

    def _follow(self, snapshot: Snapshot) -> None:
        if self.isVisible():
            self._tell_state()

    def _show(self) -> None:
        outputs = self._outputs
        measures = outputs.measures[self.which.currentIndex()] if outputs else None
        names = outputs.points.class_names if outputs else self._document.spec.data.classes
        for view in (*self._of_classes, *self._of_numbers):
            view.setVisible((view in self._of_classes) == bool(names))
        self._offer(names)
        self._tell_state()
        if measures is None or measures.found is None:
            for view in (*self._of_classes, *self._of_numbers):
                view.explain(self._reason(measures))
        elif isinstance(measures.found, Classified):
            self._show_classes(measures.found, names)
        else:
            self._show_numbers(measures.found)
        latest = self._feed.latest
        if latest is None or self._announcer.due(latest.state):
            for view in (*self._of_classes, *self._of_numbers):
                view.announce()

    def _reason(self, measures: Measures | None) -> str:
        return measures.problem if measures else self._why or words.WAITING

    def _show_classes(self, found: Classified, names: tuple[str, ...]) -> None:
        self.confusion.show_counts(found.confusion, names)
        number = max(self.class_.currentIndex(), 0) if len(names) > 2 else 0
        roc = found.rocs[number]
        if roc is None:
            name = names[number if len(names) > 2 else 1]
            self.roc.explain(words.no_curve(name, self.which.currentText()))
        else:
            self.roc.show_curve(roc)
        if found.reliability is None:
            self.reliability.explain(words.not_calibrated(self._document.spec.training.loss.row))
        else:
            self.reliability.show_reliability(found.reliability)

    def _show_numbers(self, found: Regressed) -> None:
        self.scatter.show_points(found)
        self.residuals.show_residuals(found)

    def _offer(self, names: tuple[str, ...]) -> None:
        """Of more than two classes, one against all others."""
        texts = list(names) if len(names) > 2 else []
        if texts != [self.class_.itemText(index) for index in range(self.class_.count())]:
            self.class_.blockSignals(True)
            self.class_.clear()
            self.class_.addItems(texts)
            self.class_.blockSignals(False)
        for widget in (self.class_, self._class_label):
            widget.setVisible(bool(texts))

    def _tell_state(self) -> None:
        if self._outputs is None:
            self.state.setText(self._why or words.WAITING)
            return
        said = words.state(self._outputs, self._document.spec, self._feed.latest)
        if said != self.state.text():  # each setText sets out the whole window
            self.state.setText(said)

    # ---- layout

    def _lay_out(self) -> None:
        self._class_label = PlainLabel("ROC of", "field")
        self._class_label.setBuddy(self.class_)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.which)
        top.addWidget(self._class_label)
        top.addWidget(self.class_)
        top.addWidget(self.state, 1)
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        views = QHBoxLayout()
        views.setSpacing(10)
        for view in (*self._of_classes, *self._of_numbers):
            views.addWidget(view, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 12, 14, 14)
        box.setSpacing(10)
        box.addLayout(top)
        box.addLayout(views, 1)
        self.setMinimumSize(*_MINIMUM)
        self.resize(*_SIZE)


def _combo(name: str, label: str, texts: Sequence[str]) -> ComboBox:
    combo = ComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(label)
    combo.addItems(list(texts))
    combo.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
    combo.setMaximumWidth(220)
    return combo
