"""A document in a few words, for a person who decides whether to open it."""

from playground.document.spec import DataSpec, ExperimentSpec, ScheduleSpec, TrainSpec
from playground.document.training_kinds import EXTRA_OPTIONS
from playground.document.widths import widths


def summary(spec: ExperimentSpec) -> dict[str, str]:
    """What it studies, one line of plain text each."""
    return {
        "Data": _data(spec.data),
        "Network": _network(spec),
        "Training": _training(spec.training),
        "Seed": str(spec.seed),
    }


def _data(data: DataSpec) -> str:
    noise = "" if data.own_points else f", noise {data.noise_percent} %"
    worse = "".join(
        f", {option.label.lower()} {getattr(data, option.name)} %" for option in data.corruptions
    )
    return f"{data.row.label}, {data.count:,} points, {data.train_percent} % train{noise}{worse}"


def _network(spec: ExperimentSpec) -> str:
    return " · ".join(
        f"{layer.name} {width.fan_out}" if layer.kind == "linear" else layer.name
        for layer, width in zip(spec.layers, widths(spec), strict=True)
    )


def _training(training: TrainSpec) -> str:
    methods = f"{training.optimizer.row.label}, {training.loss.row.label}"
    rate = f"learning rate {training.learning_rate:g}, batch size {training.batch_size:,}"
    schedule = "" if training.schedule == ScheduleSpec() else f", {training.schedule.row.label}"
    more = "".join(
        f", {option.label} {getattr(training, option.name):g}"
        for option in EXTRA_OPTIONS
        if getattr(training, option.name) != option.default
    )
    return f"{methods}, {rate}{schedule}{more}"
