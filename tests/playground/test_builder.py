"""The same document gives the same bits; what does not concern a draw does not change it."""

from dataclasses import fields, replace

import pytest
import torch

import core
from core import datasets
from core.training import Trainer
from playground import builder
from playground.document import edits
from playground.document.catalogue import DATA, LAYERS
from playground.document.errors import SpecError
from playground.document.presets import default
from playground.document.spec import DataSpec, ExperimentSpec, LayerSpec, TrainSpec

Bits = tuple[torch.Tensor, ...]
SMALL = replace(default(), data=DataSpec(points=300), training=TrainSpec(batch_size=10))


def points(trainer: Trainer) -> Bits:
    split = trainer.split
    return split.train_input, split.train_target, split.test_input, split.test_target


def weights(trainer: Trainer) -> Bits:
    return tuple(each.p.clone() for each in trainer.model.param())


def order(trainer: Trainer) -> Bits:
    """What training makes of equal data and weights depends on the order alone."""
    for _ in range(5):
        trainer.step()
    return weights(trainer)


def equal(one: Bits, other: Bits) -> bool:
    return len(one) == len(other) and all(map(torch.equal, one, other))


def test_builder_catalogue_and_core_know_the_same_kinds() -> None:
    assert tuple(DATA) == datasets.KINDS
    for kind, row in LAYERS.items():
        at = 0 if kind == "features" else 1
        if kind == "add":
            continue  # the end of a Residual
        spec = edits.insert_layer(ExperimentSpec((LayerSpec("linear"),)), at, LayerSpec(kind))
        model = builder.build_model(spec, generator=torch.Generator(), dropout=torch.Generator())
        assert type(model.modules[at]).__name__ == row.name
        assert row.name in core.__all__


def test_the_same_document_gives_the_same_bits_before_and_after_training() -> None:
    one, other = builder.build_trainer(SMALL), builder.build_trainer(SMALL)
    assert equal(points(one), points(other))
    assert equal(weights(one), weights(other))
    assert equal(order(one), order(other))


def streams(seed: int) -> list[torch.Generator]:
    draws = builder.generators(seed)
    return [getattr(draws, each.name) for each in fields(draws)]


@pytest.mark.parametrize("seed", [0, 1, 2, 2**32 - 1])
def test_another_seed_changes_data_weights_and_order(seed: int) -> None:
    one, other = streams(seed), streams(seed - 1 if seed else 5)
    drawn = [torch.rand(8, generator=each) for each in (*one, *other)]
    assert len({tuple(each.tolist()) for each in drawn}) == 12
    first = builder.build_trainer(edits.set_seed(SMALL, seed))
    second = builder.build_trainer(edits.set_seed(SMALL, seed - 1 if seed else 5))
    assert not any(map(torch.equal, points(first)[::2], points(second)[::2]))
    assert not any(map(torch.equal, weights(first), weights(second)))


def test_streams_of_many_seeds_never_start_alike() -> None:
    seeds = {each.initial_seed() for seed in range(1000) for each in streams(seed)}
    assert len(seeds) == 6000
    assert all(0 <= each < 2**32 for each in seeds)


@pytest.mark.parametrize(("name", "value"), [("learning_rate", 0.01), ("batch_size", 50)])
def test_training_settings_leave_data_and_initial_weights_alone(name: str, value: float) -> None:
    one = builder.build_trainer(SMALL)
    other = builder.build_trainer(edits.set_training_option(SMALL, name, value))
    assert equal(points(one), points(other))
    assert equal(weights(one), weights(other))
    assert not equal(order(one), order(other))


def test_the_data_do_not_depend_on_the_network_nor_the_weights_on_the_data() -> None:
    longer = edits.insert_layer(SMALL, 8, LayerSpec("linear"))
    assert equal(points(builder.build_trainer(SMALL)), points(builder.build_trainer(longer)))
    xor = edits.set_data_option(SMALL, "kind", "xor")
    assert equal(weights(builder.build_trainer(SMALL)), weights(builder.build_trainer(xor)))


