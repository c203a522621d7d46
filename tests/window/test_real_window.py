"""The main job in a real window, by real mouse and key events."""

from typing import Any

from tests.window.conftest import Hand, Window

REPORT = ["linear", "tanh", "linear", "tanh", "linear", "tanh", "linear", "tanh"]


def layers(kinds: list[str]) -> Any:
    return lambda state: state["layers"] == kinds


def test_a_chip_dragged_into_a_gap_becomes_a_layer_there(window: Window, hand: Hand) -> None:
    hand.drag(window.centre("where chip_relu"), window.centre("gap 2"))
    window.wait(layers([*REPORT[:2], "relu", *REPORT[2:]]))
    hand("key", "ctrl+z")
    window.wait(layers(REPORT))


def test_the_gap_opens_while_a_chip_is_over_it_and_escape_puts_all_back(
    window: Window, hand: Hand
) -> None:
    chip = window.ask("where chip_linear")
    before = [window.ask(f"layer {i}")[0] for i in (1, 2)]
    hand.drag(window.centre("where chip_linear"), window.centre("gap 2"), drop=False)
    window.wait(
        lambda _: (
            (window.ask("layer 2")[0] - window.ask("layer 1")[0]) >= before[1] - before[0] + chip[2]
        )
    )
    window.wait(lambda _: window.ask("painted 1") and window.ask("painted 2"))
    hand("key", "Escape")
    hand("mouseup", 1)
    window.wait(lambda _: [window.ask(f"layer {i}")[0] for i in (1, 2)] == before)
    window.wait(layers(REPORT))


def test_a_layer_dragged_off_the_canvas_is_removed(window: Window, hand: Hand) -> None:
    hand.drag(window.centre("layer 1"), window.centre("where boundary_plot"))
    window.wait(layers(["linear", *REPORT[2:]]))


def test_space_trains_until_the_boundary_is_the_disk(window: Window, hand: Hand) -> None:
    hand("key", "space")
    window.wait(lambda state: state["run"] == "running")

    def learned(state: dict[str, Any]) -> bool:
        text = state["test_error"].removesuffix("%").strip()
        return text.replace(".", "", 1).isdigit() and float(text) < 5

    window.wait(learned, 60)
    hand("key", "space")
    window.wait(lambda state: state["run"] == "paused")


def test_everything_is_built_by_keyboard_alone(window: Window, hand: Hand) -> None:
    hand.click(*window.centre("layer 0"))
    window.wait(lambda state: state["selected"] == 0)
    hand("key", "Right", "Delete")
    window.wait(layers(["linear", *REPORT[2:]]))
    hand("key", "ctrl+z")
    window.wait(layers(REPORT))
    hand("key", "Home", "ctrl+Right")
    window.wait(layers(["tanh", "linear", *REPORT[2:]]))
