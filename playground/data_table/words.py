"""What the table says in words."""

import math

from playground.data_table.rows import Figures
from playground.document.spec import DataSpec, ExperimentSpec
from playground.own_data.cells import read_only
from playground.plots.text import percent, score
from playground.training.snapshots import Outputs, RunState


def summary(figures: tuple[Figures, Figures], shown: int, points: int) -> str:
    """ "2,000 points: 1,000 train, 12 wrong (1.20 %); 1,000 test, 15 wrong (1.50 %)"."""
    whole = f"{points:,} points" if shown == points else f"{shown:,} of {points:,} points"
    sets = "; ".join(
        _one(each, name) for each, name in zip(figures, ("train", "test"), strict=True)
    )
    return f"{whole}: {sets}"


def state(outputs: Outputs | None, spec: ExperimentSpec, now: RunState, why: str) -> str:
    """Of which step the outputs are: the window may be further."""
    if outputs is None:
        return why or "No outputs yet"
    each = math.ceil(spec.data.train_points / spec.training.batch_size)
    when = f"Outputs of step {outputs.step:,} (epoch {outputs.step / each:,.2f})"
    return f"{when}, training goes on" if now is RunState.RUNNING else when


def note(data: DataSpec) -> str:
    """Whether values can be typed, and if not, why."""
    if why := read_only(data):
        return why
    assert data.own_points is not None
    x, y, third = (column.name for column in data.own_points.columns)
    return f"Double-click a cell of {x}, {y} or {third} to type another value."


def _one(figures: Figures, name: str) -> str:
    parts = [f"{figures.points:,} {name}"]
    if figures.r2 is not None:
        parts.append(f"R² {score(figures.r2)}")
    elif figures.wrong is not None and figures.undefined:
        parts.append(f"{figures.wrong:,} wrong, {figures.undefined:,} undefined")
    elif figures.wrong is not None:
        parts.append(f"{figures.wrong:,} wrong ({percent(figures.wrong / figures.points)})")
    return ", ".join(parts)