def test_a_block_is_its_layers_with_a_shortcut_around_them_and_draws_as_they_do() -> None:
    plain = edits.insert_layer(SMALL, 2, LayerSpec("linear"))
    plain = edits.insert_layer(plain, 3, LayerSpec("tanh"))
    plain = edits.insert_layer(plain, 4, LayerSpec("linear"))
    spec = edits.insert_layer(SMALL, 2, LayerSpec("residual"))
    one, other = builder.build_trainer(plain), builder.build_trainer(spec)
    assert equal(weights(one), weights(other))
    assert [name for name, _ in other.model.named_param()][2:6] == [
        *("2.0.weight", "2.0.bias", "2.2.weight", "2.2.bias")
    ]
    x = torch.rand(7, 25)
    change = core.Sequential(one.model.modules[2:5]).forward(x)
    assert torch.equal(other.model.modules[2].forward(x), x + change)
    assert not equal(order(one), order(other))


def test_the_order_of_the_points_depends_neither_on_the_network_nor_on_the_data() -> None:
    def drawn(spec: ExperimentSpec) -> torch.Tensor:
        trainer = builder.build_trainer(spec)
        trainer.step()
        return torch.as_tensor(trainer.state()["order"])

    assert torch.equal(drawn(SMALL), drawn(edits.insert_layer(SMALL, 8, LayerSpec("linear"))))
    assert torch.equal(drawn(SMALL), drawn(edits.set_data_option(SMALL, "kind", "xor")))
    assert not torch.equal(drawn(SMALL), drawn(edits.set_seed(SMALL, 2)))


def test_weights_are_drawn_layer_by_layer_so_an_appended_layer_leaves_the_first_ones() -> None:
    one = weights(builder.build_trainer(SMALL))
    other = weights(
        builder.build_trainer(edits.insert_layer(SMALL, 7, LayerSpec("linear", (("units", 2),))))
    )
    assert equal(one[:6], other[:6])
    assert not equal(one, other)


def test_the_reports_disk_is_1000_and_1000_points_with_one_hot_targets() -> None:
    split, (train, test) = builder.build_split(default(), builder.generators(1))
    for inputs, targets, classes in (
        (split.train_input, split.train_target, train),
        (split.test_input, split.test_target, test),
    ):
        assert inputs.shape == (1000, 2)
        inside = (inputs - 0.5).square().sum(1) < 1 / (2 * torch.pi)
        assert torch.equal(classes, inside.long())
        assert torch.equal(targets, torch.stack((~inside, inside), 1).float())


@pytest.mark.parametrize(("percent", "train"), [(10, 2), (50, 10), (90, 18)])
def test_the_train_share_divides_the_same_points(percent: int, train: int) -> None:
    spec = replace(SMALL, data=DataSpec(kind="moons", points=20, train_percent=percent))
    split, classes = builder.build_split(spec, builder.generators(1))
    assert (len(split.train_input), len(split.test_input)) == (train, 20 - train)
    assert tuple(map(len, classes)) == (train, 20 - train)
    half = replace(spec, data=replace(spec.data, train_percent=50))
    again, _ = builder.build_split(half, builder.generators(1))
    assert torch.equal(
        torch.cat((split.train_input, split.test_input)),
        torch.cat((again.train_input, again.test_input)),
    )


def test_noise_is_percent_of_the_side() -> None:
    clean = builder.build_split(
        edits.set_data_option(SMALL, "kind", "blobs"), builder.generators(1)
    )[0]
    noisy = builder.build_split(
        replace(SMALL, data=DataSpec(kind="blobs", points=300, noise_percent=20)),
        builder.generators(1),
    )[0]
    expected, classes = datasets.generate(
        "blobs", 300, noise=0.2, generator=builder.generators(1).data
    )
    assert torch.equal(torch.cat((noisy.train_input, noisy.test_input)), expected)
    assert torch.equal(noisy.train_target.argmax(1), classes[: len(noisy.train_target)])
    assert not torch.equal(noisy.train_input, clean.train_input)


@pytest.mark.parametrize("layers", [(), (LayerSpec("tanh"),)])
def test_a_stack_without_a_linear_is_refused_in_the_windows_words(
    layers: tuple[LayerSpec, ...],
) -> None:
    with pytest.raises(SpecError, match="Linear"):
        builder.build_trainer(edits.set_layers(SMALL, layers))


def test_the_trainer_has_the_documents_settings() -> None:
    trainer = builder.build_trainer(SMALL)
    assert trainer.learning_rate == 0.15
    assert trainer.batch_size == 10
    assert trainer.steps_per_epoch == 15
