"""What losses, optimisers and schedules have in common: a row, and options of the same sorts."""

from dataclasses import dataclass

from playground.document import limits
from playground.document.catalogue import Choice, Option, Value


@dataclass(frozen=True, slots=True)
class MethodKind:
    """One loss, optimiser or schedule: `name` is its class in `core`, `label` what people read."""

    kind: str
    name: str
    label: str
    help: str
    options: tuple[Option, ...] = ()

    @property
    def choice(self) -> Choice:
        """This row as an entry of a drop-down list."""
        return Choice(self.kind, self.label, self.help)


def share(name: str, label: str, help: str, default: float) -> Option:
    """A number from 0 to almost 1."""
    return Option(name, label, help, "float", default, 0, limits.MAX_SHARE)


def strength(name: str, label: str, help: str, default: float = 0.0) -> Option:
    """How much of a penalty, a decay or a start: 0 is none."""
    return Option(name, label, help, "float", default, 0, limits.MAX_STRENGTH)


def epochs(name: str, label: str, help: str, default: Value, minimum: int = 1) -> Option:
    """A number of epochs."""
    return Option(name, label, help, "int", default, minimum, limits.MAX_EPOCHS, log=True)
