"""The points the window is told of are those the network learns from."""

from dataclasses import replace

import numpy as np

from playground import builder
from playground.document.presets import default
from playground.document.spec import DataSpec
from playground.training.data_points import points_of


def test_flips_and_outliers_come_with_what_the_points_were() -> None:
    plain = replace(default(), data=DataSpec("moons", 200))
    spec = replace(plain, data=replace(plain.data, flip_percent=20, outlier_percent=10))
    before, after = points_of(plain), points_of(spec)
    assert before.original is None
    assert not before.flipped.any()
    assert not before.outliers.any()
    assert after.original is not None
    np.testing.assert_array_equal(after.original.train, before.train)
    np.testing.assert_array_equal(after.original.train_classes, before.train_classes)
    assert (after.flipped.sum(), after.outliers.sum()) == (20, 10)
    np.testing.assert_array_equal(after.test, before.test)
    np.testing.assert_array_equal(after.test_classes, before.test_classes)
    split = builder.build_trainer(spec).split
    np.testing.assert_array_equal(split.train_input.numpy(), after.train)
    np.testing.assert_array_equal(split.train_target.argmax(1).numpy(), after.train_classes)
