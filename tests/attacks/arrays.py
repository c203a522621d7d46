"""Weights that are none, and trainings that say what none can."""

import struct
from typing import Any

import numpy as np
from safetensors.numpy import load, save

from playground.document import limits
from tests.attacks.pieces import TRAINING, Attack, arrays, changed, members, packed, row

WHERE = "weights.safetensors is damaged: "
NO_HEADER = f"{WHERE}its header does not fit in it."
NO_LIST = f"{WHERE}its header is no list of arrays."
W = f"{WHERE}the array 'w' "
NO_PLACE = f"{W}is not where the one before it ends."
OTHER_SIZE = f"{W}has more or fewer numbers than its shape."
NO_SHAPE = f"{W}has no shape that an array can have."


def w(**changes: Any) -> bytes:
    """One array of two numbers, but for the changes."""
    return arrays({"w": row([2], 0, 8) | changes}, bytes(8))


def numbers(name: str, value: Any) -> bytes:
    """The good file with this among the numbers of its training."""
    found = load(members()[TRAINING]) | {name: np.array(value)}
    return packed(training_safetensors=save(found))


def history(array: np.ndarray) -> bytes:
    return numbers("history", array)


NO_TABLE = "The history of the training is damaged: it is no table of losses."
NOT_UP = "The history of the training is damaged: its epochs do not ascend."
FAILED = {"step": -1, "learning_rate": 1.0}


NO_COUNT = "The training is damaged: it does not say how many steps were made."
MISCOUNT = "The training is damaged: "

