"""Points of one's own: only what can be drawn, trained on and saved is let in."""

import struct
from collections.abc import Callable

import pytest

from playground.document import edits, limits
from playground.document.advice import advice, cannot_train
from playground.document.errors import SpecError
from playground.document.own_points import LABEL, TARGET, Column, OwnPoints, X, Y
from playground.document.presets import default, title
from playground.document.spec import DataSpec
from playground.document.widths import output_names, widths


def floats(*numbers: float) -> bytes:
    return struct.pack(f"<{len(numbers)}f", *numbers)


def points(
    values: tuple[float, ...] = (0, 1, 1),
    classes: tuple[str, ...] = ("red", "blue"),
    columns: tuple[Column, Column, Column] = (X, Y, LABEL),
) -> OwnPoints:
    count = len(values)
    places = floats(*[0.25] * 2 * count)
    return OwnPoints(places, floats(*values), bytes(2 * count), classes, columns)


NUMBERS = points((-1.0, 0.5, 1.0), (), (X, Y, TARGET))


def test_own_points_are_the_data_and_name_the_outputs() -> None:
    spec = edits.set_own_points(default(), points((0, 1, 2), ("red", "green", "blue")))
    assert spec.data.kind == "own"
    assert (spec.data.count, spec.data.train_points) == (3, 2)
    assert output_names(spec) == ("red", "green", "blue")
    assert widths(spec)[-2].fan_out == 3
    assert title(spec).startswith("Own — ")


def test_a_target_that_is_a_number_is_one_output() -> None:
    spec = edits.set_own_points(default(), NUMBERS)
    assert spec.data.classes == ()
    assert output_names(spec) == ("target",)
    assert widths(spec)[-2].fan_out == 1


def test_own_points_wait_while_another_kind_is_chosen() -> None:
    spec = edits.set_own_points(default(), points())
    disk = edits.set_data_option(spec, "kind", "disk")
    assert (disk.data.count, disk.data.classes) == (2000, ("outside", "inside"))
    assert edits.set_data_option(disk, "kind", "own") == spec


def test_without_points_of_ones_own_the_kind_is_refused() -> None:
    with pytest.raises(SpecError, match="no points of your own yet"):
        DataSpec("own")


@pytest.mark.parametrize(("kind", "label"), [("cross_entropy", "Cross-entropy"), ("bce", "Binary")])
def test_a_loss_of_classes_is_refused_for_numbers_with_a_way_out(kind: str, label: str) -> None:
    spec = edits.choose_method(edits.set_own_points(default(), NUMBERS), "loss", kind)
    assert cannot_train(spec).startswith(label)
    (found,) = advice(spec)
    assert found.fix is not None
    assert found.fix.training.loss.kind == "mse"
    assert cannot_train(found.fix) == ""


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_points_cannot_train(count: int) -> None:
    spec = edits.set_own_points(default(), points((0.0,) * count))
    assert "Two points at least" in cannot_train(spec)
    assert advice(spec)[0].fix is None


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: points((0, 2)), "Class numbers go from 0 to 1"),
        (lambda: points((0, 0.5)), "Class numbers go from 0 to 1"),
        (lambda: points((0, float("nan"))), "Class numbers go from 0 to 1"),
        (lambda: points((0, -1)), "Class numbers go from 0 to 1"),
        (lambda: points((0.5, 1.5), ()), "targets of points go from −1 to"),
        (lambda: points((0.5, float("nan")), ()), "targets of points go from −1 to"),
        (lambda: OwnPoints(floats(0.5, 1.5), floats(0), b"00"), "places of points go from 0 to 1"),
        (lambda: OwnPoints(floats(float("nan"), 0), floats(0), b"00"), "places of points go"),
        (lambda: OwnPoints(floats(0.5, 0.5), floats(0), b""), "different lengths"),
        (lambda: OwnPoints(floats(0.5, 0.5) + b"x", floats(0), b"00"), "different lengths"),
        (lambda: OwnPoints([0.5, 0.5]), "kept as bytes"),  # type: ignore[arg-type]
        (lambda: points(classes=("A",)), "2 to 10 classes, not 1"),
        (lambda: points(classes=tuple("ABCDEFGHIJK")), "2 to 10 classes, not 11"),
        (lambda: points(classes=("A", "A")), "a name of its own"),
        (lambda: points(classes=("A", "")), "1 to 40 characters"),
        (lambda: points(classes=("A", "B\n")), "1 to 40 characters"),
        (lambda: points(classes=("A", "B" * 41)), "1 to 40 characters"),
        (lambda: Column("x", 1, 1), "from a lower number to a higher one"),
        (lambda: Column("x", 0, float("inf")), "from a lower number to a higher one"),
        (lambda: Column("x", float("nan"), 1), "from a lower number to a higher one"),
        (lambda: Column("x", "0", 1), "two numbers"),  # type: ignore[arg-type]
        (
            lambda: OwnPoints(bytes(8 * (limits.MAX_OWN_POINTS + 1))),
            "at most 100,000 points of your own, not 100,001",
        ),
    ],
)
def test_what_cannot_be_drawn_or_trained_on_is_refused(
    make: Callable[[], object], sentence: str
) -> None:
    with pytest.raises(SpecError, match=sentence):
        make()


def test_documents_share_the_points_they_hold() -> None:
    spec = edits.set_own_points(default(), points())
    assert edits.set_seed(spec, 7).data.own is spec.data.own
    assert edits.set_data_option(spec, "train_percent", 30).data.own is spec.data.own


def test_a_corruption_counts_where_the_points_can_have_it() -> None:
    def used(data: DataSpec) -> list[str]:
        return [option.label for option in data.corruptions]

    shares = {"balance_percent": 20, "flip_percent": 5, "outlier_percent": 3}
    assert used(DataSpec()) == []
    assert used(DataSpec("moons", **shares)) == ["Class balance", "Label flips", "Outliers"]
    all_ = ["Class balance", "Label flips", "Outliers"]
    assert used(DataSpec("own", own=points(), **shares)) == all_
    assert used(DataSpec("own", own=NUMBERS, **shares)) == ["Outliers"]
