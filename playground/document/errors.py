"""The one error of the document: a sentence a person can act on."""


class SpecError(ValueError):
    """A value the document cannot hold.

    `str(error)` is one plain sentence: what was wanted, what was given, what to do.
    `layer` is the position of the layer concerned, or None.
    """

    def __init__(self, sentence: str, *, layer: int | None = None) -> None:
        super().__init__(sentence)
        self.layer = layer


class DocumentError(ValueError):
    """A file, a link or a pasted text that cannot be opened: one plain sentence says why."""
