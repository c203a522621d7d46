"""The report's two experiments (sections IV and V) beside its own figures, and one on images.

Each is an iterator of finished repetitions or epochs, so that a caller can show progress or stop,
and a table made of them: `Table1.of(table1(Settings()))`.
"""

from core.experiments.digits import Digits, DigitsSettings, digits
from core.experiments.settings import Settings
from core.experiments.statistics import Summary
from core.experiments.table1 import CELLS, Cell, Run, Table1, table1
from core.experiments.table2 import Comparison, Table2, table2

__all__ = [
    "CELLS",
    "Cell",
    "Comparison",
    "Digits",
    "DigitsSettings",
    "Run",
    "Settings",
    "Summary",
    "Table1",
    "Table2",
    "digits",
    "table1",
    "table2",
]
