"""What is put into a film is what other programs find in it."""

import importlib.util
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from imageio_ffmpeg import count_frames_and_secs, get_ffmpeg_exe

from playground.film.encoders import EncoderError, Mp4Encoder, encoder, missing
from tests.playground.film.conftest import gif_frames

COLORS = np.array([[255, 255, 255], [232, 119, 34], [24, 116, 191]], np.uint8)


def picture(left: int) -> np.ndarray:
    """White, with a blue square at `left`."""
    pixels = np.full((48, 64, 3), 255, np.uint8)
    pixels[8:24, left : left + 16] = COLORS[2]
    return pixels


def filmed(path: Path, format: str, speed: int, pictures: list[np.ndarray], hold: int) -> Path:
    film = encoder(format, path, speed, pictures[0], COLORS)
    for each in pictures[:-1]:
        film.add(each, 1)
    film.add(pictures[-1], hold)
    film.close()
    return path


def test_a_gif_has_every_frame_with_its_time_and_pixels(tmp_path):
    pictures = [picture(left) for left in (0, 10, 10, 48)]
    (tmp_path / "a.gif").write_bytes(b"GIF89a of before")
    found = gif_frames(filmed(tmp_path / "a.gif", "gif", 20, pictures, 20))
    assert [wait for wait, _ in found] == [50, 50, 50, 1000]
    for (_, pixels), wanted in zip(found, pictures, strict=True):
        np.testing.assert_array_equal(pixels, wanted)


def test_a_gif_repeats_for_ever(tmp_path):
    data = filmed(tmp_path / "a.gif", "gif", 10, [picture(0), picture(9)], 1).read_bytes()
    assert b"NETSCAPE2.0\x03\x01\x00\x00" in data
    assert data.startswith(b"GIF89a")
    assert data.endswith(b"\x00;")


def test_what_stands_still_costs_next_to_nothing(tmp_path):
    noise = np.random.default_rng(1).choice(COLORS, (200, 300))
    one = filmed(tmp_path / "1.gif", "gif", 10, [noise], 1).stat().st_size
    ten = filmed(tmp_path / "10.gif", "gif", 10, [noise] * 10, 1).stat().st_size
    assert ten < 1.5 * one


def test_colours_of_later_frames_are_there_from_the_start(tmp_path):
    """The first frame has no orange: `colors` brings it."""
    later = picture(0)
    later[30:40] = COLORS[1]
    found = gif_frames(filmed(tmp_path / "a.gif", "gif", 10, [picture(0), later], 1))
    np.testing.assert_array_equal(found[1][1], later)


def test_an_mp4_has_every_frame_and_holds_the_last(tmp_path):
    pictures = [picture(left) for left in (0, 10, 20, 48)]
    path = filmed(tmp_path / "a.mp4", "mp4", 10, pictures, 10)
    assert count_frames_and_secs(str(path)) == (13, pytest.approx(1.3))
    command = [get_ffmpeg_exe(), "-i", str(path), "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert b"Video: h264" in done.stderr
    assert b"yuv420p" in done.stderr  # what every player takes
    first, *_, last = np.frombuffer(done.stdout, np.uint8).reshape(13, 48, 64, 3)
    blue = COLORS[2].astype(int)
    assert np.abs(first[16, 8] - blue).max() < 12
    assert np.abs(last[16, 56] - blue).max() < 12
    assert first[16, 56].min() > 240


def test_an_mp4_that_ffmpeg_cannot_write_is_no_film(tmp_path):
    film = Mp4Encoder(tmp_path / "gone" / "a.mp4", 10)
    with pytest.raises(EncoderError, match=r"^ffmpeg could not write the film: .*No such file"):
        film.add(picture(0), 10_000)


def test_an_mp4_for_which_the_disk_has_no_room_is_no_film(tmp_path):
    (tmp_path / "a.mp4").symlink_to("/dev/full")
    with pytest.raises(EncoderError, match=r"^ffmpeg could not write the film: "):
        filmed(tmp_path / "a.mp4", "mp4", 10, [picture(0)] * 20, 1)


def test_a_full_disk_is_an_error_of_the_system(tmp_path):
    (tmp_path / "a.gif").symlink_to("/dev/full")
    with pytest.raises(OSError, match=os.strerror(28)):
        filmed(tmp_path / "a.gif", "gif", 10, [picture(0)] * 200, 1)


@pytest.mark.parametrize(("format", "package"), [("gif", "pillow"), ("mp4", "imageio-ffmpeg")])
def test_a_missing_package_is_one_sentence_that_says_what_to_do(monkeypatch, format, package):
    assert missing(format) == ""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    said = missing(format)
    assert said.startswith(f"{format.upper()} needs the package {package}: ")
    requirements = Path(said.rpartition(" ")[2])
    assert f"\n{package}==" in "\n" + requirements.read_text()
