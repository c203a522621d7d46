"""Programs that the project writes, run as their users run them: from a file."""

import runpy
import tempfile
from pathlib import Path
from typing import Any


def run_program(text: bytes) -> dict[str, Any]:
    """The names that a Python program has defined at its end, as a module and no script."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "net.py")
        path.write_bytes(text)
        return runpy.run_path(str(path), run_name="net")
