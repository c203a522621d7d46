"""What a person types, and what it means."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.catalogue import (
    DATA_OPTIONS,
    GAIN,
    INITIALIZATION,
    TRAINING_OPTIONS,
    UNITS,
)
from playground.document.errors import SpecError
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
        (RATE, "", "number"),
        (RATE, "fast", "“fast”"),
        (RATE, "nan", "“nan”"),
        (RATE, "inf", "“inf”"),
        (RATE, "1e999", "finite"),
        (RATE, "-0.1", "from"),
        (RATE, "1,000", "1000 or 1.000"),
        (RATE, "1.5.2", "1.5.2"),
        (GAIN, "1/0", "finite"),
        (GAIN, "√-1", "finite"),
        (UNITS, "2.5", "whole number"),
        (UNITS, "5/3", "whole number"),
        (UNITS, "0", "1 to 512"),
        (UNITS, "9" * 400, "finite"),
        (UNITS, "__import__('os')", "whole number"),
    ],
)
def test_what_cannot_be_meant_gets_one_short_sentence(option, text, says):
    with pytest.raises(SpecError, match=option.label) as refused:
        parse(option, text)
    assert says in str(refused.value)
    assert len(str(refused.value)) < 110
    assert "\n" not in str(refused.value)


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
