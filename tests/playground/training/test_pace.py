"""When steps are due and how their rate is measured, with a clock of the test's own."""

import pytest

from playground.training.pace import Pace, Rate


def test_full_speed_never_waits() -> None:
    pace = Pace()
    pace.start(10.0)

    assert pace.delay(10.0) == 0
    assert pace.due(10.0) > 1e9


@pytest.mark.parametrize("speed", [1.0, 7.0, 300.0])
def test_steps_come_evenly_the_first_at_once(speed: float) -> None:
    pace, now, times = Pace(), 5.0, []
    pace.set_speed(speed, now)
    pace.start(now)

    while len(times) < 20:
        now += pace.delay(now)
        assert pace.due(now) == 1
        times.append(now)
        pace.took(1, now)

    assert times == pytest.approx([5.0 + i / speed for i in range(20)])


def test_a_late_worker_catches_up_a_little_but_never_in_a_long_burst() -> None:
    pace = Pace()
    pace.set_speed(100.0, 0.0)
    pace.start(0.0)
    pace.took(1, 0.0)

    assert pace.due(0.03) == 3
    pace.took(3, 0.03)
    assert pace.due(100.0) > 1000  # the machine slept
    pace.took(1, 100.0)
    assert pace.due(100.0) <= 11


def test_a_faster_speed_counts_at_once() -> None:
    pace = Pace()
    pace.set_speed(0.1, 0.0)
    pace.start(0.0)
    pace.took(1, 0.0)
    assert pace.delay(1.0) == pytest.approx(9.0)

    pace.set_speed(10.0, 1.0)
    assert pace.delay(1.0) == pytest.approx(0.1)
    pace.set_speed(None, 1.0)
    assert pace.delay(1.0) == 0


def test_the_rate_is_that_of_the_last_second() -> None:
    rate = Rate()
    rates = [rate.sample(10 * i, i / 10) for i in range(50)]  # 100 steps a second
    assert rates[0] == 0
    assert rates[1:] == pytest.approx([100.0] * 49)

    slower = [rate.sample(490 + i, 4.9 + i / 10) for i in range(1, 30)]  # 10 a second
    assert slower[-1] == pytest.approx(10.0)


def test_the_rate_of_one_step_a_second_is_one() -> None:
    rate = Rate()
    rate.restart()

    assert [rate.sample(step, float(step)) for step in range(1, 5)] == [0, 1, 1, 1]


def test_a_pause_does_not_count() -> None:
    rate = Rate()
    rate.sample(0, 0.0)
    rate.sample(100, 1.0)
    rate.restart()

    assert rate.sample(100, 1000.0) == 0
    assert rate.sample(200, 1001.0) == pytest.approx(100.0)
