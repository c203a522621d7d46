"""Documents that ask for what no document can hold."""

import base64
import struct
from typing import Any

from tests.attacks.pieces import Attack, changed

LAYER, DATA, TRAIN = "document.layers.0", "document.data", "document.training"
AT_LAYER = "document.layers.1: "
POINTS = 40


def units(value: Any) -> bytes:
    return changed(f"{LAYER}.units", value)


def layers(*kinds: str, **options: Any) -> bytes:
    return changed("document.layers", [{"kind": kind, **options} for kind in kinds])


def data(name: str, value: Any) -> bytes:
    return changed(f"{DATA}.{name}", value)


def train(name: str, value: Any) -> bytes:
    return changed(f"{TRAIN}.{name}", value)


def own(**changes: Any) -> bytes:
    """Two good points of one's own, but for the changes."""
    points = {
        "places": b64(struct.pack("<4f", 0, 0, 1, 1)),
        "values": b64(struct.pack("<2f", 0, 1)),
        "order": b64(bytes(4)),
        "classes": ["A", "B"],
    }
    return data("own", points | changes)


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def many(count: int) -> bytes:
    return own(
        places=b64(bytes(8 * count)), values=b64(bytes(4 * count)), order=b64(bytes(2 * count))
    )


ATTACKS: list[Attack] = [
    ("a layer of the system", lambda: layers("os.system"), f"{AT_LAYER}A layer is one of "),
    ("an import", lambda: layers("__import__"), f"{AT_LAYER}A layer is one of "),
    ("a layer of PyTorch", lambda: layers("torch.nn.Linear"), f"{AT_LAYER}A layer is one of "),
    ("a layer without a kind", lambda: changed(LAYER, {}), "document.layers.1.kind is not text."),
    ("a kind of 1 MB", lambda: layers("x" * 2**20), f"{AT_LAYER}A layer is one of "),
    ("kind 5", lambda: changed(LAYER, {"kind": 5}), "document.layers.1.kind is not text."),
    ("a layer that is a word", lambda: changed(LAYER, "tanh"), "document.layers.1 is not an obj"),
    ("layers that are an object", lambda: changed("document.layers", {}), "document.layers is n"),
    ("65 layers", lambda: layers(*["tanh"] * 65), "document: A network has at most 64 layers"),
    ("a million layers", lambda: layers(*["tanh"] * 10**5), "document: A network has at most 64"),
    (
        "64 layers of 512 units",
        lambda: layers(*["linear"] * 64, units=512),
        "document: A network has at most 2,000,000 weights",
    ),
    (
        "a block without an end",
        lambda: layers("linear", "residual", "tanh"),
        "document: A residual block has no end",
    ),
    (
        "an end without a block",
        lambda: layers("linear", "add", "residual"),
        "document: An Add ends a residual block, but none has begun",
    ),
    (
        "a block in a block",
        lambda: layers("linear", "residual", "residual", "tanh", "add", "add"),
        "document: A residual block cannot hold another one.",
    ),
    (
        "60 blocks in each other",
        lambda: layers(*["residual"] * 60, "tanh", *["add"] * 60),
        "document: A residual block cannot hold another one.",
    ),
    (
        "33 blocks of 2 layers",
        lambda: layers(*["residual", "tanh", "add"] * 33),
        "document: A network has at most 64 layers, not 66.",
    ),
    (
        "a million ends",
        lambda: layers(*["add"] * 10**5),
        "document: An Add ends a residual block, but none has begun",
    ),
    (
        "a block as a tree",
        lambda: changed(LAYER, {"kind": "residual", "layers": [{"kind": "tanh"}]}),
        "document: A residual block has no end",
    ),
    ("units 10⁹", lambda: units(10**9), f"{AT_LAYER}Units goes from 1 to 512, not 1,000,000,000."),
    ("units 10²⁴", lambda: units(10**24), f"{AT_LAYER}Units goes from 1 to 512"),
    ("units 1e308", lambda: units(1e308), f"{AT_LAYER}Units goes from 1 to 512"),
    ("units −1", lambda: units(-1), f"{AT_LAYER}Units goes from 1 to 512, not -1."),
    ("units 0", lambda: units(0), f"{AT_LAYER}Units goes from 1 to 512, not 0."),
    ("units true", lambda: units(True), f"{AT_LAYER}Units is a number, not True."),
    ("units 4.5", lambda: units(4.5), f"{AT_LAYER}Units is a whole number, not 4.5."),
    ("units in words", lambda: units("4"), f"{AT_LAYER}Units is a number, not '4'."),
    ("units null", lambda: units(None), f"{AT_LAYER}Units needs a value."),
    ("units as a list", lambda: units([4]), "document.layers.1.units.1 is not text."),
    ("units as an object", lambda: units({}), "document.layers.1.units is an object, not a value."),
    ("gain 0", lambda: changed(f"{LAYER}.gain", 0), f"{AT_LAYER}Gain goes from 0.01 to 100"),
    (
        "an initialisation of the system",
        lambda: changed(f"{LAYER}.initialization", "eval"),
        f"{AT_LAYER}Initialisation is one of ",
    ),
    ("data from the disk", lambda: data("kind", "file:///etc/passwd"), "document.data: Data is on"),
    (
        "data of one's own, but none",
        lambda: data("kind", "own"),
        "document.data: There are no ",
    ),
    ("10⁹ points", lambda: data("points", 10**9), "document.data: Points goes from 20 to 10,000"),
    ("−1 points", lambda: data("points", -1), "document.data: Points goes from 20 to 10,000"),
    ("points 40.0", lambda: data("points", 40.0), "document.data.points is not a whole number."),
    ("all points train", lambda: data("train_percent", 100), "document.data: Train share goes fro"),
    ("noise 51", lambda: data("noise_percent", 51), "document.data: Noise goes from 0 to 50"),
    (
        "balance 0",
        lambda: data("balance_percent", 0),
        "document.data: Class balance goes from 1 to",
    ),
    ("balance null", lambda: data("balance_percent", None), "document.data.balance_percent is not"),
    (
        "flips 51",
        lambda: data("flip_percent", 51),
        "document.data: Label flips goes from 0 to 50, ",
    ),
    (
        "flips −1",
        lambda: data("flip_percent", -1),
        "document.data: Label flips goes from 0 to 50, ",
    ),
    ("flips 10²⁴", lambda: data("flip_percent", 10**24), "document.data: Label flips goes from 0 "),
    ("flips true", lambda: data("flip_percent", True), "document.data.flip_percent is not a whole"),
    ("flips in words", lambda: data("flip_percent", "9"), "document.data.flip_percent is not a wh"),
    (
        "outliers 99",
        lambda: data("outlier_percent", 99),
        "document.data: Outliers goes from 0 to 50",
    ),
    (
        "outliers 0.5",
        lambda: data("outlier_percent", 0.5),
        "document.data.outlier_percent is not a",
    ),
    (
        "outliers as a list",
        lambda: data("outlier_percent", [5]),
        "document.data.outlier_percent is",
    ),
    ("100,001 points", lambda: many(100_001), "document.data.own: There can be at most 100,000"),
    ("points outside", lambda: own(places=b64(struct.pack("<4f", 0, 0, 2, 0))), "document.data.o"),
    (
        "points at NaN",
        lambda: own(places=b64(struct.pack("<4f", 0, 0, 0, float("nan")))),
        "document.data.own: The places of points go from 0 to 1.",
    ),
    (
        "a third class of two",
        lambda: own(values=b64(struct.pack("<2f", 0, 2))),
        "document.data.own: Class numbers go from 0 to 1.",
    ),
    (
        "half a class",
        lambda: own(values=b64(struct.pack("<2f", 0, 0.5))),
        "document.data.own: Class numbers go from 0 to 1.",
    ),
    (
        "a target of infinity",
        lambda: own(classes=[], values=b64(struct.pack("<2f", 0, float("inf")))),
        "document.data.own: The targets of points go from −1 to +1.",
    ),
    ("places cut off", lambda: own(places="AAAA"), "document.data.own: The columns of the points"),
    ("no base64", lambda: own(order="%%%%"), "document.data.own.order is no base64."),
    ("base64 in words", lambda: own(order="é"), "document.data.own.order is no base64."),
    ("one class", lambda: own(classes=["A"]), "document.data.own: Points have 2 to 10 classes"),
    ("11 classes", lambda: own(classes=list("ABCDEFGHIJK")), "document.data.own: Points have 2"),
    ("a class twice", lambda: own(classes=["A", "A"]), "document.data.own: Every class needs a n"),
    (
        "a class with a line",
        lambda: own(classes=["A", "B\n"]),
        "document.data.own: A class has",
    ),
    ("a class of 1 MB", lambda: own(classes=["A", "B" * 2**20]), "document.data.own: A class has"),
    (
        "a range of infinity",
        lambda: own(columns=[{"name": "x", "high": 1e308}, {"name": "y"}, {"name": "l"}]),
        "document.data.own.columns.1: The range of column 'x' goes from ",
    ),
    (
        "a range upside down",
        lambda: own(columns=[{"name": "x", "low": 2}, {"name": "y"}, {"name": "l"}]),
        "document.data.own.columns.1: The range of column 'x' goes from ",
    ),
    ("two columns", lambda: own(columns=[]), "document.data.own.columns has 0 parts, not 3."),
    ("rate 0", lambda: train("learning_rate", 0), "document.training: Learning rate goes from"),
    ("rate −1", lambda: train("learning_rate", -1), "document.training: Learning rate goes from"),
    ("rate 1e308", lambda: train("learning_rate", 1e308), "document.training: Learning rate goes"),
    (
        "a rate in words",
        lambda: train("learning_rate", "0.1"),
        "document.training.learning_rate",
    ),
    (
        "a rate of true",
        lambda: train("learning_rate", True),
        "document.training.learning_rate ",
    ),
    ("batch 0", lambda: train("batch_size", 0), "document.training: Batch goes from 1 to 10,000"),
    ("batch 10⁹", lambda: train("batch_size", 10**9), "document.training: Batch goes from 1 to"),
    ("epochs 0", lambda: train("epochs", 0), "document.training: Epochs goes from 1 to 1,000,000"),
    ("epochs 10²⁴", lambda: train("epochs", 10**24), "document.training: Epochs goes from 1 to"),
    ("a loss of lists", lambda: train("loss", []), "document.training.loss is not an object."),
    ("an unknown loss", lambda: train("loss", {"kind": "x"}), "document.training.loss: A loss is "),
    ("an optimiser of the system", lambda: train("optimizer", {"kind": "exec"}), "document.traini"),
    ("beta 7", lambda: train("optimizer.beta1", 7), "document.training.optimizer: Beta 1 goes fro"),
    ("an unknown schedule", lambda: train("schedule", {"kind": "x"}), "document.training.schedule"),
    ("clipping at 0", lambda: train("max_norm", 0), "document.training: Clip gradient at goes fr"),
    ("a penalty below 0", lambda: train("l2", -1), "document.training: L2 goes from 0 to 10"),
    ("seed −1", lambda: changed("document.seed", -1), "document: A seed is a whole number from 0"),
    ("seed 2³²", lambda: changed("document.seed", 2**32), "document: A seed is a whole number fr"),
    ("seed true", lambda: changed("document.seed", True), "document.seed is not a whole number."),
    ("seed 1.0", lambda: changed("document.seed", 1.0), "document.seed is not a whole number."),
]
