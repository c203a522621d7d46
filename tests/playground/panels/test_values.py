"""What a person types, and what it means."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.catalogue import DATA_OPTIONS, INITIALIZATION, TRAINING_OPTIONS
from playground.document.errors import SpecError
from playground.document.layer_kinds import GAIN, UNITS
from playground.panels.values import parse, tooltip, value_text

RATE, BATCH, EPOCHS = TRAINING_OPTIONS
POINTS, SHARE, _ = DATA_OPTIONS


@pytest.mark.parametrize(
    ("option", "text", "value"),
    [
        (RATE, "0.15", 0.15),
        (RATE, " 0,15 ", 0.15),
        (RATE, "0,150", 0.15),
        (RATE, "1e-3", 0.001),
        (RATE, ".5", 0.5),
        (BATCH, "1,000", 1000),
        (BATCH, "1 000", 1000),
        (BATCH, "64.0", 64),
        (EPOCHS, "1,000,000", 1_000_000),
        (EPOCHS, "Until paused", None),
        (EPOCHS, "", None),
        (SHARE, "30 %", 30),
        (GAIN, "5/3", 5 / 3),
        (GAIN, "√2", math.sqrt(2)),
        (GAIN, "automatic", None),
    ],
)
def test_text_is_read_as_a_person_means_it(option, text, value):
    assert parse(option, text) == value


@pytest.mark.parametrize(
    ("option", "text", "says"),
    [
        (RATE, "", "Learning rate is a number, such as 0.15: type one, or press Esc."),
        (BATCH, " ", "Batch is a whole number: type one, or press Esc."),
        (RATE, "fast", "Learning rate is a number, such as 0.15, not “fast”."),
        (RATE, "nan", "Learning rate is a number, such as 0.15, not “nan”."),
        (RATE, "inf", "Learning rate is a number, such as 0.15, not “inf”."),
        (RATE, "1e999", "Learning rate goes from 0.000001 to 100: 1e999 is too large."),
        (RATE, "-1e999", "Learning rate goes from 0.000001 to 100: -1e999 is too small."),
        (RATE, "-0.1", "Learning rate goes from 0.000001 to 100, not -0.1."),
        (RATE, "1e-7", "Learning rate goes from 0.000001 to 100, not 0.0000001."),
        (RATE, "1,000", "Learning rate: “1,000” may mean 1000 or 1.000; type one of them."),
        (RATE, "1.5.2", "Learning rate is a number, such as 0.15, not “1.5.2”."),
        (GAIN, "1/0", "Gain is a number, such as 0.15, not “1/0”."),
        (GAIN, "√-1", "Gain is a number, such as 0.15, not “√-1”."),
        (GAIN, "1/2/3", "Gain is a number, such as 0.15, not “1/2/3”."),
        (UNITS, "2.5", "Units is a whole number, not 2.5."),
        (UNITS, "5/3", "Units is a whole number, not “5/3”."),
        (UNITS, "0", "Units goes from 1 to 512, not 0."),
        (UNITS, "9" * 400, f"Units goes from 1 to 512: {'9' * 24}… is too large."),
        (UNITS, "__import__('os')", "Units is a whole number, not “__import__('os')”."),
    ],
)
def test_what_cannot_be_meant_gets_one_plain_sentence(option, text, says):
    with pytest.raises(SpecError) as refused:
        parse(option, text)
    assert str(refused.value) == says


def test_small_numbers_are_written_in_full():
    assert value_text(RATE, 1e-6) == "0.000001"
    assert "0.000001 to 100" in tooltip(RATE)


@given(st.floats(1e-6, 100))
def test_every_learning_rate_is_read_back_exactly(value):
    assert parse(RATE, value_text(RATE, value)) == value


@given(st.integers(20, 10_000))
def test_every_number_of_points_is_read_back_exactly(value):
    assert parse(POINTS, value_text(POINTS, value)) == value


@given(st.text(max_size=40))
def test_no_text_does_anything_but_give_a_value_or_a_sentence(text):
    try:
        value = parse(RATE, text)
    except SpecError:
        return
    assert 1e-6 <= value <= 100


def test_tooltips_tell_help_range_unit_and_initial_value():
    assert tooltip(SHARE).startswith(SHARE.help)
    assert "10 to 90 %" in tooltip(SHARE)
    assert "50 %" in tooltip(SHARE)
    assert "Xavier" in tooltip(INITIALIZATION)
