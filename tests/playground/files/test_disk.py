"""What became of a job is told, until the window goes."""

import threading

from PySide6.QtCore import QCoreApplication, QObject

from playground.files.disk import Disk


def test_what_ended_before_the_window_went_is_not_told_after_it(qtbot):
    """It opened a question of a window that was gone, and the program never ended."""
    parent = QObject()
    disk, told, ended = Disk(parent), [], threading.Event()
    disk.submit(ended.set, told.append, told.append)
    assert ended.wait(30)
    disk.close()
    disk.close()
    QCoreApplication.processEvents()
    assert told == []
