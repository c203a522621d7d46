"""Residual blocks: the stretches of the flat list of layers that a shortcut goes around.

A block begins with a layer of kind "residual" and ends with one of kind "add"; what stands between
them is f in y = x + f(x). All layers, these two included, keep plain positions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.document.errors import SpecError
from playground.document.layer_kinds import BEGIN, END

if TYPE_CHECKING:
    from playground.document.spec import LayerSpec

Layers = tuple["LayerSpec", ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The positions of its Residual and its Add."""

    begin: int
    end: int

    def __contains__(self, index: int) -> bool:
        """Whether the layer at `index` belongs to it: one inside, its Residual or its Add."""
        return self.begin <= index <= self.end


def blocks(layers: Layers) -> tuple[Block, ...]:
    """All blocks, input to output.

    Raises:
        SpecError: a Residual or an Add without the other, or a block inside a block.
    """
    found, begin = [], None
    for index, layer in enumerate(layers):
        if layer.kind == BEGIN:
            if begin is not None:
                raise SpecError("A residual block cannot hold another one.")
            begin = index
        elif layer.kind == END:
            if begin is None:
                raise SpecError("An Add ends a residual block, but none has begun before it.")
            found.append(Block(begin, index))
            begin = None
    if begin is not None:
        raise SpecError("A residual block has no end: an Add is missing after its Residual.")
    return tuple(found)


def block_at(layers: Layers, index: int) -> Block | None:
    """The block that the layer at `index` belongs to, or None."""
    return next((block for block in blocks(layers) if index in block), None)


def span(layers: Layers, index: int) -> range:
    """What is moved, copied and removed with the layer at `index`.

    For a Residual and an Add that is their whole block, else the layer alone.
    """
    block = block_at(layers, index)
    if block is None or index not in (block.begin, block.end):
        return range(index, index + 1)
    return range(block.begin, block.end + 1)


def gaps_for(layers: Layers, kind: str) -> tuple[int, ...]:
    """The gaps (0 … len) into which a layer of this kind can go: a block not into a block."""
    gaps = range(len(layers) + 1)
    if kind not in (BEGIN, END):
        return tuple(gaps)
    found = blocks(layers)
    return tuple(gap for gap in gaps if not any(each.begin < gap <= each.end for each in found))
