"""The code strip: laid out as in the window, and it builds the network it shows."""

import ast
import itertools
import math
import re
from collections.abc import Callable
from typing import Any

import pytest
import torch

import core
from playground.builder import build_model
from playground.document.code import LINE_LENGTH, code
from playground.document.presets import PRESETS, default
from playground.document.spec import ExperimentSpec, LayerSpec

LINEAR, TANH, RELU = LayerSpec("linear"), LayerSpec("tanh"), LayerSpec("relu")


def xavier(units: int, gain: float | None = None) -> LayerSpec:
    return LayerSpec("linear", (("units", units), ("initialization", "xavier"), ("gain", gain)))


def run(text: str, names: dict[str, Callable[..., Any]]) -> Any:
    """What `model` is after the text has run: calls of `names`, lists, numbers, / and **."""

    def value(node: ast.expr) -> Any:
        match node:
            case ast.Constant():
                return node.value
            case ast.List():
                return [value(each) for each in node.elts]
            case ast.BinOp(op=ast.Div()):
                return value(node.left) / value(node.right)
            case ast.BinOp(op=ast.Pow()):
                return value(node.left) ** value(node.right)
            case ast.Call(func=ast.Name(id=name), keywords=[]):
                return names[name](*map(value, node.args))
        raise AssertionError(f"unexpected in the code strip: {ast.dump(node)}")

    (statement,) = ast.parse(text).body
    assert isinstance(statement, ast.Assign)
    assert [ast.unparse(target) for target in statement.targets] == ["model"]
    return value(statement.value)


def test_the_reports_network_is_laid_out_in_two_aligned_lines() -> None:
    assert code(default()) == (
        "model = Sequential([Linear(2, 25), Tanh(), Linear(25, 25), Tanh(),\n"
        "                    Linear(25, 25), Tanh(), Linear(25, 2), Tanh()])"
    )


def test_xavier_prints_its_gain() -> None:
    spec = ExperimentSpec((xavier(8), TANH, xavier(8), RELU, xavier(8, 0.1), RELU, xavier(8)))
    for call in (
        "Linear(2, 8, True, 5/3), Tanh()",
        "Linear(8, 8, True, 2**0.5), ReLU()",
        "Linear(8, 8, True, 0.1), ReLU()",
        "Linear(8, 2, True, 1)",
    ):
        assert call in code(spec)


SPECS = [
    *(ExperimentSpec(preset.layers) for preset in PRESETS),
    ExperimentSpec((LINEAR,)),
    ExperimentSpec((TANH, LINEAR, LINEAR, TANH, RELU, TANH, xavier(512), RELU)),
    ExperimentSpec((xavier(3, 1 / 3), TANH, xavier(300, math.pi), xavier(1, 100.0), TANH)),
    ExperimentSpec((*(xavier(7), RELU) * 31, LINEAR)),
]


@pytest.mark.parametrize("spec", SPECS)
def test_the_code_builds_the_same_network_with_the_same_initial_bits(spec: ExperimentSpec) -> None:
    generator = torch.Generator().manual_seed(5)

    def linear(*arguments: Any) -> core.Linear:
        return core.Linear(*arguments, generator=generator)

    names = {name: getattr(core, name) for name in core.__all__} | {"Linear": linear}
    written = run(code(spec), names)
    draws = torch.Generator().manual_seed(5)
    built = build_model(spec, generator=draws, dropout=torch.Generator())
    assert [repr(each) for each in written.modules] == [repr(each) for each in built.modules]
    for one, other in zip(written.param(), built.param(), strict=True):
        assert torch.equal(one.p, other.p)


@pytest.mark.parametrize("spec", [*SPECS, ExperimentSpec(), ExperimentSpec((TANH, RELU))])
def test_lines_stay_short_and_an_activation_stays_with_its_linear(spec: ExperimentSpec) -> None:
    lines = code(spec).splitlines()
    assert all(len(line) <= LINE_LENGTH for line in lines)
    assert [line[:20].strip() for line in lines[1:]] == [""] * (len(lines) - 1)
    for line, following in itertools.pairwise(lines):
        ends_in_linear = re.search(r"Linear\([^)]*\),$", line)
        assert not ends_in_linear or following.strip().startswith("Linear")


def test_an_empty_stack_is_an_empty_list() -> None:
    assert code(ExperimentSpec()) == "model = Sequential([])"
