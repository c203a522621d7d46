"""Run every benchmark, one after the other: `make bench` or `python -m tests.benchmarks`.

Their rows become one table, build/benchmarks.md; what the live ones find is printed only.
"""

import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import torch

from tests.benchmarks.measure import HEADER

COMPARISONS = ("step", "ensemble", "tables", "optimizers", "heatmap", "frameworks")
PRINTED = ("plots", "canvas", "live")
WINDOW_SCRIPTS = ("startup", "live_window")  # these need a screen
TABLE = Path("build", "benchmarks.md")


def main() -> int:
    """1 if a script failed, else 0."""
    screen = bool({"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & os.environ.keys())
    table, failed = [f"{machine()}\n", HEADER], []
    for name in (*COMPARISONS, *PRINTED, *(WINDOW_SCRIPTS if screen else ())):
        print(f"\n## {name}\n", flush=True)
        with subprocess.Popen(
            [sys.executable, "-m", f"tests.benchmarks.{name}"], stdout=subprocess.PIPE, text=True
        ) as script:
            lines = list(echoed(script))
        if script.returncode:
            failed.append(name)
        if name in COMPARISONS:
            table += [line for line in lines if line.startswith("|") and line not in HEADER]
    if not screen:
        print("\nNo screen: left out", ", ".join(WINDOW_SCRIPTS))
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text("\n".join(table) + "\n", encoding="utf-8")
    print(f"\nThe table: {TABLE}", f"Failed: {', '.join(failed)}" if failed else "", sep="\n")
    return min(1, len(failed))


def echoed(script: "subprocess.Popen[str]") -> Iterator[str]:
    """Every line that the script prints, printed here too, as it comes."""
    assert script.stdout is not None
    for line in script.stdout:
        print(line, end="", flush=True)
        yield line.rstrip("\n")


def machine() -> str:
    """What the figures were measured on."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        name = models[0].partition(":")[2].strip() if models else name
    versions = f"Python {platform.python_version()}, torch {torch.__version__}"
    return f"{name}, {os.cpu_count()} cores; {versions}"


if __name__ == "__main__":
    sys.exit(main())
