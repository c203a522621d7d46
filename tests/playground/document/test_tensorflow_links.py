"""TensorFlow Playground's links."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document import limits
from playground.document.errors import DocumentError
from playground.document.presets import default
from playground.document.spec import (
    DataSpec,
    ExperimentSpec,
    LayerSpec,
    LossSpec,
    OptimizerSpec,
    ScheduleSpec,
    TrainSpec,
)
from playground.document.tensorflow_links import ADDRESS, from_link, to_link

FEATURES = ("x", "y", "xTimesY", "xSquared", "ySquared", "sinX", "sinY", "cosX", "cosY")
LINK = (
    ADDRESS + "activation=relu&batchSize=12&dataset=spiral&regDataset=reg-plane&learningRate=0.1"
    "&regularization=L2&regularizationRate=0.003&noise=15&networkShape=6,4&seed=0.31&x=true&y=false"
    "&showTestData=false&percTrainData=70&xTimesY=true&problem=classification&cosX=false"
)


def test_a_link_of_tensorflow_playground_is_read() -> None:
    linked = from_link(LINK)
    spec = linked.spec
    kinds = ["features", *["linear", "relu"] * 2, "linear", "tanh"]
    assert [layer.kind for layer in spec.layers] == kinds
    assert spec.layers[0]["names"] == ("x", "xy")
    assert [spec.layers[index]["units"] for index in (1, 3)] == [6, 4]
    assert spec.data == DataSpec("spirals", 500, 70, 15)
    training = spec.training
    assert (training.learning_rate, training.batch_size) == (0.1, 12)
    assert (training.l1, training.l2) == (0, 0.003)
    assert linked.left_out == (
        "Coordinates go from 0 to 1 here and from −6 to 6 there: it trains otherwise.",
    )


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("problem=regression", "problem: regression there; the points here are of two classes."),
        ("sinX=true", "A wave goes across the square once here and about twice there."),
        ("colour=red", "colour: unknown."),
    ],
)
def test_what_of_a_link_does_not_fit_is_listed(setting: str, sentence: str) -> None:
    assert sentence in from_link(f"{LINK}&{setting}").left_out


def test_a_thousand_unknown_settings_are_no_thousand_sentences() -> None:
    many = "".join(f"&k{each}=1" for each in range(400))
    left_out = from_link(f"{ADDRESS}dataset=xor{many}").left_out
    assert len(left_out) == 7
    assert left_out[-1] == "395 more settings: unknown."


def test_zero_weights_and_hidden_controls_of_a_link() -> None:
    linked = from_link(f"{ADDRESS}initZero=true&networkShape=3&playButton_hide=true&hideText=true")
    starts = [each["initialization"] for each in linked.spec.layers if each.kind == "linear"]
    assert starts == ["constant", "constant"]
    assert len(linked.left_out) == 1


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(["relu", "tanh", "linear"]),
    st.lists(st.integers(1, 8), max_size=6),
    st.sampled_from(["circle", "xor", "gauss", "spiral"]),
    st.integers(1, 30),
    st.sets(st.sampled_from(FEATURES), min_size=1),
)
def test_a_link_comes_back_from_its_document(
    activation: str, shape: list[int], dataset: str, batch: int, features: set[str]
) -> None:
    link = (
        f"{ADDRESS}activation={activation if shape else 'linear'}&batchSize={batch}"
        f"&dataset={dataset}&networkShape={','.join(map(str, shape))}"
        + "".join(f"&{name}={str(name in features).lower()}" for name in FEATURES)
    )
    spec = from_link(link).spec
    again, _ = to_link(spec)
    assert from_link(again).spec == spec


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            ADDRESS + "activation=eval",
            "activation is ",
        ),
        (
            ADDRESS + "learningRate=fast",
            "learningRate",
        ),
        (
            ADDRESS + "learningRate=NaN",
            "Learning rate",
        ),
        (
            ADDRESS + "batchSize=1e999",
            "batchSize is a",
        ),
        (
            ADDRESS + "networkShape=4,-2",
            "networkShape",
        ),
        (ADDRESS + "networkShape=9999", "Units goes "),
        (
            ADDRESS + "noise=80",
            "Noise goes from 0 to ",
        ),
        (ADDRESS + "dataset=%00", "dataset is one of"),
        (ADDRESS + "x=false&y=false", "Features: choose"),
    ],
)
def test_what_a_link_cannot_ask_for_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(DocumentError) as caught:
        from_link(text)
    start = "The link asks for what is not possible here: "
    assert str(caught.value).startswith(start + sentence)


@pytest.mark.parametrize("text", ["", "activation=tanh", "https://example.org/#activation=tanh"])
def test_what_is_no_link_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="This is no link of TensorFlow Playground"):
        from_link(text)


def test_a_long_link_is_refused() -> None:
    with pytest.raises(DocumentError, match="The link is too long: at most 4,000 characters"):
        from_link(ADDRESS + "a=" + "b" * limits.MAX_LINK)


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        (default(), "TensorFlow Playground has up to 6 hidden layers of up to 8 units"),
        (ExperimentSpec(), "TensorFlow Playground has up to 6 hidden layers"),
        (
            ExperimentSpec((LayerSpec("linear"),), DataSpec("moons")),
            "TensorFlow Playground has none of these points; it has disk, xor, blobs, spirals.",
        ),
    ],
)
def test_what_tensorflow_playground_cannot_do_is_said(spec: ExperimentSpec, sentence: str) -> None:
    with pytest.raises(DocumentError) as caught:
        to_link(spec)
    assert str(caught.value).startswith(sentence)


def small(**training: object) -> ExperimentSpec:
    layers = (LayerSpec("linear", (("units", 4),)), LayerSpec("tanh"), LayerSpec("linear"))
    return ExperimentSpec((*layers, LayerSpec("tanh")), training=TrainSpec(**training))


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        (small(loss=LossSpec("huber")), "Loss: half the squared error there."),
        (small(optimizer=OptimizerSpec("adam")), "Optimiser: plain gradient descent there."),
        (
            small(optimizer=OptimizerSpec("sgd", (("momentum", 0.9),))),
            "Optimiser: plain gradient descent there.",
        ),
        (small(schedule=ScheduleSpec("cosine")), "Learning rate: constant there."),
        (small(max_norm=1.0), "Clipping: none there."),
        (small(epochs=10), "End of the training: none there."),
        (small(batch_size=31), "Batch size: at most 30 there."),
        (small(l1=0.1, l2=0.1), "L1: TensorFlow Playground takes one penalty only, here L2."),
        (ExperimentSpec((LayerSpec("linear"),)), "Output: one Tanh there."),
        (replace(small(), data=DataSpec(points=501)), "Points: 500 there."),
        (replace(small(), data=DataSpec(balance_percent=20)), "Class balance: none there."),
        (replace(small(), data=DataSpec(flip_percent=10)), "Label flips: none there."),
        (replace(small(), data=DataSpec(outlier_percent=5)), "Outliers: none there."),
    ],
)
def test_what_a_link_leaves_out_of_a_document_is_listed(spec, sentence: str) -> None:
    assert sentence in to_link(spec)[1]
    plain = replace(small(batch_size=10), data=DataSpec(points=500))
    assert sentence not in to_link(plain)[1]


def test_features_that_tensorflow_playground_lacks_are_said() -> None:
    layers = (LayerSpec("features", (("names", ("x", "sin y")),)), LayerSpec("linear"))
    with pytest.raises(DocumentError, match="has none of some features of this network"):
        to_link(ExperimentSpec(layers))
