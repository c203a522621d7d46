"""Run every benchmark, one after the other: `make bench` or `python -m tests.benchmarks`."""

import os
import subprocess
import sys

SCRIPTS = ("step", "optimizers", "plots", "canvas", "live")
WINDOW_SCRIPTS = ("live_window",)  # these need a screen


def main() -> int:
    """The largest exit code of the scripts."""
    screen = bool({"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & os.environ.keys())
    codes = [0]
    for name in (*SCRIPTS, *(WINDOW_SCRIPTS if screen else ())):
        print(f"\n## {name}\n", flush=True)
        codes.append(subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"]).returncode)
    if not screen:
        print("\nNo screen: left out", ", ".join(WINDOW_SCRIPTS))
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
