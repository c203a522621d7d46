"""Frames to a film, one after the other. Pillow and ffmpeg are optional; no Qt."""

import importlib.util
import io
import subprocess
import sys
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from playground.film.order import Format

Pixels = NDArray[np.uint8]  # (height, width, 3): red, green, blue

_PACKAGES: Final[dict[Format, tuple[str, str]]] = {
    "gif": ("PIL", "pillow"),
    "mp4": ("imageio_ffmpeg", "imageio-ffmpeg"),
}
_REQUIREMENTS: Final = Path(__file__).with_name("requirements.txt")
_COLORS: Final = 255  # of a GIF; number 255 is "as before"
_AT_ONCE: Final = 4096  # colours that are compared with the palette
_HEAD: Final = 13  # bytes of a GIF before its colours
_QUALITY: Final = "14"  # from 0, the best, to 51: thin lines stay sharp


class EncoderError(Exception):
    """There is no film; one sentence says why."""


class Encoder(Protocol):
    """Takes the frames of one film; `close` after the last one, or there is no film."""

    def add(self, pixels: Pixels, times: int) -> None:
        """Show this frame for so many times its turn."""

    def close(self) -> None:
        """Complete the file."""


def missing(format: Format) -> str:
    """Which package has to be installed for films of this format, as one sentence; "": none."""
    module, package = _PACKAGES[format]
    if importlib.util.find_spec(module):
        return ""
    return (
        f"{format.upper()} needs the package {package}: "
        f"{sys.executable or 'python'} -m pip install -r {_REQUIREMENTS}"
    )


def encoder(format: Format, path: Path, speed: int, first: Pixels, colors: Pixels) -> Encoder:
    """Writes `path`, `speed` frames a second.

    Where there can be but few colours, they are `colors` (N, 3) and others of the first frame.

    Raises:
        OSError: the file cannot be written.
        ImportError: the package is `missing`.
    """
    if format == "gif":
        return GifEncoder(path, speed, first, colors)
    return Mp4Encoder(path, speed)


class GifEncoder:
    """One palette for all frames, so that nothing flickers, and what has not changed is left out.

    Pillow writes each frame as a GIF of its own; after the first, only the frame itself is taken
    from it. So no more than one frame is in memory. Source: GIF89a, sections 18, 20 and 23.
    """

    def __init__(self, path: Path, speed: int, first: Pixels, colors: Pixels) -> None:
        from PIL import Image

        self._image = Image
        self._path = path
        self._each = 1000 // speed  # ms
        # Each colour once, however much of the frame it covers: letters are few, and must be sharp.
        others = Image.fromarray(_unpacked(np.unique(_packed(first)))[None])
        others = others.quantize(_COLORS - len(colors), Image.Quantize.MEDIANCUT)
        self._palette = colors.tobytes() + bytes(others.getpalette() or b"")
        self._nearest = np.full(1 << 24, _COLORS, np.uint8)  # in it, of each colour met so far
        self._last: NDArray[np.uint8] | None = None

    def add(self, pixels: Pixels, times: int) -> None:
        """See `Encoder`. Raises OSError."""
        index = self._indexed(pixels)
        if self._last is None:
            self._append(self._one(index, times, loop=0)[:-1])
        else:
            changed = np.where(index == self._last, np.uint8(_COLORS), index)
            data = self._one(changed, times, transparency=_COLORS, disposal=1)
            colors = 3 << ((data[10] & 7) + 1)
            self._append(data[_HEAD + colors : -1])
        self._last = index

    def close(self) -> None:
        """See `Encoder`. Raises OSError."""
        self._append(b";")

    def _append(self, data: bytes) -> None:
        with self._path.open("ab" if self._last is not None else "wb") as file:
            file.write(data)

    def _indexed(self, pixels: Pixels) -> NDArray[np.uint8]:
        """The number of the nearest colour; Pillow rounds colours before it looks."""
        packed = _packed(pixels)
        new = np.unique(packed[self._nearest[packed] == _COLORS])
        palette = np.frombuffer(self._palette, np.uint8).reshape(-1, 3).astype(np.float32)
        for some in np.array_split(new, len(new) // _AT_ONCE + 1):
            distance = (palette**2).sum(1) - 2 * _unpacked(some).astype(np.float32) @ palette.T
            self._nearest[some] = distance.argmin(1)
        return self._nearest[packed]

    def _one(self, index: NDArray[np.uint8], times: int, **options: Any) -> bytes:
        image = self._image.fromarray(index, "P")
        image.putpalette(self._palette)
        stream = io.BytesIO()
        wait = self._each * times
        image.save(stream, "GIF", optimize=False, interlace=0, duration=wait, **options)
        return stream.getvalue()


def _packed(pixels: Pixels) -> NDArray[np.uint32]:
    """Each colour as one number, 0xRRGGBB."""
    red, green, blue = np.moveaxis(pixels, -1, 0).astype(np.uint32)
    packed: NDArray[np.uint32] = red << 16 | green << 8 | blue
    return packed


def _unpacked(numbers: NDArray[np.uint32]) -> Pixels:
    return np.stack([numbers >> shift & 0xFF for shift in (16, 8, 0)], axis=-1).astype(np.uint8)


class Mp4Encoder:
    """H.264 in MP4, which every browser and slide show plays, by the ffmpeg of imageio.

    Where this process is killed, ffmpeg finds its input at an end, and ends too.
    """

    def __init__(self, path: Path, speed: int) -> None:
        self._path, self._speed = path, speed
        self._ffmpeg: subprocess.Popen[bytes] | None = None

    def add(self, pixels: Pixels, times: int) -> None:
        """See `Encoder`. Raises EncoderError: ffmpeg has stopped."""
        ffmpeg = self._ffmpeg = self._ffmpeg or self._start(pixels.shape[1], pixels.shape[0])
        assert ffmpeg.stdin is not None
        try:
            for _ in range(times):
                ffmpeg.stdin.write(pixels.tobytes())
        except OSError:
            self.close()

    def close(self) -> None:
        """See `Encoder`. Raises EncoderError: ffmpeg could not write all of the film."""
        if self._ffmpeg is None:
            return
        _, said = self._ffmpeg.communicate()
        if self._ffmpeg.returncode:
            lines = said.decode(errors="replace").strip().splitlines() or ["it has stopped"]
            raise EncoderError(f"ffmpeg could not write the film: {lines[-1][:200]}.")

    def _start(self, width: int, height: int) -> "subprocess.Popen[bytes]":
        from imageio_ffmpeg import get_ffmpeg_exe

        raw = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}")
        pictures = (*raw, "-r", str(self._speed), "-i", "-")
        video = ("-c:v", "libx264", "-crf", _QUALITY, "-pix_fmt", "yuv420p")
        file = ("-movflags", "+faststart", "-y", str(self._path))  # plays while it is loaded
        return subprocess.Popen(
            [get_ffmpeg_exe(), "-v", "error", *pictures, *video, *file],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
