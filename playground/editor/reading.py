"""Units and weights one after the other, for those who read them with the keyboard."""

from PySide6.QtCore import QPointF

from playground.editor.edges import Edge
from playground.editor.hover import Hover
from playground.editor.scene import Scene


def next_unit(scene: Scene, hover: Hover | None, selected: int | None, by: int) -> Hover:
    """The unit below (+1) or above (−1) the one that is shown, of the selected layer."""
    last = -1 if selected is None else selected
    layers = [view.column.layer for view in scene.columns[1:]]
    column = sum(layer is not None and layer <= last for layer in layers)
    place = scene.columns[column].place
    before = _unit(hover)
    shown = -1 if by > 0 else place.count
    if before is not None and before[0] == column:
        shown = before[1]
    shown = min(max(shown + by, 0), place.count - 1)
    return Hover(place.tile_rect(shown).center(), unit=(column, shown))


def next_weight(scene: Scene, hover: Hover | None, by: int) -> Hover | None:
    """The next (+1) or last (−1) weight into the unit that is shown; None: there is none."""
    unit = _unit(hover)
    if hover is None or unit is None or not 0 < unit[0] < len(scene.columns):
        return None
    span, target = unit[0] - 1, unit[1]
    sources, targets = scene.spans[span].sources, scene.spans[span].targets
    if not len(sources) or target >= len(targets):
        return None
    source = -1 if by > 0 else len(sources)
    if hover.edge is not None:
        source = hover.edge.source
    source = min(max(source + by, 0), len(sources) - 1)
    middle = (scene.spans[span].left + scene.spans[span].right) / 2
    height = (float(sources[source]) + float(targets[target])) / 2
    return Hover(QPointF(middle, height), edge=Edge(span, source, target))


def _unit(hover: Hover | None) -> tuple[int, int] | None:
    """The unit (column, shown unit) that is shown, or the one that the shown weight goes into."""
    if hover is None:
        return None
    return hover.unit or ((hover.edge.span + 1, hover.edge.target) if hover.edge else None)
