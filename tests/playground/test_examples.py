"""Every example is trained, and does what its text promises."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QImage

from playground.document.advice import cannot_train
from playground.document.examples import FOLDER, examples
from playground.document.file_format import read, write_text
from tests.playground.trained_examples import Trained, field_of, picture_of, trained

NAMES = [path.stem for path in sorted(FOLDER.glob("*.json"))]


def solved(error: float) -> Callable[[Trained], bool]:
    """At most this share of the test points is wrong, or of the variance unexplained."""
    return lambda end: end.metrics is not None and end.metrics.test_error <= error


def unsolved(error: float) -> Callable[[Trained], bool]:
    """At least this share of training and test points is wrong."""
    return lambda end: (
        end.metrics is not None and min(end.metrics.train_error, end.metrics.test_error) >= error
    )


def learned_by_heart(end: Trained) -> bool:
    assert end.metrics is not None
    return end.metrics.train_error < 0.1 < 0.2 < end.metrics.test_error and (
        end.metrics.test_loss > 2 * end.lowest_test_loss
    )


def learned_the_wrong_labels(end: Trained) -> bool:
    """A fifth of the training labels is wrong: who gets more of them right has learned those."""
    assert end.metrics is not None
    found_out = end.lowest_test_error < 0.03
    return found_out and end.metrics.train_error < 0.1 < 0.15 < end.metrics.test_error


def stopped_in_time(end: Trained) -> bool:
    assert end.metrics is not None
    return end.stopped_early and end.metrics.test_loss < 1.05 * end.lowest_test_loss


CLAIMS: dict[str, Callable[[Trained], bool]] = {
    "01-straight-line": solved(0.03),
    "02-xor-straight-line": unsolved(0.3),
    "03-xor-hidden-units": solved(0.05),
    "04-xor-feature": solved(0.05),
    "05-report-disk": solved(0.1),
    "06-disk-of-corners": solved(0.08),
    "07-rings": solved(0.08),
    "08-spirals": solved(0.08),
    "09-spirals-plain-descent": unsolved(0.25),
    "10-checkerboard": solved(0.1),
    "11-overfitting": learned_by_heart,
    "12-early-stopping": stopped_in_time,
    "13-learning-rate-too-large": lambda end: end.failed,
    "14-vanishing-gradients": unsolved(0.45),
    "15-gradients-kept-alive": solved(0.15),
    "16-three-classes": solved(0.05),
    "17-landscape": solved(0.1),
    "18-wrong-labels": learned_the_wrong_labels,
    "19-deep-without-shortcuts": unsolved(0.4),
    "20-deep-with-shortcuts": solved(0.03),
}


def test_every_example_has_a_claim() -> None:
    assert list(CLAIMS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_it_trains_as_its_text_says(name: str) -> None:
    end = trained(name)
    assert CLAIMS[name](end), end
    shown = field_of(QImage(str(FOLDER / f"{name}.png")))
    again = field_of(picture_of(end))
    assert shown.shape == again.shape
    # Other processors round otherwise, and a long training makes that visible.
    assert np.abs(shown - again).mean() < 0.2, "python -m tests.playground.trained_examples"


def test_each_can_be_trained_and_says_what_it_is_and_why() -> None:
    found = examples()
    assert len(found) == len(NAMES)
    assert len({each.saved.title for each in found}) == len(found)
    for each in (example.saved for example in found):
        assert not cannot_train(each.spec)
        assert 5 < len(each.title) < 40
        assert each.about.endswith(".")
        assert 80 < len(each.about) < 300
        assert each.spec.training.epochs


@pytest.mark.parametrize("name", NAMES)
def test_its_file_says_nothing_in_vain(name: str) -> None:
    found = read((FOLDER / f"{name}.json").read_bytes())
    assert found.unknown == ()
    assert read(write_text(found)) == found
