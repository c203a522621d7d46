"""One save on its way, and what is said of files that were or could not be saved or opened."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playground.atomic_write import WriteError
from playground.document.errors import DocumentError
from playground.files.contents import Contents, is_text
from playground.files.document_file import Network
from playground.files.storage import Stamp

Then = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Saving:
    """What is written where, and what waits for it."""

    path: Path
    known: Stamp | None
    contents: Contents  # without the training
    network: Network
    then: Then

    @property
    def told(self) -> str:
        """What is said once it is done: also what the file does not hold."""
        if is_text(self.path):
            return (
                f"Saved the design alone in {self.path.name}; "
                "weights and training are kept by a document (.nnp)."
            )
        return f"Saved {self.path.name}"


def lost_training(path: Path) -> WriteError:
    """Why a file that has the weights is not replaced by one without them."""
    return WriteError(
        str(path),
        "an error in the program has lost the training, of which the file still has a part; "
        "reset the network, or save under another name",
    )


def sentence(error: Exception, what: str) -> str:
    """The error's own, or one about an error that should never happen."""
    if isinstance(error, WriteError | DocumentError):
        return str(error)
    return f"{what}: {type(error).__name__}: {error}".partition("\n")[0]
