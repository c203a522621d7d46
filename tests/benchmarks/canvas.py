"""What one frame of the network canvas costs the GUI thread, and how often it is drawn.

python -m tests.benchmarks.canvas [--platform offscreen|xcb]
"""

import argparse
import os
import statistics
import time


def main() -> None:
    """Print milliseconds per frame, and frames a second of snapshots that come at 60 Hz."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--platform", default="offscreen")
    parser.add_argument("--frames", type=int, default=60)
    arguments = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = arguments.platform

    from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from playground.editor.editor import NetworkEditor
    from playground.theme import ThemeManager
    from playground.undoable_document import UndoableDocument
    from tests.playground.editor.networks import network, snapshot

    app = QApplication([])
    themes = ThemeManager(app)
    print(f"{'network':<14}{'cpu ms':>8}{'p50 ms':>8}{'p99 ms':>8}{'max ms':>8}{'Hz':>7}")
    for name, units in (("report", (25, 25, 25, 2)), ("6 x 64", (64,) * 6 + (2,))):
        spec = network(*units)
        editor = NetworkEditor(UndoableDocument(spec), themes)
        editor.resize(900, 640)
        editor.show()
        app.processEvents()
        moments = [snapshot(spec, side=24, seed=seed) for seed in range(8)]

        times, busy_times = [], []
        for frame in range(arguments.frames):
            editor.show_snapshot(moments[frame % len(moments)])
            editor._draw_frame()  # whatever the frame limit says
            start, busy = time.perf_counter(), time.process_time()
            app.processEvents()
            times.append(1000 * (time.perf_counter() - start))
            busy_times.append(1000 * (time.process_time() - busy))

        drawn = editor.frames_drawn
        sent = 0

        def send(editor=editor, moments=moments) -> None:
            nonlocal sent
            editor.show_snapshot(moments[sent % len(moments)])
            sent += 1

        ticks, clock = QTimer(), QElapsedTimer()
        ticks.timeout.connect(send)
        clock.start()
        ticks.start(16)
        while clock.elapsed() < 3000:
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        ticks.stop()
        rate = (editor.frames_drawn - drawn) * 1000 / clock.elapsed()
        times.sort()
        p99 = times[min(round(0.99 * len(times)), len(times) - 1)]
        median = statistics.median(times)
        busy_median = statistics.median(busy_times)  # the same on a machine shared with others
        print(
            f"{name:<14}{busy_median:>8.1f}{median:>8.1f}{p99:>8.1f}{times[-1]:>8.1f}{rate:>7.1f}"
        )
        editor.close()


if __name__ == "__main__":
    main()
