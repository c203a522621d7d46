"""An exported file proves itself: a fresh process reads it, and what it computes is compared.

NumPy alone: the network's own outputs come with the claim, so the window can ask and judge.
"""

import io
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

TOLERANCE: Final = 1e-6  # of max(1, |output|)
_ORDERS: Final = 4  # how far two orders of summation may be apart, in roundings of the network
ROOT: Final = Path(__file__).resolve().parents[1]  # where the fresh process finds the program
_PATIENCE: Final = 120  # s, for a disk and a processor that are busy
_MODULE: Final = "playground.proof_process"

Array = NDArray[Any]


class ProofError(Exception):
    """The file could not be read again; one sentence says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """What a file of `format` should compute: `outputs` (N, outputs) for `points` (N, inputs).

    network: its description, for formats that hold weights alone. card: what the weights come
    from, as pairs of texts for a person. rounding: by how much `outputs` differ at most from those
    in twice as many digits; large weights make it large, for every reader of the file alike.
    """

    path: Path
    format: str
    network: str
    points: Array
    outputs: Array
    card: Mapping[str, str]
    rounding: float


@dataclass(frozen=True, slots=True)
class Proof:
    """The largest |difference| at `points` points, and whether it is but rounding."""

    points: int
    difference: float
    holds: bool

    def __str__(self) -> str:
        verdict = "" if self.holds else " This is more than rounding: do not use the file."
        found = f"largest difference {self.difference:.1e}" if self.difference else "equal bits"
        return f"Read in a fresh process, {found} at {self.points:,} points.{verdict}"


def arguments(claim: Claim) -> list[str]:
    """The arguments of the Python that is to be the fresh process, started in `ROOT`."""
    return ["-m", _MODULE, str(claim.path.absolute()), claim.format]


def question(claim: Claim) -> bytes:
    """Its standard input: the description of the network, a line, then the points as .npy."""
    stream = io.BytesIO()
    stream.write(json.dumps(claim.network).encode() + b"\n")
    np.save(stream, claim.points, allow_pickle=False)
    return stream.getvalue()


def judge(claim: Claim, answer: bytes, complaint: bytes = b"") -> Proof:
    """Compare its standard output, the outputs as .npy; `complaint` is its standard error.

    Raises:
        ProofError: it gave none.
    """
    try:
        found = np.load(io.BytesIO(answer), allow_pickle=False)
    except (ValueError, EOFError) as error:
        lines = complaint.decode(errors="replace").strip().splitlines() or ["it gave no answer"]
        raise ProofError(f"The file could not be read again: {lines[-1][:200]}") from error
    if found.shape != claim.outputs.shape:
        return Proof(len(claim.points), float("inf"), False)
    differences = np.abs(found.astype(np.float64) - claim.outputs)
    allowed = TOLERANCE * np.maximum(1, np.abs(claim.outputs)) + _ORDERS * claim.rounding
    holds = bool((differences <= allowed).all())  # False for NaN too
    return Proof(len(claim.points), float(differences.max(initial=0)), holds)


def prove(claim: Claim) -> Proof:
    """Ask a fresh process, and wait for it.

    Raises:
        ProofError: it could not read the file, or took longer than two minutes.
    """
    try:
        done = subprocess.run(
            [sys.executable, *arguments(claim)],
            input=question(claim),
            capture_output=True,
            cwd=ROOT,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ProofError(f"The file could not be read again: {type(error).__name__}.") from error
    return judge(claim, done.stdout, done.stderr)
