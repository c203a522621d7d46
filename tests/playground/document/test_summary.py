"""A document in a few words."""

from dataclasses import replace

from playground.document.presets import default
from playground.document.spec import DataSpec, ExperimentSpec, ScheduleSpec
from playground.document.summary import summary


def test_every_part_of_the_document_is_in_it() -> None:
    spec = replace(default(), data=DataSpec("spirals", 1_500, 70, 15), seed=7)
    assert summary(spec) == {
        "Data": "Spirals, 1,500 points, 70 % train, noise 15 %",
        "Network": "Linear 25 · Tanh · Linear 25 · Tanh · Linear 25 · Tanh · Linear 2 · Tanh",
        "Training": "SGD, MSE, learning rate 0.15, batch size 100",
        "Seed": "7",
    }


def test_what_makes_the_data_worse_is_in_it() -> None:
    data = DataSpec("xor", balance_percent=20, flip_percent=5, outlier_percent=3)
    assert summary(replace(default(), data=data))["Data"].endswith(
        "noise 0 %, class balance 20 %, label flips 5 %, outliers 3 %"
    )


def test_schedule_penalties_and_what_else_was_chosen_are_in_it() -> None:
    plain = default().training
    more = replace(plain, schedule=ScheduleSpec("cosine"), l2=0.001, max_norm=1.0)
    said = summary(replace(default(), training=more))["Training"]
    assert said.startswith(summary(default())["Training"] + ", ")
    assert said.endswith("Clip gradient at 1, L2 0.001")
    assert more.schedule.row.label in said


def test_an_empty_network_has_no_layers_to_name() -> None:
    assert summary(ExperimentSpec())["Network"] == ""
