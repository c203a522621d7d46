"""What film is wanted, how it is asked for, and what its process says of it. No Qt, no torch."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

MODULE: Final = "playground.film.process"
DOCUMENT: Final = "document.nnp"  # in the folder of the process, beside the film
HOLD: Final = 1.0  # s, that the last frame stays
SPEEDS: Final = (10, 20, 25)  # frames a second; GIF counts in hundredths of a second
SCALES: Final = (1.0, 1.5, 2.0)
MAX_SECONDS: Final = 60

Format = Literal["gif", "mp4"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a film shows: its label, and width and height at scale 1."""

    label: str
    size: tuple[int, int]

    def pixels(self, scale: float) -> tuple[int, int]:
        """Width and height of a frame: even, as MP4 wants them."""
        width, height = (2 * round(side * scale / 2) for side in self.size)
        return width, height


KINDS: Final = {
    "boundary": Kind("Decision boundary", (400, 480)),
    "losses": Kind("Boundary and loss curve", (800, 480)),
    "network": Kind("Network, boundary and loss", (1280, 720)),
}


@dataclass(frozen=True, slots=True)
class Order:
    """A film from the first weights to the end of epoch `epochs`.

    seconds: its length without the hold. `theme` to `logarithmic`: how the window looks.
    """

    format: Format
    kind: str
    scale: float
    speed: int
    seconds: int
    epochs: int
    theme: Literal["light", "dark"]
    points: bool
    test_points: bool
    discretise: bool
    logarithmic: bool

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of a frame in pixels."""
        return KINDS[self.kind].pixels(self.scale)

    @property
    def stride(self) -> int:
        """Epochs from one frame to the next, the last two apart."""
        return max(-(-self.epochs // (self.seconds * self.speed)), 1)

    @property
    def frames(self) -> tuple[int, ...]:
        """The epochs that are shown: 0, every `stride`, and the last."""
        return (*range(0, self.epochs, self.stride), self.epochs)

    @property
    def length(self) -> float:
        """Seconds, the hold included."""
        return (len(self.frames) - 1) / self.speed + HOLD


@dataclass(frozen=True, slots=True)
class Frame:
    """So many frames are made."""

    number: int


@dataclass(frozen=True, slots=True)
class Note:
    """The film is made, but ends before the last epoch; the sentence says why."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Failed:
    """There is no film; the sentence says why."""

    sentence: str


Told = Frame | Note | Failed


def film(folder: Path, order: Order) -> Path:
    """Where the process leaves the film."""
    return folder / f"film.{order.format}"


def arguments(folder: Path, order: Order) -> list[str]:
    """Of the Python that is to be the process, started in `proof.ROOT`."""
    return ["-m", MODULE, str(folder), json.dumps(asdict(order))]


def parsed(text: str) -> Order:
    """The last of `arguments` again."""
    return Order(**json.loads(text))


def line(told: Told) -> str:
    """As the process says it."""
    match told:
        case Frame(number):
            return f"frame {number}"
        case Note(sentence):
            return f"note {sentence}"
        case Failed(sentence):
            return f"failed {sentence}"


def understood(text: str) -> Told | None:
    """What a line of the process says; None: nothing of these."""
    word, _, rest = text.strip().partition(" ")
    match word:
        case "frame" if rest.isdecimal():
            return Frame(int(rest))
        case "note":
            return Note(rest)
        case "failed":
            return Failed(rest)
    return None