ATTACKS: list[Attack] = [
    ("a training without numbers", lambda: packed(training_safetensors=save({})), NO_COUNT),
    ("half a step", lambda: numbers("trainer/steps", 0.5), NO_COUNT),
    ("two numbers of steps", lambda: numbers("trainer/steps", [1, 2]), NO_COUNT),
    ("steps before the first", lambda: numbers("trainer/steps", -1), MISCOUNT),
    ("2⁶³ − 1 steps", lambda: numbers("trainer/steps", 2**63 - 1), MISCOUNT),
    (
        "2⁶³ − 1 steps of the optimiser",
        lambda: numbers("trainer/optimizer.steps", 2**63 - 1),
        MISCOUNT,
    ),
    ("no weights", lambda: packed(weights_safetensors=b""), NO_HEADER),
    ("seven bytes", lambda: packed(weights_safetensors=bytes(7)), NO_HEADER),
    ("a header longer than the file", lambda: arrays({}, b"", 999), NO_HEADER),
    ("a header of 2⁶³ bytes", lambda: arrays({}, b"", 2**63), NO_HEADER),
    ("a header of 2⁶⁴ − 1 bytes", lambda: arrays({}, b"", 2**64 - 1), NO_HEADER),
    ("a header of 2 MB", lambda: arrays(b" " * 2 * 10**6), NO_HEADER),
    ("no JSON", lambda: arrays(b"weights"), f"{WHERE}The text is no JSON"),
    ("no UTF-8", lambda: arrays(b'{"\xff": 1}'), f"{WHERE}The text is damaged: byte 2"),
    ("deep JSON", lambda: arrays(b'{"w": ' + b"[" * 99_999), f"{WHERE}The text is nested too"),
    ("a list", lambda: arrays([row([2], 0, 8)], bytes(8)), NO_LIST),
    ("5,000 arrays", lambda: arrays({str(each): 0 for each in range(5000)}), NO_LIST),
    ("an array that is a list", lambda: arrays({"w": [2]}), f"{W}is not described as an array."),
    ("an array without a place", lambda: arrays({"w": {"dtype": "F32"}}), f"{W}is not described"),
    ("an array that knows more", lambda: w(module="os"), f"{W}is not described as an array."),
    ("a name of 1 MB", lambda: arrays({"w" * 10**6: 0}), f"{WHERE}the array 'www"),
    (
        "a name twice",
        lambda: arrays(b'{"w": 1, "w": 2}'),
        f"{WHERE}The name 'w' occurs twice in one object.",
    ),
    ("BF16", lambda: w(dtype="BF16"), f"{W}is not of F64, I64, F32, I32, U8, BOOL."),
    ("complex numbers", lambda: w(dtype="C64"), f"{W}is not of F64"),
    ("objects", lambda: w(dtype="O"), f"{W}is not of F64"),
    ("a kind of lists", lambda: w(dtype=["F32"]), f"{W}is not of F64"),
    ("a side of 2⁶²", lambda: w(shape=[2**62]), NO_SHAPE),
    ("a side of −2", lambda: w(shape=[-2]), NO_SHAPE),
    ("no side but nothing in it", lambda: w(shape=[0], data_offsets=[0, 0]), NO_SHAPE),
    ("a side of 2.0", lambda: w(shape=[2.0]), NO_SHAPE),
    ("a side of true", lambda: w(shape=[True, 2]), NO_SHAPE),
    ("nine sides", lambda: w(shape=[1] * 8 + [2]), NO_SHAPE),
    ("a shape of words", lambda: w(shape="2"), NO_SHAPE),
    ("sides that overflow", lambda: w(shape=[2**27 - 1] * 8), OTHER_SIZE),
    ("a number too few", lambda: w(shape=[3]), OTHER_SIZE),
    ("a number too many", lambda: w(shape=[]), OTHER_SIZE),
    ("a place of three", lambda: w(data_offsets=[0, 4, 8]), f"{W}has no place."),
    ("a place of fractions", lambda: w(data_offsets=[0, 8.0]), f"{W}has no place."),
    ("a place backwards", lambda: w(data_offsets=[8, 0]), NO_PLACE),
    ("a hole before it", lambda: w(data_offsets=[4, 8]), NO_PLACE),
    ("a place outside", lambda: w(data_offsets=[0, 80]), NO_PLACE),
    (
        "two arrays in one place",
        lambda: arrays({"a": row([2], 0, 8), "w": row([2], 0, 8)}, bytes(8)),
        NO_PLACE,
    ),
    (
        "something behind it",
        lambda: arrays({"w": row([2], 0, 8)}, bytes(9)),
        f"{WHERE}it holds more than its arrays.",
    ),
    (
        "a truth of 7",
        lambda: arrays({"w": row([1], 0, 1, "BOOL")}, b"\7"),
        f"{W}holds what is neither true nor false.",
    ),
    (
        "numbers of a training cut off",
        lambda: packed(training_safetensors=struct.pack("<Q", 100)),
        "training.safetensors is damaged: its header does not fit in it.",
    ),
    ("a training that is a number", lambda: changed("training", 1), "training is not an object."),
    ("a training of lists", lambda: changed("training", []), "training is not an object."),
    ("no training", lambda: changed("training", None), "The file is damaged: the words of its"),
    ("an empty training", lambda: changed("training", {}), "training.origin is missing."),
    ("an origin in words", lambda: changed("training.origin", "1"), "training.origin is not a wh"),
    ("an origin of 10²⁴", lambda: changed("training.origin", 10**24), "training: Steps and epoc"),
    ("a failure of nothing", lambda: changed("training.failure", {}), "training.failure.step is"),
    ("a trainer in words", lambda: changed("training.trainer", "x"), "training.trainer is not a l"),
    ("a word of three", lambda: changed("training.trainer", [["a"] * 3]), "training.trainer.1 has"),
    ("a word of numbers", lambda: changed("training.trainer", [[1, 2]]), "training.trainer.1.1 is"),
    ("a history of whole numbers", lambda: history(np.ones((2, 5), np.int64)), NO_TABLE),
    ("a history in one line", lambda: history(np.ones(5)), NO_TABLE),
    ("a history of six columns", lambda: history(np.ones((2, 6))), NO_TABLE),
    ("a history backwards", lambda: history(np.eye(2, 5)), NOT_UP),
    ("a history before 0", lambda: history(np.full((2, 5), -1.0)), NOT_UP),
    ("a history at NaN", lambda: history(np.full((2, 5), np.nan)), NOT_UP),
    ("a history at infinity", lambda: history(np.full((1, 5), np.inf)), NOT_UP),
    ("a failure at −1", lambda: changed("training.failure", FAILED), "training: Steps and epochs"),
    (
        "a long history",
        lambda: history(np.ones((limits.MAX_HISTORY + 1, 5))),
        "The history of the training is damaged: it has more than ",
    ),
]
